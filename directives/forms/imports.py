"""What a person enters about an annex: the file and where its findings go."""

from typing import Any

from django import forms

from directives.forms.import_places import CommonDueForm
from directives.forms.inspections import InspectionFileForm, short
from directives.models import Directive
from directives.services.importing import default_point, leaf_points
from units.models import User

NO_DIRECTIVE = "-"
_MOST_DIRECTIVES = 20


class UploadForm(CommonDueForm, InspectionFileForm):
    """An annex, the point under which its findings become items, and what becomes of rows without a due date."""

    file_label = "Tệp Excel hoặc Word có bảng hạn chế"
    file_help = "Nhận .xlsx, .xls, .xlsb, .ods, .csv, .docx; tối đa 10 MB. Với Word, cổng đọc các bảng trong văn bản."
    starts_new = True
    target = forms.ChoiceField(label="Gắn với văn bản, điểm", help_text="Mỗi hạn chế thành một nội dung khắc phục dưới điểm này.")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices, preferred = _targets(user)
        self.fields["target"].choices = choices  # type: ignore[attr-defined]
        self.fields["target"].initial = preferred

    def where(self) -> dict[str, Any]:
        """The arguments of ``services.importing.target_of``."""
        directive, _, point = self.cleaned_data["target"].partition(":")
        return {**super().where(), "directive_id": int(directive) if directive != NO_DIRECTIVE else None, "point_key": point}


def _targets(user: User) -> tuple[list[Any], str]:
    """Dispatches with their points; the default point of the latest one comes first."""
    choices: list[Any] = []
    preferred = NO_DIRECTIVE
    directives = Directive.objects.visible_to(user).followed().order_by("-issued_at", "-id")
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
