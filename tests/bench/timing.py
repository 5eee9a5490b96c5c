"""How a time is taken: several ways of doing it in turn, so that whatever else the machine does meets all of them; medians."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence


def in_turn(rounds: int, *ways: Callable[[], object]) -> Sequence[float]:
    """The median milliseconds of each way; the first round warms up and is not counted."""
    times: list[list[float]] = [[] for _ in ways]
    for number in range(rounds + 1):
        for way, taken in zip(ways, times, strict=True):
            begun = time.perf_counter()
            way()
            if number:
                taken.append((time.perf_counter() - begun) * 1000)
    return [statistics.median(taken) for taken in times]


def once(way: Callable[[], object]) -> float:
    """Seconds of one go, for work that takes long enough by itself."""
    begun = time.perf_counter()
    way()
    return time.perf_counter() - begun
