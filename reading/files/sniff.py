"""What kind of file is this: by its content, never by its name. The one sniffer, for evidence, annexes and dispatches.

What is empty, damaged, locked, or would do something by itself when it is opened is refused, whoever asks. What else is refused depends on
the use: it names the kinds that it takes, and says of every other kind what it is and what to do.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from common.errors import FileRefused
from reading.files import compound, refusals
from reading.files.active import check_active
from reading.files.letters import decoded
from reading.files.package import BROKEN, Package
from reading.files.pdf import HEADER_WITHIN, check_pdf


class Kind(StrEnum):
    """Media types; those of kinds that are never kept may be shorter than the registered ones."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"
    PDF = "application/pdf"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    XLSB = "application/vnd.ms-excel.sheet.binary.macroEnabled.12"
    DOC = "application/msword"
    XLS = "application/vnd.ms-excel"
    ODS = "application/vnd.oasis.opendocument.spreadsheet"
    ODT = "application/vnd.oasis.opendocument.text"
    ODF = "application/vnd.oasis.opendocument"
    SLIDES = "application/vnd.ms-powerpoint"
    XML_SHEET = "application/xml-spreadsheet"
    XML_WORD = "application/xml-word"
    XML = "application/xml"
    RTF = "text/rtf"
    HTML = "text/html"
    MHTML = "multipart/related"
    HEIC = "image/heic"
    GIF = "image/gif"
    BMP = "image/bmp"
    TIFF = "image/tiff"
    ZIP = "application/zip"
    TEXT = "text/plain"
    UNKNOWN = "application/octet-stream"


PICTURES = frozenset({Kind.JPEG, Kind.PNG, Kind.WEBP})
WORDS = frozenset({Kind.DOCX, Kind.DOC, Kind.ODT, Kind.XML_WORD, Kind.RTF})  # Word opens them and makes a .docx of them
PAGES = frozenset({Kind.HTML, Kind.MHTML, Kind.XML})  # programs save these under every name
EXTENSIONS: dict[str, tuple[str, ...]] = {
    Kind.JPEG: (".jpg", ".jpeg", ".jpe", ".jfif"), Kind.PNG: (".png",), Kind.WEBP: (".webp",), Kind.PDF: (".pdf",), Kind.DOCX: (".docx",),
    Kind.XLSX: (".xlsx",), Kind.XLSB: (".xlsb",), Kind.DOC: (".doc",), Kind.XLS: (".xls",),
}  # fmt: skip
"""Of the kinds that are kept: the ending that they are handed out with, and others that mean the same."""
LABELS: dict[str, str] = {
    **dict.fromkeys(PICTURES, "Ảnh"), Kind.PDF: "PDF", **dict.fromkeys((Kind.DOCX, Kind.DOC), "Word"),
    **dict.fromkeys((Kind.XLSX, Kind.XLSB, Kind.XLS), "Excel"),
}  # fmt: skip

_SAID = {
    **dict.fromkeys(PICTURES, "là ảnh"), Kind.PDF: "là PDF", Kind.DOCX: "là Word (.docx)", Kind.DOC: "là Word đời cũ (.doc)",
    **dict.fromkeys((Kind.XLSX, Kind.XLSB, Kind.XLS), "là tệp Excel"), Kind.XML_SHEET: "là Excel lưu dạng XML",
    Kind.XML_WORD: "là Word lưu dạng XML", Kind.ODS: "là bảng tính OpenDocument (.ods)", Kind.ODT: "là văn bản OpenDocument (.odt)",
    Kind.ODF: "là tệp của LibreOffice", Kind.SLIDES: "là bài trình chiếu PowerPoint", Kind.RTF: "là RTF, tức Rich Text (.rtf)",
    Kind.HTML: "là trang web", Kind.MHTML: "là trang web được lưu thành một tệp (MHTML)", Kind.XML: "là tệp XML hoặc trang web",
    Kind.HEIC: "là ảnh HEIC (iPhone), cổng chưa mở được", Kind.GIF: "là ảnh GIF", Kind.BMP: "là ảnh BMP", Kind.TIFF: "là ảnh TIFF",
    Kind.ZIP: "là tệp nén", Kind.TEXT: "chỉ có chữ",
}  # fmt: skip
_OLE, _ZIP = bytes.fromhex("D0CF11E0A1B11AE1"), (b"PK\3\4", b"PK\5\6")
_HEIF_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1", b"heif", b"avif", b"avis")
_HEADS = (
    (b"\xff\xd8\xff", Kind.JPEG), (b"\x89PNG", Kind.PNG), (b"GIF8", Kind.GIF), (b"II*\0", Kind.TIFF), (b"MM\0*", Kind.TIFF),
    (b"{\\rtf", Kind.RTF), (b"Rar!", Kind.ZIP), (b"7z\xbc\xaf", Kind.ZIP),
)  # fmt: skip
_PAGE_HEADS = (b"<!doctype", b"<html", b"<table", b"<meta", b"<head")
_MAIL_HEADS = (b"mime-version:", b"from:", b"content-type:")
_DEEPER = 4096
_XML_KINDS = (
    (b"urn:schemas-microsoft-com:office:spreadsheet", Kind.XML_SHEET), (b"schemas.microsoft.com/office/word/2003/wordml", Kind.XML_WORD),
    (b"schemas.microsoft.com/office/2006/xmlPackage", Kind.XML_WORD), (b"<html", Kind.HTML),
)  # fmt: skip
_MAIN_TYPES = (
    ("ms-excel.sheet.binary", Kind.XLSB), ("spreadsheetml.", Kind.XLSX), ("ms-excel.sheet", Kind.XLSX), ("wordprocessingml.", Kind.DOCX),
    ("ms-word.document", Kind.DOCX), ("presentationml.", Kind.SLIDES), ("ms-powerpoint", Kind.SLIDES),
)  # fmt: skip
_MAIN_PARTS = (
    ("xl/workbook.bin", Kind.XLSB), ("xl/workbook.xml", Kind.XLSX), ("word/document.xml", Kind.DOCX), ("ppt/presentation.xml", Kind.SLIDES),
)  # fmt: skip
_OLD = {compound.WORD: Kind.DOC, compound.EXCEL: Kind.XLS, compound.SLIDES: Kind.SLIDES}


@dataclass(frozen=True)
class File:
    """A file that was looked at: a zip package is opened, a text decoded, ``encoding`` is what that was converted from ("": Unicode)."""

    content: bytes
    name: str
    kind: Kind
    package: Package | None = None
    text: str = ""
    encoding: str = ""


def _look(content: bytes, name: str) -> File:
    if not content.strip(b"\0 \t\r\n"):
        raise refusals.empty(name)
    if content.startswith(_ZIP):
        package = Package(content, name)
        return File(content, name, _kind_of_package(package), package)
    if (kind := _kind_by_head(content, name)) is not None:
        return File(content, name, kind)
    found = decoded(content)
    return File(content, name, Kind.UNKNOWN) if found is None else File(content, name, Kind.TEXT, None, *found)


def _kind_by_head(content: bytes, name: str) -> Kind | None:
    for mark, kind in _HEADS:
        if content.startswith(mark):
            return kind
    if b"%PDF-" in content[:HEADER_WITHIN]:
        return Kind.PDF
    if content.startswith(_OLE):
        return _OLD.get(compound.look_into(content, name), Kind.UNKNOWN)
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return Kind.WEBP
    if content[:2] == b"BM" and content[6:10] == bytes(4):
        return Kind.BMP
    if content[4:8] == b"ftyp" and content[8:12] in _HEIF_BRANDS:
        return Kind.HEIC
    return _kind_of_tagged(content[:_DEEPER].lstrip(b"\xef\xbb\xbf \t\r\n"))


def _kind_of_tagged(begun: bytes) -> Kind | None:
    head = begun.lower()
    if head.startswith(_MAIL_HEADS) and b"multipart/" in head:
        return Kind.MHTML
    if head.startswith((b"<?xml", b"<svg")):
        return next((kind for mark, kind in _XML_KINDS if mark in begun), Kind.XML)
    return Kind.HTML if head.startswith(_PAGE_HEADS) or (head.startswith(b"<!--") and b"<html" in head) else None


def _kind_of_package(package: Package) -> Kind:
    """By the part that everything else hangs on, and its content type; where neither is said, by the parts that there are."""
    if "content.xml" in package:
        return _kind_of_open_document(package)
    main = package.main
    kind = package.types.get(main.lower(), "") if main else ""
    for mark, found in _MAIN_TYPES:
        if mark in kind or (not main and any(mark in one and ".main" in one for one in package.types.values())):
            return found
    for part, found in _MAIN_PARTS:
        if part in package or main.startswith(part.rpartition("/")[0] + "/"):
            return found
    if main or not package.parts:
        raise refusals.damaged(package.name)
    return Kind.ZIP


def _kind_of_open_document(package: Package) -> Kind:
    if "META-INF/manifest.xml" in package and b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise refusals.locked(package.name)
    said = package.read("mimetype").decode("ascii", "replace").strip() if "mimetype" in package else Kind.ODS
    return next((kind for kind in (Kind.ODS, Kind.ODT) if said.startswith(kind)), Kind.ODF)


# ---- who asks ----


@dataclass(frozen=True)
class Use:
    """What a file is wanted for. Of one whose kind is not taken ``but`` and ``way`` say why and what to do, ``unknown`` of one that nobody
    knows.
    """

    takes: frozenset[str]
    way: Callable[[Kind, str], str]
    unknown: str
    but: Callable[[Kind, str], str]

    def take(self, content: bytes, name: str) -> File:
        """The file, known to be harmless; or ``FileRefused`` where its kind is not taken, and where it is empty, damaged, locked, too large
        inside or active (``refusals.ActiveContent``).
        """
        try:
            file = _look(content, name)
            if file.kind not in self.takes:
                raise self.refusal(file)
            if file.package is not None:
                check_active(file.package)
        except BROKEN as error:
            raise refusals.damaged(name) from error
        if file.kind is Kind.PDF:
            check_pdf(content, name)
        return file

    def refusal(self, file: File) -> FileRefused:
        """The refusal of a file whose kind is not taken here."""
        said = _SAID.get(file.kind)
        if said is None:
            return self.unread(file)
        but, way = self.but(file.kind, file.name), self.way(file.kind, file.name)
        return FileRefused("file_invalid", f"Tệp “{file.name}” {said}{but}. {way}")

    def unread(self, file: File) -> FileRefused:
        """Of a file that nobody knows, or that holds no text."""
        return FileRefused("file_invalid", self.unknown.format(name=file.name))


def _is_word(kind: Kind, name: str) -> bool:
    return kind in WORDS or (kind in PAGES and name.lower().endswith((".doc", ".docx", ".docm", ".rtf", ".odt", ".dot", ".dotx")))


def _way_to_keep(kind: Kind, name: str) -> str:
    if kind is Kind.HEIC:
        return (
            "Lưu ảnh thành JPEG rồi tải lên; hoặc trên điện thoại vào Cài đặt > Camera > Định dạng, chọn “Tương thích nhất” rồi chụp lại."
        )
    if kind in (Kind.GIF, Kind.BMP, Kind.TIFF):
        return "Lưu lại thành JPEG hoặc PNG (bản quét nhiều trang: PDF) rồi tải lên."
    if kind is Kind.ZIP:
        return "Giải nén rồi tải lên từng ảnh, PDF, Word hoặc Excel."
    if _is_word(kind, name):
        return "Mở bằng Word, lưu lại thành .docx hoặc PDF rồi tải lên."
    return "Lưu thành PDF, .docx hoặc .xlsx rồi tải lên."


def _way_to_a_table(kind: Kind, name: str) -> str:
    if kind is Kind.ZIP:
        return "Giải nén rồi tải lên tệp Excel hoặc Word bên trong."
    if _is_word(kind, name):
        return "Mở bằng Word, lưu lại thành .docx rồi tải lên."
    return "Mở tệp, đưa bảng vào Excel, lưu thành .xlsx rồi tải lên."


def _but_no_table(kind: Kind, name: str) -> str:
    if kind in (Kind.HTML, Kind.XML):
        return ", không phải Word" if _is_word(kind, name) else ", không phải Excel"
    return ", không chia thành cột" if kind is Kind.TEXT else ""


def _way_to_a_dispatch(kind: Kind, name: str) -> str:
    if kind in WORDS | PAGES:
        return "Mở bằng Word, lưu lại thành .docx rồi tải lên."
    if kind in PICTURES or kind in (Kind.PDF, Kind.HEIC, Kind.GIF, Kind.BMP, Kind.TIFF):
        return "Mở bản Word gốc của văn bản, lưu thành .docx rồi tải lên; chỉ có bản quét thì dán chữ hoặc bấm “Nhập tay”."
    return "Chọn văn bản Word (.docx) hoặc văn bản dạng chữ (.txt, .md)."


EVIDENCE = Use(
    frozenset(EXTENSIONS), _way_to_keep, "Không nhận ra loại của tệp “{name}”. Dùng ảnh chụp, PDF, Word hoặc Excel.",
    lambda kind, name: "" if kind is Kind.HEIC else ", cổng không nhận",
)  # fmt: skip
ANNEX = Use(
    frozenset({Kind.XLSX, Kind.XLSB, Kind.XLS, Kind.ODS, Kind.XML_SHEET, Kind.DOCX, Kind.TEXT}), _way_to_a_table,
    "Không đọc được tệp “{name}”. Mở bằng Excel, lưu thành .xlsx (hoặc CSV UTF-8) rồi tải lên.",
    _but_no_table,
)  # fmt: skip
DISPATCH = Use(
    frozenset({Kind.DOCX, Kind.TEXT}), _way_to_a_dispatch,
    "Không đọc được tệp “{name}”. Cổng đọc văn bản Word (.docx) và văn bản dạng chữ (.txt, .md).",
    lambda kind, name: "" if kind in WORDS else ", không phải văn bản Word",
)  # fmt: skip
ORIGINAL = replace(EVIDENCE, takes=EVIDENCE.takes | {Kind.TEXT})  # of a dispatch: what was read, or a scan beside what is typed by hand
