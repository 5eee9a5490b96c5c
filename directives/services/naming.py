"""Spellings that a person explained while reading a dispatch: remembered, so that the next document is understood without asking."""

import logging
from collections.abc import Mapping
from typing import Any

from common.errors import Invalid
from directives.proposing.asking import OTHER, questions_of
from reading.dispatch.proposal import Proposal
from units.entries import BookUnit
from units.models import User
from units.spellings import remember_alias
from units.tree import district_around

log = logging.getLogger(__name__)


def remember_names(proposal: Proposal, answers: Mapping[str, Any], units: Mapping[str, BookUnit], *, by: User) -> None:
    """Keep each unknown name for which a unit was chosen; a commune's within its district only. A name of another unit is not kept."""
    for question in questions_of(proposal):
        answer = answers.get(question.key) or {}
        chosen: list[str] = answer.get("units") or [] if answer.get("choice") == OTHER else [answer.get("choice", "")]
        unit = units.get(chosen[0]) if len(chosen) == 1 else None
        if question.code != "unit_unknown" or unit is None:
            continue
        within = district_around(unit) if unit.level == "commune" else None
        try:
            remember_alias(by=by, unit=unit, text=question.text, within=within)
        except Invalid as error:
            log.info("spelling %r was not remembered: %s", question.text, error.message)
