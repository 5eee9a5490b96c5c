"""The demo's score table: an invented Phụ lục 3 with invented persons, imported by the real importer; who may see it, what was done.

The workbook is made here and kept nowhere: as with a real one only what was read of it stays in the portal.
"""

from datetime import datetime
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from common import clock
from directives.models import Inspection, Score, ScoreBatch
from directives.services.scores import commit_scores, open_scores, target_of
from directives.services.scores_following import follow_up
from units.models import User
from units.services import confirm_scores

READERS = ("tt.theodoi", "xa.mylong", "bd.huyencaolanh")
GIVEN_AT, IMPORTED_AT, FOLLOWED_AT = (datetime.fromisoformat(f"2021-{moment}") for moment in ("02-22T09:00", "02-23T09:30", "03-05T10:00"))
_TITLE = (
    "PHỤ LỤC 3",
    "BẢNG ĐIỂM KIỂM TRA KIẾN THỨC CỦA CÔNG CHỨC, NHÂN VIÊN BƯU ĐIỆN THAM GIA ĐỀ ÁN",
    "(Giả định: người và điểm đặt ra để chạy thử cổng, không phải của Báo cáo kiểm tra ngày 22 tháng 01 năm 2021)",
)
_HEADER = ("STT", "Họ và tên", "Chức vụ", "Đơn vị", "Điểm", "Xếp loại", "Ghi chú")
_JUSTICE, _OFFICE, _CLERK = "Công chức Tư pháp - Hộ tịch", "Công chức Văn phòng - Thống kê", "Nhân viên Bưu điện"
# (name, post, unit, score, grade); names are made of words that say so
CIVIL = (
    ("Nguyễn Thị Mẫu", _JUSTICE, "Xã Mỹ Long, huyện Cao Lãnh", "8,5", "Giỏi"),
    ("Trần Văn Ví", _OFFICE, "Xã Mỹ Long, huyện Cao Lãnh", 7, "Khá"),
    ("Lê Thị Dụ", "Công chức Văn hóa - Xã hội", "Xã Mỹ Long, huyện Cao Lãnh", "4,5", "Yếu"),
    ("Phạm Văn Ví", _OFFICE, "Xã Bình Hàng Tây, huyện Cao Lãnh", "7,25", "Khá"),
    ("Phan Thị Tượng", _JUSTICE, "Xã Hòa Tân, huyện Châu Thành", "9,25", "Giỏi"),
    ("Trần Văn Tạm", _OFFICE, "Xã Phú Đức, huyện Tam Nông", "5,0", "Trung bình"),
    ("Đặng Văn Nháp", _OFFICE, "Xã Mỹ Đông, huyện Tháp Mười", 4.5, "Yếu"),
)
POST = (
    ("Lê Thị Ảo", _CLERK, "Bưu điện xã Mỹ Long, huyện Cao Lãnh", "6,5", "Khá"),
    ("Hồ Văn Phỏng", _CLERK, "Bưu điện xã Bình Hàng Tây, huyện Cao Lãnh", "3,75", "Yếu"),
    ("Bùi Thị Họa", _CLERK, "Bưu điện xã Tân Hội Trung, huyện Cao Lãnh", "9,0", "Giỏi"),
    ("Võ Văn Giả", _CLERK, "Bưu điện xã Hòa Tân, huyện Châu Thành", "5,75", "Trung bình"),
    ("Nguyễn Thị Thử", _CLERK, "Bưu điện xã Phú Đức, huyện Tam Nông", 8, "Giỏi"),
    ("Phạm Văn Thử", _CLERK, "Bưu điện xã Trường Xuân, huyện Tháp Mười", "10", "Giỏi"),
)


def score_workbook() -> bytes:
    """Title, header, one group a side, an average row and a signature, as offices lay such a table out."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Phụ lục 3"
    for line in _TITLE:
        sheet.append([line])
        sheet.merge_cells(start_row=sheet.max_row, end_row=sheet.max_row, start_column=1, end_column=len(_HEADER))
        sheet.cell(sheet.max_row, 1).alignment = Alignment(horizontal="center")
    sheet.append([])
    sheet.append(_HEADER)
    for cell in sheet[sheet.max_row]:
        cell.font = Font(bold=True)
    for label, people in (("A. CÔNG CHỨC", CIVIL), ("B. NHÂN VIÊN BƯU ĐIỆN", POST)):
        sheet.append([label])
        sheet.merge_cells(start_row=sheet.max_row, end_row=sheet.max_row, start_column=1, end_column=len(_HEADER))
        for number, person in enumerate(people, start=1):
            sheet.append([number, *person])
    sheet.append(["Điểm trung bình", None, None, None, "6,9"])
    sheet.append([])
    sheet.append([None, None, None, "NGƯỜI LẬP BIỂU"])
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def play_scores(people: dict[str, User], inspection: Inspection) -> ScoreBatch:
    """The right is given to three accounts at the machine, the Centre imports, each side writes down what it did."""
    with clock.at(GIVEN_AT):
        for name in READERS:
            confirm_scores(user_id=people[name].pk, by=None)
    centre, commune, post = (User.objects.get(pk=people[name].pk) for name in READERS)  # with the grants that they have now
    with clock.at(IMPORTED_AT):
        target = target_of(inspection_id=inspection.pk, new_title="", directive_id=None)
        draft = open_scores(by=centre, target=target, content=score_workbook(), file_name="bang-diem.xlsx")
        batch = commit_scores(batch_id=draft.pk, version=draft.version, by=centre, only_valid=False)
    with clock.at(FOLLOWED_AT):
        follow_up(score_id=_score(CIVIL[0]), by=commune, kind="commend", reason="Biểu dương trong cuộc họp cơ quan tháng 3.")
        follow_up(score_id=_score(CIVIL[2]), by=commune, kind="remind", reason="Tự học lại quy trình, kiểm tra lại cuối tháng 3.")
        follow_up(score_id=_score(POST[1]), by=post, kind="remind", reason="Tập huấn lại quy trình tiếp nhận hồ sơ.")
    return batch


def _score(person: tuple[str, str, str, object, str]) -> int:
    return Score.objects.values_list("pk", flat=True).get(full_name=person[0], position=person[1])
