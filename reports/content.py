"""What a report says now: its items with what was written of each, else with what the item says; and what is missing before it can go.

Reading only. ``reports.services`` write, ``reports.snapshot`` keeps what was handed in.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Prefetch, Q

from common import clock
from common.formats import read_date, vn_date
from directives.doubts import doubts, stuck_doubts
from directives.models import Difficulty, Directive, Evidence, Item, Obligation, Period
from directives.workflow import OPEN, ItemStatus
from reports.models import Entry, Level, Remark, Report, Review
from reports.workflow import ReportStatus, Verdict
from units.models import Unit

LEVEL_OF_ITEM = {
    ItemStatus.TODO: Level.TODO,
    ItemStatus.DOING: Level.DOING,
    ItemStatus.CLAIMED: Level.DONE,
    ItemStatus.VERIFIED: Level.DONE,
}


@dataclass(frozen=True)
class ReportKey:
    """Which report: one unit, one period, one directive, all loaded. It need not be written yet.

    ``obligation`` is the unit's duty to write it where whoever made the key has read it already.
    """

    directive: Directive
    period: Period
    unit: Unit
    obligation: Obligation | None = None

    @classmethod
    def of(cls, report: Report) -> ReportKey:
        return cls(report.directive, report.period, report.unit)

    @property
    def title(self) -> str:
        """'Báo cáo Quý I/2021'."""
        return f"Báo cáo {self.period.label}"


@dataclass(frozen=True)
class Problem:
    """Something to mend before the report can go; ``field`` is a field of the entry."""

    field: str
    words: str


@dataclass(frozen=True)
class ReportLine:
    """One item as the report says it now. ``written`` is False while it only repeats the item."""

    item: Item
    entry: Entry | None
    remark: Remark | None
    files: Sequence[Evidence]
    today: date
    data_to: date

    @property
    def written(self) -> bool:
        return self.entry is not None

    @property
    def fixed(self) -> bool:
        """Claimed or verified already: the level is no longer the report's to say."""
        return self.item.status not in OPEN

    @property
    def level(self) -> Level:
        if self.fixed or self.entry is None:
            return LEVEL_OF_ITEM[ItemStatus(self.item.status)]
        return Level(self.entry.level)

    @property
    def result(self) -> str:
        return self.entry.result if self.entry else self.item.progress_note

    @property
    def late_reason(self) -> str:
        return self.entry.late_reason if self.entry else ""

    @property
    def expected_text(self) -> str:
        """When the unit expects to be done, as typed; it may be no date."""
        return self.entry.expected_text if self.entry else vn_date(self.item.expected_on)

    @property
    def expected_on(self) -> date | None:
        """That day; None also where what was typed is no date."""
        try:
            return read_date(self.expected_text) if self.expected_text.strip() else None
        except ValueError:
            return None

    @property
    def difficulties(self) -> Sequence[Difficulty]:
        """What still stands in the way of the item."""
        return getattr(self.item, "open_difficulties", ())

    @property
    def version(self) -> int:
        """What a person sees; 0 before anything was written."""
        return self.entry.version if self.entry else 0

    @property
    def sent_files(self) -> list[Evidence]:
        """The files that go with the report."""
        out = set(self.entry.left_out) if self.entry else set()
        return [file for file in self.files if file.pk not in out]

    @property
    def is_late(self) -> bool:
        """The unit's turn, and the due date is missed."""
        return not self.fixed and self.item.due_on is not None and self.item.due_on < self.today

    @property
    def after_window(self) -> bool:
        """The item's last word is younger than the period's data: it is reported, and marked."""
        latest = max((moment for moment in (self.item.updated_at, self.item.claimed_at) if moment is not None), default=None)
        return latest is not None and clock.localize(latest).date() > self.data_to

    @property
    def claim_percent(self) -> int:
        """What the unit wrote beside the words that a claim would carry; new words are no longer those of the last update."""
        item = self.item
        return item.percent if item.percent and self.result.strip() == item.progress_note.strip() else 100

    @property
    def doubts(self) -> list[str]:
        """What contradicts the claim that handing in would make of it; the check page asks back."""
        if self.level != Level.DONE or self.fixed:
            return []
        return [*doubts(self.result, self.claim_percent), *stuck_doubts(each.title for each in self.difficulties)]

    def problems(self, others: Sequence[ReportLine]) -> list[Problem]:
        """What is missing or wrong in this entry; ``others`` are all lines of the report."""
        found = []
        if self.level != Level.TODO and not self.fixed and not self.result.strip():
            found.append(Problem("result", "Nhập kết quả đã làm được"))
        if self.level == Level.DONE and not self.fixed and (waiting := self._findings_before_it(others)):
            codes = ", ".join(line.item.code for line in waiting[:5]) + (" …" if len(waiting) > 5 else "")
            found.append(Problem("level", f"Chưa báo xong nội dung chung được: còn các hạn chế chưa xong ({codes})"))
        if self.is_late and not self.late_reason.strip():
            found.append(Problem("late_reason", "Nhập lý do chậm"))
        if self.level != Level.DONE:
            found.extend(Problem("expected_text", words) for words in self._wrong_date())
        return found

    def _wrong_date(self) -> list[str]:
        text = self.expected_text.strip()
        if not text:
            return [] if self.item.ongoing else ["Nhập ngày dự kiến xong, theo mẫu 25/03/2021"]
        try:
            day = read_date(text)
        except ValueError as error:
            return [str(error).removesuffix(".")]
        if day < self.today:
            return ["Ngày dự kiến xong đã qua; nhập ngày từ hôm nay trở đi"]
        return [] if day.year <= 2100 else ["Ngày dự kiến xong không đúng. Ví dụ: 25/03/2021"]

    def _findings_before_it(self, others: Sequence[ReportLine]) -> list[ReportLine]:
        """The general item of a unit is done after the items of its findings (``directives.rules.check_item`` for "claim")."""
        if self.item.finding_id is not None:
            return []
        mine = (self.item.point_id, self.item.responsible_id)
        return [
            line
            for line in others
            if line.item.finding_id is not None and (line.item.point_id, line.item.responsible_id) == mine and line.level != Level.DONE
        ]


@dataclass(frozen=True)
class Content:
    """A report as it is now, written or not."""

    key: ReportKey
    obligation: Obligation | None
    report: Report | None
    lines: Sequence[ReportLine]
    last_review: Review | None
    today: date
    difficulties: Sequence[Difficulty] = ()
    """Open ones of the units that do the work, which belong to no single item."""

    @property
    def version(self) -> int:
        return self.report.version if self.report else 0

    @property
    def remarks(self) -> str:
        return self.report.remarks if self.report else ""

    @cached_property
    def stamp(self) -> str:
        """Equal while the report says the same: what the check page showed is what may be handed in."""
        said = [
            [line.item.pk, line.level, line.result, line.late_reason, line.expected_text, sorted(file.pk for file in line.sent_files)]
            for line in self.lines
        ]
        stuck = sorted(
            (each.pk, each.status) for each in [*self.difficulties, *(each for line in self.lines for each in line.difficulties)]
        )
        return hashlib.sha256(json.dumps([self.remarks, said, stuck]).encode()).hexdigest()[:32]

    @cached_property
    def problems(self) -> dict[int, list[Problem]]:
        """By the number of the item; only items with a problem."""
        found = {line.item.number: line.problems(self.lines) for line in self.lines}
        return {number: problems for number, problems in found.items() if problems}

    @property
    def ready(self) -> int:
        """How many entries lack nothing and leave nothing open that the Centre asked for."""
        return sum(line.item.number not in self.problems and not self.is_asked(line) for line in self.lines)

    @property
    def again_by(self) -> date | None:
        """The day by which it is to come again: that of the return, or the later one until which the Centre opened it."""
        agreed_on = self.obligation.agreed_on if self.obligation else None
        return agreed_on or (self.last_review.again_by if self.last_review else None)

    def is_asked(self, line: ReportLine) -> bool:
        """The Centre wants more of this entry, and nothing was written since; it hinders no submission."""
        review = self.last_review
        if line.remark is None or review is None or self.report is None or self.report.status == ReportStatus.ACCEPTED:
            return False
        return line.entry is None or review.decided_at is None or line.entry.saved_at <= review.decided_at

    def line(self, number: int) -> ReportLine | None:
        return next((line for line in self.lines if line.item.number == number), None)

    def count(self, level: Level) -> int:
        return sum(line.level == level for line in self.lines)


def items_of(key: ReportKey) -> list[Item]:
    """The work that this report tells of: what the unit does or answers for (its communes' work too), but for what was withdrawn, and
    what was finished before the period's data began.
    """
    earlier = Q(status=ItemStatus.VERIFIED, verified_at__date__lt=key.period.data_from)
    standing = Prefetch("evidence", Evidence.objects.standing(), to_attr="standing_files")
    stuck = Prefetch("difficulties", Difficulty.objects.open().select_related("unit"), to_attr="open_difficulties")
    rows = Item.objects.filter(directive=key.directive).of_unit(key.unit.pk).counted().exclude(earlier).with_flags()
    return list(
        rows.select_related("directive", "point", "group", "finding", "responsible", "accountable", "site").prefetch_related(
            "coordinating", standing, stuck
        )
    )


def content_of(key: ReportKey) -> Content:
    """All of it in a number of queries that does not depend on the number of items."""
    today = clock.today()
    report = Report.objects.filter(directive=key.directive, period=key.period, unit=key.unit).select_related("saved_by", "period").first()
    entries = {entry.item_id: entry for entry in report.entries.select_related("saved_by")} if report else {}
    review, marks = _last_remarks(report)
    lines = [
        ReportLine(item, entries.get(item.pk), marks.get(item.pk), item.standing_files, today, key.period.data_to)  # type: ignore[attr-defined]
        for item in items_of(key)
    ]
    doers = {key.unit.pk, *(line.item.responsible_id for line in lines)}
    general = list(Difficulty.objects.open().filter(item=None, unit__in=doers).select_related("unit"))
    return Content(key, obligation_of(key), report, lines, review, today, general)


def obligation_of(key: ReportKey) -> Obligation | None:
    return key.obligation or Obligation.objects.filter(directive=key.directive, period=key.period, unit=key.unit).first()


def _last_remarks(report: Report | None) -> tuple[Review | None, dict[int, Remark]]:
    """The last decision on the report, and what it asks to be completed, by item."""
    if report is None or report.first_submitted_on is None:
        return None, {}
    decided = Review.objects.filter(submission__report=report).exclude(decision="")
    review = decided.select_related("decided_by", "submission").order_by("-submission__number").first()
    if review is None:
        return None, {}
    marks = review.marks.filter(verdict=Verdict.MORE).select_related("entry")
    return review, {mark.entry.item_id: mark for mark in marks}
