"""What may be done with a report, as a table (``common.workflow``)."""

from django.db import models

from common.workflow import News, Step, Workflow


class ReportStatus(models.TextChoices):
    DRAFT = "draft", "Đang soạn"
    SUBMITTED = "submitted", "Chờ duyệt"
    RETURNED = "returned", "Cần bổ sung"
    ACCEPTED = "accepted", "Đã chấp nhận"


class ReportRight(models.TextChoices):
    """Whose act it is, and what else an act waits for; ``reports.rules`` knows who that is now."""

    WRITES = "writes", "đơn vị báo cáo, khi kỳ chưa khóa"
    OWNS = "owns", "đơn vị báo cáo"
    REVIEWS = "reviews", "Trung tâm"
    UNREAD = "unread", "Trung tâm chưa bắt đầu duyệt"


_WITH_UNIT = (ReportStatus.DRAFT, ReportStatus.RETURNED)
_NO_REVIEW = "Báo cáo đang ở tình trạng “{status}” nên không duyệt được."

REPORT_FLOW = Workflow(
    thing="report",
    noun="báo cáo",
    statuses=ReportStatus,
    people=ReportRight,
    steps=(
        Step(
            "write", "", _WITH_UNIT, None, "Soạn báo cáo", ReportRight.WRITES, changes=False,
            not_now={
                ReportStatus.SUBMITTED: "Báo cáo đã nộp và đang chờ duyệt. Muốn sửa, thu hồi báo cáo khi Trung tâm chưa bắt đầu duyệt.",
                ReportStatus.ACCEPTED: "Báo cáo đã được chấp nhận nên không sửa nữa.",
            },
        ),
        Step(
            "submit", "submitted", _WITH_UNIT, ReportStatus.SUBMITTED, "Nộp báo cáo", ReportRight.WRITES, "nộp {report}{again}",
            icon="send", news=News("Văn phòng UBND Tỉnh đã nhận {report}{again}", "Đã nộp"),
        ),
        Step(
            "withdraw", "withdrawn", (ReportStatus.SUBMITTED,), ReportStatus.DRAFT, "Thu hồi để sửa", ReportRight.OWNS,
            "thu hồi {report} để sửa", not_now="Chỉ thu hồi được báo cáo đang chờ duyệt.", awaits=(ReportRight.UNREAD,),
        ),
        Step(
            "start_review", "review_started", (ReportStatus.SUBMITTED,), None, "Bắt đầu duyệt", ReportRight.REVIEWS,
            "bắt đầu duyệt {report}",
            icon="eye", not_now=_NO_REVIEW, changes=False,
        ),
        Step(
            "accept", "accepted", (ReportStatus.SUBMITTED,), ReportStatus.ACCEPTED, "Chấp nhận báo cáo", ReportRight.REVIEWS,
            "chấp nhận {report}{more}", icon="check", not_now=_NO_REVIEW, news=News("Trung tâm chấp nhận {report}", "Đã chấp nhận"),
        ),
        Step(
            "return", "returned", (ReportStatus.SUBMITTED,), ReportStatus.RETURNED, "Trả lại để bổ sung", ReportRight.REVIEWS,
            "trả lại {report} để bổ sung{until}: “{reason}”", icon="arrow-back-up",
            needs="Ghi ý kiến chung để đơn vị biết vì sao trả lại.", not_now=_NO_REVIEW,
            news=News("Trung tâm trả lại {report} để bổ sung", "Cần bổ sung", "soon"),
        ),
        Step(
            "open", "", _WITH_UNIT, None, "Mở riêng báo cáo", ReportRight.REVIEWS,
            "mở riêng {report} của {unit} đến hết ngày {until}: “{reason}”",
            needs="Ghi lý do mở riêng báo cáo này.", not_now="Báo cáo đang ở tình trạng “{status}” nên không cần mở.", changes=False,
            news=News("Trung tâm mở {report} đến hết ngày {until}", "Nộp được trở lại", "soon"),
        ),
    ),
)  # fmt: skip


class Decision(models.TextChoices):
    """What the Centre says of a whole submission."""

    ACCEPTED = "accepted", "Chấp nhận"
    RETURNED = "returned", REPORT_FLOW["return"].label


class Verdict(models.TextChoices):
    """What the Centre says of one entry."""

    OK = "ok", "Đạt"
    MORE = "more", "Cần bổ sung"
