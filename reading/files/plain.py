"""A .txt or .md file as lines: Markdown marks, tables drawn with bars or columns of spaces, wrapped paragraphs.

Dispatches travel as text in three shapes, and all are read without knowing which: one paragraph a line; paragraphs wrapped to a width,
with or without blank lines between them; the layout of a PDF with two columns side by side. A bar on a line of its own parts the cells of a
table copied from a web page.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from common.errors import FileRefused
from common.text import clean
from reading.files.content import Cell, Document
from reading.files.labels import CAPITALS
from reading.files.wrapping import join_wrapped, unfinished

_STRAY_STAR = re.compile(r"\*+(?=\S)|(?<=\S)\*+")
_EMPHASIS = re.compile(r"(?<![\w_])_{1,2}(?=[^\s_])|(?<=[^\s_])_{1,2}(?![\w_])")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~])")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)\s]*\)")
_TAG = re.compile(r"<br\s*/?>", re.I)
_RULE_ROW = re.compile(r"^[|\s:\-]+$")
_BAR = re.compile(r"(?<!\\)\|")
_GAP = re.compile(r"(?<=\S)(?: {4,}|\s*\t\s*)(?=\S)")
_BLANK_NUMBER = re.compile(r"(Số\s*:?)\s+(?=/)")
_BLANK_DATE = re.compile(r"(ngày)\s+(\S{0,2})\s*(tháng)\s+(\S{0,2})\s*(năm)")
_PAGE_NUMBER = re.compile(r"^\s*[-–]?\s*(?:Trang\s+)?(\d{1,3})(?:\s*/\s*\d{1,3})?\s*[-–]?\s*$")
_CENTRED = 20  # letters from the margin
_FOOTNOTE = re.compile(rf"^\s*(\d{{1,2}})\s+(?=[{CAPITALS}“])")
_CELL_LIST = re.compile(r"(?<=[;:.])\s+(?=- )|\s+(?=V/v\b)|(?<=\S)\s+(?=CỘNG HÒA|Độc lập\s*-)|\s+(?=-{4,})")


def unmark(line: str, *, markdown: bool) -> str:
    """A line without Markdown's marks; stars that emphasise are found in .txt copies too. Bullets and indents stay."""
    indent = len(line) - len(line.lstrip())
    body = line[indent:]
    bullet = ""
    if body.startswith("* ") and body.strip("* "):
        bullet, body = "* ", body[2:]
    body = _STRAY_STAR.sub("", body)
    if not body.strip("* \t"):
        return ""
    if markdown:
        body = re.sub(r"^#{1,6}\s+", "", body)
        body = re.sub(r"^>\s?", "", body)
        body = _LINK.sub(r"\1", body)
        body = _EMPHASIS.sub("", body)
        body = _ESCAPE.sub(r"\1", body)
        body = body.replace("&nbsp;", " ").replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
    return " " * indent + bullet + body


@dataclass
class _Raw:
    """A line of the file after unmarking; ``page`` where a page begins before it."""

    text: str
    page: bool = False

    @property
    def indent(self) -> int:
        return len(self.text) - len(self.text.lstrip())


@dataclass
class _Reader:
    document: Document
    tables: int = 0
    width: int = 0
    open_rows: int = 0  # rows read so far of a table whose rows are blocks with bars inside

    def paragraphs(self, lines: list[str], cell: Cell | None = None) -> None:
        for index, piece in enumerate(join_wrapped(lines, self.width)):
            self.document.add([clean(piece)], cell=cell, gap=index == 0)

    def row(self, cells: list[list[str]], row: int) -> None:
        for column, lines in enumerate(cells, start=1):
            self.paragraphs(lines, Cell(self.tables, row, column))


def read_plain(text: str, name: str, *, encoding: str = "") -> Document:
    """The lines of a text file, which had to be converted from this encoding ("" for Unicode)."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    document = Document()
    if encoding:
        document.converted.add(encoding)
    markdown = name.lower().endswith((".md", ".markdown"))
    raws = _without_page_edges(list(_raws(text, markdown=markdown)))
    widths = sorted(len(raw.text.rstrip()) for raw in raws if raw.text.strip())
    reader = _Reader(document, width=widths[int(len(widths) * 0.9)] if widths else 0)
    _read_blocks(reader, raws)
    if not document.lines:
        raise FileRefused("file_invalid", f"Tệp “{name}” không có chữ nào. Kiểm tra lại tệp rồi tải lên.")
    return document


def _raws(text: str, *, markdown: bool) -> Iterator[_Raw]:
    raws = []
    for line in text.split("\n"):
        page = "\f" in line or "\v" in line
        raws.append(_Raw(unmark(line.replace("\f", "").replace("\v", "").expandtabs(8), markdown=markdown), page))
    if markdown:
        _plain_bullets(raws)
    return iter(raws)


def _without_page_edges(raws: list[_Raw]) -> list[_Raw]:
    """The lines without what pages add at their edges: numbers, footnotes, and the blank lines inside a sentence that goes over one."""
    kept: list[_Raw] = []
    for page in _pages(raws):
        _drop_footnotes(page)
        lines = _trimmed(page)
        for edge in (0, -1):
            if lines and _PAGE_NUMBER.match(lines[edge].text):
                del lines[edge]
        lines = _trimmed(lines)
        if kept and lines:
            lines[0].page = True
            if unfinished(kept[-1].text):
                kept += lines
                continue
        kept += [_Raw(""), *lines]
    return kept


def _pages(raws: list[_Raw]) -> Iterator[list[_Raw]]:
    """Cut where a form feed stands; in a file without any, at numbers that stand alone and count on: "2", "3" …"""
    feeds = any(raw.page for raw in raws)
    page: list[_Raw] = []
    number = 1
    for index, raw in enumerate(raws):
        alone = not feeds and (found := _PAGE_NUMBER.match(raw.text)) and found[1] == str(number + 1) and _alone(raws, index)
        if alone:
            number += 1
        if raw.page or alone:
            yield page
            page = []
        if not alone:
            page.append(raw)
    yield page


def _alone(raws: list[_Raw], index: int) -> bool:
    """Between blank lines; one that is drawn in the middle of the page needs none above it."""
    centred = raws[index].indent > _CENTRED
    return all(0 <= near < len(raws) and not raws[near].text.strip() for near in ((index + 1,) if centred else (index - 1, index + 1)))


def _trimmed(page: list[_Raw]) -> list[_Raw]:
    filled = [index for index, raw in enumerate(page) if raw.text.strip()]
    return page[filled[0] : filled[-1] + 1] if filled else []


def _drop_footnotes(page: list[_Raw]) -> None:
    """ "1 Các quy định của Luật …" at the foot of a page on which a word bears that number ("khoáng sản1")."""
    above = ""
    for index, raw in enumerate(page):
        note = _FOOTNOTE.match(raw.text) if index and not page[index - 1].text.strip() else None
        if note and re.search(rf"[^\W\d_]{note[1]}(?!\w)", above):
            del page[index:]
            return
        above += raw.text + "\n"


def _plain_bullets(raws: list[_Raw]) -> None:
    """A star is Markdown's bullet: several in a row are a list ("- …"), one alone is a note ("* Lưu ý: …") that loses its star."""
    filled = [raw for raw in raws if raw.text.strip()]
    starred = [raw.text.lstrip().startswith("* ") for raw in filled]
    for index, raw in enumerate(filled):
        if starred[index]:
            in_list = any(starred[near] for near in (index - 1, index + 1) if 0 <= near < len(filled))
            raw.text = raw.text.replace("* ", "- " if in_list else "", 1)


def _read_blocks(reader: _Reader, raws: list[_Raw]) -> None:
    index = 0
    while index < len(raws):
        raw = raws[index]
        bare = raw.text.strip()
        if not bare:
            index += 1
        elif bare == "|":
            index = _bar_table(reader, raws, index)
        elif bare.startswith("|") and bare.endswith("|"):
            index = _pipe_table(reader, raws, index)
        elif _columns(raw.text):
            index = _column_region(reader, raws, index)
        else:
            index = _block(reader, raws, index)


def _block(reader: _Reader, raws: list[_Raw], index: int) -> int:
    """Lines up to a blank one. One bar inside means two cells side by side, more of them the row of a table."""
    lines: list[str] = []
    while index < len(raws) and (text := raws[index].text).strip() and text.strip() != "|" and not (lines and _columns(text)):
        lines.append(text)
        index += 1
    bars = [len(_BAR.findall(line)) for line in lines]
    if max(bars) > 1:
        if not reader.open_rows:
            reader.tables += 1
        reader.open_rows += 1
        reader.row([cell.split("\n") for cell in _BAR.split("\n".join(lines))], reader.open_rows)
        return index
    reader.open_rows = 0
    if max(bars) == 1 and any(" | " in line for line in lines):
        reader.tables += 1
        reader.row(list(_two_cells(lines)), 1)
    else:
        reader.paragraphs(lines)
    return index


def _two_cells(lines: list[str]) -> tuple[list[str], list[str]]:
    left: list[str] = []
    right: list[str] = []
    for line in lines:
        if (found := _BAR.search(line)) is not None:
            left.append(line[: found.start()])
            right.append(line[found.end() :])
        else:
            (right or left).append(line)
    return left, right


def _pipe_table(reader: _Reader, raws: list[_Raw], index: int) -> int:
    """Rows "| a | b |"; each cell is one line in which several printed lines may follow each other."""
    reader.tables += 1
    row = 0
    while index < len(raws) and (bare := raws[index].text.strip()).startswith("|") and bare.endswith("|") and bare != "|":
        index += 1
        if _RULE_ROW.match(bare) and "-" in bare:
            continue
        row += 1
        cells = [_TAG.sub("\n", cell) for cell in _BAR.split(bare[1:-1])]
        reader.row([[piece for line in cell.split("\n") for piece in _CELL_LIST.split(line.strip())] for cell in cells], row)
    return index


def _bar_table(reader: _Reader, raws: list[_Raw], index: int) -> int:
    """A table copied from a web page: bars on lines of their own part the cells, two in a row the rows.

    Nothing marks where such a table begins or ends, so a chunk between bars may be running text. Rows of one length (three cells or
    more) are a grid, the end of the row before them is its heading; every other chunk is read as paragraphs.
    """
    rows, index = _bar_rows(raws, index)
    position = 0
    while position < len(rows):
        width = len(rows[position + 1]) if position + 1 < len(rows) else 0
        if width < 3 or len(rows[position]) < width or (position + 2 < len(rows) and len(rows[position + 2]) < width):
            for chunk in rows[position]:
                _chunk(reader, chunk)
            position += 1
            continue
        for chunk in rows[position][:-width]:
            _chunk(reader, chunk)
        reader.tables += 1
        reader.row(rows[position][-width:], 1)
        position += 1
        row = 2
        while position < len(rows) and len(rows[position]) >= width:
            reader.row(rows[position][:width], row)
            for chunk in rows[position][width:]:
                _chunk(reader, chunk)
            position, row = position + 1, row + 1
    return index


def _bar_rows(raws: list[_Raw], index: int) -> tuple[list[list[list[str]]], int]:
    rows: list[list[list[str]]] = [[]]
    chunk: list[str] = []
    for raw in [*raws[index:], _Raw("|")]:
        if raw.text.strip() != "|":
            chunk.append(raw.text)
            continue
        if any(line.strip() for line in chunk):
            rows[-1].append(chunk)
        elif rows[-1]:
            rows.append([])
        chunk = []
    return [row for row in rows if row], len(raws)


def _chunk(reader: _Reader, lines: list[str]) -> None:
    """A chunk between bars that is no cell of a grid: a cell of the heading or the signature, or the running text."""
    part: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            part.append(line)
        elif part:
            reader.paragraphs(part)
            part = []


def _columns(line: str) -> bool:
    return len(_split_columns(line)) > 1


def _split_columns(line: str) -> list[tuple[int, str]]:
    """The pieces of a line that stand apart, each with its column; blanks left open in a number or a date part nothing."""
    filled = _BLANK_DATE.sub(lambda found: found[0].replace(" ", "\0"), _BLANK_NUMBER.sub(lambda found: found[0].replace(" ", "\0"), line))
    pieces: list[tuple[int, str]] = []
    start = len(filled) - len(filled.lstrip())
    for gap in _GAP.finditer(filled, start):
        pieces.append((start, filled[start : gap.start()].replace("\0", " ")))
        start = gap.end()
    pieces.append((start, filled[start:].replace("\0", " ")))
    return pieces


def _column_region(reader: _Reader, raws: list[_Raw], index: int) -> int:
    """Two columns side by side (heading; recipients and signature): the left one is read to its end, then the right one."""
    left: list[str] = []
    right: list[str] = []
    edge = _split_columns(raws[index].text)[1][0]
    signature = raws[index].text.strip().lower().startswith("nơi nhận")
    first, blanks = index, 0
    while index < len(raws) and not (raws[index].page and index > first):
        text = raws[index].text
        pieces = _split_columns(text)
        if not text.strip():
            blanks += 1
            if blanks > 1 and not signature:
                break
        elif len(pieces) > 1:
            left.append(pieces[0][1])
            right.append(" ".join(piece for _, piece in pieces[1:]))
            edge, blanks = pieces[1][0], 0
        elif pieces[0][0] >= edge - 8 and pieces[0][0] > 8:
            right.append(text)
            blanks = 0
        elif not blanks and (signature or text.strip().isupper()):
            left.append(text)
        else:
            break
        index += 1
    reader.tables += 1
    reader.row([[line.strip() for line in left], [line.strip() for line in right]], 1)
    return max(index, first + 1)
