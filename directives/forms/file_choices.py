"""What a person decides about a file before it is imported, whatever it holds: units for unknown names, columns, single cells, rows."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from openpyxl.utils import get_column_letter

from common.acting import VersionForm
from common.text import clean
from directives.forms.inspections import short
from directives.forms.unit_list import UnitNames
from directives.models.import_batch import FileImport
from directives.services.import_changes import MAX_CELL, Changes
from reading.tables.checks import Checked
from reading.tables.choices import title_of
from reading.tables.columns import Columns
from reading.tables.layout import Table
from reading.tables.parties import district_in_key
from reading.tables.reader import HeaderGuess
from units.matching import Candidate

OTHER = "khac"
MOST_QUESTIONS = 200
"""Asked on one page; the next ones come when these are answered."""
MOST_CELLS = 200
_NO_CELL = {"unit_unknown", "unit_ambiguous"}  # mended by a choice


# ---- what the page is about ----


def column_field(kind: Columns, index: int, heading: str, example: str, initial: str) -> forms.ChoiceField:
    """What one column of the file holds."""
    return forms.ChoiceField(
        label=f"{get_column_letter(index)}: {heading or 'không có tiêu đề'}",
        required=False,
        initial=initial,
        help_text=example,
        choices=[("", "Không nhập"), *((str(field), label) for field, label in kind.labels.items())],
    )


def faults_of(kind: Columns, chosen: Sequence[str]) -> list[str]:
    """Why a table whose columns hold this can't be read."""
    missing = [words for field, words in kind.needed.items() if field not in chosen]
    twice = [label for field, label in kind.labels.items() if field not in kind.several and list(chosen).count(field) > 1]
    return missing + [f"Hai cột cùng là “{label}”. Giữ một cột." for label in twice]


@dataclass(frozen=True)
class NameQuestion:
    """One written name that no unit bears, or that a person has explained already; ``rows`` are the places where it stands;
    ``is_spelling``: whether what is chosen can be remembered, or means another unit in the next file.
    """

    key: str
    text: str
    candidates: tuple[Candidate, ...]
    rows: tuple[dict[str, Any], ...]
    chosen: str = ""
    is_spelling: bool = True


@dataclass(frozen=True)
class CellQuestion:
    """One cell that a person may correct: where it stands and what it holds now."""

    grid: str
    row: int
    place: int
    text: str


def name_questions(choices: Mapping[str, Any], checked: Checked[Any]) -> list[NameQuestion]:
    """Unknown names in the order of the file, then those that were decided in this draft."""
    found: dict[str, NameQuestion] = {}
    for error in checked.errors:
        if error.name_key:
            before = found.get(error.name_key)
            rows = (*(before.rows if before else ()), error.source)
            found[error.name_key] = NameQuestion(error.name_key, error.name, error.suggestions, rows)
    for key, choice in choices.get("units", {}).items():
        unit = checked.book.by_code(choice["unit"])
        if unit is not None and key not in found:
            found[key] = NameQuestion(key, choice["text"], (Candidate(unit, "đã chọn", 1.0),), (), unit.code)
    book = checked.book
    return [
        replace(one, is_spelling=book.is_spelling(one.text, district=book.by_code(district_in_key(one.key))))
        for one in list(found.values())[:MOST_QUESTIONS]
    ]


def cell_questions(checked: Checked[Any]) -> list[CellQuestion]:
    """Cells that keep a row out and are no unknown name, each once, in the order of the file."""
    places = dict.fromkeys(
        (error.grid, error.source["row"], error.place)
        for error in checked.errors
        if error.place is not None and error.code not in _NO_CELL
    )  # fmt: skip
    grids = {table.grid.title: table.grid for table in checked.tables}
    return [CellQuestion(grid, row, place, grids[grid].at(row, place).words) for grid, row, place in places][:MOST_CELLS]


def corrected_cells(choices: Mapping[str, Any]) -> list[CellQuestion]:
    """The cells that were corrected in this draft."""
    return [
        CellQuestion(grid, int(row), int(place), text)
        for grid, rows in sorted(choices.get("cells", {}).items())
        for row, cells in sorted(rows.items(), key=lambda entry: int(entry[0]))
        for place, text in sorted(cells.items(), key=lambda entry: int(entry[0]))
    ]


# ---- the forms ----


class FileChoicesForm(VersionForm):
    """The decisions of one draft. ``version`` and ``mark`` say what the person saw: the questions are numbered as on that page."""

    mark = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(
        self, data: Any = None, *, batch: FileImport, checked: Checked[Any], names: UnitNames, initial: Mapping[str, Any] | None = None
    ) -> None:
        self.questions = name_questions(batch.choices, checked)
        self.cell_questions = cell_questions(checked)
        self.corrected = corrected_cells(batch.choices)
        self.tables = checked.first_tables
        self._names = names
        super().__init__(data, initial={"version": batch.version, "mark": self.page_mark(), **(initial or {})})
        for place, question in enumerate(self.questions):
            self._add_name(place, question)
        for place, cell in enumerate(self.cell_questions):
            self.fields[f"o-{place}"] = forms.CharField(
                label=f"Sửa ô dòng {cell.row}", required=False, initial=cell.text, max_length=MAX_CELL, widget=_cell_widget(cell.text)
            )
        for place, cell in enumerate(self.corrected):
            self.fields[f"tra-{place}"] = forms.BooleanField(label=f"Lấy lại ô gốc của dòng {cell.row}", required=False)
        for place, table in enumerate(self.tables):
            self._add_columns(place, table)
        self._add_rows(checked)

    def page_mark(self) -> str:
        """Equal while the questions of the page are the same ones in the same order."""
        return hashlib.sha256(repr(self.asked()).encode()).hexdigest()

    def asked(self) -> list[Any]:
        """What the fields of the page are about, in order."""
        return [
            [question.key for question in self.questions],
            [(cell.grid, cell.row, cell.place) for cell in (*self.cell_questions, *self.corrected)],
            [table.header.mark for table in self.tables],
        ]

    def _add_rows(self, checked: Checked[Any]) -> None:
        """Rows by "number of the grid:row", those that may be left out and those that may come back."""
        self._grids = list(dict.fromkeys(table.grid.title for table in checked.tables))
        sources = [one.source for one in (*checked.rows, *checked.errors)]
        rows = dict.fromkeys(self.value_of(source) for source in sources)
        out = [self.row_value(one.grid, one.source["row"]) for one in checked.left_out]
        for name, label, values in (("bo", "Bỏ các dòng này", list(rows)), ("nhan", "Nhập lại các dòng này", out)):
            choices = [(value, f"Dòng {value.partition(':')[2]}") for value in values]
            self.fields[name] = forms.MultipleChoiceField(label=label, required=False, choices=choices, widget=forms.MultipleHiddenInput)

    def row_value(self, grid: str, row: int) -> str:
        """How a row is named in the fields ``bo`` and ``nhan``."""
        return f"{self._grids.index(grid)}:{row}"

    def value_of(self, source: Mapping[str, Any]) -> str:
        return self.row_value(title_of(source), source["row"])

    def _add_name(self, place: int, question: NameQuestion) -> None:
        options = [(one.unit.code, f"{one.unit.qualified_name} ({one.reason[:1].lower()}{one.reason[1:]})") for one in question.candidates]
        self.fields[f"ten-{place}"] = forms.ChoiceField(
            label=f"Trong tệp: “{question.text}”",
            required=False,
            initial=question.chosen,
            choices=[("", "Chưa chọn"), *options, (OTHER, "Đơn vị khác, ghi ở ô dưới")],
        )
        self.fields[f"khac-{place}"] = forms.CharField(
            label=f"Đơn vị khác cho “{question.text}”",
            required=False,
            max_length=200,
            help_text="Tên đầy đủ, ví dụ UBND xã Mỹ Long, huyện Cao Lãnh",
        )

    def _add_columns(self, place: int, table: Table) -> None:
        first = table.entries[0].row if table.entries else None
        for index, heading in table.headings.items():
            shown = table.grid.at(first, index).words if first is not None else ""
            example = f"Dòng {first}: {short(shown) if shown else '(trống)'}" if first is not None else ""
            self.fields[f"cot-{place}-{index}"] = column_field(table.kind, index, heading, example, table.header.held.get(index, ""))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for place, _ in enumerate(self.questions):
            other, chosen = clean(data.get(f"khac-{place}") or ""), data.get(f"ten-{place}")
            if chosen == OTHER or (chosen == "" and other):
                self._find_other(data, place, other)
        for place, table in enumerate(self.tables):
            where = f"Trang tính “{table.grid.title}”: " if len(self.tables) > 1 else ""
            for words in faults_of(table.kind, [data.get(f"cot-{place}-{index}", "") for index in table.headings]):
                self.add_error(None, where + words)
        return data

    def _find_other(self, data: dict[str, Any], place: int, other: str) -> None:
        if not other:
            self.add_error(f"khac-{place}", "Ghi tên đơn vị, hoặc chọn một đơn vị ở trên.")
            return
        try:
            data[f"ten-{place}"] = self._names.find(other)
        except ValidationError as error:
            self.add_error(f"khac-{place}", error)

    def changes(self) -> Changes:
        """What the service keeps: only what differs from the page."""
        return Changes(units=self._units(), columns=self._columns(), cells=self._cells(), left_out=self._left_out())

    def _units(self) -> dict[str, dict[str, str]]:
        found = {}
        for place, question in enumerate(self.questions):
            code = self.cleaned_data.get(f"ten-{place}", "")
            if code != question.chosen:
                found[question.key] = {"unit": code, "text": question.text, "district": district_in_key(question.key)}
        return found

    def _columns(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for place, table in enumerate(self.tables):
            for index in table.headings:
                field = self.cleaned_data.get(f"cot-{place}-{index}", "")
                if field != table.header.held.get(index, ""):
                    found.setdefault(table.grid.title, {})[str(index)] = field
        return found

    def _cells(self) -> dict[str, dict[int, dict[int, str | None]]]:
        found: dict[str, dict[int, dict[int, str | None]]] = {}
        for place, cell in enumerate(self.cell_questions):
            text = clean(self.cleaned_data.get(f"o-{place}", ""))
            if text != cell.text:
                found.setdefault(cell.grid, {}).setdefault(cell.row, {})[cell.place] = text
        for place, cell in enumerate(self.corrected):
            if self.cleaned_data.get(f"tra-{place}"):
                found.setdefault(cell.grid, {}).setdefault(cell.row, {})[cell.place] = None
        return found

    def _left_out(self) -> dict[tuple[str, int], bool]:
        found = {}
        for name, wanted in (("bo", True), ("nhan", False)):
            for value in self.cleaned_data.get(name, []):
                grid, _, row = value.partition(":")
                found[self._grids[int(grid)], int(row)] = wanted
        return found


class FileHeaderForm(VersionForm):
    """What the columns of a file hold in which no header was found: one table for each grid that looks like one; a grid without the columns
    that are needed is not read.
    """

    def __init__(self, data: Any = None, *, version: int, kind: Columns, guesses: Sequence[HeaderGuess]) -> None:
        super().__init__(data, initial={"version": version})
        self._kind, self.guesses = kind, guesses
        for place, guess in enumerate(guesses):
            for index, heading in guess.header.headings.items():
                example = f"Dòng dưới: {short(guess.examples.get(index) or '(trống)')}"
                self.fields[f"cot-{place}-{index}"] = column_field(kind, index, heading, example, guess.header.held.get(index, ""))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        faults = [faults_of(self._kind, list(self._chosen(data, place).values())) for place, _ in enumerate(self.guesses)]
        read = [self._is_read(data, place) for place, _ in enumerate(self.guesses)]
        shown = [words for words, is_read in zip(faults, read, strict=True) if is_read] if any(read) else faults[:1]
        for words in dict.fromkeys(fault for each in shown for fault in each):
            self.add_error(None, words)
        return data

    def _is_read(self, data: Mapping[str, Any], place: int) -> bool:
        """Whether a person said of this table that it is one: he named one of the columns that are needed."""
        return any(field in self._kind.needed for field in self._chosen(data, place).values())

    def _chosen(self, data: Mapping[str, Any], place: int) -> dict[int, str]:
        return {index: data.get(f"cot-{place}-{index}", "") for index in self.guesses[place].header.headings}

    def changes(self) -> Changes:
        """Where each header begins and what its columns hold, for the grids that are read."""
        kept = [place for place, _ in enumerate(self.guesses) if self._is_read(self.cleaned_data, place)]
        return Changes(
            headers={self.guesses[place].title: self.guesses[place].header.top for place in kept},
            columns={
                self.guesses[place].title: {str(index): field for index, field in self._chosen(self.cleaned_data, place).items()}
                for place in kept
            },
        )


def _cell_widget(text: str) -> forms.Widget:
    return forms.Textarea(attrs={"rows": 3}) if len(text) > 60 else forms.TextInput()
