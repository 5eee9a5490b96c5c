"""What people type about a difficulty: the unit what stands in its way, the Centre its answer, the unit how it ended."""

from __future__ import annotations

from django import forms

from directives.forms.items import VersionForm
from directives.services.difficulties import MAX_TITLE
from directives.services.items import MAX_NOTE
from directives.workflow import DIFFICULTY_FLOW, DifficultyRight, DifficultyStatus

_LONG = f"Dài quá {MAX_NOTE} chữ. Rút gọn rồi gửi lại."


class RaiseForm(forms.Form):
    """What is the matter, and whose help is needed."""

    title = forms.CharField(
        label="Khó khăn, vướng mắc là gì?",
        max_length=MAX_TITLE,
        help_text="Một câu ngắn. Ví dụ: “Chưa có kinh phí sửa mái che của Bưu điện xã”.",
        error_messages={
            "required": "Ghi vướng mắc trong một câu ngắn.",
            "max_length": f"Dài quá {MAX_TITLE} chữ. Ghi một câu ngắn, phần chi tiết ghi ở ô dưới.",
        },
    )
    text = forms.CharField(
        label="Cần ai giúp, đề nghị gì?",
        required=False,
        max_length=MAX_NOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": _LONG},
    )


class AnswerForm(VersionForm):
    """The Centre guides the unit, or says that the matter lies before UBND Tỉnh (point 3.a of the dispatch)."""

    status = forms.ChoiceField(
        label="Hướng xử lý",
        widget=forms.RadioSelect,
        choices=[(step.target, step.label) for step in DIFFICULTY_FLOW.steps if step.who == DifficultyRight.ANSWERS],
        error_messages={"required": "Chọn hướng xử lý."},
    )
    answer = forms.CharField(
        label="Nội dung trả lời đơn vị",
        max_length=MAX_NOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Đơn vị đã nêu và các đơn vị của nội dung liên quan đều đọc được.",
        error_messages={"required": DIFFICULTY_FLOW["guide"].needs, "max_length": _LONG},
    )

    def clean_status(self) -> DifficultyStatus:
        return DifficultyStatus(self.cleaned_data["status"])


class CloseForm(VersionForm):
    """The unit says that it is solved."""

    note = forms.CharField(
        label="Đã giải quyết thế nào?",
        required=False,
        max_length=MAX_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": _LONG},
    )
