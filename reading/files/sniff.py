"""What kind of file is this, by its content and never by its name. One that is damaged, disguised, locked or active is refused in words."""

from __future__ import annotations

from common.errors import FileRefused
from reading.files import compound
from reading.files.office import check_package
from reading.files.pdf import HEADER_WITHIN, check_pdf

JPEG, PNG, WEBP = "image/jpeg", "image/png", "image/webp"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOC, XLS = "application/msword", "application/vnd.ms-excel"

PICTURES = (JPEG, PNG, WEBP)
EXTENSIONS = {JPEG: ".jpg", PNG: ".png", WEBP: ".webp", PDF: ".pdf", DOCX: ".docx", XLSX: ".xlsx", DOC: ".doc", XLS: ".xls"}
OTHER_EXTENSIONS = {JPEG: (".jpeg", ".jpe", ".jfif"), XLSX: (".xlsb",)}
LABELS = {**dict.fromkeys(PICTURES, "Ảnh"), PDF: "PDF", DOCX: "Word", XLSX: "Excel", DOC: "Word", XLS: "Excel"}

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_HEIF_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1", b"heif", b"avif", b"avis")
_RTF, _TAGGED = b"{\\rtf", (b"<!doctype", b"<html", b"<table", b"<?xml", b"<svg", b"mime-version:")
_OTHER_PICTURES = {b"GIF8": "GIF", b"BM": "BMP", b"II*\0": "TIFF", b"MM\0*": "TIFF"}


def _unknown(name: str) -> FileRefused:
    return FileRefused("file_invalid", f"Không nhận ra loại của tệp “{name}”. Dùng ảnh chụp, PDF, Word hoặc Excel.")


def _other(name: str, what: str, way: str) -> FileRefused:
    return FileRefused("file_invalid", f"Tệp “{name}” là {what}, cổng không nhận. {way}")


def _named(content: bytes, name: str) -> FileRefused:
    """The refusal of what is none of our kinds: by its own name where that is known."""
    head = content[:64].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(_RTF):
        return _other(name, "văn bản RTF", "Mở bằng Word, lưu lại thành .docx hoặc PDF rồi tải lên.")
    if head.startswith(_TAGGED):
        return _other(name, "trang web hoặc tệp XML", "Mở bằng Word hoặc Excel, lưu thành .docx, .xlsx hoặc PDF rồi tải lên.")
    for mark, kind in _OTHER_PICTURES.items():
        if content.startswith(mark):
            return _other(name, f"ảnh {kind}", "Lưu lại thành JPEG hoặc PNG (bản quét nhiều trang: PDF) rồi tải lên.")
    return _unknown(name)


def _sniff_ole(content: bytes, name: str) -> str:
    found = compound.look_into(content, name)
    if found == compound.SLIDES:
        raise _other(name, "PowerPoint", "Lưu thành PDF rồi tải lên.")
    if found not in _COMPOUND:
        raise _unknown(name)
    return _COMPOUND[found]


_COMPOUND = {compound.WORD: DOC, compound.EXCEL: XLS}


def _sniff_zip(content: bytes, name: str) -> str:
    inside = check_package(content, name)
    if inside.is_kind("wordprocessingml.document.main", "wordprocessingml.template.main", parts=("word/document.xml",)):
        return DOCX
    books = ("spreadsheetml.sheet.main", "spreadsheetml.template.main", "ms-excel.sheet.binary")
    if inside.is_kind(*books, parts=("xl/workbook.xml", "xl/workbook.bin")):
        return XLSX
    if inside.is_kind("presentationml", parts=("ppt/presentation.xml",)):
        raise _other(name, "PowerPoint", "Lưu thành PDF rồi tải lên.")
    if "content.xml" in inside.parts:
        raise _other(name, "tệp của LibreOffice", "Lưu thành PDF, .docx hoặc .xlsx rồi tải lên.")
    raise _other(name, "tệp nén", "Giải nén rồi tải lên từng ảnh, PDF, Word hoặc Excel.")


def _sniff_picture(content: bytes, name: str) -> str | None:
    """The kind of a photo, None for what does not begin as one. Whether it is whole shows when it is made small (``photos``)."""
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return WEBP
    if content[4:8] == b"ftyp" and content[8:12] in _HEIF_BRANDS:
        raise FileRefused(
            "file_invalid",
            f"Ảnh “{name}” ở dạng HEIC (iPhone), cổng chưa mở được. Lưu ảnh thành JPEG rồi tải lên; hoặc trên điện thoại vào "
            "Cài đặt > Camera > Định dạng, chọn “Tương thích nhất” rồi chụp lại.",
        )
    return None


def sniff(content: bytes, name: str) -> str:
    """The media type of a file by its content: photo, PDF, Word or Excel. Anything else, and what would do something by itself when it is
    opened, raises ``FileRefused`` with what to do.
    """
    if (picture := _sniff_picture(content, name)) is not None:
        return picture
    if b"%PDF-" in content[:HEADER_WITHIN]:
        check_pdf(content, name)
        return PDF
    if content.startswith(_OLE):
        return _sniff_ole(content, name)
    if content.startswith(b"PK\x03\x04"):
        return _sniff_zip(content, name)
    raise _named(content, name)
