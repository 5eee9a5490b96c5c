"""What stands beside the figures of a dispatch, read in one query: difficulties with their waiting time, what happened last, counts.

Difficulties and events are those of the whole portal that the reader sees, because a unit may be stuck without an item.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Case, Exists, F, IntegerField, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import JSONObject
from django.urls import reverse

from common import clock
from common.formats import code_nb
from common.models import AuditEvent, Holiday
from common.page_parts import HistoryLine
from common.workdays import working_days_since
from directives.models import Directive, Item
from directives.presenters.difficulties import Wait
from directives.presenters.item_history import told
from directives.presenters.links import item_url
from directives.querysets import DifficultyQuerySet
from directives.workflow import DifficultyStatus
from reports import dashboard
from reports.models import Report
from reports.presenters.links import report_url
from reports.workflow import ReportStatus

NEWS_LINES = 5
NEWS_READ = 25  # photos sent together are one line


@dataclass(frozen=True)
class Stuck:
    """One difficulty in few words; ``wait`` is the time since it was raised, ``answered_on`` None while nobody has answered."""

    title: str
    url: str
    unit: str
    status: str
    wait: Wait
    answered_on: date | None

    @property
    def is_escalated(self) -> bool:
        return self.status == DifficultyStatus.ESCALATED


@dataclass(frozen=True)
class News:
    """One line of what happened last, with the thing that it is about."""

    line: HistoryLine
    label: str
    url: str


@dataclass(frozen=True)
class Side:
    counts: Mapping[str, int]
    difficulties: Sequence[Stuck]
    news: Sequence[News]


def read_side(
    directive: Directive,
    today: date,
    *,
    counts: Mapping[str, QuerySet[Any]],
    difficulties: DifficultyQuerySet,
    rows: int,
    events: QuerySet[AuditEvent] | None = None,
    reviewing: bool = False,
) -> Side:
    """One query. ``counts`` are named sets, the first ``rows`` of ``difficulties`` (ordered) are shown, and the last of ``events``.

    ``reviewing``: the reader reviews reports, so a report leads to where it is reviewed.
    """
    oldest = difficulties.order_by("raised_at").values("raised_at__date")[:1]
    marks = Holiday.objects.filter(date__gte=Subquery(oldest), date__lte=today).values(row=JSONObject(date="date", kind="kind"))
    parts: dict[str, Any] = {f"n_{name}": dashboard.count_of(named) for name, named in counts.items()}
    parts["stuck"] = ArraySubquery(difficulties.values(row=_STUCK)[:rows])
    parts["marks"] = ArraySubquery(marks)
    if events is not None:
        parts["events"] = ArraySubquery(events.order_by("-pk").values(row=_event())[:NEWS_READ])
    read: dict[str, Any] = dict(Directive.objects.filter(pk=directive.pk).values(**parts).get())
    marked = {date.fromisoformat(mark["date"]): mark["kind"] for mark in read["marks"]}
    return Side(
        counts={name: read[f"n_{name}"] for name in counts},
        difficulties=_stuck(read["stuck"], today, marked),
        news=_news(read.get("events", []), reviewing),
    )


_PLAIN = ("pk", "title", "status", "raised_at", "answered_at")
_STUCK = JSONObject(unit="unit__name", doer="item__responsible__name", **{name: F(name) for name in _PLAIN})


def _stuck(rows: Sequence[dict[str, Any]], today: date, marked: dict[date, str]) -> list[Stuck]:
    days = [_day(row["raised_at"]) for row in rows]
    waits = working_days_since(days, today, marked)
    return [
        Stuck(
            title=row["title"],
            url=reverse("difficulty_detail", args=[row["pk"]]),
            unit=row["unit"] if row["doer"] in (None, row["unit"]) else f"{row['unit']} · {row['doer']}",
            status=row["status"],
            wait=Wait(max(waits[day], 0)),
            answered_on=_day(row["answered_at"]) if row["answered_at"] else None,
        )
        for row, day in zip(rows, days, strict=True)
    ]


def _day(moment: str) -> date:
    return clock.localize(datetime.fromisoformat(moment)).date()


def _event() -> JSONObject:
    """An event as values, with the number of its item (addresses of items carry it) and whether its report can be read."""
    number = Subquery(Item.objects.filter(pk=OuterRef("subject_id")).values("number")[:1])
    handed_in = Exists(Report.objects.filter(pk=OuterRef("subject_id")).exclude(status=ReportStatus.DRAFT))
    shown = ("pk", "at", "actor_id", "actor_name", "unit_name", "verb", "subject_kind", "subject_id", "subject_label", "text", "data")
    return JSONObject(
        number=Case(When(subject_kind="item", then=number), output_field=IntegerField()),
        handed_in=Case(When(subject_kind="report", then=handed_in), default=False, output_field=BooleanField()),
        **{name: F(name) for name in shown},
    )


def _news(rows: Sequence[dict[str, Any]], reviewing: bool) -> list[News]:
    numbers = {row["pk"]: row.pop("number") for row in rows}
    readable = {row["pk"]: row.pop("handed_in") for row in rows}
    events = [AuditEvent(**{**row, "at": datetime.fromisoformat(row["at"])}) for row in rows]
    return [
        News(line, *(_report(event, reviewing, readable[event.pk]) if event.subject_kind == "report" else _about(event, numbers[event.pk])))
        for line, event in told(events)[:NEWS_LINES]
    ]


def _report(event: AuditEvent, reviewing: bool, handed_in: bool) -> tuple[str, str]:
    """A report with its unit, where the words of the act do not name it; one that its unit took back can't be read."""
    unit = event.subject_label.partition(" của ")[2]
    url = report_url(event.subject_id, reviewing=reviewing) if handed_in and event.subject_id is not None else ""
    own = event.unit_name == unit
    return ("xem báo cáo" if url else "") if own else unit, url


def _about(event: AuditEvent, number: int | None) -> tuple[str, str]:
    """What an event is about, in a few words with its address; nothing where the words of the act already say it."""
    if number is not None:
        return code_nb(event.subject_label.split(" ", 1)[0]), item_url(number)
    if event.subject_kind == "difficulty":
        label = event.subject_label if event.verb == "difficulty.raised" else "xem vướng mắc"
        return label, reverse("difficulty_detail", args=[event.subject_id])
    if event.subject_kind == "directive":
        return event.subject_label, reverse("directive_detail", args=[event.subject_id])
    return "", ""
