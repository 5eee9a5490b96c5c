"""What a person enters about an annex: the file and where its findings go; then units for unknown names and the meaning of columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from openpyxl.utils import get_column_letter

from common.text import clean
from directives.forms.unit_list import UnitNames
from directives.importing.columns import FIELD_LABELS, Field
from directives.importing.layout import Table
from directives.importing.parties import district_in_key
from directives.models import Directive, ImportBatch, Inspection
from directives.services.importing import Preview, default_point, leaf_points
from units.matching import Candidate
from units.models import User

NO_DIRECTIVE = "-"
OTHER = "khac"
_MOST_DIRECTIVES = 20
_MOST_INSPECTIONS = 100
_MOST_WORDS = 70
MOST_QUESTIONS = 200
"""Asked on one page; the next ones come when these are answered."""


class UploadForm(forms.Form):
    """Whether the file can be read is said by ``directives.importing``; where it goes is checked by the service."""

    file = forms.FileField(
        label="Tệp Excel có bảng hạn chế",
        help_text="Nhận .xlsx; tối đa 10 MB.",
        max_length=255,
        error_messages={"empty": "Tệp rỗng. Kiểm tra lại tệp rồi tải lên.", "max_length": "Tên tệp dài quá 255 chữ. Đặt tên ngắn hơn."},
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
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
        self.fields["inspection"].choices = [("", "Đợt mới"), *((str(one.pk), _short(one.title)) for one in inspections)]  # type: ignore[attr-defined]
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
        options = [(f"{directive.pk}:{point.key}", f"Điểm {point.key}: {_short(point.text)}") for point in leaves]
        choices.append((f"Văn bản {directive.reference}", options))
        preferred = options[0][0] if preferred == NO_DIRECTIVE else preferred
    return [*choices, (NO_DIRECTIVE, "Không gắn văn bản: chỉ lưu hạn chế")], preferred


def _short(text: str) -> str:
    return text if len(text) <= _MOST_WORDS else text[:_MOST_WORDS].rsplit(" ", 1)[0] + "…"


@dataclass(frozen=True)
class NameQuestion:
    """One written name that no unit bears, or that a person has explained already; ``rows`` are the places where it stands."""

    key: str
    text: str
    candidates: tuple[Candidate, ...]
    rows: tuple[dict[str, Any], ...]
    chosen: str = ""


def name_questions(preview: Preview, batch: ImportBatch) -> list[NameQuestion]:
    """Unknown names in the order of the file, then those that were decided in this draft."""
    found: dict[str, NameQuestion] = {}
    for error in preview.checked.errors:
        if error.name_key:
            before = found.get(error.name_key)
            rows = (*(before.rows if before else ()), error.source)
            found[error.name_key] = NameQuestion(error.name_key, error.name, error.suggestions, rows)
    for key, choice in batch.choices.get("units", {}).items():
        unit = preview.annex.book.by_code(choice["unit"])
        if unit is not None and key not in found:
            found[key] = NameQuestion(key, choice["text"], (Candidate(unit, "đã chọn", 1.0),), (), unit.code)
    return list(found.values())[:MOST_QUESTIONS]


class ChoicesForm(forms.Form):
    """The decisions of one draft. ``version`` is what the person saw: the questions are numbered as on that page."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(self, data: Any = None, *, batch: ImportBatch, preview: Preview, names: UnitNames) -> None:
        super().__init__(data, initial={"version": batch.version})
        self.questions = name_questions(preview, batch)
        self.tables = first_tables(preview.checked.tables)
        self._names = names
        for place, question in enumerate(self.questions):
            self._add_name(place, question)
        for place, table in enumerate(self.tables):
            self._add_columns(place, table)

    def _add_name(self, place: int, question: NameQuestion) -> None:
        options = [(one.unit.code, f"{one.unit.qualified_name} ({one.reason[:1].lower()}{one.reason[1:]})") for one in question.candidates]
        self.fields[f"ten-{place}"] = forms.ChoiceField(
            label=f"Trong tệp: “{question.text}”",
            required=False,
            initial=question.chosen,
            choices=[("", "Chưa chọn"), *options, (OTHER, "Đơn vị khác, ghi ở ô dưới")],
        )
        self.fields[f"khac-{place}"] = forms.CharField(
            label=f"Đơn vị khác cho “{question.text}”",
            required=False,
            max_length=200,
            help_text="Tên đầy đủ, ví dụ UBND xã Mỹ Long, huyện Cao Lãnh",
        )

    def _add_columns(self, place: int, table: Table) -> None:
        held = {column.index: column.field for column in table.columns}
        first = table.entries[0].row if table.entries else None
        for index, heading in sorted(table.headings.items()):
            shown = table.grid.at(first, index).words if first is not None else ""
            self.fields[f"cot-{place}-{index}"] = forms.ChoiceField(
                label=f"{get_column_letter(index)}: {heading or 'không có tiêu đề'}",
                required=False,
                initial=held.get(index, ""),
                help_text=f"Dòng {first}: {_short(shown) if shown else '(trống)'}" if first is not None else "",
                choices=[("", "Không nhập"), *((field.value, label) for field, label in FIELD_LABELS.items())],
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for place, _ in enumerate(self.questions):
            other, chosen = clean(data.get(f"khac-{place}") or ""), data.get(f"ten-{place}")
            if chosen == OTHER or (chosen == "" and other):
                self._find_other(data, place, other)
        for place, table in enumerate(self.tables):
            self._check_columns(data, place, table)
        return data

    def _find_other(self, data: dict[str, Any], place: int, other: str) -> None:
        if not other:
            self.add_error(f"khac-{place}", "Ghi tên đơn vị, hoặc chọn một đơn vị ở trên.")
            return
        try:
            data[f"ten-{place}"] = self._names.find(other)
        except ValidationError as error:
            self.add_error(f"khac-{place}", error)

    def _check_columns(self, data: dict[str, Any], place: int, table: Table) -> None:
        chosen = [data.get(f"cot-{place}-{index}", "") for index in table.headings]
        where = f"Trang tính “{table.grid.title}”: " if len(self.tables) > 1 else ""
        if Field.FINDING not in chosen:
            self.add_error(None, f"{where}Chọn cột chứa nội dung hạn chế.")
        several = [label for field, label in FIELD_LABELS.items() if field is not Field.FINDING and chosen.count(field) > 1]
        for label in several:
            self.add_error(None, f"{where}Hai cột cùng là “{label}”. Giữ một cột.")

    def units(self) -> dict[str, dict[str, str]]:
        """What ``services.importing.choose`` keeps: only what differs from the page."""
        found = {}
        for place, question in enumerate(self.questions):
            code = self.cleaned_data.get(f"ten-{place}", "")
            if code != question.chosen:
                found[question.key] = {"unit": code, "text": question.text, "district": district_in_key(question.key)}
        return found

    def columns(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for place, table in enumerate(self.tables):
            held = {column.index: column.field.value for column in table.columns}
            for index in table.headings:
                field = self.cleaned_data.get(f"cot-{place}-{index}", "")
                if field != held.get(index, ""):
                    found.setdefault(table.grid.title, {})[str(index)] = field
        return found


def first_tables(tables: Sequence[Table]) -> list[Table]:
    """The first table of each sheet: its columns stand for all tables of the sheet."""
    first: dict[str, Table] = {}
    for table in tables:
        first.setdefault(table.grid.title, table)
    return list(first.values())
