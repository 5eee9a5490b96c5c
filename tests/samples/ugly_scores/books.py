"""Ugly score workbooks: parts and a total, a scale of 100 in a note, names in two columns under groups of two kinds."""

from __future__ import annotations

from openpyxl import Workbook

from tests.samples.ugly.kit import bold, error, fill
from tests.samples.ugly2.kit import merge, on_sheet
from tests.samples.ugly3.kit import nfd, store_values
from tests.samples.ugly_scores.kit import FOLDER, person, write

CLERK, JUSTICE, POST = "Công chức Văn phòng - Thống kê", "Công chức Tư pháp - Hộ tịch", "Nhân viên Bưu điện"


def parts_and_total() -> None:
    """Theory and practice under one heading, the total counts; totals by formula; kind by group; post staff named with the commune."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Phụ lục 3"
    fill(
        sheet,
        {
            1: ["ĐOÀN KIỂM TRA", None, None, None, "Phụ lục 3"],
            2: ["KẾT QUẢ KIỂM TRA KIẾN THỨC"],
            3: ["(Kèm theo Báo cáo số 18/BC-ĐKT ngày 29 tháng 01 năm 2021)"],
            5: ["Số TT", "Họ và tên", "Chức danh", "Nơi công tác", "Điểm", None, None, "Xếp loại", "Ghi chú"],
            6: [None, None, None, None, "Lý thuyết", "Thực hành", "Tổng"],
            7: ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)", "(9)"],
            8: ["I", "CÔNG CHỨC CẤP XÃ"],
            9: [1, "Mai Thị Mẫu", JUSTICE, "Xã Mỹ Quý, huyện Tháp Mười", "4,5", "4,25", "8,75", "Giỏi"],
            10: [2, "Tô Văn Ví Dụ", CLERK, "TT. Mỹ An, huyện Tháp Mười", 3, 4.5, "=E10+F10", "Khá", "Thi bù"],
            11: [3, "Lâm Thị Nháp", CLERK, "Thạnh Lợi, Tháp Mười", 4, 4, "=E11+F11", "Khá"],
            12: [4, "Đỗ Văn Tạm", JUSTICE, "Xã Phú Điền, H. Tháp Mười", "vắng", "vắng", "vắng", None, "Có đơn"],
            13: [5, "Cao Thị Thử", "Phó Chủ tịch UBND xã", "Xã Thanh Mỹ, huyện Tháp Mười", "2,5", "2,25", "4,75", "Yếu"],
            14: ["II", "NHÂN VIÊN BƯU ĐIỆN"],
            15: [1, "Lý Văn Giả", "Giao dịch viên", "Bưu điện xã Mỹ Quý, huyện Tháp Mười", "5", "5", "10,0", "Giỏi"],
            16: [2, "Hà Thị Ảo", "Giao dịch viên", "Xã Thạnh Lợi, huyện Tháp Mười", "3,0", "3,5", "6,5", "Trung bình"],
            17: [3, "Quách Văn Mô Phỏng", "Giao dịch viên", "BĐ-VHX Phú Điền, huyện Tháp Mười", "5", "6", "11", "Giỏi"],
            18: ["Bình quân", None, None, None, "3,86", "4,04", "7,9"],
            19: ["Ghi chú: Tổng là điểm xếp loại."],
            21: [None, None, None, None, "THƯ KÝ ĐOÀN"],
            24: [None, None, None, None, "Kim Thị Mẫu"],
        },
    )  # fmt: skip
    merge(sheet, ("A1:D1", "E1:I1", "A2:I2", "A3:I3", "A5:A6", "B5:B6", "C5:C6", "D5:D6", "E5:G5", "H5:H6", "I5:I6", "B8:I8", "B14:I14"))
    bold(sheet, "B8", "B14")
    name = "ly_thuyet_thuc_hanh.xlsx"
    book.save(FOLDER / name)
    store_values(FOLDER / name, {"G10": "7.5"})
    here = on_sheet("Phụ lục 3")
    rows = [
        person(here(9), "Mai Thị Mẫu", JUSTICE, "ubnd-30055", 8.75, grade="Giỏi"),
        person(here(10), "Tô Văn Ví Dụ", CLERK, "ubnd-30037", 7.5, grade="Khá", note="Thi bù"),
        person(here(13), "Cao Thị Thử", "Phó Chủ tịch UBND xã", "ubnd-30073", 4.75, grade="Yếu"),
        person(here(15), "Lý Văn Giả", "Giao dịch viên", "buudien-30055", 10.0, grade="Giỏi"),
        person(here(16), "Hà Thị Ảo", "Giao dịch viên", "ubnd-30040", 6.5, grade="Trung bình", post=True),
    ]
    nested = {"unscored": ["column"]}
    errors = [
        {**error(here(11), "Tổng", "value_missing", None), **nested},
        {**error(here(12), "Tổng", "score_missing", "vắng"), **nested},
        {**error(here(17), "Tổng", "score_invalid", "11"), **nested},
    ]
    about = "Điểm gộp trên lý thuyết, thực hành, tổng; tổng bằng công thức; nhóm công chức và bưu điện; giao dịch viên ghi theo xã."
    write(name, about, rows, errors=errors, skipped=12)


def scale_of_100() -> None:
    """The scale stands in a note below; the unit stands first and is merged, districts are groups, the note column is hidden."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Bang diem"
    fill(
        sheet,
        {
            2: ["BẢNG ĐIỂM KHẢO SÁT NĂM 2020"],
            4: ["Đơn vị", "TT", "Họ tên", "Chức vụ", "Điểm số", "Ghi chú", "Xếp loại"],
            5: ["THÀNH PHỐ CAO LÃNH"],
            6: ["Phường 2", 1, "Mẫu Văn Một", CLERK, "87,5", None, "Tốt"],
            7: [None, 2, "Mẫu Thị Hai", JUSTICE, 92, "Thi đợt 2", "Tốt"],
            8: ["Bưu điện Phường 2", 3, "Mẫu Văn Ba", POST, "100 điểm", None, "Tốt"],
            9: ["Xã Hòa An", 4, "Mẫu Thị Bốn", CLERK, "6,5", None, "Không đạt"],
            10: [None, 5, "Mẫu Văn Năm", JUSTICE, "100,5", None, "Tốt"],
            11: [None, 6, "Mẫu Thị Sáu", CLERK, "x", None, None],
            12: ["THÀNH PHỐ SA ĐÉC"],
            13: ["Phường 2", 7, "Mẫu Thị Hai", JUSTICE, "70/100", None, "Khá"],
            14: [None, 8, "Mẫu Văn Tám", CLERK, "chín mươi", None, "Tốt"],
            15: ["BĐ Phường 2", 9, "Mẫu Thị Chín", POST, "55 , 5", None, "Đạt"],
            16: ["Xã Tân Phú Đông", 10, "Mẫu Văn Mười", "Công chức Địa chính - Xây dựng", None, "Ốm", None],
            17: [None, None, "Cộng: 10 người, đạt 06 người"],
            18: ["Ghi chú: Bài kiểm tra chấm theo thang điểm 100."],
            20: [None, None, None, None, "NGƯỜI CHẤM"],
        },
    )
    merge(sheet, ("A2:G2", "A5:G5", "A6:A7", "A9:A11", "A12:G12", "A13:A14", "A18:G18"))
    sheet.column_dimensions["F"].hidden = True
    name = "thang_diem_100.xlsx"
    book.save(FOLDER / name)
    here = on_sheet("Bang diem")
    rows = [
        person(here(6), "Mẫu Văn Một", CLERK, "ubnd-29869", 87.5, scale=100, grade="Tốt"),
        person(here(7), "Mẫu Thị Hai", JUSTICE, "ubnd-29869", 92.0, scale=100, grade="Tốt", note="Thi đợt 2"),
        person(here(8), "Mẫu Văn Ba", POST, "buudien-29869", 100.0, scale=100, grade="Tốt"),
        person(here(9), "Mẫu Thị Bốn", CLERK, "ubnd-29893", 6.5, scale=100, grade="Không đạt"),
        person(here(13), "Mẫu Thị Hai", JUSTICE, "ubnd-29911", 70.0, scale=100, grade="Khá"),
        person(here(15), "Mẫu Thị Chín", POST, "buudien-29911", 55.5, scale=100, grade="Đạt"),
    ]
    errors = [
        error(here(10), "Điểm số", "score_invalid", "100,5"),
        error(here(11), "Điểm số", "score_missing", "x"),
        error(here(14), "Điểm số", "score_invalid", "chín mươi"),
        error(here(16), "Điểm số", "score_missing", None),
    ]
    about = "Thang 100 ghi ở chú thích cuối bảng; đơn vị đứng đầu và gộp dọc, nhóm hai thành phố có phường cùng tên, cột ghi chú ẩn."
    write(name, about, rows, errors=errors, skipped=7)


def names_in_two_columns() -> None:
    """One heading over two name columns; kinds of staff over districts; a second page with its header; NFD, NBSP, ditto, duplicates."""
    book = Workbook()
    sheet = book.active
    sheet.title = "PL3 (in)"
    header = ["TT", "Họ và tên", None, "Chức vụ", "Đơn vị", "Điểm", "Xếp loại"]
    fill(
        sheet,
        {
            1: ["PHỤ LỤC 3"],
            2: ["DANH SÁCH VÀ KẾT QUẢ LÀM BÀI (tháng 12 năm 2020)"],
            4: header,
            5: ["A. CÔNG CHỨC"],
            6: ["I. Huyện Cao Lãnh"],
            7: ["01", "Hoàng  Thị", "Mẫu", JUSTICE, "Xã Bình Thạnh", "8,0", "Giỏi"],
            8: ["02", nfd("Trịnh Văn"), nfd("Thử"), nfd(CLERK), "nt", 7.25, "Khá"],
            9: ["03", "Phùng\u00a0Thị", "Nháp", JUSTICE, "Mỹ Thọ", "9", "Giỏi"],
            10: ["04", "Phùng Thị", "Nháp", CLERK, "Thị trấn Mỹ Thọ", "9", "Giỏi"],
            11: ["05", None, None, JUSTICE, "Xã Mỹ Hội", "6", "TB"],
            12: ["II. Thành phố Hồng Ngự"],
            13: ["01", "Hoàng Thị", "Mẫu", JUSTICE, "Xã Bình Thạnh", "5,5đ", "TB"],
            14: ["Trang 1/2"],
            15: header,
            16: ["02", "Hoàng Thị", "Mẫu", CLERK, "Xã Bình Thạnh", "6,5", "TB"],
            17: ["B. NHÂN VIÊN BƯU ĐIỆN"],
            18: ["I. Huyện Cao Lãnh"],
            19: ["01", "Hoàng Thị", "Mẫu", POST, "Bưu điện xã Bình Thạnh", "7 điểm", "Khá"],
            20: ["02", "La Văn", "Giả Định", POST, "Bưu cục Mỹ Hiệp", "Vắng", None],
            21: ["Trang 2/2"],
            23: [None, None, None, None, "TM. ĐOÀN KIỂM TRA"],
        },
    )
    merge(sheet, (f"A{number}:G{number}" for number in (1, 2, 5, 6, 12, 14, 17, 18, 21)))
    merge(sheet, ("B4:C4", "B15:C15"))
    sheet.row_dimensions[8].hidden = True
    name = "ho_dem_va_ten.xlsx"
    book.save(FOLDER / name)
    here = on_sheet("PL3 (in)")
    rows = [
        person(here(7), "Hoàng Thị Mẫu", JUSTICE, "ubnd-30127", 8.0, grade="Giỏi"),
        person(here(8), "Trịnh Văn Thử", CLERK, "ubnd-30127", 7.25, grade="Khá"),
        person(here(10), "Phùng Thị Nháp", CLERK, "ubnd-30076", 9.0, grade="Giỏi"),
        person(here(13), "Hoàng Thị Mẫu", JUSTICE, "ubnd-29959", 5.5, grade="TB"),
        person(here(19), "Hoàng Thị Mẫu", POST, "buudien-30127", 7.0, grade="Khá"),
    ]
    errors = [
        error(here(9), "Đơn vị", "unit_ambiguous", "Mỹ Thọ", ["ubnd-30076", "ubnd-30100"]),
        error(here(11), "Họ và tên", "name_missing", None),
        error(here(16), "Họ và tên", "duplicate_in_file", "Hoàng Thị Mẫu"),
        error(here(20), "Điểm", "score_missing", "Vắng"),
    ]
    about = "Họ tên một tiêu đề hai cột; nhóm A, B trên nhóm huyện; tiêu đề lặp trang hai; cùng tên khác đơn vị, trùng cả hai, thiếu tên."
    write(name, about, rows, errors=errors, skipped=12)


MAKERS = (parts_and_total, scale_of_100, names_in_two_columns)
