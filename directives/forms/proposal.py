"""Every value of a proposal as one form: header, "Kính gửi" and "Nơi nhận", each point, the open questions, the requirement groups.

Field names: ``p3_lead`` is the leads of the fourth point, ``kg0_units`` the units of the first entry of "Kính gửi", ``nn…`` those of "Nơi
nhận", ``q0`` and ``q0_reason`` the first question. They hold for one version of the draft, which is sent along.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField

from common.quarters import Quarter
from common.text import clean
from directives.forms.fields import VnDateField
from directives.forms.unit_list import UnitNames, UnitsField
from directives.models import Directive
from directives.proposing.answers import GROUPS_KEY, NEEDS_REASON, groups_of
from directives.proposing.edits import DUE_KIND_WORDS, HEADER_WORDS, MAKES_WORDS, MODALITY_WORDS, Posted
from reading.dispatch.proposal import PlacedText, PointProposal, Proposal, Question

KINDS = ("công văn", "chỉ thị", "kế hoạch", "quyết định", "thông báo", "công điện", "nghị quyết", "hướng dẫn")
YEARS = (2000, 2100)
_PERIOD = re.compile(r"(?:quý\s*)?(i{1,3}|iv|[1-4])\s*(?:[/\-.]|\s|năm)+\s*(\d{4})", re.IGNORECASE)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_KEY = re.compile(r"[\w.]{1,40}")
HEADER_FIELDS = tuple(HEADER_WORDS)
POINT_FIELDS = (
    "text", "title", "makes", "lead", "responsible_sub_unit", "coordinating", "coordinating_text", "due_text", "due_on", "due_kind",
    "period", "modality",
)  # fmt: skip
_UNIT_FIELDS = {"lead": "Chủ trì", "responsible_sub_unit": "Đơn vị trực thuộc thực hiện", "coordinating": "Phối hợp"}


class PeriodField(forms.CharField):
    """A reporting period typed as "Quý I/2021" (also 2021-Q1); the cleaned value is its code."""

    def prepare_value(self, value: Any) -> Any:
        try:
            return Quarter.parse(value).label
        except (TypeError, ValueError):
            return value

    def to_python(self, value: Any) -> str | None:
        text = clean(str(value or ""))
        if not text:
            return None
        if (found := _PERIOD.fullmatch(text)) is not None:
            return Quarter(int(found[2]), _ROMAN.get(found[1].lower()) or int(found[1])).code
        try:
            return Quarter.parse(text.upper()).code
        except ValueError:
            raise ValidationError("Ghi kỳ báo cáo theo quý, ví dụ Quý I/2021.") from None


def _text(label: str, most: int, *, rows: int = 0, hint: str = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput(attrs={"autocomplete": "off"})
    too_long = f"Dài quá {most} chữ. Rút gọn."
    return forms.CharField(
        label=label, required=False, max_length=most, help_text=hint, widget=widget, error_messages={"max_length": too_long}
    )


def _year(label: str, hint: str) -> forms.IntegerField:
    words = dict.fromkeys(("invalid", "min_value", "max_value"), "Ghi năm bằng bốn chữ số, ví dụ 2021.")
    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    first, last = YEARS
    return forms.IntegerField(
        label=label, required=False, min_value=first, max_value=last, widget=widget, help_text=hint, error_messages=words
    )


def _choice(label: str, choices: list[tuple[str, str]], hint: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=choices, help_text=hint)


def _labelled(words: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(value, words_of[:1].upper() + words_of[1:]) for value, words_of in words.items()]


class ProposalForm(forms.Form):
    """The form of one draft as it is stored. ``posted`` and ``answers`` hand over what was sent; nothing here decides."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(self, data: Any = None, *, directive: Directive, proposal: Proposal, names: UnitNames) -> None:
        super().__init__(data)
        self.proposal, self.names = proposal, names
        self.answered: Mapping[str, Any] = directive.reading.answers
        self.initial = {"version": directive.version}
        self._add_header()
        self._add_entries("kg", proposal.addressees, "Kính gửi")
        self._add_entries("nn", proposal.recipients, "Nơi nhận")
        for index, point in enumerate(proposal.points):
            self._add_point(index, point)
        for index, question in enumerate(proposal.questions):
            self._add_question(index, question)
        groups = [group.name for group in groups_of(proposal, directive.reading.answers)]
        self._add("groups", _text("Nhóm yêu cầu", 4000, rows=min(len(groups) + 1, 10), hint="Mỗi dòng một nhóm"), "\n".join(groups))
        self._add("new_key", _text("Ký hiệu điểm thêm", 40, hint="Ví dụ: 4, hoặc 1.d nếu thuộc điểm 1"), "")
        self._add("new_text", _text("Nội dung điểm thêm", 20_000, rows=3), "")

    def _add(self, name: str, field: forms.Field, initial: Any) -> None:
        self.fields[name] = field
        self.initial[name] = initial

    def _add_header(self) -> None:
        kind = self.proposal.kind or ""
        kinds = list(dict.fromkeys(filter(None, [*KINDS, kind])))
        fields: dict[str, forms.Field] = {
            "number": _text("Số", 20, hint="Để trống được; điền sau, cổng lưu vết"),
            "symbol": _text("Ký hiệu", 60),
            "kind": _choice("Loại văn bản", [("", "Không ghi"), *((value, value[:1].upper() + value[1:]) for value in kinds)]),
            "issuer": _text("Cơ quan ban hành", 200),
            "subject": _text("Trích yếu", 2000, rows=4),
            "place": _text("Nơi ban hành", 100),
            "issued_on": VnDateField(label="Ngày ban hành", required=False, help_text="Ví dụ: 01/02/2021. Để trống được"),
            "issued_year": _year("Năm ban hành", hint="Dùng khi chưa có ngày"),
            "signed_for": _text("Thẩm quyền ký", 200),
            "signer_title": _text("Chức vụ người ký", 200),
            "signer": _text("Họ tên người ký", 100),
        }
        for name, field in fields.items():
            self._add(name, field, getattr(self.proposal, name))

    def _add_entries(self, prefix: str, entries: tuple[PlacedText, ...], label: str) -> None:
        """One more than there are: an entry that the reading missed can be added."""
        for index, entry in enumerate((*entries, PlacedText(""))):
            which = f"dòng {index + 1}" if index < len(entries) else "dòng thêm"
            hint = "Xóa trống để bỏ dòng này" if entry.text else "Dòng mà cổng chưa đọc được"
            self._add(f"{prefix}{index}_text", _text(f"{label}, {which}", 4000, rows=2, hint=hint), entry.text)
            units = self._units(f"Đơn vị của {label}, {which}", entry.units)
            self._add(f"{prefix}{index}_units", units, entry.units)

    def _units(self, label: str, codes: tuple[str, ...]) -> UnitsField:
        return UnitsField(names=self.names, lines=len(codes), label=label, help_text="Mỗi dòng một đơn vị, tên đầy đủ hoặc mã")

    def _add_point(self, index: int, point: PointProposal) -> None:
        which = f"điểm {point.key}"
        units = {name: self._units(f"{words} {which}", getattr(point, name)) for name, words in _UNIT_FIELDS.items()}
        fields: dict[str, forms.Field] = {
            "text": _text(f"Nội dung {which}", 20_000, rows=5),
            "title": _text(f"Tên ngắn {which}", 150, hint="Để trống: lấy ý đầu của điểm"),
            "makes": _choice(f"Sẽ tạo, {which}", _labelled(MAKES_WORDS)),
            **units,
            "coordinating_text": _text(f"Phối hợp khác, {which}", 300, hint="Giữ nguyên chữ, ví dụ “các cơ quan liên quan”"),
            "due_text": _text(f"Thời hạn ghi trong văn bản, {which}", 200),
            "due_on": VnDateField(label=f"Hạn {which}", required=False, help_text="Ví dụ: 31/03/2021. Để trống nếu văn bản không ghi"),
            "due_kind": _choice(f"Loại hạn {which}", [("", "Không ghi hạn"), *_labelled(DUE_KIND_WORDS)]),
            "period": PeriodField(label=f"Kỳ báo cáo {which}", required=False, help_text="Chỉ với báo cáo phải nộp, ví dụ: Quý I/2021"),
            "modality": _choice(f"Cách giao {which}", _labelled(MODALITY_WORDS)),
        }
        for name, field in fields.items():
            self._add(f"p{index}_{name}", field, getattr(point, name))

    def _add_question(self, index: int, question: Question) -> None:
        answer = self.answered.get(question.key) or {}
        options = [(option.value, option.label) for option in question.options]
        choice = forms.ChoiceField(label=question.message, required=False, choices=options, widget=forms.RadioSelect)
        self._add(f"q{index}", choice, answer.get("choice"))
        if any(option.value in NEEDS_REASON for option in question.options):
            reason = _text(f"Căn cứ, lý do: {question.text or question.message}", 1000, rows=2, hint="Bắt buộc khi chọn “có căn cứ”")
            self._add(f"q{index}_reason", reason, answer.get("reason", ""))

    # Checks

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        issued_on = data.get("issued_on")
        self._check_year("issued_on")
        for index, point in enumerate(self.proposal.points):
            name = f"p{index}_due_on"
            self._check_year(name)
            due_on = data.get(name)
            if isinstance(due_on, date) and isinstance(issued_on, date) and point.due_on != due_on < issued_on:
                self.add_error(name, f"Hạn trước ngày ban hành {issued_on:%d/%m/%Y}. Sửa lại ngày.")
        return data

    def _check_year(self, name: str) -> None:
        day = self.cleaned_data.get(name)
        if isinstance(day, date) and not YEARS[0] <= day.year <= YEARS[1]:
            self.add_error(name, f"Năm phải từ {YEARS[0]} đến {YEARS[1]}. Ví dụ: 31/03/2021.")

    def clean_groups(self) -> list[str]:
        names = list(dict.fromkeys(filter(None, map(clean, self.cleaned_data["groups"].splitlines()))))
        if too_long := next((name for name in names if len(name) > 80), None):
            raise ValidationError(f"Tên nhóm “{too_long[:40]}…” dài quá 80 chữ. Rút gọn.")
        return names

    def clean_new_key(self) -> str:
        key = clean(self.cleaned_data["new_key"]).strip(".)")
        if key and not _KEY.fullmatch(key):
            raise ValidationError("Ký hiệu chỉ gồm chữ, số và dấu chấm, ví dụ 1.d.")
        return key

    # What was sent

    def posted(self) -> Posted:
        """The cleaned values; text as the portal stores it."""
        data = self.cleaned_data
        return Posted(
            header={name: _tidy(data[name]) for name in HEADER_FIELDS},
            addressees=self._entries("kg", self.proposal.addressees),
            recipients=self._entries("nn", self.proposal.recipients),
            points={point.key: dict(self._point_values(index, point)) for index, point in enumerate(self.proposal.points)},
        )

    def _entries(self, prefix: str, entries: tuple[PlacedText, ...]) -> list[PlacedText]:
        texts = [*(entry.text for entry in entries), ""]
        return [
            PlacedText(_kept(text, self.cleaned_data[f"{prefix}{index}_text"]), self.cleaned_data[f"{prefix}{index}_units"])
            for index, text in enumerate(texts)
        ]

    def _point_values(self, index: int, point: PointProposal) -> Iterator[tuple[str, Any]]:
        for name in POINT_FIELDS:
            value = _tidy(self.cleaned_data[f"p{index}_{name}"])
            if name in ("makes", "modality") and not value:
                continue
            yield name, _kept(point.text, value) if name == "text" else value

    def answers(self, by: int) -> dict[str, Any]:
        """Answers in the form in which they are kept. Who answers is noted where the answer is new; one that was taken back is none."""
        found: dict[str, Any] = {}
        for index, question in enumerate(self.proposal.questions):
            choice, reason = self.cleaned_data[f"q{index}"], clean(self.cleaned_data.get(f"q{index}_reason") or "")
            known = self.answered.get(question.key) or {}
            if choice or reason:
                same = (known.get("choice"), known.get("reason")) == (choice, reason)
                found[question.key] = {"choice": choice, "reason": reason, "by": known.get("by", by) if same else by}
        groups = self.cleaned_data["groups"]
        if GROUPS_KEY in self.answered or groups != [group.name for group in groups_of(self.proposal, {})]:
            found[GROUPS_KEY] = groups
        return found

    # For the page

    def of_point(self, index: int, *names: str) -> list[BoundField]:
        return [self[f"p{index}_{name}"] for name in names]

    def has_errors_in(self, names: Iterable[str]) -> bool:
        return self.is_bound and any(name in self.errors for name in names)


def _tidy(value: Any) -> Any:
    return clean(value) or None if isinstance(value, str) else value


def _kept(before: str, value: str | None) -> str:
    """The stored text where only white space differs: a browser sends line breaks of its own."""
    return before if clean(before) == clean(value or "") else clean(value or "")
