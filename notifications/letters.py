"""A message as mail: subject, text and HTML from the same stored lines, so what the Centre reads is what was sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from notifications.models import MessageLine, OutboundMessage
from notifications.workflow import MessageKind

COLOURS = {"late": ("#a01520", "#fce8e7"), "soon": ("#6d4c00", "#fff3d1"), "": ("#0b4f62", "#eef4f5")}


@dataclass(frozen=True)
class Letter:
    """What arrives in the person's post."""

    subject: str
    text: str
    html: str


def absolute(path: str) -> str:
    """The address of a page as a mail must name it."""
    return settings.PORTAL_URL.rstrip("/") + path


def subject_of(message: OutboundMessage) -> str:
    """Result first: '[Nhắc việc] UBND huyện Cao Lãnh: 1 nội dung quá hạn'. One line, whatever the title holds."""
    mark = "Nhắc việc" if message.kind == MessageKind.DIGEST else "Thông báo"
    return " ".join(f"[{mark}] {message.greeting}: {message.title}".split())


def letter_of(message: OutboundMessage, lines: Iterable[MessageLine] | None = None) -> Letter:
    """``lines`` where the message is not stored (a preview); else its own."""
    shown = [
        {"line": line, "url": absolute(line.path), "ink": COLOURS[line.tone][0], "ground": COLOURS[line.tone][1]}
        for line in (lines if lines is not None else message.lines.all())
    ]
    context = {
        "message": message,
        "subject": subject_of(message),
        "rows": shown,
        "url": absolute(message.path),
        "inbox_url": absolute("/thong-bao/"),
        "is_digest": message.kind == MessageKind.DIGEST,
    }
    text = render_to_string("emails/message.txt", context)
    return Letter(context["subject"], text.strip() + "\n", render_to_string("emails/message.html", context))  # type: ignore[arg-type]


def email_of(message: OutboundMessage) -> EmailMultiAlternatives:
    """Ready to be sent. The Message-ID is the message's own: a mailbox that got it twice can tell."""
    letter = letter_of(message)
    host = urlsplit(settings.PORTAL_URL).hostname or "localhost"
    email = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.text,
        to=[message.address],
        headers={"Message-ID": f"<{message.day:%Y-%m-%d}.{message.pk}@{host}>", "Auto-Submitted": "auto-generated"},
    )
    email.attach_alternative(letter.html, "text/html")
    return email
