"""Every row of a score table as values of the portal, or every reason why not: with sheet, row, printed heading and what would be accepted.

Nothing is dropped silently. Invariant: no message holds a person's name (domain.md d), so none repeats what a cell says: a name may stand
in any column. Only ``value`` and the row itself do.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from common.identity import identity_key
from reading.files.grid import EMPTY, Cell
from reading.scores import values
from reading.scores.columns import Held, ScoreField
from reading.scores.layout import ScoreLayout, ScoreTable
from reading.tables.columns import Field
from reading.tables.layout import Entry
from reading.tables.parties import Doubt, NameReader
from reading.tables.places import PlaceFinder
from reading.tables.row_units import RowUnits
from reading.tables.rows import is_no_tick
from reading.tables.told import EXAMPLE_UNIT, FileWarning, LeftOut, RowError, is_ditto, words_of_broken
from units.matching import UnitBook
from units.models import Unit
from units.models.unit import Level

_DITTO_FIELDS = (ScoreField.POSITION, ScoreField.KIND, Field.UNIT, Field.DISTRICT)
_MOST_NAMED = 3
_WORDS: dict[Held, str] = {ScoreField.NAME: "Họ và tên", ScoreField.SCORE: "Điểm", Field.UNIT: "Đơn vị"}


@dataclass(frozen=True)
class ScoreRow:
    """One person's score, ready to be stored. ``unit`` is as the file names it, ``employer`` the body whose staff it is (I16)."""

    source: dict[str, Any]
    full_name: str
    position: str
    unit: Unit
    employer: Unit
    staff_kind: str
    score: Decimal
    max_score: Decimal
    grade: str
    note: str

    @property
    def key(self) -> tuple[int, str]:
        """Equal for the same name at the same unit."""
        return self.unit.pk, identity_key(self.full_name)


@dataclass
class CheckedScores:
    """What a score table says. ``book``: the units among which its names were looked for; ``tables`` are kept for the page that shows how
    columns were read; rows left out count as skipped.
    """

    book: UnitBook
    rows: list[ScoreRow] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    warnings: list[FileWarning] = field(default_factory=list)
    skipped: int = 0
    tables: list[ScoreTable] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)

    @property
    def rows_with_errors(self) -> int:
        return len({tuple(error.source.items()) for error in self.errors})


def check_scores(
    layout: ScoreLayout,
    book: UnitBook,
    *,
    units: Mapping[str, str] | None = None,
    left_out: Mapping[str, Collection[int]] | None = None,
) -> CheckedScores:
    """The rows of all tables, in the order of the file. ``units``: what a person chose for names (``parties.choice_key`` → unit code);
    ``left_out``: rows by the grid's title, of which only the unit counts, for those that go on with it.
    """
    found = CheckedScores(book, skipped=layout.skipped, tables=layout.tables)
    reader = NameReader(book, units)
    places = PlaceFinder(reader)
    seen: dict[tuple[int, str], dict[str, Any]] = {}
    check: _TableCheck | None = None
    for table in layout.tables:
        check = _TableCheck(table, reader, places, found, seen, before=check if table.continues is not None else None)
        out = (left_out or {}).get(table.table.grid.title, ())
        for entry in table.entries:
            check.entry(entry, stored=entry.row not in out)
    return found


class _TableCheck:
    """Checks the rows of one table, from above."""

    def __init__(
        self,
        table: ScoreTable,
        reader: NameReader,
        places: PlaceFinder,
        found: CheckedScores,
        seen: dict[tuple[int, str], dict[str, Any]],
        before: _TableCheck | None,
    ) -> None:
        self._table, self._header, self._grid = table, table.header, table.table.grid
        self._reader, self._found, self._seen = reader, found, seen
        heading = self._header.heading(Field.UNIT, _WORDS[Field.UNIT])
        self._units: RowUnits = RowUnits(table.table, heading, reader, places, before._units if before else None)
        self._joined = set(self._header.places(ScoreField.POSITION)) & set(self._header.places(Field.UNIT))
        self._above: dict[Held, Cell] = before._above if before else {}
        lines = [*table.table.titles, *table.notes]
        self._scale: Decimal = before._scale if before else values.scale_of(reversed(self._header.above_score), lines)
        titles = [*reversed(table.table.titles), self._grid.title]
        self._side: str | None = before._side if before else next((side for line in titles if (side := values.only_side_of(line))), None)

    def entry(self, entry: Entry, *, stored: bool) -> None:
        self._source = {**self._grid.source, "row": entry.row}
        self._errors: list[RowError] = []
        self._row = entry.row
        self._shown = ""
        name = self._shown = self._name()
        unit = self._unit(entry)
        position, kind = self._cell(ScoreField.POSITION), self._kind()
        if not stored:
            self._found.left_out.append(LeftOut(self._source, self._grid.title, name))
            self._found.skipped += 1
            return
        grade, note = self._cell(ScoreField.GRADE), self._cell(Field.NOTE)
        for held, cell in ((ScoreField.POSITION, position), (ScoreField.GRADE, grade), (Field.NOTE, note)):
            self._whole(held, cell)
        score = self._score()
        if unit is not None and name:
            self._duplicate(unit, name)
        if self._errors or unit is None or score is None:
            self._found.errors += self._errors
            return
        side = self._side_of(position.words, kind, unit, entry.groups)
        self._found.rows.append(
            ScoreRow(
                source=self._source,
                full_name=name,
                position=position.words,
                unit=unit,
                employer=self._employer(unit, side),
                staff_kind=side,
                score=score[0],
                max_score=score[1],
                grade=grade.words,
                note=note.words,
            )
        )

    # ---- cells ----

    def _cell(self, wanted: Held) -> Cell:
        """The cell of a field in this row; a ditto mark repeats the one above where that makes sense."""
        index = next(iter(self._header.places(wanted)), None)
        cell = self._grid.shown(self._row, index) if index is not None else EMPTY
        if index in self._joined and cell.words and not (cell.broken or is_ditto(cell)):
            cell = self._part(cell, wanted)
        if wanted not in _DITTO_FIELDS:
            return cell
        if is_ditto(cell):
            return self._above.get(wanted, EMPTY)
        if cell.text:
            self._above[wanted] = cell
        return cell

    def _part(self, cell: Cell, wanted: Held) -> Cell:
        """Of a cell with a post and a unit ("Phó Chủ tịch UBND xã Mỹ Long") the one that is asked for."""
        position, unit = values.split_post(cell.words, lambda text: self._reader.match(text, None).status != "unknown")
        return Cell(unit if wanted is Field.UNIT else position)

    def _name(self) -> str:
        cells = [self._grid.at(self._row, index) for index in self._header.places(ScoreField.NAME)]
        for cell in cells:
            self._whole(ScoreField.NAME, cell)
        name = " ".join(cell.words for cell in cells if cell.words and not cell.broken)
        if not re.search(r"[^\W\d_]{2}", name) and not any(cell.broken for cell in cells):
            self._error(
                ScoreField.NAME, "name_missing", name or None, "Dòng này chưa ghi họ và tên. Ghi họ tên người được chấm điểm, hoặc bỏ dòng."
            )
            return ""
        return name

    def _score(self) -> tuple[Decimal, Decimal] | None:
        cell = self._cell(ScoreField.SCORE)
        if not self._whole(ScoreField.SCORE, cell):
            return None
        if values.is_absent(cell.words):
            self._error(
                ScoreField.SCORE, "score_missing", cell.words or None, "Người này chưa có điểm. Ghi điểm, ví dụ 8,5; vắng thì bỏ dòng này."
            )
            return None
        read = (values.rounded(cell.number), None) if cell.number is not None and cell.day is None else values.read_score(cell.words)
        scale = (read[1] if read else None) or self._row_scale() or self._scale
        if cell.day is not None or read is None:
            self._error(ScoreField.SCORE, "score_invalid", cell.words, "Ô này không phải điểm bằng số. Ghi số, ví dụ 8,5.")
            return None
        if not 0 <= read[0] <= scale:
            words = f"Điểm nằm ngoài thang điểm {scale.normalize():f}. Sửa điểm, hoặc ghi thang điểm ở tiêu đề cột."
            self._error(ScoreField.SCORE, "score_invalid", cell.words, words)
            return None
        return read[0], scale

    def _kind(self) -> str:
        """What the row says of the person's side; where each side has a column to tick, the heading of the one that is ticked."""
        places = self._header.places(ScoreField.KIND)
        if len(places) < 2:
            return self._cell(ScoreField.KIND).words
        ticked = [place for place in places if not is_no_tick(self._grid.shown(self._row, place).words)]
        return self._header.headings[ticked[0]] if len(ticked) == 1 else ""

    def _row_scale(self) -> Decimal | None:
        """The scale of this row, where the table has a column for it."""
        cell = self._cell(ScoreField.SCALE)
        return values.scale_in(cell.words) if cell.words and self._whole(ScoreField.SCALE, cell) else None

    def _whole(self, held: Held, cell: Cell) -> bool:
        """Whether a cell has a value that can be read; a formula without one is an error."""
        if cell.broken:
            self._error(held, "value_missing", cell.text or None, words_of_broken(cell.text or None))
        return not cell.broken

    # ---- units ----

    def _unit(self, entry: Entry) -> Unit | None:
        """The unit as the file names it, or the errors that say why it is not known."""
        unit, troubles = self._units.of_row(entry, {held: self._cell(held) for held in (Field.UNIT, Field.DISTRICT)})
        for trouble in troubles:
            if trouble.code == "value_missing":
                self._error(trouble.field, trouble.code, trouble.value, words_of_broken(trouble.value))
            elif trouble.doubt is None:
                words = f"Dòng này chưa ghi đơn vị. Ghi tên đơn vị, ví dụ “{EXAMPLE_UNIT}”."
                self._error(trouble.field, trouble.code, trouble.value, words)
            else:
                self._doubt(trouble.field, trouble.value or "", trouble.doubt)
        return unit

    def _side_of(self, position: str, kind: str, unit: Unit, groups: tuple[str, ...]) -> str:
        """Civil servant or post staff: what the row says itself, then its unit, the innermost group, the title; else by the unit."""
        if (side := values.side_of(kind) or values.side_of(position)) is not None:
            return side
        if unit.kind == Unit.Kind.POST:
            return values.POST
        return next((side for text in reversed(groups) if (side := values.side_of(text))), None) or self._side or values.CIVIL

    def _employer(self, unit: Unit, side: str) -> Unit:
        """The body whose staff it is: a commune's own UBND; for post staff the district's post office (directive.md, I16)."""
        if side == values.CIVIL:
            return (self._reader.book.ubnd_of(unit) if unit.kind == Unit.Kind.POST else None) or unit
        if unit.area.level == Level.PROVINCE:
            return self._reader.book.post_of(unit) or unit
        district = self._reader.district_of(unit) if unit.area.level == Level.COMMUNE else unit
        return (self._reader.book.post_of(district) if district is not None else None) or unit

    # ---- errors ----

    def _doubt(self, held: Held, value: str, doubt: Doubt) -> None:
        named = [one.unit.qualified_name for one in doubt.candidates[:_MOST_NAMED]]
        code, nearest = "unit_unknown", "; ".join(named)
        if doubt.ambiguous:
            code = "unit_ambiguous"
            words = f"Tên này có thể là {len(doubt.candidates)} đơn vị: {nearest}. Chọn một, hoặc ghi kèm huyện."
        elif named:
            words = f"Không có đơn vị nào tên như vậy. Gần nhất: {nearest}. Chọn đơn vị đúng, hoặc sửa trong tệp."
        else:
            words = f"Không có đơn vị nào tên như vậy. Chọn đơn vị, hoặc sửa trong tệp, ví dụ “{EXAMPLE_UNIT}”."
        self._error(held, code, value, words, doubt)

    def _duplicate(self, unit: Unit, name: str) -> None:
        key = unit.pk, identity_key(name)
        first = self._seen.get(key)
        if first is None:
            self._seen[key] = self._source
            return
        where = f"dòng {first['row']}" + (f", “{first['sheet']}”" if first.get("sheet") != self._source.get("sheet") else "")
        self._error(ScoreField.NAME, "duplicate_in_file", name, f"Người này của {unit.name} đã ghi ở {where}. Dòng đầu được tính.")

    def _error(self, held: Held, code: str, value: str | None, message: str, doubt: Doubt | None = None) -> None:
        index = next(iter(self._header.places(held)), None)
        self._errors.append(
            RowError(
                source=self._source,
                column=self._header.heading(held, _WORDS.get(held, "Ghi chú")),
                code=code,
                value=value,
                message=message,
                suggestions=doubt.candidates if doubt else (),
                name=doubt.text if doubt else "",
                name_key=doubt.key if doubt else "",
                row_text=self._shown,
                grid=self._grid.title,
                place=index,
            )
        )
