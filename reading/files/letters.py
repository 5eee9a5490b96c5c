"""From the runs of a cell to its clean text: legacy fonts by their name, and where no font says so by the evidence of the whole file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from common.legacy import Evidence, Legacy, may_be_legacy
from common.text import decode_legacy, is_legacy_font, unescape
from reading.files.grid import Cell, Workbook, lines_of
from reading.files.limits import MAX_TEXT, Budget

Run = tuple[str, str | None]  # text and font


class Letters:
    """Makes the text cells of one workbook. The same words in the same font are read once and share their cell."""

    def __init__(self, book: Workbook, budget: Budget) -> None:
        self._book, self._budget = book, budget
        self._known: dict[tuple[str, str | None, bool], Cell] = {}

    def cell(self, text: str, font: str | None, *, bold: bool = False) -> Cell:
        """A cell in one font. Its text may be empty: such a cell is not kept."""
        key = (text, font, bold)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self.of_runs([(text, font)], bold=bold)
        return known

    def of_runs(self, runs: Sequence[Run], *, bold: bool = False) -> Cell:
        """A cell whose text is set in several fonts."""
        pieces: list[str] = []
        decided = False
        left = MAX_TEXT
        for text, font in _joined(runs):
            decoded, converted = decode_legacy(unescape(text[:left]), font)
            left -= len(text[:left])
            decided = decided or is_legacy_font(font)
            if converted:
                self._book.converted.add(_encoding_of(font))
            pieces.append(decoded)
        written = "".join(pieces)
        self._budget.letters(len(written))
        raw = written if not decided and may_be_legacy(written) else None
        return Cell(lines_of(written), font=runs[0][1] if runs else None, bold=bold, raw=raw)


def _joined(runs: Sequence[Run]) -> Iterable[Run]:
    """Neighbours of one font in one piece: VNI writes a letter as two characters, which may lie in two runs."""
    found: list[Run] = []
    for text, font in runs:
        if found and found[-1][1] == font:
            found[-1] = (found[-1][0] + text, font)
        else:
            found.append((text, font))
    return found


def _encoding_of(font: str | None) -> str:
    return Legacy.VNI if (font or "").strip().lower().startswith("vni") else Legacy.TCVN3


def settle(book: Workbook) -> None:
    """Decide every text that no font decided, once the whole file is read."""
    undecided = [(grid, row, column, cell) for grid in book.grids for row, column, cell in grid.cells() if cell.raw is not None]
    evidence = Evidence({cell.raw for _, _, _, cell in undecided if cell.raw is not None})
    if not evidence:
        return
    plain = (cell for grid in book.grids for _, _, cell in grid.cells() if not is_legacy_font(cell.font))
    evidence.weigh_others(cell.text for cell in plain)
    for grid, row, column, cell in undecided:
        text, encoding = evidence.decode(cell.raw or "")
        if encoding is not None:
            book.converted.add(encoding)
            grid.rows[row][column] = replace(cell, text=lines_of(text), raw=None)
