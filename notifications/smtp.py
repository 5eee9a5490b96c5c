"""Mail by SMTP, with a call (``before_end``) at the one moment that matters: the server has the whole mail except the line that ends it.

RFC 5321, 4.1.1.4: a server that never gets the line with the single dot must not deliver. So a worker lost before ``before_end`` has sent
nothing, and one lost after it has at most the instant until the answer in which nobody knows.
"""

import re
import smtplib
import time
from collections.abc import Callable
from typing import Any

from django.core.mail.backends.smtp import EmailBackend

SHORTEST = 0.1
_LONE_END = re.compile(rb"(?:\r\n|\n|\r(?!\n))")


class _Careful:
    """Mixed into smtplib's classes: ``data`` in two steps."""

    before_end: Callable[[], None] | None = None
    ends: float | None = None

    def getreply(self: Any) -> tuple[int, bytes]:
        """As smtplib does it; all answers to one letter together have its seconds, however slowly each of them comes."""
        if self.ends is not None and self.sock is not None:
            self.sock.settimeout(max(min(self.timeout, self.ends - time.monotonic()), SHORTEST))
        reply: tuple[int, bytes] = super().getreply()  # type: ignore[misc]
        return reply

    def data(self: Any, msg: Any) -> tuple[int, bytes]:
        """As smtplib does it, but the dot that makes the mail count is sent after ``before_end``."""
        self.putcmd("data")
        code, answer = self.getreply()
        if code != 354:
            raise smtplib.SMTPDataError(code, answer)
        content = msg.encode("ascii") if isinstance(msg, str) else msg
        content = _LONE_END.sub(b"\r\n", content)
        content = re.sub(rb"(?m)^\.", b"..", content)
        self.send(content if content.endswith(b"\r\n") else content + b"\r\n")
        try:
            if self.before_end is not None:
                self.before_end()
        except BaseException:
            self.close()  # without the dot: the server forgets what it got
            raise
        self.send(b".\r\n")
        reply: tuple[int, bytes] = self.getreply()
        return reply


class _Plain(_Careful, smtplib.SMTP):
    pass


class _Secure(_Careful, smtplib.SMTP_SSL):
    pass


class CarefulBackend(EmailBackend):
    """Django's backend over the careful connection. ``notifications.delivery`` begins each letter."""

    def begin_letter(self, before_end: Callable[[], None], *, seconds: float) -> None:
        """``before_end`` is called when only the end of this letter is missing; the server has so many seconds for all of it."""
        if self.connection is not None:
            self.connection.before_end = before_end  # type: ignore[attr-defined]
            self.connection.ends = time.monotonic() + seconds  # type: ignore[attr-defined]

    @property
    def connection_class(self) -> Any:
        return _Secure if self.use_ssl else _Plain
