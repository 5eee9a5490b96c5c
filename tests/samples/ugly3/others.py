"""Ugly files of other kinds: an old workbook in TCVN3 fonts, a CSV of names in NFD, a CSV in VNI letters saved as ANSI."""

from __future__ import annotations

from datetime import date
from typing import Any

import xlwt

from tests.samples.ugly.kit import error, tcvn3, vni
from tests.samples.ugly2.kit import due, on_sheet
from tests.samples.ugly3.kit import FOLDER, csv_text, nfd, row, write


def old_fonts() -> None:
    """TCVN3 by font in a workbook of 97: capitals are drawn, one cell has two fonts, some cells are Unicode, a column is hidden."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("KQKT")
    body, heads = xlwt.easyxf("font: name .VnTime"), xlwt.easyxf("font: name .VnTimeH, bold on")
    plain, day = xlwt.easyxf("font: name Arial"), xlwt.easyxf("font: name .VnTime", num_format_str="dd/mm/yyyy")
    head_lines: dict[int, list[str | None]] = {
        0: ["ủy ban nhân dân tỉnh đồng tháp"],
        1: ["biểu kết quả kiểm tra tại cơ sở"],
        4: ["tt", "huyện", "xã, thị trấn", "tồn tại, hạn chế", "nguyên nhân", "phối hợp", "thời hạn"],
        13: [None, None, None, None, "trưởng đoàn"],
    }
    lines: dict[int, list[Any]] = {
        2: ["(Số liệu đến hết ngày 31 tháng 12 năm 2020)"],
        5: [1, None, "Xã Hòa Bình", "- Chưa mở hòm thư góp ý;\n- Không ghi âm cuộc gọi phản ánh", "Chưa được hướng dẫn", "Bưu điện huyện",
            "Quý I/2021"],
        6: [None, None, None, "Tủ lưu hồ sơ đặt ở hành lang", "Phòng chật", None, date(2021, 4, 9)],
        7: [2, None, "Xã Phú Ninh", "-nt-", "nt", "UBND huyện", "nt"],
        8: [3, None, "Xã An Hòa", None, "Thiếu kinh phí"],
        9: [4, None, "Thị trấn Sa Rài", "Chưa sửa đường dẫn vào quầy", None, None, "trước tháng 6/2021"],
        10: [5, None, "Tân Phước"],
        11: ["Cộng", None, None, 6],
    }  # fmt: skip
    for table, style in ((head_lines, heads), (lines, body)):
        for number, values in table.items():
            for column, value in enumerate(values):
                if value is not None:
                    text = tcvn3(value) if isinstance(value, str) else value
                    sheet.write(number, column, text, day if isinstance(value, date) else style)
    sheet.write_merge(5, 8, 1, 1, "Huyện Tam Nông", plain)
    sheet.write_merge(9, 10, 1, 1, tcvn3("Huyện Tân Hồng"), body)
    sheet.write_rich_text(10, 3, [(tcvn3("Máy tính nhiễm vi rút, "), body.font), ("chưa cài lại", plain.font)], body)
    sheet.write(10, 6, "Thường xuyên", plain)
    sheet.col(5).hidden = True
    path = FOLDER / "vntime_cu.xls"
    book.save(str(path))
    here = on_sheet("KQKT")
    first: dict[str, Any] = {"cause": "Chưa được hướng dẫn", "coordinating": ["buudien-871"], **due("Quý I/2021", "2021-03-31")}
    april = {**due("09/04/2021", "2021-04-09"), "unscored": ["due_text"]}
    rows = [
        row(here(6), "ubnd-30004", "Chưa mở hòm thư góp ý", **first),
        row(here(6), "ubnd-30004", "Không ghi âm cuộc gọi phản ánh", **first),
        row(here(7), "ubnd-30004", "Tủ lưu hồ sơ đặt ở hành lang", cause="Phòng chật", **april),
        row(here(8), "ubnd-30028", "Tủ lưu hồ sơ đặt ở hành lang", cause="Phòng chật", coordinating=["ubnd-871"], **april),
        row(here(10), "ubnd-29926", "Chưa sửa đường dẫn vào quầy", **due("trước tháng 6/2021", "2021-05-31")),
        row(here(11), "ubnd-29944", "Máy tính nhiễm vi rút, chưa cài lại", **due("Thường xuyên", None)),
    ]
    errors = [error(here(9), "TỒN TẠI, HẠN CHẾ", "finding_missing", None)]
    about = "Excel 97 phông .VnTime và .VnTimeH (chữ hoa), ô hai phông, ô Unicode xen vào, huyện gộp dọc, cột phối hợp ẩn."
    write(path, about, rows, errors=errors, skipped=6, warnings=["encoding_converted"])


def names_in_nfd() -> None:
    """Everything in combining letters, nothing to be warned of; names without context, of a wrong kind, misspelt; no year is stated."""
    lines = [
        ("1", "Ba Sao", "Chưa niêm yết số điện thoại", "Niêm yết", "31/3/2021"),
        ("2", "Xã Tân Hòa", "Ghế chờ bị gãy", "Sửa ghế", "31/3/2021"),
        ("3", "Xã Phu Tho, huyện Tam Nông", "Ghế chờ bị gãy", "Sửa ghế", "31/3/2021"),
        ("4", "Xã Phú Hữu, huyện Châu Thành", "Bàn viết thiếu", "Thêm bàn", "31/4/2021"),
        ("5", "Thị trấn Mỹ An", "Phòng chờ tối", "Thêm đèn", "31/3"),
        ("6", "Thị trấn Mỹ An", "Tường ẩm mốc", "Sơn lại", "30/4/2021"),
        ("", "", "Mái tôn dột", "Thay tôn", "nt"),
        ("7", "", "Thiếu bảng tên", "Làm bảng", "30/4/2021"),
        ("8", "Bưu cục Phường 2, Sa Đéc", "Không trực buổi trưa", "Phân ca", "Quý II/2021"),
        ("9", "BĐ-VHX Mỹ Hiệp", "Không trực buổi trưa", "Phân ca", "Quý II/2021"),
        ("10", "Xã Tràm Chim, huyện Tam Nông", "Rèm cửa hỏng", "Thay rèm", ""),
        ("11", "Xã Tân Thành, huyện Thanh Bình", "Rèm cửa hỏng", "Thay rèm", ""),
        ("12", "Phường 1", "Rèm cửa hỏng", "Thay rèm", ""),
        ("13", "Bộ phận Một cửa xã Tân Thạnh", "Rèm cửa hỏng", "Thay rèm", ""),
        ("14", "UBND Cao Lãnh", "Chưa giao chỉ tiêu", "Giao chỉ tiêu", ""),
        ("15", "UBND thành phố Cao Lãnh", "Chưa giao chỉ tiêu", "Giao chỉ tiêu", ""),
    ]
    records = [["Danh sách tồn tại do các đoàn báo về"], ["Số TT", "Đơn vị", "Tồn tại, hạn chế", "Biện pháp", "Hạn hoàn thành"], *lines]
    path = FOLDER / "danh_sach_nfd.csv"
    path.write_bytes(nfd(csv_text(records, ",")).encode("utf-8-sig"))
    here = on_sheet(None)
    april, summer = due("30/4/2021", "2021-04-30"), due("Quý II/2021", "2021-06-30")
    rows = [
        row(here(3), "ubnd-30085", "Chưa niêm yết số điện thoại", remedy="Niêm yết", **due("31/3/2021", "2021-03-31")),
        row(here(8), "ubnd-30037", "Tường ẩm mốc", remedy="Sơn lại", **april),
        row(here(9), "ubnd-30037", "Mái tôn dột", remedy="Thay tôn", **april),
        row(here(11), "buudien-29911", "Không trực buổi trưa", remedy="Phân ca", **summer),
        row(here(12), "buudien-30112", "Không trực buổi trưa", remedy="Phân ca", **summer),
        row(here(16), "ubnd-30157", "Rèm cửa hỏng", remedy="Thay rèm"),
        row(here(18), "ubnd-866", "Chưa giao chỉ tiêu", remedy="Giao chỉ tiêu"),
    ]
    errors = [
        error(here(4), "Đơn vị", "unit_ambiguous", "Xã Tân Hòa", ["ubnd-30136", "ubnd-30235"]),
        error(here(5), "Đơn vị", "unit_unknown", "Xã Phu Tho, huyện Tam Nông", ["ubnd-30031"]),
        error(here(6), "Đơn vị", "unit_unknown", "Xã Phú Hữu, huyện Châu Thành", None),
        error(here(6), "Hạn hoàn thành", "date_invalid", "31/4/2021"),
        error(here(7), "Hạn hoàn thành", "date_invalid", "31/3"),
        error(here(10), "Đơn vị", "unit_missing", None),
        error(here(13), "Đơn vị", "unit_unknown", "Xã Tràm Chim, huyện Tam Nông", None),
        error(here(14), "Đơn vị", "unit_unknown", "Xã Tân Thành, huyện Thanh Bình", None),
        error(here(15), "Đơn vị", "unit_ambiguous", "Phường 1", ["ubnd-29866", "ubnd-29905"]),
        error(here(17), "Đơn vị", "unit_ambiguous", "UBND Cao Lãnh", ["ubnd-866", "ubnd-873"]),
    ]
    about = "UTF-8 tổ hợp (NFD, không cảnh báo), không có huyện và không có năm: tên trùng, thiếu dấu, sai loại, sai chính tả, bưu cục."
    write(path, about, rows, errors=errors, skipped=2)


def vni_as_ansi() -> None:
    """VNI letters in an ANSI file with semicolons: neither font nor mark tells the encoding."""
    records = [
        ["", "", "DANH MỤC HẠN CHẾ KỲ KIỂM TRA NĂM 2021", "", "", ""],
        ["Thời hạn", "Đơn vị", "Huyện, thành phố", "Hạn chế phát hiện", "Biện pháp khắc phục", "TT"],
        ["quý I", "Xã Tân Nhuận Đông", "Châu Thành", "Hướng dẫn người dân còn sơ sài", "Phát tờ hướng dẫn", "1"],
        ["Thường xuyên", "Thị trấn Cái Tàu Hạ", "Châu Thành", "Để người dân ngoài cổng chờ lâu", "Mở cửa sớm", "2"],
        ["nt", "Phường Mỹ Phú", "TP Cao Lãnh", "+ Bảng điện tử hỏng;\n+ Chữ trên bảng mờ, khó đọc", "Sửa chữa", "3"],
        ["15/5", "Xã Thường Lạc", "H. Hồng Ngự", "Công chức đi họp, vắng người trực", "Phân công lại", "4"],
        ["15/5", "Xã Tân Hội", "TP Hồng Ngự", "", "Phân công lại", "5"],
        ["", "", "", "Tổng cộng", "6", ""],
    ]
    path = FOLDER / "vni_ansi.csv"
    path.write_bytes(vni(csv_text(records, ";")).encode("cp1252"))
    here = on_sheet(None)
    always = due("Thường xuyên", None)
    rows = [
        row(here(3), "ubnd-30253", "Hướng dẫn người dân còn sơ sài", remedy="Phát tờ hướng dẫn", **due("quý I", "2021-03-31")),
        row(here(4), "ubnd-30244", "Để người dân ngoài cổng chờ lâu", remedy="Mở cửa sớm", **always),
        row(here(5), "ubnd-29888", "Bảng điện tử hỏng", remedy="Sửa chữa", **always),
        row(here(5), "ubnd-29888", "Chữ trên bảng mờ, khó đọc", remedy="Sửa chữa", **always),
        row(here(6), "ubnd-29977", "Công chức đi họp, vắng người trực", remedy="Phân công lại", **due("15/5", "2021-05-15")),
    ]
    errors = [error(here(7), "Hạn chế phát hiện", "finding_missing", None)]
    about = "CSV chữ VNI lưu kiểu ANSI (cp1252), chấm phẩy, thời hạn đứng đầu, STT đứng cuối, năm ở tên danh mục."
    write(path, about, rows, errors=errors, skipped=3, warnings=["encoding_converted"])


MAKERS = (old_fonts, names_in_nfd, vni_as_ansi)
