"""What issuing a draft would make, and what taking in a unit that waits would add: the same plan as the issue itself, nothing written."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from directives.models import Directive, PendingUnit
from directives.proposing.answers import Outcome, apply_answers, safe_answers
from directives.proposing.grouping import groups_of
from directives.proposing.planning import Plan, build_plan
from reading.dispatch.proposal import Proposal
from reading.groups import GroupSpec
from units.books import units_by_code
from units.entries import BookUnit


@dataclass(frozen=True)
class Addition:
    """What a unit that waits would bring, the leaf points that would speak to it, and how many there would be then."""

    unit: BookUnit
    points: tuple[str, ...]
    items: int
    obligations: int
    items_then: int
    obligations_then: int


@dataclass(frozen=True)
class Preview:
    """The proposal as read and with the answers worked in, its groups, what it makes, and what each waiting unit would add."""

    proposal: Proposal
    outcome: Outcome
    plan: Plan
    groups: Sequence[GroupSpec]
    units: Mapping[str, BookUnit]
    additions: tuple[Addition, ...]


def preview(directive: Directive, *, units: Mapping[str, BookUnit] | None = None) -> Preview:
    """What issuing makes now: the answers given so far, and the safe answer where none is given. ``units``: all, where they are at hand."""
    units = units if units is not None else units_by_code()
    proposal, outcome = _worked_in(directive)
    plan = _plan(directive, proposal, outcome, units, outcome.taken_in)
    waiting = [units[code] for code in outcome.waiting if code in units]
    additions = tuple(_addition(directive, proposal, outcome, units, plan, outcome.taken_in, unit) for unit in waiting)
    return Preview(proposal, outcome, plan, groups_of(proposal, directive.reading.answers), units, additions)


def addition_of(pending: PendingUnit) -> Addition:
    """What taking in this unit would add to its issued dispatch."""
    directive, units = pending.directive, units_by_code()
    proposal, outcome = _worked_in(directive)
    taken = tuple(directive.pending_units.filter(outcome=PendingUnit.Outcome.TAKEN_IN).values_list("unit__code", flat=True))
    plan = _plan(directive, proposal, outcome, units, taken)
    return _addition(directive, proposal, outcome, units, plan, taken, units[pending.unit.code])


def _worked_in(directive: Directive) -> tuple[Proposal, Outcome]:
    proposal = Proposal.from_storage(directive.reading.proposal)
    return proposal, apply_answers(proposal, {**safe_answers(proposal), **directive.reading.answers})


def _plan(directive: Directive, proposal: Proposal, outcome: Outcome, units: Mapping[str, BookUnit], taken: Iterable[str]) -> Plan:
    groups = groups_of(proposal, directive.reading.answers)
    return build_plan(outcome.proposal, units=units, groups=groups, taken_in=taken, waiting=outcome.waiting)


def _addition(
    directive: Directive,
    proposal: Proposal,
    outcome: Outcome,
    units: Mapping[str, BookUnit],
    plan: Plan,
    taken: Iterable[str],
    unit: BookUnit,
) -> Addition:
    then = _plan(directive, proposal, outcome, units, [*taken, unit.code])
    leaves = {point.key for point in proposal.leaves()}
    points = tuple(key for key, leads in then.leads.items() if key in leaves and unit.code in leads and unit.code not in plan.leads[key])
    return Addition(
        unit=unit,
        points=points,
        items=len(then.items) - len(plan.items),
        obligations=len(then.obligations) - len(plan.obligations),
        items_then=len(then.items),
        obligations_then=len(then.obligations),
    )
