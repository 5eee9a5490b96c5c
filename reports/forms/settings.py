"""What the settings pages ask."""

from django import forms

from common.models import Holiday
from directives.forms.fields import VnDateField


class HolidayForm(forms.Form):
    day = VnDateField(label="Ngày", error_messages={"required": "Ghi ngày, ví dụ 02/09/2026."})
    kind = forms.ChoiceField(label="Loại", choices=Holiday.Kind.choices)
    name = forms.CharField(label="Tên", max_length=120, help_text="Ví dụ: Nghỉ bù Quốc khánh", error_messages={"required": "Ghi tên ngày."})


class WindowForm(forms.Form):
    data_from = VnDateField(label="Số liệu từ", help_text="", error_messages={"required": "Ghi ngày đầu."})
    data_to = VnDateField(label="Đến hết", help_text="", error_messages={"required": "Ghi ngày cuối."})


class GroupForm(forms.Form):
    name = forms.CharField(label="Tên nhóm", max_length=80, error_messages={"required": "Ghi tên nhóm."})
    position = forms.IntegerField(
        label="Thứ tự",
        min_value=0,
        max_value=999,
        widget=forms.TextInput({"inputmode": "numeric", "size": 4}),
        error_messages={"invalid": "Ghi số từ 0 đến 999.", "min_value": "Ghi số từ 0 đến 999.", "max_value": "Ghi số từ 0 đến 999."},
    )
    words = forms.CharField(
        label="Từ nhận biết", required=False, max_length=2000, help_text="Cách nhau bằng dấu phẩy", widget=forms.Textarea({"rows": 2})
    )
