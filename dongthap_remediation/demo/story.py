"""What happened until 19/03/2021 in the demo, as data. Everything here is made up, and every text says so.

Units and points are the dispatch's own.

An act names its day and hour, who does it (a user name), the item (point key, responsible unit) and its own values.
"""

from __future__ import annotations

from dataclasses import dataclass

MARK = " (giả định)"


@dataclass(frozen=True)
class Act:
    """``kind``: progress, claim, verify, return, due, note, photo."""

    when: str
    who: str
    kind: str
    point: str
    unit: str
    percent: int = 0
    text: str = ""
    expected: str = ""
    due: str = ""
    files: tuple[tuple[str, str, str], ...] = ()


CENTRE = "tt.theodoi"
BEFORE = ("bang-niem-yet-truoc.png", "before", "Bảng niêm yết còn 2 mẫu")
AFTER = ("bang-niem-yet-sau.png", "after", "Đã dán 8 TTHC")
DESK = ("quay-tiep-nhan.png", "after", "Quầy tiếp nhận")


def _due(when: str, point: str, unit: str, day: str, why: str) -> Act:
    return Act(when, CENTRE, "due", point, unit, due=day, text=why + MARK)


def _done(start: str, claimed: str, verified: str, who: str, point: str, unit: str, text: str) -> tuple[Act, ...]:
    """Begun, proved, claimed and verified."""
    return (
        Act(start, who, "progress", point, unit, 40, "Đã lập kế hoạch, phân công người làm" + MARK),
        Act(claimed, who, "photo", point, unit, files=(AFTER, DESK)),
        Act(claimed, who, "claim", point, unit, 100, text + MARK),
        Act(verified, CENTRE, "verify", point, unit),
    )


STORY: tuple[Act, ...] = (
    # Due dates that the Centre sets; points 1.a and 1.b state none.
    _due("2021-02-23 09:10", "1.a", "ubnd-871", "2021-03-12", "Trụ sở phải xong trước đợt kiểm tra lại giữa tháng 3"),
    _due("2021-02-23 09:12", "1.a", "ubnd-876", "2021-03-15", "Theo đề nghị của đoàn kiểm tra"),
    _due("2021-02-23 09:14", "1.b", "ubnd-30103", "2021-03-16", "Niêm yết là việc làm được ngay"),
    _due("2021-02-23 09:16", "1.b", "ubnd-30226", "2021-03-18", "Niêm yết là việc làm được ngay"),
    _due("2021-02-23 09:18", "1.b", "ubnd-30007", "2021-03-12", "Hồ sơ ghi mẫu là việc làm được ngay"),
    _due("2021-02-23 09:20", "1.a", "ubnd-870", "2021-03-22", "Để kịp báo cáo Quý I"),
    _due("2021-02-23 09:22", "1.b", "ubnd-30022", "2021-03-22", "Để kịp báo cáo Quý I"),
    _due("2021-02-23 09:24", "1.b", "ubnd-30115", "2021-03-25", "Để kịp báo cáo Quý I"),
    _due("2021-02-23 09:26", "1.b", "ubnd-30124", "2021-03-26", "Để kịp báo cáo Quý I"),
    _due("2021-02-23 09:28", "1.a", "ubnd-873", "2021-03-31", "Để kịp báo cáo Quý I"),
    # TP Hồng Ngự: all done.
    *_done(
        "2021-02-25 08:30",
        "2021-03-05 15:00",
        "2021-03-08 09:00",
        "ubnd.tphongngu",
        "1.a",
        "ubnd-868",
        "Đã sửa phòng, thay bàn ghế, nối mạng",
    ),
    *_done(
        "2021-02-26 08:30",
        "2021-03-09 15:00",
        "2021-03-10 09:00",
        "p.anbinhb",
        "1.b",
        "ubnd-29986",
        "Niêm yết đủ 21/21 TTHC, có hồ sơ ghi mẫu",
    ),
    # Tháp Mười.
    *_done("2021-02-26 10:00", "2021-03-10 14:00", "2021-03-11 09:30", "xa.mydong", "1.b", "ubnd-30058", "Niêm yết đủ 21/21 TTHC"),
    *_done(
        "2021-02-26 10:30",
        "2021-03-11 14:00",
        "2021-03-12 09:30",
        "xa.truongxuan",
        "1.b",
        "ubnd-30046",
        "Niêm yết đủ, đã tập huấn 2 nhân viên",
    ),
    Act(
        "2021-03-15 08:40",
        "ubnd.thapmuoi",
        "progress",
        "1.a",
        "ubnd-872",
        70,
        "Đã lắp máy in, máy quét; còn chờ đường truyền" + MARK,
        "2021-03-26",
    ),
    Act("2021-03-16 09:15", "bd.thapmuoi", "note", "1.a", "ubnd-872", text="Bưu điện huyện đã đăng ký đường truyền ngày 15/03" + MARK),
    # Huyện Hồng Ngự.
    *_done(
        "2021-02-25 14:00", "2021-03-12 10:00", "2021-03-15 10:00", "xa.longkhanha", "1.b", "ubnd-29980", "Niêm yết đủ, có hồ sơ ghi mẫu"
    ),
    Act("2021-03-18 15:10", "xa.phuthuana", "progress", "1.b", "ubnd-29998", 90, "Đã niêm yết, đang hoàn thiện hồ sơ ghi mẫu" + MARK),
    Act("2021-03-18 15:20", "xa.phuthuana", "photo", "1.b", "ubnd-29998", files=(AFTER,)),
    Act("2021-03-18 15:25", "xa.phuthuana", "claim", "1.b", "ubnd-29998", 100, "Đã xong niêm yết và hồ sơ ghi mẫu" + MARK),
    Act("2021-03-10 08:20", "ubnd.huyenhongngu", "progress", "1.a", "ubnd-870", 70, "Đã sửa mái, còn thay quầy" + MARK, "2021-03-22"),
    # Châu Thành.
    *_done(
        "2021-02-24 08:30", "2021-03-09 16:00", "2021-03-12 08:30", "ubnd.chauthanh", "1.a", "ubnd-877", "Đã bàn giao phòng và thiết bị"
    ),
    *_done(
        "2021-02-24 09:30",
        "2021-03-16 16:00",
        "2021-03-17 08:30",
        "xa.hoatan",
        "1.b",
        "ubnd-30277",
        "Niêm yết đủ, đánh giá nhân viên lần 1",
    ),
    # Tam Nông: one overdue, one returned, one waiting.
    Act("2021-03-11 09:00", "ubnd.tamnong", "progress", "1.a", "ubnd-871", 30, "Đang chờ thẩm định dự toán" + MARK, "2021-03-29"),
    Act("2021-03-09 09:00", "xa.tancongsinh", "progress", "1.b", "ubnd-30007", 30, "Đã in một phần hồ sơ ghi mẫu" + MARK, "2021-03-24"),
    Act("2021-03-15 10:00", "xa.anlong", "progress", "1.b", "ubnd-30022", 80, "Đã đánh giá nhân viên Bưu điện tháng 2" + MARK),
    Act("2021-03-16 10:00", "xa.anlong", "claim", "1.b", "ubnd-30022", 100, "Đã đánh giá, có biên bản" + MARK),
    Act("2021-03-17 08:50", CENTRE, "return", "1.b", "ubnd-30022", text="Chưa có biên bản đánh giá kèm theo" + MARK),
    Act("2021-03-18 09:30", "xa.phuduc", "progress", "1.b", "ubnd-30013", 60, "Đã công khai số điện thoại tiếp nhận phản ánh" + MARK),
    # Thanh Bình.
    *_done(
        "2021-02-26 15:00", "2021-03-15 11:00", "2021-03-18 16:20", "xa.binhtan", "1.b", "ubnd-30148", "Niêm yết đủ, tuyên truyền 3 buổi"
    ),
    Act("2021-03-16 14:00", "xa.anphong", "progress", "1.b", "ubnd-30139", 80, "Đã công khai phí, lệ phí; còn mẫu đơn" + MARK),
    Act("2021-03-12 14:00", "ubnd.thanhbinh", "progress", "1.a", "ubnd-874", 45, "Đã mua máy quét, chờ lắp" + MARK, "2021-03-26"),
    # Huyện Cao Lãnh: the visitor's own district.
    Act("2021-03-08 08:30", "xa.mylong", "progress", "1.b", "ubnd-30115", 60, "Đã chuẩn bị 12/20 hồ sơ ghi mẫu" + MARK, "2021-03-24"),
    Act("2021-03-17 08:00", "xa.binhhangtay", "progress", "1.b", "ubnd-30124", 90, "Đã tập huấn xong, còn biên bản" + MARK),
    Act("2021-03-18 08:00", "xa.binhhangtay", "photo", "1.b", "ubnd-30124", files=(DESK,)),
    Act("2021-03-18 08:10", "xa.binhhangtay", "claim", "1.b", "ubnd-30124", 100, "Đã tập huấn và đánh giá, có biên bản" + MARK),
    Act("2021-03-09 14:10", "xa.tanhoitrung", "progress", "1.b", "ubnd-30103", 20, "Đã rà soát danh mục TTHC" + MARK),
    Act(
        "2021-03-15 14:10",
        "ubnd.huyencaolanh",
        "progress",
        "1.b",
        "ubnd-30103",
        40,
        "Đã in 8/21 TTHC. Số còn lại chờ bìa niêm yết" + MARK,
        "2021-03-22",
    ),
    Act("2021-03-19 08:50", "xa.tanhoitrung", "photo", "1.b", "ubnd-30103", files=(BEFORE, AFTER)),
    Act(
        "2021-03-16 09:00",
        "ubnd.huyencaolanh",
        "progress",
        "1.a",
        "ubnd-873",
        35,
        "Đã khảo sát 3 điểm, lập dự toán sửa mái che" + MARK,
        "2021-03-30",
    ),
    # Bưu điện Tỉnh and the Centre.
    Act("2021-03-10 10:00", "bd.tinh", "progress", "2", "buudien-87", 50, "Đã có văn bản chỉ đạo 12 Bưu điện cấp huyện" + MARK),
    Act("2021-03-01 10:00", CENTRE, "progress", "3.a", "kstthc-87", 50, "Theo dõi hằng tuần, đã hướng dẫn 3 huyện" + MARK),
    Act("2021-03-05 10:00", CENTRE, "progress", "3.b", "kstthc-87", 70, "Đã khảo sát các xã có trụ sở UBND cách xa Bưu điện" + MARK),
    Act("2021-03-18 16:00", CENTRE, "claim", "3.b", "kstthc-87", 100, "Đã trình dự thảo phương án" + MARK),
)
