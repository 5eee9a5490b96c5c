"""What giving an item to another unit asks: which unit, and why."""

from typing import Any

from django import forms

from common.acting import VersionForm
from directives.forms.fields import WordsField
from directives.workflow import ITEM_FLOW
from units.forms import UnitField


class GiveForm(VersionForm):
    receiver = UnitField(
        label="Đơn vị nhận",
        help_text="Chọn trong danh sách gợi ý các đơn vị đang hoạt động, hoặc nhập mã đơn vị.",
        error_messages={"required": "Chọn đơn vị nhận nội dung này."},
    )
    reason = WordsField("Căn cứ, lý do", rows=3, needed=ITEM_FLOW["give"].needs, hint="Đơn vị cũ và đơn vị mới đều đọc được.")
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, looking: bool = False, **kwargs: Any) -> None:
        """``looking``: the person only wants to see what would go where, so no reason is asked yet."""
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = not looking
