"""A dispatch's file as a list of printed lines in reading order, whatever it was written with.

``read_document`` looks at the content, never at the name's ending alone, and raises ``FileRefused`` with one of the contract's codes
(``file_invalid``, ``file_encrypted``, ``file_too_large``) and a sentence that says what to do. Paragraphs are counted from 1, empty
ones left out, cells of tables included. All text is NFC with runs of white space folded.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO

from django.conf import settings

from common.errors import FileRefused


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a line stands in a table: table in document order, row and grid column, all from 1; ``span`` is how many columns it covers."""

    table: int
    row: int
    column: int
    span: int = 1


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


_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_TEXT_ENDINGS = (".txt", ".md", ".markdown", ".text")


def load(source: str | Path | bytes | IO[bytes], name: str) -> bytes:
    """The content of a path, an open file or bytes; too large a file is refused before it is read whole."""
    limit: int = settings.UPLOAD_MAX_BYTES
    if isinstance(source, bytes):
        content = source
    elif isinstance(source, (str, Path)):
        with Path(source).open("rb") as stream:
            content = stream.read(limit + 1)
    else:
        content = source.read(limit + 1)
    if len(content) > limit:
        raise FileRefused(
            "file_too_large", f"Tệp “{name}” lớn hơn {limit // (1024 * 1024)} MB. Bỏ bớt hình trong tệp, lưu lại rồi tải lên."
        )
    return content


def read_document(content: bytes, name: str) -> Document:
    """The lines of a Word or text file. ``name`` only serves messages and tells text from an unknown binary format."""
    # Imported here: the two readers build Documents, so they import this module.
    from directives.reading.plain import read_plain
    from directives.reading.word import read_word

    if not content.strip():
        raise FileRefused("file_invalid", f"Tệp “{name}” rỗng. Kiểm tra lại tệp rồi tải lên.")
    if content.startswith(_OLE):
        raise _ole_refusal(content, name)
    if content.startswith(b"PK"):
        return read_word(content, name)
    if content.startswith(b"%PDF") or b"%PDF-" in content[:1024]:
        raise FileRefused("file_invalid", f"Tệp “{name}” là PDF. Mở bản Word gốc của văn bản, lưu thành .docx rồi tải lên.")
    if content.startswith(b"{\\rtf"):
        raise FileRefused("file_invalid", f"Tệp “{name}” là RTF. Mở bằng Word, chọn Lưu thành loại Word (.docx) rồi tải lên.")
    head = content[:1024].lstrip().lower()
    if head.startswith((b"<!doctype html", b"<html", b"<?xml")):
        raise FileRefused("file_invalid", f"Tệp “{name}” là trang web, không phải Word. Mở bằng Word, lưu thành .docx rồi tải lên.")
    if not name.lower().endswith(_TEXT_ENDINGS):
        raise FileRefused("file_invalid", f"Không đọc được tệp “{name}”. Cổng đọc văn bản Word (.docx) và văn bản dạng chữ (.txt, .md).")
    return read_plain(content, name)


def _ole_refusal(content: bytes, name: str) -> FileRefused:
    """An encrypted .docx and an old .doc are both OLE containers; the directory of streams tells them apart."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return FileRefused(
            "file_encrypted",
            f"Tệp “{name}” có mật khẩu. Mở bằng Word, bỏ mật khẩu (Tệp > Thông tin > Bảo vệ tài liệu), lưu lại rồi tải lên.",
        )
    return FileRefused("file_invalid", f"Tệp “{name}” là Word đời cũ (.doc). Mở bằng Word, chọn Lưu thành loại Word (.docx) rồi tải lên.")
