"""The page of settings, what a new portal still lacks ("Bắt đầu"), and the log of who did what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from common import clock
from common.formats import vn_num
from common.models import AuditEvent
from common.paging import with_query
from common.text import clean
from directives.models import Directive
from notifications import server
from units.entries import Level, UnitKind
from units.models import Membership, Unit, User
from units.roles import WORKING_ROLES, Role

LOG_ROWS = 50
LOG_KINDS = {
    "": "Tất cả", "item": "Nội dung khắc phục", "directive": "Văn bản", "report": "Báo cáo", "difficulty": "Vướng mắc",
    "import": "Nhập kết quả kiểm tra", "unit": "Đơn vị", "user": "Tài khoản", "message": "Thư", "holiday": "Ngày nghỉ",
    "period": "Kỳ báo cáo", "group": "Nhóm yêu cầu",
}  # fmt: skip


@dataclass(frozen=True)
class FirstStep:
    """One thing that a new portal needs before its first dispatch; it ticks itself off."""

    done: bool
    title: str
    says: str
    url: str
    action: str


def first_steps(user: User) -> list[FirstStep]:
    """What an administrator of a new portal does, in its order."""
    units = Unit.objects.active_on(clock.today())
    communes = units.filter(kind=UnitKind.UBND, area__level=Level.COMMUNE).count()
    offices = units.filter(kind=UnitKind.DEPARTMENT).count()
    posts = Membership.objects.current().filter(user__is_active=True)
    centre = posts.filter(role=Role.CENTRE).count()
    waiting = Membership.objects.filter(role=Role.CENTRE, ended_on=None, user__is_active=True).count() - centre
    staffed = posts.filter(role__in=WORKING_ROLES).exclude(role=Role.CENTRE).values("unit").distinct().count()
    mail = server.state()
    issued = Directive.objects.visible_to(user).issued().exists()
    return [
        FirstStep(
            bool(communes), "Danh mục đơn vị",
            f"{vn_num(communes)} xã, phường và {vn_num(offices)} Sở đang hoạt động. Thiếu Sở, Bưu điện nào thì thêm, hoặc nhập bằng Excel.",
            reverse("unit_list"), "Xem danh mục đơn vị",
        ),
        FirstStep(
            bool(centre and staffed), "Tài khoản",
            f"{vn_num(centre)} cán bộ theo dõi của Trung tâm, {vn_num(staffed)} đơn vị khác có người"
            f"{f'; {vn_num(waiting)} tài khoản Trung tâm chờ xác nhận' if waiting else ''}. Nhập bằng Excel rồi in phiếu.",
            reverse("account_list_import"), "Thêm tài khoản",
        ),
        FirstStep(
            mail.has_server and mail.last_success is not None and not mail.is_down, "Gửi thư",
            _mail_words(mail), reverse("user_edit", args=[user.pk]), "Ghi địa chỉ thư của mình",
        ),
        FirstStep(
            issued, "Văn bản đầu tiên",
            "Cán bộ theo dõi của Trung tâm tải văn bản lên, xem lại rồi giao việc.", reverse("directive_list"), "Xem văn bản chỉ đạo",
        ),
    ]  # fmt: skip


def _mail_words(mail: server.PostState) -> str:
    if not mail.has_server:
        return "Chưa đặt máy chủ thư (EMAIL_URL): lời nhắc chỉ đọc được trên cổng. Xem hướng dẫn quản trị, mục Chạy thật."
    if mail.is_down:
        return f"Máy chủ thư chưa nhận thư: {mail.error}"
    return "Máy chủ thư đã nhận thư." if mail.last_success else "Đã đặt máy chủ thư; xong khi thư đầu tiên đi được."


@dataclass(frozen=True)
class LogPage:
    q: str
    kind: str
    events: Sequence[AuditEvent]
    older_url: str

    kinds = LOG_KINDS


def log_page(params: Mapping[str, str]) -> LogPage:
    """One page of the log, newest first: ``q`` words, ``loai`` a kind of ``LOG_KINDS``, ``truoc`` the number of the event before it."""
    words, kind, before = clean(params.get("q", ""))[:100], params.get("loai", ""), params.get("truoc", "")
    kind = kind if kind in LOG_KINDS else ""
    events = AuditEvent.objects.order_by("-id")
    if kind:
        events = events.filter(subject_kind__startswith=kind)
    for word in words.split():
        events = events.filter(
            Q(text__icontains=word) | Q(actor_name__icontains=word) | Q(unit_name__icontains=word) | Q(subject_label__icontains=word)
        )
    if before.isdecimal() and len(before) < 16:
        events = events.filter(pk__lt=int(before))
    rows = list(events[: LOG_ROWS + 1])
    more = {"q": words, "loai": kind, "truoc": str(rows[LOG_ROWS - 1].pk)} if len(rows) > LOG_ROWS else None
    return LogPage(words, kind, rows[:LOG_ROWS], with_query(reverse("audit_log"), more) if more else "")
