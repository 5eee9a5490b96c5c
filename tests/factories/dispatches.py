"""Drafts of dispatches, read from the sample files by the real reader, and the Centre's person who works on them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from directives.models import Directive
from directives.proposing.answers import safe_answers
from directives.services import issuing
from directives.services.reading import read_dispatch
from reading.dispatch.proposal import Proposal
from tests.factories.units import ensure_units, make_user
from units.models import User
from units.roles import Role

SAMPLES = Path(__file__).parent.parent / "samples" / "directives"
REAL = "cong_van_that.docx"
IDLE = "addressee_without_task:ubnd-869"
REASON = "Ý kiến của Lãnh đạo Văn phòng UBND Tỉnh ngày 22/02/2021"


def content_of(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


def draft_of(name: str = REAL, *, by: User | None = None) -> Directive:
    """A sample, read and kept as a draft, nothing answered."""
    ensure_units()
    content = content_of(name)
    return issuing.save_draft(by=by, proposal=read_dispatch(content, name), file_name=name, content=content)


def the_centre() -> User:
    """A new object each time: grants are remembered on it."""
    found = User.objects.filter(username="tt.theodoi").first()
    return found or make_user(Role.CENTRE, "kstthc-87", "tt.theodoi")


def answer(draft: Directive, *, by: User, **choices: dict[str, Any]) -> Directive:
    """The draft with every question answered safely, but for ``choices`` (by question code, one question a code)."""
    proposal = Proposal.from_storage(draft.reading.proposal)
    answers = safe_answers(proposal)
    for question in proposal.questions:
        if question.code in choices:
            answers[question.key] = {"by": by.pk, **choices[question.code]}
    return issuing.update_draft(
        directive_id=draft.pk, version=draft.version, by=by, proposal=proposal, answers=answers, changes=["trả lời"]
    )
