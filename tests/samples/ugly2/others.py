"""Ugly files of other kinds: minutes in Word with two tables, two CSV with semicolons, an old workbook printed over pages."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Any

import docx
import xlwt

from tests.samples.ugly.kit import at, error, row, vmerge, windows_1258
from tests.samples.ugly2.kit import FOLDER, csv_text, due, on_sheet, truth


def minutes() -> None:
    """Letterhead, two tables of findings with other columns each, text between, a table of the participants, signatures."""
    document = docx.Document()
    top = document.add_table(1, 2)
    top.cell(0, 0).text = "VĂN PHÒNG UBND TỈNH\nĐOÀN KIỂM TRA"
    top.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
    document.add_paragraph().add_run("BIÊN BẢN KIỂM TRA").bold = True
    document.add_paragraph("Hôm nay, ngày 18 tháng 01 năm 2021, Đoàn kiểm tra làm việc với các đơn vị, kết quả như sau:")
    document.add_heading("I. TẠI HUYỆN LẤP VÒ", 2)
    document.add_paragraph("Đoàn đã kiểm tra 03 xã, thị trấn và chỉ ra các thiếu sót:")
    first = document.add_table(7, 6)
    for number, values in enumerate(
        (
            ("TT", "Xã,\nthị trấn", "Thiếu sót", "Lý do", "Hướng khắc phục", "Thời hạn\nkhắc phục"),
            ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)"),
            ("1", "Lấp Vò", "Không có lối đi cho xe lăn", "Nền cao", "Làm đường dốc", "trước ngày 30/4/2021"),
            ("2", "Xã Mỹ An Hưng A", "", "", "Bổ sung", "Quý I/2021"),
            ("", "", "Chưa lưu hồ sơ theo thứ tự", "Mới nhận việc", "Sắp xếp lại", "như trên"),
            ("3", "Bình Thạnh Trung", "Bảng giá dịch vụ bưu chính treo lẫn với bảng phí, lệ phí", "", "", ""),
            ("", "", "", "", "", ""),
        )
    ):
        for place, text in enumerate(values):
            first.cell(number, place).text = text
    box = first.cell(3, 2)
    box.paragraphs[0].text = "- Không niêm yết địa chỉ tiếp nhận phản ánh,"
    box.paragraphs[0].add_run().add_break()
    box.paragraphs[0].add_run("kiến nghị;")
    box.add_paragraph("- Chưa đối chiếu sổ cuối tháng.")
    for place in (0, 1):
        vmerge(first.cell(3, place), restart=True)
        vmerge(first.cell(4, place), restart=False)
    first.cell(6, 0).merge(first.cell(6, 5)).text = "Cộng: 05 thiếu sót"
    document.add_paragraph("Ngoài các thiếu sót nêu trên, các đơn vị đã bố trí đủ kinh phí và nhân sự.")
    document.add_heading("II. TẠI HUYỆN THÁP MƯỜI", 2)
    document.add_paragraph("Kết quả kiểm tra bưu điện và các xã:")
    second = document.add_table(5, 6)
    for number, values in enumerate(
        (
            ("Hoàn thành", "Nội dung hạn chế", "Nơi kiểm tra", "Cơ quan chịu trách nhiệm", "Ghi chú", "Stt"),
            ("31/3/2021", "Tủ kính vỡ", "Bưu cục Trường Xuân", "Bưu điện huyện", "", "1"),
            ("nt", "Chưa in danh mục thủ tục mới", "Xã Mỹ An", "UBND xã; Bưu điện xã", "Đã hẹn kiểm tra lại", "2"),
            ("", "", "Thị trấn Mỹ An", "", "", "3"),
            ("tháng 5/2021", "Thiếu kệ để tờ khai", "TT. Mỹ An", "", "", "4"),
        )
    ):
        for place, text in enumerate(values):
            second.cell(number, place).text = text
    document.add_paragraph("III. THÀNH PHẦN THAM DỰ")
    people = document.add_table(3, 4)
    for number, person in enumerate(
        (
            ("TT", "Họ và tên", "Chức vụ", "Ký tên"),
            ("1", "Nguyễn Văn Mẫu", "Trưởng đoàn", ""),
            ("2", "Trần Thị Mẫu", "Thư ký", ""),
        )
    ):
        for place, text in enumerate(person):
            people.cell(number, place).text = text
    document.add_paragraph("Biên bản lập xong lúc 17 giờ cùng ngày, được các bên thống nhất ký tên.")
    foot = document.add_table(1, 2)
    foot.cell(0, 0).text, foot.cell(0, 1).text = "ĐẠI DIỆN ĐƠN VỊ\n(Ký tên)", "TRƯỞNG ĐOÀN\n(Ký tên)\n\nNguyễn Văn Mẫu"
    name = "bien_ban_hai_bang.docx"
    document.save(str(FOLDER / name))
    quarter, march = due("Quý I/2021", "2021-03-31"), due("31/3/2021", "2021-03-31")
    rows = [
        row(at(3, table=2), "ubnd-30169", "Không có lối đi cho xe lăn", cause="Nền cao", remedy="Làm đường dốc",
            **due("trước ngày 30/4/2021", "2021-04-30")),
        row(at(4, table=2), "ubnd-30172", "Không niêm yết địa chỉ tiếp nhận phản ánh, kiến nghị", remedy="Bổ sung", **quarter),
        row(at(4, table=2), "ubnd-30172", "Chưa đối chiếu sổ cuối tháng", remedy="Bổ sung", **quarter),
        row(at(5, table=2), "ubnd-30172", "Chưa lưu hồ sơ theo thứ tự", cause="Mới nhận việc", remedy="Sắp xếp lại", **quarter),
        row(at(6, table=2), "ubnd-30205", "Bảng giá dịch vụ bưu chính treo lẫn với bảng phí, lệ phí"),
        row(at(2, table=3), "buudien-30046", "Tủ kính vỡ", lead=["buudien-872"], **march),
        row(at(3, table=3), "ubnd-30064", "Chưa in danh mục thủ tục mới", lead=["ubnd-30064", "buudien-30064"], note="Đã hẹn kiểm tra lại",
            **march),
        row(at(5, table=3), "ubnd-30037", "Thiếu kệ để tờ khai", **due("tháng 5/2021", "2021-05-31")),
    ]  # fmt: skip
    errors = [error(at(4, table=3), "Nội dung hạn chế", "finding_missing", None)]
    about = "Biên bản Word: hai bảng hạn chế khác cột, chữ ở giữa, huyện ở đề mục, bảng người dự và bảng chữ ký không phải hạn chế."
    truth(name, about, rows, errors=errors, skipped=4)


def semicolons_1258() -> None:
    """Windows-1258: cells with line ends and semicolons, group rows with empty cells behind, ditto marks, a signature."""
    records = [
        ["BIỂU TỔNG HỢP SAU KIỂM TRA", "", "", "", "", "", "", ""],
        ["(Kèm theo Thông báo số 08/TB-VPUBND ngày 25 tháng 01 năm 2021)", "", "", "", "", "", "", ""],
        ["", "", "", "", "", "", "", ""],
        ["Số TT", "Bộ phận Một cửa", "Nội dung hạn chế", "Nguyên nhân", "Biện pháp", "Xong trước", "Cơ quan thực hiện", "Phối hợp"],
        ["I", "HUYỆN TÂN HỒNG", "", "", "", "", "", ""],
        [
            "1",
            "Xã Thông Bình",
            "- Thiếu máy in;\n- Ghế hỏng; quạt hỏng",
            "Kinh phí ít; giao trễ",
            "Mua sắm",
            "15/4/2021",
            "UBND xã",
            "BĐ huyện",
        ],
        ["2", "Xã Tân Thành A", "Chưa mở sổ góp ý", "nt", "Mở sổ", '"', "UBND xã", ""],
        ["3", "Tân Phước", "Để người dân chờ quá 30 phút", "", "Chấn chỉnh", "28/02/2021", "Bưu điện xã", "UBND xã; Sở Tư pháp"],
        ["II", "HUYỆN LAI VUNG", "", "", "", "", "", ""],
        ["1", "Tân Phước", "Để người dân chờ quá 30 phút", "", "Chấn chỉnh", "28/02/2021", "", ""],
        ["", "", "Không cập nhật trạng thái hồ sơ", "", "Cập nhật", "Quý I/2021", "", "Sở Thông tin và Truyền thông"],
        ["2", "Xã Long Thắng", "Loa gọi số nhỏ", "", "", "", "", ""],
        ["", "Tổng cộng", "7", "", "", "", "", ""],
        ["", "", "", "", "", "", "", ""],
        ["", "", "", "", "", "KT. CHÁNH VĂN PHÒNG", "", ""],
        ["", "", "", "", "", "PHÓ CHÁNH VĂN PHÒNG", "", ""],
    ]
    name = "cham_phay_1258.csv"
    (FOLDER / name).write_bytes(windows_1258(csv_text(records)))
    here = on_sheet(None)
    april, february = due("15/4/2021", "2021-04-15"), due("28/02/2021", "2021-02-28")
    first: dict[str, Any] = {"cause": "Kinh phí ít; giao trễ", "remedy": "Mua sắm", "coordinating": ["buudien-869"], **april}
    rows = [
        row(here(6), "ubnd-29932", "Thiếu máy in", **first),
        row(here(6), "ubnd-29932", "Ghế hỏng; quạt hỏng", **first),
        row(here(7), "ubnd-29938", "Chưa mở sổ góp ý", cause="Kinh phí ít; giao trễ", remedy="Mở sổ", **april),
        row(here(8), "ubnd-29944", "Để người dân chờ quá 30 phút", remedy="Chấn chỉnh", lead=["buudien-29944"],
            coordinating=["ubnd-29944", "so-tu-phap-87"], **february),
        row(here(10), "ubnd-30220", "Để người dân chờ quá 30 phút", remedy="Chấn chỉnh", **february),
        row(here(11), "ubnd-30220", "Không cập nhật trạng thái hồ sơ", remedy="Cập nhật", coordinating=["so-tttt-87"],
            **due("Quý I/2021", "2021-03-31")),
        row(here(12), "ubnd-30229", "Loa gọi số nhỏ"),
    ]  # fmt: skip
    about = "Windows-1258, chấm phẩy, ô có xuống dòng và chấm phẩy, nhóm huyện, xã trùng tên hai huyện."
    truth(name, about, rows, skipped=8, warnings=["encoding_converted"])


def spellings() -> None:
    """UTF-16 with semicolons: names without accents, of the wrong kind, of another district, of two units, in other right spellings."""
    lines = [
        ("Tháp Mười", "Đốc Bình Kiều", "Chưa phân loại hồ sơ", "31/3/2021", ""),
        ("Tháp Mười", "My Dong", "Chưa phân loại hồ sơ", "31/3/2021", ""),
        ("Tháp Mười", "Mỹ An", "Thiếu dấu giáp lai", "31/3/2021", ""),
        ("Tháp Mười", "xã Mỹ An", "Thiếu dấu giáp lai", "31/3/2021", ""),
        ("Tam Nông", "Tân Công Sinh", "Cửa kính vỡ", "30/4/2021", "UBND huyện Tam Nông"),
        ("Tam Nông", "Xã Tràm Chim", "Cửa kính vỡ", "30/4/2021", ""),
        ("Tam Nông", "THỊ TRẤN TRÀM CHIM", "Cửa kính vỡ", "30/4/2021", ""),
        ("Châu Thành", "Tân Phú", "Phòng họp làm nơi chờ", "", "UBND xã"),
        ("Thanh Bình", "Tân Phú", "Phòng họp làm nơi chờ", "", "UBND xã"),
        ("Thanh Bình", "Tân Thành", "Phòng họp làm nơi chờ", "", ""),
        ("TP Sa Đéc", "Phường 11", "Thiếu ghế", "Quý II/2021", ""),
        ("TP Sa Đéc", "P.1", "Thiếu ghế", "Quý II/2021", ""),
        ("TP Cao Lãnh", "P.1", "Thiếu ghế", "Quý II/2021", ""),
        ("Châu Thành", unicodedata.normalize("NFD", "Hoà  Tân"), unicodedata.normalize("NFD", "Sân đậu xe hẹp"), "", ""),
        ("Lấp Vò", "Định Yên", "Chưa thu gọn biểu mẫu", "31/3/2021", "UBND xã Định Yen"),
        ("Huyện Hồng Ngự", "Thuong Lac", "Thiếu sổ", "32/3/2021", ""),
        ("Huyện Hồng Ngự", "Phú Thuận A", "", "31/3/2021", ""),
        ("", "", "Không có biển tên", "31/3/2021", ""),
        ("Lai Vung", "TT. Lai Vung", "Không có biển tên", "31/3/2021", "Bưu điện huyện Lai Vung"),
    ]
    records = [
        ["DANH SÁCH GỬI TỔNG HỢP"],
        ["STT", "Huyện, thành phố", "Xã, phường, thị trấn", "Hạn chế", "Thời hạn", "Chủ trì"],
        *([str(number), *line] for number, line in enumerate(lines, start=1)),
    ]
    name = "ten_viet_sai.csv"
    (FOLDER / name).write_bytes(b"\xff\xfe" + csv_text(records).encode("utf-16-le"))
    here = on_sheet(None)
    march, april, summer = due("31/3/2021", "2021-03-31"), due("30/4/2021", "2021-04-30"), due("Quý II/2021", "2021-06-30")
    rows = [
        row(here(6), "ubnd-30064", "Thiếu dấu giáp lai", **march),
        row(here(7), "ubnd-30007", "Cửa kính vỡ", lead=["ubnd-871"], **april),
        row(here(9), "ubnd-30001", "Cửa kính vỡ", **april),
        row(here(10), "ubnd-30274", "Phòng họp làm nơi chờ"),
        row(here(11), "ubnd-30160", "Phòng họp làm nơi chờ"),
        row(here(14), "ubnd-29905", "Thiếu ghế", **summer),
        row(here(15), "ubnd-29866", "Thiếu ghế", **summer),
        row(here(16), "ubnd-30277", "Sân đậu xe hẹp"),
        row(here(21), "ubnd-30208", "Không có biển tên", lead=["buudien-876"], **march),
    ]
    unit = "Xã, phường, thị trấn"
    errors = [
        error(here(3), unit, "unit_unknown", "Đốc Bình Kiều", ["ubnd-30061"]),
        error(here(4), unit, "unit_unknown", "My Dong", ["ubnd-30058"]),
        error(here(5), unit, "unit_ambiguous", "Mỹ An", ["ubnd-30037", "ubnd-30064"]),
        error(here(8), unit, "unit_unknown", "Xã Tràm Chim", None),
        error(here(12), unit, "unit_unknown", "Tân Thành", None),
        error(here(13), unit, "unit_unknown", "Phường 11", None),
        error(here(17), "Chủ trì", "unit_unknown", "UBND xã Định Yen", None),
        error(here(18), unit, "unit_unknown", "Thuong Lac", ["ubnd-29977"]),
        error(here(18), "Thời hạn", "date_invalid", "32/3/2021"),
        error(here(19), "Hạn chế", "finding_missing", None),
        error(here(20), unit, "unit_missing", None),
    ]
    about = "UTF-16, chấm phẩy: tên thiếu dấu, gần đúng, sai loại, sai huyện, trùng tên; tên đúng viết cách khác; hai lỗi một dòng."
    truth(name, about, rows, errors=errors, skipped=2)


def printed_pages() -> None:
    """An old workbook: districts merged at the left, wards as numbers, the header again on page two, ditto marks, real dates."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Bieu 1")
    day = xlwt.easyxf(num_format_str="dd/mm/yyyy")
    header = ["STT", "Huyện, TP", "Phường, xã", "Khuyết điểm, hạn chế", "Biện pháp khắc phục", "Thời hạn", "Cơ quan chủ trì", "Ghi chú"]
    lines: dict[int, list[Any]] = {
        0: ["Biểu số 1/KT-2020"],
        1: ["KHUYẾT ĐIỂM, HẠN CHẾ ĐÃ PHÁT HIỆN"],
        3: header,
        4: [1, None, 4, "Không có bảng hướng dẫn nộp hồ sơ trực tuyến", "Làm bảng", date(2021, 4, 9), "UBND phường"],
        5: [None, None, None, "Mạng không dây yếu", "Thêm thiết bị phát", '"', "Bưu điện thành phố"],
        6: [2, None, "Tân Quy Tây", "Hồ sơ hộ tịch thiếu bản chụp", "Bổ sung", "Ngay sau kiểm tra", "nt"],
        7: [None, None, None, None, None, None, None, "Trang 1"],
        8: header,
        9: [3, "H. Lấp Vò", "Định An", "Trả lời bằng miệng, không có phiếu", "Dùng phiếu", "Trong quý II/2021", "UBND huyện", "Nhắc lần 2"],
        10: [4, "H. Tam Nông", "Phú Thành B", "Dụng cụ chữa cháy hết hạn", "Thay mới", date(2021, 3, 12)],
        11: [5, None, "An Hòa", "-nt-", "nt", "nt", None, "(*)"],
        12: ["Cộng", None, None, 6],
        13: ["(*) Đơn vị đề nghị gia hạn, Đoàn chưa thống nhất."],
        15: [None, None, None, None, None, "Thư ký Đoàn"],
        18: [None, None, None, None, None, "Hồ Thị Mẫu"],
    }  # fmt: skip
    sheet.write_merge(4, 6, 1, 1, "TP. Sa Đéc")
    for number, values in lines.items():
        for column, value in enumerate(values):
            if value is not None:
                sheet.write(number, column, value, day if isinstance(value, date) else xlwt.easyxf())
    name = "in_nhieu_trang.xls"
    book.save(str(FOLDER / name))
    here = on_sheet("Bieu 1")
    april, march = due("09/04/2021", "2021-04-09"), due("12/03/2021", "2021-03-12")
    rows = [
        row(here(5), "ubnd-29908", "Không có bảng hướng dẫn nộp hồ sơ trực tuyến", remedy="Làm bảng", **april),
        row(here(6), "ubnd-29908", "Mạng không dây yếu", remedy="Thêm thiết bị phát", lead=["buudien-867"], **april),
        row(here(7), "ubnd-29920", "Hồ sơ hộ tịch thiếu bản chụp", remedy="Bổ sung", lead=["buudien-867"],
            **due("Ngay sau kiểm tra", None)),
        row(here(10), "ubnd-30196", "Trả lời bằng miệng, không có phiếu", remedy="Dùng phiếu", lead=["ubnd-875"], note="Nhắc lần 2",
            **due("Trong quý II/2021", "2021-06-30")),
        row(here(11), "ubnd-30016", "Dụng cụ chữa cháy hết hạn", remedy="Thay mới", **march),
        row(here(12), "ubnd-30019", "Dụng cụ chữa cháy hết hạn", remedy="Thay mới", note="(*)", **march),
    ]  # fmt: skip
    about = "Excel cũ: huyện gộp dọc bên trái, phường ghi bằng số, tiêu đề lặp ở trang hai, dấu lặp lại, ngày thật, chú thích (*)."
    truth(name, about, rows, skipped=9)


MAKERS = (minutes, semicolons_1258, spellings, printed_pages)
