"""Ugly Word files: a report of one commune without a unit column, minutes of post offices with homonyms."""

from __future__ import annotations

import docx

from tests.samples.ugly.kit import add_list, at, auto_number, error, vmerge
from tests.samples.ugly2.kit import due
from tests.samples.ugly3.kit import FOLDER, letterhead, nfd, row, word_table, write


def one_commune() -> None:
    """The unit stands in a line above the table; Word counts the rows and makes the bullets; the table goes on without its header."""
    document = docx.Document()
    add_list(document, 81, "decimal", "%1")
    add_list(document, 82, "bullet", "\uf0b7")
    letterhead(document)
    document.add_paragraph().add_run("BÁO CÁO KẾT QUẢ KIỂM TRA").bold = True
    document.add_paragraph("Ngày kiểm tra: 14/01/2021. Đoàn gồm 05 người, do ông Mẫu Văn Thử làm Trưởng đoàn.")
    document.add_paragraph("Đơn vị được kiểm tra: UBND xã Thường Phước 2, huyện Hồng Ngự")
    first = word_table(
        document,
        [
            ("Số\nTT", "Hạn chế, tồn tại", "Nguyên nhân", "Hướng khắc phục", "Hoàn thành", "Chủ trì"),
            ("I", "VỀ CƠ SỞ VẬT CHẤT", "", "", "", ""),
            ("", "Phòng chờ chưa có quạt", "Kinh phí ít", "Lắp quạt", "31/3", "UBND xã"),
            ("", "", "nt", "Sửa chữa, thay mới", "Quý II/2021", "UBND huyện"),
            ("II", "VỀ GIẢI QUYẾT HỒ SƠ", "", "", "", ""),
            ("", "", "Ít người", "", "Ngay sau kiểm tra", "Bưu điện xã"),
        ],
    )
    for number in (1, 4):
        first.cell(number, 1).merge(first.cell(number, 5))
    for number in (2, 3, 5):
        auto_number(first.cell(number, 0).paragraphs[0], 81)
    box = first.cell(3, 1)
    box.paragraphs[0].text = "Thiết bị hư hỏng chưa sửa:"
    for text in ("Máy quét;", "Màn hình của nhân viên\nBưu điện;", "Máy in."):
        auto_number(box.add_paragraph(text), 82)
    box = first.cell(5, 1)
    box.paragraphs[0].text = "Không nhắn tin báo người dân khi có kết quả,"
    box.add_paragraph("để người dân phải đi lại nhiều lần")
    document.add_paragraph("")
    second = word_table(
        document,
        [
            ("", "Chưa thống kê hồ sơ trực tuyến", "", "Thống kê", "Hằng tuần", ""),
            ("", "Phòng chờ  chưa có quạt", "", "Lắp quạt", "30/4/2021", ""),
            ("Cộng", "07 hạn chế", "", "", "", ""),
        ],
    )
    for number in (0, 1):
        auto_number(second.cell(number, 0).paragraphs[0], 81)
    document.add_paragraph("Báo cáo này được lập thành 02 bản.")
    word_table(document, [("NGƯỜI LẬP\n\n\nThử Thị Nháp", "TRƯỞNG ĐOÀN\n\n\nMẫu Văn Thử")])
    path = FOLDER / "bao_cao_mot_xa.docx"
    document.save(str(path))
    unit = "ubnd-29974"
    repair = {"cause": "Kinh phí ít", "remedy": "Sửa chữa, thay mới", "lead": ["ubnd-870"], **due("Quý II/2021", "2021-06-30")}
    rows = [
        row(at(3, table=2), unit, "Phòng chờ chưa có quạt", cause="Kinh phí ít", remedy="Lắp quạt", **due("31/3", "2021-03-31")),
        row(at(4, table=2), unit, "Máy quét", **repair),
        row(at(4, table=2), unit, "Màn hình của nhân viên Bưu điện", **repair),
        row(at(4, table=2), unit, "Máy in", **repair),
        row(at(6, table=2), unit, "Không nhắn tin báo người dân khi có kết quả, để người dân phải đi lại nhiều lần", cause="Ít người",
            lead=["buudien-29974"], **due("Ngay sau kiểm tra", None)),
        row(at(1, table=3), unit, "Chưa thống kê hồ sơ trực tuyến", remedy="Thống kê", **due("Hằng tuần", None)),
    ]  # fmt: skip
    errors = [error(at(2, table=3), "Hạn chế, tồn tại", "duplicate_in_file", "Phòng chờ chưa có quạt")]
    about = "Báo cáo một xã, đơn vị ghi ở dòng trên bảng; nhóm nội dung gộp ngang, danh sách tự động của Word, bảng tiếp không tiêu đề."
    write(path, about, rows, errors=errors, skipped=4)


def post_offices() -> None:
    """A table of merits, then one table for each district heading; post offices, homonyms, merged units, NFD, people at the end."""
    document = docx.Document()
    letterhead(document)
    document.add_paragraph().add_run("BIÊN BẢN LÀM VIỆC VỚI CÁC ĐIỂM BƯU ĐIỆN").bold = True
    document.add_paragraph("Lập ngày 22 tháng 12 năm 2020, tại trụ sở các đơn vị.")
    document.add_heading("A. Kết quả đạt được", 2)
    merits = [("STT", "Nơi kiểm tra", "Kết quả đạt được"), ("1", "BĐ-VHX Tân Hội", "Niêm yết đầy đủ"), ("2", "Bưu cục An Lộc", "Đúng hẹn")]
    word_table(document, merits)
    document.add_heading("B. Hạn chế tại thành phố Hồng Ngự", 2)
    city = word_table(
        document,
        [
            ("Nội dung hạn chế", "Nguyên nhân", "Yêu cầu", "Thời hạn", "Nơi kiểm tra", "TT"),
            ("Thiếu biên lai phí", "Chưa nhận kịp", "Cấp đủ biên lai", "Quý I/2021", "BĐ-VHX Tân Hội", "1"),
            (
                "1) Chưa có quầy riêng; 2) Thiếu bảng tên; 3) Khách chờ ngoài hiên",
                "",
                "Sắp xếp lại",
                "trước tháng 4/2021",
                "Bưu cục An Lộc",
                "2",
            ),
            (nfd("Hồ sơ để lẫn với bưu phẩm"), "", "", "", "", ""),
            ("Giờ mở cửa chưa đúng", "", "", "28/02/2021", "Xã Bình Thạnh", "3"),
            ("Giờ mở cửa chưa đúng", "", "", "28/02/2021", "BĐX Bình Thạnh", "4"),
            ("", "", "Bổ sung", "", "Phường An Bình B", "5"),
            ("Tổng cộng: 07", "", "", "", "", ""),
        ],
    )
    for place in (4, 5):
        vmerge(city.cell(2, place), restart=True)
        vmerge(city.cell(3, place), restart=False)
    document.add_heading("C. Hạn chế tại huyện Cao Lãnh", 2)
    document.add_paragraph("Các điểm sau chưa đạt yêu cầu:")
    district = word_table(
        document,
        [
            ("TT", "Địa điểm", "Hạn chế", "Phân công khắc phục", "", "Ghi chú"),
            ("", "", "", "Chủ trì", "Phối hợp", ""),
            ("1", "Bưu điện xã Bình Thạnh", "Giờ mở cửa chưa đúng", "", "UBND xã", "Đã giải trình"),
            ("2", "nt", "Cân điện tử sai số", "Bưu điện huyện", "Bưu điện Tỉnh", ""),
            ("3", "Xã Mỹ Thọ", "nt", "BĐ xã", "", ""),
            ("4", "Điểm BĐ-VHX Mỹ Long", "Chữ trên phiếu hẹn mờ", "UBND xã Mỹ Long", "", ""),
        ],
    )
    district.cell(0, 3).merge(district.cell(0, 4))
    for place in (0, 1, 2, 5):
        vmerge(district.cell(0, place), restart=True)
        vmerge(district.cell(1, place), restart=False)
    document.add_paragraph("Thành phần tham dự:")
    word_table(document, [("STT", "Họ và tên", "Đơn vị"), ("1", "Trương Thị Nháp", "Bưu điện Tỉnh"), ("2", "Cao Văn Mẫu", "UBND Tỉnh")])
    path = FOLDER / "bien_ban_buu_dien.docx"
    document.save(str(path))
    ordered = {"remedy": "Sắp xếp lại", **due("trước tháng 4/2021", "2021-03-31")}
    february = due("28/02/2021", "2021-02-28")
    rows = [
        row(at(2, table=3), "buudien-29965", "Thiếu biên lai phí", cause="Chưa nhận kịp", remedy="Cấp đủ biên lai",
            **due("Quý I/2021", "2021-03-31")),
        row(at(3, table=3), "buudien-29954", "Chưa có quầy riêng", **ordered),
        row(at(3, table=3), "buudien-29954", "Thiếu bảng tên", **ordered),
        row(at(3, table=3), "buudien-29954", "Khách chờ ngoài hiên", **ordered),
        row(at(4, table=3), "buudien-29954", "Hồ sơ để lẫn với bưu phẩm"),
        row(at(5, table=3), "ubnd-29959", "Giờ mở cửa chưa đúng", **february),
        row(at(6, table=3), "buudien-29959", "Giờ mở cửa chưa đúng", **february),
        row(at(3, table=4), "buudien-30127", "Giờ mở cửa chưa đúng", coordinating=["ubnd-30127"], note="Đã giải trình"),
        row(at(4, table=4), "buudien-30127", "Cân điện tử sai số", lead=["buudien-873"], coordinating=["buudien-87"]),
        row(at(5, table=4), "ubnd-30100", "Cân điện tử sai số", lead=["buudien-30100"]),
        row(at(6, table=4), "buudien-30115", "Chữ trên phiếu hẹn mờ", lead=["ubnd-30115"]),
    ]  # fmt: skip
    errors = [error(at(7, table=3), "Nội dung hạn chế", "finding_missing", None)]
    about = "Biên bản điểm bưu điện: bảng kết quả đạt được, hai bảng hạn chế dưới đề mục huyện, BĐ-VHX, Bưu cục, BĐX, xã trùng tên."
    write(path, about, rows, errors=errors, skipped=4)


MAKERS = (one_commune, post_offices)
