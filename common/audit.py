"""The one writer of history: ``record`` in the same transaction as the act."""

from collections.abc import Iterable, Iterator
from typing import Any, Protocol

from common import clock
from common.bulk import copy_rows
from common.models import AuditEvent


class Actor(Protocol):
    """Whoever acts: a user, seen without knowing the room that keeps users."""

    @property
    def audit_id(self) -> int: ...

    @property
    def audit_name(self) -> str: ...

    @property
    def audit_unit(self) -> tuple[str, str]:
        """(code, name) of the unit the actor works in today, ("", "") for none."""


def record(
    *,
    by: Actor | None,
    verb: str,
    text: str,
    subject_kind: str,
    subject_id: int | None,
    subject_label: str = "",
    party_codes: Iterable[str] = (),
    data: dict[str, Any] | None = None,
) -> AuditEvent:
    """Append one event. ``by=None`` means the portal itself ("Cổng"). ``party_codes`` are the unit codes that the act concerns."""
    event = event_of(
        by=by,
        verb=verb,
        text=text,
        subject_kind=subject_kind,
        subject_id=subject_id,
        subject_label=subject_label,
        party_codes=party_codes,
        data=data,
    )
    event.at = clock.now()
    event.save()
    return event


def record_many(events: Iterable[AuditEvent]) -> None:
    """Append many events, made by ``event_of``, at once: an import writes one for each of thousands of items, all of the same moment."""
    moment = clock.now()

    def stamped() -> Iterator[AuditEvent]:
        for event in events:
            event.at = moment
            yield event

    copy_rows(stamped())


def event_of(
    *,
    by: Actor | None,
    verb: str,
    text: str,
    subject_kind: str,
    subject_id: int | None,
    subject_label: str = "",
    party_codes: Iterable[str] = (),
    data: dict[str, Any] | None = None,
) -> AuditEvent:
    """One event that is not written yet, for ``record_many``, which says when; as ``record`` otherwise."""
    unit_code, unit_name = by.audit_unit if by else ("", "")
    return AuditEvent(
        actor_id=by.audit_id if by else None,
        actor_name=by.audit_name if by else "Cổng",
        unit_code=unit_code,
        unit_name=unit_name,
        verb=verb,
        text=text,
        subject_kind=subject_kind,
        subject_id=subject_id,
        subject_label=subject_label[:300],
        party_codes=sorted(set(party_codes)),
        data=data or {},
    )
