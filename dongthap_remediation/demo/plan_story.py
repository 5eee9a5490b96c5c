"""What happened under the made-up plan of Quý II/2021 until 19/03/2021: partly done, partly late. All of it is made up, and says so."""

from dongthap_remediation.demo.story import CENTRE, DESK, Act, act, done

PLAN_STORY: tuple[Act, ...] = (
    # The notice boards: one done in time, one claimed, one late and on its way, one late and not begun.
    *done("03-05 09:00", "03-15 10:00", "03-16 14:00", "ubnd.tphongngu", "II.1", "ubnd-868", "Đã thay bảng niêm yết tại Bộ phận Một cửa"),
    act("03-09 08:30", "ubnd.thapmuoi", "progress", "II.1", "ubnd-872", 50, "Đã đặt làm bảng mới"),
    act("03-16 15:30", "ubnd.thapmuoi", "claim", "II.1", "ubnd-872", 100, "Đã thay bảng, dán đủ thủ tục"),
    act("03-15 15:00", "ubnd.huyencaolanh", "progress", "II.1", "ubnd-873", 60, "Đã thay 1 trong 2 bảng", "03-24"),
    # The tasks of the annex.
    *done("03-04 14:00", "03-11 16:00", "03-12 10:30", "ubnd.huyencaolanh", "PL.1", "ubnd-873", "Đã số hóa 412 hồ sơ hộ tịch"),
    act("03-10 10:30", "ubnd.thapmuoi", "progress", "PL.2", "ubnd-872", 70, "Đã số hóa 260 trong 371 hồ sơ", "03-23"),
    act("03-15 16:20", "bd.thapmuoi", "note", "PL.2", "ubnd-872", text="Bưu điện huyện cử 1 nhân viên hỗ trợ quét hồ sơ"),
    act("03-12 09:00", "ubnd.tphongngu", "progress", "PL.3", "ubnd-868", 20, "Đã chọn vị trí lắp màn hình"),
    act("03-12 14:00", "bd.tinh", "progress", "PL.4", "buudien-87", 60, "Đã có dự thảo quy trình"),
    act("03-17 16:00", "bd.tinh", "claim", "PL.4", "buudien-87", 100, "Đã ban hành quy trình ngày 17/03", late="Chờ Văn phòng góp ý"),
    act("03-11 10:00", CENTRE, "progress", "PL.5", "kstthc-87", 30, "Đã lập danh sách, mời báo cáo viên"),
    act("03-16 08:10", "xa.mylong", "photo", "PL.6", "ubnd-30115", files=(DESK,)),
    act("03-16 08:20", "xa.mylong", "progress", "PL.6", "ubnd-30115", 50, "Đã in mã tra cứu cho 30 thủ tục"),
    act("03-15 09:30", "ubnd.laivung", "stuck", "PL.7", "ubnd-876", text="Chưa thống nhất được mức phí trả kết quả tại nhà"),
)
