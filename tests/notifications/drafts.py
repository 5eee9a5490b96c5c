"""Messages to put into the outbox."""

from __future__ import annotations

from datetime import date

from notifications.outbox import Draft, Line
from notifications.workflow import MessageKind
from units.models import User

DAY = date(2021, 3, 19)


def line(key: str, urgency: int = 0, **more: str) -> Line:
    values = {"headline": "Còn 6 ngày", "title": f"Niêm yết đầy đủ TTHC ({key})", "path": "/noi-dung/44/", "tone": "soon", **more}
    return Line(key=key, urgency=urgency, **values)


def draft(to: User, *lines: Line, day: date = DAY, **more: str) -> Draft:
    values = {
        "key": f"digest:{day}:{to.pk}", "title": "1 nội dung quá hạn", "greeting": "UBND huyện Cao Lãnh", "path": "/viec-cua-toi/",
        "action": "Mở việc của đơn vị tôi", "address": to.email, "intro": "Đến ngày 19/03/2021, đơn vị còn 1 việc.", **more,
    }  # fmt: skip
    return Draft(kind=MessageKind.DIGEST, recipient_id=to.pk, day=day, lines=lines or (line(f"a:{to.pk}"),), **values)  # type: ignore[arg-type]
