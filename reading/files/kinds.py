"""Which reader an annex's file needs, by its content; and for what the portal does not read, its true reason and the way on."""

from __future__ import annotations

from collections.abc import Callable

from common.errors import FileRefused
from reading.files.delimited import NAMED, is_table, read_delimited
from reading.files.grid import Workbook
from reading.files.ods import SPREADSHEET, read_ods
from reading.files.office import look_into
from reading.files.package import BROKEN, Package, damaged
from reading.files.refusals import ActiveContent
from reading.files.sniff import DOC, PDF, XLS, sniff
from reading.files.word_tables import read_word_tables
from reading.files.xls import read_xls
from reading.files.xlsb import MAIN_TYPE, read_xlsb
from reading.files.xlsx import read_xlsx
from reading.files.xml2003 import NAMESPACE, read_xml_spreadsheet

Reader = Callable[[bytes, str], Workbook]
_BINARY_HEADS = (b"PK", b"%PDF", b"\xd0\xcf\x11\xe0", b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"{\\rtf", b"Rar!", b"7z\xbc\xaf")
_MARKUP_HEADS = (b"<!doctype", b"<html", b"<?xml", b"<table", b"<!--", b"<meta", b"<head")
_HEAD, _DEEPER = 1024, 4096
_WORD_NAMES = (".doc", ".docx", ".docm", ".rtf", ".odt", ".dot", ".dotx")
_BY_MAIN_TYPE: tuple[tuple[str, Reader], ...] = (
    (MAIN_TYPE, read_xlsb), ("spreadsheetml", read_xlsx), ("ms-excel.sheet", read_xlsx), ("wordprocessingml", read_word_tables),
    ("ms-word.document", read_word_tables),
)  # fmt: skip


def reader_of(content: bytes, name: str) -> Reader:
    """The reader, or ``FileRefused`` with ``file_invalid`` or ``file_encrypted``."""
    head = content[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(_MARKUP_HEADS):
        return _of_markup(content, name)
    if head.startswith((b"mime-version:", b"from:", b"content-type:")) and b"multipart/" in content[:_DEEPER].lower():
        raise _refused(name, "là trang web được lưu thành một tệp (MHTML)", word=_is_word(name))
    if content.startswith(b"{\\rtf"):
        raise _refused(name, "là Rich Text (.rtf)", word=True)
    if content.startswith(b"PK"):
        return _of_package(content, name)
    if not content.startswith(_BINARY_HEADS) and b"%PDF-" not in content[:_HEAD] and (name.lower().endswith(NAMED) or is_table(content)):
        return read_delimited
    return _of_binary(content, name)


def _of_markup(content: bytes, name: str) -> Reader:
    begun = content[:_DEEPER]
    if NAMESPACE in begun:
        return read_xml_spreadsheet
    if b"schemas.microsoft.com/office/word/2003/wordml" in begun or b"schemas.microsoft.com/office/2006/xmlPackage" in begun:
        raise _refused(name, "là Word lưu dạng XML", word=True)
    raise _refused(name, "là trang web, không phải Word" if _is_word(name) else "là trang web, không phải Excel", word=_is_word(name))


def _of_package(content: bytes, name: str) -> Reader:
    try:
        package = Package(content, name)
        parts = package.parts
        look_into(package)
        if "content.xml" in package:
            return _of_open_document(package, name)
        main = package.main
        kind = package.kind_of(main) or main
    except BROKEN as error:
        raise damaged(name) from error
    for mark, reader in _BY_MAIN_TYPE:
        if mark in kind:
            return reader
    if main.endswith(".bin") or "xl/workbook.bin" in parts:
        return read_xlsb
    if "xl/workbook.xml" in parts or main.startswith("xl/"):
        return read_xlsx
    if "word/document.xml" in parts or main.startswith("word/"):
        return read_word_tables
    if "presentationml" in kind:
        raise _refused(name, "là bài trình chiếu")
    if main or not parts:
        raise damaged(name)
    raise FileRefused("file_invalid", f"Tệp “{name}” là tệp nén. Giải nén rồi tải lên tệp Excel hoặc Word bên trong.")


def _of_open_document(package: Package, name: str) -> Reader:
    kind = package.read("mimetype").decode("ascii", "replace").strip() if "mimetype" in package else SPREADSHEET
    if kind.startswith(SPREADSHEET):
        return read_ods
    word = "opendocument.text" in kind
    raise _refused(name, "là văn bản OpenDocument (.odt)" if word else "không phải bảng tính", word=word)


def _of_binary(content: bytes, name: str) -> Reader:
    if b"%PDF-" in content[:_HEAD]:
        raise _refused(name, "là PDF")
    try:
        kind = sniff(content, name)
    except ActiveContent:
        raise
    except FileRefused as refusal:
        if refusal.code == "file_encrypted":
            raise
        raise FileRefused("file_invalid", f"Không đọc được tệp “{name}”. Mở bằng Excel, lưu thành .xlsx rồi tải lên.") from refusal
    if kind == XLS:
        return read_xls
    raise _refused(name, {PDF: "là PDF", DOC: "là Word đời cũ (.doc)"}.get(kind, "không phải bảng tính"), word=kind == DOC)


def _is_word(name: str) -> bool:
    return name.lower().endswith(_WORD_NAMES)


def _refused(name: str, what: str, *, word: bool = False) -> FileRefused:
    way = "Mở bằng Word, lưu lại thành .docx rồi tải lên." if word else "Mở tệp, đưa bảng vào Excel, lưu thành .xlsx rồi tải lên."
    return FileRefused("file_invalid", f"Tệp “{name}” {what}. {way}")
