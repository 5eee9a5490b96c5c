"""What passing on asks: who takes what has no successor, a choice an item where a unit was split, and the ground for it."""

from collections.abc import Iterable

from django import forms

from directives.services.items import MAX_NOTE
from units.forms import UnitField
from units.models import Unit


class ReasonedForm(forms.Form):
    reason = forms.CharField(
        label="Căn cứ bàn giao",
        max_length=MAX_NOTE,
        help_text="Ghi vào lịch sử. Ví dụ: Nghị quyết số 1663/NQ-UBTVQH15",
        error_messages={"required": "Ghi căn cứ bàn giao, ví dụ số nghị quyết."},
    )


class PassOnForm(ReasonedForm):
    """``nhan_<number>`` of each item of the page is a field of its own; empty: as proposed."""

    receiver = UnitField(
        label="Đơn vị nhận phần còn lại",
        required=False,
        help_text="Nhận các nội dung chưa rõ đi đâu. Để trống thì theo đơn vị kế tiếp.",
    )
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)
    field_order = ["receiver", "reason", "stamp"]

    def __init__(self, *args: object, numbers: Iterable[int] = (), looking: bool = False, **kwargs: object) -> None:
        """``looking``: the person only wants to see what his choices would do, so no reason is asked yet."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["reason"].required = not looking
        for number in numbers:
            field = UnitField(label=f"Đơn vị nhận ND-{number:03d}", required=False)
            field.widget.attrs |= {"class": "form-control", "aria-label": field.label, "placeholder": "Đổi đơn vị nhận"}
            self.fields[f"nhan_{number}"] = field

    def chosen(self) -> dict[int, Unit]:
        """What was chosen item by item, as far as it is right."""
        values = getattr(self, "cleaned_data", {})
        return {int(name.removeprefix("nhan_")): unit for name, unit in values.items() if name.startswith("nhan_") and unit is not None}
