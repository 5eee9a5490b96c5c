"""Geometry of the line charts, drawn by the server as SVG: no library, no script, and it prints."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from common.formats import vn_date, vn_num
from reports.dashboard import even_share
from reports.presenters.pace import Frame

RIGHT, TOP, BOTTOM = 312.0, 14.0, 164.0  # as wide as a phone shows it, so that its words are never drawn smaller than text
LABEL_GAP = 58.0
MOST_TICKS = 4
SPARK_WEEKS = 7


@dataclass(frozen=True)
class Text:
    """Words at a place of the drawing."""

    x: str
    y: str
    words: str
    anchor: str = "start"


@dataclass(frozen=True)
class Burn:
    """The finished items day by day beside an even spread of the work."""

    spoken: str
    ticks: Sequence[tuple[str, Text]]
    days: Sequence[Text]
    even_line: tuple[str, str, str, str]
    line: str
    end: tuple[str, str]
    done: Text
    even: Text


def _step(top: int) -> int:
    """A round distance between grid lines, so that there are at most ``MOST_TICKS`` above the base."""
    size = 1
    while True:
        for factor in (1, 2, 5):
            if top <= MOST_TICKS * size * factor:
                return size * factor
        size *= 10


def _first_days(start: date, end: date) -> list[date]:
    """The first day of each month between two days, both left out."""
    found, day = [], start.replace(day=1)
    while (day := (day + timedelta(days=32)).replace(day=1)) < end:
        found.append(day)
    return found


def _point(x: float, y: float) -> tuple[str, str]:
    return f"{x:.1f}", f"{y:.1f}"


def burn(frame: Frame, today: date, finished: Iterable[tuple[date, int]], items: int) -> Burn | None:
    """The chart of ``finished`` (day, count) within the frame; None before it begins or without items."""
    if not items or today < frame.start:
        return None
    last = max(frame.end, today)
    span = max((last - frame.start).days, 1)
    left = 12.0 + 10 * len(vn_num(items))

    def x(day: date) -> float:
        return left + (RIGHT - left) * min(max((day - frame.start).days, 0), span) / span

    def y(count: float) -> float:
        return BOTTOM - (BOTTOM - TOP) * count / items

    steps = _cumulated(frame.start, today, finished)
    done = steps[-1][1]
    share = even_share(items, frame.gone(today), frame.days)
    at, height, even_height = x(today), y(done), y(share)
    is_early = at < (left + RIGHT) / 2
    return Burn(
        spoken=f"Số nội dung hoàn thành cộng dồn: {vn_num(done)} trên {vn_num(items)} đến ngày {vn_date(today)}. "
        f"Nếu chia đều theo ngày, cần đạt {vn_num(share)}.",
        ticks=[
            (f"{y(value):.1f}", Text(f"{left - 6:.1f}", f"{y(value) + 6:.1f}", vn_num(value), "end"))
            for value in range(0, items + 1, _step(items))
        ],
        days=_day_labels(frame.start, last, x),
        even_line=(*_point(x(frame.start), y(0)), *_point(x(frame.end), y(items))),
        line=" ".join(",".join(_point(x(day), y(count))) for day, count in steps),
        end=_point(at, height),
        done=_done_words(at, height, even_height, f"Đã xong {vn_num(done)}", early=is_early),
        even=Text(
            *_point(at + (10 if is_early else -12), max(even_height - 12, 12)),
            f"Nếu chia đều: {vn_num(share)}",
            "start" if is_early else "end",
        ),
    )


def _done_words(at: float, height: float, even_height: float, words: str, *, early: bool) -> Text:
    """The label of the end of the line: above the line, which lies lower before its end; else below it, never among the days."""
    if height < even_height + 24:
        return Text(*_point(RIGHT, min(height + 28, BOTTOM - 8)), words, "end")
    return Text(*_point(at + 10, height - 10), words) if early else Text(*_point(at - 12, height - 6), words, "end")


def _cumulated(start: date, today: date, finished: Iterable[tuple[date, int]]) -> list[tuple[date, int]]:
    """Points of the line: flat until the day before a change, so that no slope is invented."""
    points, count = [(start, 0)], 0
    for day, more in finished:
        moment = min(max(day, start), today)
        if moment - points[-1][0] > timedelta(days=1):
            points.append((moment - timedelta(days=1), count))
        count += more
        points.append((moment, count))
    if points[-1][0] < today:
        points.append((today, count))
    return points


def _day_labels(start: date, last: date, x: Callable[[date], float]) -> list[Text]:
    """First and last day, and the months between that leave room."""
    inner = [day for day in _first_days(start, last) if x(day) - x(start) > 1.3 * LABEL_GAP and RIGHT - x(day) > LABEL_GAP]
    kept: list[date] = []
    for day in inner:
        if not kept or x(day) - x(kept[-1]) > LABEL_GAP:
            kept.append(day)
    labels = [Text(f"{x(start):.1f}", "185", f"{start:%d/%m}"), *(Text(f"{x(day):.1f}", "185", f"{day:%d/%m}", "middle") for day in kept)]
    return [*labels, Text(f"{RIGHT:.1f}", "185", f"{last:%d/%m}", "end")]


@dataclass(frozen=True)
class Spark:
    """A small line of the last weeks; ``first`` and ``last`` are said beside it for those who do not see it."""

    line: str
    end_y: str
    first: int
    last: int


def spark(counts: Sequence[int], top: int) -> Spark:
    """``counts``: running totals, oldest first; ``top``: the height that would be full."""
    scale = 16 / max(top, 1)
    heights = [20 - count * scale for count in counts]
    step = 76 / max(len(counts) - 1, 1)
    line = " ".join(f"{2 + index * step:.1f},{height:.1f}" for index, height in enumerate(heights))
    return Spark(line, f"{heights[-1]:.1f}", counts[0], counts[-1])


def weekly(finished: Sequence[tuple[date, int]], today: date, weeks: int = SPARK_WEEKS) -> list[int]:
    """Running totals at the end of each of the last weeks, today last."""
    ends = [today - timedelta(weeks=index) for index in reversed(range(weeks))]
    return [sum(count for day, count in finished if day <= end) for end in ends]
