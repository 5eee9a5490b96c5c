"""The unit hands its report in, and may take it back until the Centre looks at it."""

from collections.abc import Collection

from django.db import transaction

from common import clock
from common.errors import Conflict, Forbidden, Invalid
from common.formats import code_nb, vn_datetime
from directives.doubts import doubt_words
from directives.rules import can
from directives.services import items as item_services
from directives.workflow import OPEN
from reports import rules, snapshot
from reports.content import Content, ReportKey, content_of
from reports.models import Level, Report, Submission
from reports.services.steps import act, last_act, lock_report, standing_submission
from reports.services.telling import tell_received
from reports.services.writing import fill_in, open_report
from reports.workflow import ReportStatus
from units.models import User

ASK_BACK = "Đánh dấu “Đúng là đã xong” ở từng nội dung, hoặc quay lại sửa."


@transaction.atomic
def submit(*, by: User, key: ReportKey, seen: str, confirmed: Collection[int] = ()) -> Submission:
    """Hand the report in: claim what it says is done, keep what it says. All or nothing.

    ``seen`` is the ``Content.stamp`` of what the person read on the check page: where a colleague changed an entry or handed the report in
    meanwhile, it is ``Conflict``. ``Invalid`` while entries are incomplete, and while a claim contradicts itself whose item the person did
    not confirm (``confirmed``: numbers of items).
    """
    try:
        report = open_report(by=by, key=key)
    except Forbidden:
        sent = Report.objects.filter(directive=key.directive, period=key.period, unit=key.unit, status=ReportStatus.SUBMITTED).first()
        if sent is not None and can(rules.check_can_see_report, by, key.unit):
            raise Conflict(f"Báo cáo vừa được nộp: {last_act(sent)}. Không cần nộp lần nữa.") from None
        raise
    before = content_of(key)
    if before.stamp != seen:
        raise Conflict(f"Báo cáo đã thay đổi sau khi anh/chị mở trang này{_by_whom(report)}. Chưa nộp; xem lại rồi nộp lần nữa.")
    if not before.lines:
        raise Invalid("Báo cáo chưa có nội dung nào nên chưa nộp được.")
    if before.problems:
        raise Invalid(f"Còn {len(before.problems)} nội dung chưa đủ nên chưa nộp được.")
    if asked := [line for line in before.lines if line.doubts and line.item.number not in confirmed]:
        raise Invalid(f"Chưa nộp: {'; '.join(f'{code_nb(line.item.code)} {doubt_words(line.doubts)}' for line in asked[:3])}. {ASK_BACK}")
    entries = fill_in(report, before, by=by)
    _claim(before, by)
    moment = clock.now()
    number = report.submissions.count() + 1
    submission = Submission.objects.create(
        report=report, number=number, submitted_at=moment, submitted_by=by, content=snapshot.take(content_of(key), entries, before)
    )
    again = f" (lần {number})" if number > 1 else ""
    first = report.first_submitted_on or moment.date()
    act(report, "submit", by=by, said={"again": again}, first_submitted_on=first, saved_at=moment, saved_by=by)
    tell_received(report, submission, by=by)
    return submission


def _by_whom(report: Report) -> str:
    """Who wrote last; what the items themselves say may also have changed, of which their own history tells."""
    last = report.entries.select_related("saved_by", "item").order_by("-saved_at").first()
    if last is None or (report.saved_at is not None and report.saved_at > last.saved_at):
        return f" ({last_act(report)})" if report.saved_at is not None else ""
    return f" ({last.saved_by.full_name} sửa {last.item.code} lúc {vn_datetime(last.saved_at)})"


def _claim(content: Content, by: User) -> None:
    """Claim the items whose entries say "Đã hoàn thành", through the item's own service; findings before the general item of their unit."""
    wanted = [line for line in content.lines if line.level == Level.DONE and line.item.status in OPEN]
    wanted.sort(key=lambda line: (line.item.finding_id is None, line.item.number))
    for line in wanted:
        try:
            item_services.update_progress(
                item_id=line.item.pk,
                version=line.item.version,
                by=by,
                percent=line.claim_percent,
                note=line.result,
                claim=True,
                confirmed=True,  # asked on the check page
                late_reason=line.late_reason,
            )
        except (Forbidden, Invalid) as error:
            raise Invalid(f"{line.item.code}: {error.message}") from error


@transaction.atomic
def withdraw(*, report_id: int, version: int, by: User) -> Report:
    """Take the report back to mend it, before the review starts. Items that it claimed stay claimed."""
    report = lock_report(report_id, version)
    rules.check_report(by, report, "withdraw")
    submission = standing_submission(report)
    if submission is None:
        raise Forbidden("Báo cáo chưa có bản nào đã nộp.")
    submission.withdrawn_at, submission.withdrawn_by = clock.now(), by
    submission.save(update_fields=["withdrawn_at", "withdrawn_by"])
    first = report.submissions.filter(withdrawn_at=None).order_by("number").first()
    act(report, "withdraw", by=by, first_submitted_on=clock.localize(first.submitted_at).date() if first else None)
    return report
