"""What kind of file is this, by its content and never by its name."""

from __future__ import annotations

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


def _utf16(name: str) -> bytes:
    return name.encode("utf-16-le")


def _sniff_ole(content: bytes, name: str) -> str:
    if _utf16("EncryptedPackage") in content:
        raise FileRefused("file_encrypted", f"Tệp “{name}” có mật khẩu. Bỏ mật khẩu (Tệp > Thông tin > Bảo vệ) rồi tải lại.")
    if _utf16("WordDocument") in content:
        return DOC
    if _utf16("Workbook") in content or _utf16("Book") in content:
        return XLS
    raise FileRefused("file_invalid", f"Không nhận ra loại của tệp “{name}”. Dùng ảnh, PDF, Word hoặc Excel.")


def _sniff_zip(stream: IO[bytes], name: str) -> str:
    try:
        with zipfile.ZipFile(stream) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise FileRefused("file_invalid", f"Tệp “{name}” bị hỏng, không mở được. Lưu lại bằng Word hoặc Excel rồi tải lên.") from error
    if any(part.endswith("vbaProject.bin") for part in names):
        raise FileRefused("file_invalid", f"Tệp “{name}” có macro. Lưu lại thành .docx hoặc .xlsx rồi tải lên.")
    if "word/document.xml" in names:
        return DOCX
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
        return XLSX
    raise FileRefused("file_invalid", f"Tệp “{name}” là tệp nén. Giải nén rồi tải lên từng ảnh, PDF, Word hoặc Excel.")


def sniff(content: bytes, stream: IO[bytes], name: str) -> str:
    """The media type of a file by its content: photo, PDF, Word or Excel. Anything else raises ``FileRefused`` with what to do."""
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return WEBP
    if content[4:8] == b"ftyp" and content[8:12] in (b"heic", b"heix", b"mif1", b"msf1", b"heif"):
        return HEIC
    if content.startswith(b"%PDF-"):
        if b"/Encrypt" in content:
            raise FileRefused("file_encrypted", f"Tệp PDF “{name}” có mật khẩu. Bỏ mật khẩu rồi tải lại.")
        return PDF
    if content.startswith(_OLE):
        return _sniff_ole(content, name)
    if content.startswith(b"PK\x03\x04"):
        return _sniff_zip(stream, name)
    raise FileRefused("file_invalid", f"Không nhận ra loại của tệp “{name}”. Dùng ảnh chụp, PDF, Word hoặc Excel.")
