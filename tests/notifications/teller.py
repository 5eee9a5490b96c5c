"""A room of the tests' own that tells something: what it renders is named by the topic, so a worker in another process renders it too."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from notifications import registry
from notifications.registry import LetterLine, Reader, Told

WORDS: dict[str, LetterLine] = {}
FRAME: dict[str, Any] = {}
GONE: set[str] = set()
"""Topics that are not true any more."""


def line(key: str, urgency: int = 0, **more: str) -> LetterLine:
    topic = f"test:{key}"
    values = {"headline": "Còn 6 ngày", "title": f"Niêm yết đầy đủ TTHC ({key})", "path": "/noi-dung/44/", "tone": "soon", **more}
    WORDS[topic] = LetterLine(topic, urgency, **values)
    return WORDS[topic]


def told(lines: Sequence[LetterLine], **more: str) -> Told:
    values = {
        "title": "1 nội dung quá hạn", "path": "/viec-cua-toi/", "action": "Mở việc của đơn vị tôi",
        "intro": "Đến ngày 19/03/2021, đơn vị còn 1 việc.", "habit": "Thư gửi khi có việc.", **more,
    }  # fmt: skip
    return Told(lines=tuple(sorted(lines, key=lambda one: one.urgency)), **values)


def tell(_reader: Reader, topics: Sequence[str], _on: date) -> list[Told]:
    lines = [WORDS.get(topic) or line(topic.removeprefix("test:")) for topic in topics if topic not in GONE]
    return [told(lines, **FRAME)] if lines else []


def register() -> None:
    registry.register("test", teller=tell)
