"""What one run of the post met, and what follows from it: for a letter, or for the server as a whole."""

import smtplib
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone

from notifications import server
from notifications.leaving import Bundle
from notifications.workflow import MessageStatus

REFUSALS_ENOUGH = 5
"""So many letters refused one after the other and none taken: no more are tried now."""
SERVICE_CLOSES = 421


@dataclass
class Refused:
    """A letter that the mail server refused, for good or for the time being."""

    bundle: Bundle
    address: str
    error: Exception

    @property
    def is_final(self) -> bool:
        """Whether trying again is useless: the server will refuse this address or this mail the same way."""
        return all(500 <= code < 600 for code in codes_of(self.error))


@dataclass
class Batch:
    """The letters of one run and the server's answers. ``settle`` has to be called at the end, whatever happened: until then every
    refused letter stays claimed by this worker.
    """

    taken: int = 0
    accepted: int = 0
    refused: list[Refused] = field(default_factory=list)
    put_back: list[Bundle] = field(default_factory=list)
    broken: str = ""

    @property
    def is_over(self) -> bool:
        return bool(self.broken) or (not self.accepted and len(self.refused) >= REFUSALS_ENOUGH)

    @property
    def refuses_all(self) -> bool:
        """Nobody was accepted and several addresses were refused: it is the server, not the addresses."""
        return not self.accepted and len({one.address for one in self.refused}) > 1

    def settle(self) -> None:
        """One refused address is that letter's end; a server that takes nobody's mail is waited for."""
        if self.accepted:
            server.accepted()
        words = self.broken or (f"{words_of(self.refused[-1].error)} Máy chủ từ chối mọi thư." if self.refuses_all else "")
        pause = server.failed(words) if words else None
        for one in self.refused:
            if one.is_final and not self.refuses_all:
                one.bundle.note(status=MessageStatus.FAILED, error=words_of(one.error))
            else:
                _wait(one.bundle, words_of(one.error), pause or server.pause_after(one.bundle.carrier.attempts))
        for bundle in self.put_back:
            _wait(bundle, self.broken, pause or timedelta(0))
        if words:
            server.give_up()


def _wait(bundle: Bundle, why: str, pause: timedelta) -> None:
    if bundle.waited_out():
        bundle.note(status=MessageStatus.FAILED, error=f"{why} {server.waited_words()}")
    else:
        bundle.note(status=MessageStatus.PENDING, error=why, next_try_at=timezone.now() + pause)


def codes_of(error: Exception) -> list[int]:
    """The SMTP codes with which the server answered this letter; none where the failure was not about this letter."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return [code for code, _ in error.recipients.values()]
    return [error.smtp_code] if isinstance(error, smtplib.SMTPDataError) else []


def is_refusal(error: Exception) -> bool:
    """Whether a failure is about this letter alone (its address or its content). A refused sender, log-in or greeting and a service that is
    closing are about the server as a whole."""
    codes = codes_of(error)
    return bool(codes) and SERVICE_CLOSES not in codes


def words_of(error: Exception) -> str:
    """The failure in words for the book of mails; the server's full answer is in the log."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return f"Máy chủ thư không nhận địa chỉ này: {codes_of(error)[0]}."
    if isinstance(error, smtplib.SMTPSenderRefused):
        return f"Máy chủ thư không nhận địa chỉ gửi của cổng, mã {error.smtp_code}."
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return f"Máy chủ thư không nhận tên hoặc mật khẩu của cổng, mã {error.smtp_code}."
    if isinstance(error, smtplib.SMTPResponseException):
        return f"Máy chủ thư từ chối, mã {error.smtp_code}."
    if isinstance(error, TimeoutError):
        return "Máy chủ thư không trả lời."
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return "Máy chủ thư ngắt kết nối hoặc không trả lời."
    if isinstance(error, smtplib.SMTPException | ConnectionError):
        return "Không nối được với máy chủ thư."
    return "Không nối được với máy chủ thư, hoặc không ghi được thư ra đĩa."
