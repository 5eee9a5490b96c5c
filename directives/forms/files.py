"""The fields with which a person sends files that show the work. Nothing is filled in for him: what a picture shows, and when, he says."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from common.errors import FileRefused, Invalid
from directives.forms.fields import FilesField, WordsField
from directives.models import Evidence
from directives.services.evidence import CAPTION_EXAMPLE, MAX_CAPTION, MAX_FILES, Inspected, check_moment, inspect

FILE_FIELDS = ("uploads", "moment", "caption", "keep_original")
MOMENTS = (
    (Evidence.Moment.BEFORE, "Trước khi khắc phục"),
    (Evidence.Moment.AFTER, "Sau khi khắc phục"),
    (Evidence.Moment.UNKNOWN, "Không rõ"),
)
_FILES_HINT = "Ảnh chụp bằng điện thoại, PDF, Word hoặc Excel; mỗi tệp tối đa 10 MB. Chọn được nhiều tệp một lần."


class EvidenceFields(forms.Form):
    """Files with what they show. Without files the rest is not asked for."""

    uploads = FilesField(label="Ảnh, văn bản minh chứng", required=False, most=MAX_FILES, help_text=_FILES_HINT)
    moment = forms.ChoiceField(
        label="Ảnh chụp khi nào?",
        required=False,
        choices=MOMENTS,
        widget=forms.RadioSelect,
        help_text="Có cả ảnh trước và ảnh sau thì gửi làm hai lần.",
    )
    caption = WordsField("Chú thích ảnh, văn bản", MAX_CAPTION, hint=f"Cho thấy gì, ở đâu. Ví dụ: “{CAPTION_EXAMPLE}”.")
    keep_original = forms.BooleanField(
        label="Giữ tệp gốc",
        required=False,
        help_text="Cổng thu nhỏ ảnh và bỏ thông tin nơi chụp. Chỉ chọn khi cần ảnh nguyên cỡ: ai xem được nội dung này đều tải được.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found: list[Inspected] = []  # also while another file is refused: what they lack is said at once

    def clean_uploads(self) -> list[Inspected]:
        """All files that can't be used are named at once, by their content."""
        self.found = found = []
        errors = []
        for upload in self.cleaned_data["uploads"]:
            try:
                found.append(inspect(upload))
            except FileRefused as error:
                errors.append(ValidationError(error.message))
        if errors:
            raise ValidationError(errors)
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        try:
            check_moment(data.get("moment", ""), self.found)
        except Invalid as error:
            if "moment" not in self.errors:
                self.add_error("moment", error.message)
        if self.found and not (data.get("caption") or "").strip() and "caption" not in self.errors:
            self.add_error("caption", "Ghi chú thích: người xem không thấy ảnh cũng biết ảnh chụp gì.")
        return data

    def sent(self) -> dict[str, Any]:
        """The files and captions, as ``services.evidence.add_files`` takes them."""
        return {name: self.cleaned_data[name] for name in FILE_FIELDS if name in self.fields}
