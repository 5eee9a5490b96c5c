"""Ugly spreadsheets: two tables in a sheet, three levels of groups without a unit column, areas as columns, pages with repeated headers."""

from __future__ import annotations

import re
import zipfile
from datetime import date
from io import BytesIO

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from tests.samples.ugly.kit import FOLDER, at, bold, error, fill, row, truth


def two_tables() -> None:
    """Header of three rows, then a second table with its columns in another order."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Phụ lục"
    fill(
        sheet,
        {
            1: ["UBND TỈNH ĐỒNG THÁP", None, None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
            2: ["VĂN PHÒNG", None, None, None, "Độc lập - Tự do - Hạnh phúc"],
            4: ["BẢNG TỔNG HỢP TỒN TẠI, HẠN CHẾ TẠI HUYỆN LẤP VÒ"],
            5: ["(Kèm theo Báo cáo số 21/BC-VPUBND ngày 05 tháng 02 năm 2021)"],
            6: ["TT", "Tên xã", "KẾT QUẢ KIỂM TRA", None, None, "Hướng khắc phục", "Phân công"],
            7: [None, None, "Mặt làm được", "Mặt hạn chế", None, None, "Thực hiện", "Phối hợp"],
            8: [None, None, None, "Nội dung", "Nguyên nhân"],
            9: ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)"],
            10: [1, "Định An", "Niêm yết đầy đủ", "Chưa có bảng phân công trực", "Thiếu người", "Lập bảng phân công trực", "UBND xã",
                 "Bưu điện huyện"],
            11: [None, None, None, "Máy quét hỏng", "Chưa sửa", "Sửa máy"],
            13: [2, "Tân Mỹ", "Trả hồ sơ đúng hẹn", "Không mở sổ góp ý", None, "Mở sổ", "Bưu điện xã"],
            14: ["Tổng cộng", None, None, "3 hạn chế"],
            16: ["II. HUYỆN CHÂU THÀNH"],
            17: ["Thời hạn", "Nội dung tồn tại", "Đơn vị", "STT", "Ghi chú"],
            18: [date(2021, 3, 15), "Chưa niêm yết số điện thoại đường dây nóng", "TT. Cái Tàu Hạ", 1, "Đã nhắc tại chỗ"],
            19: ["trong tháng 4", "Nhà vệ sinh xuống cấp", "X. Tân Bình", 2],
            20: ["nt", "Ghế ngồi chờ hư", "X. Phú Hựu", 3],
            22: [None, "Người lập biểu", None, None, "TRƯỞNG ĐOÀN"],
            23: [None, "(Ký tên)", None, None, "(Ký, đóng dấu)"],
            25: [None, "Trần Thị Lập", None, None, "Lê Văn Trưởng"],
        },
    )  # fmt: skip
    for block in ("A4:H4", "A5:H5", "A6:A8", "B6:B8", "C6:E6", "C7:C8", "D7:E7", "F6:F8", "G6:H6", "G7:G8", "H7:H8", "A14:C14", "A16:H16"):
        sheet.merge_cells(block)
    sheet["A18"].number_format = "dd/mm/yyyy"
    name = "hai_bang_mot_trang.xlsx"
    book.save(FOLDER / name)

    def here(number: int) -> dict[str, object]:
        return at(number, sheet="Phụ lục")

    rows = [
        row(here(10), "ubnd-30196", "Chưa có bảng phân công trực", cause="Thiếu người", remedy="Lập bảng phân công trực",
            coordinating=["buudien-875"]),
        row(here(11), "ubnd-30196", "Máy quét hỏng", cause="Chưa sửa", remedy="Sửa máy"),
        row(here(13), "ubnd-30175", "Không mở sổ góp ý", remedy="Mở sổ", lead=["buudien-30175"]),
        row(here(18), "ubnd-30244", "Chưa niêm yết số điện thoại đường dây nóng", due_text="15/03/2021", due_on="2021-03-15",
            note="Đã nhắc tại chỗ"),
        row(here(19), "ubnd-30256", "Nhà vệ sinh xuống cấp", due_text="trong tháng 4", due_on="2021-04-30"),
        row(here(20), "ubnd-30268", "Ghế ngồi chờ hư", due_text="trong tháng 4", due_on="2021-04-30"),
    ]  # fmt: skip
    truth(name, "Tiêu đề ba dòng, hai bảng một trang, bảng sau đảo cột.", rows, skipped=14)


def three_levels() -> None:
    """District, commune, finding, all in one column; no unit column."""
    book = Workbook()
    sheet = book.active
    sheet.title = "PL"
    fill(
        sheet,
        {
            1: ["PHỤ LỤC 2: NHỮNG TỒN TẠI, HẠN CHẾ"],
            2: ["(Kèm Thông báo kết luận số 03/TB-ĐKT ngày 10/02/2021)"],
            4: ["Số TT", "Tồn tại, khuyết điểm", "Yêu cầu xử lý", "Hạn xử lý", "Cơ quan xử lý"],
            5: ["I", "HUYỆN TAM NÔNG"],
            6: [1, "Xã Phú Cường"],
            7: ["-", "Chưa có ghế cho người già", "Bố trí ghế", "15/3/2021", "UBND xã"],
            8: ["-", "Quạt hỏng", "Sửa quạt", "15/3/2021"],
            9: [2, "Thị trấn Tràm Chim"],
            10: ["-", "Bảng giá mờ", "In lại", "20/3/2021", "UBND thị trấn"],
            11: ["II", "THÀNH PHỐ CAO LÃNH"],
            12: [1, "Phường 2"],
            13: ["a", "Hồ sơ mẫu thiếu", "Bổ sung", "Quý I/2021", "UBND TP"],
            14: [2, "Xã Hòa An"],
            15: ["a)", "Không có mạng", "Kéo mạng", "Quý I/2021", "Bưu điện TP"],
            16: ["b)", "Thiếu mực in", "Mua mực"],
        },
    )
    bold(sheet, "B5", "B6", "B9", "B11", "B12", "B14")
    name = "ba_cap_khong_cot_don_vi.xlsx"
    book.save(FOLDER / name)

    def here(number: int) -> dict[str, object]:
        return at(number, sheet="PL")

    march = {"due_text": "15/3/2021", "due_on": "2021-03-15"}
    quarter = {"due_text": "Quý I/2021", "due_on": "2021-03-31"}
    rows = [
        row(here(7), "ubnd-30025", "Chưa có ghế cho người già", remedy="Bố trí ghế", **march),
        row(here(8), "ubnd-30025", "Quạt hỏng", remedy="Sửa quạt", **march),
        row(here(10), "ubnd-30001", "Bảng giá mờ", remedy="In lại", due_text="20/3/2021", due_on="2021-03-20"),
        row(here(13), "ubnd-29869", "Hồ sơ mẫu thiếu", remedy="Bổ sung", lead=["ubnd-866"], **quarter),
        row(here(15), "ubnd-29893", "Không có mạng", remedy="Kéo mạng", lead=["buudien-866"], **quarter),
        row(here(16), "ubnd-29893", "Thiếu mực in", remedy="Mua mực"),
    ]
    truth(name, "Huyện, xã, hạn chế cùng một cột, ba cấp số thứ tự.", rows, skipped=9)


def areas_as_columns() -> None:
    """Each requirement area a column, districts merged downwards."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Theo lĩnh vực"
    fill(
        sheet,
        {
            1: ["HẠN CHẾ CỦA BỘ PHẬN MỘT CỬA CẤP XÃ THEO TỪNG LĨNH VỰC, NĂM 2020"],
            3: ["TT", "Huyện/TP", "Xã/phường/TT", "Hạn chế theo nội dung", None, None, None, "Ghi chú"],
            4: [None, None, None, "Niêm yết", "Cơ sở vật chất", "Nhân sự", "Quy trình"],
            5: [1, "TP. Sa Đéc", "Phường An Hòa", "Bảng cũ", "-", "Thiếu 01 người", None, "Kiểm tra ngày 02/12/2020"],
            6: [2, None, "P.3", None, "Ghế gãy,\nquạt hỏng"],
            7: [3, None, "Xã Tân Quy Tây", "- Thiếu mức phí\n- Thiếu mẫu đơn", "Máy chậm", None, "Trả trễ 02 hồ sơ"],
            8: [4, "Huyện Lai Vung", "Lai Vung", None, None, "Công chức mới nhận việc"],
            9: ["Cộng", None, None, 3, 2, 2, 1],
        },
    )
    for block in ("A3:A4", "B3:B4", "C3:C4", "D3:G3", "H3:H4", "B5:B7", "A9:C9"):
        sheet.merge_cells(block)
    name = "cot_theo_linh_vuc.xlsx"
    book.save(FOLDER / name)

    def here(number: int) -> dict[str, object]:
        return at(number, sheet="Theo lĩnh vực")

    rows = [
        row(here(5), "ubnd-29919", "Bảng cũ", note="Kiểm tra ngày 02/12/2020"),
        row(here(5), "ubnd-29919", "Thiếu 01 người", note="Kiểm tra ngày 02/12/2020"),
        row(here(6), "ubnd-29902", "Ghế gãy, quạt hỏng"),
        row(here(7), "ubnd-29920", "Thiếu mức phí"),
        row(here(7), "ubnd-29920", "Thiếu mẫu đơn"),
        row(here(7), "ubnd-29920", "Máy chậm"),
        row(here(7), "ubnd-29920", "Trả trễ 02 hồ sơ"),
        row(here(8), "ubnd-30208", "Công chức mới nhận việc"),
    ]
    truth(name, "Mỗi lĩnh vực một cột, huyện gộp nhiều dòng.", rows, skipped=4)


def many_sheets() -> None:
    """A summary, an address list, a hidden draft and two sheets of findings; formulas with and without a stored value."""
    book = Workbook()
    summary = book.active
    summary.title = "Tổng hợp"
    fill(summary, {1: ["STT", "Huyện", "Số xã kiểm tra", "Số hạn chế"], 2: [1, "Lấp Vò", 4, 4], 3: [2, "Tam Nông", 2, 2]})
    people = book.create_sheet("Danh bạ")
    fill(people, {1: ["STT", "Họ và tên", "Đơn vị", "Điện thoại"], 2: [1, "Nguyễn Văn Danh", "UBND huyện Lấp Vò", "0277 000 000"]})
    draft = book.create_sheet("Nháp")
    draft.sheet_state = "hidden"
    fill(draft, {1: ["STT", "Đơn vị", "Hạn chế", "Thời hạn"], 2: [1, "Xã Định An", "Bản nháp không tính", "31/3/2021"]})
    first = book.create_sheet("PL1 - Lấp Vò")
    fill(
        first,
        {
            1: ["STT", "Đơn vị được khảo sát", "Nội dung còn thiếu sót", "Việc cần làm", "Ngày hoàn thành", "Ghi chú"],
            2: ["=1", "Bình Thành", '="Chưa treo "&"bảng tên"', "Treo bảng", date(2021, 3, 31)],
            3: ["=A2+1", "Long Hưng A", '="Chưa có"', "Bổ sung", date(2021, 3, 31)],
            4: [3, "#REF!", "Thiếu sổ", "Mở sổ", date(2021, 3, 31)],
            5: [4, "Vĩnh Thạnh", "Màn hình tra cứu hỏng", "Sửa", date(2021, 2, 28), "=Nháp!C2"],
        },
    )
    first["B4"].data_type = "e"
    second = book.create_sheet("Tam Nông")
    fill(
        second,
        {
            3: ["Những vấn đề còn tồn tại ở huyện Tam Nông, tháng 12 năm 2020"],
            5: ["Hoàn thành trước", "Vấn đề tồn tại", "Nơi kiểm tra", "Số TT"],
            6: ["Tết", "Nền nhà ẩm", "BPMC xã An Hòa", "01"],
            7: ["30/4", "Điện chập chờn", "BPMC thị trấn Tràm Chim", "02"],
        },
        left=3,
    )
    name = "nhieu_trang_lon_xon.xlsx"
    content = BytesIO()
    book.save(content)
    (FOLDER / name).write_bytes(_with_values(content.getvalue(), {"A2": "1", "C2": "Chưa treo bảng tên", "A3": "2", "F5": "0"}))

    def here(number: int, sheet: str = "PL1 - Lấp Vò") -> dict[str, object]:
        return at(number, sheet=sheet)

    march = {"due_text": "31/03/2021", "due_on": "2021-03-31"}
    rows = [
        row(here(2), "ubnd-30193", "Chưa treo bảng tên", remedy="Treo bảng", **march),
        row(here(5), "ubnd-30187", "Màn hình tra cứu hỏng", remedy="Sửa", due_text="28/02/2021", due_on="2021-02-28", note="0"),
        row(here(6, "Tam Nông"), "ubnd-30019", "Nền nhà ẩm", due_text="Tết"),
        row(here(7, "Tam Nông"), "ubnd-30001", "Điện chập chờn", due_text="30/4", due_on="2020-04-30"),
    ]
    errors = [
        error(here(3), "Nội dung còn thiếu sót", "value_missing", None),
        error(here(4), "Đơn vị được khảo sát", "value_missing", "#REF!"),
    ]
    truth(name, "Trang thống kê, danh bạ, trang ẩn và hai trang hạn chế; công thức.", rows, errors=errors, skipped=3)


def _with_values(content: bytes, values: dict[str, str]) -> bytes:
    """Give formulas the values that Excel would have stored; openpyxl stores none."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            data = old.read(part)
            if part == "xl/worksheets/sheet4.xml":
                text = data.decode("utf-8")
                for place, value in values.items():
                    kind = "" if value.isdecimal() else ' t="str"'
                    pattern = rf'<c r="{place}"([^>]*?)><f>(.*?)</f><v ?/?>(?:</v>)?</c>'
                    assert re.search(pattern, text), place
                    text = re.sub(pattern, rf'<c r="{place}"\1{kind}><f>\2</f><v>{value}</v></c>', text)
                data = text.encode("utf-8")
            new.writestr(part, data)
    return out.getvalue()


def repeated_headers() -> None:
    """A long table printed over pages: the header is typed again on each, units go on over the break."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Sheet1"
    header = [
        "Stt",
        "ĐV kiểm tra",
        "Những hạn chế, thiếu sót phát hiện qua kiểm tra",
        "Lý do",
        "Kiến nghị của Đoàn",
        "ĐV chịu trách nhiệm",
        "Thời gian",
    ]
    fill(
        sheet,
        {
            1: ["Biểu số 03/KTCCHC"],
            2: ["BIỂU TỔNG HỢP HẠN CHẾ QUA KIỂM TRA NĂM 2020 TẠI CÁC HUYỆN"],
            3: header,
            4: ["I", "Huyện Hồng Ngự"],
            5: [1, "Xã Thường Phước 1", "Chưa phân loại hồ sơ", "Ít người", "Phân loại hằng ngày", "UBND xã", "Thường xuyên"],
            6: [None, None, "Tủ hồ sơ không có khóa", "nt", "Lắp khóa", "như trên", "Quý I năm 2021"],
            7: ["Trang 1/2"],
            8: header,
            9: [None, None, "Không ghi ngày hẹn trả", None, "Ghi đủ ngày hẹn", "Bưu điện xã; UBND huyện", "Quý I năm 2021"],
            10: [2, "Xã Bình Thạnh", "Thiếu ghế chờ"],
            11: ["II", "Thành phố Hồng Ngự", None, None, None, None, None],
            12: [1, "Xã Bình Thạnh", "Thiếu ghế chờ", None, "Trang bị ghế", "Phòng Văn hóa xã Bình Thạnh", "30/6/2021"],
            13: [2, "Phường An Lộc", None, "Chưa rõ"],
            14: [3, "phuong an thanh", "Thiếu sổ"],
            15: ["Cộng: 06 hạn chế"],
            17: ["Ghi chú: Các nội dung trên đã thống nhất với đơn vị."],
            18: [None, None, None, None, "Đồng Tháp, ngày     tháng 12 năm 2020"],
            19: [None, None, None, None, "TM. ĐOÀN KIỂM TRA"],
        },
    )
    for number in (7, 15, 17):
        sheet.merge_cells(f"A{number}:{get_column_letter(len(header))}{number}")
    name = "tieu_de_lap_lai.xlsx"
    book.save(FOLDER / name)

    def here(number: int) -> dict[str, object]:
        return at(number, sheet="Sheet1")

    quarter = {"due_text": "Quý I năm 2021", "due_on": "2021-03-31"}
    rows = [
        row(here(5), "ubnd-29956", "Chưa phân loại hồ sơ", cause="Ít người", remedy="Phân loại hằng ngày", due_text="Thường xuyên"),
        row(here(6), "ubnd-29956", "Tủ hồ sơ không có khóa", cause="Ít người", remedy="Lắp khóa", **quarter),
        row(here(9), "ubnd-29956", "Không ghi ngày hẹn trả", remedy="Ghi đủ ngày hẹn", lead=["buudien-29956", "ubnd-870"], **quarter),
    ]
    errors = [
        error(here(10), "ĐV kiểm tra", "unit_unknown", "Xã Bình Thạnh", None),
        error(here(12), "ĐV chịu trách nhiệm", "unit_unknown", "Phòng Văn hóa xã Bình Thạnh", None),
        error(here(13), "Những hạn chế, thiếu sót phát hiện qua kiểm tra", "finding_missing", None),
        error(here(14), "ĐV kiểm tra", "unit_unknown", "phuong an thanh", ["ubnd-29955"]),
    ]
    truth(name, "Tiêu đề lặp lại mỗi trang in, đơn vị tiếp qua trang.", rows, errors=errors, skipped=11)


MAKERS = (two_tables, three_levels, areas_as_columns, many_sheets, repeated_headers)
