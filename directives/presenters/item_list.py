"""The item list: rows, saved views, conditions that can be taken off, position by key, and why nothing is found.

Every number counts a named queryset over what the reader sees, so a count and the list that it links to can't differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.urls import reverse

from common import clock
from common.formats import vn_num
from common.keyset import (
    BY_DUE,
    BY_NUMBER,
    COUNT_CAP,
    LAST,
    KeyPage,
    Place,
    capped_counts,
    count_words,
    first_position,
    read_page,
    rows_before,
)
from common.page_parts import Pager
from common.vocabulary import ITEM_STATES
from directives.forms.item_filter import CONDITIONS, ORDERS, PAGE_SIZES, STATES, ItemFilter, due_labels
from directives.models import Item
from directives.presenters.item_choices import Choices, condition_labels, read_choices
from directives.presenters.item_rows import ItemRow, item_row
from directives.presenters.items import due_source_words, no_due_words, states_no_due
from directives.presenters.scope_bar import scope_bar
from directives.querysets import ItemQuerySet
from directives.scope import read_scope
from units.models import Unit, User
from units.querysets import reach

SHOWN_PARTNERS = 3
LIST_COLUMNS = (
    *("directive", "percent", "coordinating_text", "due_source", "ongoing", "due_key", "group__name"),
    *("responsible__short_name", "point__position", "point__due_on", "point__due_text"),
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


def with_partners(items: ItemQuerySet) -> ItemQuerySet:
    """Adds ``partner_names``: the names of the coordinating units."""
    units = Unit.objects.filter(items_coordinating=OuterRef("pk")).order_by("sort_key").values("name")
    return items.annotate(partner_names=ArraySubquery(units))


def partners_words(item: Item) -> str:
    """Who else works on it: the coordinating units and, where it is another unit, the responsible one."""
    names: list[str] = list(item.partner_names)  # type: ignore[attr-defined]
    if len(names) > SHOWN_PARTNERS:
        names = [*names[: SHOWN_PARTNERS - 1], f"{len(names) - SHOWN_PARTNERS + 1} đơn vị khác"]
    if item.responsible_id != item.accountable_id:
        names.append(item.responsible.name)
    if item.coordinating_text:
        names.append(item.coordinating_text)
    return "; ".join(names)


def _row(user: User, item: Item, today: date) -> ListRow:
    return ListRow(
        **vars(item_row(user, item, today)),
        group=item.group.name,
        partners=partners_words(item),
        percent=item.percent,
        due_source=due_source_words(item),
        no_due=no_due_words(item),
    )


def item_list_page(user: User, params: Any) -> dict[str, Any]:
    """The context of the list: one query for the counts, one for the rows, one for the choices."""
    scope = read_scope(user, params)
    wanted = ItemFilter.read(params, scope)
    order = ORDER[wanted.order]
    visible = scope.items(Item.objects.visible_to(user))
    found = wanted.narrow(visible)
    place = Place.read(order, after=params.get("sau", ""), before=params.get("truoc", ""))
    counts = _counts(visible, found if wanted.narrows else None, rows_before(found, order, place))
    page = _read(found, wanted, place, counts["found"])
    choices = read_choices(user, scope)
    labels = condition_labels(wanted, choices, page.rows)
    today = clock.today()
    address = reverse("item_list")
    return {
        "bar": scope_bar(user, scope),
        "today": today,
        "address": address,
        "rows": [_row(user, item, today) for item in page.rows],
        "fields": _fields(wanted, choices, labels),
        "hidden": _hidden(wanted),
        "views": _views(wanted, counts, address),
        "conditions": [{"label": labels[name], "url": address + wanted.without(name).query()} for name in wanted.values],
        "clear_url": address + wanted.with_only().query(),
        "clean_url": address + wanted.query(),
        "ignored": ", ".join(wanted.ignored),
        "found_words": count_words(counts["found"], vn_num),
        "order_words": ORDERS[wanted.order],
        "orders": {name: address + replace(wanted, order=name).query() for name in ORDERS},
        "order": wanted.order,
        "silent_points": silent_points_words(page.rows),
        "pager": _pager(wanted, page, place, counts, address),
        "sizes": [(size, address + replace(wanted, page_size=size).query(), size == wanted.page_size) for size in PAGE_SIZES],
        "export_url": reverse("item_export") + wanted.query(moi_trang=None) if page.rows else "",
        "empty": None if page.rows else _empty(user, wanted, visible, labels, counts, address),
    }


def _counts(visible: ItemQuerySet, found: ItemQuerySet | None, before: Any) -> dict[str, int]:
    sets: dict[str, Any] = {
        "all": visible,
        "urgent": visible.urgent(),
        "claimed": visible.claimed(),
        "blocked": visible.blocked(),
    }
    if found is not None:
        sets["found"] = found
    if before is not None:
        sets["before"] = before
    counts = capped_counts(sets)
    return {"found": counts["all"], "before": 0, **counts}


def _read(found: ItemQuerySet, wanted: ItemFilter, place: Place, total: int) -> KeyPage:
    rows = with_partners(found.select_related("group").as_rows(*LIST_COLUMNS))
    rest = total % wanted.page_size if total <= COUNT_CAP else 0
    return read_page(rows, ORDER[wanted.order], place, wanted.page_size, last_size=rest or None)


def _fields(wanted: ItemFilter, choices: Choices, labels: dict[str, str]) -> dict[str, Any]:
    """What the form shows. A chosen value that is not among the choices is kept as one, so that the list says what it is filtered by."""

    def options(name: str, known: Sequence[tuple[str, str]]) -> list[tuple[str, str, bool]]:
        chosen = str(wanted.values.get(name, ""))
        rows = [("", "Tất cả"), *known]
        if chosen and chosen not in dict(rows):
            rows.append((chosen, labels[name].partition(": ")[2] or labels[name]))
        return [(value, label, value == chosen) for value, label in rows]

    return {
        "q": wanted.values.get("q", ""),
        "selects": [
            ("chu_tri", "Chủ trì", options("chu_tri", choices.units)),
            ("nhom", "Nhóm yêu cầu", options("nhom", choices.groups)),
            ("tinh_trang", "Tình trạng", options("tinh_trang", [(value, label) for value, (label, _) in STATES.items()])),
            ("han", "Hạn", options("han", list(due_labels().items()))),
        ],
    }


def _hidden(wanted: ItemFilter) -> list[tuple[str, Any]]:
    """Conditions without a control of their own stay on when the form is sent."""
    kept = [(name, value) for name, value in wanted.values.items() if name in ("thuc_hien", "don_vi", "diem", "lan_nhap")]
    kept += wanted.scope.params.items()
    if wanted.order != "due":
        kept.append(("sap_xep", wanted.order))
    if wanted.page_size != PAGE_SIZES[0]:
        kept.append(("moi_trang", wanted.page_size))
    return kept


def _views(wanted: ItemFilter, counts: dict[str, int], address: str) -> list[dict[str, Any]]:
    """Saved views with their counts; an empty set of difficulties is not offered."""
    views: list[tuple[str, str, dict[str, str]]] = [
        ("all", "Tất cả", {}),
        ("urgent", "Quá hạn và sắp đến hạn", {"han": "urgent"}),
        ("claimed", ITEM_STATES["claimed"].label, {"tinh_trang": "claimed"}),
    ]
    if counts["blocked"]:
        views.append(("blocked", ITEM_STATES["blocked"].label, {"tinh_trang": "blocked"}))
    return [
        {
            "label": label if counts[name] <= COUNT_CAP else f"{label} ({count_words(counts[name], vn_num)})",
            "count": counts[name] if counts[name] <= COUNT_CAP else None,
            "url": address + wanted.with_only(**conditions).query(),
            "current": wanted.values == wanted.with_only(**conditions).values,
        }
        for name, label, conditions in views
    ]


def silent_points_words(rows: Sequence[Item]) -> str:
    """``Điểm 1.a, 1.b không ghi hạn: …``, true of the rows shown; nothing where rows of several dispatches make the keys doubtful."""
    if len({item.directive_id for item in rows}) != 1:
        return ""
    silent = [item for item in rows if states_no_due(item.point) and not item.ongoing]
    if not silent:
        return ""
    keys = ", ".join(point.key for point in sorted({item.point for item in silent}, key=lambda point: point.position))
    sources = {item.due_source for item in silent}
    origins = []
    if Item.DueSource.ANNEX in sources:
        origins.append("theo Phụ lục của Báo cáo kiểm tra")
    if Item.DueSource.CENTRE in sources:
        origins.append("do Trung tâm đặt")
    where = f": hạn {' hoặc '.join(origins)}" if origins else ""
    return f"Điểm {keys} không ghi hạn{where}."


def _pager(wanted: ItemFilter, page: KeyPage, place: Place, counts: dict[str, int], address: str) -> Pager:
    order, total, shown = ORDER[wanted.order], counts["found"], len(page.rows)
    start = first_position(place, shown=shown, total=total, before=counts["before"])
    where = f"{vn_num(start)}–{vn_num(start + shown - 1)}" if start is not None else f"{vn_num(shown)} nội dung"
    return Pager(
        f"Xem {where} trong {count_words(total, vn_num)} nội dung",
        address + wanted.query() if page.has_previous else "",
        address + wanted.query(truoc=order.key_of(page.rows[0])) if page.has_previous and page.rows else "",
        address + wanted.query(sau=order.key_of(page.rows[-1])) if page.has_next and page.rows else "",
        address + wanted.query(truoc=LAST) if page.has_next else "",
    )


def _empty(
    user: User, wanted: ItemFilter, visible: ItemQuerySet, labels: dict[str, str], counts: dict[str, int], address: str
) -> dict[str, str]:
    """Why nothing is found, and the way out that really shows something."""
    if counts["found"]:
        return {"title": "Trang này không còn nội dung nào", "text": "", "url": address + wanted.query(), "action": "Về trang đầu"}
    if not counts["all"]:
        if reach(user)["steer_work"]:
            text, url = "Nội dung có khi một văn bản chỉ đạo được xác nhận giao việc.", reverse("directive_list")
            return {"title": "Chưa có nội dung nào", "text": text, "url": url, "action": "Xem văn bản chỉ đạo"}
        return {"title": "Chưa có nội dung nào", "text": "Đơn vị chưa được giao nội dung khắc phục nào.", "url": "", "action": ""}
    names = [name for name in CONDITIONS if name in wanted.values]
    if len(names) == 1:
        title = f"Không có nội dung nào khớp điều kiện {_quoted(labels[names[0]])}"
        words = count_words(counts["all"], vn_num)
        return {
            "title": title,
            "text": "",
            "url": address + wanted.with_only().query(),
            "action": f"Xem tất cả {words} nội dung",
        }
    title = f"Không có nội dung nào khớp cả {len(names)} điều kiện"
    relaxed = capped_counts({name: wanted.without(name).narrow(visible) for name in names})
    best = max(names, key=lambda name: relaxed[name])
    if not relaxed[best]:
        url = address + wanted.with_only().query()
        return {"title": title, "text": "Bỏ riêng điều kiện nào cũng không có nội dung khớp.", "url": url, "action": "Bỏ tất cả điều kiện"}
    text = f"Bỏ điều kiện {_quoted(labels[best])} thì có {count_words(relaxed[best], vn_num)} nội dung."
    return {
        "title": title,
        "text": text,
        "url": address + wanted.without(best).query(),
        "action": f"Chỉ bỏ điều kiện {_quoted(labels[best])}",
    }


def _quoted(label: str) -> str:
    return label if label.startswith("“") else f"“{label}”"
