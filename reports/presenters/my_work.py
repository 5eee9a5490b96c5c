"""What a person has to do now: the work of the own unit by urgency, and what waits for the person's confirmation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from common import clock
from directives import rules as directive_rules
from directives.models import Item, Obligation
from directives.presenters.difficulties import DifficultyPanel, unit_difficulties
from directives.presenters.item_actions import waiting_words
from reports import dashboard
from reports.dashboard import Figures
from reports.left_behind import left_counts
from reports.owed import owed_reports
from reports.presenters.passing import LeftNotice, left_notice
from reports.presenters.report_turn import ReportTurn, report_turns
from units.entries import Level
from units.models import Unit, User
from units.querysets import reach

LIST_ROWS = 50
SIDE_ROWS = 20
"""Of what is not the unit's turn: further rows are a link to the list."""
COMMUNE_TASKS = 3
NONE = Figures()


@dataclass(frozen=True)
class Task:
    """One item of a list; ``doer`` is named where it is not the reader's own unit, ``update_url`` is empty where he may not update it,
    ``waiting`` says whose turn a claim is.
    """

    item: Item
    doer: str
    update_url: str = ""
    waiting: str = ""

    @property
    def due_source(self) -> str:
        """Where the due date comes from, in small letters within a sentence."""
        source = self.item.due_source
        if source == Item.DueSource.CENTRE:
            return "do Trung tâm đặt"
        return self.item.get_due_source_display().replace("Theo", "theo", 1) if self.item.due_on else ""


def _doer(unit: Unit, item: Item) -> str:
    return "" if item.responsible_id == unit.pk else item.responsible.name


def _update_url(user: User, item: Item) -> str:
    may = directive_rules.can(directive_rules.check_item, user, item, "update")
    return reverse("item_update", args=[item.number]) if may else ""


@dataclass(frozen=True)
class MyWorkPage:
    """``figures`` and the lists of tasks are of the own unit, ``shared`` of work in which it only takes part; ``to_verify`` waits for this
    person. ``turns`` are the reports to be written, ``owes`` says that any is owed; ``stuck`` is None for who raises no difficulties.
    """

    unit: Unit
    today: date
    figures: Figures
    todo: Sequence[Task]
    claimed: Sequence[Task]
    verified: Sequence[Item]
    to_verify: Sequence[Item]
    to_verify_count: int
    shared: Figures
    shared_tasks: Sequence[Task]
    stuck: DifficultyPanel | None
    raise_url: str
    turns: Sequence[ReportTurn]
    owes: bool
    verifies: bool
    left: LeftNotice | None

    @property
    def first(self) -> Task | None:
        return self.todo[0] if self.todo else None

    @property
    def first_to_verify(self) -> Item | None:
        return self.to_verify[0] if self.to_verify and not self.todo else None

    @property
    def has_nothing(self) -> bool:
        return not (self.figures.total or self.shared.total or self.to_verify_count)

    # The plain page of a commune: three tasks, the others as a list; who leads is said once.

    @property
    def noun(self) -> str:
        return self.unit.area.kind.capitalize() if self.unit.kind == Unit.Kind.UBND else "Đơn vị"

    @property
    def leads(self) -> list[str]:
        return sorted({task.item.accountable.name for task in (*self.todo, *self.claimed) if task.item.accountable_id != self.unit.pk})

    @property
    def tasks(self) -> Sequence[Task]:
        return self.todo[:COMMUNE_TASKS]

    @property
    def further(self) -> Sequence[Task]:
        return self.todo[COMMUNE_TASKS:]


def my_work_page(user: User, unit: Unit) -> MyWorkPage:
    """The page of every role that works; the number of queries does not depend on the number of rows."""
    today = clock.today()
    works = reach(user).holds("do_work", unit.pk)
    verifies = bool(reach(user)["verify_work"])
    can_raise = directive_rules.can(directive_rules.check_can_raise, user)
    seen = Item.objects.visible_beside(user, unit.pk).followed() if works else Item.objects.none()
    mine, coordinated = seen.of_unit(unit.pk), seen.coordinated_by(unit.pk)
    figures = dashboard.figures_of_unit(seen, unit.pk, today) if works else NONE
    shared = dashboard.item_figures(coordinated, today) if works else NONE
    waiting = Item.objects.visible_to(user).verifiable_by(user) if verifies else Item.objects.none()
    waiting_count = waiting.count() if verifies else 0
    owed = owed_reports(Obligation.objects.followed().filter(unit=unit)) if works else []
    parts = ("responsible", "accountable", "finding") if is_commune(unit) else ("responsible",)
    todo, claimed, verified, to_verify, partly = (
        Item.objects.with_flags()
        .select_related(*parts)
        .prefetch_related("directive")
        .by_id(
            dashboard.most_urgent(mine.open(), figures, LIST_ROWS, today, unit.pk),
            mine.claimed().most_urgent(SIDE_ROWS, today, unit.pk) if figures.claimed else [],
            mine.verified().first_ids(SIDE_ROWS, "-verified_at", "-number") if figures.verified else [],
            waiting.first_ids(LIST_ROWS, "claimed_at", "number") if waiting_count else [],
            dashboard.most_urgent(coordinated.unfinished(), shared, LIST_ROWS, today),
        )
    )
    return MyWorkPage(
        unit,
        today,
        figures,
        [Task(item, _doer(unit, item), _update_url(user, item)) for item in todo],
        [Task(item, _doer(unit, item)) for item in claimed],
        verified,
        to_verify,
        waiting_count,
        shared,
        [Task(item, item.responsible.name, waiting=waiting_words(user, item.responsible_id, item.responsible.kind)) for item in partly],
        unit_difficulties(user, unit.pk, today, only_open=True) if can_raise else None,
        _raise_url(user, todo[0]) if todo else "",
        report_turns(user, unit, owed, today),
        bool(owed),
        verifies,
        left_notice(left_counts()) if directive_rules.can(directive_rules.check_can_steer, user) else None,
    )


def _raise_url(user: User, item: Item) -> str:
    """Where this person tells what stands in the way of the first task."""
    may = directive_rules.can(directive_rules.check_item, user, item, "difficulty")
    return reverse("item_difficulty", args=[item.number]) if may else ""


def is_commune(unit: Unit) -> bool:
    return unit.level == Level.COMMUNE
