"""A .csv as a grid: its encoding, its delimiter, its records. A record counts as a row, as in the program that wrote it.

UTF-8 and UTF-16 say what they are. Eight-bit text is Windows-1258, TCVN3 or VNI, whichever makes the most words Vietnamese syllables.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from common.errors import FileRefused
from common.legacy import DECODERS
from common.syllables import is_syllable
from common.text import clean
from reading.files.grid import Cell, Grid, Workbook
from reading.files.letters import Letters
from reading.files.limits import MAX_COLUMNS, MAX_DELIMITED, MAX_TEXT, Budget
from reading.files.package import too_large

NAMED = (".csv", ".txt", ".tsv")
_DELIMITERS = (";", "\t", ",", "|")
_SAMPLE = 300  # records that choose the delimiter
_SAMPLE_TEXT = 200_000
_SAID = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")
_WORD = re.compile(r"[^\s\d.,;:!?()\[\]{}\"'/\\|\-–—+*=&%<>“”‘’…]+")
_TWICE = re.compile("á[»º]|Ã[\x80-\xbf]|Æ[°¡]|Ä[\u2018\u0192\x90]")
_FEW = 3
_SOUND = 0.6  # of the words with marks, to believe an eight-bit encoding


def is_table(content: bytes) -> bool:
    """Whether a file that bears another name holds records of three fields or more, most of them of one length."""
    try:
        text, _ = _decoded(content, "")
    except FileRefused:
        return False
    try:
        lengths = Counter(len(record) for record in _records(text[:_SAMPLE_TEXT], _delimiter(text)) if any(record))
    except csv.Error:
        return False
    length, count = max(lengths.items(), key=lambda one: one[1], default=(0, 0))
    return length > 2 and count > 1 and 2 * count >= lengths.total()


def read_delimited(content: bytes, name: str) -> Workbook:
    """The records as one sheet without a name. ``FileRefused`` for what is no text."""
    if len(content) > 2 * MAX_DELIMITED:
        raise too_large(name)
    text, legacy = _decoded(content, name)
    if len(text) > MAX_DELIMITED:
        raise too_large(name)
    book = Workbook()
    if legacy:
        book.converted.add(legacy)
    grid = Grid({"sheet": None}, title="CSV")
    budget = Budget(name)
    letters = Letters(book, budget)
    if (said := _SAID.match(text)) is not None:
        delimiter, text = said[1], text[said.end() :]
    else:
        delimiter = _delimiter(text)
    try:
        for number, record in enumerate(_records(text, delimiter), start=1):
            row = {}
            for place, field in enumerate(record[:MAX_COLUMNS], start=1):
                cell = letters.cell(field, None) if field.strip() else None
                if cell is not None and cell.text:
                    row[place] = cell
            if not row and any(clean(field) for field in record[MAX_COLUMNS:]):
                row[MAX_COLUMNS + 1] = Cell("…")  # the row is not empty, and nothing of it is read
            if row:
                budget.row(len(row))
                grid.rows[number] = row
    except csv.Error as error:
        raise _unreadable(name) from error
    grid.arrange()
    book.grids.append(grid)
    return book


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(4 * MAX_TEXT)
    yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _delimiter(text: str) -> str:
    """The one that cuts most records into equally many fields; the header decides between equals."""

    def score(delimiter: str) -> tuple[int, int]:
        try:
            records = list(islice(_records(text[:_SAMPLE_TEXT], delimiter), _SAMPLE))
        except csv.Error:
            return (0, 0)
        lengths = Counter(len(record) for record in records if len(record) > 1)
        length, count = max(lengths.items(), key=lambda one: one[1], default=(0, 0))
        return (count, length)

    return max(_DELIMITERS, key=score)


def _decoded(content: bytes, name: str) -> tuple[str, str]:
    """The text and the legacy encoding that it was in ("" for Unicode)."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _text(content, "utf-16", name), ""
    sample = content[:4000]
    zeros = sample[1::2].count(0), sample[::2].count(0)
    if max(zeros) > len(sample) // 8:
        return _text(content, "utf-16-le" if zeros[0] > zeros[1] else "utf-16-be", name), ""
    try:
        text = _text(content, "utf-8-sig", name)
    except FileRefused:
        if content.startswith(codecs.BOM_UTF8):
            raise
        return _eight_bit(content, name)
    return _read_twice(text) or (text, "")


def _read_twice(text: str) -> tuple[str, str] | None:
    """The text where UTF-8 was taken for Windows-1252 and written as UTF-8 again ("Há»“ng Ngá»±"); None where it was not."""
    if len(_TWICE.findall(text[:_SAMPLE_TEXT])) < _FEW:
        return None
    try:
        once = "".join(map(_byte_of, text)).encode("latin-1").decode("utf-8-sig")
    except UnicodeError:
        return None
    return (once, "UTF-8 bị đọc nhầm") if _soundness(once) > max(_SOUND, _soundness(text)) else None


def _byte_of(letter: str) -> str:
    """The letter of Latin-1 with the byte that a letter had in Windows-1252."""
    try:
        return letter.encode("cp1252").decode("latin-1")
    except UnicodeEncodeError:
        return letter


def _eight_bit(content: bytes, name: str) -> tuple[str, str]:
    plain = content.decode("cp1252", "replace")
    if _CONTROL.search(plain):
        raise _unreadable(name)
    tried = [(unicodedata.normalize("NFC", content.decode("cp1258", "replace")), "Windows-1258")]
    tried += [(decode(plain), str(encoding)) for encoding, decode in DECODERS.items()]
    text, encoding = max(tried, key=lambda one: _soundness(one[0]))
    if _soundness(text) < _SOUND:
        raise _unreadable(name)
    return text, encoding


def _soundness(text: str) -> float:
    """Which part of the words with marks are Vietnamese syllables."""
    words = [word for word in _WORD.findall(text[:_SAMPLE_TEXT]) if not word.isascii()]
    return sum(is_syllable(word) for word in words) / len(words) if words else 0.0


def _text(content: bytes, encoding: str, name: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise _unreadable(name) from error
    if _CONTROL.search(text):
        raise _unreadable(name)
    return text


def _unreadable(name: str) -> FileRefused:
    return FileRefused("file_invalid", f"Không đọc được tệp “{name}”. Mở bằng Excel, lưu thành .xlsx (hoặc CSV UTF-8) rồi tải lên.")
