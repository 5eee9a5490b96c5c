"""Difficulties as plain values: state, waiting time in working days, what the Centre answered, who may do what now; queue and page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from common import clock
from common.formats import code_nb, vn_num
from common.keyset import (
    COUNT_CAP,
    LAST,
    KeyOrder,
    KeyPage,
    Place,
    capped_counts,
    count_words,
    first_position,
    read_page,
    row_id,
    rows_before,
)
from common.page_parts import Pager
from common.vocabulary import State
from common.workdays import working_days_since
from directives import rules
from directives.models import Difficulty, Item
from directives.presenters.item_history import timeline
from directives.querysets import DifficultyQuerySet
from directives.services.difficulties import events_of
from directives.workflow import OPEN_DIFFICULTY, DifficultyStatus
from units.models import User
from units.querysets import reach

PAGE_SIZE = 20
PANEL_ROWS = 5

DIFFICULTY_STATES: Mapping[str, State] = {
    DifficultyStatus.WAITING.value: State("wait", "hourglass", DifficultyStatus.WAITING.label),
    DifficultyStatus.GUIDED.value: State("doing", "message", DifficultyStatus.GUIDED.label),
    DifficultyStatus.ESCALATED.value: State("soon", "arrow-up", DifficultyStatus.ESCALATED.label),
    DifficultyStatus.RESOLVED.value: State("done", "circle-check", DifficultyStatus.RESOLVED.label),
}


def _moment(text: str) -> datetime:
    """A parser for addresses: a moment without its zone is no key."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment


BY_RAISED = KeyOrder(("raised_at", "id"), (_moment, row_id))


@dataclass(frozen=True)
class Wait:
    """How long an answer is awaited, in working days; ``tone`` is "", "soon" or "late", as of a due date."""

    days: int

    @property
    def is_late(self) -> bool:
        return self.days > rules.ANSWER_WORKING_DAYS

    @property
    def tone(self) -> str:
        return "late" if self.is_late else "soon" if self.days >= rules.ANSWER_WORKING_DAYS - 1 else ""

    @property
    def words(self) -> str:
        return f"Chờ {vn_num(self.days)} ngày làm việc" if self.days else "Mới nêu"


@dataclass(frozen=True)
class DifficultyView:
    """One difficulty as drawn. ``wait`` stands while nobody has answered; ``item_*`` are empty for one raised in general."""

    difficulty: Difficulty
    url: str
    state: State
    wait: Wait | None
    who: str
    item_url: str
    item_code: str
    point: str

    @property
    def is_open(self) -> bool:
        return self.difficulty.status in OPEN_DIFFICULTY


def views_of(difficulties: Iterable[Difficulty], today: date) -> list[DifficultyView]:
    """One query for the holidays, and only where somebody waits. Rows come ``with_parts``."""
    rows = list(difficulties)
    waits = waits_of(rows, today)
    return [_view(row, waits.get(row.pk)) for row in rows]


def waits_of(difficulties: Iterable[Difficulty], today: date) -> dict[int, Wait]:
    """By id, for those that nobody has answered."""
    starts = {row.pk: clock.localize(row.raised_at).date() for row in difficulties if row.status == DifficultyStatus.WAITING}
    days = working_days_since(starts.values(), today)
    return {pk: Wait(max(days[start], 0)) for pk, start in starts.items()}


def _view(difficulty: Difficulty, wait: Wait | None) -> DifficultyView:
    item = difficulty.item
    return DifficultyView(
        difficulty=difficulty,
        url=reverse("difficulty_detail", args=[difficulty.pk]),
        state=DIFFICULTY_STATES[difficulty.status],
        wait=wait,
        who=_who(difficulty, item),
        item_url=reverse("item_detail", args=[item.number]) if item else "",
        item_code=code_nb(item.code) if item else "",
        point=item.point.key if item else "",
    )


def _who(difficulty: Difficulty, item: Item | None) -> str:
    """The unit that raised it and, where it is another one, the unit that does the work."""
    if item is None or item.responsible_id == difficulty.unit_id:
        return difficulty.unit.name
    return f"{difficulty.unit.name} · {item.responsible.name} thực hiện"


# The queue


def difficulty_list_page(user: User, params: Mapping[str, str]) -> dict[str, Any]:
    """One state at a time, those raised first in front; the first that the reader may answer is open for an answer (``?mo=`` another)."""
    wanted = params.get("tinh_trang", "")
    state = DifficultyStatus(wanted) if wanted in DifficultyStatus.values else DifficultyStatus.WAITING
    visible = Difficulty.objects.visible_to(user)
    found = visible.in_state(state)
    place = Place.read(BY_RAISED, after=params.get("sau", ""), before=params.get("truoc", ""))
    counts = _counts(visible, rows_before(found, BY_RAISED, place))
    total = counts[state.value]
    rest = total % PAGE_SIZE if total <= COUNT_CAP else 0
    page = read_page(found.with_parts(), BY_RAISED, place, PAGE_SIZE, last_size=rest or None)
    address = reverse("difficulty_list")
    rows = views_of(page.rows, clock.today())
    answerable = [row for row in rows if row.is_open and rules.can(rules.check_difficulty, user, row.difficulty, "guide")]
    return {
        "rows": rows,
        "answerable": {row.difficulty.pk for row in answerable},
        "opened": _opened(answerable, params.get("mo", ""), state),
        "open_url": address + "?" + urlencode({name: params[name] for name in ("tinh_trang", "sau", "truoc") if params.get(name)}),
        "tabs": [
            {
                "label": each.label if counts[each.value] <= COUNT_CAP else f"{each.label} ({count_words(counts[each.value], vn_num)})",
                "count": counts[each.value] if counts[each.value] <= COUNT_CAP else None,
                "url": f"{address}?tinh_trang={each.value}",
                "current": each == state,
            }
            for each in DifficultyStatus
        ],
        "state": state,
        "pager": _pager(page, place, counts, state, address),
        "promise": rules.ANSWER_WORKING_DAYS,
        "steers": bool(reach(user)["steer_work"]),
        "may_raise": rules.can(rules.check_can_raise, user),
        "any": any(counts[each.value] for each in DifficultyStatus),
    }


def _counts(visible: DifficultyQuerySet, before: Any) -> dict[str, int]:
    sets: dict[str, Any] = {each.value: visible.in_state(each) for each in DifficultyStatus}
    if before is not None:
        sets["before"] = before
    return {"before": 0, **capped_counts(sets)}


def _opened(answerable: list[DifficultyView], wanted: str, state: DifficultyStatus) -> int | None:
    """Which answer form stands open: the one asked for, else of those that wait the first."""
    chosen = next((row.difficulty.pk for row in answerable if str(row.difficulty.pk) == wanted), None)
    if chosen is None and answerable and state == DifficultyStatus.WAITING:
        return answerable[0].difficulty.pk
    return chosen


def _pager(page: KeyPage, place: Place, counts: dict[str, int], state: DifficultyStatus, address: str) -> Pager | None:
    if not (page.has_previous or page.has_next):
        return None
    total, shown = counts[state.value], len(page.rows)
    start = first_position(place, shown=shown, total=total, before=counts["before"])
    where = f"{vn_num(start)}–{vn_num(start + shown - 1)}" if start is not None else f"{vn_num(shown)} vướng mắc"

    def at(**key: str) -> str:
        return f"{address}?{urlencode({'tinh_trang': state.value, **key})}"

    return Pager(
        f"Xem {where} trong {count_words(total, vn_num)} vướng mắc",
        at() if page.has_previous else "",
        at(truoc=BY_RAISED.key_of(page.rows[0])) if page.has_previous and page.rows else "",
        at(sau=BY_RAISED.key_of(page.rows[-1])) if page.has_next and page.rows else "",
        at(truoc=LAST) if page.has_next else "",
    )


# One difficulty, and its places on other pages


def difficulty_page(user: User, difficulty: Difficulty) -> dict[str, Any]:
    """The context of the page of one difficulty, without its forms."""
    return {
        "view": views_of([difficulty], clock.today())[0],
        "difficulty": difficulty,
        "can_answer": rules.can(rules.check_difficulty, user, difficulty, "guide"),
        "can_close": rules.can(rules.check_difficulty, user, difficulty, "close"),
        "crumbs": difficulty_crumbs(user, difficulty.title),
        "events": timeline(events_of(difficulty)),
        "promise": rules.ANSWER_WORKING_DAYS,
    }


def difficulty_crumbs(user: User, here: str) -> dict[str, Any]:
    return {"links": [("Khó khăn, vướng mắc", reverse("difficulty_list"))], "here": here}


def item_difficulties(item: Item, today: date) -> list[DifficultyView]:
    """Those of one item, the open ones first; whoever sees the item sees them."""
    found = list(item.difficulties.select_related("unit").open_first())
    for row in found:
        row.item = item
    return views_of(found, today)


def count_phrase(rows: Iterable[DifficultyView], *, more: bool = False) -> str:
    """What a heading counts: '2', or '1 đang mở, 1 đã giải quyết': never a solved one among the open. ``more``: there are others."""
    found = list(rows)
    still_open = sum(row.is_open for row in found)
    solved = len(found) - still_open
    over = "hơn " if more else ""
    if not solved:
        return f"{over}{vn_num(still_open)}"
    words = [f"{vn_num(still_open)} đang mở"] if still_open else []
    return ", ".join([*words, f"{over}{vn_num(solved)} đã giải quyết"])


@dataclass(frozen=True)
class DifficultyPanel:
    """Difficulties of one unit on its pages; ``more`` when there are others."""

    rows: list[DifficultyView]
    more: bool
    may_raise: bool

    @property
    def count(self) -> str:
        return count_phrase(self.rows, more=self.more)


def unit_difficulties(user: User, unit_id: int, today: date, *, only_open: bool) -> DifficultyPanel:
    """Raised by the unit, or on work that it does or answers for; the open ones first."""
    found = Difficulty.objects.of_unit_for(user, unit_id)
    ids = list((found.open() if only_open else found).open_first().values_list("pk", flat=True)[: PANEL_ROWS + 1])
    rows = Difficulty.objects.with_parts().in_bulk(ids[:PANEL_ROWS])
    shown = [rows[pk] for pk in ids if pk in rows]
    return DifficultyPanel(views_of(shown, today), len(ids) > PANEL_ROWS, rules.can(rules.check_can_raise, user))
