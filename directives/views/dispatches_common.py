"""Between the request and the proposal's form: the form of a draft, what a button asks for, what was typed and could not be kept."""

from collections.abc import Collection
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from common.text import clean
from directives.forms.proposal import ADDED, ProposalForm
from directives.forms.unit_list import UnitNames
from directives.models import Directive
from directives.proposing.reconsider import Directory
from directives.services.correcting import Act
from reading.dispatch.proposal import Proposal
from units.books import current_book, units_by_code

OPEN = "mo"
_ACTS = {"tach": "split", "gop": "join", "bo": "remove"}
_OTHER_INPUTS = frozenset({"csrfmiddlewaretoken", "version", "viec", OPEN})


def names_of(proposal: Proposal) -> UnitNames:
    """The units that were in force when the dispatch was written."""
    return UnitNames(units_by_code(), current_book(on=proposal.issued_on, year=proposal.issued_year))


def form_of(directive: Directive, data: Any = None, *, parts: Collection[str] = (), focused: str = "") -> ProposalForm:
    """The form of a draft with these parts open, the cursor in one of them."""
    proposal = Proposal.from_storage(directive.reading.proposal)
    picker = reverse("directive_units", args=[directive.pk])
    return ProposalForm(data, directive=directive, proposal=proposal, names=names_of(proposal), parts=parts, focused=focused, picker=picker)


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
    if ADDED not in form.parts:
        return None
    data = form.cleaned_data
    new_key, new_text = data["new_key"], clean(data["new_text"])
    wanted = name == "them" or new_key or new_text or data["new_lead"] or data["new_due"]
    return Act("add", new_key, new_text, data["new_lead"], data["new_due"]) if wanted else None


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
