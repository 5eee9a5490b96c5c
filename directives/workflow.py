"""What may be done with an item and with a difficulty, as tables (``common.workflow``), and the states of what has none."""

from django.db import models

from common.vocabulary import ITEM_STATES
from common.workflow import News, Step, Workflow


class ItemStatus(models.TextChoices):
    """Stored states of an item. "Cần bổ sung" and "Đang vướng mắc" are shown over these, never stored (docs/glossary.md)."""

    TODO = "todo", ITEM_STATES["todo"].label
    DOING = "doing", ITEM_STATES["doing"].label
    CLAIMED = "claimed", ITEM_STATES["claimed"].label
    VERIFIED = "verified", ITEM_STATES["verified"].label
    WITHDRAWN = "withdrawn", ITEM_STATES["withdrawn"].label


OPEN = (ItemStatus.TODO, ItemStatus.DOING)
UNFINISHED = (*OPEN, ItemStatus.CLAIMED)


class ItemRight(models.TextChoices):
    """Whose act it is, and what else an act waits for; ``directives.rules`` knows who that is now."""

    DOES = "does", "đơn vị thực hiện, chủ trì"
    ADDS = "adds", "đơn vị thực hiện, chủ trì, phối hợp"
    RAISES = "raises", "đơn vị thực hiện, chủ trì, phối hợp; Trung tâm thì không"
    VERIFIES = "verifies", "Trung tâm; việc của Trung tâm: Văn phòng UBND Tỉnh; không là người đã làm"
    STEERS = "steers", "Trung tâm"
    CORRECTS = "corrects", "Trung tâm, sửa sau khi giao"
    NOTES = "notes", "Trung tâm và các đơn vị của nội dung"
    OWNS = "owns", "đơn vị đã thêm tệp và cấp trên"
    FINDINGS = "findings", "các hạn chế của đơn vị đã báo xong"
    UNSEEN = "unseen", "Trung tâm chưa xem"


_DONE_ALREADY: dict[str, str] = {
    ItemStatus.CLAIMED: "Đơn vị đã báo xong; nội dung đang chờ xác nhận nên chưa sửa được.",
    ItemStatus.VERIFIED: "Nội dung đã được xác nhận hoàn thành. Muốn sửa, đề nghị Trung tâm mở lại.",
    ItemStatus.WITHDRAWN: "Trung tâm đã rút nội dung này nên chỉ còn xem được.",
}
_NOT_CLAIMED = "Nút “Xác nhận hoàn thành” hiện ra khi đơn vị báo xong."

# In the order of their buttons.
ITEM_FLOW = Workflow(
    thing="item",
    noun="nội dung",
    statuses=ItemStatus,
    people=ItemRight,
    steps=(
        Step(
            "update", "progress", OPEN, None, "Cập nhật tiến độ", ItemRight.DOES, "cập nhật tiến độ: {was}% → {percent}%{said}",
            icon="progress", tone="doing", not_now=_DONE_ALREADY, sets=("updated",), link="item_update", button="pencil", primary=True,
        ),
        Step(
            "start", "started", (ItemStatus.TODO,), ItemStatus.DOING, "Bắt đầu thực hiện", ItemRight.DOES, "bắt đầu thực hiện",
            icon="progress", tone="doing", not_now=_DONE_ALREADY,
        ),
        Step(
            "claim", "claimed", (ItemStatus.DOING,), ItemStatus.CLAIMED, "Báo đã xong", ItemRight.DOES,
            "báo đã xong, đề nghị xác nhận{said}", icon="hourglass", tone="wait", not_now=_DONE_ALREADY, first="start",
            awaits=(ItemRight.FINDINGS,), sets=("claimed",), keeps="back_reason", link="item_update?xong=1", button="circle-check",
        ),
        Step(
            "take_back", "taken_back", (ItemStatus.CLAIMED,), ItemStatus.DOING, "Rút lại báo xong", ItemRight.DOES,
            "rút lại báo xong để làm tiếp", icon="arrow-back-up", tone="doing", not_now="Chỉ rút lại được nội dung đang chờ xác nhận.",
            awaits=(ItemRight.UNSEEN,), clears=("claimed",), keeps="back_reason", undoes="claimed", path="rut-bao-xong",
            done="Đã rút lại báo xong {code}. Làm tiếp rồi báo xong lần nữa.",
        ),
        Step(
            "verify", "verified", (ItemStatus.CLAIMED,), ItemStatus.VERIFIED, "Xác nhận hoàn thành", ItemRight.VERIFIES,
            "xác nhận hoàn thành", icon="circle-check", tone="done", sets=("verified",),
            not_now={ItemStatus.TODO: _NOT_CLAIMED, ItemStatus.DOING: _NOT_CLAIMED},
            news=News("Đã xác nhận hoàn thành {code}", "Hoàn thành"), path="xac-nhan", primary=True, done="Đã xác nhận hoàn thành {code}.",
        ),
        Step(
            "return", "returned", (ItemStatus.CLAIMED,), ItemStatus.DOING, "Trả lại để bổ sung", ItemRight.VERIFIES,
            "trả lại để bổ sung: “{reason}”", icon="arrow-back-up", tone="soon", needs="Ghi rõ lý do để đơn vị biết cần bổ sung gì.",
            not_now="Chỉ trả lại được nội dung đang chờ xác nhận.", clears=("claimed",), keeps="back_reason",
            news=News("{code} được trả lại để bổ sung", "Cần bổ sung", "soon"), path="tra-lai", hint="Ghi cần bổ sung gì.",
            done="Đã trả lại {code} để đơn vị bổ sung.",
        ),
        Step(
            "reopen", "reopened", (ItemStatus.VERIFIED,), ItemStatus.DOING, "Mở lại", ItemRight.VERIFIES, "mở lại: “{reason}”",
            icon="refresh", tone="soon", needs="Ghi rõ lý do để đơn vị biết cần làm gì.",
            not_now="Chỉ mở lại được nội dung đã hoàn thành.", clears=("claimed", "verified"), keeps="back_reason",
            news=News("{code} được mở lại", "Mở lại", "soon"), path="mo-lai", hint="Ghi vì sao phải làm lại.",
            done="Đã mở lại {code}; nội dung trở về đang thực hiện.",
        ),
        Step(
            "difficulty", "", OPEN, None, "Nêu vướng mắc", ItemRight.RAISES, icon="alert-triangle", changes=False,
            not_now="Nội dung đã báo xong hoặc đã rút nên không nêu vướng mắc được nữa.", link="item_difficulty",
        ),
        Step(
            "evidence", "evidence_added", (*OPEN, ItemStatus.CLAIMED), None, "Thêm minh chứng", ItemRight.ADDS, "thêm {what}: {caption}",
            icon="camera", tone="doing", changes=False, link="item_evidence",
            not_now="Nội dung đã được xác nhận hoàn thành hoặc đã rút nên không thêm minh chứng được nữa.",
        ),
        Step(
            "withdraw", "evidence_withdrawn", OPEN, None, "Rút lại tệp", ItemRight.OWNS, "rút tệp “{name}”", icon="trash", changes=False,
            not_now="Nội dung đã báo xong hoặc đã rút nên không rút minh chứng được nữa.",
        ),
        Step(
            "due", "due_set", (*OPEN, ItemStatus.CLAIMED), None, "Đặt hạn", ItemRight.STEERS, "{what}: “{reason}”", icon="calendar",
            needs="Ghi căn cứ, lý do đặt hạn.", not_now="Nội dung đã hoàn thành hoặc đã rút nên không đặt hạn nữa.", link="item_due",
        ),
        Step(
            "give", "given", OPEN, None, "Giao cho đơn vị khác", ItemRight.CORRECTS, "{what}: “{reason}”", icon="users", tone="soon",
            needs="Ghi căn cứ, lý do giao cho đơn vị khác.", keeps="correction_reason", link="item_give",
            not_now="Chỉ giao cho đơn vị khác được nội dung đang làm. Nội dung chờ xác nhận thì trả lại trước, đã hoàn thành thì mở lại"
            " trước, đã rút thì khôi phục trước.",
            news=News("Trung tâm chuyển {code} từ {old} sang {new}", "Đổi đơn vị thực hiện", "soon"),
        ),
        Step(
            "drop", "withdrawn", UNFINISHED, ItemStatus.WITHDRAWN, "Rút nội dung", ItemRight.CORRECTS, "rút nội dung: “{reason}”",
            icon="x", tone="soon", needs="Ghi căn cứ, lý do rút nội dung.", clears=("claimed",), keeps="correction_reason",
            not_now="Chỉ rút được nội dung chưa hoàn thành. Nội dung đã xác nhận hoàn thành thì mở lại trước.",
            news=News("Trung tâm rút nội dung {code}, không phải thực hiện nữa", "Đã rút"), path="rut-noi-dung",
            hint="Nội dung sẽ không còn được tính, được nhắc. Ghi căn cứ, lý do.",
            done="Đã rút {code}. Nội dung không còn được tính, được nhắc; trang và lịch sử vẫn xem được.",
        ),
        Step(
            "restore", "restored", (ItemStatus.WITHDRAWN,), ItemStatus.DOING, "Khôi phục nội dung", ItemRight.CORRECTS,
            "khôi phục nội dung đã rút: “{reason}”", icon="refresh", tone="doing", needs="Ghi lý do khôi phục nội dung.",
            keeps="correction_reason", not_now="Chỉ khôi phục được nội dung đã rút.",
            news=News("Trung tâm khôi phục nội dung {code} đã rút", "Làm tiếp", "soon"), path="khoi-phuc",
            hint="Ghi vì sao phải làm tiếp.", done="Đã khôi phục {code}; nội dung trở về đang thực hiện.",
        ),
        Step(
            "note", "noted", tuple(ItemStatus), None, "Gửi trao đổi", ItemRight.NOTES, "trao đổi: “{text}”", icon="message", changes=False,
        ),
        Step("pass_on", "passed_on", (), None, "Bàn giao", ItemRight.STEERS, "{what}: “{reason}”", icon="users"),
        Step("assign", "assigned", (), ItemStatus.TODO, "Giao việc", ItemRight.STEERS, "giao nội dung{said}", icon="flag", changes=False),
    ),
)  # fmt: skip
FIXING_VERBS = ITEM_FLOW.verbs(ItemRight.DOES, ItemRight.ADDS)
"""Acts in the audit log by which a person takes part in the work: whoever did one never verifies that item."""


class DirectiveStatus(models.TextChoices):
    DRAFT = "draft", "Bản nháp"
    ISSUED = "issued", "Đang theo dõi"
    CLOSED = "closed", "Đã kết thúc theo dõi"
    WITHDRAWN = "withdrawn", "Đã thu hồi"


ENDED = (DirectiveStatus.CLOSED, DirectiveStatus.WITHDRAWN)
"""Followed no more: what is left can be read, is late for nobody and waits for nobody."""


class DirectiveRight(models.TextChoices):
    """Whose act it is, and what else an act waits for; ``directives.rules`` knows who that is now."""

    STEERS = "steers", "Trung tâm"
    REVIEWED = "reviewed", "không còn báo cáo chờ duyệt"


_NOT_FOLLOWED = "Văn bản đang ở tình trạng “{status}” nên không kết thúc theo dõi được."

DIRECTIVE_FLOW = Workflow(
    thing="directive",
    noun="văn bản",
    statuses=DirectiveStatus,
    people=DirectiveRight,
    steps=(
        Step(
            "issue", "issued", (DirectiveStatus.DRAFT,), DirectiveStatus.ISSUED, "Giao việc", DirectiveRight.STEERS,
            "giao việc theo văn bản: {items} nội dung, {obligations} báo cáo", icon="flag",
            not_now="Văn bản này đã giao việc rồi, không giao lần nữa.",
        ),
        Step(
            "close", "closed", (DirectiveStatus.ISSUED,), DirectiveStatus.CLOSED, "Kết thúc theo dõi", DirectiveRight.STEERS,
            "kết thúc theo dõi văn bản{left}: “{reason}”", icon="lock", needs="Ghi căn cứ, lý do kết thúc theo dõi.",
            not_now=_NOT_FOLLOWED, awaits=(DirectiveRight.REVIEWED,), sets=("closed",), keeps="status_reason", path="ket-thuc",
            news=News("Trung tâm kết thúc theo dõi văn bản {reference}", "Kết thúc theo dõi"),
            hint="Ghi căn cứ, ví dụ báo cáo tổng hợp đã gửi UBND Tỉnh.",
            done="Đã kết thúc theo dõi văn bản. Nội dung, báo cáo của văn bản chỉ còn xem được; không ai bị nhắc nữa.",
        ),
        Step(
            "withdraw", "withdrawn", (DirectiveStatus.ISSUED,), DirectiveStatus.WITHDRAWN, "Thu hồi văn bản", DirectiveRight.STEERS,
            "thu hồi văn bản{left}: “{reason}”", icon="x", needs="Ghi căn cứ thu hồi, ví dụ số và ngày của văn bản thu hồi.",
            not_now=_NOT_FOLLOWED, awaits=(DirectiveRight.REVIEWED,), sets=("closed",), keeps="status_reason", path="thu-hoi",
            news=News("Văn bản {reference} được thu hồi, không phải thực hiện nữa", "Thu hồi văn bản"),
            hint="Ghi căn cứ thu hồi, ví dụ số và ngày của văn bản thu hồi.",
            done="Đã thu hồi văn bản. Đơn vị không phải thực hiện, báo cáo nữa; phần đã làm vẫn xem được.",
        ),
        Step(
            "reopen", "reopened", ENDED, DirectiveStatus.ISSUED, "Theo dõi lại", DirectiveRight.STEERS,
            "theo dõi lại văn bản: “{reason}”", icon="refresh", needs="Ghi lý do theo dõi lại.",
            not_now="Chỉ theo dõi lại được văn bản đã kết thúc theo dõi hoặc đã thu hồi.", clears=("closed",), keeps="status_reason",
            news=News("Trung tâm theo dõi lại văn bản {reference}", "Theo dõi lại", "soon"),
            path="theo-doi-lai", hint="Ghi vì sao phải theo dõi lại.",
            done="Đã theo dõi lại văn bản. Nội dung chưa xong và hạn của văn bản được tính, được nhắc như trước.",
        ),
    ),
)  # fmt: skip


class ImportStatus(models.TextChoices):
    DRAFT = "draft", "Đang xem lại"
    COMMITTED = "committed", "Đã nhập"
    UNDONE = "undone", "Đã hoàn tác"


class ScorePurpose(models.TextChoices):
    """Why somebody looks at scores of named persons. Chosen from a list, never typed: what is typed could name one (docs/domain.md)."""

    COMMEND = "commend", "Xét biểu dương"
    REMIND = "remind", "Nhắc nhở, bồi dưỡng kiến thức"
    ASSIGN = "assign", "Xem xét bố trí, sắp xếp công việc"
    REPORT = "report", "Tổng hợp, báo cáo kết quả khắc phục"
    CHECK = "check", "Nhập, kiểm tra bảng điểm"
    ANSWER = "answer", "Trả lời kiến nghị của người được chấm điểm"


class DifficultyStatus(models.TextChoices):
    WAITING = "waiting", "Chờ trả lời"
    GUIDED = "guided", "Đã hướng dẫn"
    ESCALATED = "escalated", "Đã trình UBND Tỉnh"
    RESOLVED = "resolved", "Đã giải quyết"


OPEN_DIFFICULTY = (DifficultyStatus.WAITING, DifficultyStatus.GUIDED, DifficultyStatus.ESCALATED)


class DifficultyRight(models.TextChoices):
    RAISES = "raises", "đơn vị thực hiện, chủ trì, phối hợp; Trung tâm thì không"
    ANSWERS = "answers", "Trung tâm"
    CLOSES = "closes", "đơn vị đã nêu và cấp trên"


_ANSWER = "Viết nội dung trả lời để đơn vị biết phải làm gì."
_CLOSED = "Vướng mắc này đã được đơn vị xác nhận giải quyết."

# An open difficulty is answered, answered again (guidance after the province decided, say) or closed; a closed one stays closed.
DIFFICULTY_FLOW = Workflow(
    thing="difficulty",
    noun="vướng mắc",
    statuses=DifficultyStatus,
    people=DifficultyRight,
    steps=(
        Step(
            "raise", "raised", (), DifficultyStatus.WAITING, "Nêu vướng mắc", DifficultyRight.RAISES, "nêu vướng mắc: “{title}”",
            icon="alert-triangle", tone="block", news=News("{unit} nêu vướng mắc{about}", "Thông báo"),
        ),
        Step(
            "guide", "answered", OPEN_DIFFICULTY, DifficultyStatus.GUIDED, "Hướng dẫn, trả lời đơn vị", DifficultyRight.ANSWERS,
            "trả lời vướng mắc “{title}”: “{reason}”", icon="message", tone="doing", needs=_ANSWER, not_now=_CLOSED, sets=("answered",),
            keeps="answer", news=News("Trung tâm trả lời vướng mắc {about}", DifficultyStatus.GUIDED.label),
        ),
        Step(
            "escalate", "answered", OPEN_DIFFICULTY, DifficultyStatus.ESCALATED, "Trình UBND Tỉnh chỉ đạo", DifficultyRight.ANSWERS,
            "trình UBND Tỉnh về vướng mắc “{title}”: “{reason}”", icon="message", tone="doing", needs=_ANSWER, not_now=_CLOSED,
            sets=("answered",), keeps="answer",
            news=News("Trung tâm trình UBND Tỉnh về vướng mắc {about}", DifficultyStatus.ESCALATED.label),
        ),
        Step(
            "close", "closed", OPEN_DIFFICULTY, DifficultyStatus.RESOLVED, "Xác nhận đã giải quyết", DifficultyRight.CLOSES,
            "xác nhận đã giải quyết vướng mắc “{title}”{said}", icon="circle-check", tone="done", not_now=_CLOSED, sets=("closed",),
        ),
    ),
)  # fmt: skip
