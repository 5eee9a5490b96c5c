"""Every row of a score table as a person's score, or every reason why not."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Self

from common.identity import identity_key
from reading.files.grid import EMPTY, Cell
from reading.scores import values
from reading.scores.columns import ScoreField
from reading.tables.checks import Checked, Names, TableCheck, check_tables
from reading.tables.choices import Choices
from reading.tables.layout import Entry, Layout, Table
from reading.tables.rows import is_no_tick
from reading.tables.told import is_ditto
from units.entries import BookUnit, Level, UnitKind
from units.matching import UnitBook


@dataclass(frozen=True)
class ScoreRow:
    """One person's score, ready to be stored.

    ``unit`` is as the file names it, ``employer`` the body whose staff it is (docs/domain.md, trap 16).
    """

    source: dict[str, Any]
    full_name: str
    position: str
    unit: BookUnit
    employer: BookUnit
    staff_kind: str
    score: Decimal
    max_score: Decimal
    grade: str
    note: str

    @property
    def key(self) -> tuple[int, str]:
        """Equal for the same name at the same unit."""
        return self.unit.pk, identity_key(self.full_name)


CheckedScores = Checked[ScoreRow]


def check_scores(layouts: Sequence[Layout], book: UnitBook, choices: Choices) -> CheckedScores:
    """The rows of all tables, in the order of the file."""
    found = CheckedScores(book)
    check_tables(layouts, found, _ScoreCheck, choices.units, choices.left_out)
    return found


class _ScoreCheck(TableCheck[ScoreRow]):
    """Rows of persons, one each."""

    repeated = (ScoreField.POSITION, ScoreField.KIND, ScoreField.UNIT, ScoreField.DISTRICT)
    once = "Người này"

    def __init__(self, table: Table, found: CheckedScores, names: Names, before: Self | None) -> None:
        super().__init__(table, found, names, before)
        self._joined = set(table.places(ScoreField.POSITION)) & set(table.places(ScoreField.UNIT))
        above = table.header.paths.get(table.place(ScoreField.SCORE) or 0, [])
        titles = [*reversed(table.titles), table.grid.title]
        self._scale: Decimal = before._scale if before else values.scale_of(reversed(above), [*table.titles, *table.notes])
        self._side: str | None = before._side if before else next((side for line in titles if (side := values.only_side_of(line))), None)

    def prepared(self, entry: Entry) -> Entry:
        """Of a cell with a post and a unit ("Phó Chủ tịch UBND xã Mỹ Long") each field has its own part."""
        cell = entry.cells.get(ScoreField.UNIT, EMPTY)
        if self._joined and cell.words and not cell.broken and not is_ditto(cell):
            position, unit = values.split_post(cell.words, lambda text: self.reader.match(text, None).status != "unknown")
            cells = {**entry.cells, ScoreField.POSITION: Cell(position), ScoreField.UNIT: Cell(unit)}
            entry = replace(entry, cells=cells)
        return super().prepared(entry)

    def shown(self, entry: Entry) -> str:
        return " ".join(cell.words for _, cell in entry.main if not cell.broken)

    def rows_of(self, entry: Entry, unit: BookUnit | None) -> Iterator[ScoreRow]:
        name = self._name(entry)
        position, grade, note = (entry.cells.get(field, EMPTY) for field in (ScoreField.POSITION, ScoreField.GRADE, ScoreField.NOTE))
        for field, cell in ((ScoreField.POSITION, position), (ScoreField.GRADE, grade), (ScoreField.NOTE, note)):
            self.whole(field, cell)
        score = self._score(entry)
        if unit is not None and name:
            self.only_once(unit, name)
        if unit is None or score is None:
            return
        side = self._side_of(position.words, self._kind(entry), unit, entry.groups)
        yield ScoreRow(
            source=self.source,
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

    # ---- cells ----

    def _name(self, entry: Entry) -> str:
        """The name that all columns of names say together."""
        name = self.shown(entry)
        for _, cell in entry.main:
            self.whole(ScoreField.NAME, cell)
        if not any(cell.broken for _, cell in entry.main) and not re.search(r"[^\W\d_]{2}", name):
            words = "Dòng này chưa ghi họ và tên. Ghi họ tên người được chấm điểm, hoặc bỏ dòng."
            self.error(ScoreField.NAME, "name_missing", name or None, words)
        return name

    def _score(self, entry: Entry) -> tuple[Decimal, Decimal] | None:
        """(score, its scale), or the error that says why not."""
        cell = entry.cells.get(ScoreField.SCORE, EMPTY)
        if not self.whole(ScoreField.SCORE, cell):
            return None
        if values.is_absent(cell.words):
            words = "Người này chưa có điểm. Ghi điểm, ví dụ 8,5; vắng thì bỏ dòng này."
            self.error(ScoreField.SCORE, "score_missing", cell.words or None, words)
            return None
        read = (values.rounded(cell.number), None) if cell.number is not None and cell.day is None else values.read_score(cell.words)
        scale = (read[1] if read else None) or self._row_scale(entry) or self._scale
        if cell.day is not None or read is None:
            self.error(ScoreField.SCORE, "score_invalid", cell.words, "Ô này không phải điểm bằng số. Ghi số, ví dụ 8,5.")
            return None
        if not 0 <= read[0] <= scale:
            words = f"Điểm nằm ngoài thang điểm {scale.normalize():f}. Sửa điểm, hoặc ghi thang điểm ở tiêu đề cột."
            self.error(ScoreField.SCORE, "score_invalid", cell.words, words)
            return None
        return read[0], scale

    def _row_scale(self, entry: Entry) -> Decimal | None:
        """The scale of this row, where the table has a column for it."""
        cell = entry.cells.get(ScoreField.SCALE, EMPTY)
        return values.scale_in(cell.words) if cell.words and self.whole(ScoreField.SCALE, cell) else None

    def _kind(self, entry: Entry) -> str:
        """What the row says of the person's side; where each side has a column to tick, the heading of the one that is ticked."""
        places = self.table.places(ScoreField.KIND)
        if len(places) < 2:
            return entry.cells.get(ScoreField.KIND, EMPTY).words
        ticked = [place for place in places if not is_no_tick(self.table.grid.shown(entry.row, place).words)]
        return self.table.headings[ticked[0]] if len(ticked) == 1 else ""

    # ---- whose staff ----

    def _side_of(self, position: str, kind: str, unit: BookUnit, groups: tuple[str, ...]) -> str:
        """Civil servant or post staff: what the row says itself, then its unit, the innermost group, the title; else by the unit."""
        if (side := values.side_of(kind) or values.side_of(position)) is not None:
            return side
        if unit.kind == UnitKind.POST:
            return values.POST
        return next((side for text in reversed(groups) if (side := values.side_of(text))), None) or self._side or values.CIVIL

    def _employer(self, unit: BookUnit, side: str) -> BookUnit:
        """The body whose staff it is: a commune's own UBND; for post staff the district's post office (docs/domain.md, trap 16)."""
        book = self.reader.book
        if side == values.CIVIL:
            return (book.ubnd_of(unit) if unit.kind == UnitKind.POST else None) or unit
        if unit.area.level == Level.PROVINCE:
            return book.post_of(unit) or unit
        district = self.reader.district_of(unit) if unit.area.level == Level.COMMUNE else unit
        return (book.post_of(district) if district is not None else None) or unit
