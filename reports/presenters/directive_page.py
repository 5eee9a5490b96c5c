"""A dispatch word for word, the progress of each point beside it, and what the Centre still has to settle."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from django.urls import reverse

from common import clock
from common.errors import Forbidden
from common.formats import vn_num
from common.models import AuditEvent
from common.page_parts import HistoryLine
from common.shares import percent
from common.workflow import Step
from directives import rules as directive_rules
from directives.forms.dispatches import DecideForm, NumberForm
from directives.models import Directive, Item, PendingUnit, Point, PointUnit
from directives.presenters.links import items_url, point_anchor
from directives.proposing.planning import ONGOING
from directives.workflow import DIRECTIVE_FLOW, ENDED, DirectiveStatus, ItemStatus
from reading.dispatch.proposal import ParagraphText, Proposal
from reports import dashboard
from reports.dashboard import Figures
from reports.owed import OwedReport, owed_reports
from reports.services.following import left_of
from units.models import User
from units.querysets import reach

NAMES_SHOWN = 3
HISTORY_ROWS = 30
# Warnings that the page says in its own words, beside the form that settles them.
SAID_OTHERWISE = frozenset({"number_missing", "date_missing", "addressee_without_task"})


@dataclass(frozen=True)
class PointLine:
    """One paragraph; ``label`` is its printed number, shown in bold."""

    label: str
    text: str


@dataclass(frozen=True)
class PointSide:
    """What stands beside a point: numbers of what this reader may see, who leads, until when."""

    point: Point
    figures: Figures
    groups: Sequence[tuple[str, Figures]]
    owed: Sequence[OwedReport]
    leads: str
    coordinating: str
    due_words: str
    is_leaf: bool
    url: str

    @property
    def submitted(self) -> int:
        """Owed reports that were submitted at least once."""
        return sum(report.first_submitted_on is not None for report in self.owed)

    @property
    def percent_submitted(self) -> int:
        return percent(self.submitted, len(self.owed))

    @property
    def due_status(self) -> str:
        """For the due tag: done when everything that the point makes is done."""
        items_done = not self.figures.unfinished
        reports_done = self.submitted == len(self.owed)
        return (ItemStatus.VERIFIED if items_done and reports_done and (self.figures.total or self.owed) else ItemStatus.TODO).value


@dataclass(frozen=True)
class Block:
    """Paragraphs that belong together, and what stands beside them."""

    role: str
    lines: Sequence[PointLine]
    anchor: str = ""
    level: int = 1
    side: PointSide | None = None


@dataclass(frozen=True)
class Notices:
    """What is open about the dispatch, and what was decided."""

    waiting: Sequence[tuple[PendingUnit, DecideForm]]
    decided: Sequence[PendingUnit]
    lacks: str
    warnings: Sequence[str] = field(default_factory=tuple)


@dataclass(frozen=True)
class DirectivePage:
    """``figures`` count what this reader may see; the ``history`` is for who sees everything (``sees_all``)."""

    directive: Directive
    today: date
    figures: Figures
    blocks: Sequence[Block]
    notices: Notices
    history: Sequence[HistoryLine]
    sees_all: bool
    can_steer: bool
    steps: Sequence[tuple[Step, str, str]]
    """What the Centre may do with it: the step, its address, or why not now."""

    @property
    def is_ended(self) -> bool:
        return self.directive.status in ENDED

    @property
    def may_correct(self) -> bool:
        """Whether this reader mends what was given."""
        return self.can_steer and self.directive.status == DirectiveStatus.ISSUED

    @property
    def number_form(self) -> NumberForm:
        directive = self.directive
        initial = {"version": directive.version, "number": directive.number, "issued_on": directive.issued_on}
        return NumberForm(initial=initial, auto_id="so-ngay-%s")


def directive_page(user: User, directive: Directive) -> DirectivePage:
    """All that the page shows; numbers count what this reader may see."""
    today = clock.today()
    items = Item.objects.visible_to(user).filter(directive=directive)
    points = list(directive.points.order_by("position"))
    by_point = dashboard.figures_by(items, today, "point_id", "group_id")
    owed = owed_reports(directive.obligations.visible_to(user))
    proposal = Proposal.from_storage(directive.reading.proposal)
    can_steer = directive_rules.can(directive_rules.check_can_steer, user)
    return DirectivePage(
        directive,
        today,
        dashboard.total(by_point.values()),
        blocks(proposal, points, _sides(directive, points, by_point, owed)),
        _notices(user, directive, proposal, can_steer=can_steer),
        _history(directive) if reach(user).everywhere else [],
        reach(user).everywhere,
        can_steer,
        list(_steps(user, directive)) if can_steer else (),
    )


def _steps(user: User, directive: Directive) -> Iterator[tuple[Step, str, str]]:
    """What two steps wait for is asked for once."""
    refusals: dict[tuple[str, ...], str] = {}
    for step in DIRECTIVE_FLOW.steps:
        if step.path and directive.status in step.sources:
            asked = (step.who, *step.awaits)
            if asked not in refusals:
                refusals[asked] = _refusal(user, directive, step)
            why = refusals[asked]
            yield step, "" if why else reverse(f"directive_{step.name}", args=[directive.pk]), why


def _refusal(user: User, directive: Directive, step: Step) -> str:
    try:
        directive_rules.check_directive(user, directive, step.name)
    except Forbidden as error:
        return error.message
    return ""


@dataclass(frozen=True)
class StepPage:
    """A step on a dispatch before it is taken, with what is ``left`` unfinished."""

    step: Step
    left: Sequence[str]

    @property
    def consequence(self) -> str:
        if self.step.target in ENDED:
            return f"{self.step.label} thì phần còn lại giữ nguyên để xem; không tính vào việc quá hạn, việc chờ và không nhắc ai nữa."
        return "Theo dõi lại thì phần còn lại được tính và được nhắc như trước khi kết thúc."


def step_page(directive: Directive, step: Step) -> StepPage:
    return StepPage(step, left_of(directive).words)


# The text


def blocks(proposal: Proposal, points: Sequence[Point], sides: Mapping[int, PointSide]) -> list[Block]:
    """Every paragraph in full, in reading order. A dispatch kept without its paragraphs shows the text of its points."""
    by_key = {point.key: point for point in points}
    found: list[Block] = []
    for (role, key), members in groupby(proposal.paragraphs, key=_place):
        point = by_key.pop(key or "", None)  # a point that is met again goes on where it began: one place, one set of figures
        lines = [PointLine("", paragraph.text) for paragraph in members]
        found.append(_point_block(point, lines, points, sides) if point else Block(role, lines))
    if not found:
        found = [_point_block(point, [PointLine("", part) for part in point.text.splitlines() if part], points, sides) for point in points]
    return found


def _place(paragraph: ParagraphText) -> tuple[str, str | None]:
    """Paragraphs of one place stand in one block; number, place and date belong to the head."""
    return ("header" if paragraph.role == "date" else paragraph.role), paragraph.point


def _point_block(point: Point, lines: Sequence[PointLine], points: Sequence[Point], sides: Mapping[int, PointSide]) -> Block:
    """The printed number is set in bold whether the paragraph's text begins with it or Word had made it itself."""
    first = lines[0].text if lines else ""
    rest = first.removeprefix(point.label).lstrip() if point.label else first
    shown = [PointLine(point.label, rest), *lines[1:]]
    return Block("point", shown, point_anchor(point.key), _level(point, points), sides[point.pk])


def _level(point: Point, points: Sequence[Point]) -> int:
    parents = {each.pk: each.parent_id for each in points}
    level, above = 1, parents[point.pk]
    while above is not None:
        level, above = level + 1, parents.get(above)
    return level


# Beside the text


def _sides(
    directive: Directive, points: Sequence[Point], by_point: Mapping[tuple[int, int], Figures], owed: Sequence[OwedReport]
) -> dict[int, PointSide]:
    parents = {point.parent_id for point in points}
    named: dict[tuple[int, str], list[PointUnit]] = defaultdict(list)
    for link in PointUnit.objects.filter(point__directive=directive).select_related("unit__area", "sub_unit").order_by("unit__sort_key"):
        named[(link.point_id, link.role)].append(link)
    names = list(directive.groups.order_by("position", "pk").values_list("pk", "name"))
    sides = {}
    for point in points:
        groups = [(name, by_point[point.pk, pk]) for pk, name in names if (point.pk, pk) in by_point]
        figures = dashboard.total(found for _, found in groups)
        sides[point.pk] = PointSide(
            point=point,
            figures=figures,
            groups=groups if len(groups) > 1 else [],
            owed=[report for report in owed if report.point_id == point.pk],
            leads=_names(named[(point.pk, PointUnit.Role.LEAD)]),
            coordinating=", ".join(filter(None, (_names(named[(point.pk, PointUnit.Role.COORDINATING)]), point.coordinating_text))),
            due_words=_due_words(point, figures),
            is_leaf=point.pk not in parents,
            url=items_url(van_ban=directive.pk, diem=point.pk),
        )
    return sides


def _names(links: Sequence[PointUnit]) -> str:
    """A few by name; many as "8 UBND cấp huyện" where they are of one kind and level."""
    if len(links) <= NAMES_SHOWN:
        return ", ".join(f"{link.unit.name} ({link.sub_unit.name})" if link.sub_unit else link.unit.name for link in links)
    kinds = {(link.unit.get_kind_display(), link.unit.area.get_level_display()) for link in links}
    return f"{vn_num(len(links))} {' '.join(kinds.pop()) if len(kinds) == 1 else 'đơn vị'}"


def _due_words(point: Point, figures: Figures) -> str:
    """The time as the text gives it, or that it gives none."""
    if point.due_text or point.due_by_centre:
        written = f"Văn bản ghi “{point.due_text}”" if point.due_text else "Văn bản không ghi hạn"
        return f"Hạn do Trung tâm đặt; {written[0].lower()}{written[1:]}" if point.due_by_centre else written
    if point.makes in (Point.Makes.NOTHING, Point.Makes.OBLIGATION):
        return ""
    if point.due_kind in ONGOING:
        return "Việc thường xuyên, không có hạn"
    dated = figures.total - figures.no_due_date
    added = f"; {vn_num(dated)} nội dung có hạn theo phụ lục hoặc do Trung tâm đặt" if dated else ""
    return f"Văn bản không ghi hạn{added}"


# What is open, and what happened


def _notices(user: User, directive: Directive, proposal: Proposal, *, can_steer: bool) -> Notices:
    """Undecided units are shown to who may see their work; gaps in number and date are on the paper, so everybody may know them."""
    pending = directive.pending_units.select_related("unit").order_by("unit__sort_key", "pk")
    rows = list(pending.filter(reach(user).over("see_work", "unit")))
    lacks = [words for words, value in (("số", directive.number), ("ngày ban hành", directive.issued_on)) if not value]
    return Notices(
        waiting=[(row, DecideForm(auto_id=f"quyet-dinh-{row.pk}-%s")) for row in rows if not row.outcome],
        decided=[row for row in rows if row.outcome],
        lacks=" và ".join(lacks),
        warnings=[warning.message for warning in proposal.warnings if warning.code not in SAID_OTHERWISE] if can_steer else (),
    )


def _history(directive: Directive) -> list[HistoryLine]:
    """Acts on the dispatch itself, newest first; units act, persons are not named."""
    events = AuditEvent.objects.filter(subject_kind="directive", subject_id=directive.pk)[:HISTORY_ROWS]
    return [HistoryLine(e.unit_name or e.actor_name, e.text, e.at, icon="file") for e in events]
