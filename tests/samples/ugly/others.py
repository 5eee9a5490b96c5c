"""Ugly files of other kinds: an old .xls in VNI fonts, four .csv in four encodings, a long Word report."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Sequence
from datetime import date

import docx
import xlwt
from docx.enum.text import WD_ALIGN_PARAGRAPH

from tests.samples.ugly.kit import FOLDER, add_list, at, auto_number, error, row, tcvn3, truth, vmerge, vni, windows_1258


def old_workbook() -> None:
    """VNI by font, one cell in two fonts, a hidden row, merged cells, a real date."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("PL1")
    style = xlwt.easyxf("font: name VNI-Times")
    plain = xlwt.easyxf("font: name Times New Roman")
    day = xlwt.easyxf("font: name VNI-Times", num_format_str="dd/mm/yyyy")
    for number, line in ((0, "DANH SÁCH HẠN CHẾ NĂM 2020"), (1, "Số liệu đến ngày 31/12/2020")):
        sheet.write_merge(number, number, 0, 5, vni(line), style)
    for column, heading in enumerate(("TT", "Đơn vị", "Hạn chế", "Biện pháp", "Thời hạn", "Đơn vị phối hợp")):
        sheet.write(3, column, vni(heading), style)
    sheet.write_merge(4, 4, 0, 5, vni("Huyện Thanh Bình"), style)
    sheet.write_merge(5, 6, 0, 0, 1, style)
    sheet.write_merge(5, 6, 1, 1, vni("Xã Tân Bình"), style)
    for number, values in (
        (5, ("Chưa có tủ hồ sơ", "Mua tủ", None, "Bưu điện huyện")),
        (6, ("Nhân viên chưa đeo thẻ", "Nhắc nhở", "Quý I/2021", None)),
        (7, (None, "Cấp máy", None, None)),
    ):
        for column, value in enumerate(values, start=2):
            if value:
                sheet.write(number, column, vni(value), style)
    sheet.write(5, 4, date(2021, 1, 29), day)
    sheet.write(7, 0, 2, style)
    sheet.write(7, 1, vni("Xã Tân Phú"), style)
    sheet.write_rich_text(7, 2, [(vni("Thiếu máy in, "), style.font), ("thiếu mực in", plain.font)], style)
    sheet.row(7).hidden = True
    sheet.write(8, 0, vni("Cộng"), style)
    sheet.write(8, 2, 3, style)
    name = "vni_cu.xls"
    book.save(str(FOLDER / name))

    def here(number: int) -> dict[str, object]:
        return at(number, sheet="PL1")

    rows = [
        row(here(6), "ubnd-30154", "Chưa có tủ hồ sơ", remedy="Mua tủ", due_text="29/01/2021", due_on="2021-01-29",
            coordinating=["buudien-874"]),
        row(here(7), "ubnd-30154", "Nhân viên chưa đeo thẻ", remedy="Nhắc nhở", due_text="Quý I/2021", due_on="2021-03-31"),
        row(here(8), "ubnd-30160", "Thiếu máy in, thiếu mực in", remedy="Cấp máy"),
    ]  # fmt: skip
    truth(name, "Excel cũ gõ phông VNI, một ô hai phông, dòng ẩn.", rows, skipped=5, warnings=["encoding_converted"])


def _csv(records: Sequence[Sequence[str]], delimiter: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(records)
    return out.getvalue()


def utf16_tabs() -> None:
    """What Excel calls Unicode text: UTF-16 and tabs; a district column that is filled once, ditto marks, combining letters."""
    records = [
        ["Phụ lục tháng 01 năm 2021"],
        ["STT", "Huyện", "Xã", "Vấn đề", "Lý do", "Kiến nghị", "Thời gian hoàn thành"],
        ["1", "H. Hồng Ngự", "Long Khánh A", "Chưa niêm yết", "Thiếu bảng", "Làm bảng", "tháng 3"],
        ["2", "", "Thường Phước 1", "-nt-", "", '"', "tháng 3/2021"],
        ["3", "TP Hồng Ngự", "Bình Thạnh", "- Ghế cũ;\n- Bàn thấp.", "", "", "trước 10/4/2021"],
        ["4", "huyện Hồng Ngự", "Bình Thạnh", "Nền lún", "", "", ""],
        ["5", "", unicodedata.normalize("NFD", "Phú Thuận B"), unicodedata.normalize("NFD", "Điện yếu"), "", "Đổi\u00a0dây", ""],
    ]
    name = "bang_tab_utf16.csv"
    (FOLDER / name).write_bytes(b"\xff\xfe" + _csv(records, "\t").encode("utf-16-le"))

    def here(number: int) -> dict[str, object]:
        return at(number, sheet=None)

    rows = [
        row(here(3), "ubnd-29980", "Chưa niêm yết", cause="Thiếu bảng", remedy="Làm bảng", due_text="tháng 3", due_on="2021-03-31"),
        row(here(4), "ubnd-29956", "Chưa niêm yết", remedy="Làm bảng", due_text="tháng 3/2021", due_on="2021-03-31"),
        row(here(5), "ubnd-29959", "Ghế cũ", due_text="trước 10/4/2021", due_on="2021-04-10"),
        row(here(5), "ubnd-29959", "Bàn thấp", due_text="trước 10/4/2021", due_on="2021-04-10"),
        row(here(7), "ubnd-29995", "Điện yếu", remedy="Đổi dây"),
    ]
    errors = [error(here(6), "Xã", "unit_unknown", "Bình Thạnh", None)]
    truth(name, "UTF-16, cách bằng tab, cột huyện ghi một lần, dấu lặp lại.", rows, errors=errors, skipped=2)


def windows1258() -> None:
    """Windows-1258 with semicolons; post offices are the inspected units."""
    records = [
        ["Stt", "Điểm giao dịch", "Thiếu sót", "Cách khắc phục", "Thời hạn", "Chủ trì", "Phối hợp"],
        ["1", "BĐ-VHX Mỹ Đông, huyện Tháp Mười", "Chưa mặc đồng phục", "Chấn chỉnh", "28/02/2021", "", ""],
        ["2", "Bưu cục Phú Điền, H. Tháp Mười", "Cân chưa kiểm định", "Kiểm định; dán tem", "31.3.2021", "Bưu điện huyện", "UBND xã"],
        ["3", "Bưu điện xã Láng Biển, Tháp Mười", "Nhận hồ sơ thiếu, trả trễ", "", "", "Bưu điện Tỉnh", "Các cơ quan liên quan"],
    ]
    name = "windows_1258.csv"
    (FOLDER / name).write_bytes(windows_1258(_csv(records, ";")))

    def here(number: int) -> dict[str, object]:
        return at(number, sheet=None)

    rows = [
        row(here(2), "buudien-30058", "Chưa mặc đồng phục", remedy="Chấn chỉnh", due_text="28/02/2021", due_on="2021-02-28"),
        row(
            here(3), "buudien-30067", "Cân chưa kiểm định", remedy="Kiểm định; dán tem", due_text="31.3.2021", due_on="2021-03-31",
            lead=["buudien-872"], coordinating=["ubnd-30067"],
        ),
        row(here(4), "buudien-30070", "Nhận hồ sơ thiếu, trả trễ", lead=["buudien-87"], coordinating_text="Các cơ quan liên quan"),
    ]  # fmt: skip
    truth(name, "Bảng mã Windows-1258; đơn vị là bưu điện.", rows, skipped=1, warnings=["encoding_converted"])


def tcvn3_without_font() -> None:
    """A sheet in .VnTime saved as CSV UTF-8: the letters are there, the font is gone."""
    records = [
        ["Phụ lục số 4", "", "", "", ""],
        ["STT", "Tên đơn vị", "Nội dung tồn tại", "Biện pháp khắc phục", "Thời hạn"],
        ["1", "UBND xã Tân Thành, huyện Lai Vung", "Chưa có ghế cho người dân", "Bố trí đủ ghế", "Quý II/2021"],
        ["2", "Xã Hòa Long, Lai Vung", "Cá nhân chưa đeo thẻ", "Nhắc nhở", "31/3/2021"],
        ["3", "Xã Định Yên, huyện Lấp Vò", "Có mùi hôi", "Vệ sinh", ""],
    ]
    name = "tcvn3_mat_phong.csv"
    (FOLDER / name).write_text(tcvn3(_csv(records, ",")), encoding="utf-8-sig", newline="")

    def here(number: int) -> dict[str, object]:
        return at(number, sheet=None)

    rows = [
        row(here(3), "ubnd-30226", "Chưa có ghế cho người dân", remedy="Bố trí đủ ghế", due_text="Quý II/2021", due_on="2021-06-30"),
        row(here(4), "ubnd-30223", "Cá nhân chưa đeo thẻ", remedy="Nhắc nhở", due_text="31/3/2021", due_on="2021-03-31"),
        row(here(5), "ubnd-30199", "Có mùi hôi", remedy="Vệ sinh"),
    ]
    truth(name, "Chữ TCVN3 lưu thành CSV, không còn phông.", rows, skipped=2, warnings=["encoding_converted"])


def long_report() -> None:
    """A report with prose: a heading paragraph names the district, a table goes on without its header, Word counts by itself."""
    document = docx.Document()
    add_list(document, 71, "decimal", "%1.")
    add_list(document, 72, "bullet", "\uf0b7")
    top = document.add_table(2, 2)
    for place, text in enumerate(("UBND TỈNH ĐỒNG THÁP\nVĂN PHÒNG", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc")):
        top.cell(0, place).text = text
    top.cell(1, 0).text, top.cell(1, 1).text = "Số: 09/BC-VPUBND", "Đồng Tháp, ngày 20 tháng 01 năm 2021"
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.add_run("BÁO CÁO KẾT QUẢ KIỂM TRA").bold = True
    document.add_paragraph(
        "Thực hiện Kế hoạch số 120/KH-UBND ngày 10 tháng 9 năm 2020, Đoàn đã làm việc tại huyện Tháp Mười, huyện Cao Lãnh."
    )
    document.add_paragraph("Kết quả cụ thể như sau:")
    document.add_paragraph().add_run("1. Huyện Cao Lãnh").bold = True
    table = document.add_table(4, 4)
    for place, text in enumerate(("STT", "Xã, thị trấn", "Hạn chế", "Phải xong trước")):
        table.cell(0, place).text = text
    for number, (commune, finding, due) in enumerate(
        (("Mỹ Hiệp", "Chưa có biển chỉ dẫn", "28/02/2021"), ("Mỹ Thọ", "Không có nước uống", ""), ("Bình Thạnh", "", "15/3")), start=1
    ):
        auto_number(table.cell(number, 0).paragraphs[0], 71)
        table.cell(number, 1).text, table.cell(number, 3).text = commune, due
        if finding:
            table.cell(number, 2).text = finding
    box = table.cell(3, 2)
    box.paragraphs[0].text = "Bàn ghế thiếu"
    box.add_paragraph("Chưa có hộp thư góp ý")
    for paragraph in box.paragraphs:
        auto_number(paragraph, 72)
    document.add_paragraph("")
    going = document.add_table(2, 4)
    auto_number(going.cell(0, 0).paragraphs[0], 71)
    for number, values in enumerate((("Gáo Giồng", "Máy in hỏng", "31/03/2021"), ("", "Mất sổ theo dõi", "31/03/2021"))):
        for place, text in enumerate(values, start=1):
            going.cell(number, place).text = text
    document.add_paragraph().add_run("2. Huyện Tân Hồng").bold = True
    last = document.add_table(4, 4)
    for number, values in enumerate(
        (
            ("TT", "Đơn vị", "Kết quả kiểm tra", ""),
            ("", "", "Hạn chế", "Nguyên nhân"),
            ("1", "UBND xã Tân Phước", "Không công khai phí", "Chưa cập nhật"),
            ("", "", "Sổ ghi thiếu cột", ""),
        )
    ):
        for place, text in enumerate(values):
            last.cell(number, place).text = text
    last.cell(0, 2).merge(last.cell(0, 3))
    for first, second, places in ((0, 1, (0, 1)), (2, 3, (0, 1, 3))):
        for place in places:
            vmerge(last.cell(first, place), restart=True)
            vmerge(last.cell(second, place), restart=False)
    foot = document.add_table(1, 2)
    foot.cell(0, 0).text, foot.cell(0, 1).text = (
        "Nơi nhận:\n- Như trên;\n- Lưu: VT.",
        "KT. CHÁNH VĂN PHÒNG\nPHÓ CHÁNH VĂN PHÒNG\n\nNguyễn Văn Mẫu",
    )
    name = "bao_cao_dai.docx"
    document.save(str(FOLDER / name))
    rows = [
        row(at(2, table=2), "ubnd-30112", "Chưa có biển chỉ dẫn", due_text="28/02/2021", due_on="2021-02-28"),
        row(at(4, table=2), "ubnd-30127", "Bàn ghế thiếu", due_text="15/3", due_on="2021-03-15"),
        row(at(4, table=2), "ubnd-30127", "Chưa có hộp thư góp ý", due_text="15/3", due_on="2021-03-15"),
        row(at(1, table=3), "ubnd-30079", "Máy in hỏng", due_text="31/03/2021", due_on="2021-03-31"),
        row(at(2, table=3), "ubnd-30079", "Mất sổ theo dõi", due_text="31/03/2021", due_on="2021-03-31"),
        row(at(3, table=4), "ubnd-29944", "Không công khai phí", cause="Chưa cập nhật"),
        row(at(4, table=4), "ubnd-29944", "Sổ ghi thiếu cột", cause="Chưa cập nhật"),
    ]
    errors = [error(at(3, table=2), "Xã, thị trấn", "unit_ambiguous", "Mỹ Thọ", ["ubnd-30076", "ubnd-30100"])]
    truth(name, "Báo cáo Word dài, huyện ở đoạn trên bảng, bảng tiếp không tiêu đề, Word tự đánh số.", rows, errors=errors, skipped=3)


MAKERS = (old_workbook, utf16_tabs, windows1258, tcvn3_without_font, long_report)
