"""A Word document as lines in reading order, cells of tables included."""

import re
from collections.abc import Sequence

from common.text import clean
from reading.files.content import Cell, Document
from reading.files.labels import CAPITALS
from reading.files.package import Package
from reading.files.word import Block, Paragraph, Table, read_word

_COLUMN_GAP = re.compile(r"(?<=\S)(?:[ \xa0]*\t\s*|[ \xa0]{5,})(?=\S)|^\t{3,}(?=\S)")
_RIGHT_COLUMN = re.compile(
    r"CỘNG H[ÒO][AÀ] XÃ|Độc lập\s*-|[^,;/]{2,40}, ngày\b.{0,30}\bnăm\b|(?:TM|KT|TL|TUQ)\s*\.|(?:PHÓ "
    r"|Q\. ?)?(?:CHỦ TỊCH|GIÁM ĐỐC|CHÁNH|TRƯỞNG)"
    rf"|(?:[{CAPITALS}][^\W\d_]*\s+){{1,4}}[{CAPITALS}][^\W\d_]*$"
)
_LABEL_ALONE = re.compile(r"(?:[\dIVX.]{1,8}[.)]?|[a-zđ]\)|[-–+•])$")


def read_word_lines(package: Package) -> Document:
    """The printed lines of a Word document, in reading order."""
    word = read_word(package)
    lines = _Lines(Document(converted=word.converted))
    lines.read(word.blocks, None)
    lines.document.arrange()
    return lines.document


class _Lines:
    """Collects the lines; ``_gap``: a blank line or the border of a cell stands before the next one."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._gap = False

    def read(self, blocks: Sequence[Block], cell: Cell | None) -> None:
        for block in blocks:
            if isinstance(block, Table):
                self._table(block)
            else:
                self._paragraph(block, cell)

    def _table(self, table: Table) -> None:
        bottoms = {(block.top, block.left): block.bottom for block in table.merges}
        for number, row in enumerate(table.rows, start=1):
            for box in row:
                self._gap = True
                rows = bottoms.get((number, box.left), number) - number + 1
                self.read(box.blocks, Cell(table.number, number, box.left, box.right - box.left + 1, rows))
        self._gap = True

    def _paragraph(self, paragraph: Paragraph, cell: Cell | None) -> None:
        lines = [clean(piece) for piece in paragraph.printed.split("\n")]
        if any(lines):
            columns = _two_columns(paragraph.text) if cell is None and not paragraph.label else None
            self.document.add(
                columns or lines, cell=cell, bold=paragraph.bold, centred=paragraph.centred, gap=self._gap, two_columns=columns is not None
            )
        self._gap = not any(lines)
        for box in paragraph.boxes:
            self._gap = True
            self.read(box, cell)


def _two_columns(text: str) -> list[str] | None:
    """Left and right of a heading or signature line that was laid out with tabs or many spaces; ``None`` for running text."""
    if ("\t" not in text and "     " not in text.replace("\xa0", " ")) or "\n" in text.strip():
        return None
    for gap in _COLUMN_GAP.finditer(text):
        left, right = clean(text[: gap.start()]), clean(text[gap.end() :])
        if _RIGHT_COLUMN.match(right) and not _LABEL_ALONE.match(left):
            return [left, right]
    return None
