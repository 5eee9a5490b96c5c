"""What a person chose on the open questions of a proposal, and what follows from it.

Answers are JSON, kept with the draft: ``{question key: {"choice": value, "reason": text, "by": user id}}``; of a choice "other" the
``units`` (codes) or the day (``due_on``) as well. The readings that the text does not force are asked here and nowhere decided silently;
``safe_answers`` is what the command line takes. Groups stand beside them (``proposing.grouping``).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from common.due import find_due
from common.workdays import signing
from directives.proposing.asking import DUE, OTHER, questions_of
from directives.proposing.reconsider import NAMES
from reading.dispatch.proposal import LineProposal, Option, PlacedText, PointProposal, Proposal, Question, ReadTime

WAIT, TAKE_IN, LEAVE_OUT = "wait", "take_in", "leave_out"
NEEDS_REASON = (TAKE_IN, LEAVE_OUT)


@dataclass
class Outcome:
    """The proposal with the answers worked in, and what was decided on units that wait."""

    proposal: Proposal
    taken_in: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    reasons: dict[str, str] = field(default_factory=dict)


def safe_answers(proposal: Proposal) -> dict[str, Any]:
    """The safe answer to each open question: a unit without a task waits, a time belongs to the report, a doubtful time is no due date, an
    unmatched name stays out.
    """
    return {question.key: {"choice": question.default, "reason": ""} for question in questions_of(proposal)}


def unanswered(proposal: Proposal, answers: Mapping[str, Any]) -> list[Question]:
    """Questions that still wait for a person; an answer that lacks the reason, the units or the day that it needs counts as open."""
    return [question for question in questions_of(proposal) if not is_answered(question, answers.get(question.key))]


def is_answered(question: Question, answer: Mapping[str, Any] | None) -> bool:
    choice = (answer or {}).get("choice")
    if answer and choice == OTHER:
        return bool(answer.get("units") if question.code in NAMES else answer.get("due_on") if question.code == DUE else None)
    if not answer or choice not in {option.value for option in question.options}:
        return False
    return choice not in NEEDS_REASON or bool(answer.get("reason", "").strip())


def apply_answers(proposal: Proposal, answers: Mapping[str, Any]) -> Outcome:
    """Work the answers into a copy of the proposal; the proposal itself stays as read."""
    outcome = Outcome(replace(proposal, points=[replace(point) for point in proposal.points]))
    for question in questions_of(proposal):
        answer = answers.get(question.key) or {"choice": question.default}
        option = next((option for option in question.options if option.value == answer.get("choice")), None)
        if answer.get("choice") == OTHER:
            day = date.fromisoformat(answer["due_on"]) if answer.get("due_on") else None
            option = Option(OTHER, "", tuple(answer.get("units") or ()), ReadTime(question.text, day, OTHER) if day else None)
        if option is not None:
            _apply(outcome, question, option, answer)
    return outcome


def _apply(outcome: Outcome, question: Question, option: Option, answer: Mapping[str, Any]) -> None:
    match question.code:
        case "addressee_without_task":
            name = {TAKE_IN: "taken_in", LEAVE_OUT: "left_out"}.get(option.value, "waiting")
            setattr(outcome, name, (*getattr(outcome, name), *question.units))
            outcome.reasons.update(dict.fromkeys(question.units, answer.get("reason", "").strip()))
        case "due_of_report_or_work":
            outcome.proposal.point(question.point or "").due_covers_work = option.value == "work"
        case "district_post_scope":
            point = outcome.proposal.point(question.point or "")
            point.coordinating = (*[code for code in point.coordinating if code not in _scopes(question)], *option.units)
        case "due_doubtful":
            if option.time is not None:
                _set_time(outcome.proposal, question, option.time)
        case _:
            _add_units(outcome.proposal, question, option.units)


def _set_time(proposal: Proposal, question: Question, time: ReadTime) -> None:
    """The due date that a person saw in a doubtful time: of the line, or of the point and of those below that state none themselves."""
    point = proposal.point(question.point or "")
    if question.line is not None:
        lines = list(point.lines)
        if question.line <= len(lines):
            line = lines[question.line - 1]
            lines[question.line - 1] = replace(line, due_text=time.due_text, due_on=time.due_on, due_kind=time.due_kind)
            point.lines = tuple(lines)
        return
    said = find_due(time.due_text, signing=signing(proposal.issued_on), default_year=proposal.issued_year)
    own = time.due_on is not None and time.due_kind == OTHER and all(due.on != time.due_on for due in said)
    kind = "exact" if time.due_kind == OTHER else time.due_kind
    asked = {other.point for other in proposal.questions if other.code == question.code} - {point.key}
    above = {point.key}
    for below in proposal.points:
        if below.key == point.key or (below.parent in above and not below.due_text and below.key not in asked):
            above.add(below.key)
            below.due_text, below.due_on, below.due_kind, below.due_set = time.due_text, time.due_on, kind, own


def _scopes(question: Question) -> set[str]:
    return {code for option in question.options for code in option.units}


def _add_units(proposal: Proposal, question: Question, units: tuple[str, ...]) -> None:
    """A name that a person matched: its units join the point's leads, and the lists in which the name stands."""
    if not units:
        return
    if question.point:
        point = proposal.point(question.point)
        if question.field == "coordinating":
            point.coordinating = _joined(point.coordinating, units)
        else:
            _add_leads(proposal, point, units)
            point.lines = tuple(_led(line, question.text, units) for line in point.lines)
        if question.field != "lead":
            return
    proposal.addressees = tuple(_with(entry, question.text, units) for entry in proposal.addressees)
    proposal.recipients = tuple(_with(entry, question.text, units) for entry in proposal.recipients)


def _add_leads(proposal: Proposal, point: PointProposal, units: tuple[str, ...]) -> None:
    """The lead that a person named leads the points below too, as far as they inherit; one that names a doubtful lead itself does not."""
    doubtful = {warning.point for warning in proposal.warnings if warning.code in ("unit_unknown", "unit_ambiguous")}
    before, point.lead = point.lead, _joined(point.lead, units)
    for below in proposal.points:
        if below.parent == point.key and below.lead == before and below.key not in doubtful:
            _add_leads(proposal, below, units)


def _led(line: LineProposal, words: str, units: tuple[str, ...]) -> LineProposal:
    return replace(line, lead=_joined(line.lead, units)) if words and words in line.text else line


def _joined(known: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*known, *more]))


def _with(entry: PlacedText, words: str, units: tuple[str, ...]) -> PlacedText:
    if words not in entry.text:
        return entry
    return replace(entry, units=_joined(entry.units, units))
