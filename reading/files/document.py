"""A dispatch's file as a list of printed lines in reading order, whatever it was written with.

Paragraphs are counted from 1, empty ones left out, cells of tables included. All text is NFC with runs of white space folded.
"""

from reading.files import refusals
from reading.files.content import Document
from reading.files.package import BROKEN
from reading.files.plain import read_plain
from reading.files.sniff import DISPATCH
from reading.files.word_lines import read_word_lines


def read_document(content: bytes, name: str) -> Document:
    """The lines of a Word or text file, or ``FileRefused`` with a code of docs/reading.md and a sentence that says what to do."""
    file = DISPATCH.take(content, name)
    if file.package is None:
        return read_plain(file.text, name, encoding=file.encoding)
    try:
        return read_word_lines(file.package)
    except BROKEN as error:
        raise refusals.damaged(name) from error
