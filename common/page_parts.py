"""What several pages are made of, as plain values for the components in ``common.templatetags``."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Chip:
    """One view of a list or page (``{% chips %}``); ``count`` is what it holds."""

    label: str
    url: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True)
class Stat:
    """One count that leads to its list (``{% stats %}``)."""

    value: int
    label: str
    icon: str = ""
    tone: str = ""
    url: str = ""
