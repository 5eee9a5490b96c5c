"""A text of records (.csv) as a grid: its delimiter, its records. A record counts as a row, as in the program that wrote it."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from reading.files import refusals
from reading.files.grid import Cell
from reading.files.limits import MAX_COLUMNS, MAX_DELIMITED, MAX_TEXT
from reading.files.sheets import Sheets

NAMED = (".csv", ".txt", ".tsv")
_DELIMITERS = (";", "\t", ",", "|")
_SAMPLE = 300  # records that choose the delimiter
_SAMPLE_TEXT = 200_000
_SAID = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)


def is_table(text: str) -> bool:
    """Whether a text that bears another name holds records of three fields or more, most of them of one length."""
    count, length, records = _shape(text, _delimiter(text))
    return length > 2 and count > 1 and 2 * count >= records


def read_delimited(text: str, sheets: Sheets) -> None:
    """The records as one sheet without a name."""
    if len(text) > MAX_DELIMITED:
        raise refusals.too_large(sheets.name)
    if (said := _SAID.match(text)) is not None:
        delimiter, text = said[1], text[said.end() :]
    else:
        delimiter = _delimiter(text)
    sheets.open("CSV", {"sheet": None})
    for number, record in enumerate(_records(text, delimiter), start=1):
        for place, field in enumerate(record, start=1):
            if place <= MAX_COLUMNS:
                if field.strip():
                    sheets.put(number, place, sheets.cell(field))
            elif field.strip() and number not in sheets.grid.rows:
                sheets.put(number, place, Cell("…"))  # the row is not empty, and nothing of it is read
    sheets.close()


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(4 * MAX_TEXT)
    yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _delimiter(text: str) -> str:
    """The one that cuts most records into equally many fields; the header decides between equals."""
    return max(_DELIMITERS, key=lambda delimiter: _shape(text, delimiter)[:2])


def _shape(text: str, delimiter: str) -> tuple[int, int, int]:
    """How many of the first records have the same number of fields, two or more; that number; how many records there are."""
    try:
        records = [record for record in islice(_records(text[:_SAMPLE_TEXT], delimiter), _SAMPLE) if any(record)]
    except csv.Error:
        return 0, 0, 0
    lengths = Counter(len(record) for record in records if len(record) > 1)
    length, count = max(lengths.items(), key=lambda one: one[1], default=(0, 0))
    return count, length, len(records)
