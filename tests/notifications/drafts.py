"""Messages to put into the outbox."""

from __future__ import annotations

from datetime import date

from notifications.outbox import Draft
from notifications.registry import LetterLine
from notifications.workflow import MessageKind
from tests.notifications.teller import FRAME, line, register, told
from units.models import User

__all__ = ["DAY", "draft", "line"]
DAY = date(2021, 3, 19)
register()


def draft(to: User, *lines: LetterLine, day: date = DAY, key: str = "", mail: bool = True, **more: str) -> Draft:
    FRAME.clear()
    FRAME.update(more)
    return Draft(
        key=key or f"digest:{day}:{to.pk}", kind=MessageKind.DIGEST, recipient_id=to.pk, unit_id=to.unit.pk if to.unit else None,
        mail=mail and bool(to.email), day=day, told=told(lines or (line(f"a:{to.pk}"),), **more),
    )  # fmt: skip
