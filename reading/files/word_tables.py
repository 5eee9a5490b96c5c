"""The tables of a Word document as grids, with Word's own numbers and bullets as printed and what stands above each table.

Tables are counted in document order, one inside a cell after the one that holds it; its words also stay in that cell. The words of a cell
merged into the one above are not printed, and not read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from common.text import clean, is_legacy_font
from reading.files.grid import Grid, Merge, Workbook
from reading.files.letters import Letters, Run
from reading.files.limits import MAX_COLUMNS, Budget
from reading.files.numbering import Numbering, W, parse_numbering
from reading.files.package import BROKEN, Package, damaged
from reading.files.wordxml import PARAGRAPH, TABLE, Styles, font_of, holds, is_unfilled, list_of, owner, run_text, runs, val

_MAIN = "word/document.xml"
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_DATED = re.compile(r"ngày\b.{0,20}\bnăm (20\d\d)", re.IGNORECASE)
_OFF = ("0", "false", "off")
_NEAR = 6  # paragraphs above a table that may be its title, however they look
_LONGEST_LINE = 300
_EMPTY_STYLES = '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'


def read_word_tables(content: bytes, name: str) -> Workbook:
    """Every table of the document, or ``FileRefused``."""
    try:
        package = Package(content, name)
        main = package.main or _MAIN
        parts = dict(package.related(main).values())
        styles = package.tree(parts["styles"]) if parts.get("styles", "") in package else etree.fromstring(_EMPTY_STYLES)
        numbering = parse_numbering(package.tree(parts["numbering"]) if parts.get("numbering", "") in package else None)
        body = package.tree(main).find(f"{W}body")
        walk = _Walk(Styles(styles), numbering, name)
        if body is not None:
            walk.blocks(body, None)
        return walk.book
    except BROKEN as error:
        raise damaged(name, "Word", ".docx") from error


@dataclass
class _Box:
    """The content of one cell while it is read."""

    runs: list[Run] = field(default_factory=list)
    bold: list[bool] = field(default_factory=list)

    def add(self, pieces: list[Run], *, bold: bool) -> None:
        """Another paragraph; its line break takes the font of what it follows."""
        if self.runs and pieces:
            self.runs.append(("\n", self.runs[-1][1]))
        self.runs += pieces
        if pieces:
            self.bold.append(bold)


class _Walk:
    """One pass over the body: lists count on across tables, and the lines between two tables belong to the second."""

    def __init__(self, styles: Styles, numbering: Numbering, name: str) -> None:
        self.book = Workbook()
        self._budget = Budget(name)
        self._letters = Letters(self.book, self._budget)
        self._styles, self._numbering = styles, numbering
        self._lines: list[tuple[str, bool]] = []  # text, and whether it looks like a heading
        self._dated: list[int] = []

    def blocks(self, parent: etree._Element, box: _Box | None, *, hidden: bool = False) -> None:
        for element in parent:
            if element.tag == PARAGRAPH:
                self._paragraph(element, box, hidden=hidden)
            elif element.tag == TABLE:
                self._table(element, box)
            elif holds(element):
                self.blocks(element, box, hidden=hidden)

    # ---- paragraphs ----

    def _paragraph(self, paragraph: etree._Element, box: _Box | None, *, hidden: bool) -> None:
        properties = paragraph.find(f"{W}pPr")
        style = val(properties, "pStyle") or self._styles.default_paragraph
        pieces, bold, boxes = self._pieces(paragraph, style, hidden=hidden)
        words = "".join(text for text, _ in pieces).strip()
        label = ""
        if (listed := self._listed(properties, style)) is not None and (words or box is not None):
            label = self._numbering.label(*listed)
        if label and (words or label[:1].isalnum()):
            pieces.insert(0, (f"{label} ", pieces[0][1] if pieces else None))
        if box is not None:
            box.add(pieces, bold=bold)
        elif pieces:
            jc = val(properties, "jc")
            centred = jc == "center" if jc is not None else any(one.centred for one in self._styles.chain(style))
            self._line(self._letters.of_runs(pieces).words, heading=bold or centred)
        for textbox in boxes:
            self.blocks(textbox, box, hidden=hidden)

    def _line(self, text: str, *, heading: bool) -> None:
        if text:
            self._lines.append((text, heading))
            self._dated += [int(year) for year in _DATED.findall(text)]

    def _listed(self, properties: etree._Element | None, style: str | None) -> tuple[str, int] | None:
        found = list_of(properties) or next((one.numbering for one in self._styles.chain(style) if one.numbering), None)
        return None if found is None or found[0] == "0" else found

    def _pieces(self, paragraph: etree._Element, style: str | None, *, hidden: bool) -> tuple[list[Run], bool, list[etree._Element]]:
        """The runs that are printed, whether all of them are bold, and the text boxes anchored in the paragraph."""
        pieces: list[Run] = []
        boxes: list[etree._Element] = []
        weights: list[bool] = []
        for run in runs(paragraph):
            properties = run.find(f"{W}rPr")
            if not hidden and _is_on(properties, "vanish"):
                continue
            text = run_text(run, boxes)
            if not text:
                continue
            own = font_of(properties) or self._styles.font(val(properties, "rStyle"))
            font = own or self._styles.font(style) or self._styles.default_font
            if _is_on(properties, "caps"):
                # Capitals of TCVN3 can be made only after it is decoded, which a font in H says.
                text, font = (text, f"{font}H") if is_legacy_font(font) and str(font).startswith(".") else (text.upper(), font)
            pieces.append((text, font))
            if text.strip():
                weights.append(_is_on(properties, "b"))
        return pieces, bool(weights) and all(weights), boxes

    # ---- tables ----

    def _table(self, table: etree._Element, outer: _Box | None) -> None:
        number = len(self.book.grids) + 1
        grid = Grid({"table": number}, title=f"Bảng {number}")
        grid.above, grid.years = self._above()
        self.book.grids.append(grid)
        self._lines = []
        merged: dict[int, Merge] = {}  # by first column: the block that may go on in the next row
        blocks: list[Merge] = []
        rows = [row for row in table.iter(f"{W}tr") if owner(row, TABLE) is table]
        for place, row in enumerate(rows, start=1):
            merged = self._row(grid, place, row, merged, blocks)
        for block in (*blocks, *merged.values()):
            if (block.top, block.left) != (block.bottom, block.right):
                self._budget.merges()
                grid.merge(block)
        grid.width = max([len(table.findall(f"{W}tblGrid/{W}gridCol")), *(max(cells) for cells in grid.rows.values())])
        grid.arrange()
        if outer is not None:
            for cells in grid.rows.values():
                outer.add([(" | ".join(cell.words for cell in cells.values()), None)], bold=False)

    def _above(self) -> tuple[list[str], list[int]]:
        """The lines that may be the title of the next table, and the years that they state, else those of the document's own dates."""
        last = len(self._lines) - _NEAR
        lines = [text for place, (text, heading) in enumerate(self._lines) if (heading or place >= last) and len(text) <= _LONGEST_LINE]
        years = [int(year) for line in lines for year in _YEAR.findall(line)]
        return lines, years or self._dated[-1:]

    def _row(self, grid: Grid, number: int, row: etree._Element, merged: dict[int, Merge], blocks: list[Merge]) -> dict[int, Merge]:
        """Read one row; returns the blocks that may go on below it, the others are added to ``blocks``."""
        properties = row.find(f"{W}trPr")
        hidden = _is_on(properties, "hidden")
        if hidden:
            grid.hidden_rows.add(number)
        gone = properties is not None and properties.find(f"{W}del") is not None
        column = 1 + int(val(properties, "gridBefore") or 0)
        going: dict[int, Merge] = {}
        for cell in row.iter(f"{W}tc"):
            if owner(cell, f"{W}tr") is not row or column > MAX_COLUMNS:
                continue
            facts = cell.find(f"{W}tcPr")
            right = column + max(1, int(val(facts, "gridSpan") or 1)) - 1
            above = merged.get(column)
            if facts is not None and facts.find(f"{W}vMerge") is not None and val(facts, "vMerge") != "restart" and above is not None:
                going[column] = Merge(above.top, above.left, number, above.right)
            else:
                going[column] = Merge(number, column, number, right)
                if not gone:
                    self._cell(grid, number, column, cell, hidden=hidden)
            column = right + 1
        blocks += [block for left, block in merged.items() if left not in going or going[left].top != block.top]
        return going

    def _cell(self, grid: Grid, number: int, column: int, element: etree._Element, *, hidden: bool) -> None:
        box = _Box()
        if not is_unfilled(owner(element, f"{W}sdt")):
            self.blocks(element, box, hidden=hidden)
        cell = self._letters.of_runs(box.runs, bold=bool(box.bold) and all(box.bold))
        if not cell.text:
            return
        if number in grid.rows:
            self._budget.cell()
        else:
            self._budget.row(1)
        grid.rows.setdefault(number, {})[column] = cell
        self._dated += [int(year) for year in _DATED.findall(clean(cell.text))]


def _is_on(properties: etree._Element | None, tag: str) -> bool:
    """A property that is there and not switched off."""
    return properties is not None and properties.find(f"{W}{tag}") is not None and val(properties, tag) not in _OFF
