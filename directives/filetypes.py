"""What kind of file is this, by its content and never by its name. One that is cut off, disguised or locked is refused with what to do."""

from __future__ import annotations

import re
import zipfile
from typing import IO

from common.errors import FileRefused

JPEG, PNG, WEBP, HEIC = "image/jpeg", "image/png", "image/webp", "image/heic"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOC, XLS = "application/msword", "application/vnd.ms-excel"

EXTENSIONS = {JPEG: ".jpg", PNG: ".png", WEBP: ".webp", HEIC: ".heic", PDF: ".pdf", DOCX: ".docx", XLSX: ".xlsx", DOC: ".doc", XLS: ".xls"}
OTHER_EXTENSIONS = {JPEG: (".jpeg", ".jpe", ".jfif"), HEIC: (".heif",), XLSX: (".xlsb",)}
LABELS = {JPEG: "Ảnh", PNG: "Ảnh", WEBP: "Ảnh", HEIC: "Ảnh", PDF: "PDF", DOCX: "Word", XLSX: "Excel", DOC: "Word", XLS: "Excel"}
SHOWN_INLINE = (JPEG, PNG, WEBP)

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_HEIF_BRANDS = (b"heic", b"heix", b"mif1", b"msf1", b"heif")
_PDF_HEADER_WITHIN = 1024  # readers accept a header that does not stand at the very start
_PDF_LOCK = re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R|<<)")
_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_JPEG_BARE = frozenset({0x01, *range(0xD0, 0xD8)})  # markers without a length


def _broken(name: str) -> FileRefused:
    return FileRefused("file_invalid", f"Tệp “{name}” bị hỏng hoặc tải lên chưa hết. Mở thử tệp trên máy rồi tải lại.")


def _unknown(name: str) -> FileRefused:
    return FileRefused("file_invalid", f"Không nhận ra loại của tệp “{name}”. Dùng ảnh chụp, PDF, Word hoặc Excel.")


def _is_jpeg(content: bytes) -> bool:
    """Whether the segments lead to a frame with a size, as every picture has."""
    place = 2
    while place + 9 <= len(content) and content[place] == 0xFF:
        marker = content[place + 1]
        if marker == 0xFF:
            place += 1
        elif marker in _JPEG_BARE:
            place += 2
        elif marker in _JPEG_FRAMES:
            return content[place + 5 : place + 7] != b"\0\0" and content[place + 7 : place + 9] != b"\0\0"
        else:
            place += 2 + int.from_bytes(content[place + 2 : place + 4], "big")
    return False


def _is_png(content: bytes) -> bool:
    return content[12:16] == b"IHDR" and b"IEND" in content


def _ole_entry(name: str) -> bytes:
    """A stream's entry in the directory of an OLE file: the name in 64 bytes, then its length. The same word in a text is none."""
    return name.encode("utf-16-le").ljust(64, b"\0") + (2 * len(name) + 2).to_bytes(2, "little")


def _sniff_ole(content: bytes, name: str) -> str:
    if _ole_entry("EncryptedPackage") in content:
        raise FileRefused("file_encrypted", f"Tệp “{name}” có mật khẩu. Bỏ mật khẩu (Tệp > Thông tin > Bảo vệ) rồi tải lại.")
    if _ole_entry("WordDocument") in content:
        return DOC
    if _ole_entry("Workbook") in content or _ole_entry("Book") in content:
        return XLS
    raise _unknown(name)


def _sniff_zip(stream: IO[bytes], name: str) -> str:
    try:
        with zipfile.ZipFile(stream) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise FileRefused("file_invalid", f"Tệp “{name}” bị hỏng, không mở được. Lưu lại bằng Word hoặc Excel rồi tải lên.") from error
    if any(part.endswith("vbaProject.bin") for part in names):
        raise FileRefused("file_invalid", f"Tệp “{name}” có macro. Lưu lại thành .docx hoặc .xlsx rồi tải lên.")
    if any(part.startswith("word/document") and part.endswith(".xml") for part in names):
        return DOCX
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
        return XLSX
    if "ppt/presentation.xml" in names or "content.xml" in names:
        raise FileRefused("file_invalid", f"Cổng không nhận tệp “{name}”. Lưu thành PDF, .docx hoặc .xlsx rồi tải lên.")
    raise FileRefused("file_invalid", f"Tệp “{name}” là tệp nén. Giải nén rồi tải lên từng ảnh, PDF, Word hoặc Excel.")


def _sniff_picture(content: bytes, name: str) -> str | None:
    """The kind of a photo, None for what does not begin as one."""
    if content.startswith(b"\xff\xd8\xff"):
        kind, whole = JPEG, _is_jpeg(content)
    elif content.startswith(b"\x89PNG\r\n\x1a\n"):
        kind, whole = PNG, _is_png(content)
    elif content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        kind, whole = WEBP, int.from_bytes(content[4:8], "little") + 8 <= len(content) + 1
    elif content[4:8] == b"ftyp" and content[8:12] in _HEIF_BRANDS:
        kind, whole = HEIC, True
    else:
        return None
    if not whole:
        raise _broken(name)
    return kind


def sniff(content: bytes, stream: IO[bytes], name: str) -> str:
    """The media type of a file by its content: photo, PDF, Word or Excel. Anything else raises ``FileRefused`` with what to do."""
    if (picture := _sniff_picture(content, name)) is not None:
        return picture
    if b"%PDF-" in content[:_PDF_HEADER_WITHIN]:
        if _PDF_LOCK.search(content):
            raise FileRefused("file_encrypted", f"Tệp PDF “{name}” có mật khẩu. Bỏ mật khẩu rồi tải lại.")
        if b"%%EOF" not in content and b"startxref" not in content:
            raise _broken(name)
        return PDF
    if content.startswith(_OLE):
        return _sniff_ole(content, name)
    if content.startswith(b"PK\x03\x04"):
        return _sniff_zip(stream, name)
    raise _unknown(name)
