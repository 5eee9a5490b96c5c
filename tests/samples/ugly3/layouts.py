"""Ugly workbooks of layout: the note first and no STT, pages of a print, areas as columns, groups of four levels."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook

from tests.samples.ugly.kit import bold, error, fill
from tests.samples.ugly2.kit import due, merge, on_sheet
from tests.samples.ugly3.kit import FOLDER, nfd, row, store_values, write


def note_first() -> None:
    """No STT; columns from the note to the district; the total stands above the data; NBSP, NFD, soft hyphen, _x000D_."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Bieu 02"
    fill(
        sheet,
        {
            1: ["ĐOÀN KIỂM TRA THEO QUYẾT ĐỊNH SỐ 88/QĐ-UBND"],
            2: ["BIỂU 02: NHỮNG VIỆC CHƯA LÀM ĐƯỢC QUA KIỂM TRA ĐẦU NĂM 2021"],
            4: ["Ghi chú", "Phải xong trước ngày", "Yêu cầu của Đoàn", "Nguyên nhân", "Nội dung tồn tại, hạn chế", "Xã, phường, thị trấn",
                "Huyện, thành phố"],
            5: ["Tổng số: 08 hạn chế tại 07 nơi"],
            6: [None, "30/4/2021", "Kê lại bàn", "Phòng hẹp", "Quầy tiếp nhận khuất sau tủ hồ sơ", "Phường\u00a03", "TP.\u00a0Cao Lãnh"],
            7: ["Đã nhắc\u00a0 tại chỗ", "15/4/2021", "Bổ sung", None, "Thiếu bảng giá dịch vụ chứng thực"],
            8: [None, "15/4/2021", None, None, nfd("Cửa ra vào hẹp, xe lăn không qua được"), nfd("Xã Mỹ Trà")],
            9: [None, "30/4/2021", "Thay dây", "Đường dây cũ, xuống\u00ad cấp", "Điện thoại bàn mất tín hiệu", "Thị trấn Mỹ Thọ",
                "Huyện Cao Lãnh"],
            10: [None, "30/4/2021", "Thay dây", None, "Điện thoại bàn mất tín hiệu", "Mỹ Thọ"],
            11: [None, None, "Lắp mái che", None, "Nước mưa tạt_x000D_\nvào khu vực chờ", "Xã Bình\nThạnh"],
            12: ["Nhắc lần 2", None, "Lắp mái che", None, "Nước mưa tạt vào khu vực chờ", "Xã Bình Thạnh", "Thành phố Hồng Ngự"],
            13: [None, "01/5/2021", None, "Chưa có kinh phí", "Nước mưa tạt vào khu vực chờ", "Phường An Bình A"],
            14: [None, None, None, None, "Cộng: 08 hạn chế"],
            16: ["Người lập biểu", None, None, None, None, "TRƯỞNG ĐOÀN"],
            17: ["(Ký tên)", None, None, None, None, "(Ký tên, đóng dấu)"],
            20: ["Tô Thị Mẫu", None, None, None, None, "Đỗ Văn Giả"],
        },
    )  # fmt: skip
    merge(sheet, ("A1:G1", "A2:G2", "A5:G5", "G6:G8", "G9:G11", "G12:G13"))
    bold(sheet, "A5", "E14")
    path = FOLDER / "ghi_chu_dung_truoc.xlsx"
    book.save(path)
    here = on_sheet("Bieu 02")
    middle, end = due("15/4/2021", "2021-04-15"), due("30/4/2021", "2021-04-30")
    rows = [
        row(here(6), "ubnd-29875", "Quầy tiếp nhận khuất sau tủ hồ sơ", cause="Phòng hẹp", remedy="Kê lại bàn", **end),
        row(here(7), "ubnd-29875", "Thiếu bảng giá dịch vụ chứng thực", remedy="Bổ sung", note="Đã nhắc tại chỗ", **middle),
        row(here(8), "ubnd-29887", "Cửa ra vào hẹp, xe lăn không qua được", **middle),
        row(here(9), "ubnd-30076", "Điện thoại bàn mất tín hiệu", cause="Đường dây cũ, xuống cấp", remedy="Thay dây",
            accept={"cause": ["Đường dây cũ, xuống\u00ad cấp"]}, **end),
        row(here(11), "ubnd-30127", "Nước mưa tạt vào khu vực chờ", remedy="Lắp mái che"),
        row(here(12), "ubnd-29959", "Nước mưa tạt vào khu vực chờ", remedy="Lắp mái che", note="Nhắc lần 2"),
        row(here(13), "ubnd-29989", "Nước mưa tạt vào khu vực chờ", cause="Chưa có kinh phí", **due("01/5/2021", "2021-05-01")),
    ]  # fmt: skip
    errors = [error(here(10), "Xã, phường, thị trấn", "unit_ambiguous", "Mỹ Thọ", ["ubnd-30076", "ubnd-30100"])]
    about = "Không có cột STT, ghi chú đứng đầu, huyện đứng cuối gộp dọc, dòng tổng ngay dưới tiêu đề; NBSP, NFD, dấu nối mềm, _x000D_."
    write(path, about, rows, errors=errors, skipped=8)


def three_pages() -> None:
    """A print of three pages: sums carried over, the header again, a hidden column and row, a hidden old sheet."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Bảng in"
    header = ["STT", "Đơn vị", "Hạn chế, khuyết điểm", "Biện pháp khắc phục", "Thời hạn", "Chủ trì", "Phối hợp"]
    unopened = "Chưa mở sổ theo dõi hồ sơ chuyển qua Bưu điện"
    lines: dict[int, Sequence[Any]] = {
        1: ["VĂN PHÒNG UBND TỈNH", None, None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
        2: ["BẢNG TỔNG HỢP HẠN CHẾ QUA KIỂM TRA NĂM 2020"],
        3: ["(Kèm theo Thông báo số 14/TB-VPUBND ngày 02 tháng 02 năm 2021)"],
        4: header,
        5: ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"],
        6: ["I", "HUYỆN THANH BÌNH"],
        7: [1, "Xã Tân Mỹ", unopened, "Mở sổ", "31/3", "UBND xã", "Bưu điện huyện"],
        8: [None, None, "Máy in dùng chung với bộ phận kế toán", "Mua máy in", "quý II", "UBND huyện"],
        9: ["Mang sang trang sau: 02 hạn chế"],
        10: ["Trang 1/3"],
        11: ["Trang trước mang sang: 02 hạn chế"],
        12: header,
        13: [None, None, "Chưa dán nhãn hộp lưu hồ sơ", "Dán nhãn", "trước tháng 5"],
        14: [2, "Xã Bình Thành", "Thiếu hộp lưu hồ sơ", "nt", "nt", None, "UBND huyện"],
        15: [3, "Thị trấn Thanh Bình", "Lối vào quầy bị xe máy chắn", "Kẻ vạch để xe", "Ngay sau kiểm tra", "UBND thị trấn",
             "Bưu điện thị trấn"],
        16: ["Trang 2/3"],
        17: header,
        18: ["II", "HUYỆN LẤP VÒ"],
        19: [1, "Xã Tân Mỹ", unopened, "Mở sổ", date(2021, 4, 20)],
        20: [2, "Xã Bình Thành", "-nt-", "nt", '"', None, "Bưu điện xã"],
        21: ["Cộng huyện Lấp Vò: 02 hạn chế"],
        22: ["TỔNG CỘNG: 07 hạn chế"],
        23: ["Trang 3/3"],
        24: ["Ghi chú: Bảng này thay bảng đã gửi ngày 25/01/2021."],
        26: [None, None, None, None, "KT. CHÁNH VĂN PHÒNG"],
        27: [None, None, None, None, "PHÓ CHÁNH VĂN PHÒNG"],
        30: [None, None, None, None, "Lý Văn Mẫu"],
    }  # fmt: skip
    fill(sheet, lines)
    merge(sheet, ["A1:D1", "E1:G1", *(f"A{number}:G{number}" for number in (2, 3, 9, 10, 11, 16, 21, 22, 23, 24))])
    sheet["E19"].number_format = "dd/mm/yyyy"
    sheet.column_dimensions["G"].hidden = True
    sheet.row_dimensions[15].hidden = True
    old = book.create_sheet("Bản cũ")
    fill(old, {1: header, 2: [1, "Xã An Phong", "Bản cũ không dùng", None, "31/3/2021"]})
    old.sheet_state = "hidden"
    path = FOLDER / "in_ba_trang.xlsx"
    book.save(path)
    here = on_sheet("Bảng in")
    may, excel = due("trước tháng 5", "2021-04-30"), {**due("20/04/2021", "2021-04-20"), "unscored": ["due_text"]}
    rows = [
        row(here(7), "ubnd-30145", unopened, remedy="Mở sổ", coordinating=["buudien-874"], **due("31/3", "2021-03-31")),
        row(here(8), "ubnd-30145", "Máy in dùng chung với bộ phận kế toán", remedy="Mua máy in", lead=["ubnd-874"],
            **due("quý II", "2021-06-30")),
        row(here(13), "ubnd-30145", "Chưa dán nhãn hộp lưu hồ sơ", remedy="Dán nhãn", **may),
        row(here(14), "ubnd-30163", "Thiếu hộp lưu hồ sơ", remedy="Dán nhãn", coordinating=["ubnd-874"], **may),
        row(here(15), "ubnd-30130", "Lối vào quầy bị xe máy chắn", remedy="Kẻ vạch để xe", coordinating=["buudien-30130"],
            **due("Ngay sau kiểm tra", None)),
        row(here(19), "ubnd-30175", unopened, remedy="Mở sổ", **excel),
        row(here(20), "ubnd-30193", unopened, remedy="Mở sổ", coordinating=["buudien-30193"], **excel),
    ]  # fmt: skip
    about = "In ba trang: Trang 1/3, mang sang, tiêu đề lặp, đơn vị tiếp qua trang; cột và dòng ẩn, trang tính ẩn; năm lấy từ tên phụ lục."
    write(path, about, rows, skipped=20)


def areas() -> None:
    """Requirement areas under one merged heading; formulas with and without a stored value, numbering by formulas."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Phiếu"
    fill(
        sheet,
        {
            1: ["PHỤ LỤC 2B"],
            2: ["PHIẾU TỔNG HỢP CÁC NỘI DUNG CHƯA ĐẠT"],
            3: ["(Kèm Báo cáo số 40/BC-ĐKT ngày 01/3/2021)"],
            4: ["TT", "Tên đơn vị", "Hạn chế theo từng nhóm yêu cầu", None, None, None, "Hạn khắc phục", "Ghi chú"],
            5: [None, None, "1. Công khai thủ tục", "2. Trang thiết bị", "3. Con người", "4. Hẹn trả kết quả"],
            6: ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)"],
            7: [None, "HUYỆN THÁP MƯỜI"],
            8: [1, "TT. Mỹ An", "Bảng niêm yết bị che", "- Máy lạnh hỏng;\n- Thiếu ổ cắm\n  cho máy quét", None, None, "30/4/2021"],
            9: ["=A8+1", "Mỹ Hòa", None, '="Ghế "&"gãy"', "Nhân viên chưa được tập huấn", None, "=DATE(2021,5,31)", "Đã cấp kinh phí"],
            10: ["=A9+1", "BPMC xã Tân Kiều", None, None, None, "1) Trả trễ 03 hồ sơ; 2) Không gửi thư xin lỗi", "nt"],
            11: [None, "THÀNH PHỐ SA ĐÉC"],
            12: [1, "P. Tân Quy Đông", None, "Mạng chập chờn", None, None, "=EDATE(G9,1)"],
            13: [2, "P.4", "#REF!"],
            14: [3, "Xã Tân Khánh Đông", None, None, "Thiếu người trực\nngày thứ Bảy", None, "Quý III/2021"],
            15: ["Cộng", None, "=COUNTA(C8:C14)", "=COUNTA(D8:D14)", "=COUNTA(E8:E14)", "=COUNTA(F8:F14)"],
            17: [None, "Người tổng hợp: Mai Thị Mẫu"],
        },
    )
    sheet["C13"].data_type = "e"
    sheet["G9"].number_format = "dd/mm/yyyy"
    merge(sheet, ("A1:H1", "A2:H2", "A3:H3", "A4:A5", "B4:B5", "C4:F4", "G4:G5", "H4:H5", "A15:B15"))
    bold(sheet, "B7", "B11")
    path = FOLDER / "phieu_theo_nhom_yeu_cau.xlsx"
    book.save(path)
    store_values(path, {"A9": "2", "D9": "Ghế gãy", "G9": "44347", "C15": "2", "D15": "3", "E15": "2", "F15": "1"})
    here = on_sheet("Phiếu")
    april, may = due("30/4/2021", "2021-04-30"), {**due("31/05/2021", "2021-05-31"), "unscored": ["due_text"]}
    rows = [
        row(here(8), "ubnd-30037", "Bảng niêm yết bị che", **april),
        row(here(8), "ubnd-30037", "Máy lạnh hỏng", **april),
        row(here(8), "ubnd-30037", "Thiếu ổ cắm cho máy quét", **april),
        row(here(9), "ubnd-30052", "Ghế gãy", note="Đã cấp kinh phí", **may),
        row(here(9), "ubnd-30052", "Nhân viên chưa được tập huấn", note="Đã cấp kinh phí", **may),
        row(here(10), "ubnd-30049", "Trả trễ 03 hồ sơ", **may),
        row(here(10), "ubnd-30049", "Không gửi thư xin lỗi", **may),
        row(here(14), "ubnd-29914", "Thiếu người trực ngày thứ Bảy", **due("Quý III/2021", "2021-09-30")),
    ]
    errors = [
        error(here(12), "Hạn khắc phục", "value_missing", None),
        {**error(here(13), "1. Công khai thủ tục", "value_missing", "#REF!"), "unscored": ["column"]},
    ]
    about = "Nhóm yêu cầu là cột dưới một tiêu đề gộp; công thức có và không có giá trị lưu, #REF!, số thứ tự bằng công thức."
    write(path, about, rows, errors=errors, skipped=10)


def four_levels() -> None:
    """A > I > 1 > a in one column, units as groups; a commune named like its district; a post office; a workbook under the wrong name."""
    book = Workbook()
    sheet = book.active
    sheet.title = "PL"
    fill(
        sheet,
        {
            1: ["Biểu mẫu 05/KTTTHC"],
            2: ["NHỮNG HẠN CHẾ CẦN KHẮC PHỤC TRONG NĂM 2021"],
            4: ["TT", "Nội dung hạn chế", "Hướng xử lý", "Thời hạn", "Cơ quan chủ trì"],
            5: ["A", "KHỐI THÀNH PHỐ"],
            6: ["\u2160", "THÀNH PHỐ SA ĐÉC"],
            7: [1, "Phường Tân Quy Đông"],
            8: ["a)", "Sổ chứng thực chưa ghi số trang", "Ghi đủ", "Tháng 4/2021", "UBND phường"],
            9: ["b)", "Không lưu bản chụp giấy tờ", "Lưu đủ", "Thường xuyên"],
            10: [2, "Xã Tân Quy Tây"],
            11: ["a)", "Sổ chứng thực chưa ghi số trang", "Ghi đủ", "nt", "UBND thành phố"],
            12: ["B", "KHỐI HUYỆN"],
            13: ["\u2160", "HUYỆN LAI VUNG"],
            14: [1, "Thị trấn Lai Vung"],
            15: ["a)", "Ghế chờ đặt ngoài nắng", "Dời ghế", "15/4/2021", "UBND thị trấn"],
            16: [2, "Xã Tân Phước"],
            17: ["a)", "Chưa có bảng hướng dẫn tra cứu hồ sơ", "Làm bảng", "30/6/2021", "Bưu điện xã"],
            18: ["\u2161", "HUYỆN TÂN HỒNG"],
            19: [1, "Xã Tân Phước"],
            20: ["a)", "Chưa có bảng hướng dẫn tra cứu hồ sơ", "Làm bảng", "30/6/2021", "UBND huyện"],
            21: [2, "Bưu điện xã Tân Hộ Cơ"],
            22: ["a)", "Chưa bàn giao sổ giữa hai ca", "Bàn giao", None, None],
            24: ["Tổng", "07 hạn chế"],
        },
    )
    bold(sheet, *(f"B{number}" for number in (5, 6, 7, 10, 12, 13, 14, 16, 18, 19, 21)))
    merge(sheet, ("A1:E1", "A2:E2"))
    path = FOLDER / "phan_cap_a_i_1_a.xls"
    book.save(path)
    here = on_sheet("PL")
    june = due("30/6/2021", "2021-06-30")
    rows = [
        row(here(8), "ubnd-29917", "Sổ chứng thực chưa ghi số trang", remedy="Ghi đủ", **due("Tháng 4/2021", "2021-04-30")),
        row(here(9), "ubnd-29917", "Không lưu bản chụp giấy tờ", remedy="Lưu đủ", **due("Thường xuyên", None)),
        row(here(11), "ubnd-29920", "Sổ chứng thực chưa ghi số trang", remedy="Ghi đủ", lead=["ubnd-867"], **due("Thường xuyên", None)),
        row(here(15), "ubnd-30208", "Ghế chờ đặt ngoài nắng", remedy="Dời ghế", **due("15/4/2021", "2021-04-15")),
        row(here(17), "ubnd-30220", "Chưa có bảng hướng dẫn tra cứu hồ sơ", remedy="Làm bảng", lead=["buudien-30220"], **june),
        row(here(20), "ubnd-29944", "Chưa có bảng hướng dẫn tra cứu hồ sơ", remedy="Làm bảng", lead=["ubnd-869"], **june),
        row(here(22), "buudien-29929", "Chưa bàn giao sổ giữa hai ca", remedy="Bàn giao"),
    ]
    about = "Bốn cấp A, Ⅰ, 1, a) trong một cột, đơn vị là nhóm; thị trấn cùng tên huyện, bưu điện xã; tệp .xls thật ra là .xlsx."
    write(path, about, rows, skipped=15)


MAKERS = (note_first, three_pages, areas, four_levels)
