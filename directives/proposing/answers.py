"""What a person chose on the open questions of a proposal, and what follows from it.

Answers are JSON, kept with the draft: ``{question key: {"choice": value, "reason": text, "by": user id}, "groups": [names]}``. The readings
that the text does not force are asked here and nowhere decided silently; ``safe_answers`` is what the command line takes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from reading.dispatch.proposal import Option, PlacedText, PointProposal, Proposal, Question, ReadTime
from reading.groups import GENERAL, KNOWN_GROUPS, GroupSpec, propose_groups

WAIT, TAKE_IN, LEAVE_OUT = "wait", "take_in", "leave_out"
NEEDS_REASON = (TAKE_IN, LEAVE_OUT)
NO_UNIT = "none"
GROUPS_KEY = "groups"


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
    unmatched name stays out."""
    return {question.key: {"choice": question.default, "reason": ""} for question in proposal.questions}


def unanswered(proposal: Proposal, answers: Mapping[str, Any]) -> list[Question]:
    """Questions that still wait for a person; an answer that needs a reason and has none counts as open."""
    return [question for question in proposal.questions if not _is_answered(question, answers.get(question.key))]


def _is_answered(question: Question, answer: Mapping[str, str] | None) -> bool:
    if not answer or answer.get("choice") not in {option.value for option in question.options}:
        return False
    return answer["choice"] not in NEEDS_REASON or bool(answer.get("reason", "").strip())


def apply_answers(proposal: Proposal, answers: Mapping[str, Any]) -> Outcome:
    """Work the answers into a copy of the proposal; the proposal itself stays as read."""
    outcome = Outcome(replace(proposal, points=[replace(point) for point in proposal.points]))
    for question in proposal.questions:
        answer = answers.get(question.key) or {"choice": question.default}
        option = next((option for option in question.options if option.value == answer.get("choice")), None)
        if option is not None:
            _apply(outcome, question, option, answer.get("reason", "").strip())
    return outcome


def _apply(outcome: Outcome, question: Question, option: Option, reason: str) -> None:
    match question.code:
        case "addressee_without_task":
            name = {TAKE_IN: "taken_in", LEAVE_OUT: "left_out"}.get(option.value, "waiting")
            setattr(outcome, name, (*getattr(outcome, name), *question.units))
            outcome.reasons.update(dict.fromkeys(question.units, reason))
        case "due_of_report_or_work":
            outcome.proposal.point(question.point or "").due_covers_work = option.value == "work"
        case "due_doubtful":
            if option.time is not None:
                _set_time(outcome.proposal, question, option.time)
        case "district_post_scope":
            point = outcome.proposal.point(question.point or "")
            point.coordinating = (*[code for code in point.coordinating if code not in _scopes(question)], *option.units)
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
    asked = {other.point for other in proposal.questions if other.code == question.code} - {point.key}
    above = {point.key}
    for below in proposal.points:
        if below.key == point.key or (below.parent in above and not below.due_text and below.key not in asked):
            above.add(below.key)
            below.due_text, below.due_on, below.due_kind = time.due_text, time.due_on, time.due_kind


def _scopes(question: Question) -> set[str]:
    return {code for option in question.options for code in option.units}


def _add_units(proposal: Proposal, question: Question, units: tuple[str, ...]) -> None:
    """A name that a person matched: its unit joins the point's leads, or the list in which the name stands."""
    if not units:
        return
    if question.point:
        point = proposal.point(question.point)
        if question.key.split(":")[1:2] == ["coordinating"]:
            point.coordinating = _joined(point.coordinating, units)
        else:
            _add_leads(proposal, point, units)
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


def _joined(known: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*known, *more]))


def _with(entry: PlacedText, words: str, units: tuple[str, ...]) -> PlacedText:
    if words not in entry.text:
        return entry
    return replace(entry, units=_joined(entry.units, units))


def groups_of(proposal: Proposal, answers: Mapping[str, Any]) -> list[GroupSpec]:
    """The requirement groups of the dispatch: those that a person listed, else those that its words propose. One always takes the rest."""
    names = answers.get(GROUPS_KEY)
    if not names:
        return propose_groups(" ".join(point.text for point in proposal.points))
    known = {group.name: group for group in (*KNOWN_GROUPS, GENERAL)}
    groups = [known.get(name, GroupSpec(name)) for name in dict.fromkeys(names)]
    return groups if any(group.is_default for group in groups) else [*groups, GENERAL]
