"""What happened until 19/03/2021 in the demo, as data. Everything here is made up, and every text says so.

Units and points are the dispatch's own.

An act names its day and hour, who does it (a user name), the item (point key, responsible unit) and its own values.
"""

from dataclasses import dataclass

MARK = " (giả định)"


@dataclass(frozen=True)
class Act:
    """``kind``: progress, claim, verify, return, due, note, photo, stuck, answer, close. ``finding``: with which words the finding of the
    item begins, "" for an item of the point itself.
    """

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
    finding: str = ""


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
    _due("2021-02-23 09:10", "1.a", "ubnd-871", "2021-03-31", "Để kịp báo cáo Quý I"),
    _due("2021-02-23 09:12", "1.a", "ubnd-876", "2021-03-31", "Để kịp báo cáo Quý I"),
    _due("2021-02-23 09:20", "1.a", "ubnd-870", "2021-03-31", "Để kịp báo cáo Quý I"),
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
        "Đã khắc phục đủ 3 hạn chế; duy trì niêm yết, tuyên truyền",
    ),
    # Tháp Mười.
    *_done("2021-02-26 10:00", "2021-03-10 14:00", "2021-03-11 09:30", "xa.mydong", "1.b", "ubnd-30058", "Đã khắc phục đủ 2 hạn chế"),
    *_done("2021-02-26 10:30", "2021-03-12 14:00", "2021-03-15 09:30", "xa.truongxuan", "1.b", "ubnd-30046", "Đã khắc phục đủ 3 hạn chế"),
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
    *_done("2021-02-25 14:00", "2021-03-12 10:00", "2021-03-15 10:00", "xa.longkhanha", "1.b", "ubnd-29980", "Đã khắc phục đủ 2 hạn chế"),
    Act("2021-03-10 08:20", "ubnd.huyenhongngu", "progress", "1.a", "ubnd-870", 70, "Đã sửa mái, còn thay quầy" + MARK, "2021-03-22"),
    # Châu Thành.
    *_done(
        "2021-02-24 08:30", "2021-03-09 16:00", "2021-03-12 08:30", "ubnd.chauthanh", "1.a", "ubnd-877", "Đã bàn giao phòng và thiết bị"
    ),
    # Tam Nông, Thanh Bình, Cao Lãnh: on the way.
    Act("2021-03-11 09:00", "ubnd.tamnong", "progress", "1.a", "ubnd-871", 30, "Đang chờ thẩm định dự toán" + MARK, "2021-03-29"),
    Act("2021-03-12 14:00", "ubnd.thanhbinh", "progress", "1.a", "ubnd-874", 45, "Đã mua máy quét, chờ lắp" + MARK, "2021-03-26"),
    Act("2021-03-17 08:30", "xa.mylong", "progress", "1.b", "ubnd-30115", 40, "Đã khắc phục 1 trong 2 hạn chế" + MARK),
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
    Act("2021-03-17 15:00", "bd.tinh", "stuck", "2", "buudien-87", text="Chưa tuyển được nhân viên thay thế tại 2 Bưu điện cấp xã" + MARK),
    Act("2021-03-10 10:00", "bd.tinh", "progress", "2", "buudien-87", 50, "Đã có văn bản chỉ đạo 12 Bưu điện cấp huyện" + MARK),
    Act("2021-03-01 10:00", CENTRE, "progress", "3.a", "kstthc-87", 50, "Theo dõi hằng tuần, đã hướng dẫn 3 huyện" + MARK),
    Act("2021-03-05 10:00", CENTRE, "progress", "3.b", "kstthc-87", 70, "Đã khảo sát các xã có trụ sở UBND cách xa Bưu điện" + MARK),
    Act("2021-03-18 16:00", CENTRE, "claim", "3.b", "kstthc-87", 100, "Đã trình dự thảo phương án" + MARK),
)
