"""What a person may decide about a file, for the page: names to choose, columns, cells with their problems, what was mended already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet
from django.forms.boundfield import BoundField

from common.formats import vn_num
from common.page_parts import Pager, Stat, steps_of
from common.vocabulary import State
from directives.forms.file_choices import MOST_QUESTIONS, FileChoicesForm, FileHeaderForm, NameQuestion
from directives.models.import_batch import FileImport
from directives.services.drafts import P
from directives.workflow import ImportStatus
from reading.tables.checks import Checked, places_of
from reading.tables.told import FileWarning, LeftOut, RowError

STEPS = ("Tải tệp lên", "Ghép cột và kiểm tra", "Kết quả")
PROBLEMS_SHOWN = 300
RECENT = 8
ROWS_ANCHOR = "#se-nhap"

ACTION_STATES = {
    "create": State("done", "plus", "Thêm mới"),
    "update": State("doing", "pencil", "Cập nhật"),
    "unchanged": State("todo", "check", "Không đổi"),
}
"""What becomes of a row."""
Row = TypeVar("Row")


@dataclass(frozen=True)
class RecentImports:
    """Drafts to go on with, and the last imports."""

    drafts: Sequence[FileImport]
    recent: Sequence[FileImport]


def recent_imports(batches: QuerySet[Any]) -> RecentImports:
    found = batches.select_related("inspection").order_by("-pk")
    drafts = found.filter(status=ImportStatus.DRAFT)[:RECENT]
    return RecentImports(list(drafts), list(found.exclude(status=ImportStatus.DRAFT)[:RECENT]))


@dataclass(frozen=True)
class Problem:
    """A row that can't be imported, and all that is wrong with it, with the field of a cell that can be corrected; ``value`` names it."""

    first: RowError
    value: str
    faults: list[tuple[RowError, BoundField | None]] = field(default_factory=list)

    @property
    def source(self) -> Mapping[str, Any]:
        return self.first.source


@dataclass(frozen=True)
class ColumnFields:
    """One table: its title, where its header is, what each column holds, and the headings that nobody knows."""

    title: str
    fields: Sequence[BoundField]
    unsure: Sequence[str] = ()
    header_row: int = 0


@dataclass(frozen=True)
class FilePreview(Generic[Row, P]):
    """What committing a file would do, whatever it holds: what has to be decided first, then the rows, then the button.

    ``known``: (label, number, icon, tone) of the rows that can be imported; ``written``: how many of them change something.
    """

    batch: FileImport
    form: FileChoicesForm
    found: P
    rows: Sequence[Row]
    pager: Pager
    written: int
    known: Sequence[tuple[str, int, str, str]]
    sum: str

    @property
    def checked(self) -> Checked[Any]:
        return self.found.checked

    @property
    def stats(self) -> list[Stat]:
        naming = len(places_of(error.source for error in self.checked.errors if error.name_key))
        other = self.problem_rows - naming
        return [
            *(Stat(number, label, icon, tone, ROWS_ANCHOR) for label, number, icon, tone in self.known),
            Stat(naming, "Dòng cần chọn đơn vị", "help-circle", "soon", "#ten-don-vi" if naming else ""),
            Stat(other, "Dòng lỗi khác", "alert-octagon", "late", "#dong-can-xem" if other else ""),
        ]

    @property
    def people(self) -> int:
        """Of how many rows the page shows something: what is noted where they are persons."""
        return len(self.rows) + len(self.problems) + len(self.checked.left_out)

    @property
    def warnings(self) -> Sequence[FileWarning]:
        return [one for one in self.checked.warnings if not one.readings]

    @cached_property
    def problem_rows(self) -> int:
        return self.checked.rows_with_errors

    @property
    def problems_left(self) -> int:
        return max(0, self.problem_rows - PROBLEMS_SHOWN)

    @cached_property
    def problems(self) -> Sequence[Problem]:
        """One a row, with all its errors; each cell that can be corrected with its input, once."""
        inputs = {(cell.grid, cell.row, cell.place): self.form[f"o-{place}"] for place, cell in enumerate(self.form.cell_questions)}
        rows: dict[tuple[Any, ...], Problem] = {}
        for error in self.checked.errors:
            problem = rows.setdefault(tuple(error.source.items()), Problem(error, self.form.value_of(error.source)))
            problem.faults.append((error, inputs.pop((error.grid, error.source["row"], error.place or 0), None)))
        return list(rows.values())[:PROBLEMS_SHOWN]

    @cached_property
    def names(self) -> Sequence[tuple[BoundField, BoundField, str]]:
        """Of each unknown name the choice, the field for another unit, and the rows where it stands."""
        return [
            (self.form[f"ten-{place}"], self.form[f"khac-{place}"], _places(question)) for place, question in enumerate(self.form.questions)
        ]

    @property
    def names_shared(self) -> bool:
        """Whether one of the names is one of several units and can't be remembered."""
        return any(not question.is_spelling for question in self.form.questions)

    @property
    def names_cut(self) -> bool:
        return len(self.form.questions) == MOST_QUESTIONS

    @property
    def columns(self) -> Sequence[ColumnFields]:
        return [
            ColumnFields(
                table.grid.title,
                [self.form[f"cot-{place}-{index}"] for index in table.headings],
                [table.headings[index] for index in table.unsure],
            )
            for place, table in enumerate(self.form.tables)
        ]

    @property
    def unsure(self) -> int:
        return sum(len(table.unsure) for table in self.form.tables)

    @property
    def corrected(self) -> Sequence[tuple[Any, BoundField]]:
        return [(cell, self.form[f"tra-{place}"]) for place, cell in enumerate(self.form.corrected)]

    @property
    def left_out(self) -> Sequence[tuple[LeftOut, str]]:
        return [(one, self.form.row_value(one.grid, one.source["row"])) for one in self.checked.left_out]


def sum_words(parts: Sequence[tuple[str, int]], checked: Checked[Any], *, always: str = "") -> str:
    """What the button will do, in one line: the first part and those with a number, what it does in any case last."""
    words = [text.format(vn_num(number)) for place, (text, number) in enumerate(parts) if number or not place]
    words += [always] if always else []
    errors = checked.rows_with_errors
    left = f" {vn_num(errors)} dòng lỗi chưa nhập được." if errors else ""
    return f"Sẽ {', '.join(words)}.{left}"


@dataclass(frozen=True)
class HeadersPage:
    """A file in which no header was found, with the rows that look most like one and a choice for each column."""

    batch: FileImport
    form: FileHeaderForm
    refusal: str

    steps = steps_of(STEPS, 2)

    @property
    def tables(self) -> Sequence[ColumnFields]:
        return [
            ColumnFields(guess.title, [self.form[f"cot-{place}-{index}"] for index in guess.header.headings], header_row=guess.header.top)
            for place, guess in enumerate(self.form.guesses)
        ]


def _places(question: NameQuestion) -> str:
    """ "Dòng 7, 12 và 3 dòng khác"; other words for a name that was decided already."""
    rows = list(dict.fromkeys(source["row"] for source in question.rows))
    more = "" if question.is_spelling else " · Tên chung của nhiều đơn vị: chỉ dùng cho tệp này."
    if not rows:
        return f"Đã chọn; bỏ chọn nếu sai.{more}"
    shown = ", ".join(str(row) for row in rows[:6])
    return f"Dòng {shown}" + (f" và {len(rows) - 6} dòng khác" if len(rows) > 6 else "") + more
