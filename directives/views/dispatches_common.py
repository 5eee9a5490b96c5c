"""Between the request and the proposal's form: the form of a draft, what a button asks for, what was typed and could not be kept."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict

from common.text import clean
from directives.forms.proposal import ProposalForm
from directives.forms.unit_list import UnitNames
from directives.models import Directive
from directives.proposing.reconsider import Directory
from directives.services.correcting import Act
from directives.services.issuing import units_by_code
from reading.dispatch.proposal import Proposal
from units.matching import UnitBook

_ACTS = {"tach": "split", "gop": "join", "bo": "remove"}
_OTHER_INPUTS = frozenset({"csrfmiddlewaretoken", "version", "viec"})


def form_of(directive: Directive, data: Any = None) -> ProposalForm:
    """The form of a draft, with the units that were in force when the dispatch was written."""
    proposal = Proposal.from_storage(directive.reading.proposal)
    book = UnitBook.load(on=proposal.issued_on, year=proposal.issued_year)
    return ProposalForm(data, directive=directive, proposal=proposal, names=UnitNames(units_by_code(), book))


def directory_of(form: ProposalForm) -> Directory:
    """What corrections ask of units."""
    units = form.names.units
    by_id = {unit.pk: code for code, unit in units.items()}
    district_of = {code: by_id[unit.parent_id] for code, unit in units.items() if unit.parent_id in by_id and unit.level == "commune"}
    return Directory(lambda code: units[code].name if code in units else code, district_of)


def wanted_act(button: str, form: ProposalForm) -> Act | None:
    """What the pressed button does to the points; a point that was typed in is added whatever was pressed."""
    name, _, key = button.partition(":")
    if kind := _ACTS.get(name):
        return Act(kind, key)
    new_key, new_text = form.cleaned_data["new_key"], clean(form.cleaned_data["new_text"])
    return Act("add", new_key, new_text) if name == "them" or new_key or new_text else None


def typed_values(sent: QueryDict, form: ProposalForm) -> list[tuple[str, str]]:
    """(label, words) of what was sent and differs from the draft as it is now."""
    typed = []
    for name, value in sent.items():
        words = clean(str(value))
        if name in _OTHER_INPUTS:
            continue
        if name not in form.fields:
            typed += [("Ô không còn trong bản mới", words)] if words else []
        elif words != clean(str(form[name].value() or "")):
            typed.append((str(form[name].label), words or "(để trống)"))
    return typed
