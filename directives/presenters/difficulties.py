"""Difficulties as plain values: state, waiting time in working days, what the Centre answered, who may do what now; queue and page."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from common import clock
from common.formats import vn_num
from common.keyset import KeyOrder, row_id
from common.page_parts import Chip, Crumbs, HistoryLine, Pager
from common.paging import AFTER, BEFORE, key_list, with_query
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
    """One difficulty as drawn; ``wait`` stands while nobody has answered."""

    difficulty: Difficulty
    wait: Wait | None

    @property
    def is_open(self) -> bool:
        return self.difficulty.status in OPEN_DIFFICULTY

    @property
    def state(self) -> State:
        return DIFFICULTY_STATES[self.difficulty.status]

    @property
    def who(self) -> str:
        """The unit that raised it and, where it is another one, the unit that does the work."""
        raised, item = self.difficulty, self.difficulty.item
        if item is None or item.responsible_id == raised.unit_id:
            return raised.unit.name
        return f"{raised.unit.name} · {item.responsible.name} thực hiện"


def views_of(difficulties: Iterable[Difficulty], today: date) -> list[DifficultyView]:
    """One query for the holidays, and only where somebody waits. Rows come ``with_parts``."""
    rows = list(difficulties)
    waits = waits_of(rows, today)
    return [DifficultyView(row, waits.get(row.pk)) for row in rows]


def waits_of(difficulties: Iterable[Difficulty], today: date) -> dict[int, Wait]:
    """By id, for those that nobody has answered."""
    starts = {row.pk: clock.localize(row.raised_at).date() for row in difficulties if row.status == DifficultyStatus.WAITING}
    days = working_days_since(starts.values(), today)
    return {pk: Wait(max(days[start], 0)) for pk, start in starts.items()}


# The queue


@dataclass(frozen=True)
class DifficultyListPage:
    """Difficulties of one state. ``opened`` is the one whose answer form stands open; the others of ``answerable`` are a link away."""

    rows: Sequence[DifficultyView]
    answerable: Collection[int]
    opened: Difficulty | None
    open_url: str
    tabs: Sequence[Chip]
    pager: Pager | None
    steers: bool
    may_raise: bool

    @property
    def promise(self) -> int:
        return rules.ANSWER_WORKING_DAYS


def difficulty_list_page(user: User, params: Mapping[str, str]) -> DifficultyListPage:
    """One state at a time, those raised first in front; the first that the reader may answer is open for an answer (``?mo=`` another)."""
    wanted = params.get("tinh_trang", "")
    state = DifficultyStatus(wanted) if wanted in DifficultyStatus.values else DifficultyStatus.WAITING
    visible, address = Difficulty.objects.visible_to(user), reverse("difficulty_list")
    sets = {each.value: visible.in_state(each) for each in DifficultyStatus}

    def url(**more: str) -> str:
        return with_query(address, {"tinh_trang": state.value, **more})

    found = key_list(sets, state.value, BY_RAISED, params, PAGE_SIZE, noun="vướng mắc", url=url, dressed=DifficultyQuerySet.with_parts)
    rows = views_of(found.rows, clock.today())
    answerable = [row.difficulty for row in rows if row.is_open and rules.can(rules.check_difficulty, user, row.difficulty, "guide")]
    asked = [one for one in answerable if str(one.pk) == params.get("mo")]
    tabs = [
        found.chip(each.value, each.label, with_query(address, {"tinh_trang": each.value}), current=each == state)
        for each in DifficultyStatus
    ]
    return DifficultyListPage(
        rows=rows,
        answerable={one.pk for one in answerable},
        opened=next(iter(asked or (answerable if state == DifficultyStatus.WAITING else [])), None),
        open_url=url(**{name: params.get(name, "") for name in (AFTER, BEFORE)}),
        tabs=tabs if any(found.counts[name] for name in sets) else [],
        pager=None if found.is_whole else found.pager,
        steers=bool(reach(user)["steer_work"]),
        may_raise=rules.can(rules.check_can_raise, user),
    )


# One difficulty, and its places on other pages


@dataclass(frozen=True)
class DifficultyPage:
    """The page of one difficulty, without its forms."""

    view: DifficultyView
    crumbs: Crumbs
    events: Sequence[HistoryLine]
    can_answer: bool
    can_close: bool


def difficulty_page(user: User, difficulty: Difficulty) -> DifficultyPage:
    return DifficultyPage(
        view=views_of([difficulty], clock.today())[0],
        crumbs=difficulty_crumbs(difficulty.title),
        events=timeline(events_of(difficulty)),
        can_answer=rules.can(rules.check_difficulty, user, difficulty, "guide"),
        can_close=rules.can(rules.check_difficulty, user, difficulty, "close"),
    )


def difficulty_crumbs(here: str) -> Crumbs:
    return Crumbs([("Khó khăn, vướng mắc", reverse("difficulty_list"))], here)


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
