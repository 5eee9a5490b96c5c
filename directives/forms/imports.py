"""What a person enters about an annex: the file and where its findings go."""

from __future__ import annotations

from typing import Any

from django import forms

from common.text import clean
from directives.models import Directive, Inspection
from directives.services.importing import default_point, leaf_points
from units.models import User

NO_DIRECTIVE = "-"
_MOST_DIRECTIVES = 20
_MOST_INSPECTIONS = 100
_MOST_WORDS = 70


class UploadForm(forms.Form):
    """Whether the file can be read is said by ``directives.importing``; where it goes is checked by the service."""

    file = forms.FileField(
        label="Tệp Excel hoặc Word có bảng hạn chế",
        help_text="Nhận .xlsx, .xls, .csv, .docx; tối đa 10 MB. Với Word, cổng đọc các bảng trong văn bản.",
        max_length=255,
        error_messages={"empty": "Tệp rỗng. Kiểm tra lại tệp rồi tải lên.", "max_length": "Tên tệp dài quá 255 chữ. Đặt tên ngắn hơn."},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv,.docx"}),
    )
    inspection = forms.ChoiceField(label="Đợt kiểm tra", required=False)
    new_title = forms.CharField(
        label="Tên đợt kiểm tra mới",
        required=False,
        max_length=300,
        help_text="Chỉ ghi khi chọn “Đợt mới”. Ví dụ: Kiểm tra việc thực hiện Đề án năm 2020",
    )
    target = forms.ChoiceField(label="Gắn với văn bản, điểm", help_text="Mỗi hạn chế thành một nội dung khắc phục dưới điểm này.")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        inspections = Inspection.objects.order_by("-pk")[:_MOST_INSPECTIONS]
        self.fields["inspection"].choices = [("", "Đợt mới"), *((str(one.pk), short(one.title)) for one in inspections)]  # type: ignore[attr-defined]
        choices, preferred = _targets(user)
        self.fields["target"].choices = choices  # type: ignore[attr-defined]
        self.fields["target"].initial = preferred

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "inspection" in data and not data["inspection"] and not clean(data.get("new_title") or "") and "new_title" not in self.errors:
            self.add_error("new_title", "Ghi tên đợt kiểm tra mới, hoặc chọn một đợt đã có.")
        return data

    def where(self) -> dict[str, Any]:
        """The arguments of ``services.importing.target_of``."""
        directive, _, point = self.cleaned_data["target"].partition(":")
        inspection = self.cleaned_data["inspection"]
        return {
            "inspection_id": int(inspection) if inspection else None,
            "new_title": "" if inspection else self.cleaned_data["new_title"],
            "directive_id": int(directive) if directive != NO_DIRECTIVE else None,
            "point_key": point,
        }


def _targets(user: User) -> tuple[list[Any], str]:
    """Dispatches with their points; the default point of the latest one comes first."""
    choices: list[Any] = []
    preferred = NO_DIRECTIVE
    directives = Directive.objects.visible_to(user).issued().defer("proposal", "answers").order_by("-issued_at", "-id")
    for directive in directives[:_MOST_DIRECTIVES]:
        leaves = leaf_points(directive)
        default = default_point(leaves)
        if default is None:
            continue
        leaves.sort(key=lambda point: (point.pk != default.pk, point.position))
        options = [(f"{directive.pk}:{point.key}", f"Điểm {point.key}: {short(point.text)}") for point in leaves]
        choices.append((f"Văn bản {directive.reference}", options))
        preferred = options[0][0] if preferred == NO_DIRECTIVE else preferred
    return [*choices, (NO_DIRECTIVE, "Không gắn văn bản: chỉ lưu hạn chế")], preferred


def short(text: str) -> str:
    return text if len(text) <= _MOST_WORDS else text[:_MOST_WORDS].rsplit(" ", 1)[0] + "…"
