"""What people type about a difficulty: the unit what stands in its way, the Centre its answer, the unit how it ended."""

from django import forms

from common.acting import VersionForm
from directives.forms.fields import WordsField
from directives.services.difficulties import MAX_TITLE
from directives.workflow import DIFFICULTY_FLOW, DifficultyRight, DifficultyStatus


class RaiseForm(forms.Form):
    """What is the matter, and whose help is needed."""

    title = WordsField(
        "Khó khăn, vướng mắc là gì?",
        MAX_TITLE,
        needed="Ghi vướng mắc trong một câu ngắn.",
        hint="Một câu ngắn. Ví dụ: “Chưa có kinh phí sửa mái che của Bưu điện xã”.",
        then="Ghi một câu ngắn, phần chi tiết ghi ở ô dưới.",
    )
    text = WordsField("Cần ai giúp, đề nghị gì?", rows=4)


class AnswerForm(VersionForm):
    """The Centre guides the unit, or says that the matter lies before UBND Tỉnh (point 3.a of the dispatch)."""

    status = forms.ChoiceField(
        label="Hướng xử lý",
        widget=forms.RadioSelect,
        choices=[(step.target, step.label) for step in DIFFICULTY_FLOW.steps if step.who == DifficultyRight.ANSWERS],
        error_messages={"required": "Chọn hướng xử lý."},
    )
    answer = WordsField(
        "Nội dung trả lời đơn vị",
        rows=4,
        needed=DIFFICULTY_FLOW["guide"].needs,
        hint="Đơn vị đã nêu và các đơn vị của nội dung liên quan đều đọc được.",
    )

    def clean_status(self) -> DifficultyStatus:
        return DifficultyStatus(self.cleaned_data["status"])


class CloseForm(VersionForm):
    """The unit says that it is solved."""

    note = WordsField("Đã giải quyết thế nào?", rows=2)
