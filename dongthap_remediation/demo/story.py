"""What happened until 19/03/2021 in the demo, as data. Everything here is made up, and every text says so.

Units and points are the dispatch's own, findings those of the demo's annex. An act names its day and hour (of 2021), who does it (a user
name), the item (point key, responsible unit and, for a finding, the words with which its text begins) and its own values.
"""

from dataclasses import dataclass
from typing import Any

MARK = " (giả định)"
Files = tuple[tuple[str, str, str], ...]


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
    files: Files = ()
    finding: str = ""
    late: str = ""


CENTRE = "tt.theodoi"
BEFORE = ("bang-niem-yet-truoc.png", "before", "Bảng niêm yết còn 2 mẫu")
AFTER = ("bang-niem-yet-sau.png", "after", "Đã dán 8 TTHC")
DESK = ("quay-tiep-nhan.png", "after", "Quầy tiếp nhận")


def act(
    when: str, who: str, kind: str, point: str, unit: str, percent: int = 0, text: str = "", expected: str = "", *,
    due: str = "", files: Files = (), finding: str = "", late: str = "",
) -> Act:  # fmt: skip
    days = [f"2021-{day}" if day else "" for day in (when, expected, due)]
    return Act(
        days[0], who, kind, point, unit, percent, text + MARK if text else "", days[1], days[2], files, finding, late + MARK if late else ""
    )


def _finding(
    when: str, who: str, kind: str, unit: str, finding: str, percent: int = 0, text: str = "", expected: str = "", **more: Any
) -> Act:
    return act(when, who, kind, "1.b", unit, percent, text, expected, finding=finding, **more)


def _due(when: str, point: str, unit: str, day: str, why: str, finding: str = "") -> Act:
    return act(when, CENTRE, "due", point, unit, text=why, due=day, finding=finding)


def done(start: str, claimed: str, verified: str, who: str, point: str, unit: str, text: str) -> tuple[Act, ...]:
    """Begun, proved, claimed and verified."""
    return (
        act(start, who, "progress", point, unit, 40, "Đã lập kế hoạch, phân công người làm"),
        act(claimed, who, "photo", point, unit, files=(AFTER, DESK)),
        act(claimed, who, "claim", point, unit, 100, text),
        act(verified, CENTRE, "verify", point, unit),
    )


def _mended(who: str, unit: str, finding: str, claimed: str, verified: str, text: str) -> tuple[Act, ...]:
    """Begun on 25/02, proved and claimed at three in the afternoon, verified at half past nine."""
    return (
        _finding("02-25 09:00", who, "progress", unit, finding, 30, "Đã phân công người làm"),
        _finding(f"{claimed} 14:55", who, "photo", unit, finding, files=(AFTER,)),
        _finding(f"{claimed} 15:00", who, "claim", unit, finding, 100, text),
        _finding(f"{verified} 09:30", CENTRE, "verify", unit, finding),
    )


STORY: tuple[Act, ...] = (
    # Due dates that the Centre sets; points 1.a and 1.b state none.
    _due("02-23 09:10", "1.a", "ubnd-871", "03-31", "Để kịp báo cáo Quý I"),
    _due("02-23 09:12", "1.a", "ubnd-876", "03-31", "Để kịp báo cáo Quý I"),
    _due("02-23 09:20", "1.a", "ubnd-870", "03-31", "Để kịp báo cáo Quý I"),
    _due("02-23 09:28", "1.a", "ubnd-873", "03-31", "Để kịp báo cáo Quý I"),
    # TP Hồng Ngự: all done.
    *done("02-25 08:30", "03-05 15:00", "03-08 09:00", "ubnd.tphongngu", "1.a", "ubnd-868", "Đã sửa phòng, thay bàn ghế, nối mạng"),
    *done("02-26 08:30", "03-09 15:00", "03-10 09:00", "p.anbinhb", "1.b", "ubnd-29986", "Đã khắc phục đủ 3 hạn chế; duy trì niêm yết"),
    # Tháp Mười.
    *done("02-26 10:00", "03-10 14:00", "03-11 09:30", "xa.mydong", "1.b", "ubnd-30058", "Đã khắc phục đủ 2 hạn chế"),
    *done("02-26 10:30", "03-12 14:00", "03-15 09:30", "xa.truongxuan", "1.b", "ubnd-30046", "Đã khắc phục đủ 3 hạn chế"),
    act("03-15 08:40", "ubnd.thapmuoi", "progress", "1.a", "ubnd-872", 70, "Đã lắp máy in, máy quét; còn chờ đường truyền", "03-26"),
    act("03-16 09:15", "bd.thapmuoi", "note", "1.a", "ubnd-872", text="Bưu điện huyện đã đăng ký đường truyền ngày 15/03"),
    # Huyện Hồng Ngự.
    *done("02-25 14:00", "03-12 10:00", "03-15 10:00", "xa.longkhanha", "1.b", "ubnd-29980", "Đã khắc phục đủ 2 hạn chế"),
    act("03-10 08:20", "ubnd.huyenhongngu", "progress", "1.a", "ubnd-870", 70, "Đã sửa mái, còn thay quầy", "03-22"),
    # Châu Thành.
    *done("02-24 08:30", "03-09 16:00", "03-12 08:30", "ubnd.chauthanh", "1.a", "ubnd-877", "Đã bàn giao phòng và thiết bị"),
    # Tam Nông, Thanh Bình, Cao Lãnh: on the way.
    act("03-11 09:00", "ubnd.tamnong", "progress", "1.a", "ubnd-871", 30, "Đang chờ thẩm định dự toán", "03-29"),
    act("03-12 14:00", "ubnd.thanhbinh", "progress", "1.a", "ubnd-874", 45, "Đã mua máy quét, chờ lắp", "03-26"),
    act("03-17 08:30", "xa.mylong", "progress", "1.b", "ubnd-30115", 40, "Đã khắc phục 1 trong 2 hạn chế"),
    act("03-16 09:00", "ubnd.huyencaolanh", "progress", "1.a", "ubnd-873", 35, "Đã khảo sát 3 điểm, lập dự toán sửa mái che", "03-30"),
    # Bưu điện Tỉnh and the Centre.
    act("03-17 15:00", "bd.tinh", "stuck", "2", "buudien-87", text="Chưa tuyển được nhân viên thay thế tại 2 Bưu điện cấp xã"),
    act("03-10 10:00", "bd.tinh", "progress", "2", "buudien-87", 50, "Đã có văn bản chỉ đạo 12 Bưu điện cấp huyện"),
    act("03-01 10:00", CENTRE, "progress", "3.a", "kstthc-87", 50, "Theo dõi hằng tuần, đã hướng dẫn 3 huyện"),
    act("03-05 10:00", CENTRE, "progress", "3.b", "kstthc-87", 70, "Đã khảo sát các xã có trụ sở UBND cách xa Bưu điện"),
    act("03-18 16:00", CENTRE, "claim", "3.b", "kstthc-87", 100, "Đã trình dự thảo phương án"),
    # The findings of the annex, each named by the words with which it begins. Due dates that the Centre sets where the annex gives none.
    _due("02-23 09:30", "1.b", "ubnd-29998", "03-22", "Để kịp báo cáo Quý I", "Thiếu máy quét"),
    _due("02-23 09:32", "1.b", "ubnd-30148", "03-26", "Để kịp báo cáo Quý I", "Thiếu máy in"),
    _due("02-23 09:34", "1.b", "ubnd-30103", "03-31", "Cuối Quý I", "Mái che"),
    _due("02-23 09:36", "1.b", "ubnd-30103", "03-31", "Cuối Quý I", "Nhân viên chưa hoàn thành"),
    _due("02-23 09:38", "1.b", "ubnd-30226", "03-15", "Theo đề nghị của đoàn kiểm tra", "Thiếu máy quét"),
    # TP Hồng Ngự: all done.
    *_mended("p.anbinhb", "ubnd-29986", "Bảng niêm yết", "03-03", "03-04", "Niêm yết đủ 21/21 TTHC"),
    *_mended("p.anbinhb", "ubnd-29986", "Chưa có hồ sơ", "03-05", "03-08", "Đã có hồ sơ ghi mẫu lĩnh vực hộ tịch"),
    *_mended("p.anbinhb", "ubnd-29986", "Chưa tuyên truyền", "03-08", "03-09", "Đã dán bảng tin, phát thanh 3 buổi"),
    # Huyện Hồng Ngự: one waits for the Centre.
    *_mended("xa.longkhanha", "ubnd-29980", "Chưa niêm yết", "03-10", "03-11", "Đã niêm yết danh mục thực hiện qua Bưu điện"),
    *_mended("xa.longkhanha", "ubnd-29980", "Nhân viên", "03-11", "03-12", "Đã tập huấn 2 nhân viên"),
    _finding("03-16 08:40", "xa.phuthuana", "progress", "ubnd-29998", "Thiếu máy quét", 70, "Đã lắp máy quét, chờ đường truyền", "03-22"),
    *_mended("xa.phuthuana", "ubnd-29998", "Hồ sơ ghi mẫu", "03-12", "03-15", "Đã thay theo mẫu đơn hiện hành"),
    _finding("03-18 13:40", "xa.phuthuana", "progress", "ubnd-29998", "Chưa đánh giá", 90, "Đã đánh giá, đang hoàn thiện biên bản"),
    _finding("03-18 13:55", "xa.phuthuana", "claim", "ubnd-29998", "Chưa đánh giá", 100, "Đã đánh giá tháng 2, tháng 3, có biên bản"),
    # Tam Nông: one overdue, one returned, one stuck.
    _finding("03-09 09:00", "xa.tancongsinh", "progress", "ubnd-30007", "Chưa chuẩn bị", 30, "Đã in một phần hồ sơ ghi mẫu", "03-24"),
    *_mended("xa.tancongsinh", "ubnd-30007", "Chưa niêm yết", "03-09", "03-10", "Đã niêm yết đủ"),
    _finding("03-18 09:30", "xa.phuduc", "progress", "ubnd-30013", "Chưa niêm yết", 60, "Đã niêm yết số điện thoại, còn địa chỉ"),
    *_mended("xa.phuduc", "ubnd-30013", "Nhân viên", "03-11", "03-12", "Đã tập huấn lại"),
    _finding("03-15 10:00", "xa.anlong", "progress", "ubnd-30022", "Chưa đánh giá", 80, "Đã đánh giá nhân viên Bưu điện tháng 2"),
    _finding("03-16 10:00", "xa.anlong", "claim", "ubnd-30022", "Chưa đánh giá", 100, "Đã đánh giá, có biên bản"),
    _finding("03-17 08:50", CENTRE, "return", "ubnd-30022", "Chưa đánh giá", text="Chưa có biên bản đánh giá kèm theo"),
    *_mended("xa.anlong", "ubnd-30022", "Bảng niêm yết", "03-09", "03-10", "Đã dời bảng ra trước quầy"),
    *_mended("xa.anlong", "ubnd-30022", "Hồ sơ ghi mẫu", "03-12", "03-15", "Đã có đủ 20/20 hồ sơ ghi mẫu"),
    # Thanh Bình.
    _finding("03-12 14:00", "xa.binhtan", "progress", "ubnd-30148", "Thiếu máy in", 45, "Đã mua máy quét, chờ lắp", "03-26"),
    *_mended("xa.binhtan", "ubnd-30148", "Niêm yết", "03-10", "03-11", "Niêm yết đủ"),
    *_mended("xa.binhtan", "ubnd-30148", "Chưa tuyên truyền", "03-12", "03-15", "Tuyên truyền 3 buổi"),
    _finding("03-16 14:00", "xa.anphong", "progress", "ubnd-30139", "Chưa công khai", 80, "Đã công khai phí, lệ phí; còn mẫu đơn"),
    *_mended("xa.anphong", "ubnd-30139", "Chưa tập huấn", "03-15", "03-16", "Đã tập huấn 1 nhân viên mới"),
    # Tháp Mười: all findings done.
    *_mended("xa.mydong", "ubnd-30058", "Danh mục", "03-08", "03-09", "Niêm yết đủ 21/21 TTHC"),
    *_mended("xa.mydong", "ubnd-30058", "Chưa đánh giá", "03-09", "03-10", "Đã đánh giá, có biên bản"),
    *_mended("xa.truongxuan", "ubnd-30046", "Thiếu bàn ghế", "03-10", "03-11", "Đã thêm bàn ghế, sửa máy quét"),
    *_mended("xa.truongxuan", "ubnd-30046", "Bảng niêm yết", "03-10", "03-11", "Đã in lại, ghi rõ mức phí"),
    *_mended("xa.truongxuan", "ubnd-30046", "Công chức", "03-11", "03-12", "Đã tập huấn 4 người"),
    # Huyện Cao Lãnh: the visitor's own district.
    _finding("03-08 08:30", "xa.mylong", "progress", "ubnd-30115", "Mới có 8", 60, "Đã chuẩn bị 12/20 hồ sơ ghi mẫu", "03-24"),
    *_mended("xa.mylong", "ubnd-30115", "Chưa tuyên truyền", "03-11", "03-12", "Phát thanh 5 buổi, dán bảng tin 3 ấp"),
    _finding("03-17 08:00", "xa.binhhangtay", "progress", "ubnd-30124", "Nhân viên", 50, "Đã tập huấn 1 buổi, còn 1 buổi", "03-25"),
    *_mended("xa.binhhangtay", "ubnd-30124", "Chưa công khai", "03-08", "03-09", "Đã công khai tại quầy"),
    _finding("03-18 08:00", "xa.binhhangtay", "photo", "ubnd-30124", "Chưa đánh giá", files=(DESK,)),
    _finding("03-18 08:10", "xa.binhhangtay", "claim", "ubnd-30124", "Chưa đánh giá", 100, "Đã đánh giá, có biên bản"),
    _finding("03-09 14:10", "xa.tanhoitrung", "progress", "ubnd-30103", "Bảng niêm yết", 20, "Đã rà soát danh mục TTHC"),
    _finding(
        "03-15 14:10",
        "ubnd.huyencaolanh",
        "progress",
        "ubnd-30103",
        "Bảng niêm yết",
        40,
        "Đã in 8/21 TTHC. Số còn lại chờ bìa niêm yết",
        "03-22",
    ),
    _finding("03-19 08:50", "xa.tanhoitrung", "photo", "ubnd-30103", "Bảng niêm yết", files=(BEFORE, AFTER)),
    _finding("03-10 09:00", "xa.tanhoitrung", "progress", "ubnd-30103", "Mái che", 10, "Đã lập dự toán"),
    # Lai Vung: three overdue, two of them not begun.
    _finding("03-10 16:00", "xa.tanthanh.laivung", "progress", "ubnd-30226", "Bảng niêm yết", 20, "Đang rà soát danh mục"),
    # Difficulties: three wait, one was answered.
    _finding("03-08 10:00", "xa.phuduc", "stuck", "ubnd-30013", "Chưa niêm yết", text="Trụ sở xa Bưu điện, chưa có điểm tiếp nhận chung"),
    _finding("03-12 10:00", "ubnd.huyencaolanh", "stuck", "ubnd-30103", "Mái che", text="Chưa có kinh phí sửa mái che trong Quý I"),
    _finding("03-16 10:00", "xa.tanthanh.laivung", "stuck", "ubnd-30226", "Bảng niêm yết", text="Chưa có máy in bảng khổ lớn"),
    _finding("03-09 10:00", "ubnd.huyencaolanh", "stuck", "ubnd-30103", "Bảng niêm yết", text="Chưa có mẫu thống nhất cho bảng niêm yết"),
    _finding("03-11 09:40", CENTRE, "answer", "ubnd-30103", "Bảng niêm yết", text="Niêm yết theo danh mục đã công bố; in khổ A4"),
    _finding("03-12 08:20", "ubnd.huyencaolanh", "close", "ubnd-30103", "Bảng niêm yết", text="Đã in theo hướng dẫn"),
    # Châu Thành.
    *_mended("xa.hoatan", "ubnd-30277", "Chưa niêm yết", "03-10", "03-11", "Đã niêm yết đủ thời hạn giải quyết"),
    *_mended("xa.hoatan", "ubnd-30277", "Chưa tuyên truyền", "03-12", "03-15", "Phát thanh, phát 200 tờ rơi"),
    _finding("03-17 10:00", "xa.hoatan", "progress", "ubnd-30277", "Nhân viên", 60, "Đã tập huấn 1 trong 2 nhân viên"),
)
