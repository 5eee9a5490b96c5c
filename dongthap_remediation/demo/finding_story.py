"""What became of the annex's findings until 19/03/2021 in the demo, as data. Everything here is made up, and every text says so.

A finding is named by its commune and the words with which its text begins (``findings.FINDINGS``).
"""

from dataclasses import replace

from dongthap_remediation.demo.story import AFTER, BEFORE, CENTRE, DESK, MARK, Act

_POINT = "1.b"


def _act(when: str, who: str, kind: str, unit: str, finding: str, percent: int = 0, text: str = "", expected: str = "") -> Act:
    return Act(f"2021-{when}", who, kind, _POINT, unit, percent, text + MARK if text else "", expected, finding=finding)


def _due(when: str, unit: str, finding: str, day: str, why: str) -> Act:
    return replace(_act(when, CENTRE, "due", unit, finding, text=why), due=f"2021-{day}")


def _done(who: str, unit: str, finding: str, claimed: str, verified: str, text: str) -> tuple[Act, ...]:
    """Begun on 25/02, proved and claimed at three in the afternoon, verified at half past nine."""
    return (
        _act("02-25 09:00", who, "progress", unit, finding, 30, "Đã phân công người làm"),
        replace(_act(f"{claimed} 14:55", who, "photo", unit, finding), files=(AFTER,)),
        _act(f"{claimed} 15:00", who, "claim", unit, finding, 100, text),
        _act(f"{verified} 09:30", CENTRE, "verify", unit, finding),
    )


FINDING_STORY: tuple[Act, ...] = (
    # Due dates that the Centre sets where the annex gives none.
    _due("02-23 09:30", "ubnd-29998", "Thiếu máy quét", "03-22", "Để kịp báo cáo Quý I"),
    _due("02-23 09:32", "ubnd-30148", "Thiếu máy in", "03-26", "Để kịp báo cáo Quý I"),
    _due("02-23 09:34", "ubnd-30103", "Mái che", "03-31", "Cuối Quý I"),
    _due("02-23 09:36", "ubnd-30103", "Nhân viên chưa hoàn thành", "03-31", "Cuối Quý I"),
    _due("02-23 09:38", "ubnd-30226", "Thiếu máy quét", "03-15", "Theo đề nghị của đoàn kiểm tra"),
    # TP Hồng Ngự: all done.
    *_done("p.anbinhb", "ubnd-29986", "Bảng niêm yết", "03-03", "03-04", "Niêm yết đủ 21/21 TTHC"),
    *_done("p.anbinhb", "ubnd-29986", "Chưa có hồ sơ", "03-05", "03-08", "Đã có hồ sơ ghi mẫu lĩnh vực hộ tịch"),
    *_done("p.anbinhb", "ubnd-29986", "Chưa tuyên truyền", "03-08", "03-09", "Đã dán bảng tin, phát thanh 3 buổi"),
    # Huyện Hồng Ngự: one waits for the Centre.
    *_done("xa.longkhanha", "ubnd-29980", "Chưa niêm yết", "03-10", "03-11", "Đã niêm yết danh mục thực hiện qua Bưu điện"),
    *_done("xa.longkhanha", "ubnd-29980", "Nhân viên", "03-11", "03-12", "Đã tập huấn 2 nhân viên"),
    _act("03-16 08:40", "xa.phuthuana", "progress", "ubnd-29998", "Thiếu máy quét", 70, "Đã lắp máy quét, chờ đường truyền", "2021-03-22"),
    *_done("xa.phuthuana", "ubnd-29998", "Hồ sơ ghi mẫu", "03-12", "03-15", "Đã thay theo mẫu đơn hiện hành"),
    _act("03-18 13:40", "xa.phuthuana", "progress", "ubnd-29998", "Chưa đánh giá", 90, "Đã đánh giá, đang hoàn thiện biên bản"),
    _act("03-18 13:55", "xa.phuthuana", "claim", "ubnd-29998", "Chưa đánh giá", 100, "Đã đánh giá tháng 2, tháng 3, có biên bản"),
    # Tam Nông: one overdue, one returned, one stuck.
    _act("03-09 09:00", "xa.tancongsinh", "progress", "ubnd-30007", "Chưa chuẩn bị", 30, "Đã in một phần hồ sơ ghi mẫu", "2021-03-24"),
    *_done("xa.tancongsinh", "ubnd-30007", "Chưa niêm yết", "03-09", "03-10", "Đã niêm yết đủ"),
    _act("03-18 09:30", "xa.phuduc", "progress", "ubnd-30013", "Chưa niêm yết", 60, "Đã niêm yết số điện thoại, còn địa chỉ"),
    *_done("xa.phuduc", "ubnd-30013", "Nhân viên", "03-11", "03-12", "Đã tập huấn lại"),
    _act("03-15 10:00", "xa.anlong", "progress", "ubnd-30022", "Chưa đánh giá", 80, "Đã đánh giá nhân viên Bưu điện tháng 2"),
    _act("03-16 10:00", "xa.anlong", "claim", "ubnd-30022", "Chưa đánh giá", 100, "Đã đánh giá, có biên bản"),
    _act("03-17 08:50", CENTRE, "return", "ubnd-30022", "Chưa đánh giá", text="Chưa có biên bản đánh giá kèm theo"),
    *_done("xa.anlong", "ubnd-30022", "Bảng niêm yết", "03-09", "03-10", "Đã dời bảng ra trước quầy"),
    *_done("xa.anlong", "ubnd-30022", "Hồ sơ ghi mẫu", "03-12", "03-15", "Đã có đủ 20/20 hồ sơ ghi mẫu"),
    # Thanh Bình.
    _act("03-12 14:00", "xa.binhtan", "progress", "ubnd-30148", "Thiếu máy in", 45, "Đã mua máy quét, chờ lắp", "2021-03-26"),
    *_done("xa.binhtan", "ubnd-30148", "Niêm yết", "03-10", "03-11", "Niêm yết đủ"),
    *_done("xa.binhtan", "ubnd-30148", "Chưa tuyên truyền", "03-12", "03-15", "Tuyên truyền 3 buổi"),
    _act("03-16 14:00", "xa.anphong", "progress", "ubnd-30139", "Chưa công khai", 80, "Đã công khai phí, lệ phí; còn mẫu đơn"),
    *_done("xa.anphong", "ubnd-30139", "Chưa tập huấn", "03-15", "03-16", "Đã tập huấn 1 nhân viên mới"),
    # Tháp Mười: all findings done.
    *_done("xa.mydong", "ubnd-30058", "Danh mục", "03-08", "03-09", "Niêm yết đủ 21/21 TTHC"),
    *_done("xa.mydong", "ubnd-30058", "Chưa đánh giá", "03-09", "03-10", "Đã đánh giá, có biên bản"),
    *_done("xa.truongxuan", "ubnd-30046", "Thiếu bàn ghế", "03-10", "03-11", "Đã thêm bàn ghế, sửa máy quét"),
    *_done("xa.truongxuan", "ubnd-30046", "Bảng niêm yết", "03-10", "03-11", "Đã in lại, ghi rõ mức phí"),
    *_done("xa.truongxuan", "ubnd-30046", "Công chức", "03-11", "03-12", "Đã tập huấn 4 người"),
    # Huyện Cao Lãnh: the visitor's own district.
    _act("03-08 08:30", "xa.mylong", "progress", "ubnd-30115", "Mới có 8", 60, "Đã chuẩn bị 12/20 hồ sơ ghi mẫu", "2021-03-24"),
    *_done("xa.mylong", "ubnd-30115", "Chưa tuyên truyền", "03-11", "03-12", "Phát thanh 5 buổi, dán bảng tin 3 ấp"),
    _act("03-17 08:00", "xa.binhhangtay", "progress", "ubnd-30124", "Nhân viên", 50, "Đã tập huấn 1 buổi, còn 1 buổi", "2021-03-25"),
    *_done("xa.binhhangtay", "ubnd-30124", "Chưa công khai", "03-08", "03-09", "Đã công khai tại quầy"),
    replace(_act("03-18 08:00", "xa.binhhangtay", "photo", "ubnd-30124", "Chưa đánh giá"), files=(DESK,)),
    _act("03-18 08:10", "xa.binhhangtay", "claim", "ubnd-30124", "Chưa đánh giá", 100, "Đã đánh giá, có biên bản"),
    _act("03-09 14:10", "xa.tanhoitrung", "progress", "ubnd-30103", "Bảng niêm yết", 20, "Đã rà soát danh mục TTHC"),
    _act(
        "03-15 14:10",
        "ubnd.huyencaolanh",
        "progress",
        "ubnd-30103",
        "Bảng niêm yết",
        40,
        "Đã in 8/21 TTHC. Số còn lại chờ bìa niêm yết",
        "2021-03-22",
    ),
    replace(_act("03-19 08:50", "xa.tanhoitrung", "photo", "ubnd-30103", "Bảng niêm yết"), files=(BEFORE, AFTER)),
    _act("03-10 09:00", "xa.tanhoitrung", "progress", "ubnd-30103", "Mái che", 10, "Đã lập dự toán"),
    # Lai Vung: three overdue, two of them not begun.
    _act("03-10 16:00", "xa.tanthanh.laivung", "progress", "ubnd-30226", "Bảng niêm yết", 20, "Đang rà soát danh mục"),
    # Difficulties: three wait, one was answered.
    _act("03-08 10:00", "xa.phuduc", "stuck", "ubnd-30013", "Chưa niêm yết", text="Trụ sở xa Bưu điện, chưa có điểm tiếp nhận chung"),
    _act("03-12 10:00", "ubnd.huyencaolanh", "stuck", "ubnd-30103", "Mái che", text="Chưa có kinh phí sửa mái che trong Quý I"),
    _act("03-16 10:00", "xa.tanthanh.laivung", "stuck", "ubnd-30226", "Bảng niêm yết", text="Chưa có máy in bảng khổ lớn"),
    _act("03-09 10:00", "ubnd.huyencaolanh", "stuck", "ubnd-30103", "Bảng niêm yết", text="Chưa có mẫu thống nhất cho bảng niêm yết"),
    _act("03-11 09:40", CENTRE, "answer", "ubnd-30103", "Bảng niêm yết", text="Niêm yết theo danh mục đã công bố; in khổ A4"),
    _act("03-12 08:20", "ubnd.huyencaolanh", "close", "ubnd-30103", "Bảng niêm yết", text="Đã in theo hướng dẫn"),
    # Châu Thành.
    *_done("xa.hoatan", "ubnd-30277", "Chưa niêm yết", "03-10", "03-11", "Đã niêm yết đủ thời hạn giải quyết"),
    *_done("xa.hoatan", "ubnd-30277", "Chưa tuyên truyền", "03-12", "03-15", "Phát thanh, phát 200 tờ rơi"),
    _act("03-17 10:00", "xa.hoatan", "progress", "ubnd-30277", "Nhân viên", 60, "Đã tập huấn 1 trong 2 nhân viên"),
)
