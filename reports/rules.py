"""Who may open which of the pages that mix rooms, and who may write and review reports: ``check_can_x`` raises ``Forbidden``.

What stands on those pages is filtered by ``visible_to`` and ``permitting``; these checks say what is for whom, and what may be done now.
"""

from functools import partial

from common import clock
from common.errors import Forbidden
from common.formats import vn_date
from common.workflow import Right
from directives.models import Directive, Item, Obligation
from directives.rules import can, check_followed
from reports.models import Level, Report, Review
from reports.workflow import REPORT_FLOW, ReportRight
from units.entries import Level as AreaLevel
from units.models import Unit, User
from units.querysets import reach
from units.roles import Role

REVIEW_WORKING_DAYS = 3
"""The Centre's own promise to look at a report, as working days after the day of submission. The dispatch sets none."""


def check_has_post(user: User) -> None:
    """Everything in the portal follows from the unit in which a person works."""
    if user.unit is None and user.open_post is not None:
        raise Forbidden("Vị trí của tài khoản này chờ một người của Trung tâm hoặc Văn phòng UBND Tỉnh xác nhận ở trang Xác nhận quyền.")
    if user.unit is None:
        raise Forbidden("Tài khoản này chưa được gán đơn vị công tác. Liên hệ quản trị của Trung tâm.")


def check_can_see_overview(user: User) -> None:
    """The overview counts the work of all units, so it is for those who see all of it."""
    check_has_post(user)
    if not reach(user).everywhere:
        raise Forbidden("Trang tổng quan dành cho Trung tâm, Văn phòng và lãnh đạo.")


def check_has_work(user: User) -> None:
    """ "My work" is for people whose unit does or verifies something; leaders, readers and administrators only look."""
    check_has_post(user)
    found = reach(user)
    if not (found["do_work"] or found["verify_work"]):
        raise Forbidden("Tài khoản này chỉ xem, không có việc phải cập nhật hay xác nhận.")


def home_of(user: User) -> str:
    """The name of the page on which a person starts: the summary, the overview, the own work, or the dispatches to read."""
    check_has_post(user)
    if user.role == Role.LEADER and can(check_can_see_overview, user):
        return "leader"
    if can(check_can_see_overview, user):
        return "overview"
    return "my_work" if can(check_has_work, user) else "directive_list"


def check_can_send_reminders(user: User) -> None:
    """Who is told what today, and sending it now: the Centre, who answers for it."""
    check_has_post(user)
    if not reach(user)["steer_work"]:
        raise Forbidden("Chỉ cán bộ theo dõi của Trung tâm xem và gửi nhắc việc.")


# Reports

NOT_BEGUN = f"Bấm “{REPORT_FLOW['start_review'].label}” trước khi ghi ý kiến."


def writes_reports(user: User) -> bool:
    """Whether this person's unit is of a kind that reports: the work of a commune is reported by its district."""
    unit = user.unit
    return unit is not None and unit.level != AreaLevel.COMMUNE and reach(user).holds("do_work", unit.pk) and not reach(user)["steer_work"]


def check_writes_reports(user: User) -> None:
    """The list of the own reports is for units that report."""
    check_has_post(user)
    if not writes_reports(user):
        commune = user.unit is not None and user.unit.level == AreaLevel.COMMUNE and bool(reach(user)["do_work"])
        raise Forbidden(
            "Việc của xã, phường, thị trấn do đơn vị chủ trì báo cáo; đơn vị chỉ cập nhật tiến độ từng nội dung."
            if commune
            else "Đơn vị của tài khoản này không lập báo cáo quý trên cổng."
        )


def writes_for(user: User, unit: Unit) -> bool:
    """Whether the report of this unit is this person's to write; whether he may, now, ``check_can_write`` says."""
    return reach(user).holds("do_work", unit.pk)


def check_can_see_report(user: User, unit: Unit) -> None:
    """The report of a unit is written by those who work for it."""
    if not writes_for(user, unit):
        raise Forbidden("Chỉ đơn vị báo cáo soạn được báo cáo của mình.")


def check_reports(unit: Unit, obligation: Obligation | None, directive_id: int) -> None:
    """Who owes a report may write it; post offices with work under the directive may, and owe nothing (point 2). Nobody else."""
    if obligation is not None:
        return
    if unit.kind == Unit.Kind.POST and unit.level != AreaLevel.COMMUNE:
        if Item.objects.filter(directive=directive_id).of_unit(unit.pk).counted().exists():
            return
        raise Forbidden(f"{unit.name} không có nội dung nào theo văn bản này nên không có gì để báo cáo.")
    raise Forbidden(f"Văn bản này không giao {unit.name} báo cáo kỳ này. Việc của đơn vị do cơ quan chủ trì báo cáo.")


def check_can_write(user: User, unit: Unit, report: Report | None, obligation: Obligation | None) -> None:
    """Write and submit: the unit, while it is its turn, the period is not locked and the unit still exists."""
    check_can_see_report(user, unit)
    today = clock.today()
    if unit.valid_to is not None and unit.valid_to < today:
        heir = f" Đơn vị kế tiếp là {unit.successor.name}." if unit.successor else ""
        raise Forbidden(f"{unit.name} đã sáp nhập, có hiệu lực đến hết {vn_date(unit.valid_to)}, nên không nộp báo cáo nữa.{heir}")
    if report is not None and (why := REPORT_FLOW.refusal(REPORT_FLOW["write"], report.status)):
        raise Forbidden(why)
    if obligation is not None:
        check_followed(obligation.directive)
        if obligation.is_closed(today):
            raise Forbidden(closed_words(obligation))


def closed_words(obligation: Obligation) -> str:
    """Why it is closed, and whom to call; the day of this report alone is named where there was one."""
    agreed = f" Ngày hẹn nộp riêng {vn_date(obligation.agreed_on)} cũng đã qua." if obligation.agreed_on else ""
    call = "Cần nộp thì gọi cán bộ theo dõi của Trung tâm; Trung tâm mở riêng được báo cáo này."
    return f"Kỳ báo cáo đã khóa sau ngày {vn_date(obligation.lock_on)}.{agreed} {call}"


def obligation_for(report: Report) -> Obligation | None:
    """The duty behind a report; None where it is voluntary."""
    return Obligation.objects.filter(directive=report.directive_id, period=report.period_id, unit=report.unit_id).first()


def check_can_open(user: User, obligation: Obligation, report: Report | None) -> None:
    """Open one report after the lock without moving the lock of all: the Centre, while it is the unit's turn."""
    if not reach(user).holds("steer_work", obligation.unit_id):
        raise Forbidden("Chỉ cán bộ theo dõi của Trung tâm mở riêng được một báo cáo.")
    if report is not None and (why := REPORT_FLOW.refusal(REPORT_FLOW["open"], report.status)):
        raise Forbidden(why)
    check_followed(obligation.directive)
    if not obligation.is_closed(clock.today()):
        raise Forbidden("Báo cáo này chưa khóa nên đơn vị vẫn nộp được.")


def _check_owns(user: User, report: Report) -> None:
    check_can_see_report(user, report.unit)


def _check_unread(_user: User, report: Report) -> None:
    if Review.objects.filter(submission__report=report, decision="").exists():
        raise Forbidden("Trung tâm đã bắt đầu duyệt báo cáo nên không thu hồi được nữa. Chờ kết quả, hoặc liên hệ Trung tâm.")


def holds_claim(item: Item) -> str:
    """Why the unit can't take back its claim of this item: the Centre began to review a report that tells of it since. "" where it may."""
    read = Review.objects.filter(
        submission__withdrawn_at=None, submission__report__entries__item=item, submission__report__entries__level=Level.DONE
    )
    if item.claimed_at is None or not read.filter(started_at__gte=item.claimed_at).exists():
        return ""
    return "Trung tâm đã bắt đầu duyệt báo cáo có nội dung này nên không rút lại báo xong được nữa. Cần sửa thì liên hệ Trung tâm."


def holds_following(directive: Directive) -> str:
    """Why following a dispatch can't end yet: reports of it wait for the Centre. "" where none does."""
    waiting = Report.objects.filter(directive=directive).submitted().select_related("unit").order_by("unit__sort_key", "pk")
    names = ", ".join(report.unit.name for report in waiting[:6])
    return f"Còn báo cáo chờ duyệt của {names}. Duyệt xong rồi mới kết thúc theo dõi hoặc thu hồi." if names else ""


def check_can_see_queue(user: User) -> None:
    """The queue of reports: the Centre."""
    if not reach(user)["steer_work"]:
        raise Forbidden("Chỉ cán bộ theo dõi của Trung tâm duyệt báo cáo.")


def reviews(user: User, report: Report) -> bool:
    """Whether reviewing this unit's reports is this person's task; whether he may, now, ``check_report`` says."""
    return reach(user).holds("steer_work", report.unit_id)


def _check_reviews(user: User, report: Report) -> None:
    if not reviews(user, report):
        raise Forbidden("Chỉ cán bộ theo dõi của Trung tâm duyệt báo cáo.")


REPORT_RIGHTS: dict[str, Right] = {
    ReportRight.OWNS: Right(_check_owns, partial(can, _check_owns)),
    ReportRight.REVIEWS: Right(_check_reviews, reviews),
    ReportRight.UNREAD: Right(_check_unread, partial(can, _check_unread)),
}


def check_report(user: User, report: Report, act: str) -> None:
    """Do this act of ``REPORT_FLOW`` ("withdraw", "accept" …) on this report now; whether it may be written, says ``check_can_write``."""
    REPORT_FLOW.check(act, report, user, REPORT_RIGHTS)
