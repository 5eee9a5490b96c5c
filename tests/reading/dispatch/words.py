"""Word files made for tests: python-docx alone has no numbering, legacy fonts or text boxes of its own."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

Encode = Callable[[str], str]
SAMPLES = Path(__file__).parents[2] / "samples"
_DATA = Path(__file__).parents[3] / "reading" / "files" / "data"


def saved(document: Document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def paragraphs(texts: Iterable[str], *, font: str | None = None) -> bytes:
    """One paragraph a text, all in one font."""
    document = docx.Document()
    for text in texts:
        run = document.add_paragraph().add_run(text)
        if font:
            run.font.name = font
    return saved(document)


def with_lists(texts: Sequence[tuple[str, int | None]], formats: Sequence[tuple[str, str]]) -> bytes:
    """Paragraphs whose labels Word makes itself: ``formats`` is (number format, text) a level, each text names its level or none."""
    document = docx.Document()
    part = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{name}"/><w:lvlText w:val="{shown}"/></w:lvl>'
        for index, (name, shown) in enumerate(formats)
    )
    part.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{levels}</w:abstractNum>'))
    part.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    for text, level in texts:
        paragraph = document.add_paragraph(text)
        if level is not None:
            numbering = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr>'
            paragraph._p.get_or_add_pPr().append(parse_xml(numbering))
    return saved(document)


def with_table(
    before: Iterable[str], rows: Sequence[Sequence[str]], after: Iterable[str], *, merged: Iterable[tuple[int, int, int, int]] = ()
) -> bytes:
    """Paragraphs, a table, paragraphs. A row of one cell is merged over the whole table; ``merged`` are further blocks of cells (top, left,
    bottom, right)."""
    document = docx.Document()
    for text in before:
        document.add_paragraph(text)
    width = max(len(row) for row in rows)
    table = document.add_table(len(rows), width)
    for number, row in enumerate(rows):
        if len(row) == 1:
            table.cell(number, 0).merge(table.cell(number, width - 1))
        for column, text in enumerate(row):
            table.cell(number, column).text = text
    for top, left, bottom, right in merged:
        table.cell(top, left).merge(table.cell(bottom, right))
    for text in after:
        document.add_paragraph(text)
    return saved(document)


def as_tcvn3(text: str) -> str:
    """TCVN3 has no capitals with marks: fonts whose name ends in H draw them over the small letters."""
    with (_DATA / "legacy_encoding_tcvn3.csv").open(encoding="utf-8", newline="") as file:
        letters = {row["unicode_nfc"]: row["latin1_char"] for row in csv.DictReader(file) if row["set"] == "vn3"}
    return "".join(letters.get(letter, letters.get(letter.lower(), letter)) for letter in text)


def as_vni(text: str) -> str:
    letters: dict[str, str] = {}
    with (_DATA / "legacy_encoding_vni.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            letters.setdefault(row["unicode_nfc"], row["vni_sequence"])
    return "".join(letters.get(letter, letter) for letter in text)


def as_1258(text: str) -> bytes:
    """Windows-1258 as Windows writes it: base letters composed, tones apart."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    parts: list[str] = []
    for letter in unicodedata.normalize("NFD", text):
        if parts and unicodedata.combining(letter) and letter not in tones:
            last = parts.pop()
            parts.append(unicodedata.normalize("NFC", last[0] + letter) + last[1:])
        elif parts and letter in tones:
            parts[-1] += letter
        else:
            parts.append(letter)
    return "".join(parts).replace("“", '"').replace("”", '"').encode("cp1258")
