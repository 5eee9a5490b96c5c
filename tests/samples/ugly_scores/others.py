"""Ugly score tables of other kinds: Word with digits and letters, a CSV with its columns reversed, an old workbook with a scale of 20."""

from __future__ import annotations

import docx
import xlwt

from tests.samples.ugly.kit import at, error, vmerge
from tests.samples.ugly2.kit import csv_text, on_sheet
from tests.samples.ugly3.kit import letterhead, word_table
from tests.samples.ugly_scores.kit import FOLDER, person, write

CLERK, JUSTICE, POST = "Công chức Văn phòng - Thống kê", "Công chức Tư pháp - Hộ tịch", "Nhân viên Bưu điện"


def digits_and_letters() -> None:
    """The district stands in the heading; the score in digits and in letters; units merged; the table goes on without its header."""
    document = docx.Document()
    letterhead(document)
    document.add_paragraph().add_run("PHỤ LỤC 3").bold = True
    document.add_heading("Bảng điểm kiểm tra kiến thức tại huyện Lấp Vò", 2)
    first = word_table(
        document,
        [
            ("STT", "Họ và tên", "Chức vụ", "Đơn vị", "Điểm", "", "Ghi chú"),
            ("", "", "", "", "Bằng số", "Bằng chữ", ""),
            ("1", "Vũ Thị Mẫu", JUSTICE, "Xã Định Yên", "8,25", "Tám phẩy hai lăm", ""),
            ("2", "Đinh Văn Ví Dụ", CLERK, "", "7", "Bảy", "Chấm phúc khảo"),
            ("3", "Âu Thị Thử", POST, "Bưu điện xã Định Yên", "", "", "Vắng có phép"),
            ("4", "Tạ Văn Nháp", JUSTICE, "Bình Thành", "9,5 điểm", "Chín phẩy năm", ""),
        ],
    )
    first.cell(0, 4).merge(first.cell(0, 5))
    for place in (0, 1, 2, 3, 6):
        vmerge(first.cell(0, place), restart=True)
        vmerge(first.cell(1, place), restart=False)
    vmerge(first.cell(2, 3), restart=True)
    vmerge(first.cell(3, 3), restart=False)
    document.add_paragraph("")
    word_table(
        document,
        [
            ("5", "Từ Thị Tượng", POST, "Bưu điện thị trấn Lấp Vò", "10", "Mười", ""),
            ("6", "Ung Văn Tạm", CLERK, "Thị trấn Lấp Vò", "05", "Năm", ""),
            ("", "Điểm trung bình", "", "", "8,0", "", ""),
        ],
    )
    document.add_paragraph("Bảng này có 06 người.")
    word_table(document, [("NGƯỜI GHI ĐIỂM\n\nVi Thị Mẫu", "TRƯỞNG ĐOÀN\n\nÔn Văn Mẫu")])
    name = "bang_so_bang_chu.docx"
    document.save(str(FOLDER / name))
    rows = [
        person(at(3, table=2), "Vũ Thị Mẫu", JUSTICE, "ubnd-30199", 8.25),
        person(at(4, table=2), "Đinh Văn Ví Dụ", CLERK, "ubnd-30199", 7.0, note="Chấm phúc khảo"),
        person(at(6, table=2), "Tạ Văn Nháp", JUSTICE, "ubnd-30193", 9.5),
        person(at(1, table=3), "Từ Thị Tượng", POST, "buudien-30169", 10.0),
        person(at(2, table=3), "Ung Văn Tạm", CLERK, "ubnd-30169", 5.0),
    ]
    errors = [{**error(at(5, table=2), "Bằng số", "score_missing", None), "unscored": ["column"]}]
    about = "Word: điểm bằng số và bằng chữ, huyện ở đề mục, ô đơn vị gộp dọc, bảng tiếp không tiêu đề."
    write(name, about, rows, errors=errors, skipped=3)


def reversed_columns() -> None:
    """From the note to STT; every unit with its district or without context; handwritten scores."""
    lines = [
        ("", "Giỏi", "8 , 5", "Xã Long Hậu, huyện Lai Vung", JUSTICE, "Ngô Thị Mẫu", "1"),
        ("", "Khá", "7,5đ", "Bưu điện xã Long Hậu, huyện Lai Vung", POST, "Ngô Văn Giả", "2"),
        ("", "Giỏi", "9/10", "Gáo Giồng", CLERK, "Bạch Thị Thử", "3"),
        ("", "Giỏi", "mười", "Gáo Giồng", CLERK, "Bạch Văn Thử", "4"),
        ("", "", "10,25", "Gáo Giồng", CLERK, "Bạch Thị Nháp", "5"),
        ("Nghỉ sinh", "", "vắng", "Gáo Giồng", CLERK, "Bạch Thị Tạm", "6"),
        ("", "TB", "6", "Xã Tân Mỹ", JUSTICE, "Từ Văn Mẫu", "7"),
        ("", "TB", "6", "Xã Tan My, huyện Lấp Vò", JUSTICE, "Từ Văn Mẫu", "8"),
        ("", "TB", "6", "Xã Tân Mỹ, huyện Lấp Vò", JUSTICE, "Từ Văn Mẫu", "9"),
        ("", "Khá", "7", "xã Tân Mỹ (Lấp Vò)", JUSTICE, "Từ  Văn Mẫu", "10"),
        ("", "Khá", "7", "", JUSTICE, "Doãn Thị Mẫu", "11"),
        ("", "", "", "Xã Hòa Long, huyện Lai Vung", JUSTICE, "", "12"),
        ("", "", "7,27", "", "", "Điểm trung bình", ""),
    ]
    header = ("Ghi chú", "Xếp loại", "Điểm kiểm tra", "Đơn vị công tác", "Chức vụ", "Họ và tên", "Stt")
    name = "cot_dao_nguoc.csv"
    (FOLDER / name).write_text(csv_text([("", "", "", "PHỤ LỤC 3", "", "", ""), header, *lines]), encoding="utf-8-sig", newline="")
    here = on_sheet(None)
    rows = [
        person(here(3), "Ngô Thị Mẫu", JUSTICE, "ubnd-30217", 8.5, grade="Giỏi"),
        person(here(4), "Ngô Văn Giả", POST, "buudien-30217", 7.5, grade="Khá"),
        person(here(5), "Bạch Thị Thử", CLERK, "ubnd-30079", 9.0, grade="Giỏi"),
        person(here(11), "Từ Văn Mẫu", JUSTICE, "ubnd-30175", 6.0, grade="TB"),
    ]
    unit, score = "Đơn vị công tác", "Điểm kiểm tra"
    errors = [
        error(here(6), score, "score_invalid", "mười"),
        error(here(7), score, "score_invalid", "10,25"),
        error(here(8), score, "score_missing", "vắng"),
        error(here(9), unit, "unit_ambiguous", "Xã Tân Mỹ", ["ubnd-30145", "ubnd-30175"]),
        error(here(10), unit, "unit_unknown", "Xã Tan My, huyện Lấp Vò", ["ubnd-30175"]),
        error(here(12), "Họ và tên", "duplicate_in_file", "Từ Văn Mẫu"),
        error(here(13), unit, "unit_missing", None),
        error(here(14), "Họ và tên", "name_missing", None),
        error(here(14), score, "score_missing", None),
    ]
    about = "CSV chấm phẩy, cột đảo ngược; “8 , 5”, “7,5đ”, “9/10”, “mười”; đơn vị trùng, thiếu dấu, thiếu; hai lỗi một dòng; người trùng."
    write(name, about, rows, errors=errors, skipped=3)


def scale_of_20() -> None:
    """The scale stands in the heading; real numbers, districts in a merged column, two groups of staff, a subtotal for each."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Diem")
    lines = {
        0: ["KẾT QUẢ KHẢO SÁT KIẾN THỨC NĂM 2020"],
        2: ["STT", "Huyện", "Đơn vị", "Họ và tên", "Điểm (thang điểm 20)", "Xếp loại", "Chức vụ"],
        3: ["A", "Công chức"],
        4: [1, None, "Tân Bình", "Khổng Thị Mẫu", 17.5, "Giỏi", CLERK],
        5: [2, None, "Tân Phú", "Khổng Văn Mẫu", 12, "Khá", JUSTICE],
        6: [3, None, None, "Khổng Thị Thử", "20,5", None, CLERK],
        7: [4, None, "Tân Bình", "Lục Văn Nháp", "15/20", "Khá", CLERK],
        8: [None, None, "Cộng: 4 người"],
        9: ["B", "Nhân viên Bưu điện"],
        10: [1, "Thanh Bình", "Bưu điện xã Tân Phú", "Lục Thị Ảo", "9,75", "TB", POST],
        11: [2, "Châu Thành", "Bưu cục Tân Phú", "Lục Thị Ảo", 20, "Giỏi", POST],
        12: [None, None, "Cộng: 2 người"],
        14: [None, None, None, None, "Người tổng hợp"],
        17: [None, None, None, None, "Lục Văn Mẫu"],
    }
    sheet.write_merge(4, 6, 1, 1, "Thanh Bình")
    sheet.write_merge(5, 6, 2, 2, "Tân Phú")
    sheet.write(7, 1, "Châu Thành")
    for number, values in lines.items():
        for column, value in enumerate(values):
            if value is not None and (number, column) != (5, 2):
                sheet.write(number, column, value)
    name = "thang_20.xls"
    book.save(str(FOLDER / name))
    here = on_sheet("Diem")
    rows = [
        person(here(5), "Khổng Thị Mẫu", CLERK, "ubnd-30154", 17.5, scale=20, grade="Giỏi"),
        person(here(6), "Khổng Văn Mẫu", JUSTICE, "ubnd-30160", 12.0, scale=20, grade="Khá"),
        person(here(8), "Lục Văn Nháp", CLERK, "ubnd-30256", 15.0, scale=20, grade="Khá"),
        person(here(11), "Lục Thị Ảo", POST, "buudien-30160", 9.75, scale=20, grade="TB"),
        person(here(12), "Lục Thị Ảo", POST, "buudien-30274", 20.0, scale=20, grade="Giỏi"),
    ]
    errors = [error(here(7), "Điểm (thang điểm 20)", "score_invalid", "20,5")]
    about = "Excel 97: thang điểm 20 ở tiêu đề, số thật và chữ, huyện và đơn vị gộp dọc, xã cùng tên hai huyện, nhóm A, B."
    write(name, about, rows, errors=errors, skipped=8)


MAKERS = (digits_and_letters, reversed_columns, scale_of_20)
