"""What was opened and yet is no dispatch that can be read: each reason in its own sentence, with the way on."""

import re

from common.errors import FileRefused
from reading.dispatch.structure import Structure
from reading.files.content import Document

MOST_POINTS = 600  # five times the longest plan that was met: nobody looks through more on one page
_FEWEST_WORDS = 20  # fewer say nothing about a language; a scan holds a line or two at most
_EVERYDAY = re.compile(r"\b(?:và|của|các|được|ngày|tháng|thực hiện|nhân dân|huyện|trước)\b", re.I)  # words of every official text
_BY_HAND = "hoặc bấm “Nhập tay” để tự ghi các điểm"


def refusal(document: Document, structure: Structure, name: str) -> FileRefused | None:
    """Why a document is not read, if it is not."""
    text = " ".join(document.paragraphs)
    words = len(text.split())
    if len(structure.nodes) > MOST_POINTS:
        return FileRefused(
            "file_too_large",
            f"Văn bản “{name}” có {len(structure.nodes)} điểm, quá nhiều để xem lại trên một trang (tối đa {MOST_POINTS}). "
            f"Tách riêng phần giao việc thành một tệp rồi tải lên, {_BY_HAND}.",
        )
    if not structure.nodes and words < _FEWEST_WORDS:
        return FileRefused(
            "no_points",
            f"Tệp “{name}” gần như không có chữ: có thể là bản quét hoặc ảnh chụp dán vào Word. "
            f"Tải lên bản Word gốc, dán chữ của văn bản, {_BY_HAND}.",
        )
    if words >= _FEWEST_WORDS and not _EVERYDAY.search(text):
        return FileRefused(
            "no_points", f"Văn bản “{name}” không viết bằng tiếng Việt có dấu nên cổng không đọc được. Tải lên bản tiếng Việt, {_BY_HAND}."
        )
    if not structure.nodes:
        return FileRefused(
            "no_points",
            f"Không tìm thấy điểm nào giao việc trong “{name}”. "
            f"Kiểm tra lại có đúng văn bản chỉ đạo không; đúng thì dán chữ của văn bản, {_BY_HAND}.",
        )
    return None
