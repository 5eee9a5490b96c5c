"""What the pages of the list of units ask. What may be done, and with whom, is decided by ``units.unit_services``."""

from typing import Any

from django import forms

from directives.forms.fields import VnDateField
from units.entries import NAMED_KINDS, UnitKind
from units.forms import UnitField
from units.models import Unit
from units.unit_services import LONGEST_CONTACTS, LONGEST_REASON

ADDED_KINDS = (UnitKind.UBND, UnitKind.POST, *NAMED_KINDS)
_PICK = {"required": "Chọn “Cấp trên” trong danh sách gợi ý, hoặc nhập mã đơn vị."}


def _reason() -> forms.CharField:
    return forms.CharField(
        label="Căn cứ, lý do",
        max_length=LONGEST_REASON,
        help_text="Ghi vào lịch sử. Ví dụ: Nghị quyết số 1663/NQ-UBTVQH15",
        error_messages={"required": "Ghi căn cứ hoặc lý do, ví dụ số nghị quyết."},
    )


class UnitForm(forms.Form):
    """A unit that the list lacks."""

    kind = forms.ChoiceField(label="Loại", choices=[(kind.value, kind.label) for kind in ADDED_KINDS])
    name = forms.CharField(
        label="Tên đầy đủ",
        max_length=120,
        help_text="UBND ghi kèm loại, ví dụ: UBND xã Mỹ Long.",
        error_messages={"required": "Ghi tên đầy đủ của đơn vị."},
    )
    area_code = forms.CharField(
        label="Mã địa bàn",
        max_length=5,
        required=False,
        help_text="Chỉ với UBND và Bưu điện: mã của cơ quan thống kê, ví dụ 30115. Một mã dùng lại được sau khi địa bàn cũ kết thúc.",
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )
    parent = UnitField(label="Cấp trên", error_messages=_PICK)
    valid_from = VnDateField(label="Có hiệu lực từ", required=False, help_text="Ví dụ: 01/07/2025. Để trống nếu có từ lâu")


class RenameForm(forms.Form):
    name = forms.CharField(label="Tên mới", max_length=120, error_messages={"required": "Ghi tên mới đầy đủ của đơn vị."})
    on = VnDateField(label="Mang tên này từ ngày", error_messages={"required": "Ghi ngày tên mới có hiệu lực."})
    reason = _reason()


class FactsForm(forms.Form):
    """Whom to call in the unit, and since when it is there."""

    contact = forms.CharField(label="Người, bộ phận liên hệ", max_length=LONGEST_CONTACTS["contact"], required=False)
    phone = forms.CharField(label="Điện thoại", max_length=LONGEST_CONTACTS["phone"], required=False)
    email = forms.EmailField(
        label="Địa chỉ thư của đơn vị",
        required=False,
        help_text="Để tra cứu. Lời nhắc đi theo địa chỉ của từng tài khoản.",
        error_messages={"invalid": "Địa chỉ thư chưa đúng. Ví dụ: ubnd.xamylong@dongthap.gov.vn."},
    )
    valid_from = VnDateField(label="Có hiệu lực từ", required=False, help_text="Để trống nếu không rõ")


class SpellingForm(forms.Form):
    text = forms.CharField(
        label="Cách viết",
        max_length=200,
        help_text="Như văn bản, phụ lục hay viết; cổng đọc theo đó từ nay.",
        error_messages={"required": "Nhập cách viết cần ghi nhớ."},
    )


class SuccessorForm(forms.Form):
    successor = UnitField(label="Đơn vị kế tiếp", required=False)
    reason = _reason()


class CloseForm(SuccessorForm):
    last_day = VnDateField(label="Hoạt động đến hết ngày", error_messages={"required": "Ghi ngày cuối cùng đơn vị hoạt động."})
    field_order = ["last_day", "successor", "reason"]


class ReasonForm(forms.Form):
    reason = _reason()


def facts_of(unit: Unit) -> dict[str, Any]:
    """What the forms of a unit's page begin with."""
    return {
        "contact": unit.contact, "phone": unit.phone, "email": unit.email, "valid_from": unit.valid_from, "name": unit.name,
        "last_day": unit.valid_to, "successor": unit.successor.qualified_name if unit.successor else "",
    }  # fmt: skip
