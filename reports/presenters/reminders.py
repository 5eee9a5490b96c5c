"""Reminders of a day: as the document that ``send_reminders`` prints, and as text for a terminal."""

from typing import Any

from common.formats import vn_date
from reports.reminders.sending import ALREADY_QUEUED, CAPPED, NO_RECIPIENT, QUEUED, SUPPRESSED_HOLIDAY, Outcome, Sent

STATUS_WORDS = {
    QUEUED: "Gửi",
    ALREADY_QUEUED: "Đã gửi trước đó",
    NO_RECIPIENT: "Đơn vị chưa có người nhận",
    SUPPRESSED_HOLIDAY: "Ngày nghỉ: chuyển sang ngày làm việc",
    CAPPED: "Để lần sau",
}


def as_document(sent: Sent) -> dict[str, Any]:
    """The JSON of ``send_reminders``."""
    return {"on": sent.on.isoformat(), "reminders": [_row(outcome) for outcome in sent.outcomes]}


def _row(outcome: Outcome) -> dict[str, Any]:
    one = outcome.reminder
    return {
        "kind": one.kind.value,
        "unit": one.unit.code,
        "subject": one.subject,
        "due_on": one.due_on.isoformat(),
        "offset": one.stage.offset,
        "days_left": one.days_left,
        "working_days_left": one.working_days_left,
        "recipients": sorted(person.address for person in one.people if person.address),
        "status": outcome.status,
    }


def as_text(sent: Sent) -> str:
    """One line a reminder, in the words of the letter; the counts last."""
    lines = [f"Nhắc việc ngày {vn_date(sent.on)}" + ("" if sent.works else " (ngày nghỉ, không gửi)")]
    for outcome in sent.outcomes:
        one = outcome.reminder
        lines.append(f"  {one.line.headline:<18} {one.unit.qualified_name}: {one.line.title} – {STATUS_WORDS[outcome.status]}")
    counts = sent.counts()
    lines.append(
        "; ".join(f"{words}: {counts[status]}" for status, words in STATUS_WORDS.items() if status in counts) or "Không có mốc nhắc nào."
    )
    return "\n".join(lines)


def sent_words(sent: Sent) -> str:
    """What came of sending by hand, in a sentence."""
    if not sent.works:
        return "Hôm nay là ngày nghỉ nên không gửi. Các mốc đã chuyển sang ngày làm việc."
    if not sent.digests:
        return "Không có thư nào mới để gửi: các mốc của hôm nay đã gửi, hoặc không có ai nhận."
    mails = sum(draft.mail for draft in sent.digests)
    left = sent.counts().get(CAPPED, 0)
    later = f" {left} lời nhắc bỏ chọn chưa gửi; đợt tự động tiếp theo vẫn gửi." if left else ""
    return f"Đã xếp {mails} thư vào hàng gửi và báo cho {len(sent.digests)} người trên cổng.{later}"
