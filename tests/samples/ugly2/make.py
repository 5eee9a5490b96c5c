"""Ugly workbooks of layout: headers of three levels, blocks of districts with notes between, a sheet for each district."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook

from tests.samples.ugly.kit import bold, error, fill, row
from tests.samples.ugly2.kit import FOLDER, due, merge, on_sheet, truth


def header_of_three() -> None:
    """The table starts in column B; three header rows, columns counted A B C 1 2 …, districts and terms merged downwards, subtotals."""
    book = Workbook()
    sheet = book.active
    sheet.title = "PL 02"
    fill(
        sheet,
        {
            2: ["ĐOÀN KIỂM TRA CẢI CÁCH HÀNH CHÍNH"],
            3: ["PHỤ LỤC SỐ 02"],
            4: ["TỔNG HỢP KẾT QUẢ KIỂM TRA TẠI CẤP XÃ"],
            5: ["(Ban hành kèm theo Báo cáo số 31/BC-ĐKT ngày 26 tháng 02 năm 2021)"],
            7: ["TT", "ĐỊA BÀN KIỂM TRA", None, "KẾT QUẢ", None, None, "XỬ LÝ", None, None, None, "Ghi chú"],
            8: [None, "Huyện, thành phố", "Xã, phường, thị trấn", "Ưu điểm", "Tồn tại, hạn chế", None, "Biện pháp", "Thời hạn",
                "Trách nhiệm"],
            9: [None, None, None, None, "Biểu hiện cụ thể", "Nguyên nhân", None, None, "Chủ trì", "Phối hợp"],
            10: ["A", "B", "C", 1, 2, 3, 4, 5, 6, 7, 8],
            11: [1, "Huyện Tam Nông", "Xã Phú Hiệp", "Mở sổ đầy đủ", "Chưa có ghế chờ cho người dân", "Phòng chật", "Bố trí ghế",
                 date(2021, 4, 15), "UBND xã", "BĐ huyện"],
            12: [None, None, None, None, "Màn hình tra cứu bị mờ", None, "Thay màn hình"],
            13: [2, None, "TT. Tràm Chim", "Trả kết quả đúng hẹn", "Nhân viên chưa thuộc quy trình lĩnh vực đất đai", "Mới nhận việc",
                 "Tập huấn lại", "Quý II/2021", "Bưu điện huyện", "UBND thị trấn"],
            14: [3, None, "Hòa Bình", None, "Bảng niêm yết bị tủ che khuất", None, None, None, None, None, "Đã dời tủ ngay buổi kiểm tra"],
            15: ["Cộng huyện Tam Nông", None, None, None, "4 hạn chế"],
            16: [4, "TP. Hồng Ngự", "Bình Thạnh", None, "Phiếu hẹn không ghi giờ", "Thiếu hướng dẫn", "Ghi đủ giờ hẹn", "31/3/2021",
                 "UBND TP", "Bưu điện TP; Sở Nội vụ"],
            17: [5, None, "An Lạc", "Có hộp thư góp ý", "Chưa thống kê hồ sơ trễ hạn", None, "Thống kê hằng tháng", "Thường xuyên",
                 "UBND phường"],
            18: [6, "Huyện Hồng Ngự", "Long Thuận", "Niêm yết đủ", "Máy quét không kết nối được phần mềm", "Máy cũ", "Đổi máy",
                 "trong tháng 4/2021", "UBND huyện", "Bưu điện xã"],
            19: ["TỔNG CỘNG", None, None, None, "7 hạn chế"],
            21: ["Ghi chú: Số liệu tính đến hết ngày kiểm tra; các nội dung đã được đơn vị ký xác nhận."],
            23: [None, "NGƯỜI LẬP BIỂU", None, None, None, None, None, "TRƯỞNG ĐOÀN"],
            24: [None, "(Ký, ghi rõ họ tên)", None, None, None, None, None, "(Ký, đóng dấu)"],
            27: [None, "Lê Thị Mẫu", None, None, None, None, None, "Phan Văn Mẫu"],
        },
        left=2,
    )  # fmt: skip
    blocks = """B2:L2 B3:L3 B4:L4 B5:L5 B7:B9 C7:D7 C8:C9 D8:D9 E7:G7 E8:E9 F8:G8 H7:K7 H8:H9 I8:I9 J8:K8 L7:L9 B11:B12 C11:C14 D11:D12
        I11:I12 J11:J12 B15:D15 C16:C17 B19:D19 B21:L21"""
    merge(sheet, blocks.split())
    sheet["I11"].number_format = "dd/mm/yyyy"
    name = "ba_tang_tieu_de.xlsx"
    book.save(FOLDER / name)
    here = on_sheet("PL 02")
    april = due("15/04/2021", "2021-04-15")
    rows = [
        row(here(11), "ubnd-30010", "Chưa có ghế chờ cho người dân", cause="Phòng chật", remedy="Bố trí ghế", coordinating=["buudien-871"],
            **april),
        row(here(12), "ubnd-30010", "Màn hình tra cứu bị mờ", remedy="Thay màn hình", **april),
        row(here(13), "ubnd-30001", "Nhân viên chưa thuộc quy trình lĩnh vực đất đai", cause="Mới nhận việc", remedy="Tập huấn lại",
            lead=["buudien-871"], coordinating=["ubnd-30001"], **due("Quý II/2021", "2021-06-30")),
        row(here(14), "ubnd-30004", "Bảng niêm yết bị tủ che khuất", note="Đã dời tủ ngay buổi kiểm tra"),
        row(here(16), "ubnd-29959", "Phiếu hẹn không ghi giờ", cause="Thiếu hướng dẫn", remedy="Ghi đủ giờ hẹn", lead=["ubnd-868"],
            coordinating=["buudien-868", "so-noi-vu-87"], **due("31/3/2021", "2021-03-31")),
        row(here(17), "ubnd-29978", "Chưa thống kê hồ sơ trễ hạn", remedy="Thống kê hằng tháng", **due("Thường xuyên", None)),
        row(here(18), "ubnd-29992", "Máy quét không kết nối được phần mềm", cause="Máy cũ", remedy="Đổi máy", lead=["ubnd-870"],
            coordinating=["buudien-29992"], **due("trong tháng 4/2021", "2021-04-30")),
    ]  # fmt: skip
    about = "Tiêu đề ba tầng lệch sang cột B, cột đánh số A B C 1 2, huyện và thời hạn gộp nhiều dòng, dòng cộng từng huyện."
    truth(name, about, rows, skipped=14)


def blocks_of_districts() -> None:
    """Blocks A, B over districts I, II; a note between the blocks, headings with line breaks, ditto marks, recipients below."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Sheet1 (2)"
    rows_of_sheet: dict[int, Sequence[Any]] = {
        1: ["UBND TỈNH ĐỒNG THÁP", None, None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
        2: ["ĐOÀN KIỂM TRA", None, None, None, "Độc lập - Tự do - Hạnh phúc"],
        3: ["BIỂU 4. NHỮNG MẶT CHƯA ĐẠT QUA KIỂM TRA"],
        5: ["Số\nTT", "Nơi được\nkiểm tra", "Những mặt chưa đạt", None, "Yêu cầu\nkhắc phục", "Thời gian\nhoàn thành", "Phân công"],
        6: [None, None, "Vấn đề tồn tại", "Lý do", None, None, "Cơ quan\nchủ trì", "Cơ quan\nphối hợp"],
        7: ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)"],
        8: ["A. CÁC THÀNH PHỐ"],
        9: ["I. Thành phố Sa Đéc"],
        10: [1, "P.2", "Camera không hoạt động", "Hỏng nguồn", "Sửa camera", "31/3/2021", "UBND phường", "Bưu điện thành phố"],
        11: [None, None, "Không phát phiếu đánh giá hài lòng", None, "Phát phiếu", "nt", "nt"],
        12: [2, "Xã Tân Khánh Đông", "Dùng mẫu đơn đã hết hiệu lực", "Chưa cập nhật", "Thay mẫu đơn", "Quý I năm 2021"],
        13: ["(Xem tiếp phần thành phố Cao Lãnh)"],
        14: ["II. Thành phố Cao Lãnh"],
        15: [1, "P.2", "Camera không hoạt động", "Hỏng ổ cứng", "Thay ổ cứng", "30/4/2021", "UBND thành phố"],
        16: [2, "Hòa Thuận", "Thiếu chữ ký người nộp trên phiếu", None, "Bổ sung chữ ký", "trước ngày 15/4/2021"],
        17: ["B. CÁC HUYỆN"],
        18: ["I. Huyện Châu Thành"],
        19: [1, "BPMC xã Tân Phú", "Quầy bố trí ở tầng lầu", "Thiếu phòng", "Dời quầy xuống tầng trệt", "Quý III/2021", "UBND huyện"],
        20: [2, "Bưu điện xã Tân Nhuận Đông", "Nhân viên đi trễ 02 buổi", None, "Chấn chỉnh giờ giấc", "28/02/2021"],
        21: ["II. Huyện Thanh Bình"],
        22: [1, "Xã Tân Phú", "Không có người trực sáng thứ Hai", "Họp giao ban", "Phân công trực", "15/3/2021", "UBND xã", "Bưu điện xã"],
        23: [2, "Xã Tân Thạnh", "-nt-", "như trên", "nt", "nt", "nt", "nt"],
        24: ["Tổng số: 09 mặt chưa đạt ở 08 nơi"],
        26: ["Nơi nhận:", None, None, None, None, "TM. ĐOÀN KIỂM TRA"],
        27: ["- UBND các huyện, thành phố;", None, None, None, None, "TRƯỞNG ĐOÀN"],
        28: ["- Lưu: VT, ĐKT."],
        30: [None, None, None, None, None, "Nguyễn Thị Mẫu"],
    }
    fill(sheet, rows_of_sheet)
    merge(sheet, [f"A{number}:H{number}" for number in (3, 8, 9, 13, 14, 17, 18, 21, 24)])
    merge(sheet, ["A5:A6", "B5:B6", "C5:D5", "E5:E6", "F5:F6", "G5:H5", "A10:A11", "B10:B11"])
    bold(sheet, "A8", "A9", "A14", "A17", "A18", "A21")
    name = "khoi_thanh_pho_khoi_huyen.xlsx"
    book.save(FOLDER / name)
    here = on_sheet("Sheet1 (2)")
    march, middle = due("31/3/2021", "2021-03-31"), due("15/3/2021", "2021-03-15")
    rows = [
        row(here(10), "ubnd-29911", "Camera không hoạt động", cause="Hỏng nguồn", remedy="Sửa camera",
            coordinating=["buudien-867"], **march),
        row(here(11), "ubnd-29911", "Không phát phiếu đánh giá hài lòng", remedy="Phát phiếu", **march),
        row(here(12), "ubnd-29914", "Dùng mẫu đơn đã hết hiệu lực", cause="Chưa cập nhật", remedy="Thay mẫu đơn",
            **due("Quý I năm 2021", "2021-03-31")),
        row(here(15), "ubnd-29869", "Camera không hoạt động", cause="Hỏng ổ cứng", remedy="Thay ổ cứng", lead=["ubnd-866"],
            **due("30/4/2021", "2021-04-30")),
        row(here(16), "ubnd-29892", "Thiếu chữ ký người nộp trên phiếu", remedy="Bổ sung chữ ký",
            **due("trước ngày 15/4/2021", "2021-04-15")),
        row(here(19), "ubnd-30274", "Quầy bố trí ở tầng lầu", cause="Thiếu phòng", remedy="Dời quầy xuống tầng trệt", lead=["ubnd-877"],
            **due("Quý III/2021", "2021-09-30")),
        row(here(20), "buudien-30253", "Nhân viên đi trễ 02 buổi", remedy="Chấn chỉnh giờ giấc", **due("28/02/2021", "2021-02-28")),
        row(here(22), "ubnd-30160", "Không có người trực sáng thứ Hai", cause="Họp giao ban", remedy="Phân công trực",
            coordinating=["buudien-30160"], **middle),
        row(here(23), "ubnd-30157", "Không có người trực sáng thứ Hai", cause="Họp giao ban", remedy="Phân công trực",
            coordinating=["buudien-30157"], **middle),
    ]  # fmt: skip
    truth(name, "Khối A, B trên nhóm huyện I, II; ghi chú chen giữa, tên cột ngắt dòng, nt theo xã của dòng.", rows, skipped=18)


def sheet_per_district() -> None:
    """Districts only as names of sheets, a summary before and a sheet of remarks behind; columns and place differ from sheet to sheet."""
    book = Workbook()
    summary = book.active
    summary.title = "Tổng hợp chung"
    fill(
        summary,
        {
            1: ["TỔNG HỢP SỐ LIỆU KIỂM TRA NĂM 2020"],
            3: ["STT", "Huyện, thành phố", "Số đơn vị", "Số hạn chế", "Tỷ lệ (%)"],
            4: [1, "TP Cao Lãnh", 3, 3, 27.3],
            5: [2, "H. Cao Lãnh", 4, 4, 36.4],
            6: [3, "Lai Vung", 4, 4, 36.4],
            7: [None, "Cộng", 11, 11, 100],
        },
    )
    city = book.create_sheet("TP Cao Lãnh")
    fill(
        city,
        {
            1: ["Stt", "Đơn vị", "Hạn chế", "Cách khắc phục", "Thời hạn"],
            2: [1, "Phường 3", "Chưa niêm yết quy trình liên thông", "Niêm yết", "31/3/2021"],
            3: [2, "Mỹ Ngãi", "Thiếu biển chỉ dẫn từ cổng vào", "Làm biển", date(2021, 4, 30)],
            4: [3, "Tịnh Thới", "Máy tính dùng chung với kế toán", None, "Quý II/2021"],
            5: ["Cộng", None, 3],
        },
    )
    city["E3"].number_format = "dd/mm/yyyy"
    district = book.create_sheet("H. Cao Lãnh")
    fill(
        district,
        {
            2: ["DANH MỤC TỒN TẠI, HẠN CHẾ"],
            4: ["Phải xong", "Nội dung tồn tại, hạn chế", "Xã, thị trấn", "TT"],
            5: ["Tháng 3/2021", "Nền phòng chờ bị lún", "TT Mỹ Thọ", 1],
            6: ["Tháng 3/2021", "Nền phòng chờ bị lún", "Xã Mỹ Thọ", 2],
            7: ["Tháng 4/2021", "Chưa có sổ giao ca", "An Bình", 3],
            8: ["Tháng 4/2021", "Tủ tài liệu mất khóa", "Mỹ Trà", 4],
            9: ["Tháng 4/2021", "Nền  phòng\u00a0chờ bị lún ", "TT Mỹ Thọ", 5],
        },
        left=3,
    )
    last = book.create_sheet("Lai Vung")
    fill(
        last,
        {
            1: ["KẾT QUẢ KIỂM TRA"],
            2: ["Đơn vị", "Tồn tại", "Nguyên nhân", "Chủ trì"],
            3: ["Tân Hòa", "Chậm chuyển hồ sơ về huyện", "Ít chuyến thư", "Bưu điện huyện"],
            4: ["Tân Phước", "Không có nước uống cho người dân", None, "UBND xã"],
            5: ["Long Hậu", "Sổ chứng thực chưa đóng dấu giáp lai", "Sơ suất", None],
            6: ["Tân Phước (huyện Tân Hồng)", "Không có nước uống cho người dân", None, "UBND xã"],
            8: [None, None, None, "Cán bộ tổng hợp"],
            10: [None, None, None, "Võ Văn Mẫu"],
        },
    )
    last.row_dimensions[5].hidden = True
    remarks = book.create_sheet("Lưu ý")
    fill(remarks, {1: ["Các huyện rà soát, phản hồi trước khi Đoàn hoàn chỉnh báo cáo."], 2: ["Liên hệ: Văn phòng UBND Tỉnh."]})
    name = "ten_trang_la_huyen.xlsx"
    book.save(FOLDER / name)
    city_row, district_row, last_row = on_sheet("TP Cao Lãnh"), on_sheet("H. Cao Lãnh"), on_sheet("Lai Vung")
    march = due("Tháng 3/2021", "2021-03-31")
    rows = [
        row(city_row(2), "ubnd-29875", "Chưa niêm yết quy trình liên thông", remedy="Niêm yết", **due("31/3/2021", "2021-03-31")),
        row(city_row(3), "ubnd-29881", "Thiếu biển chỉ dẫn từ cổng vào", remedy="Làm biển", **due("30/04/2021", "2021-04-30")),
        row(city_row(4), "ubnd-29899", "Máy tính dùng chung với kế toán", **due("Quý II/2021", "2021-06-30")),
        row(district_row(5), "ubnd-30076", "Nền phòng chờ bị lún", **march),
        row(district_row(6), "ubnd-30100", "Nền phòng chờ bị lún", **march),
        row(district_row(7), "ubnd-30106", "Chưa có sổ giao ca", **due("Tháng 4/2021", "2021-04-30")),
        row(last_row(3), "ubnd-30235", "Chậm chuyển hồ sơ về huyện", cause="Ít chuyến thư", lead=["buudien-876"]),
        row(last_row(4), "ubnd-30220", "Không có nước uống cho người dân"),
        row(last_row(5), "ubnd-30217", "Sổ chứng thực chưa đóng dấu giáp lai", cause="Sơ suất"),
        row(last_row(6), "ubnd-29944", "Không có nước uống cho người dân"),
    ]
    errors = [
        error(district_row(8), "Xã, thị trấn", "unit_unknown", "Mỹ Trà", None),
        error(district_row(9), "Nội dung tồn tại, hạn chế", "duplicate_in_file", "Nền phòng chờ bị lún"),
    ]
    about = "Tên trang là huyện, trang đầu thống kê, trang cuối lưu ý; cột mỗi trang một khác, dòng ẩn, dòng lặp."
    truth(name, about, rows, errors=errors, skipped=8)


MAKERS = (header_of_three, blocks_of_districts, sheet_per_district)
