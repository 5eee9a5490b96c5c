"""One line of the history of a dispatch."""

from collections.abc import Iterable
from typing import Any

from common.audit import record
from directives.models import Directive
from units.models import User


def record_directive(
    directive: Directive, *, by: User | None, verb: str, text: str, data: dict[str, Any] | None = None, parties: Iterable[str] = ()
) -> None:
    """``parties`` are the codes of the units that the act concerns."""
    record(
        by=by,
        verb=f"directive.{verb}",
        text=text,
        subject_kind="directive",
        subject_id=directive.pk,
        subject_label=directive.reference,
        party_codes=parties,
        data=data,
    )
