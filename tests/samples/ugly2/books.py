"""Ugly workbooks of content: terms in every form, several findings in a cell, TCVN3 fonts."""

from __future__ import annotations

from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Font

from tests.samples.ugly.kit import error, fill, row, tcvn3
from tests.samples.ugly2.kit import FOLDER, due, merge, on_sheet, truth

# unit in the cell, its code, the finding, the term as typed, its day or None, what the term reads as where that differs
Term = tuple[str, str, str, Any, str | None, str | None]
TERMS: tuple[Term, ...] = (
    ("Xã Bình Phú, huyện Tân Hồng", "ubnd-29935", "Chưa lập sổ mượn trả hồ sơ", "ngày 15 tháng 3 năm 2021", "2021-03-15", None),
    ("Xã An Phước, huyện Tân Hồng", "ubnd-29950", "Bảng tên phòng bị mờ", "31.03.2021", "2021-03-31", None),
    ("Xã Phú Ninh, huyện Tam Nông", "ubnd-30028", "Không có số điện thoại tại quầy", "31-3-2021", "2021-03-31", None),
    ("Xã Phú Thọ, huyện Tam Nông", "ubnd-30031", "Ổ cắm điện hở", "chậm nhất ngày 20/4/2021", "2021-04-20", None),
    ("Xã Thạnh Lợi, huyện Tháp Mười", "ubnd-30040", "Mái hiên dột", "Quý 2/2021", "2021-06-30", None),
    ("Xã Tân Kiều, huyện Tháp Mười", "ubnd-30049", "Chưa tập huấn phần mềm", "QI/2021", "2021-03-31", None),
    ("Xã Nhị Mỹ, huyện Cao Lãnh", "ubnd-30097", "Hộp thư góp ý không có khóa", "đến hết tháng 4/2021", "2021-04-30", None),
    ("Xã Mỹ Hội, huyện Cao Lãnh", "ubnd-30109", "Chưa có mã QR tại quầy", "trước tháng 5/2021", "2021-04-30", None),
    ("Xã Tân Quới, huyện Thanh Bình", "ubnd-30133", "Chưa số hóa hồ sơ cũ", "6 tháng đầu năm 2021", "2021-06-30", None),
    ("Xã Phú Lợi, huyện Thanh Bình", "ubnd-30142", "Thiếu người trực buổi chiều", "30/6", "2021-06-30", None),
    ("Xã Tân Huề, huyện Thanh Bình", "", "Đường vào bị ngập", "29/02/2021", None, None),
    ("Xã Hội An Đông, huyện Lấp Vò", "", "Chưa có bãi giữ xe", "31/6/2021", None, None),
    ("Xã Long Hưng B, huyện Lấp Vò", "", "Máy phát điện hỏng", "04/25/2021", None, None),
    ("Xã Tân Dương, huyện Lai Vung", "ubnd-30211", "Thiếu bàn viết", date(2021, 3, 4), "2021-03-04", "04/03/2021"),
    ("Xã Vĩnh Thới, huyện Lai Vung", "ubnd-30232", "Chưa báo cáo tuần", "Thường xuyên", None, None),
    ("Xã Phong Hòa, huyện Lai Vung", "ubnd-30241", "Sai mẫu phiếu hẹn", date(2021, 3, 31), "2021-03-31", "31/03/2021"),
    ("Xã An Hiệp, huyện Châu Thành", "ubnd-30247", "Phòng chờ thiếu đèn", "cuối tháng 3/2021", "2021-03-31", None),
    ("Xã An Khánh, huyện Châu Thành", "ubnd-30271", "Chưa treo nội quy", "nt", "2021-03-31", "cuối tháng 3/2021"),
    ("Xã Phú Long, huyện Châu Thành", "ubnd-30262", "Chưa bàn giao máy in", "Từ nay đến 31/5/2021", "2021-05-31", None),
    ("Xã An Phú Thuận, huyện Châu Thành", "ubnd-30265", "Chưa sửa trụ sở", "năm 2021", "2021-12-31", None),
    ("Phường 6, thành phố Cao Lãnh", "ubnd-29878", "Chưa vệ sinh phòng chờ", "Hằng tuần", None, None),
    ("Phường Mỹ Phú, thành phố Cao Lãnh", "ubnd-29888", "Chưa đổi biển hiệu", "trước ngày 01 tháng 5 năm 2021", "2021-05-01", None),
    ("Xã Tân Phú Đông, thành phố Sa Đéc", "ubnd-29923", "Ghế gãy chân", " 20 / 3 / 2021 ", "2021-03-20", "20 / 3 / 2021"),
    ("Phường An Bình A, thành phố Hồng Ngự", "ubnd-29989", "Điện thoại quầy bị cắt", "tháng 03/2021", "2021-03-31", None),
    ("Xã Thường Lạc, huyện Hồng Ngự", "", "Chưa thanh lý máy hỏng", "30/02", None, None),
    ("Xã Thường Phước 2, huyện Hồng Ngự", "ubnd-29974", "Rèm cửa rách", None, None, None),
)


def terms() -> None:
    """A term in every form, days that do not exist, a day and month swapped, a date in American format."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Bảng 1"
    fill(
        sheet,
        {
            1: ["HẠN CHẾ PHẢI KHẮC PHỤC SAU KIỂM TRA NĂM 2020"],
            2: ["(Kèm theo Công văn số 112/VPUBND-KSTTHC ngày 08 tháng 02 năm 2021)"],
            4: ["STT", "Đơn vị", "Hạn chế", "Thời hạn khắc phục", "Ghi chú"],
        },
    )
    merge(sheet, ("A1:E1", "A2:E2"))
    here = on_sheet("Bảng 1")
    rows, errors = [], []
    for number, (unit, code, finding, term, day, reads) in enumerate(TERMS, start=5):
        fill(sheet, {number: [number - 4, unit, finding, term]})
        if not code:
            errors.append(error(here(number), "Thời hạn khắc phục", "date_invalid", term))
            continue
        told = row(here(number), code, finding, **due(reads or term, day))
        if isinstance(term, date):
            american = finding == "Thiếu bàn viết"
            sheet.cell(number, 4).number_format = "m/d/yyyy" if american else "dd/mm/yyyy"
            if american:
                told["unscored"] = ["due_text"]
        rows.append(told)
    end = 5 + len(TERMS)
    fill(sheet, {end: ["Tổng cộng", None, f"{len(TERMS)} hạn chế"], end + 2: [None, None, "Đồng Tháp, ngày 08 tháng 02 năm 2021"]})
    name = "thoi_han_du_kieu.xlsx"
    book.save(FOLDER / name)
    about = "Thời hạn đủ cách ghi; ngày không có thật (29/02/2021, 31/6/2021, 30/02), ngày tháng đảo (04/25/2021), ô ngày kiểu Mỹ."
    truth(name, about, rows, errors=errors, skipped=5)


def many_in_a_cell() -> None:
    """Bullets of every kind with wrapped lines, lead-in lines and empty lines between; two bodies on two lines of a cell."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Hạn chế"
    cells = {
        5: ("Qua kiểm tra còn một số hạn chế như sau:\n- Chưa niêm yết\n  mức phí, lệ phí;\n+ Thiếu hồ sơ ghi mẫu;\n• Máy in cũ.",
            ["Chưa niêm yết mức phí, lệ phí", "Thiếu hồ sơ ghi mẫu", "Máy in cũ"]),
        6: ("1. Sổ theo dõi ghi thiếu\ncột ngày hẹn trả\n2. Chưa lập danh sách\n03 hồ sơ trễ hạn\n3. Không có thư xin lỗi",
            ["Sổ theo dõi ghi thiếu cột ngày hẹn trả", "Chưa lập danh sách 03 hồ sơ trễ hạn", "Không có thư xin lỗi"]),
        7: ("a) Về niêm yết:\n- Bảng cũ;\n- Thiếu mẫu đơn.\nb) Về nhân sự:\n- Thiếu 01 người",
            ["Bảng cũ", "Thiếu mẫu đơn", "Thiếu 01 người"]),
        8: ("1) Ghế hỏng; 2) Quạt hỏng (02 cái); 3) Đèn mờ.", ["Ghế hỏng", "Quạt hỏng (02 cái)", "Đèn mờ"]),
        9: ("– Nhân viên chưa đeo thẻ;_x000D_\n– Tủ hồ sơ không có khóa", ["Nhân viên chưa đeo thẻ", "Tủ hồ sơ không có khóa"]),
        10: ("Công chức Tư pháp - Hộ tịch thường xuyên\nđi công tác, quầy không có\nngười trực",
             ["Công chức Tư pháp - Hộ tịch thường xuyên đi công tác, quầy không có người trực"]),
        11: ("Chưa đạt các yêu cầu:\n\n  - Diện tích phòng chờ;\n\n  - Ghế chờ (ít nhất 10 ghế,\n    có tựa lưng);\n",
             ["Diện tích phòng chờ", "Ghế chờ (ít nhất 10 ghế, có tựa lưng)"]),
        12: ("c) Trả trễ hồ sơ - lỗi của Bưu điện;\nd) Chưa gọi điện báo", ["Trả trễ hồ sơ - lỗi của Bưu điện", "Chưa gọi điện báo"]),
    }  # fmt: skip
    units: dict[int, list[Any]] = {
        5: [1, "Tân Hồng", "Thị trấn Sa Rài", "UBND thị trấn\nBưu điện thị trấn"],
        6: [2, None, "Tân Công Chí", "UBND huyện"],
        7: [3, None, "Tân Thành B", None],
        8: [4, "Lấp Vò", "Tân Khánh Trung", "- UBND xã;\n- Bưu điện huyện"],
        9: [5, None, "Mỹ An Hưng A", None],
        10: [None, None, None, "UBND xã"],
        11: [6, None, "Vĩnh Thạnh", None],
        12: [7, "Châu Thành", "An Nhơn", "Bưu điện xã"],
    }
    fill(
        sheet,
        {
            1: ["PHỤ LỤC"],
            2: ["Hạn chế của Bộ phận Một cửa cấp xã"],
            4: ["TT", "Huyện", "Xã, thị trấn", "Hạn chế, thiếu sót", "Đơn vị khắc phục"],
            13: ["Cộng", None, None, "19 hạn chế"],
            14: ["(*) Trong đó có các hạn chế đã nêu trong đợt kiểm tra trước."],
        },
    )
    codes = ["29926", "29947", "29941", "30181", "30172", "30172", "30187", "30250"]
    leads = {5: ["ubnd-29926", "buudien-29926"], 6: ["ubnd-869"], 8: ["ubnd-30181", "buudien-875"], 12: ["buudien-30250"]}
    here = on_sheet("Hạn chế")
    rows = []
    for (number, (text, findings)), code in zip(cells.items(), codes, strict=True):
        *left, lead = units[number]
        fill(sheet, {number: [*left, text, lead]})
        sheet.cell(number, 4).alignment = Alignment(wrap_text=True)
        unit = f"ubnd-{code}"
        rows += [row(here(number), unit, finding, lead=leads.get(number, [unit])) for finding in findings]
    merge(sheet, ("A1:E1", "A2:E2", "B5:B7", "B8:B11", "A9:A10", "C9:C10", "A14:E14"))
    name = "gach_dau_dong_lan_lon.xlsx"
    book.save(FOLDER / name)
    truth(name, "Nhiều hạn chế một ô: - + • – 1. 1) a) lẫn lộn, dòng dẫn, dòng ngắt giữa câu, dòng trống.", rows, skipped=5)


def tcvn3_fonts() -> None:
    """.VnTime, .VnArial and .VnTimeH (capitals are drawn) beside cells in Unicode; one cell in two fonts."""
    book = Workbook()
    sheet = book.active
    sheet.title = "PL1"
    body, heads, other = Font(name=".VnTime"), Font(name=".VnTimeH", bold=True), Font(name=".VnArial")
    plain = Font(name="Times New Roman")
    legacy, arial = InlineFont(rFont=".VnTime"), InlineFont(rFont="Arial")
    two = CellRichText(TextBlock(legacy, tcvn3("Máy quét hư hỏng, ")), TextBlock(arial, "chưa sửa chữa"))
    lines: dict[int, list[tuple[Any, Font] | None]] = {
        1: [("Văn phòng ủy ban nhân dân tỉnh", heads)],
        2: [("Danh mục tồn tại, hạn chế", heads)],
        3: [("(Kèm theo Báo cáo của Đoàn kiểm tra)", other)],
        5: [("Số TT", heads), ("Đơn vị", heads), ("Tồn tại, hạn chế", heads), ("Nguyên nhân", heads), ("Hướng khắc phục", heads),
            ("Thời hạn", heads), ("Ghi chú", heads)],
        6: [("I", body), ("huyện lai vung", heads)],
        7: [(1, body), ("Xã Định Hòa", body), ("Để hồ sơ của người dân trên nóc tủ", body), ("Thiếu tủ", body), ("Mua tủ hồ sơ", body),
            (date(2021, 3, 31), body), ("Đã đề nghị cấp kinh phí", plain)],
        8: [None, None, (two, body), ("Chưa có kinh phí", body), ("Sửa máy", other), ("Quý II/2021", body)],
        9: [(2, body), ("Hòa Thành", body), ("Nhân viên bưu điện trả lời người dân chưa đúng mực", body), None,
            ("Nhắc nhở, rút kinh nghiệm", body),
            ("Thường xuyên", plain)],
        10: [("II", body), ("thành phố sa đéc", heads)],
        11: [(1, body), ("Phường Tân Quy Đông", plain), ("Chưa gỡ bỏ thủ tục đã hết hiệu lực", other), None, ("Gỡ bỏ ngay", body)],
        12: [(2, body), ("Phường An Hòa", body), ("Quầy ồn, khó nghe gọi số", body), ("Gần chợ", body), ("Lắp loa", body),
             ("tháng 4/2021", body)],
        13: [None, ("Cộng", body), ("5 hạn chế", body)],
        15: [None, None, None, None, ("Người lập biểu", heads)],
    }  # fmt: skip
    for number, values in lines.items():
        for column, entry in enumerate(values, start=1):
            if entry is None:
                continue
            value, font = entry
            cell = sheet.cell(number, column)
            cell.value = tcvn3(value) if type(value) is str and font is not plain else value
            cell.font = font
    sheet["F7"].number_format = "dd/mm/yyyy"
    merge(sheet, ("A1:G1", "A2:G2", "A3:G3", "A7:A8", "B7:B8"))
    name = "tcvn3_nhieu_phong.xlsx"
    book.save(FOLDER / name)
    here = on_sheet("PL1")
    rows = [
        row(here(7), "ubnd-30238", "Để hồ sơ của người dân trên nóc tủ", cause="Thiếu tủ", remedy="Mua tủ hồ sơ",
            note="Đã đề nghị cấp kinh phí", **due("31/03/2021", "2021-03-31")),
        row(here(8), "ubnd-30238", "Máy quét hư hỏng, chưa sửa chữa", cause="Chưa có kinh phí", remedy="Sửa máy",
            **due("Quý II/2021", "2021-06-30")),
        row(here(9), "ubnd-30214", "Nhân viên bưu điện trả lời người dân chưa đúng mực", remedy="Nhắc nhở, rút kinh nghiệm",
            **due("Thường xuyên", None)),
        row(here(11), "ubnd-29917", "Chưa gỡ bỏ thủ tục đã hết hiệu lực", remedy="Gỡ bỏ ngay"),
        row(here(12), "ubnd-29919", "Quầy ồn, khó nghe gọi số", cause="Gần chợ", remedy="Lắp loa", **due("tháng 4/2021", "2021-04-30")),
    ]  # fmt: skip
    about = "TCVN3 ba phông (.VnTime, .VnTimeH, .VnArial) xen ô Unicode, một ô hai phông, nhóm huyện bằng chữ hoa của phông H."
    truth(name, about, rows, skipped=8, warnings=["encoding_converted"])


MAKERS = (terms, many_in_a_cell, tcvn3_fonts)
