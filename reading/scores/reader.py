"""From a file to checked scores. No message repeats a name."""

from datetime import date
from pathlib import PurePath

from reading.files.workbook import read_workbook
from reading.scores.checks import CheckedScores, check_scores
from reading.scores.columns import SCORES
from reading.tables.choices import Choices
from reading.tables.reader import TableKind, read_tables
from units.matching import Books

TABLE = TableKind(
    columns=SCORES,
    check=check_scores,
    missing="Không thấy bảng điểm trong tệp này. Cần một dòng tiêu đề, ví dụ “STT”, “Họ và tên”, “Chức vụ”, “Đơn vị”, “Điểm”; "
    "có nhiều cột điểm thì phải có cột “Tổng”.",
    empty="Bảng điểm chưa có dòng nào dưới tiêu đề. Kiểm tra lại tệp rồi tải lên.",
)


def neutral_name(name: str) -> str:
    """What a score file is called in refusals: its kind alone, since people put names into file names."""
    return f"bảng điểm{PurePath(name.lower()).suffix[:6]}"


def read_scores(
    content: bytes, name: str, *, books: Books, choices: Choices | None = None, on: date | None = None, year: int | None = None
) -> CheckedScores:
    """Raises ``FileRefused`` with a code of docs/reading.md. ``on``, ``year``: the time of the dispatch, for a table that states none."""
    name = neutral_name(name)
    return read_tables(read_workbook(content, name), name, TABLE, choices or Choices(), books=books, on=on, year=year)
