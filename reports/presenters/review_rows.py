"""Rows of the queue: what a waiting report says and what needs a look, what a returned one has to complete, what was accepted.

Each function reads its rows in a number of queries that does not depend on how many there are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch
from django.urls import reverse

from common import clock
from directives.workflow import ItemStatus
from reports import snapshot
from reports.models import Level, Remark, Report, Review, Submission
from reports.owed import OwedReport
from reports.presenters.report_times import beside_moment, time_words
from reports.second_look import LiveItem, live_items, second_looks, summary
from reports.snapshot import Sent, SentEntry
from reports.workflow import Decision, Verdict
from units.models import Unit

VOLUNTARY = "Không bắt buộc"


@dataclass(frozen=True)
class WaitingRow:
    """A submission that waits. ``done`` of ``total`` is what the unit says, ``claimed`` of these still wait for a verifier."""

    unit: Unit
    url: str
    number: int
    submitted_at: datetime
    time: str
    total: int
    done: int
    claimed: int
    notices: Sequence[str]
    started: bool


@dataclass(frozen=True)
class ReturnedRow:
    """A report that is its unit's turn again; ``asked`` is (code, comment) of each entry, or the general comment with the code ""."""

    unit: Unit
    url: str
    returned_at: datetime | None
    again_by: date | None
    is_late: bool
    open_url: str
    asked: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class AcceptedRow:
    """``more`` entries went back to the unit by themselves."""

    unit: Unit
    url: str
    number: int
    accepted_at: datetime | None
    time: str
    total: int
    done: int
    more: int


def review_url(report_id: int) -> str:
    return reverse("review_detail", args=[report_id])


def waiting_rows(reports: Sequence[Report], owed: Mapping[int, OwedReport], today: date) -> list[WaitingRow]:
    """Submitted first, first. ``owed`` by unit; ``reports`` have their unit loaded."""
    standing: dict[int, list[Submission]] = {}
    sent_in = Submission.objects.filter(report__in=reports, withdrawn_at=None).select_related("review").prefetch_related("review__marks")
    for submission in sent_in.order_by("number"):
        standing.setdefault(submission.report_id, []).append(submission)
    sent = {report.pk: snapshot.read(standing[report.pk][-1]) for report in reports}
    live = live_items(sent.values())
    rows = []
    for report in reports:
        now = standing[report.pk][-1]
        before = standing[report.pk][-2] if len(standing[report.pk]) > 1 else None
        said = sent[report.pk]
        rows.append(
            WaitingRow(
                unit=report.unit,
                url=review_url(report.pk),
                number=now.number,
                submitted_at=now.submitted_at,
                time=_beside(now, _time(report, owed, today), owed.get(report.unit_id)),
                total=len(said.entries),
                done=said.count(Level.DONE),
                claimed=sum(entry.level == Level.DONE and _is(entry, live, ItemStatus.CLAIMED) for entry in said.entries),
                notices=notices(said, before, live, today),
                started=hasattr(now, "review"),
            )
        )
    return sorted(rows, key=lambda row: row.submitted_at)


def notices(sent: Sent, before: Submission | None, live: Mapping[int, LiveItem], today: date) -> list[str]:
    """What the Centre should look at first, in words; nothing where nothing stands out."""
    found = []
    if before is not None:
        changed = len(snapshot.changes(snapshot.read(before), sent))
        found.append(
            f"Sửa {changed} nội dung so với lần {before.number}" if changed else f"Không sửa nội dung nào so với lần {before.number}"
        )
    return found + summary(second_looks(sent, before, live, today))


def _is(entry: SentEntry, live: Mapping[int, LiveItem], status: ItemStatus) -> bool:
    item = live.get(entry.item)
    return item is not None and item.status == status


def _time(report: Report, owed: Mapping[int, OwedReport], today: date) -> str:
    one = owed.get(report.unit_id)
    return time_words(one, today) if one else VOLUNTARY


def _beside(now: Submission, said: str, one: OwedReport | None) -> str:
    return beside_moment(clock.localize(now.submitted_at).date(), said, one.due_on) if one else said


def _last_reviews(reports: Sequence[Report], decision: Decision) -> dict[int, Review]:
    """By report, each with the entries that need more (``asked``)."""
    marks = Prefetch("marks", Remark.objects.filter(verdict=Verdict.MORE).select_related("entry__item").order_by("entry__item"), "asked")
    found = Review.objects.filter(submission__report__in=reports, decision=decision).select_related("submission").prefetch_related(marks)
    return {review.submission.report_id: review for review in found.order_by("submission__number")}


def returned_rows(
    reports: Sequence[Report], owed: Mapping[int, OwedReport], open_urls: Mapping[int, str], today: date
) -> list[ReturnedRow]:
    """Those with the nearest appointment first; the day that counts is the one agreed last, which may be later than the return's."""
    reviews = _last_reviews(reports, Decision.RETURNED)
    rows = []
    for report in reports:
        review = reviews[report.pk]
        asked = [(mark.entry.item.code, mark.comment) for mark in review.asked]  # type: ignore[attr-defined]
        day = owed[report.unit_id].agreed_on if report.unit_id in owed else review.again_by
        rows.append(
            ReturnedRow(
                unit=report.unit,
                url=review_url(report.pk),
                returned_at=review.decided_at,
                again_by=day,
                is_late=day is not None and day < today,
                open_url=open_urls.get(report.unit_id, ""),
                asked=asked or [("", review.comment)],
            )
        )
    return sorted(rows, key=lambda row: (row.again_by is None, row.again_by or date.max, row.unit.sort_key))


def accepted_rows(reports: Sequence[Report], owed: Mapping[int, OwedReport], today: date) -> list[AcceptedRow]:
    """In the order of the units."""
    reviews = _last_reviews(reports, Decision.ACCEPTED)
    rows = []
    for report in reports:
        review = reviews[report.pk]
        said = snapshot.read(review.submission)
        rows.append(
            AcceptedRow(
                unit=report.unit,
                url=review_url(report.pk),
                number=review.submission.number,
                accepted_at=review.decided_at,
                time=_time(report, owed, today),
                total=len(said.entries),
                done=said.count(Level.DONE),
                more=len(review.asked),  # type: ignore[attr-defined]
            )
        )
    return rows
