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
from notifications.letters import subject_of
from notifications.models import MessageLine, OutboundMessage
from notifications.querysets import MessageQuerySet
from notifications.workflow import TROUBLED, UNDER_WAY, MessageKind, MessageStatus
from units.models import User

INBOX_SIZE = 15
POST_SIZE = 50
LINES_SHOWN = 4
ICONS = {MessageKind.DIGEST: "clock", MessageKind.NOTICE: "message"}
TABS = {
    "": ("Tất cả", Q()),
    "chua-doc": ("Chưa đọc", Q(read_at=None)),
    "nhac-viec": (MessageKind.DIGEST.label, Q(kind=MessageKind.DIGEST)),
    "trao-doi": (MessageKind.NOTICE.label, Q(kind=MessageKind.NOTICE)),
}
# Tone and icon of a state of the mail, for tags.
STATUS_MARKS: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(UNDER_WAY, ("wait", "hourglass")),
    **dict.fromkeys(TROUBLED, ("late", "alert-octagon")),
    MessageStatus.SENT: ("done", "circle-check"),
    MessageStatus.KEPT: ("todo", "file"),
    MessageStatus.INBOX: ("todo", "bell"),
}


@dataclass(frozen=True)
class InboxRow:
    """One message as it is read on the portal."""

    pk: int
    icon: str
    title: str
    path: str
    made_at: datetime
    unread: bool
    text: str
    lines: list[MessageLine]
    more: list[MessageLine]


def inbox_page(user: User, params: QueryDict) -> dict[str, Any]:
    """One page of a person's own messages, newest first."""
    mine = OutboundMessage.objects.of(user)
    counts = _counts(mine, {key: condition for key, (_, condition) in TABS.items()})
    tab = params.get("xem", "")
    tab = tab if tab in TABS else ""
    page = _page(mine.filter(TABS[tab][1]).prefetch_related("lines"), params, INBOX_SIZE, counts[tab])
    address = reverse("inbox")
    return {
        "rows": [_inbox_row(message) for message in page],
        "tabs": [
            {"label": label, "url": f"{address}?xem={key}" if key else address, "count": counts[key], "current": key == tab}
            for key, (label, _) in TABS.items()
        ],
        "tab": tab,
        "unread": counts["chua-doc"],
        "any": counts[""] > 0,
        "address": user.email,
        "pager": pager_of(page, reverse("inbox"), "thông báo", {"xem": tab}),
    }


def _inbox_row(message: OutboundMessage) -> InboxRow:
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
        unread=message.read_at is None,
        text=text,
        lines=listed[:LINES_SHOWN],
        more=listed[LINES_SHOWN:],
    )


def post_page(params: QueryDict) -> dict[str, Any]:
    """The book of mails: who was sent what when, what waits, what needs a person."""
    everything = OutboundMessage.objects.all()
    day = _day(params.get("ngay", ""))
    chosen = everything.on_day(day) if day else everything
    conditions = {"": Q(), "cho": Q(status__in=UNDER_WAY), "loi": Q(status__in=TROUBLED), "tren-cong": Q(status=MessageStatus.INBOX)}
    labels = {"": "Tất cả", "cho": "Đang chờ gửi", "loi": "Cần xem lại", "tren-cong": "Chỉ báo trên cổng"}
    counts = _counts(chosen, conditions)
    tab = params.get("xem", "")
    tab = tab if tab in conditions else ""
    page = _page(chosen.filter(conditions[tab]).select_related("recipient"), params, POST_SIZE, counts[tab])
    kept = {"ngay": day.isoformat() if day else ""}
    return {
        "rows": [{"message": message, "status": status_mark(message)} for message in page],
        "tabs": [
            {"label": label, "url": with_query(reverse("mail_list"), {"xem": key, **kept}), "count": counts[key], "current": key == tab}
            for key, label in labels.items()
        ],
        "day": day,
        "any": counts[""] > 0,
        "has_server": has_server(),
        "pager": pager_of(page, reverse("mail_list"), "thư và thông báo", {"xem": tab, **kept}),
    }


def mail_page(message: OutboundMessage) -> dict[str, Any]:
    """One message as the mail that it is (or would be, where there is no mail server or no address)."""
    return {
        "message": message,
        "subject": subject_of(message),
        "status": status_mark(message),
        "can_retry": message.status in TROUBLED,
        "has_server": has_server(),
    }


def post_figures() -> dict[str, int]:
    """What waits for the mail server, and what needs a person."""
    return _counts(OutboundMessage.objects.all(), {"waiting": Q(status__in=UNDER_WAY), "troubled": Q(status__in=TROUBLED)})


def has_server() -> bool:
    """Whether mails leave the portal at all."""
    return bool(settings.EMAIL_URL)


def status_mark(message: OutboundMessage) -> dict[str, str]:
    tone, icon = STATUS_MARKS[message.status]
    return {"tone": tone, "icon": icon, "label": message.get_status_display()}


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
