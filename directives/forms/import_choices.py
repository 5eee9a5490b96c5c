"""What a person decides about an annex before it is imported: units for unknown names, columns, single cells, rows, findings alike."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from openpyxl.utils import get_column_letter

from common.text import clean
from directives.forms.inspections import short
from directives.forms.unit_list import UnitNames
from directives.importing.columns import FIELD_LABELS, Field
from directives.importing.layout import Table
from directives.importing.parties import district_in_key
from directives.models import ImportBatch
from directives.services.import_drafts import MAX_CELL, Changes, Preview
from directives.services.import_memory import KEEP, MERGE
from units.matching import Candidate

OTHER = "khac"
MOST_QUESTIONS = 200
"""Asked on one page; the next ones come when these are answered."""
MOST_CELLS = 200
COLUMN_CHOICES = [("", "Không nhập"), *((field.value, label) for field, label in FIELD_LABELS.items())]
_NO_CELL = {"unit_unknown", "unit_ambiguous"}  # mended by a choice


@dataclass(frozen=True)
class NameQuestion:
    """One written name that no unit bears, or that a person has explained already; ``rows`` are the places where it stands."""

    key: str
    text: str
    candidates: tuple[Candidate, ...]
    rows: tuple[dict[str, Any], ...]
    chosen: str = ""


def name_questions(preview: Preview, batch: ImportBatch) -> list[NameQuestion]:
    """Unknown names in the order of the file, then those that were decided in this draft."""
    found: dict[str, NameQuestion] = {}
    for error in preview.checked.errors:
        if error.name_key:
            before = found.get(error.name_key)
            rows = (*(before.rows if before else ()), error.source)
            found[error.name_key] = NameQuestion(error.name_key, error.name, error.suggestions, rows)
    for key, choice in batch.choices.get("units", {}).items():
        unit = preview.annex.book.by_code(choice["unit"])
        if unit is not None and key not in found:
            found[key] = NameQuestion(key, choice["text"], (Candidate(unit, "đã chọn", 1.0),), (), unit.code)
    return list(found.values())[:MOST_QUESTIONS]


@dataclass(frozen=True)
class CellQuestion:
    """One cell that a person may correct: where it stands and what it holds now."""

    grid: str
    row: int
    place: int
    text: str


def cell_questions(preview: Preview) -> list[CellQuestion]:
    """Cells that keep a row out and are no unknown name, each once, in the order of the file."""
    grids = {table.grid.title: table.grid for table in preview.checked.tables}
    places = dict.fromkeys(
        (error.grid, error.source["row"], error.place)
        for error in preview.checked.errors
        if error.place is not None and error.code not in _NO_CELL
    )
    return [CellQuestion(grid, row, place, grids[grid].at(row, place).words) for grid, row, place in places][:MOST_CELLS]


class ChoicesForm(forms.Form):
    """The decisions of one draft. ``version`` and ``mark`` say what the person saw: the questions are numbered as on that page."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    mark = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, data: Any = None, *, batch: ImportBatch, preview: Preview, names: UnitNames) -> None:
        self.questions = name_questions(preview, batch)
        self.cell_questions = cell_questions(preview)
        self.corrected = corrected_cells(batch)
        self.tables = first_tables(preview.checked.tables)
        self.alike = preview.alike
        self._names = names
        super().__init__(data, initial={"version": batch.version, "mark": self.page_mark()})
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
        for place, one in enumerate(self.alike):
            self.fields[f"giong-{place}"] = forms.ChoiceField(
                label="Xử lý hạn chế giống nhau",
                required=False,
                initial=one.decision or KEEP,
                choices=[(KEEP, "Giữ cả hai"), (MERGE, "Gộp, không nhập dòng này")],
                widget=forms.RadioSelect,
            )
        self._add_rows(preview)

    def page_mark(self) -> str:
        """Equal while the questions of the page are the same ones in the same order."""
        asked = [
            [question.key for question in self.questions],
            [(cell.grid, cell.row, cell.place) for cell in (*self.cell_questions, *self.corrected)],
            [table.header.mark for table in self.tables],
            [one.key for one in self.alike],
        ]
        return hashlib.sha256(repr(asked).encode()).hexdigest()

    def _add_rows(self, preview: Preview) -> None:
        """Rows by "number of the grid:row", those that may be left out and those that may come back."""
        self._grids = list(dict.fromkeys(table.grid.title for table in preview.checked.tables))
        of_source = {tuple(table.grid.source.items()): table.grid.title for table in preview.checked.tables}
        sources = [row.source for row in preview.checked.rows] + [error.source for error in preview.checked.errors]
        rows = dict.fromkeys(
            (of_source[tuple((name, value) for name, value in source.items() if name != "row")], source["row"]) for source in sources
        )
        out = [(one.grid, one.source["row"]) for one in preview.checked.left_out]
        for name, label, places in (("bo", "Bỏ các dòng này", rows), ("nhan", "Nhập lại các dòng này", out)):
            choices = [(self.row_value(grid, row), f"Dòng {row}") for grid, row in places]
            self.fields[name] = forms.MultipleChoiceField(label=label, required=False, choices=choices, widget=forms.MultipleHiddenInput)
        self._of_source = of_source

    def row_value(self, grid: str, row: int) -> str:
        """How a row is named in the fields ``bo`` and ``nhan``."""
        return f"{self._grids.index(grid)}:{row}"

    def value_of(self, source: dict[str, Any]) -> str:
        grid = self._of_source[tuple((name, value) for name, value in source.items() if name != "row")]
        return self.row_value(grid, source["row"])

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
        held = {column.index: column.field for column in table.columns}
        first = table.entries[0].row if table.entries else None
        for index, heading in sorted(table.headings.items()):
            shown = table.grid.at(first, index).words if first is not None else ""
            example = f"Dòng {first}: {short(shown) if shown else '(trống)'}" if first is not None else ""
            self.fields[f"cot-{place}-{index}"] = column_field(index, heading, example, held.get(index, ""))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for place, _ in enumerate(self.questions):
            other, chosen = clean(data.get(f"khac-{place}") or ""), data.get(f"ten-{place}")
            if chosen == OTHER or (chosen == "" and other):
                self._find_other(data, place, other)
        for place, table in enumerate(self.tables):
            self._check_columns(data, place, table)
        return data

    def _find_other(self, data: dict[str, Any], place: int, other: str) -> None:
        if not other:
            self.add_error(f"khac-{place}", "Ghi tên đơn vị, hoặc chọn một đơn vị ở trên.")
            return
        try:
            data[f"ten-{place}"] = self._names.find(other)
        except ValidationError as error:
            self.add_error(f"khac-{place}", error)

    def _check_columns(self, data: dict[str, Any], place: int, table: Table) -> None:
        chosen = [data.get(f"cot-{place}-{index}", "") for index in table.headings]
        where = f"Trang tính “{table.grid.title}”: " if len(self.tables) > 1 else ""
        if Field.FINDING not in chosen:
            self.add_error(None, f"{where}Chọn cột chứa nội dung hạn chế.")
        several = [label for field, label in FIELD_LABELS.items() if field is not Field.FINDING and chosen.count(field) > 1]
        for label in several:
            self.add_error(None, f"{where}Hai cột cùng là “{label}”. Giữ một cột.")

    def changes(self) -> Changes:
        """What ``services.importing.choose`` keeps: only what differs from the page."""
        return Changes(
            units=self._units(), columns=self._columns(), cells=self._cells(), left_out=self._left_out(), similar=self._similar()
        )

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
            held = {column.index: column.field.value for column in table.columns}
            for index in table.headings:
                field = self.cleaned_data.get(f"cot-{place}-{index}", "")
                if field != held.get(index, ""):
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

    def _similar(self) -> dict[str, str]:
        chosen = {one.key: self.cleaned_data.get(f"giong-{place}") or KEEP for place, one in enumerate(self.alike)}
        return {one.key: chosen[one.key] for one in self.alike if chosen[one.key] != (one.decision or KEEP)}


def corrected_cells(batch: ImportBatch) -> list[CellQuestion]:
    """The cells that were corrected in this draft."""
    return [
        CellQuestion(grid, int(row), int(place), text)
        for grid, rows in sorted(batch.choices.get("cells", {}).items())
        for row, cells in sorted(rows.items(), key=lambda entry: int(entry[0]))
        for place, text in sorted(cells.items(), key=lambda entry: int(entry[0]))
    ]


def column_field(index: int, heading: str, example: str, initial: str) -> forms.ChoiceField:
    """What one column of the file holds."""
    return forms.ChoiceField(
        label=f"{get_column_letter(index)}: {heading or 'không có tiêu đề'}",
        required=False,
        initial=initial,
        help_text=example,
        choices=COLUMN_CHOICES,
    )


def _cell_widget(text: str) -> forms.Widget:
    return forms.Textarea(attrs={"rows": 3}) if len(text) > 60 else forms.TextInput()


def first_tables(tables: Sequence[Table]) -> list[Table]:
    """The first table of each sheet: its columns stand for all tables of the sheet."""
    first: dict[str, Table] = {}
    for table in tables:
        first.setdefault(table.grid.title, table)
    return list(first.values())
