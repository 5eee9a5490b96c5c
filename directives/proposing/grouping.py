"""The requirement groups (nhóm yêu cầu) of a dispatch: from its own headings, else from its own words; named and added to by a person.

A heading is a point that has points below it and names no body of its own: what stands under it belongs together. A dispatch without
headings that speaks of several of the known requirements, as that of 2021 does, has those. One group always takes the rest.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from common.text import clean
from directives.proposing.reconsider import NAMES
from reading.dispatch.casing import Casing, capital
from reading.dispatch.proposal import PointProposal, Proposal
from reading.groups import GENERAL, KNOWN_GROUPS, GroupSpec, group_of_point, propose_groups

GROUPS_KEY = "groups"
NAME_LENGTH = 80
_MOST = 12  # finer headings than these are too many to count by
_KNOWN_FROM = 3  # of the known requirements: fewer are named by chance


def groups_of(proposal: Proposal, answers: Mapping[str, Any]) -> list[GroupSpec]:
    """The groups that a person named, else the proposed ones. Answers: ``{"groups": [{"name": …, "point": key of the heading or ""}]}``."""
    named = answers.get(GROUPS_KEY)
    return _complete(_named(named) if named else proposed_groups(proposal))


def _named(entries: Iterable[Mapping[str, str]]) -> list[GroupSpec]:
    known = {group.name: group for group in (*KNOWN_GROUPS, GENERAL)}
    found = []
    for entry in entries:
        group = known.get(entry["name"], GroupSpec(entry["name"]))
        found.append(GroupSpec(group.name, group.words, group.is_default, entry.get("point", "")))
    return found


def _complete(groups: Iterable[GroupSpec]) -> list[GroupSpec]:
    found = list({(group.name, group.point): group for group in groups}.values())
    return found if any(group.is_default for group in found) else [*found, GENERAL]


def proposed_groups(proposal: Proposal) -> list[GroupSpec]:
    """Headings where the dispatch has some, else the known requirements of which it speaks."""
    if headings := _headings(proposal):
        casing = Casing(point.text for point in proposal.points)
        return [*(GroupSpec(_name(point.text, casing), point=point.key) for point in headings), GENERAL]
    found = propose_groups(" ".join(point.text for point in proposal.points))
    return found if len(found) > _KNOWN_FROM else [GENERAL]


def _headings(proposal: Proposal) -> list[PointProposal]:
    """The headings right above leaf points; where these are too many, those above them."""
    by_key = {point.key: point for point in proposal.points}
    doubtful = {warning.point for warning in proposal.warnings if warning.code in NAMES}
    parents = {point.parent for point in proposal.points}

    def is_heading(point: PointProposal) -> bool:
        above = by_key[point.parent].lead if point.parent in by_key else ()
        return point.key in parents and point.key not in doubtful and point.lead == above and bool(clean(point.text))

    chains = []
    for leaf in proposal.leaves():
        chain = [point for point in _ancestors(leaf, by_key) if is_heading(point)]
        if chain and leaf.makes != "nothing":
            chains.append(chain)
    while len({chain[-1].key for chain in chains}) > _MOST and any(len(chain) > 1 for chain in chains):
        deepest = max(map(len, chains))
        chains = [chain[:-1] if len(chain) == deepest else chain for chain in chains]
    wanted = {chain[-1].key for chain in chains}
    return [point for point in proposal.points if point.key in wanted] if len(wanted) > 1 else []


def _ancestors(point: PointProposal, by_key: Mapping[str, PointProposal]) -> list[PointProposal]:
    """From the top down to the parent."""
    found: list[PointProposal] = []
    while (above := by_key.get(point.parent or "")) is not None:
        found.insert(0, above)
        point = above
    return found


def _name(text: str, casing: Casing) -> str:
    """A heading as a name: 'NHIỆM VỤ TRỌNG TÂM:' → 'Nhiệm vụ trọng tâm'."""
    name = clean(text).strip(" .:;")
    name = capital(casing.sentence(name) if name.isupper() else name)
    return name if len(name) <= NAME_LENGTH else name[: NAME_LENGTH - 1].rsplit(" ", 1)[0] + "…"


def group_of_leaf(point: PointProposal, proposal: Proposal, groups: Iterable[GroupSpec]) -> str:
    """The group of the nearest heading above; else the one that the point's own words name; else the one that takes the rest."""
    groups = list(groups)
    by_heading = {group.point: group.name for group in groups if group.point}
    above = _ancestors(point, {each.key: each for each in proposal.points}) if by_heading else []
    for each in (point, *reversed(above)):
        if each.key in by_heading:
            return by_heading[each.key]
    return group_of_point(point.text, groups)
