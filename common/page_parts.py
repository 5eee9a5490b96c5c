"""What several pages are made of, as plain values for the components in ``common.templatetags``."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Chip:
    """One view of a list or page (``{% chips %}``); ``count`` is what it holds."""

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
