"""A dispatch of today's province: no districts any more, 102 communes, Sở with tasks of their own."""

from datetime import date

from tests.seed import read

TEXT = """ỦY BAN NHÂN DÂN
TỈNH ĐỒNG THÁP
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 512/UBND-KSTTHC
Đồng Tháp, ngày 27 tháng 11 năm 2026
V/v khắc phục hạn chế trong giải quyết thủ tục hành chính

Kính gửi:
- Sở Nội vụ;
- Ủy ban nhân dân các xã, phường.

Qua kiểm tra, Ủy ban nhân dân Tỉnh yêu cầu:
1. Ủy ban nhân dân các xã, phường rà soát, niêm yết công khai thủ tục hành chính, hoàn thành trước ngày 31/12/2026.
2. Sở Nội vụ chủ trì, phối hợp với Sở Tư pháp kiểm tra việc thực hiện trước ngày 15/01/2027.
3. Ủy ban nhân dân xã Tràm Chim khắc phục ngay việc trả kết quả trễ hẹn.

Nơi nhận:
- Như trên;
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Nguyễn Văn A
"""


def test_the_communes_of_today_are_those_that_are_meant() -> None:
    proposal = read(TEXT.encode(), "cong-van.txt")
    assert [(one.text, len(one.units)) for one in proposal.addressees] == [("Sở Nội vụ", 1), ("Ủy ban nhân dân các xã, phường", 102)]
    found = [(point.key, len(point.lead), point.due_on) for point in proposal.points]
    assert found == [("1", 102, date(2026, 12, 31)), ("2", 1, date(2027, 1, 15)), ("3", 1, None)]
    assert proposal.points[2].lead == ("ubnd-30001-2025",), "of two units with this code that of today"
    assert [warning.code for warning in proposal.warnings] == []
