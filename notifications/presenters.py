"""What the inbox and the book of mails show, in plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.core.paginator import Page
from django.db.models import Count, Q
from django.http import QueryDict
from django.urls import reverse

from common.page_parts import Chip, Pager
from common.paging import CountedPaginator, pager_of, with_query
from common.vocabulary import State
from notifications import registry, server
from notifications.leaving import Leaving, letter_for
from notifications.letters import Letter, letter_of, record_of
from notifications.models import MessageLine, OutboundMessage
from notifications.querysets import MessageQuerySet
from notifications.server import PostState
from notifications.workflow import LEFT, TO_LEAVE, TROUBLED, UNDER_WAY, MessageKind, MessageStatus
from units.models import User

INBOX_SIZE = 15
POST_SIZE = 50
LINES_SHOWN = 4
ICONS = {MessageKind.DIGEST: "clock", MessageKind.NOTICE: "message"}
UNREAD = "chua-doc"
# Tone and icon of a state of the mail, for tags.
STATUS_MARKS: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(UNDER_WAY, ("wait", "hourglass")),
    **dict.fromkeys(TROUBLED, ("late", "alert-octagon")),
    MessageStatus.SENT: ("done", "circle-check"),
    MessageStatus.KEPT: ("todo", "file"),
    MessageStatus.INBOX: ("todo", "bell"),
    MessageStatus.DROPPED: ("todo", "x"),
}


@dataclass(frozen=True)
class InboxRow:
    """One message as it is read on the portal. ``former``: the unit for which it was told, where the person works elsewhere now."""

    pk: int
    icon: str
    title: str
    path: str
    made_at: datetime
    unread: bool
    text: str
    lines: list[MessageLine]
    more: list[MessageLine]
    former: str


@dataclass(frozen=True)
class InboxPage:
    """``any``: there is a message at all, shown or not; ``address``: where mails go, "" for nowhere."""

    rows: list[InboxRow]
    tabs: list[Chip]
    unread: int
    habits: Sequence[str]
    any: bool
    address: str
    pager: Pager


def inbox_page(user: User, params: QueryDict) -> InboxPage:
    """One page of a person's own messages, newest first."""
    mine = OutboundMessage.objects.of(user)
    own = Q(unit=None) | Q(unit=user.unit)
    shown = {
        "": ("Tất cả", Q()),
        UNREAD: ("Chưa đọc", own & Q(read_at=None)),
        "nhac-viec": (MessageKind.DIGEST.label, Q(kind=MessageKind.DIGEST)),
        "trao-doi": (MessageKind.NOTICE.label, Q(kind=MessageKind.NOTICE)),
    }
    counts = _counts(mine, {key: condition for key, (_, condition) in shown.items()})
    tab = params.get("xem", "")
    tab = tab if tab in shown else ""
    rows = mine.filter(shown[tab][1]).select_related("unit__area__parent").prefetch_related("lines")
    page = _page(rows, params, INBOX_SIZE, counts[tab])
    address = reverse("inbox")
    return InboxPage(
        rows=[_inbox_row(message, user) for message in page],
        tabs=[Chip(label, with_query(address, {"xem": key}), key == tab, counts[key]) for key, (label, _) in shown.items()],
        unread=counts[UNREAD],
        habits=registry.habits(),
        any=counts[""] > 0,
        address=user.email,
        pager=pager_of(page, address, "thông báo", {"xem": tab}),
    )


def _inbox_row(message: OutboundMessage, user: User) -> InboxRow:
    former = message.unit.qualified_name if message.unit and message.unit != user.unit else ""
    lines = list(message.lines.all())
    own = message.kind == MessageKind.DIGEST
    title = (
        f"Nhắc việc: {message.title[:1].lower() + message.title[1:] if message.title[:1] == 'B' else message.title}"
        if own
        else message.title
    )
    late = any(line.tone == "late" for line in lines)
    listed = lines if own and len(lines) > 1 else []
    text = "" if listed or not lines else f"{lines[0].title}: {lines[0].note}" if own else lines[0].detail
    return InboxRow(
        pk=message.pk,
        icon="alert-octagon" if late else ICONS[MessageKind(message.kind)],
        title=title,
        path=lines[0].path if len(lines) == 1 else message.path,
        made_at=message.made_at,
        unread=message.read_at is None and not former,
        text=text,
        lines=listed[:LINES_SHOWN],
        more=listed[LINES_SHOWN:],
        former=former,
    )


@dataclass(frozen=True)
class PostStanding:
    """How mail is doing (``notifications/post_state.html``); ``here`` is the page to which "Gửi lại tất cả" comes back."""

    state: PostState
    here: str

    @property
    def wait_days(self) -> int:
        days: int = settings.MAIL_WAIT_WORKING_DAYS
        return days


@dataclass(frozen=True)
class MailRow:
    message: OutboundMessage
    status: State
    address: str


@dataclass(frozen=True)
class PostPage:
    """``any``: there is a mail at all on this day, shown or not."""

    rows: list[MailRow]
    tabs: list[Chip]
    day: date | None
    any: bool
    standing: PostStanding
    pager: Pager


@dataclass(frozen=True)
class MailPage:
    """``why_not``: why nothing would leave now."""

    message: OutboundMessage
    letter: Letter
    why_not: str
    address: str
    status: State
    post: PostState

    @property
    def can_retry(self) -> bool:
        return self.message.status in TROUBLED

    @property
    def error_tone(self) -> str:
        return "late" if self.can_retry else "info"


def post_page(params: QueryDict) -> PostPage:
    """The book of mails: who was sent what when, what waits, what needs a person."""
    everything = OutboundMessage.objects.all()
    day = _day(params.get("ngay", ""))
    chosen = everything.on_day(day) if day else everything
    conditions = {
        "": Q(),
        "cho": Q(status__in=UNDER_WAY),
        "loi": Q(status__in=TROUBLED),
        "khong-gui": Q(status=MessageStatus.DROPPED),
        "tren-cong": Q(status=MessageStatus.INBOX),
    }
    labels = {"": "Tất cả", "cho": "Đang chờ gửi", "loi": "Cần xem lại", "khong-gui": "Không còn cần gửi", "tren-cong": "Chỉ báo trên cổng"}
    post = server.state()
    counts = _counts(chosen, conditions)
    tab = params.get("xem", "")
    tab = tab if tab in conditions else ""
    rows = chosen.filter(conditions[tab]).select_related("recipient", "unit__area__parent")
    page = _page(rows, params, POST_SIZE, counts[tab])
    kept = {"ngay": day.isoformat() if day else ""}
    address = reverse("mail_list")
    return PostPage(
        rows=[MailRow(message, status_mark(message, post), address_of(message)) for message in page],
        tabs=[Chip(label, with_query(address, {"xem": key, **kept}), key == tab, counts[key]) for key, label in labels.items()],
        day=day,
        any=counts[""] > 0,
        standing=PostStanding(post, "mail_list"),
        pager=pager_of(page, address, "thư và thông báo", {"xem": tab, **kept}),
    )


def mail_page(message: OutboundMessage) -> MailPage:
    """One message as the mail that left, or as it would leave now, or (on the portal alone) as it was told there."""
    post = server.state()
    letter, why_not = _letter(message)
    return MailPage(message, letter, why_not, address_of(message), status_mark(message, post), post)


def _letter(message: OutboundMessage) -> tuple[Letter, str]:
    """The letter, and why it would not leave as things are."""
    told = letter_of(record_of(message), message.kind, message.unit)
    if message.sent_text and message.status in LEFT:
        return Letter(message.sent_subject, message.sent_text, ""), ""
    if message.status not in TO_LEAVE:
        return told, ""
    leaving_now = letter_for([message])
    return (leaving_now.letter, "") if isinstance(leaving_now, Leaving) else (told, leaving_now.why)


def address_of(message: OutboundMessage) -> str:
    """Where it went; while it waits, where it would go now."""
    if message.status in LEFT:
        return message.address
    return "" if message.status == MessageStatus.INBOX else message.recipient.email


def status_mark(message: OutboundMessage, post: PostState) -> State:
    """The state of the mail, for a tag; what waits says for what."""
    tone, icon = STATUS_MARKS[message.status]
    waits = message.status == MessageStatus.PENDING and post.is_down
    return State(tone, icon, "Đang chờ máy chủ thư" if waits else message.get_status_display())


def _counts(rows: MessageQuerySet, conditions: Mapping[str, Q]) -> dict[str, int]:
    names = {f"n{place}": key for place, key in enumerate(conditions)}
    found = rows.order_by().aggregate(**{name: Count("pk", filter=conditions[key]) for name, key in names.items()})
    return {key: found[name] for name, key in names.items()}


def _page(rows: MessageQuerySet, params: QueryDict, size: int, count: int) -> Page[OutboundMessage]:
    return CountedPaginator(rows, size, count).get_page(params.get("trang"))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
