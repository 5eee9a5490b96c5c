"""An ugly workbook of terms without a year and of leads: open groups, several leads, bodies of the province, names that do not exist."""

from __future__ import annotations

from datetime import date
from typing import Any

from openpyxl import Workbook

from tests.samples.ugly.kit import error, fill
from tests.samples.ugly2.kit import due, merge, on_sheet
from tests.samples.ugly3.kit import FOLDER, row, write

# unit as typed, its code, finding, term as typed, its day, lead, coordinating; codes of lead and coordinating, the open group
Line = tuple[str, str, str, Any, str | None, str | None, str | None, list[str] | None, list[str], str | None]
LINES: tuple[Line, ...] = (
    ("Xã Phú Đức (huyện Tam Nông)", "30013", "Chưa có lịch tiếp công dân", "trước tháng 7/2021", "2021-06-30", "UBND xã",
     "Bưu điện huyện; các ngành liên quan", None, ["buudien-871"], "các ngành liên quan"),
    ("X. Ba Sao, H. Cao Lãnh", "30085", "Chưa có nội quy phòng chờ", "Trước ngày 05/4", "2021-04-05", "Các cơ quan liên quan", None, None,
     [], "Các cơ quan liên quan"),
    ("Phong Hòa, huyện Lai Vung", "30241", "Trụ sở chưa có điện dự phòng", "6 tháng cuối năm", "2021-12-31", "UBND huyện, Bưu điện huyện",
     "UBND xã", ["ubnd-876", "buudien-876"], ["ubnd-30241"], None),
    ("UBND xã Hội An Đông", "30202", "Phần mềm báo sai ngày hẹn", "quý III", "2021-09-30", "Sở Nội vụ",
     "Sở Tư pháp; Sở Thông tin và Truyền thông", ["so-noi-vu-87"], ["so-tu-phap-87", "so-tttt-87"], None),
    ("Xã Thông Bình, Tân Hồng", "29932", "Chưa ký quy chế phối hợp", "Trong tháng 6", "2021-06-30", "Văn phòng UBND Tỉnh", None,
     ["vpubnd-87"], [], None),
    ("Xã Long Khánh B, huyện Hồng Ngự", "29983", "Chưa có người thay khi nghỉ phép", "Từ 01/4/2021 đến 30/4/2021", "2021-04-30",
     "Bưu điện Tỉnh", "UBND xã; UBND huyện", ["buudien-87"], ["ubnd-29983", "ubnd-870"], None),
    ("Phường 11", "29863", "Chưa tổng hợp phiếu khảo sát", "Hằng tháng", None, None, "các đoàn thể phường", None, [],
     "các đoàn thể phường"),
    ("P. An Lạc, TP Hồng Ngự", "29978", "Ổ khóa tủ hỏng", "Khẩn trương", None, "UBND phường", None, None, [], None),
    ("Xã Phú Thành A, huyện Tam Nông", "30034", "Nhầm mã hồ sơ", "đến hết quý II năm 2021", "2021-06-30", "UBND huyện", "UBND xã",
     ["ubnd-871"], ["ubnd-30034"], None),
    ("Xã Hưng Thạnh, huyện Tháp Mười", "30043", "Chưa kẻ vạch chỗ xếp hàng", "chậm nhất là ngày 12 tháng 5 năm 2021", "2021-05-12", None,
     None, None, [], None),
    ("Xã An Nhơn, huyện Châu Thành", "", "Cổng vào bị khóa giờ trưa", "31/9", None, "UBND xã", None, None, [], None),
    ("Xã Tân Long, huyện Thanh Bình", "", "Bình chữa cháy hết hạn", "15/13/2021", None, "UBND xã", None, None, [], None),
    ("Xã Mỹ Xương, huyện Cao Lãnh", "30121", "Chưa có khay đựng hồ sơ", "10.4.2021", "2021-04-10", "UBND xã", "UBND huyện", None,
     ["ubnd-873"], None),
    ("Bưu điện xã Mỹ Xương, huyện Cao Lãnh", "buudien-30121", "Chưa có khay đựng hồ sơ", '"', "2021-04-10", None, "nt", None,
     ["ubnd-873"], None),
    ("Xã Vĩnh Thạnh, huyện Lấp Vò", "30187", "Chưa lập biên bản bàn giao", "năm 2021", "2021-12-31",
     "Trung tâm Kiểm soát TTHC và Phục vụ hành chính công", "các cơ quan, đơn vị có liên quan", ["kstthc-87"], [],
     "các cơ quan, đơn vị có liên quan"),
    ("Xã Định An, huyện Lấp Vò", "30196", "Chưa lắp màn hình gọi số", date(2021, 5, 6), "2021-05-06", "UBND xã", None, None, [], None),
)  # fmt: skip


def terms_and_leads() -> None:
    """Years 2020 and 2021 stand above the header: the latest counts. Two rows name bodies that cannot be matched."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Phân công"
    fill(
        sheet,
        {
            1: ["PHÂN CÔNG KHẮC PHỤC HẠN CHẾ SAU KIỂM TRA QUÝ IV/2020"],
            2: ["(Kèm theo Công văn số 215/VPUBND-KSTTHC ngày 18 tháng 02 năm 2021)"],
            4: ["Số TT", "Đơn vị được kiểm tra", "Nội dung tồn tại", "Thời gian hoàn thành", "Chủ trì", "Phối hợp"],
        },
    )
    merge(sheet, ("A1:F1", "A2:F2"))
    here = on_sheet("Phân công")
    rows, errors = [], []
    for number, (unit, code, finding, term, day, lead, others, leads, coordinating, group) in enumerate(LINES, start=5):
        fill(sheet, {number: [f"{number - 4:02}", unit, finding, term, lead, others]})
        if not code:
            errors.append(error(here(number), "Thời gian hoàn thành", "date_invalid", term))
            continue
        site = code if "-" in code else f"ubnd-{code}"
        told = row(here(number), site, finding, lead=leads or [site], coordinating=coordinating, coordinating_text=group,
                   **due("10.4.2021" if term == '"' else term, day))  # fmt: skip
        if group and coordinating:
            told["accept"] = {"coordinating_text": [others]}
        if isinstance(term, date):
            sheet.cell(number, 4).number_format = "dd/mm/yyyy"
            told |= {"due_text": "06/05/2021", "unscored": ["due_text"]}
        rows.append(told)
    end = 5 + len(LINES)
    fill(
        sheet,
        {
            end: [17, "Xã An Phong, huyện Thanh Bình", "Chưa có bảng tên quầy", "Ngay sau kiểm tra", "UBND xã An Phogn"],
            end + 1: [18, "Xã Phú Lợi, huyện Thanh Bình", "Chưa quyết toán tiền điện", "Quý II/2021", "UBND xã", "Sở Tài chính"],
            end + 2: [None, None, "Tổng số: 18 hạn chế"],
            end + 4: [None, None, None, None, "TL. CHỦ TỊCH"],
        },
    )
    errors += [
        error(here(end), "Chủ trì", "unit_unknown", "UBND xã An Phogn", None),
        error(here(end + 1), "Phối hợp", "unit_unknown", "Sở Tài chính", None),
    ]
    path = FOLDER / "han_va_phan_cong.xlsx"
    book.save(path)
    about = "Thời hạn đủ kiểu, thiếu năm (2020 và 2021 ở tên phụ lục, lấy năm sau); chủ trì nhiều nơi, nhóm mở, sở, tên không có."
    write(path, about, rows, errors=errors, skipped=5)


MAKERS = (terms_and_leads,)
