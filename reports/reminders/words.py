"""The words of reminders: what is due when, and "yêu cầu" or "đề nghị" as the dispatch gave the work.

UBND Tỉnh directs its own units and requests the post company (dispatch, points 1 and 2), so a post office is always requested.
"""

from collections.abc import Sequence
from datetime import date

from common.formats import vn_date
from common.vocabulary import due_state
from directives.models import Point
from reports.reminders import schedule

SHORT_LIST = 2


def headline(due_on: date, today: date) -> tuple[str, str]:
    """('Còn 6 ngày', 'soon'), ('Còn 14 ngày', ''), ('Quá hạn 3 ngày', 'late'): words and tone of ``common.vocabulary``."""
    state = due_state(due_on, today, "doing")
    return (state.label, state.tone) if state else ("", "")


def asks(modality: str, *, is_post: bool) -> str:
    """The verb with which the unit is addressed."""
    return "Đề nghị" if is_post or modality == Point.Modality.REQUEST else "Yêu cầu"


def item_sentence(verb: str, due_on: date, today: date) -> str:
    """The sentence that tells of one item and its date."""
    if due_on < today:
        return f"{verb} hoàn thành ngay và cập nhật kết quả; hạn là ngày {vn_date(due_on)}."
    return f"{verb} hoàn thành chậm nhất ngày {vn_date(due_on)}."


def report_sentence(verb: str, period: str, due_on: date, today: date, *, returned: bool, closed: bool = False) -> str:
    """The dated phrase of one report. ``closed``: the period is locked, so that nothing can be handed in until the Centre opens it."""
    if closed:
        return f"{verb} gọi Trung tâm để được mở lại rồi nộp báo cáo {period}; hạn là ngày {vn_date(due_on)}, kỳ báo cáo đã khóa."
    act = "bổ sung và nộp lại" if returned else "nộp"
    if due_on < today:
        return f"{verb} {act} báo cáo {period} ngay; hạn là ngày {vn_date(due_on)}."
    return f"{verb} {act} báo cáo {period} chậm nhất ngày {vn_date(due_on)}."


def escalation_sentence(unit: str, *, is_post: bool) -> str:
    """To the superior of the unit that answers for it."""
    return f"{'Đề nghị đôn đốc' if is_post else 'Kính báo để chỉ đạo, đôn đốc'} {unit}."


def due_note(due_on: date, source: str = "") -> str:
    """'hạn 16/03/2021, theo Phụ lục'; the Centre keeps its capital."""
    if source and not source.startswith("Trung tâm"):
        source = _lower(source)
    return f"hạn {vn_date(due_on)}" + (f", {source}" if source else "")


def digest_title(lines: Sequence[tuple[str, str, bool]]) -> str:
    """Result first. ``lines``: (code or name, headline, is it a report), most urgent first."""
    if len(lines) <= SHORT_LIST:
        said = "; ".join(f"{name} {_lower(head)}" for name, head, _ in lines)
        return said[:1].upper() + said[1:]
    parts = []
    for is_report, noun in ((False, "nội dung"), (True, "báo cáo")):
        late = sum(head.startswith("Quá hạn") for _, head, report in lines if report == is_report)
        open_ = sum(not head.startswith("Quá hạn") for _, head, report in lines if report == is_report)
        parts += [f"{late} {noun} quá hạn"] if late else []
        parts += [f"{open_} {noun} còn trong hạn"] if open_ else []
    return ", ".join(parts)


def digest_intro(day: date, count: int, *, only_copies: bool, verb: str) -> str:
    """What the letter is about and what is asked of the reader."""
    if only_copies:
        told = f"Đến ngày {vn_date(day)}, các đơn vị cấp dưới còn {count} việc quá hạn từ {schedule.STAGES.escalate_from} ngày dưới đây."
        return f"{told} Thư này chép cấp trên để chỉ đạo, đôn đốc."
    return (
        f"Đến ngày {vn_date(day)}, đơn vị còn {count} việc dưới đây đến mốc nhắc. "
        f"{verb} cập nhật tiến độ, hoặc nêu khó khăn để Trung tâm hướng dẫn."
    )


CLOSING = "Nếu đã làm xong mà chưa cập nhật, anh/chị chỉ cần vào nội dung, chọn “Đã xong” và đính kèm ảnh."


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
