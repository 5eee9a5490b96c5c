"""Small score tables with invented persons, accounts that may see them, and scores stored by the real importer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from common import clock
from directives.forms.file_choices import FileChoicesForm
from directives.forms.unit_list import UnitNames
from directives.models import Score, ScoreBatch
from directives.services.scores import import_scores, preview_scores, target_of
from tests.factories.annexes import book
from tests.factories.directives import TODAY
from tests.factories.units import ensure_units, make_user
from units.models import User
from units.roles import Right
from units.services import confirm

TITLE = ("PHỤ LỤC 3", "(Kèm theo Báo cáo số 15/BC-VPUBND ngày 22 tháng 01 năm 2021)")
HEADER = ("STT", "Họ và tên", "Chức vụ", "Đơn vị", "Điểm", "Xếp loại", "Ghi chú")
MY_LONG, HOA_TAN = "Xã Mỹ Long, huyện Cao Lãnh", "Xã Hòa Tân, huyện Châu Thành"
# One a side: a civil servant and a clerk of Mỹ Long (873), the same of Mỹ Đông (872).
PEOPLE = (
    ("Nguyễn Thị Mẫu", "Công chức Tư pháp - Hộ tịch", MY_LONG, "8,5", "Giỏi", "Chấm lại lần 2"),
    ("Lê Thị Ảo", "Nhân viên Bưu điện", f"Bưu điện {MY_LONG.lower()}", "4,5", "Yếu", None),
    ("Đặng Văn Nháp", "Công chức Văn phòng - Thống kê", "Xã Mỹ Đông, huyện Tháp Mười", 7, "Khá", None),
    ("Võ Văn Giả", "Nhân viên Bưu điện", "Bưu điện xã Mỹ Đông, huyện Tháp Mười", "10", "Giỏi", None),
)
NAMES = tuple(person[0] for person in PEOPLE)


def table(*rows: Sequence[Any], header: Sequence[Any] = HEADER, title: Sequence[str] = TITLE, sheet: str = "Phụ lục 3") -> bytes:
    """An .xlsx of one sheet; the first person is row 4."""
    return book({sheet: [*([line] for line in title), header, *rows]})


def people_table() -> bytes:
    """``PEOPLE``, numbered."""
    return table(*([number, *person] for number, person in enumerate(PEOPLE, start=1)))


def stored_scores(title: str = "Kiểm tra năm 2020") -> dict[str, Score]:
    """``PEOPLE``, imported as the command line does; by name."""
    target = target_of(inspection_id=None, new_title=title, directive_id=None)
    batch = import_scores(target=target, content=people_table(), file_name="phu-luc-3.xlsx", by=None).batch
    assert isinstance(batch, ScoreBatch)
    return {score.full_name: score for score in batch.scores.with_parts()}


def the_scores() -> dict[str, Score]:
    """The same on 19/03/2021, with the units."""
    ensure_units()
    with clock.at(TODAY):
        return stored_scores()


def scores_as_read(batch: ScoreBatch) -> dict[str, Any]:
    """What the preview page sends when nobody changes anything."""
    batch.refresh_from_db()
    found = preview_scores(batch)
    form = FileChoicesForm(batch=batch, checked=found.checked, names=UnitNames({}, found.checked.book))
    return {bound.html_name: value for bound in form if (value := bound.value()) is not None}


def let_see(user: User) -> User:
    """The same account, read anew, with the right to see scores, given at the machine."""
    confirm(user_id=user.pk, right=Right.SCORES, by=None)
    return User.objects.get(pk=user.pk)


def reader(role: str, unit_code: str) -> User:
    """A new account that may see scores."""
    return let_see(make_user(role, unit_code, f"diem.{unit_code}"))
