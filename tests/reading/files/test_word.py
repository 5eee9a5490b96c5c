"""One walk over a Word document: what is printed stands in the lines of a dispatch and in the grids of an annex alike."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.text.paragraph import Paragraph

from reading.files.content import Cell, Document
from reading.files.document import read_document
from reading.files.grid import Grid
from reading.files.workbook import read_workbook
from tests.reading.dispatch import words


def both(document: docx.document.Document) -> tuple[Document, list[Grid]]:
    content = words.saved(document)
    return read_document(content, "a.docx"), read_workbook(content, "a.docx").grids


def add(paragraph: Paragraph, xml: str) -> None:
    paragraph._p.append(parse_xml(xml.replace("<w:r>", f"<w:r {nsdecls('w')}>", 1)))


@pytest.mark.parametrize(
    ("properties", "printed"),
    [
        ("", True), ('<w:vanish w:val="0"/>', True), ('<w:vanish w:val="false"/>', True), ('<w:vanish w:val="off"/>', True),
        ("<w:vanish/>", False), ('<w:vanish w:val="1"/>', False), ('<w:vanish w:val="true"/>', False),
    ],
)  # fmt: skip
def test_a_run_is_hidden_only_where_it_says_so(properties: str, printed: bool) -> None:
    document = docx.Document()
    run = f"<w:r><w:rPr>{properties}</w:rPr><w:t>trước 31/3</w:t></w:r>"
    add(document.add_paragraph("Hoàn thành "), run)
    add(document.add_table(1, 1).cell(0, 0).paragraphs[0], run)
    lines, (grid,) = both(document)
    assert lines.paragraphs == (["Hoàn thành trước 31/3", "trước 31/3"] if printed else ["Hoàn thành"])
    assert grid.above == lines.paragraphs[:1]
    assert [cell.text for _, _, cell in grid.cells()] == lines.paragraphs[1:]


@pytest.mark.parametrize(
    ("font", "written"), [(".VnTime", "ñy ban nh©n d©n"), ("VNI-Times", "uûy ban nhaân daân"), ("Arial", "ủy ban nhân dân")]
)
@pytest.mark.parametrize(("value", "shown"), [("", "ỦY BAN NHÂN DÂN"), (' w:val="0"', "ủy ban nhân dân")])
def test_capitals_are_made_after_the_letters_are_decoded(font: str, written: str, value: str, shown: str) -> None:
    document = docx.Document()
    run = f'<w:r><w:rPr><w:rFonts w:ascii="{font}"/><w:caps{value}/></w:rPr><w:t>{written}</w:t></w:r>'
    add(document.add_paragraph(), run)
    add(document.add_table(1, 1).cell(0, 0).paragraphs[0], run)
    lines, (grid,) = both(document)
    assert (lines.paragraphs, grid.at(1, 1).text, grid.above) == ([shown, shown], shown, [shown])


def test_a_letter_of_vni_in_two_runs_is_one_letter() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph()
    for piece in ("Uy", "û", " ban"):
        run = paragraph.add_run(piece)
        run.font.name = "VNI-Times"
    assert read_document(words.saved(document), "a.docx").paragraphs == ["Uỷ ban"]


def test_merged_cells_rows_that_begin_later_and_tables_in_cells_stand_where_word_prints_them() -> None:
    document = docx.Document()
    table = document.add_table(3, 3)
    for place, text in enumerate("abc"):
        table.cell(0, place).text = text
    table.cell(1, 0).merge(table.cell(2, 0)).text = "xuống"
    table.cell(1, 1).merge(table.cell(1, 2)).text = "ngang"
    inner = table.cell(2, 2).add_table(1, 1)
    inner.cell(0, 0).text = "trong"
    lines, grids = both(document)
    assert [(line.text, line.cell) for line in lines.lines] == [
        ("a", Cell(1, 1, 1)), ("b", Cell(1, 1, 2)), ("c", Cell(1, 1, 3)), ("xuống", Cell(1, 2, 1, rows=2)), ("ngang", Cell(1, 2, 2, 2)),
        ("trong", Cell(2, 1, 1)),
    ]  # fmt: skip
    assert [[cell.text for _, _, cell in grid.cells()] for grid in grids] == [["a", "b", "c", "xuống", "ngang", "trong"], ["trong"]]
    assert grids[0].shown(3, 1).text == "xuống"


def test_what_was_deleted_moved_away_or_never_filled_in_is_not_printed() -> None:
    document = docx.Document()
    space = nsdecls("w")
    paragraph = document.add_paragraph("Giữ ")
    for tag, text in (("del", "bỏ"), ("ins", "thêm"), ("moveFrom", "đi"), ("moveTo", " đến")):
        paragraph._p.append(parse_xml(f'<w:{tag} {space}><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:{tag}>'))
    control = "<w:sdt {}><w:sdtPr><w:showingPlcHdr{}/></w:sdtPr><w:sdtContent><w:r><w:t> {}</w:t></w:r></w:sdtContent></w:sdt>"
    paragraph._p.append(parse_xml(control.format(space, "", "Bấm để nhập ngày")))
    paragraph._p.append(parse_xml(control.format(space, ' w:val="0"', "31/3/2021")))
    table = document.add_table(2, 1)
    table.cell(0, 0).text, table.cell(1, 0).text = "dòng bỏ", "dòng giữ"
    table.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:del {space}/>"))
    lines, (grid,) = both(document)
    assert lines.paragraphs == ["Giữ thêm đến 31/3/2021", "dòng giữ"]
    assert [cell.text for _, _, cell in grid.cells()] == ["dòng giữ"]


def test_a_hidden_row_is_data() -> None:
    document = docx.Document()
    table = document.add_table(1, 1)
    add(table.cell(0, 0).paragraphs[0], "<w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r>")
    table.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:hidden {nsdecls('w')}/>"))
    lines, (grid,) = both(document)
    assert (lines.paragraphs, grid.at(1, 1).text) == (["ẩn"], "ẩn")


def renamed(content: bytes, **names: str) -> bytes:
    """The package with parts under other names, everywhere they are named."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith((".rels", "[Content_Types].xml")):
                for before, after in names.items():
                    data = data.replace(f"{before}.xml".encode(), f"{after}.xml".encode())
            for before, after in names.items():
                name = name.replace(f"/{before}.xml", f"/{after}.xml")  # noqa: PLW2901
            new.writestr(name, data)
    return out.getvalue()


def test_parts_are_found_by_their_relations_whatever_their_names() -> None:
    """SharePoint and some scanners write ``word/document2.xml``."""
    content = words.with_lists([("Việc một", 0), ("Việc hai", 0)], [("decimal", "%1.")])
    other = renamed(content, document="document2", styles="kieu", numbering="danhsach")
    assert read_document(other, "a.docx").paragraphs == ["1. Việc một", "2. Việc hai"]
    assert read_workbook(renamed(words.with_table(["Trên"], [["x"]], []), document="than"), "a.docx").grids[0].at(1, 1).text == "x"


def test_a_strict_document_is_read_like_any_other() -> None:
    content = (words.SAMPLES / "findings" / "loi_tep_strict.docx").read_bytes()
    assert read_document(content, "a.docx").paragraphs[0] == "PHỤ LỤC TỒN TẠI, HẠN CHẾ NĂM 2021"
    assert len(read_workbook(content, "a.docx").grids) == 1


@pytest.mark.parametrize("span", ["16000000", "0", "-3"])
def test_a_cell_that_claims_to_span_millions_of_columns_costs_nothing(span: str) -> None:
    document = docx.Document()
    table = document.add_table(1, 2)
    table.cell(0, 0).text = "x"
    table.cell(0, 0)._tc.get_or_add_tcPr().append(parse_xml(f'<w:gridSpan {nsdecls("w")} w:val="{span}"/>'))
    _, (grid,) = both(document)
    assert grid.at(1, 1).text == "x"
