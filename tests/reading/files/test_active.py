"""Documents that do something by themselves are refused with their true reason, whatever they are called and however they hide it."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import pytest

from common.errors import FileRefused
from reading.files.active import is_remote
from reading.files.refusals import ActiveContent
from reading.files.sniff import ANNEX, DISPATCH, EVIDENCE, Kind, Use
from tests.factories.compound import book, compound, record, sheet, word
from tests.factories.directives import PDF
from tests.factories.packages import changed, excel_package, fields, relations, word_package

WITHOUT_MACRO = "Lưu lại thành .docx hoặc .xlsx (loại không có macro) rồi tải lên."
MACRO, MACRO_SHEET, OBJECT, CONTROL = "có macro,", "có trang macro Excel 4", "có đối tượng nhúng (OLE)", "ActiveX"
DDE, TEMPLATE, REMOTE, FOREIGN = "(DDE)", "lấy mẫu (template) từ mạng", "tự lấy hình hoặc dữ liệu từ mạng", "ghép từ trang web"
W, X, OFFICE = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.",
    "application/vnd.ms-",
)
DOCUMENT_RELATIONS, SETTINGS_RELATIONS = "word/_rels/document.xml.rels", "word/_rels/settings.xml.rels"


def refusal_of(content: bytes, name: str = "Biên bản.docx") -> FileRefused:
    with pytest.raises(FileRefused) as refusal:
        EVIDENCE.take(content, name)
    assert f"“{name}”" in refusal.value.message
    assert refusal.value.message.endswith(".")
    return refusal.value


def instruction(*runs: str) -> str:
    inside = "".join(f"<w:r><w:instrText>{run}</w:instrText></w:r>" for run in runs)
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return fields(mark.format("begin") + inside + mark.format("separate") + mark.format("end"))


LINK = '<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</externalLink>'
WORD_FILES = {
    "macro": ({"parts": {"word/vbaProject.bin": b"x"}}, MACRO),
    "macro, renamed, by its type": (
        {"parts": {"word/media/anh1.png": b"x"}, "types": {"word/media/anh1.png": OFFICE + "office.vbaProject"}},
        MACRO,
    ),
    "macro, renamed, by its relation": (
        {"parts": {"word/a.dat": b"x", DOCUMENT_RELATIONS: relations(("vbaProject", "a.dat", False))}},
        MACRO,
    ),
    "macro, in other capitals": ({"parts": {"WORD/VBAPROJECT.BIN": b"x"}}, MACRO),
    "macro-enabled under a plain name": ({"types": {"word/document.xml": OFFICE + "word.document.macroEnabled.main+xml"}}, MACRO),
    "object": ({"parts": {DOCUMENT_RELATIONS: relations(("oleObject", "embeddings/a.bin", False))}}, OBJECT),
    "object of a newer kind": ({"parts": {DOCUMENT_RELATIONS: relations(("package", "embeddings/a.xlsx", False))}}, OBJECT),
    "object by its type": (
        {"parts": {"word/e/a.bin": b"x"}, "types": {"word/e/a.bin": "application/vnd.openxmlformats-officedocument.oleObject"}},
        OBJECT,
    ),
    "control": ({"parts": {DOCUMENT_RELATIONS: relations(("control", "activeX/a.xml", False))}}, CONTROL),
    "control by its type": ({"parts": {"word/a.xml": "<a/>"}, "types": {"word/a.xml": OFFICE + "office.activeX+xml"}}, CONTROL),
    "template of the web": ({"parts": {SETTINGS_RELATIONS: relations(("attachedTemplate", "https://x.vn/t.dotm", True))}}, TEMPLATE),
    "template of a shared folder": ({"parts": {SETTINGS_RELATIONS: relations(("attachedTemplate", r"\\10.0.0.1\t.dotm", True))}}, TEMPLATE),
    "picture of the web": ({"parts": {DOCUMENT_RELATIONS: relations(("image", "http://x.vn/a.png", True))}}, REMOTE),
    "frame of the web": ({"parts": {DOCUMENT_RELATIONS: relations(("frame", "http://x.vn/a.htm", True))}}, REMOTE),
    "another file in it": ({"parts": {DOCUMENT_RELATIONS: relations(("aFChunk", "a.html", False))}}, FOREIGN),
    "field": ({"parts": {"word/document.xml": instruction(' DDEAUTO c:\\windows\\cmd.exe "/k x" ')}}, DDE),
    "field, cut in pieces": ({"parts": {"word/document.xml": instruction(" D", "DEA", "UTO cmd ")}}, DDE),
    "field, letters by number": ({"parts": {"word/document.xml": instruction("&#68;DE cmd x")}}, DDE),
    "field in one tag": ({"parts": {"word/document.xml": fields('<w:fldSimple w:instr=" dde cmd x"/>')}}, DDE),
    "field that fetches a picture": ({"parts": {"word/document.xml": instruction(' INCLUDEPICTURE "https://x.vn/a.png" \\d ')}}, REMOTE),
    "field that fetches text": ({"parts": {"word/document.xml": instruction(" INCLUDETEXT \\\\\\\\10.0.0.1\\\\a.docx ")}}, REMOTE),
    "field that fetches from a shared folder": (
        {"parts": {"word/document.xml": instruction(' LINK Excel.Sheet.12 "\\\\\\\\may\\\\a.xlsx" "A1" ')}},
        REMOTE,
    ),
    "field that asks a database": ({"parts": {"word/document.xml": instruction(" DATABASE \\d C:\\a.mdb ")}}, REMOTE),
    "commands of its own": ({"parts": {"_rels/.rels": relations(("extensibility", "customUI/customUI14.xml", False))}}, "customUI"),
    "add-in": ({"parts": {"_rels/.rels": relations(("webextensiontaskpanes", "word/webextensions/t.xml", False))}}, "add-in"),
    "field of two bytes a letter": ({"parts": {"word/document.xml": instruction("DDE cmd").encode("utf-16")}}, DDE),
}
EXCEL_FILES = {
    "macro, renamed": ({"parts": {"xl/a.dat": b"x", "xl/_rels/workbook.xml.rels": relations(("vbaProject", "a.dat", False))}}, MACRO),
    "macro sheet": (
        {"parts": {"xl/worksheets/sheet9.xml": "<a/>"}, "types": {"xl/worksheets/sheet9.xml": OFFICE + "excel.macrosheet+xml"}},
        MACRO_SHEET,
    ),
    "macro sheet by its relation": (
        {"parts": {"xl/_rels/workbook.xml.rels": relations(("xlMacrosheet", "worksheets/sheet1.xml", False))}},
        MACRO_SHEET,
    ),
    "program": (
        {"parts": {"xl/l.xml": LINK.format('<ddeLink ddeService="cmd" ddeTopic="/c x"/>')}, "types": {"xl/l.xml": X + "externalLink+xml"}},
        DDE,
    ),
    "program, binary": (
        {"parts": {"xl/l.bin": b"\xe8\x02\x10\x01\0" + bytes(20)}, "types": {"xl/l.bin": OFFICE + "excel.externalLink"}},
        DDE,
    ),
    "workbook of a shared folder": (
        {"parts": {"xl/_rels/l.xml.rels": relations(("externalLinkPath", "file:///\\\\10.0.0.1\\a.xlsx", True))}},
        REMOTE,
    ),
    "database asked at each opening": (
        {
            "parts": {"xl/c.xml": '<connections><connection id="1" refreshOnLoad="1"/></connections>'},
            "types": {"xl/c.xml": X + "connections+xml"},
        },
        REMOTE,
    ),
}


@pytest.mark.parametrize("case", sorted(WORD_FILES))
def test_an_active_word_file_is_refused_with_its_reason(case: str) -> None:
    change, reason = WORD_FILES[case]
    refusal = refusal_of(changed(word_package(), **change))  # type: ignore[arg-type]
    assert isinstance(refusal, ActiveContent)
    assert reason in refusal.message


@pytest.mark.parametrize("use", [EVIDENCE, ANNEX, DISPATCH])
@pytest.mark.parametrize("name", ["a.docx", "a.docm", "a.xlsx"])
def test_a_document_with_macros_is_refused_in_the_same_words_whoever_reads_it(use: Use, name: str) -> None:
    macro_enabled = {"word/document.xml": OFFICE + "word.document.macroEnabled.main+xml"}
    for change in ({"parts": {"word/vbaProject.bin": b"x"}}, {"types": macro_enabled}):
        with pytest.raises(ActiveContent) as refusal:
            use.take(changed(word_package(), **change), name)  # type: ignore[arg-type]
        assert refusal.value.message == f"Tệp “{name}” có macro, cổng không nhận vì an toàn. " + WITHOUT_MACRO


@pytest.mark.parametrize("case", sorted(EXCEL_FILES))
def test_an_active_excel_file_is_refused_with_its_reason(case: str) -> None:
    change, reason = EXCEL_FILES[case]
    refusal = refusal_of(changed(excel_package(), **change), "Bảng.xlsx")  # type: ignore[arg-type]
    assert isinstance(refusal, ActiveContent)
    assert reason in refusal.message


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"parts": {SETTINGS_RELATIONS: relations(("attachedTemplate", "file:///C:\\Users\\lan\\AppData\\Mau.dotx", True))}},
        {"parts": {DOCUMENT_RELATIONS: relations(("image", "file:///D:/anh/a.png", True), ("hyperlink", "https://dongthap.gov.vn", True))}},
        {"parts": {"word/document.xml": instruction(' INCLUDEPICTURE "D:\\\\anh\\\\a.png" ') }},
        {"parts": {"word/document.xml": instruction(' HYPERLINK "https://x.vn/DATABASE" ')}},
        {"parts": {"word/document.xml": instruction(' PAGE \\* MERGEFORMAT ')}},
        {"parts": {"word/document.xml": fields("<w:r><w:t>Lệnh DDEAUTO là gì</w:t></w:r>")}},
        {"parts": {"word/charts/_rels/c.xml.rels": relations(("package", "../embeddings/a.xlsx", False)), "word/charts/c.xml": "<a/>"},
         "types": {"word/charts/c.xml": "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"}},
    ],
)  # fmt: skip
def test_what_ordinary_documents_hold_is_no_reason(change: dict[str, dict[str, str]]) -> None:
    assert EVIDENCE.take(changed(word_package(), **change), "a.docx").kind == Kind.DOCX  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("target", "remote"),
    [
        ("http://a.vn/x", True), ("HTTPS://a.vn", True), ("\\\\may-chu\\chung\\x", True), ("//may-chu/x", True), ("file://may-chu/x", True),
        ("file:///\\\\may-chu\\x", True), ("ftp://a/x", True), ("mhtml:http://a/x", True), ("C:\\mau\\x.dot", False),
        ("file:///C:/x", False),
        ("file://C:\\x", False), ("Mau.dot", False), ("../x.png", False), ("mailto:a@b.vn", False), ("", False),
    ],
)  # fmt: skip
def test_leaving_the_own_machine_is_told_from_a_path_of_a_drive(target: str, remote: bool) -> None:
    assert is_remote(target) is remote


def test_two_parts_of_one_name_are_refused() -> None:
    assert refusal_of(changed(word_package(), parts={"WORD/document.xml": "<a/>"})).code == "file_invalid"


def test_a_package_that_unpacks_to_an_absurd_size_is_refused() -> None:
    assert refusal_of(changed(word_package(), parts={"word/a.xml": bytes(170_000_000)})).code == "file_too_large"


DOCTYPE = '<?xml version="1.0"?><!-- {} --><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'


@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml", "docProps/app.xml", "word/theme/theme9.xml", "word/a.vml"])
@pytest.mark.parametrize(
    "text", [DOCTYPE.format("x").encode(), DOCTYPE.format("x").encode("utf-16"), DOCTYPE.format("x" * 70_000).encode()]
)
def test_a_definition_of_entities_is_refused_in_whatever_part_it_stands(part: str, text: bytes) -> None:
    assert refusal_of(changed(word_package(), parts={part: text})).code == "file_invalid"


ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"'
    ' xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:script="urn:oasis:names:tc:opendocument:xmlns:script:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
    "<office:body><office:spreadsheet>{}</office:spreadsheet></office:body></office:document-content>"
)


def ods(inside: str) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr("mimetype", Kind.ODS)
        package.writestr("content.xml", ODS.format(inside))
    return target.getvalue()


@pytest.mark.parametrize(
    ("inside", "reason"),
    [
        ('<draw:image xlink:href="https://x.vn/a.png"/>', REMOTE),
        ('<table:table-source xlink:href="//may-chu/a.ods"/>', REMOTE),
        ('<table:dde-link><office:dde-source office:dde-application="cmd"/></table:dde-link>', DDE),
        ('<office:event-listeners><script:event-listener script:language="ooo:script"/></office:event-listeners>', MACRO),
    ],
)
def test_an_active_table_of_libreoffice_is_refused_with_its_reason(inside: str, reason: str) -> None:
    with pytest.raises(ActiveContent) as refusal:
        ANNEX.take(ods(inside), "Bảng.ods")
    assert reason in refusal.value.message


def test_a_table_of_libreoffice_with_pictures_and_links_of_its_own_is_taken() -> None:
    inside = '<draw:image xlink:href="Pictures/a.png"/><text:a xlink:href="https://dongthap.gov.vn">x</text:a>'
    assert ANNEX.take(ods(inside), "Bảng.ods").kind == Kind.ODS


# Before 2007


@pytest.mark.parametrize(
    ("streams", "reason"),
    [
        (word(**{"Macros/VBA/dir": b"x"}), MACRO),
        (word(**{"Anh/VBA/_VBA_PROJECT": b"x"}), MACRO),
        (book(sheet("A"), **{"_VBA_PROJECT_CUR/VBA/dir": b"x"}), MACRO),
        (book(sheet("A"), sheet("M", kind=6)), MACRO),
        (book(sheet("A"), sheet("Macro1", kind=1)), MACRO_SHEET),
        (book(sheet("A"), sheet("Macro1", kind=1, hidden=2)), MACRO_SHEET),
        (word(**{"ObjectPool/_1/Contents": b"x"}), OBJECT),
        (word(**{"ObjectPool/_1/\x03OCXNAME": b"x"}), CONTROL),
        (book(sheet("A"), MBD0001=None), OBJECT),
        (book(sheet("A"), Ctls=b"x"), CONTROL),
        (word(text=b"\x13 DDEAUTO cmd \x15"), DDE),
        (word(text="\x13 DDE cmd\x15".encode("utf-16-le")), DDE),
        (word(text=b'\x13 INCLUDEPICTURE "http://x.vn/a.png" \\d\x14'), REMOTE),
        (word(text='\x13 LINK Word.Document.8 "\\\\\\\\may\\\\a.doc"\x15'.encode("utf-16-le")), REMOTE),
        (book(record(0x1AE, b"\0\0\x08\0\0cmd\x03/c x")), DDE),
        (word(template="https://x.vn/t.dot"), TEMPLATE),
        (word(flags=0x200, template="\\\\10.0.0.1\\t.dot"), TEMPLATE),
    ],
)
def test_an_active_file_of_before_2007_is_refused_with_its_reason(streams: dict[str, bytes | None], reason: str) -> None:
    refusal = refusal_of(compound(streams), "Cũ.doc")
    assert isinstance(refusal, ActiveContent)
    assert reason in refusal.message


@pytest.mark.parametrize(
    ("streams", "kind"),
    [
        (word(ObjectPool=None, template="C:\\Mau\\Normal.dot"), Kind.DOC),
        (word(flags=0x200, text="Bảng Macros, VBA, DDE".encode("utf-16-le")), Kind.DOC),
        (book(sheet("A"), sheet("B", hidden=1)), Kind.XLS),
        (book(record(0x1AE, b"\x01\0\x01\x04"), record(0x1AE, b"\0\0\x09\0\0\x01a\x03b.xls")), Kind.XLS),
        ({"Book": record(0x809, bytes(8)) + sheet("A") + record(0x0A)}, Kind.XLS),
    ],
)
def test_ordinary_files_of_before_2007_are_taken(streams: dict[str, bytes | None], kind: str) -> None:
    assert EVIDENCE.take(compound(streams), "cu").kind == kind


@pytest.mark.parametrize("streams", [{"EncryptedPackage": b"x"}, word(flags=0x100), book(record(0x2F, bytes(6)))])
def test_a_locked_file_is_refused_since_nobody_can_look_into_it(streams: dict[str, bytes | None]) -> None:
    assert refusal_of(compound(streams)).code == "file_encrypted"


def test_a_damaged_disk_is_refused_in_words() -> None:
    whole = compound(word())
    for content in (whole[:600], whole[:512] + bytes(len(whole) - 512), whole[:48] + b"\xff" * 4 + whole[52:]):
        assert refusal_of(content).code == "file_invalid"


# PDF


def pdf(inside: bytes = b"", *, first: bytes = b"") -> bytes:
    return PDF.replace(b"1 0 obj", first + b"1 0 obj").replace(b"<</Type/Catalog>>", b"<</Type/Catalog" + inside + b">>")


def packed(objects: bytes, filters: bytes = b"/Filter/FlateDecode", pack: bool = True) -> bytes:
    body = b"5 0 " + objects
    body = zlib.compress(body) if pack else body
    return b"7 0 obj<</Type/ObjStm/N 1/First 4%s>>stream\n%s\nendstream endobj\n" % (filters, body)


ACTION = b"<</S/JavaScript/JS(app.alert(1))>>"
PACKED = zlib.compress(b"5 0 " + ACTION)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (pdf(b"/OpenAction" + ACTION), "JavaScript"),
        (pdf(b"/OpenAction<</S/J#61vaScr#69pt/JS(x)>>"), "JavaScript"),
        (pdf(first=packed(ACTION)), "JavaScript"),
        (pdf(first=packed(ACTION, b"", pack=False)), "JavaScript"),
        (pdf(first=packed(ACTION).replace(b"/ObjStm", b"/Obj#53tm").replace(b"stream\n", b"stream\r\n", 1)), "JavaScript"),
        (pdf(b"/OpenAction<</S/Launch/F(cmd.exe)>>"), "lệnh mở chương trình"),
        (pdf(b"/Names<</EmbeddedFiles 3 0 R>>"), "đính kèm bên trong"),
        (pdf(b"/AA<</O<</S/SubmitForm>>>>"), "tự gửi dữ liệu"),
        (pdf(b"/AcroForm<</XFA 3 0 R>>"), "biểu mẫu động"),
        (pdf(first=packed(ACTION, b"/Filter/ASCIIHexDecode").replace(PACKED, PACKED.hex().encode())), "không xem được bên trong"),
    ],
)  # fmt: skip
def test_an_active_pdf_is_refused_with_its_reason(content: bytes, reason: str) -> None:
    refusal = refusal_of(content, "Quyết định.pdf")
    assert isinstance(refusal, ActiveContent)
    assert reason in refusal.message


@pytest.mark.parametrize(
    "content",
    [
        PDF,
        pdf(b"/OpenAction[1 0 R/Fit]"),
        pdf(b"/Outlines<</First 3 0 R/Last 3 0 R>>"),
        pdf(first=packed(b"<</Type/Page>>")),
        pdf(first=b"8 0 obj<</Length 9>>stream\n\x00/XFA \x01/J\nendstream endobj\n"),
        pdf(b"/A<</S/URI/URI(https://dongthap.gov.vn/launch)>>"),
    ],
)
def test_an_ordinary_pdf_is_taken(content: bytes) -> None:
    assert EVIDENCE.take(content, "a.pdf").kind == Kind.PDF


@pytest.mark.parametrize(
    "content",
    [
        pdf(
            first=b"7 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode>>stream\n"
            + zlib.compress(bytes(90_000_000))
            + b"\nendstream endobj\n"
        ),
        pdf(first=b"/First 1 stream\n" * 60_000),
    ],
)
def test_a_pdf_bomb_is_refused(content: bytes) -> None:
    assert refusal_of(content).code == "file_too_large"


def test_a_locked_pdf_is_refused_also_where_its_name_is_written_by_numbers() -> None:
    assert refusal_of(pdf().replace(b"/Root", b"/#45ncrypt 5 0 R/Root")).code == "file_encrypted"


# What is none of ours


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"{\\rtf1{\\object\\objdata 01}}", "RTF"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "HEIC"),
        (b"GIF89a" + bytes(20), "GIF"),
        (b"II*\0" + bytes(20), "TIFF"),
        (b"<html><script>alert(1)</script></html>", "trang web"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "trang web"),
        (compound({"PowerPoint Document": b"x"}), "PowerPoint"),
    ],
)
def test_other_kinds_are_refused_by_their_own_name(content: bytes, words: str) -> None:
    assert words in refusal_of(content, "tep").message


SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.mark.parametrize(
    "path", sorted(path for ending in ("*.docx", "*.xlsx", "*.xls") for path in SAMPLES.rglob(ending)), ids=lambda path: path.name
)
def test_what_offices_really_send_is_never_called_active(path: Path) -> None:
    try:
        EVIDENCE.take(path.read_bytes(), path.name)
    except ActiveContent as refusal:
        assert "ghép từ trang web" in refusal.message, refusal.message  # noqa: PT017 - the one sample that holds a web page
    except FileRefused as refusal:
        assert refusal.code != "file_too_large"  # noqa: PT017
