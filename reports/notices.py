"""The words of what a unit is told of its report, by mail too: asked for when it happens, and again when the mail leaves."""

from dataclasses import replace

from django.urls import reverse

from common import clock
from common.formats import code_nb, vn_date
from common.models import AuditEvent
from directives.models import Obligation
from notifications import notices
from notifications.notices import Notice, told
from reports.models import Report, Review, Submission
from reports.workflow import REPORT_FLOW, ReportStatus, Verdict

OPENED = "report_opened"


def register() -> None:
    """Called when the app is ready."""
    notices.register("report", say=say_of_report)
    notices.register("obligation", say=say_of_opening)


def topic_of(report: Report, number: int, step: str) -> str:
    """``step``: "received", or the Centre's decision."""
    return f"report:{report.pk}:{number}:{step}"


def opening_topic(owed: Obligation) -> str:
    return f"obligation:{owed.pk}:opened:{owed.agreed_on}"


def again(number: int) -> str:
    return f", lần {number}" if number > 1 else ""


def say_of_report(unit_id: int, topic: str) -> Notice | None:
    """A receipt while the submission was not withdrawn; a decision while no newer one followed."""
    _, pk, number, step = topic.split(":")
    sent = (
        Submission.objects.select_related("report__period", "report__unit", "submitted_by")
        .filter(report_id=int(pk), report__unit=unit_id, number=number, withdrawn_at=None)
        .first()
    )
    if sent is None:
        return None
    path = reverse("report_detail", args=[sent.report_id])
    return _received(sent, path) if step == "received" else _decided(sent, step, path)


def _received(sent: Submission, path: str) -> Notice:
    detail = f"Người nộp: {sent.submitted_by.full_name}."
    if sent.report.status == ReportStatus.SUBMITTED:
        detail += " Cần sửa thì thu hồi được khi Trung tâm chưa bắt đầu duyệt."
    return told(REPORT_FLOW["submit"], path, detail, thing=_thing(sent), report=sent.report.title, again=again(sent.number))


def _decided(sent: Submission, decision: str, path: str) -> Notice | None:
    """With what has to be completed, entry by entry."""
    review = Review.objects.filter(submission=sent, decision=decision).first()
    if review is None or sent.report.submissions.filter(number__gt=sent.number).exists():
        return None
    marks = review.marks.filter(verdict=Verdict.MORE).select_related("entry__item")
    parts = [f"{code_nb(mark.entry.item.code)}: {mark.comment}" for mark in marks]
    words = ([f"“{review.comment}”"] if review.comment else []) + parts
    notice = told(REPORT_FLOW.by_verb(decision), path, "; ".join(words), thing=_thing(sent), report=sent.report.title)
    returned = REPORT_FLOW["return"].news
    return replace(notice, headline=returned.headline, tone=returned.tone) if parts and returned else notice


def _thing(sent: Submission) -> str:
    return f"report:{sent.report_id}:{sent.number}"


def say_of_opening(unit_id: int, topic: str) -> Notice | None:
    """The Centre opened this one report until a day: while that day stands and is not past."""
    _, pk, _, until = topic.split(":")
    owed = Obligation.objects.select_related("period", "unit").filter(pk=int(pk), unit=unit_id, agreed_on=until).first()
    if owed is None or owed.agreed_on is None or owed.agreed_on < clock.today():
        return None
    acts = AuditEvent.objects.filter(verb=f"directive.{OPENED}", subject_kind="directive", subject_id=owed.directive_id, data__until=until)
    act = acts.filter(party_codes__contains=[owed.unit.code]).first()
    return told(
        REPORT_FLOW["open"],
        reverse("report_form", args=[owed.directive_id, owed.period.code, owed.unit.code]),
        f"“{act.data['reason']}”" if act else "",
        thing=f"obligation:{pk}",
        report=f"báo cáo {owed.period.label}",
        until=vn_date(owed.agreed_on),
    )
