"""A .docx file as lines: tables in reading order, Word's own numbers and bullets as printed, legacy fonts converted run by run.

The package is opened by python-docx and walked on its XML: wrappers for every run would cost several times the reading itself.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import PackageNotFoundError
from lxml import etree

from common.errors import FileRefused
from common.text import clean, decode_legacy
from reading.files.content import Cell, Document
from reading.files.numbering import Numbering, W, parse_numbering
from reading.files.package import BROKEN, Package, damaged
from reading.files.wordxml import PARAGRAPH, TABLE, Styles, font_of, holds, list_of, owner, run_text, runs, val

_MAIN = "word/document.xml"
_READ = ("styles", "numbering")
_COLUMN_GAP = re.compile(r"(?<=\S)(?:[ \xa0]*\t\s*|[ \xa0]{5,})(?=\S)|^\t{3,}(?=\S)")
_RIGHT_COLUMN = re.compile(
    r"CỘNG H[ÒO][AÀ] XÃ|Độc lập\s*-|[^,;/]{2,40}, ngày\b.{0,30}\bnăm\b|(?:TM|KT|TL|TUQ)\s*\.|(?:PHÓ "
    r"|Q\. ?)?(?:CHỦ TỊCH|GIÁM ĐỐC|CHÁNH|TRƯỞNG)"
    r"|(?:[A-ZĐÀ-Ỹ][a-zà-ỹđ]*\s+){1,4}[A-ZĐÀ-Ỹ][a-zà-ỹđ]*$"
)
_LABEL_ALONE = re.compile(r"(?:[\dIVX.]{1,8}[.)]?|[a-zđ]\)|[-–+•])$")


def read_word(content: bytes, name: str) -> Document:
    """The lines of a Word document, or ``FileRefused``."""
    try:
        _check_package(content, name)
        opened = docx.Document(io.BytesIO(content))
        body = opened.element.body
        styles = Styles(opened.styles.element)
        related = opened.part.rels.values()
        part = next((rel.target_part for rel in related if rel.reltype == RELATIONSHIP_TYPE.NUMBERING and not rel.is_external), None)
        numbering = parse_numbering(None if part is None else etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False)))
    except (PackageNotFoundError, *BROKEN) as error:
        raise damaged(name, "Word", ".docx") from error
    walk = _Walk(Document(), styles, numbering)
    walk.blocks(body, None)
    walk.document.arrange()
    return walk.document


def _check_package(content: bytes, name: str) -> None:
    """Refuse what is no Word document or would cost too much, before anything is unpacked (``package``: the guard of every file)."""
    package = Package(content, name)
    if _MAIN not in package:
        kind = "là một tệp Excel" if "xl/workbook.xml" in package else "không phải văn bản Word"
        raise FileRefused("file_invalid", f"Tệp “{name}” {kind}. Chọn văn bản Word (.docx) hoặc văn bản dạng chữ (.txt, .md).")
    for part in (_MAIN, *(part for kind, part in package.related(_MAIN).values() if kind in _READ)):
        if part in package:
            package.weighed(part)


@dataclass
class _Walk:
    """One pass over the body, collecting lines."""

    document: Document
    styles: Styles
    numbering: Numbering
    tables: int = 0
    gap: bool = False

    def blocks(self, parent: etree._Element, cell: Cell | None) -> None:
        for element in parent:
            if element.tag == PARAGRAPH:
                self._paragraph(element, cell)
            elif element.tag == TABLE:
                self._table(element)
            elif holds(element):
                self.blocks(element, cell)

    def _table(self, table: etree._Element) -> None:
        self.tables += 1
        number = self.tables
        rows = [row for row in table.iter(f"{W}tr") if owner(row, TABLE) is table]
        for row_number, row in enumerate(rows, start=1):
            column = 1
            for box in row.iter(f"{W}tc"):
                if owner(box, f"{W}tr") is not row:
                    continue
                span = int(val(box.find(f"{W}tcPr"), "gridSpan") or 1)
                self.gap = True
                self.blocks(box, Cell(number, row_number, column, span))
                column += span
        self.gap = True

    def _paragraph(self, paragraph: etree._Element, cell: Cell | None) -> None:
        properties = paragraph.find(f"{W}pPr")
        style_id = val(properties, "pStyle") or self.styles.default_paragraph
        text, bold, boxes = self._text(paragraph, style_id)
        lines = [clean(piece) for piece in text.split("\n")]
        numbered = self._numbered(properties, style_id)
        # An empty numbered paragraph is printed only where tables count their rows.
        label = self.numbering.label(*numbered) if numbered and (cell is not None or any(lines)) else ""
        if any(lines) or label[:1].isdigit():
            if label:
                first = next((index for index, line in enumerate(lines) if line), 0)
                lines[first] = f"{label} {lines[first]}".strip()
            jc = val(properties, "jc")
            centred = (
                jc == "center"
                if jc is not None
                else next((style.centred for style in self.styles.chain(style_id) if style.centred is not None), False)
            )
            columns = _two_columns(text) if cell is None and not label else None
            self.document.add(columns or lines, cell=cell, bold=bold, centred=bool(centred), gap=self.gap, two_columns=columns is not None)
            self.gap = False
        else:
            self.gap = True
        for box in boxes:
            self.gap = True
            self.blocks(box, cell)

    def _numbered(self, properties: etree._Element | None, style_id: str | None) -> tuple[str, int] | None:
        own = list_of(properties)
        found = own or next((style.numbering for style in self.styles.chain(style_id) if style.numbering), None)
        return None if found is None or found[0] == "0" else found

    def _text(self, paragraph: etree._Element, style_id: str | None) -> tuple[str, bool, list[etree._Element]]:
        """The printed text of a paragraph with line breaks, whether all of it is bold, and the text boxes anchored in it."""
        pieces: list[tuple[str, str | None]] = []
        boxes: list[etree._Element] = []
        weights: list[bool] = []
        for run in runs(paragraph):
            properties = run.find(f"{W}rPr")
            if properties is not None and properties.find(f"{W}vanish") is not None:
                continue
            text = run_text(run, boxes)
            if not text:
                continue
            font = (
                font_of(properties) or self.styles.font(val(properties, "rStyle")) or self.styles.font(style_id) or self.styles.default_font
            )
            if properties is not None and properties.find(f"{W}caps") is not None and val(properties, "caps") not in ("0", "false"):
                text = text.upper()
            if pieces and pieces[-1][1] == font:  # VNI writes a letter as two characters, which may lie in two runs
                pieces[-1] = (pieces[-1][0] + text, font)
            else:
                pieces.append((text, font))
            if text.strip():
                weights.append(
                    properties is not None and properties.find(f"{W}b") is not None and val(properties, "b") not in ("0", "false")
                )
        return "".join(self._decoded(text, font) for text, font in pieces), bool(weights) and all(weights), boxes

    def _decoded(self, text: str, font: str | None) -> str:
        decoded, converted = decode_legacy(text, font)
        if converted:
            self.document.converted.add("VNI" if (font or "").lower().startswith("vni") else "TCVN3")
        return decoded


def _two_columns(text: str) -> list[str] | None:
    """Left and right of a heading or signature line that was laid out with tabs or many spaces; ``None`` for running text."""
    if "\n" in text.strip():
        return None
    for gap in _COLUMN_GAP.finditer(text):
        left, right = clean(text[: gap.start()]), clean(text[gap.end() :])
        if _RIGHT_COLUMN.match(right) and not _LABEL_ALONE.match(left):
            return [left, right]
    return None
