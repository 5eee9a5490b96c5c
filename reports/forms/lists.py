"""A workbook that is read as a list: sent once to be checked, then, as it was read, to be stored."""

from typing import Any

from django import forms
from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError

from common.errors import FileRefused
from common.lists import ListRow
from reading.files.limits import check_size
from reading.tables.lists import read_list
from units.unit_services import LONGEST_REASON

_SALT = "reports.lists"
_LONGEST_WAIT = 24 * 60 * 60
"""Seconds between the check and the act; what is stored is checked again in any case."""


class ListFileForm(forms.Form):
    """The file, read while it is validated: ``rows``."""

    file = forms.FileField(
        label="Tệp Excel",
        max_length=255,
        help_text="Danh sách tải từ cổng về, đã sửa hoặc điền thêm. Nhận .xlsx, .xls, .ods, .csv; tối đa 10 MB.",
        error_messages={"required": "Chọn tệp Excel.", "empty": "Tệp rỗng. Kiểm tra lại tệp rồi tải lên."},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.xlsb,.ods,.csv"}),
    )

    def __init__(self, *args: Any, columns: dict[str, str], needed: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._columns, self._needed = columns, needed
        self.rows: list[ListRow] = []

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        try:
            check_size(file.size, file.name, most=settings.UPLOAD_MAX_BYTES)
            self.rows = read_list(file.read(), file.name, columns=self._columns, needed=self._needed)
        except FileRefused as error:
            raise ValidationError(error.message) from error
        return file


class UnitFileForm(ListFileForm):
    reason = forms.CharField(
        label="Căn cứ, lý do",
        max_length=LONGEST_REASON,
        help_text="Ghi vào lịch sử của từng đơn vị có thay đổi. Ví dụ: Nghị quyết số 1663/NQ-UBTVQH15",
        error_messages={"required": "Ghi căn cứ hoặc lý do, ví dụ số nghị quyết."},
    )


def sealed(rows: list[ListRow], user_id: int, reason: str = "") -> str:
    """The rows as read, for the form that stores them: nobody else can send them, and no one can change them on the way."""
    return signing.dumps([reason, [[row.number, dict(row.cells)] for row in rows]], salt=f"{_SALT}.{user_id}", compress=True)


def unsealed(text: str, user_id: int) -> tuple[str, list[ListRow]] | None:
    """None for what is not (any longer) what the check page handed out."""
    try:
        reason, rows = signing.loads(text, salt=f"{_SALT}.{user_id}", max_age=_LONGEST_WAIT)
    except signing.BadSignature:
        return None
    return reason, [ListRow(number, cells) for number, cells in rows]
