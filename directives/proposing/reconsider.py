"""What a correction settles and what it opens: warnings and questions of a proposal, looked at again after a person changed values.

Pure. What the reading remarked stays as long as it can still be true; an addressed unit that a correction leaves without a task is asked
about like one that the reading found.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from reading.dispatch import proposal as read
from reading.dispatch.proposal import PlacedText, PointProposal, Proposal, Question
from reading.dispatch.questions import idle_question
from reading.dispatch.remarks import idle_warning

IDLE = "addressee_without_task"
OUTSIDE = "recipient_outside_task"
NAMES = ("unit_unknown", "unit_ambiguous")
TIMES = ("due_doubtful", "due_unread")
NUMBER = read.ReadWarning("number_missing", "Số văn bản còn để trống")
DATE = read.ReadWarning("date_missing", "Ngày, tháng ban hành còn để trống")


@dataclass(frozen=True)
class Directory:
    """What must be known of units: the name of a code, and the district UBND of a commune's code."""

    name: Callable[[str], str]
    district_of: Mapping[str, str] = field(default_factory=dict)


def reconsider(proposal: Proposal, *, before: Proposal, directory: Directory) -> None:
    """Bring warnings and questions of ``proposal`` up to date; ``before`` is the proposal without the correction."""
    points = {point.key: point for point in proposal.points}
    old = {point.key: point for point in before.points}
    proposal.questions = tuple(one for one in proposal.questions if _still_asked(one, points, old, proposal, before))
    proposal.warnings = tuple(one for one in proposal.warnings if one.point is None or _still_true(one, points, old))
    _blanks(proposal)
    _names(proposal, before)
    _idle(proposal, before, directory)
    _outside(proposal, directory)


def _still_asked(
    question: Question, points: Mapping[str, PointProposal], old: Mapping[str, PointProposal], proposal: Proposal, before: Proposal
) -> bool:
    """A question goes with its point, and where a person set by hand what it asks for."""
    if question.point is None:
        return question.code not in NAMES or _entry_units(proposal, question.text) == _entry_units(before, question.text)
    point, was = points.get(question.point), old.get(question.point)
    if point is None:
        return False
    if question.code in TIMES:
        return _same_times(point, was)
    if was is None:
        return False
    match question.code:
        case "due_of_report_or_work":
            return point.makes == "obligation" and bool(point.due_on or point.due_text)
        case "district_post_scope":
            return point.coordinating == was.coordinating
    return point.lead == was.lead and point.coordinating == was.coordinating


def _still_true(warning: read.ReadWarning, points: Mapping[str, PointProposal], old: Mapping[str, PointProposal]) -> bool:
    point, was = points.get(warning.point or ""), old.get(warning.point or "")
    if point is None:
        return False
    if warning.code in TIMES:
        return _same_times(point, was)
    return warning.code not in NAMES or was is None or (point.lead == was.lead and point.coordinating == was.coordinating)


def _same_times(point: PointProposal, was: PointProposal | None) -> bool:
    """Whether nobody has set the time that is doubtful; a point that was a line before brings its doubt along."""
    return was is None or (point.due_text, point.due_on) == (was.due_text, was.due_on)


def _entry_units(proposal: Proposal, words: str) -> list[tuple[str, ...]]:
    return [entry.units for entry in (*proposal.addressees, *proposal.recipients) if words in entry.text]


def _blanks(proposal: Proposal) -> None:
    for warning, value in ((NUMBER, proposal.number), (DATE, proposal.issued_on)):
        known = any(one.code == warning.code for one in proposal.warnings)
        if value and known:
            proposal.warnings = tuple(one for one in proposal.warnings if one.code != warning.code)
        elif not value and not known:
            proposal.warnings = (warning, *proposal.warnings)


def _names(proposal: Proposal, before: Proposal) -> None:
    """Remarks on names of "Kính gửi" and "Nơi nhận" end when somebody sets the units of that entry, or takes it away."""
    for entry in before.addressees + before.recipients:
        if entry not in proposal.addressees + proposal.recipients:
            proposal.warnings = tuple(one for one in proposal.warnings if not _speaks_of(one, entry))


def _speaks_of(warning: read.ReadWarning, entry: PlacedText) -> bool:
    return warning.point is None and warning.code in NAMES and bool(warning.text) and warning.text in entry.text


def _idle(proposal: Proposal, before: Proposal, directory: Directory) -> None:
    """Addressed units without a task: those that the correction freed of one are added, those that got one leave."""
    asked = [code for one in proposal.questions if one.code == IDLE for code in one.units]
    gone = [code for code in asked if code not in idle_codes(proposal)]
    new = [code for code in idle_codes(proposal) if code not in idle_codes(before) and code not in asked]
    if not gone and not new:
        return
    kept = [one for one in proposal.questions if not set(one.units) <= set(gone) or one.code != IDLE]
    proposal.questions = (*kept, *(idle_question(code, directory.name(code), _paragraph(proposal)) for code in new))
    idle = {code: directory.name(code) for one in proposal.questions if one.code == IDLE for code in one.units}
    others = tuple(one for one in proposal.warnings if one.code != IDLE)
    proposal.warnings = (*others, idle_warning(idle)) if idle else others


def idle_codes(proposal: Proposal) -> list[str]:
    """Units of "Kính gửi" that no point names."""
    named = _named(proposal)
    return [code for code in dict.fromkeys(code for entry in proposal.addressees for code in entry.units) if code not in named]


def _named(proposal: Proposal) -> set[str]:
    return {code for point in proposal.points for code in (*point.lead, *point.coordinating, *point.responsible_sub_unit)}


def _paragraph(proposal: Proposal) -> int | None:
    return next((part.number for part in proposal.paragraphs if part.role == "addressees"), None)


def _outside(proposal: Proposal, directory: Directory) -> None:
    """Communes whose district has a task by now, or that are no recipients any more, are no longer outside."""
    named = _named(proposal)
    received = {code for entry in proposal.recipients for code in entry.units}
    warnings = []
    for warning in proposal.warnings:
        if warning.code != OUTSIDE:
            warnings.append(warning)
            continue
        left = [code for code in warning.units if code in received and directory.district_of.get(code) not in named]
        if len(left) == len(warning.units):
            warnings.append(warning)
        elif left:
            names = ", ".join(directory.name(code) for code in left)
            message = f"{names} có ở Nơi nhận, nhưng không điểm nào nêu huyện của các xã này"
            warnings.append(replace(warning, message=message, units=tuple(left)))
    proposal.warnings = tuple(warnings)
