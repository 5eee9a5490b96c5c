"""Reports written, handed in and reviewed through the services, for tests of pages."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from common import clock
from directives.models import Item, Period
from reports import snapshot
from reports.content import ReportKey, content_of
from reports.models import Report, Review
from reports.services.reviewing import Said, accept, return_report, start_review
from reports.services.submitting import submit
from reports.services.writing import save_entry
from reports.workflow import Verdict
from tests.reports.stage import Stage
from units.models import Unit

DISTRICT = "ubnd-873"
PERIOD = "2021-Q1"


def key_of(stage: Stage, unit: str = DISTRICT) -> ReportKey:
    found = Unit.objects.with_area().select_related("successor").get(code=unit)
    return ReportKey(stage.directive, Period.objects.get(code=PERIOD), found)


def write(stage: Stage, item: Item, unit: str = DISTRICT, **values: Any) -> None:
    """One entry; by default the work is on its way, and what is done says so."""
    words = "Đã làm xong" if values.get("level") == "done" else "Đang làm"
    typed = {"level": "doing", "result": words, "late_reason": "", "expected_text": "25/03/2021", **values}
    line = content_of(key_of(stage, unit)).line(item.number)
    assert line is not None
    save_entry(by=stage.person(unit), key=key_of(stage, unit), number=item.number, version=line.version, **typed)


def hand_in(stage: Stage, unit: str = DISTRICT, at: datetime | None = None, **values: Any) -> Report:
    """Every entry says the same and the report goes; ``values`` are those of ``write``."""
    with clock.at(at or clock.now()):
        for line in content_of(key_of(stage, unit)).lines:
            write(stage, line.item, unit, **values)
        return hand_in_as_written(stage, unit)


def hand_in_as_written(stage: Stage, unit: str = DISTRICT, confirmed: Collection[int] = ()) -> Report:
    key = key_of(stage, unit)
    submit(by=stage.person(unit), key=key, seen=content_of(key).stamp, confirmed=confirmed)
    return Report.objects.get(unit=key.unit)


def fresh(report: Report) -> Report:
    return Report.objects.select_related("unit", "period", "directive").get(pk=report.pk)


def begin(stage: Stage, report: Report) -> Review:
    return start_review(report_id=report.pk, version=fresh(report).version, by=stage.centre)


def fine(report: Report) -> dict[int, Said]:
    """ "Đạt" for every entry of the last submission, as a person says it."""
    last = report.submissions.filter(withdrawn_at=None).order_by("-number")[0]
    return {entry.number: Said(Verdict.OK) for entry in snapshot.read(last).entries}


def take(stage: Stage, report: Report, **more: Any) -> Report:
    """Begun, every entry "Đạt", accepted."""
    begin(stage, report)
    return accept(report_id=report.pk, version=fresh(report).version, by=stage.centre, said=fine(report), **more)


def give_back(
    stage: Stage, report: Report, wanted: dict[int, str], comment: str = "Thiếu số liệu", others: Verdict | None = None, **more: Any
) -> Report:
    """Begun and returned; ``wanted``: number of the item → what to complete; ``others``: what is said of the other entries."""
    begin(stage, report)
    said = {number: Said(others) for number in fine(report)} | {number: Said(Verdict.MORE, words) for number, words in wanted.items()}
    return return_report(report_id=report.pk, version=fresh(report).version, by=stage.centre, said=said, comment=comment, **more)
