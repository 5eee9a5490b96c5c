"""What the inbox and the book of mails show, in plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.paginator import Page
from django.db.models import Count, Q
from django.http import QueryDict
from django.urls import reverse

from common.paging import CountedPaginator, pager_of, with_query
from notifications import delivery, registry
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


def inbox_page(user: User, params: QueryDict) -> dict[str, Any]:
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
    return {
        "rows": [_inbox_row(message, user) for message in page],
        "tabs": [
            {"label": label, "url": f"{address}?xem={key}" if key else address, "count": counts[key], "current": key == tab}
            for key, (label, _) in shown.items()
        ],
        "tab": tab,
        "unread": counts[UNREAD],
        "habits": registry.habits(),
        "any": counts[""] > 0,
        "address": user.email,
        "pager": pager_of(page, reverse("inbox"), "thông báo", {"xem": tab}),
    }


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


def post_page(params: QueryDict) -> dict[str, Any]:
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
    post = delivery.state()
    counts = _counts(chosen, conditions)
    tab = params.get("xem", "")
    tab = tab if tab in conditions else ""
    rows = chosen.filter(conditions[tab]).select_related("recipient", "unit__area__parent")
    page = _page(rows, params, POST_SIZE, counts[tab])
    kept = {"ngay": day.isoformat() if day else ""}
    return {
        "rows": [{"message": message, "status": status_mark(message, post), "address": address_of(message)} for message in page],
        "tabs": [
            {"label": label, "url": with_query(reverse("mail_list"), {"xem": key, **kept}), "count": counts[key], "current": key == tab}
            for key, label in labels.items()
        ],
        "day": day,
        "any": counts[""] > 0,
        **post_context(post, "mail_list"),
        "pager": pager_of(page, reverse("mail_list"), "thư và thông báo", {"xem": tab, **kept}),
    }


def mail_page(message: OutboundMessage) -> dict[str, Any]:
    """One message as the mail that left, or as it would leave now, or (on the portal alone) as it was told there."""
    post = delivery.state()
    letter, why_not = _letter(message)
    return {
        "message": message,
        "letter": letter,
        "subject": letter.subject,
        "why_not": why_not,
        "address": address_of(message),
        "status": status_mark(message, post),
        "can_retry": message.status in TROUBLED,
        "error_tone": "late" if message.status in TROUBLED else "info",
        **post_context(post, "mail_list"),
    }


def _letter(message: OutboundMessage) -> tuple[Letter, str]:
    """The letter, and why it would not leave as things are."""
    told = letter_of(record_of(message), message.kind, message.unit)
    if message.sent_text and message.status in LEFT:
        return Letter(message.sent_subject, message.sent_text, ""), ""
    if message.status not in TO_LEAVE:
        return told, ""
    leaving_now = letter_for([message])
    return (leaving_now.letter, "") if isinstance(leaving_now, Leaving) else (told, leaving_now.why)


def post_context(post: PostState, here: str) -> dict[str, Any]:
    """For ``notifications/post_state.html``: how mail is doing; ``here`` is the page to which "Gửi lại tất cả" comes back."""
    return {"post": post, "wait_days": settings.MAIL_WAIT_WORKING_DAYS, "here": here}


def address_of(message: OutboundMessage) -> str:
    """Where it went; while it waits, where it would go now."""
    if message.status in LEFT:
        return message.address
    return "" if message.status == MessageStatus.INBOX else message.recipient.email


def status_mark(message: OutboundMessage, post: PostState) -> dict[str, str]:
    """The state of the mail, for a tag; what waits says for what."""
    tone, icon = STATUS_MARKS[message.status]
    waits = message.status == MessageStatus.PENDING and post.is_down
    return {"tone": tone, "icon": icon, "label": "Đang chờ máy chủ thư" if waits else message.get_status_display()}


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
