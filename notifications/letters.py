"""What is told, as mail: subject, text and HTML of one ``Told``, so the letter that is looked at is the letter that is sent."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from notifications.models import OutboundMessage
from notifications.registry import LetterLine, Told
from notifications.workflow import MessageKind
from units.models import Unit

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


def subject_of(told_title: str, kind: str, unit: Unit | None) -> str:
    """Result first: '[Nhắc việc] UBND huyện Cao Lãnh: 1 nội dung quá hạn'. One line, whatever the title holds."""
    mark = "Nhắc việc" if kind == MessageKind.DIGEST else "Thông báo"
    to = f"{unit.qualified_name}: " if unit else ""
    return " ".join(f"[{mark}] {to}{told_title}".split())


def letter_of(told: Told, kind: str, unit: Unit | None) -> Letter:
    """``unit`` (with its area) is for whom it is told."""
    rows = [
        {"line": line, "url": absolute(line.path), "ink": COLOURS[line.tone][0], "ground": COLOURS[line.tone][1]} for line in told.lines
    ]
    subject = subject_of(told.title, kind, unit)
    context = {
        "told": told,
        "greeting": unit.qualified_name if unit else "",
        "subject": subject,
        "rows": rows,
        "url": absolute(told.path),
        "inbox_url": absolute("/thong-bao/"),
    }
    text = render_to_string("emails/message.txt", context)
    return Letter(subject, text.strip() + "\n", render_to_string("emails/message.html", context))


def record_of(message: OutboundMessage) -> Told:
    """What the portal told when the message was stored."""
    lines = tuple(
        LetterLine(line.topic, line.urgency, line.headline, line.title, line.path, line.tone, line.note, line.detail)
        for line in message.lines.all()
    )
    return Told(message.title, message.path, message.action, lines, message.intro, message.closing)


def email_of(message: OutboundMessage, letter: Letter, address: str) -> EmailMultiAlternatives:
    """Ready to be sent. The Message-ID is the message's own: a mailbox that got it twice can tell."""
    host = urlsplit(settings.PORTAL_URL).hostname or "localhost"
    email = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.text,
        to=[address],
        headers={"Message-ID": f"<{message.day:%Y-%m-%d}.{message.pk}@{host}>", "Auto-Submitted": "auto-generated"},
    )
    email.attach_alternative(letter.html, "text/html")
    return email
