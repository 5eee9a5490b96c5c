"""What contradicts a claim, and what only looks like it: a table, since every false alarm costs the trust of an office."""

from __future__ import annotations

import pytest

from directives.doubts import doubts

CONTRADICTS = {
    "Đã in và dán 8/21 TTHC. Số còn lại chờ bìa niêm yết": ["“8/21”", "“Số còn lại chờ bìa niêm yết”"],
    "Đã in và dán 08/21 TTHC": ["“08/21”"],
    "Đã khắc phục 1 trong 2 hạn chế (giả định)": ["“1 trong 2”"],
    "Đạt 8 trên tổng số 21 thủ tục": ["“8 trên tổng số 21”"],
    "Đã số hóa 1.200/1.500 hồ sơ": ["“1.200/1.500”"],
    "Đã lắp 3/5 máy, 5/5 ghế": [],  # 5 of 5: the page can't tell machines from chairs, so it keeps silent
    "Đã lắp 3/4 máy": ["“3/4”"],
    "8/12 xã đã niêm yết": ["“8/12”"],
    "Hoàn thành 40%": ["“40%”"],
    "Mới đạt khoảng 95 % khối lượng": ["“95 %”", "“Mới đạt khoảng 95 % khối lượng”"],
    "Đã lắp máy, mái che chưa sửa": ["“mái che chưa sửa”"],
    "Đã in nhưng chưa dán": ["“chưa dán”"],
    "Đã lắp máy và chưa sửa mái che": ["“chưa sửa mái che”"],
    "Chưa có kinh phí": ["“Chưa có kinh phí”"],
    "Còn thiếu 2 nhân viên": ["“Còn thiếu 2 nhân viên”"],
    "Đã xong phần mái, còn 3 điểm": ["“còn 3 điểm”"],
    "Đang chờ thẩm định dự toán": ["“Đang chờ thẩm định dự toán”"],
    "UBND xã đang xem xét ba điều kiện nêu ở điểm 1.b": ["“UBND xã đang xem xét ba điều kiện nêu ở điểm 1.b”"],
    "Đã đo đạc; đang thi công": ["“đang thi công”"],
    "Sẽ lắp trong tháng sau": ["“Sẽ lắp trong tháng sau”"],
    "Đã đặt hàng. Chờ nhà thầu": ["“Chờ nhà thầu”"],
    "Đã làm một phần": ["“Đã làm một phần”"],
    "Cơ bản hoàn thành": ["“Cơ bản hoàn thành”"],
    "Sắp xong": ["“Sắp xong”"],
    "Đã mua máy; dự kiến hoàn thành cuối tháng": ["“dự kiến hoàn thành cuối tháng”"],
    "Đã tập huấn 4 người\nChưa cấp giấy chứng nhận": ["“Chưa cấp giấy chứng nhận”"],
    "Không kịp hoàn thành": ["“Không kịp hoàn thành”"],
}

IN_ORDER = (
    "",
    "Đã niêm yết 21/21 TTHC",
    "Đã lắp 8/8 máy",
    "Từ 8/21 TTHC nay đã dán 21/21 TTHC",
    "Theo Quyết định 12/2021/QĐ-UBND đã niêm yết đủ",
    "Theo Quyết định 12/2021 đã niêm yết đủ",
    "Theo Kế hoạch 152/KH-UBND và Công văn số 8/21",
    "Xong ngày 5/12",
    "Xong ngày 15/03/2021, nghiệm thu 1/4/2021",
    "Họp 5/12, 6/12 và 7/12",
    "Nghỉ lễ 2/9 vẫn trực",
    "Trong tháng 3/2021 đã hoàn thành",
    "Báo cáo quý 1/2021 đã gửi",
    "Nhà số 12/34 đường Nguyễn Huệ đã sửa",
    "Bình quân 8/10 điểm",
    "Đã cung cấp dịch vụ công mức độ 3/4",
    "Bản đồ tỷ lệ 1/500 đã treo",
    "Đường truyền 50/100 Mbps đã lắp",
    "Tỷ lệ hài lòng đạt 98%",
    "Hồ sơ trễ giảm 30 %",
    "Từ 40% nay đã 100%",
    "Con dấu còn hạn, chứng thư số còn hiệu lực",
    "Không còn hồ sơ trễ hạn",
    "Giấy phép còn 2 năm",
    "Máy còn tốt",
    "Đã dán nốt 13 TTHC còn lại",
    "Các hạn chế còn tồn tại đã được khắc phục",
    "Không những niêm yết mà còn phát tờ rơi",
    "Đã bổ sung 13 TTHC chưa niêm yết",
    "Đã khắc phục tình trạng chưa công khai phí, lệ phí",
    "Chưa phát sinh hồ sơ trễ hạn",
    "Đã thay bảng mới, máy in mới",
    "Đã bố trí phòng chờ, ghế chờ cho người dân",
    "Máy in đang sử dụng tốt; bảng đang niêm yết công khai đủ",
    "Nhân viên đang làm việc tại quầy",
    "Sẽ duy trì thường xuyên",
    "Hoàn thành theo dự kiến",
    "Đã trang bị 01 máy quét, 01 máy in; đường truyền 50 Mbps lắp ngày 16/03/2021 tại Bộ phận Một cửa",
    "Đã tập huấn 2 trong 3 ngày",
    "Đã tập huấn 4 người, 02 buổi tại xã Trường Xuân (giả định)",
    "Đã khắc phục đủ 3 hạn chế; duy trì niêm yết, tuyên truyền (giả định)",
    "Đã sửa phòng, thay bàn ghế, nối mạng (giả định)",
)


@pytest.mark.parametrize(("note", "quoted"), CONTRADICTS.items())
def test_what_speaks_against_done_is_quoted_as_it_was_written(note: str, quoted: list[str]) -> None:
    assert doubts(note) == quoted


@pytest.mark.parametrize("note", IN_ORDER)
def test_what_only_looks_like_it_is_left_alone(note: str) -> None:
    assert doubts(note) == []


@pytest.mark.parametrize(("percent", "found"), [(None, []), (100, []), (40, ["mức 40%"]), (0, [])])
def test_a_percentage_beside_it_counts(percent: int | None, found: list[str]) -> None:
    assert doubts("Đã dán đủ 21/21 TTHC", percent) == found


def test_no_more_is_quoted_than_is_read() -> None:
    assert len(doubts("Mái chưa sửa, bảng chưa dán, ghế chưa mua, mạng chưa nối", 40)) == 3
    assert all(len(quote) < 80 for quote in doubts("Chưa " + "rất dài " * 40))
