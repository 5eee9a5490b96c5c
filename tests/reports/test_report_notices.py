"""Who is told what of a report, once."""

from __future__ import annotations

import pytest

from common import clock
from notifications.models import OutboundMessage
from reports.services.reviewing import Said, return_report, start_review
from reports.workflow import Verdict
from tests.factories.units import ensure_units
from tests.reports.handing_in import DISTRICT
from tests.reports.handing_in import hand_in_as_written as hand_in
from tests.reports.stage import TODAY, Stage, issue_dispatch
from tests.reports.test_report_chain import write_all

pytestmark = pytest.mark.django_db


def told(unit: str) -> list[tuple[str, str]]:
    """(title, detail) of what the people of this unit read."""
    rows = OutboundMessage.objects.filter(recipient__memberships__unit__code=unit).order_by("pk")
    return [(message.title, message.lines.get().detail) for message in rows]


def test_the_unit_gets_a_receipt_and_the_decision_and_the_centre_a_line_without_mail() -> None:
    ensure_units()
    stage = Stage(issue_dispatch())
    with clock.at(TODAY):
        neighbour = stage.person("ubnd-874")
        assert stage.centre
        content = write_all(stage, level="done", expected_text="")
        report = hand_in(stage)
        start_review(report_id=report.pk, version=report.version, by=stage.centre)
        number = content.lines[0].item.number
        said = {number: Said(Verdict.MORE, "Gửi ảnh bảng niêm yết")}
        return_report(report_id=report.pk, version=report.version, by=stage.centre, said=said, comment="Thiếu ảnh")
    assert [title for title, _ in told(DISTRICT)] == [
        "Văn phòng UBND Tỉnh đã nhận báo cáo Quý I/2021",
        "Trung tâm trả lại báo cáo Quý I/2021 để bổ sung",
    ]
    assert "Thiếu ảnh" in told(DISTRICT)[1][1]
    assert "Gửi ảnh bảng niêm yết" in told(DISTRICT)[1][1]
    assert [title for title, _ in told("kstthc-87")] == ["UBND huyện Cao Lãnh nộp báo cáo Quý I/2021"]
    assert not OutboundMessage.objects.filter(recipient=neighbour).exists()
    assert OutboundMessage.objects.get(recipient=stage.centre).status == "inbox"
