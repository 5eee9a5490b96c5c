"""The history of an item as a timeline: every act in plain Vietnamese, newest first. Files sent together are one line."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from itertools import groupby

from common.models import AuditEvent
from common.page_parts import HistoryLine
from directives.workflow import DIFFICULTY_FLOW, ITEM_FLOW

_TOGETHER = timedelta(minutes=1)


def timeline(events: Iterable[AuditEvent]) -> list[HistoryLine]:
    """``events`` newest first."""
    return [line for line, _ in told(events)]


def told(events: Iterable[AuditEvent]) -> list[tuple[HistoryLine, AuditEvent]]:
    """Each line with the newest event that it tells, for pages on which several things have their history."""
    looks = ITEM_FLOW.looks() | DIFFICULTY_FLOW.looks()
    found: list[tuple[HistoryLine, AuditEvent]] = []
    for _, group in groupby(_marked(events), key=lambda pair: pair[0]):
        together = [event for _, event in group]
        found.append((_line(together, looks), together[0]))
    return found


def _marked(events: Iterable[AuditEvent]) -> Iterable[tuple[int, AuditEvent]]:
    """Each event with the number of its line: files of one person within a minute share one."""
    number, last = 0, None
    for event in events:
        if last is None or not _belong_together(last, event):
            number += 1
        last = event
        yield number, event


def _belong_together(newer: AuditEvent, older: AuditEvent) -> bool:
    return (
        newer.verb == older.verb == "item.evidence_added"
        and newer.actor_id == older.actor_id
        and newer.subject_id == older.subject_id
        and newer.at - older.at <= _TOGETHER
        and _is_image(newer) == _is_image(older)
    )


def _is_image(event: AuditEvent) -> bool:
    return bool(event.data.get("image"))


def _line(events: Sequence[AuditEvent], looks: Mapping[str, tuple[str, str]]) -> HistoryLine:
    event = events[0]
    icon, tone = looks.get(event.verb, ("info-circle", ""))
    if event.verb == "item.evidence_added" and not _is_image(event):
        icon = "paperclip"
    what, note = _words(event) if len(events) == 1 else (_many(events), "")
    return HistoryLine(who=event.unit_name or event.actor_name, what=what, note=note, at=event.at, icon=icon, tone=tone)


def _many(events: Sequence[AuditEvent]) -> str:
    captions = ", ".join(dict.fromkeys(str(event.data.get("caption", "")) for event in reversed(events)))
    noun = "ảnh" if _is_image(events[0]) else "tệp"
    return f"thêm {len(events)} {noun}: {captions}"


def _words(event: AuditEvent) -> tuple[str, str]:
    """What was done, and the words that the person wrote, apart."""
    said = event.data.get("note") or event.data.get("reason") or ""
    quoted = f"“{said}”"
    if said and event.text.endswith(quoted):
        return event.text.removesuffix(quoted).rstrip(" .:"), quoted
    return event.text, ""
