"""How tests send the page of a proposal back, changed."""

from __future__ import annotations

import html
import re
from typing import Any

from django.test import Client
from django.urls import reverse

from common.models import AuditEvent
from directives.forms.proposal import ProposalForm, parts_of
from directives.models import Directive
from directives.views.dispatches_common import form_of
from reading.dispatch.proposal import Proposal


def filled_in(draft: Directive, **changes: Any) -> dict[str, Any]:
    """What a browser sends of the page with every part opened, as it is, with ``changes``."""
    form = opened(draft)
    data = {name: form[name].value() for name in form.fields}
    return {"mo": form.parts, **{name: value for name, value in {**data, **changes}.items() if value is not None}}


def opened(draft: Directive) -> ProposalForm:
    """The form with every part opened."""
    return form_of(draft, parts=parts_of(Proposal.from_storage(draft.reading.proposal)))


def send(client: Client, draft: Directive, viec: str = "luu", **changes: Any) -> Any:
    return client.post(reverse("directive_proposal", args=[draft.pk]), {**filled_in(draft, **changes), "viec": viec})


def stored(draft: Directive) -> Proposal:
    draft.refresh_from_db()
    return Proposal.from_storage(draft.reading.proposal)


def at(draft: Directive, key: str) -> str:
    """The prefix of a point's fields."""
    return f"p{[point.key for point in stored(draft).points].index(key)}"


def last_words() -> str:
    return AuditEvent.objects.filter(verb="directive.corrected").latest("id").text


def text_of(response: Any) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))
