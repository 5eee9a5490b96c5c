"""The last look before work is given out: what will be made, unit by unit, from the same plan as the issue itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from common.formats import vn_date, vn_num
from directives.models import Directive
from directives.presenters.proposal import steps
from directives.presenters.unit_words import kind_words, unit_words
from directives.proposing.answers import GROUPS_KEY, groups_of
from directives.proposing.planning import Plan, PlannedItem
from directives.services.previewing import Addition, Preview, preview
from reading.dispatch.proposal import Proposal
from units.models import Unit

MOST_COLUMNS = 6
NAMES_IN_CELL = 12
_UNITS_NAMED = 3


@dataclass
class Row:
    """One accountable unit: items by column, who does them, what is owed."""

    unit: Unit
    counts: list[int]
    notes: str
    owed: int
    total: int


@dataclass
class Columns:
    """Points side by side: the leaf points while they are few, else those at the top; none where even these are too many."""

    labels: list[str] = field(default_factory=list)
    of_point: dict[str, int] = field(default_factory=dict)


def confirm_page(directive: Directive) -> dict[str, Any]:
    found = preview(directive)
    plan, proposal = found.plan, found.outcome.proposal
    columns = columns_of(proposal, plan)
    rows = _rows(found, columns)
    questions = [question for question in proposal.questions if question.key in directive.reading.answers]
    return {
        "directive": directive,
        "steps": steps(3, f"Đã chọn đủ {len(questions)} chỗ" if questions else ""),
        "stats": [
            {"value": len(plan.items), "label": "Nội dung khắc phục", "icon": "flag", "url": "#theo-don-vi"},
            {"value": len(plan.obligations), "label": "Báo cáo phải nộp", "icon": "file", "url": "#theo-don-vi"},
            {"value": plan.without_due_date, "label": "Nội dung không có hạn", "icon": "calendar", "url": "#theo-don-vi"},
            {
                "value": len(found.additions),
                "label": "Đơn vị chờ xác định",
                "icon": "help-circle",
                "tone": "soon" if found.additions else "",
                "url": "#cho-xac-dinh",
            },
        ],
        "items": len(plan.items),
        "obligations": len(plan.obligations),
        "columns": columns.labels,
        "rows": rows,
        "sums": [sum(row.counts[index] for row in rows) for index in range(len(columns.labels))],
        "undated": _undated(plan),
        "waiting": [_waiting(addition, proposal) for addition in found.additions],
        "taken_in": unit_words(found.outcome.taken_in, found.units),
        "left_out": unit_words(found.outcome.left_out, found.units),
        "chosen": _chosen(directive, proposal),
        "accepted": [warning.message for warning in proposal.warnings if warning.code != "addressee_without_task"],
        "groups": [group.name for group in groups_of(proposal, {GROUPS_KEY: directive.reading.answers.get(GROUPS_KEY)})],
        "seen_by": _seen_by(found),
    }


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
        owed = sum(owed.unit == code for owed in plan.obligations)
        rows.append(Row(found.units[code], counts, _notes(mine, found.units), owed, len(mine)))
    return rows


def _notes(items: Sequence[PlannedItem], units: Mapping[str, Unit]) -> str:
    """Who does the work where it is not the unit itself, and the points that have a time."""
    doers = list(dict.fromkeys(item.responsible for item in items if item.responsible != item.accountable))
    names = ", ".join(_short(units[code]) for code in doers[:NAMES_IN_CELL])
    more = f" và {vn_num(len(doers) - NAMES_IN_CELL)} đơn vị khác" if len(doers) > NAMES_IN_CELL else ""
    times = list(dict.fromkeys(filter(None, map(_time, items))))
    return "; ".join(filter(None, [names + more, *times[:NAMES_IN_CELL]]))


def _short(unit: Unit) -> str:
    """'xã Mỹ Long' inside a sentence; its district is the row."""
    return str(unit.area) if unit.kind == Unit.Kind.UBND and unit.level == "commune" else unit.short_name


def _time(item: PlannedItem) -> str:
    if item.due_on is not None:
        return f"điểm {item.point} hạn {vn_date(item.due_on)}"
    return f"điểm {item.point} thường xuyên" if item.ongoing else ""


def _undated(plan: Plan) -> str:
    """The points whose items never get late."""
    points = list(dict.fromkeys(item.point for item in plan.items if item.due_on is None))
    if not points:
        return ""
    names = points[0] if len(points) == 1 else f"{', '.join(points[:-1])} và {points[-1]}"
    return f"Điểm {names} không có hạn theo ngày nên không bao giờ tính quá hạn."


def _waiting(addition: Addition, proposal: Proposal) -> dict[str, Any]:
    return {
        "unit": addition.unit,
        "points": ", ".join(addition.points),
        "items": addition.items,
        "obligations": addition.obligations,
        "items_then": addition.items_then,
        "obligations_then": addition.obligations_then,
        "outside": next((warning.message for warning in proposal.warnings if warning.code == "recipient_outside_task"), ""),
    }


def _chosen(directive: Directive, proposal: Proposal) -> list[tuple[str, str, str]]:
    """(what was asked, what was chosen, why) of every answer."""
    found = []
    for question in proposal.questions:
        answer = directive.reading.answers.get(question.key)
        label = next((option.label for option in question.options if answer and option.value == answer.get("choice")), "")
        if answer and label:
            found.append((question.message, label, answer.get("reason", "")))
    return found


def _seen_by(found: Preview) -> list[tuple[str, str]]:
    """Who will find work after the issue, by what the units have to do with it; each unit once, where it has most to do."""
    plan, units = found.plan, found.units
    answering = {item.accountable for item in plan.items} | {owed.unit for owed in plan.obligations}
    doing = {item.responsible for item in plan.items} - answering
    helping = {code for item in plan.items for code in item.coordinating} - answering - doing
    parts = (("Chịu trách nhiệm", answering), ("Thực hiện", doing), ("Phối hợp", helping))
    return [(label, _counted(codes, units)) for label, codes in parts if codes]


def _counted(codes: Iterable[str], units: Mapping[str, Unit]) -> str:
    kinds: dict[str, list[Unit]] = {}
    for code in sorted(codes):
        kinds.setdefault(kind_words(units[code]), []).append(units[code])
    return ", ".join(
        f"{vn_num(len(members))} {kind}" if len(members) > _UNITS_NAMED else ", ".join(unit.name for unit in members)
        for kind, members in kinds.items()
    )
