"""Who renders what a message tells: each room registers a teller a kind of topic when it starts, this room knows kinds, persons and keys.

A topic names what a line is about for ever ("item_due:ubnd-873:ND-014:2021-03-31:-7", "report:5:1:returned"); its first part is its kind.
A teller gets the topics of one reader and answers with what is still true and his on a day, in words. The same answer is shown before a
letter leaves, read in the inbox and mailed: there is no second place that writes words.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

SEVERAL = "Thư này gộp các thông báo đang chờ gửi."


@dataclass(frozen=True)
class LetterLine:
    """One thing to tell. ``topic`` names it for ever; smaller ``urgency`` stands higher; ``tone`` is "late", "soon" or ""."""

    topic: str
    urgency: int
    headline: str
    title: str
    path: str
    tone: str = ""
    note: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Told:
    """What one message says. ``habit`` says when such letters are sent at all."""

    title: str
    path: str
    action: str
    lines: tuple[LetterLine, ...]
    intro: str = ""
    closing: str = ""
    habit: str = ""


@dataclass(frozen=True)
class Reader:
    """To whom something is told: a person, and the unit on whose behalf that person is told."""

    person_id: int
    unit_id: int


Teller = Callable[[Reader, Sequence[str], date], list[Told]]
_tellers: dict[str, Teller] = {}
_habits: list[Callable[[], str]] = []


def register(*kinds: str, teller: Teller, habit: Callable[[], str] | None = None) -> None:
    """Called at start. ``habit`` says in a sentence for the inbox when such messages are mailed."""
    for kind in kinds:
        _tellers[kind] = teller
    if habit is not None and habit not in _habits:
        _habits.append(habit)


def kinds() -> frozenset[str]:
    """Every kind of topic for which a room has registered a teller."""
    return frozenset(_tellers)


def habits() -> list[str]:
    """When which messages are mailed: the sentences that the rooms gave when they registered."""
    return [habit() for habit in _habits]


def told(reader: Reader, topics: Sequence[str], on: date) -> Told | None:
    """What of these topics is still true for this reader on this day, as one message; None where nothing is (or nobody renders it)."""
    asked: dict[Teller, list[str]] = defaultdict(list)
    for topic in topics:
        if (teller := _tellers.get(topic.partition(":")[0])) is not None:
            asked[teller].append(topic)
    return _joined([one for teller, group in asked.items() for one in teller(reader, group, on)])


def _joined(parts: Sequence[Told]) -> Told | None:
    """Several messages in one letter: the first one leads (reminders come first, they ask for something)."""
    if len(parts) < 2:
        return parts[0] if parts else None
    parts = sorted(parts, key=lambda one: not one.habit)
    first, others = parts[0], len(parts) - 1
    lines = tuple(line for part in parts for line in part.lines)
    return replace(first, title=f"{first.title}; thêm {others} thông báo", lines=lines, intro=f"{first.intro} {SEVERAL}".strip())
