"""Without a mail server: each mail is a file, and the Centre reads it on the page "Sổ nhắc việc"."""

import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


def forget_kept_mails(*, before: datetime) -> int:
    """Files of mails that were kept, by the machine's clock; returns how many."""
    old = [path for path in Path(settings.KEPT_MAIL_DIR).glob("*") if path.is_file() and path.stat().st_mtime < before.timestamp()]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


class KeepInFolder(BaseEmailBackend):
    """One ``.eml`` a mail in ``settings.KEPT_MAIL_DIR``, named by its Message-ID: written twice it is still one. Replaced as a whole."""

    keeps = True

    def __init__(self, fail_silently: bool = False, **_: Any) -> None:
        super().__init__(fail_silently=fail_silently)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.KEPT_MAIL_DIR)
        folder.mkdir(parents=True, exist_ok=True)
        for letter in email_messages:
            message = letter.message()
            name = re.sub(r"[^A-Za-z0-9.-]", "", str(message["Message-ID"]).partition("@")[0]) or "thu"
            half = folder / f".{name}.part"
            half.write_bytes(message.as_bytes())
            half.replace(folder / f"{name}.eml")
        return len(email_messages)
