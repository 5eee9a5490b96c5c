"""What several pages are made of, as plain values for the components in ``common.templatetags``."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Crumbs:
    """The way back (``{% crumbs page.crumbs %}``): label and address of each page above, and the label of this one."""

    links: Sequence[tuple[str, str]]
    here: str


@dataclass(frozen=True)
class Step:
    """One of the steps of a task (``{% steps %}``); ``state`` is "ok", "on" or ""."""

    label: str
    state: str
    note: str = ""


def steps_of(labels: Sequence[str], current: int, note: str = "") -> list[Step]:
    """The step ``current`` (from 1) is on, those before it are done; ``note`` stands below the second."""
    states = ["ok"] * (current - 1) + ["on"] + [""] * (len(labels) - current)
    return [Step(label, state, note if number == 2 else "") for number, (label, state) in enumerate(zip(labels, states, strict=True), 1)]


@dataclass(frozen=True)
class Nothing:
    """Why a list is empty, and the way out (``{% nothing %}``)."""

    title: str
    text: str = ""
    url: str = ""
    action: str = ""


@dataclass(frozen=True)
class Chip:
    """One view of a list or page (``{% chips %}``), or a condition that is on (``{% filter_chips %}``); ``count`` is what it holds."""

    label: str
    url: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True)
class Pager:
    """Where a page stands in its list (``{% pager %}``), in words, and the pages around it; "" for one that is not there."""

    words: str
    first_url: str
    prev_url: str
    next_url: str
    last_url: str


@dataclass(frozen=True)
class HistoryLine:
    """One act of a history (``{% timeline %}``), with what the person wrote about it."""

    who: str
    what: str
    at: datetime
    note: str = ""
    icon: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Stat:
    """One count that leads to its list (``{% stats %}``)."""

    value: int
    label: str
    icon: str = ""
    tone: str = ""
    url: str = ""
