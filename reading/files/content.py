"""What reading gives before it understands anything: lines in reading order, the cells they stand in."""

from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a line stands in a table: table in document order, row and grid column, all from 1; ``span`` and ``rows`` are how many columns
    and rows it covers.
    """

    table: int
    row: int
    column: int
    span: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line: a whole paragraph, or a piece of one that ends with a line break set by hand.

    ``start`` is where the line begins in its paragraph's text; ``soft`` means that it goes on from the line before in the same paragraph;
    ``gap`` means that a blank line or the border of a cell stands before it; ``column`` is 1 for what stands on the right of a
    paragraph that was laid out in two columns with tabs or spaces.
    """

    paragraph: int
    start: int
    text: str
    cell: Cell | None = None
    bold: bool = False
    centred: bool = False
    soft: bool = False
    gap: bool = False
    column: int = 0


@dataclass
class Document:
    """All lines of a file; ``paragraphs[n - 1]`` is the text of paragraph n; ``converted`` names the legacy encodings that were met."""

    lines: list[Line] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)
    converted: set[str] = field(default_factory=set)

    def add(
        self,
        pieces: list[str],
        *,
        cell: Cell | None = None,
        bold: bool = False,
        centred: bool = False,
        gap: bool = False,
        two_columns: bool = False,
    ) -> None:
        """Append one paragraph given as its cleaned lines, or as its left and right column; without any text it is not counted."""
        columns = (
            [(column, piece) for column, piece in enumerate(pieces) if piece] if two_columns else [(0, piece) for piece in pieces if piece]
        )
        if not columns:
            return
        self.paragraphs.append(" ".join(piece for _, piece in columns))
        number, start = len(self.paragraphs), 0
        for index, (column, piece) in enumerate(columns):
            soft = index > 0 and not two_columns
            self.lines.append(Line(number, start, piece, cell, bold, centred, soft=soft, gap=gap and index == 0, column=column))
            start += len(piece) + 1

    def arrange(self) -> None:
        """Put columns that were made with tabs one after the other: the left one to its end, then the right one."""
        arranged: list[Line] = []
        index = 0
        while index < len(self.lines):
            end = index
            while end < len(self.lines) and self._in_columns(end, began=end > index):
                end += 1
            if end == index:
                arranged.append(self.lines[index])
                index += 1
                continue
            run = self.lines[index:end]
            right = [line for line in run if line.column]
            arranged += [line for line in run if not line.column]
            arranged += [replace(line, gap=line.gap or position == 0) for position, line in enumerate(right)]
            index = end
        self.lines = arranged

    def _in_columns(self, index: int, *, began: bool) -> bool:
        """Whether a line belongs to a region of two columns: it has two itself, or is an entry of the list on the left."""
        line = self.lines[index]
        if line.column or (
            index + 1 < len(self.lines) and self.lines[index + 1].column and self.lines[index + 1].paragraph == line.paragraph
        ):
            return True
        return began and line.cell is None and line.text.startswith(("-", "–", "+"))
