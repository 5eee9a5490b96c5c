"""A Word document as its printed paragraphs and tables: the one walk, from which dispatches take lines and annexes grids.

The main part is found by its relation, whatever its name. Word's own numbers and bullets are rendered as printed, text in legacy fonts is
converted run by run; what is not printed is left out: hidden, deleted and moved-away runs, deleted rows, placeholders of content controls,
the words of a cell merged into the one above. A row that is hidden as a whole is data all the same. Elements are looked at as they are:
wrappers for every run would cost several times the reading itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from reading.files.grid import Merge
from reading.files.letters import Legacy, Letters, Run, encoding_of
from reading.files.limits import MAX_COLUMNS
from reading.files.numbering import Numbering, W, parse_numbering
from reading.files.package import Package

_CONTAINERS = frozenset(
    W + name for name in ("hyperlink", "ins", "smartTag", "fldSimple", "sdt", "sdtContent", "moveTo", "customXml", "dir", "bdo")
)
_TEXT, _RUN, _PARAGRAPH, _TABLE = f"{W}t", f"{W}r", f"{W}p", f"{W}tbl"
_BREAKS = frozenset((f"{W}br", f"{W}cr"))
_TABS = frozenset((f"{W}tab", f"{W}ptab"))
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Choice"
_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_DRAWN = frozenset((f"{W}drawing", f"{W}pict", f"{W}object", _ALTERNATE))
_OFF = ("0", "false", "off")
_EMPTY_STYLES = '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'


@dataclass(slots=True)
class Paragraph:
    """``text`` with its tabs and line breaks, without the label that Word prints before it; ``boxes`` are the text boxes anchored in it."""

    text: str
    label: str = ""
    bold: bool = False
    centred: bool = False
    boxes: "list[list[Block]]" = field(default_factory=list)

    @property
    def printed(self) -> str:
        """With its label before the first letter."""
        bare = self.text.lstrip()
        return f"{self.text[: len(self.text) - len(bare)]}{self.label} {bare}" if self.label else self.text


@dataclass(slots=True)
class Box:
    """A cell: its first and last grid column, from 1, and what stands in it."""

    left: int
    right: int
    blocks: "list[Block]"


@dataclass(slots=True)
class Table:
    """``number`` counts the tables in document order, one inside a cell after the one that holds it. A cell that is merged into the one
    above is no box of its row.
    """

    number: int
    rows: list[list[Box]] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    width: int = 0


Block = Paragraph | Table


@dataclass(frozen=True)
class Word:
    """The body of a document; ``converted`` names the legacy encodings that were met."""

    blocks: list[Block]
    converted: set[str]


def read_word(package: Package) -> Word:
    """The printed paragraphs and tables. A damaged document raises ``package.BROKEN``."""
    main = package.main or "word/document.xml"
    parts = dict(package.related(main).values())
    styles = package.tree(parts["styles"]) if parts.get("styles", "") in package else etree.fromstring(_EMPTY_STYLES)
    numbering = parse_numbering(package.tree(parts["numbering"]) if parts.get("numbering", "") in package else None)
    body = package.tree(main).find(f"{W}body")
    walk = _Walk(Styles(styles), numbering)
    blocks = [] if body is None else walk.blocks(body)
    walk.settle()
    return Word(blocks, walk.letters.converted)


class _Walk:
    """One pass over the body: lists and tables count on across it."""

    def __init__(self, styles: "Styles", numbering: Numbering) -> None:
        self.letters = Letters()
        self._styles, self._numbering = styles, numbering
        self._tables = 0
        self._waiting: list[Paragraph] = []

    def settle(self) -> None:
        """Decide every text that no font decided, once the whole document is read."""
        if self.letters.settle():
            for paragraph in self._waiting:
                paragraph.text = self.letters.settled(paragraph.text)

    def blocks(self, parent: etree._Element, *, in_cell: bool = False, hidden: bool = False) -> list[Block]:
        found: list[Block] = []
        for element in parent:
            if element.tag == _PARAGRAPH:
                found.append(self._paragraph(element, in_cell=in_cell, hidden=hidden))
            elif element.tag == _TABLE:
                found.append(self._table(element))
            elif _holds(element):
                found += self.blocks(element, in_cell=in_cell, hidden=hidden)
        return found

    # ---- paragraphs ----

    def _paragraph(self, element: etree._Element, *, in_cell: bool, hidden: bool) -> Paragraph:
        properties = element.find(f"{W}pPr")
        style = _val(properties, "pStyle") or self._styles.default_paragraph
        pieces, bold, boxes = self._pieces(element, style, hidden=hidden)
        text, waits = self.letters.read(pieces)
        label = ""
        listed = _list_of(properties) or next((one.numbering for one in self._styles.chain(style) if one.numbering), None)
        # An empty numbered paragraph is printed only where tables count their rows.
        if listed is not None and listed[0] != "0" and (in_cell or text.strip()):
            label = self._numbering.label(*listed)
        if not text.strip() and not label[:1].isalnum():
            label = ""
        jc = _val(properties, "jc")
        styled = next((one.centred for one in self._styles.chain(style) if one.centred is not None), False)
        centred = jc == "center" if jc is not None else bool(styled)
        paragraph = Paragraph(text, label, bold, centred, [self.blocks(box, in_cell=in_cell, hidden=hidden) for box in boxes])
        if waits:
            self._waiting.append(paragraph)
        return paragraph

    def _pieces(self, paragraph: etree._Element, style: str | None, *, hidden: bool) -> tuple[list[Run], bool, list[etree._Element]]:
        """The runs that are printed, whether all of them are bold, and the text boxes anchored in the paragraph."""
        pieces: list[Run] = []
        boxes: list[etree._Element] = []
        bold: bool | None = None
        for run in _runs(paragraph):
            properties = run.find(f"{W}rPr")
            if not hidden and _is_on(properties, "vanish"):
                continue
            text = _run_text(run, boxes)
            if not text:
                continue
            own = _font_of(properties) or self._styles.font(_val(properties, "rStyle"))
            font = own or self._styles.font(style) or self._styles.default_font
            if _is_on(properties, "caps"):
                # Capitals of TCVN3 can be made only after it is decoded, which a font in H says.
                text, font = (text, f"{font}H") if encoding_of(font) is Legacy.TCVN3 else (text.upper(), font)
            pieces.append((text, font))
            if text.strip():
                bold = bold is not False and _is_on(properties, "b")
        return pieces, bool(bold), boxes

    # ---- tables ----

    def _table(self, element: etree._Element) -> Table:
        self._tables += 1
        table = Table(self._tables, width=len(element.findall(f"{W}tblGrid/{W}gridCol")))
        merged: dict[int, Merge] = {}  # by first column: the block that may go on in the next row
        for row in element.iter(f"{W}tr"):
            if _owner(row, _TABLE) is element:
                merged = self._row(table, row, merged)
        table.merges += merged.values()
        return table

    def _row(self, table: Table, row: etree._Element, merged: dict[int, Merge]) -> dict[int, Merge]:
        """Read one row; returns the blocks that may go on below it."""
        properties = row.find(f"{W}trPr")
        hidden = _is_on(properties, "hidden")
        gone = properties is not None and properties.find(f"{W}del") is not None
        boxes: list[Box] = []
        table.rows.append(boxes)
        number, left = len(table.rows), 1 + int(_val(properties, "gridBefore") or 0)
        going: dict[int, Merge] = {}
        for cell in row.iter(f"{W}tc"):
            if _owner(cell, f"{W}tr") is not row or left > MAX_COLUMNS:
                continue
            facts = cell.find(f"{W}tcPr")
            right = min(left + max(1, int(_val(facts, "gridSpan") or 1)) - 1, MAX_COLUMNS)
            above = merged.get(left)
            if above is not None and facts is not None and facts.find(f"{W}vMerge") is not None and _val(facts, "vMerge") != "restart":
                going[left] = Merge(above.top, above.left, number, above.right)
            else:
                going[left] = Merge(number, left, number, right)
                if not gone and not _is_unfilled(_owner(cell, f"{W}sdt")):
                    boxes.append(Box(left, right, self.blocks(cell, in_cell=True, hidden=hidden)))
            left = right + 1
        table.merges += [block for place, block in merged.items() if place not in going or going[place].top != block.top]
        return going


@dataclass
class Style:
    """What a paragraph or character style says about itself; ``None`` means that its base decides."""

    base: str | None = None
    font: str | None = None
    centred: bool | None = None
    numbering: tuple[str, int] | None = None


class Styles:
    """The styles of a document, each read when it is first asked for: a template brings hundreds and a dispatch uses three."""

    def __init__(self, root: etree._Element) -> None:
        self._elements = {str(element.get(f"{W}styleId")): element for element in root.iterchildren(f"{W}style")}
        self._read: dict[str, Style] = {}
        self._fonts: dict[str, str | None] = {}
        self.default_font = _font_of(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
        defaults = (name for name, element in self._elements.items() if element.get(f"{W}default") in ("1", "true"))
        self.default_paragraph = next((name for name in defaults if self._elements[name].get(f"{W}type") == "paragraph"), None)

    def chain(self, style_id: str | None) -> Iterator[Style]:
        """A style and its bases, nearest first."""
        seen: set[str] = set()
        while style_id is not None and style_id in self._elements and style_id not in seen:
            seen.add(style_id)
            style = self._style(style_id)
            yield style
            style_id = style.base

    def _style(self, style_id: str) -> Style:
        if style_id not in self._read:
            element = self._elements[style_id]
            properties = element.find(f"{W}pPr")
            jc = _val(properties, "jc")
            centred = None if jc is None else jc == "center"
            self._read[style_id] = Style(_val(element, "basedOn"), _font_of(element.find(f"{W}rPr")), centred, _list_of(properties))
        return self._read[style_id]

    def font(self, style_id: str | None) -> str | None:
        """The font that a style brings, its bases included; remembered, because every run asks."""
        if style_id is None:
            return None
        if style_id not in self._fonts:
            self._fonts[style_id] = next((style.font for style in self.chain(style_id) if style.font), None)
        return self._fonts[style_id]


def _val(parent: etree._Element | None, tag: str) -> str | None:
    found = None if parent is None else parent.find(W + tag)
    return None if found is None else found.get(f"{W}val")


def _is_on(properties: etree._Element | None, tag: str) -> bool:
    """A property that is there and not switched off."""
    found = None if properties is None else properties.find(W + tag)
    return found is not None and found.get(f"{W}val") not in _OFF


def _font_of(properties: etree._Element | None) -> str | None:
    fonts = None if properties is None else properties.find(f"{W}rFonts")
    return None if fonts is None else fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi")


def _list_of(properties: etree._Element | None) -> tuple[str, int] | None:
    numbered = None if properties is None else properties.find(f"{W}numPr")
    if numbered is None or (num_id := _val(numbered, "numId")) is None:
        return None
    return num_id, int(_val(numbered, "ilvl") or 0)


def _owner(element: etree._Element, tag: str) -> etree._Element | None:
    return next(element.iterancestors(tag), None)


def _holds(element: etree._Element) -> bool:
    """Whether the text inside an element is printed text. A content control that nobody filled in shows its placeholder, which is none."""
    return element.tag in _CONTAINERS and not _is_unfilled(element)


def _is_unfilled(element: etree._Element | None) -> bool:
    """Whether an element is a content control that shows its placeholder ("Bấm để nhập ngày")."""
    return element is not None and element.tag == f"{W}sdt" and _is_on(element.find(f"{W}sdtPr"), "showingPlcHdr")


def _runs(parent: etree._Element) -> Iterator[etree._Element]:
    """Runs that are printed: inserted and linked ones too, deleted and moved-away ones not."""
    for element in parent:
        if element.tag == _RUN:
            yield element
        elif _holds(element):
            yield from _runs(element)


def _run_text(run: etree._Element, boxes: list[etree._Element]) -> str:
    text = ""
    for element in run:
        if element.tag == _TEXT:
            text += element.text or ""
        elif element.tag in _BREAKS:
            text += " " if element.get(f"{W}type") == "column" else "\n"
        elif element.tag in _TABS:
            text += "\t"
        elif element.tag == f"{W}noBreakHyphen":
            text += "-"
        elif element.tag in _DRAWN:
            shown = element.find(_CHOICE) if element.tag == _ALTERNATE else element
            boxes += [] if shown is None else list(shown.iter(f"{W}txbxContent"))
    return text
