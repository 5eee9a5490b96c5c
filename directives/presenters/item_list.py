"""The item list: rows, saved views, conditions that can be taken off, position by key, and why nothing is found.

Every number counts a named queryset over what the reader sees, so a count and the list that it links to can't differ.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.urls import reverse

from common import clock
from common.keyset import BY_DUE, BY_NUMBER, capped_counts
from common.page_parts import Chip, Nothing
from common.paging import KeyList, key_list, total_words
from common.vocabulary import ITEM_STATES
from directives.forms.item_filter import CONDITIONS, ORDERS, PAGE_SIZES, STATES, WITHDRAWN, ItemFilter, ItemFilterForm, due_labels
from directives.models import Item
from directives.presenters.item_choices import Choices, Option, condition_labels, read_choices
from directives.presenters.item_rows import ItemRow, item_row
from directives.presenters.items import due_source_words, no_due_words, states_no_due
from directives.presenters.scope_bar import ScopeBar, scope_bar
from directives.querysets import ItemQuerySet
from directives.scope import read_scope
from units.models import Unit, User
from units.querysets import reach

SHOWN_PARTNERS = 3
LIST_COLUMNS = (
    *("accountable_id", "percent", "coordinating_text", "due_source", "ongoing", "due_key", "group__name"),
    *("responsible__name", "point__position", "point__due_on", "point__due_text"),
)
ORDER = {"due": BY_DUE, "number": BY_NUMBER}


@dataclass(frozen=True)
class ListRow(ItemRow):
    """What the list says of an item besides."""

    group: str
    partners: str
    percent: int
    due_source: str
    no_due: str


@dataclass(frozen=True)
class Select:
    """One list of the form of conditions."""

    name: str
    label: str
    options: Sequence[Option]
    chosen: str


@dataclass(frozen=True)
class ItemListPage:
    """The list with the conditions of its address; ``empty`` says why there are no rows."""

    filter: ItemFilter
    bar: ScopeBar | None
    today: date
    rows: Sequence[ListRow]
    found: KeyList
    selects: Sequence[Select]
    views: Sequence[Chip]
    conditions: Sequence[Chip]
    silent_points: str
    empty: Nothing | None

    @property
    def total(self) -> str:
        return total_words(self.found.total)

    @property
    def clear_url(self) -> str:
        return self.filter.with_only().url()

    @property
    def order_words(self) -> str:
        return ORDERS[self.filter.order]

    @cached_property
    def orders(self) -> Mapping[str, str]:
        return {name: replace(self.filter, order=name).url() for name in ORDERS}

    @property
    def sizes(self) -> Sequence[tuple[int, str, bool]]:
        """Rows a page, the address, whether it is so now."""
        return [(size, replace(self.filter, page_size=size).url(), size == self.filter.page_size) for size in PAGE_SIZES]

    @property
    def export_url(self) -> str:
        return self.filter.url("item_export", moi_trang="") if self.rows else ""


def partners_words(row: Any) -> str:
    """Who else works on it: the coordinating units and, where it is another unit, the responsible one."""
    names: list[str] = list(row.partner_names)
    if len(names) > SHOWN_PARTNERS:
        names = [*names[: SHOWN_PARTNERS - 1], f"{len(names) - SHOWN_PARTNERS + 1} đơn vị khác"]
    if row.responsible_id != row.accountable_id:
        names.append(row.responsible__name)
    if row.coordinating_text:
        names.append(row.coordinating_text)
    return "; ".join(names)


def item_list_page(user: User, params: Mapping[str, str]) -> ItemListPage:
    """One query for the counts, one for the rows, one for the choices."""
    scope, today = read_scope(user, params), clock.today()
    wanted, seen = ItemFilter.read(params, scope), Item.objects.visible_to(user)
    visible, withdrawn = scope.items(seen), scope.all_items(seen).withdrawn()
    sets = {
        "all": visible,
        "urgent": visible.urgent(),
        "claimed": visible.claimed(),
        "blocked": visible.blocked(),
        WITHDRAWN: withdrawn,
    }
    if wanted.narrows:
        sets["found"] = wanted.narrow(seen)
    chosen = "found" if wanted.narrows else "all"
    found = key_list(sets, chosen, ORDER[wanted.order], params, wanted.page_size, noun="nội dung", url=wanted.url, dressed=_with_parts)
    choices = read_choices(user, scope)
    labels = condition_labels(wanted, choices, found.rows)
    return ItemListPage(
        filter=wanted,
        bar=scope_bar(user, scope),
        today=today,
        rows=[_row(user, row, today, scope.names) for row in found.rows],
        found=found,
        selects=[*_selects(wanted, choices, labels)],
        views=[*_views(wanted, found)],
        conditions=[Chip(labels[name], wanted.without(name).url()) for name in wanted.values],
        silent_points=silent_points_words(found.rows),
        empty=None if found.rows else _empty(user, wanted, seen, labels, found),
    )


def _row(user: User, row: Any, today: date, names: Mapping[int, str]) -> ListRow:
    return ListRow(
        **vars(item_row(user, row, today, names)),
        group=row.group__name,
        partners=partners_words(row),
        percent=row.percent,
        due_source=due_source_words(row.due_source, row.point__key),
        no_due=no_due_words(row.ongoing),
    )


def _with_parts(found: ItemQuerySet) -> ItemQuerySet:
    """With ``partner_names``, the names of the coordinating units."""
    units = Unit.objects.filter(items_coordinating=OuterRef("pk")).order_by("sort_key").values("name")
    return found.as_rows(*LIST_COLUMNS, partner_names=ArraySubquery(units))


def _selects(wanted: ItemFilter, choices: Choices, labels: Mapping[str, str]) -> Iterator[Select]:
    """A chosen value that is not among the choices is kept as one, so that the list says what it is filtered by."""
    states = [(name, label) for name, (label, _) in STATES.items()]
    known = {"chu_tri": choices.units, "nhom": choices.groups, "tinh_trang": states, "han": list(due_labels().items())}
    for name, options in known.items():
        chosen = str(wanted.values.get(name, ""))
        there = not chosen or any(value == chosen for value, _ in options)
        more = [] if there else [(chosen, labels[name].partition(": ")[2] or labels[name])]
        yield Select(name, str(ItemFilterForm.base_fields[name].label), [("", "Tất cả"), *options, *more], chosen)


def _views(wanted: ItemFilter, found: KeyList) -> Iterator[Chip]:
    """Saved views with their counts; where nothing is stuck or withdrawn, that is not offered."""
    views: dict[str, tuple[str, dict[str, str]]] = {
        "all": ("Tất cả", {}),
        "urgent": ("Quá hạn và sắp đến hạn", {"han": "urgent"}),
        "claimed": (ITEM_STATES["claimed"].label, {"tinh_trang": "claimed"}),
        "blocked": (ITEM_STATES["blocked"].label, {"tinh_trang": "blocked"}),
        WITHDRAWN: (ITEM_STATES[WITHDRAWN].label, {"tinh_trang": WITHDRAWN}),
    }
    for name, (label, conditions) in views.items():
        if found.counts[name] or name not in ("blocked", WITHDRAWN):
            view = wanted.with_only(**conditions)
            yield found.chip(name, label, view.url(), current=wanted.values == view.values)


def silent_points_words(rows: Sequence[Any]) -> str:
    """``Điểm 1.a, 1.b không ghi hạn: …``, true of the rows shown; nothing where rows of several dispatches make the keys doubtful."""
    if len({row.directive_id for row in rows}) != 1:
        return ""
    silent = [row for row in rows if states_no_due(row.point__due_on, row.point__due_text) and not row.ongoing]
    if not silent:
        return ""
    keys = ", ".join(key for _, key in sorted({(row.point__position, row.point__key) for row in silent}))
    sources = {row.due_source for row in silent}
    origins = []
    if Item.DueSource.ANNEX in sources:
        origins.append("theo Phụ lục của Báo cáo kiểm tra")
    if Item.DueSource.CENTRE in sources:
        origins.append("do Trung tâm đặt")
    where = f": hạn {' hoặc '.join(origins)}" if origins else ""
    return f"Điểm {keys} không ghi hạn{where}."


def _empty(user: User, wanted: ItemFilter, seen: ItemQuerySet, labels: Mapping[str, str], found: KeyList) -> Nothing:
    """Why nothing is found, and the way out that really shows something."""
    if found.total:
        return Nothing("Trang này không còn nội dung nào", url=wanted.url(), action="Về trang đầu")
    if not found.counts["all"]:
        if reach(user)["steer_work"]:
            text, url = "Nội dung có khi một văn bản chỉ đạo được xác nhận giao việc.", reverse("directive_list")
            return Nothing("Chưa có nội dung nào", text, url, "Xem văn bản chỉ đạo")
        return Nothing("Chưa có nội dung nào", "Đơn vị chưa được giao nội dung khắc phục nào.")
    names, everything = [name for name in CONDITIONS if name in wanted.values], wanted.with_only().url()
    if len(names) == 1:
        title = f"Không có nội dung nào khớp điều kiện {_quoted(labels[names[0]])}"
        return Nothing(title, url=everything, action=f"Xem tất cả {total_words(found.counts['all'])} nội dung")
    title = f"Không có nội dung nào khớp cả {len(names)} điều kiện"
    relaxed = capped_counts({name: wanted.without(name).narrow(seen) for name in names})
    best = max(names, key=lambda name: relaxed[name])
    if not relaxed[best]:
        return Nothing(title, "Bỏ riêng điều kiện nào cũng không có nội dung khớp.", everything, "Bỏ tất cả điều kiện")
    label = _quoted(labels[best])
    text = f"Bỏ điều kiện {label} thì có {total_words(relaxed[best])} nội dung."
    return Nothing(title, text, wanted.without(best).url(), f"Chỉ bỏ điều kiện {label}")


def _quoted(label: str) -> str:
    return label if label.startswith("“") else f"“{label}”"
