"""The last look before work is given out: what will be made, unit by unit, from the same plan as the issue itself."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from common.formats import vn_date, vn_num
from common.page_parts import Stat, Step, steps_of
from common.quarters import Quarter
from directives.models import Directive
from directives.presenters.due_words import due_words
from directives.presenters.proposal import STEPS, GroupRow, group_rows
from directives.presenters.unit_words import kind_words, unit_words
from directives.proposing.asking import Matter, matters_of, remarks_of
from directives.proposing.planning import Plan, PlannedItem
from directives.services.previewing import Preview, preview
from reading.dispatch.proposal import Proposal
from units.entries import BookUnit, UnitKind

MOST_COLUMNS = 6
NAMES_IN_CELL = 12
_UNITS_NAMED = 3
_NO_DAY = "không có ngày nộp nên không bao giờ tính nộp chậm"


@dataclass(frozen=True)
class Row:
    """One accountable unit: items by column, who does them, what is owed and by when."""

    unit: BookUnit
    counts: list[int]
    notes: str
    owed: int
    owed_by: str
    total: int


@dataclass
class Columns:
    """Points side by side: the leaf points while they are few, else those at the top; none where even these are too many."""

    labels: list[str] = field(default_factory=list)
    of_point: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Owed:
    """Reports of one period that are due on the same day."""

    count: int
    period: str
    point: str
    due: str
    units: str


@dataclass(frozen=True)
class Choice:
    """What was asked, what was chosen, and why."""

    question: str
    answer: str
    reason: str


@dataclass(frozen=True)
class ConfirmPage:
    """All that the page shows beside its form."""

    steps: Sequence[Step]
    stats: Sequence[Stat]
    found: Preview
    columns: Sequence[str]
    rows: Sequence[Row]
    sums: Sequence[int]
    owed: Sequence[Owed]
    undated: str
    taken_in: str
    left_out: str
    chosen: Sequence[Choice]
    accepted: Sequence[str]
    groups: Sequence[GroupRow]
    seen_by: Sequence[tuple[str, str]]


def confirm_page(directive: Directive) -> ConfirmPage:
    found = preview(directive)
    plan, proposal = found.plan, found.proposal
    columns = columns_of(proposal, plan)
    rows = _rows(found, columns)
    chosen = _chosen(directive, found)
    return ConfirmPage(
        steps=steps_of(STEPS, 3, f"Đã chọn đủ {len(chosen)} chỗ" if chosen else ""),
        stats=[
            Stat(len(plan.items), "Nội dung khắc phục", "flag", "", "#theo-don-vi"),
            Stat(len(plan.obligations), "Báo cáo phải nộp", "file", "", "#bao-cao" if plan.obligations else "#theo-don-vi"),
            Stat(plan.without_due_date, "Nội dung không có hạn", "calendar", "", "#theo-don-vi"),
            Stat(len(found.additions), "Đơn vị chờ xác định", "help-circle", "soon" if found.additions else "", "#cho-xac-dinh"),
        ],
        found=found,
        columns=columns.labels,
        rows=rows,
        sums=[sum(row.counts[index] for row in rows) for index in range(len(columns.labels))],
        owed=_owed(found),
        undated=_undated(plan),
        taken_in=unit_words(found.outcome.taken_in, found.units),
        left_out=unit_words(found.outcome.left_out, found.units),
        chosen=chosen,
        accepted=[_with_points(remark.words, remark.points) for remark in remarks_of(proposal, plan)],
        groups=group_rows(found),
        seen_by=_seen_by(found),
    )


def _with_points(words: str, points: Sequence[str]) -> str:
    return f"{words}: điểm {', '.join(points)}" if len(points) > 1 else words


def _owed(found: Preview) -> list[Owed]:
    """Reports by the point that orders them and the day on which they are due."""
    together: dict[tuple[str, str, date | None, str, bool], list[str]] = {}
    for owed in found.plan.obligations:
        together.setdefault((owed.point, owed.period, owed.due_on, owed.due_text, owed.due_set), []).append(owed.unit)
    return [
        Owed(
            count=len(units),
            period=Quarter.parse(period).label,
            point=point,
            due=f"nộp chậm nhất {due_words(due_on, text, by_centre=by_centre)}" if due_on else _NO_DAY,
            units=unit_words(units, found.units),
        )
        for (point, period, due_on, text, by_centre), units in together.items()
    ]


def columns_of(proposal: Proposal, plan: Plan) -> Columns:
    """Which column counts the items of a point."""
    made = list(dict.fromkeys(item.point for item in plan.items))
    tops = {key: _top(proposal, key) for key in made}
    for labels, column in ((made, {key: key for key in made}), (list(dict.fromkeys(tops.values())), tops)):
        if len(labels) <= MOST_COLUMNS:
            return Columns(labels, {key: labels.index(column[key]) for key in made})
    return Columns()


def _top(proposal: Proposal, key: str) -> str:
    point = proposal.point(key)
    while point.parent is not None:
        point = proposal.point(point.parent)
    return point.key


def _rows(found: Preview, columns: Columns) -> list[Row]:
    """Units in the order in which the points name them."""
    plan = found.plan
    codes = dict.fromkeys([*(item.accountable for item in plan.items), *(owed.unit for owed in plan.obligations)])
    rows = []
    for code in codes:
        mine = [item for item in plan.items if item.accountable == code]
        counts = [0] * len(columns.labels)
        for item in mine:
            if item.point in columns.of_point:
                counts[columns.of_point[item.point]] += 1
        owed = [one for one in plan.obligations if one.unit == code]
        days = ", ".join(dict.fromkeys(vn_date(one.due_on) for one in owed if one.due_on))
        rows.append(Row(found.units[code], counts, _notes(mine, found.units), len(owed), days, len(mine)))
    return rows


def _notes(items: Sequence[PlannedItem], units: Mapping[str, BookUnit]) -> str:
    """Who does the work where it is not the unit itself, and the points that have a time."""
    doers = list(dict.fromkeys(item.responsible for item in items if item.responsible != item.accountable))
    names = ", ".join(_short(units[code]) for code in doers[:NAMES_IN_CELL])
    more = f" và {vn_num(len(doers) - NAMES_IN_CELL)} đơn vị khác" if len(doers) > NAMES_IN_CELL else ""
    times = list(dict.fromkeys(filter(None, map(_time, items))))
    return "; ".join(filter(None, [names + more, *times[:NAMES_IN_CELL]]))


def _short(unit: BookUnit) -> str:
    """'xã Mỹ Long' inside a sentence; its district is the row."""
    return str(unit.area) if unit.kind == UnitKind.UBND and unit.level == "commune" else unit.short_name


def _time(item: PlannedItem) -> str:
    if item.due_on is not None:
        return f"điểm {item.point} hạn {vn_date(item.due_on)}{' (Trung tâm đặt)' if item.due_set else ''}"
    return f"điểm {item.point} thường xuyên" if item.ongoing else ""


def _undated(plan: Plan) -> str:
    """The points whose items never get late."""
    points = list(dict.fromkeys(item.point for item in plan.items if item.due_on is None))
    if not points:
        return ""
    names = points[0] if len(points) == 1 else f"{', '.join(points[:-1])} và {points[-1]}"
    return f"Điểm {names} không có hạn theo ngày nên không bao giờ tính quá hạn."


def _chosen(directive: Directive, found: Preview) -> list[Choice]:
    """Every answer, a name that stands in several points once."""
    answers = directive.reading.answers
    return [_choice(matter, answers[matter.first.key], found) for matter in matters_of(found.proposal) if matter.first.key in answers]


def _choice(matter: Matter, answer: Mapping[str, Any], found: Preview) -> Choice:
    label = next((option.label for option in matter.first.options if option.value == answer.get("choice")), "")
    if not label:
        label = unit_words(answer.get("units") or (), found.units) or vn_date(date.fromisoformat(answer["due_on"]))
    return Choice(matter.words, label, answer.get("reason", ""))


def _seen_by(found: Preview) -> list[tuple[str, str]]:
    """Who will find work after the issue, by what the units have to do with it; each unit once, where it has most to do."""
    plan, units = found.plan, found.units
    answering = {item.accountable for item in plan.items} | {owed.unit for owed in plan.obligations}
    doing = {item.responsible for item in plan.items} - answering
    helping = {code for item in plan.items for code in item.coordinating} - answering - doing
    parts = (("Chịu trách nhiệm", answering), ("Thực hiện", doing), ("Phối hợp", helping))
    return [(label, _counted(codes, units)) for label, codes in parts if codes]


def _counted(codes: Iterable[str], units: Mapping[str, BookUnit]) -> str:
    kinds: dict[str, list[BookUnit]] = {}
    for code in sorted(codes):
        kinds.setdefault(kind_words(units[code]), []).append(units[code])
    return ", ".join(
        f"{vn_num(len(members))} {kind}" if len(members) > _UNITS_NAMED else ", ".join(unit.name for unit in members)
        for kind, members in kinds.items()
    )
