"""A file and the inspection it belongs to: what the uploads of annexes and of score tables ask alike."""

from typing import Any

from django import forms

from common.text import clean
from directives.forms.fields import WordsField
from directives.models import Inspection

_MOST_INSPECTIONS = 100
_MOST_WORDS = 70
_NEW = ("", "Đợt mới")


def short(text: str) -> str:
    return text if len(text) <= _MOST_WORDS else text[:_MOST_WORDS].rsplit(" ", 1)[0] + "…"


class InspectionFileForm(forms.Form):
    """Whether the file can be read is said by ``directives.importing``; where it goes is checked by the service."""

    file = forms.FileField(
        max_length=255,
        error_messages={"empty": "Tệp rỗng. Kiểm tra lại tệp rồi tải lên.", "max_length": "Tên tệp dài quá 255 chữ. Đặt tên ngắn hơn."},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv,.docx"}),
    )
    inspection = forms.ChoiceField(label="Đợt kiểm tra", required=False)
    new_title = WordsField("Tên đợt kiểm tra mới", 300, hint="Chỉ ghi khi chọn “Đợt mới”. Ví dụ: Kiểm tra việc thực hiện Đề án năm 2020")
    file_label = ""
    file_help = ""
    starts_new = False
    """Whether a new inspection is offered first, or the latest one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].label, self.fields["file"].help_text = self.file_label, self.file_help
        stored = [(str(one.pk), short(one.title)) for one in Inspection.objects.order_by("-pk")[:_MOST_INSPECTIONS]]
        choices = [_NEW, *stored] if self.starts_new else [*stored, _NEW]
        self.fields["inspection"].choices = choices  # type: ignore[attr-defined]
        self.fields["inspection"].initial = choices[0][0]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "inspection" in data and not data["inspection"] and not clean(data.get("new_title") or "") and "new_title" not in self.errors:
            self.add_error("new_title", "Ghi tên đợt kiểm tra mới, hoặc chọn một đợt đã có.")
        return data

    def where(self) -> dict[str, Any]:
        """The arguments of the service's ``target_of`` that speak of the inspection."""
        inspection = self.cleaned_data["inspection"]
        return {"inspection_id": int(inspection) if inspection else None, "new_title": "" if inspection else self.cleaned_data["new_title"]}
