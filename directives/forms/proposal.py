"""The values of a proposal as one form: what has to be decided, and of the rest the parts that a person opened.

A plan of 80 points has a thousand values; a page has fields for those that are being corrected. ``mo`` names the open parts: ``dau`` (the
heading), ``ngay``, ``kg`` ("Kính gửi"), ``nn`` ("Nơi nhận"), ``ky`` (signature), ``nhom`` (groups), ``them`` (a new point), ``p3`` (the
fourth point). Field names: ``p3_lead`` is the leads of the fourth point, ``kg0_units`` the units of the first entry of "Kính gửi", ``q0``
and ``q0_reason`` the first thing to decide. They hold for one version of the draft, which is sent along.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from common.acting import VersionForm
from common.due import DueDate, due_of_cell
from common.formats import KNOWN_YEARS
from common.quarters import Quarter
from common.text import clean, match_key
from common.workdays import signing
from directives.forms.fields import VnDateField, WordsField
from directives.forms.unit_list import UnitNames, UnitsField
from directives.models import Directive
from directives.proposing.answers import NEEDS_REASON
from directives.proposing.asking import DUE, NEW, OTHER, Matter, matters_of
from directives.proposing.edits import DUE_KIND_WORDS, MAKES_WORDS, MODALITY_WORDS, Posted
from directives.proposing.grouping import GROUPS_KEY, NAME_LENGTH, groups_of, proposed_groups
from directives.proposing.reconsider import NAMES
from reading.dispatch.proposal import PlacedText, PointProposal, Proposal
from reading.groups import GroupSpec
from units.entries import NAMED_KINDS, UnitKind

KINDS = ("công văn", "chỉ thị", "kế hoạch", "quyết định", "thông báo", "công điện", "nghị quyết", "hướng dẫn")
_PERIOD = re.compile(r"(?:quý\s*)?(i{1,3}|iv|[1-4])\s*(?:[/\-.]|\s|năm)+\s*(\d{4})", re.IGNORECASE)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_KEY = re.compile(r"[\w.]{1,40}")
HEADING, DATE, SIGNATURE = "dau", "ngay", "ky"
ADDRESSEES, RECIPIENTS, GROUPS, ADDED = "kg", "nn", "nhom", "them"
HEADER_PARTS = {
    HEADING: ("symbol", "kind", "issuer", "subject"),
    DATE: ("place", "issued_year"),
    SIGNATURE: ("signed_for", "signer_title", "signer"),
}
ALWAYS = ("number", "issued_on")  # what a clerk stamps on last
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


def _year(label: str, hint: str) -> forms.IntegerField:
    words = dict.fromkeys(("invalid", "min_value", "max_value"), "Ghi năm bằng bốn chữ số, ví dụ 2021.")
    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    first, last = KNOWN_YEARS[0], KNOWN_YEARS[-1]
    return forms.IntegerField(
        label=label, required=False, min_value=first, max_value=last, widget=widget, help_text=hint, error_messages=words
    )


def _choice(label: str, choices: list[tuple[str, str]], hint: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=choices, help_text=hint)


def _labelled(words: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(value, words_of[:1].upper() + words_of[1:]) for value, words_of in words.items()]


def parts_of(proposal: Proposal) -> list[str]:
    """The names of everything that can be opened."""
    return [*HEADER_PARTS, ADDRESSEES, RECIPIENTS, GROUPS, ADDED, *(f"p{index}" for index in range(len(proposal.points)))]


class ProposalForm(VersionForm):
    """The form of one draft as it is stored. ``posted`` and ``answers`` hand over what was sent; nothing here decides."""

    def __init__(
        self,
        data: Any = None,
        *,
        directive: Directive,
        proposal: Proposal,
        names: UnitNames,
        parts: Collection[str] = (),
        picker: str = "",
        focused: str = "",
    ) -> None:
        """``parts`` are open, in ``focused`` stands the cursor; ``picker`` is where the lines to choose units from are."""
        super().__init__(data)
        self.proposal, self.names, self.focused, self._picker = proposal, names, focused, picker
        self.answered: Mapping[str, Any] = directive.reading.answers
        self.parts = [part for part in parts_of(proposal) if part in parts or part == focused]
        self.matters = matters_of(proposal)
        self.initial = {"version": directive.version}
        self._add_header()
        for prefix, label, entries in (
            (ADDRESSEES, "Kính gửi", proposal.addressees),
            (RECIPIENTS, "Nơi nhận", proposal.recipients),
        ):
            if prefix in self.parts:
                self._add_entries(prefix, entries, label)
        for index, point in enumerate(proposal.points):
            if f"p{index}" in self.parts:
                self._add_point(index, point)
        for index, matter in enumerate(self.matters):
            self._add_matter(index, matter)
        self.groups = groups_of(proposal, self.answered)
        if GROUPS in self.parts:
            self._add_groups()
        if ADDED in self.parts:
            self._add("new_key", WordsField("Ký hiệu", 40, hint="Ví dụ: 4, hoặc 1.d nếu thuộc điểm 1"), "")
            self._add("new_text", WordsField("Nội dung", 20_000, rows=3), "")
            self._add("new_lead", self._units("Chủ trì", ()), ())
            self._add(
                "new_due", WordsField("Thời hạn như văn bản ghi", 200, hint="Ví dụ: trước ngày 30/6/2021, quý II/2021, hằng tháng"), ""
            )

    def _add(self, name: str, field: forms.Field, initial: Any) -> None:
        self.fields[name] = field
        self.initial[name] = initial

    def _add_header(self) -> None:
        kind = self.proposal.kind or ""
        kinds = list(dict.fromkeys(filter(None, [*KINDS, kind])))
        fields: dict[str, forms.Field] = {
            "number": WordsField("Số", 20, hint="Để trống được; điền sau, cổng lưu vết"),
            "symbol": WordsField("Ký hiệu", 60),
            "kind": _choice("Loại văn bản", [("", "Không ghi"), *((value, value[:1].upper() + value[1:]) for value in kinds)]),
            "issuer": WordsField("Cơ quan ban hành", 200),
            "subject": WordsField("Trích yếu", 2000, rows=4),
            "place": WordsField("Nơi ban hành", 100),
            "issued_on": VnDateField(label="Ngày ban hành", required=False, help_text="Ví dụ: 01/02/2021. Để trống được"),
            "issued_year": _year("Năm ban hành", hint="Dùng khi chưa có ngày"),
            "signed_for": WordsField("Thẩm quyền ký", 200),
            "signer_title": WordsField("Chức vụ người ký", 200),
            "signer": WordsField("Họ tên người ký", 100),
        }
        for name in self.header_names:
            self._add(name, fields[name], getattr(self.proposal, name))

    @property
    def header_names(self) -> list[str]:
        return [*ALWAYS, *(name for part, names in HEADER_PARTS.items() if part in self.parts for name in names)]

    def _add_groups(self) -> None:
        for index, group in enumerate((*self.groups, GroupSpec(""))):
            label = f"Nhóm của điểm {group.point}" if group.point else f"Nhóm {index + 1}" if group.name else "Nhóm thêm"
            hint = "Xóa trống để bỏ nhóm này" if group.name and not group.is_default else ""
            self._add(f"g{index}", WordsField(label, NAME_LENGTH, hint=hint), group.name)

    def _add_entries(self, prefix: str, entries: tuple[PlacedText, ...], label: str) -> None:
        """One more than there are: an entry that the reading missed can be added."""
        for index, entry in enumerate((*entries, PlacedText(""))):
            which = f"dòng {index + 1}" if index < len(entries) else "dòng thêm"
            hint = "Xóa trống để bỏ dòng này" if entry.text else "Dòng mà cổng chưa đọc được"
            self._add(f"{prefix}{index}_text", WordsField(f"{label}, {which}", 4000, rows=2, hint=hint), entry.text)
            units = self._units(f"Đơn vị của {label}, {which}", entry.units)
            self._add(f"{prefix}{index}_units", units, entry.units)

    def _units(self, label: str, codes: tuple[str, ...]) -> UnitsField:
        hint = "Mỗi dòng một đơn vị hoặc một nhóm, ví dụ “UBND các huyện”, “Bưu điện cấp huyện”"
        return UnitsField(names=self.names, codes=codes, picker=self._picker, label=label, help_text=hint)

    def _add_point(self, index: int, point: PointProposal) -> None:
        which = f"điểm {point.key}"
        units = {name: self._units(f"{words} {which}", getattr(point, name)) for name, words in _UNIT_FIELDS.items()}
        fields: dict[str, forms.Field] = {
            "text": WordsField(f"Nội dung {which}", 20_000, rows=5),
            "title": WordsField(f"Tên ngắn {which}", 150, hint="Để trống: lấy ý đầu của điểm"),
            "makes": _choice(f"Sẽ tạo, {which}", _labelled(MAKES_WORDS)),
            **units,
            "coordinating_text": WordsField(f"Phối hợp khác, {which}", 300, hint="Giữ nguyên chữ, ví dụ “các cơ quan liên quan”"),
            "due_text": WordsField(f"Thời hạn ghi trong văn bản, {which}", 200),
            "due_on": VnDateField(label=f"Hạn {which}", required=False, help_text="Ví dụ: 31/03/2021. Để trống nếu văn bản không ghi"),
            "due_kind": _choice(f"Loại hạn {which}", [("", "Không ghi hạn"), *_labelled(DUE_KIND_WORDS)]),
            "period": PeriodField(label=f"Kỳ báo cáo {which}", required=False, help_text="Chỉ với báo cáo phải nộp, ví dụ: Quý I/2021"),
            "modality": _choice(f"Cách giao {which}", _labelled(MODALITY_WORDS)),
        }
        for name, field in fields.items():
            self._add(f"p{index}_{name}", field, getattr(point, name))

    def _add_matter(self, index: int, matter: Matter) -> None:
        """A choice; for a name also other units or a new one, for a time also another day."""
        question, answer = matter.first, self.answered.get(matter.first.key) or {}
        options = [(option.value, option.label) for option in question.options]
        more: dict[str, tuple[forms.Field, Any]] = {}
        if question.code in NAMES:
            options.insert(-1, (OTHER, "Là đơn vị có trong danh sách"))
            more["units"] = (self._units("Đơn vị", tuple(answer.get("units") or ())), tuple(answer.get("units") or ()))
        if question.code == "unit_unknown":
            options.insert(-1, (NEW, "Thêm vào danh sách đơn vị của cổng"))
            more |= self._new_unit(question.text)
        if question.code == DUE:
            options.insert(-1, (OTHER, "Ngày khác"))
            day = date.fromisoformat(answer["due_on"]) if answer.get("due_on") else None
            more["due"] = (VnDateField(label="Ngày", required=False), day)
        choice = forms.ChoiceField(label=matter.words, required=False, choices=options, widget=forms.RadioSelect)
        self._add(f"q{index}", choice, answer.get("choice"))
        if any(option.value in NEEDS_REASON for option in question.options):
            reason = WordsField("Căn cứ, lý do", 1000, rows=2, hint="Bắt buộc khi chọn “có căn cứ”")
            more["reason"] = (reason, answer.get("reason", ""))
        for name, (field, value) in more.items():
            self._add(f"q{index}_{name}", field, value)

    def _new_unit(self, name: str) -> dict[str, tuple[forms.Field, Any]]:
        kind = UnitKind.DEPARTMENT if match_key(name).startswith("sở ") else UnitKind.OTHER
        superior = UnitsField(names=self.names, picker=self._picker, label="Cấp trên", help_text="Một đơn vị")
        return {
            "name": (WordsField("Tên đầy đủ", 120), name[:1].upper() + name[1:]),
            "kind": (_choice("Loại", [(kind.value, kind.label) for kind in NAMED_KINDS]), kind.value),
            "parent": (superior, self.names.province),
            "from": (VnDateField(label="Có từ ngày", required=False, help_text="Để trống nếu có từ lâu"), None),
        }

    # Checks

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        issued_on = data.get("issued_on")
        for index, matter in enumerate(self.matters):
            self._check_matter(index, matter, data)
        for index, point in self._open_points():
            name = f"p{index}_due_on"
            due_on = data.get(name)
            if isinstance(due_on, date) and isinstance(issued_on, date) and point.due_on != due_on < issued_on:
                self.add_error(name, f"Hạn trước ngày ban hành {issued_on:%d/%m/%Y}. Sửa lại ngày.")
        return data

    def _check_matter(self, index: int, matter: Matter, data: Mapping[str, Any]) -> None:
        needed = {
            OTHER: {"units": "Chọn đơn vị trong danh sách.", "due": "Ghi ngày."},
            NEW: {"name": "Ghi tên đơn vị.", "parent": "Chọn cấp trên."},
        }
        for name, words in needed.get(data.get(f"q{index}") or "", {}).items():
            field = f"q{index}_{name}"
            if field in self.fields and not data.get(field) and field not in self.errors:
                self.add_error(field, words)
        if len(data.get(f"q{index}_parent") or ()) > 1:
            self.add_error(f"q{index}_parent", "Chỉ ghi một đơn vị cấp trên.")

    def _open_points(self) -> list[tuple[int, PointProposal]]:
        return [(index, point) for index, point in enumerate(self.proposal.points) if f"p{index}" in self.parts]

    def clean_new_due(self) -> DueDate | None:
        """The day that the words say, as of a cell of a table: what is not understood in full is asked for again."""
        due = due_of_cell(self.cleaned_data["new_due"], signing=signing(self.proposal.issued_on), default_year=self.proposal.issued_year)
        if due is not None and (due.doubt or due.invalid or due.year_missing):
            raise ValidationError("Chưa hiểu thời hạn này. Ghi một ngày, tháng, quý hoặc năm, ví dụ: trước ngày 30/6/2021.")
        return due

    def clean_new_key(self) -> str:
        key = clean(self.cleaned_data["new_key"]).strip(".)")
        if key and not _KEY.fullmatch(key):
            raise ValidationError("Ký hiệu chỉ gồm chữ, số và dấu chấm, ví dụ 1.d.")
        return key

    # What was sent

    def posted(self) -> Posted:
        """The cleaned values of what is open; text as the portal stores it."""
        data = self.cleaned_data
        return Posted(
            header={name: _tidy(data[name]) for name in self.header_names},
            addressees=self._entries(ADDRESSEES, self.proposal.addressees) if ADDRESSEES in self.parts else None,
            recipients=self._entries(RECIPIENTS, self.proposal.recipients) if RECIPIENTS in self.parts else None,
            points={point.key: dict(self._point_values(index, point)) for index, point in self._open_points()},
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
        for index, matter in enumerate(self.matters):
            answer = self._answer(index)
            for question in matter.questions if answer["choice"] or answer["reason"] else ():
                known = self.answered.get(question.key) or {}
                found[question.key] = {**answer, "by": known.get("by", by) if {**known, "by": by} == {**answer, "by": by} else by}
        if GROUPS in self.parts:
            groups = self._named_groups()
            if groups != [{"name": group.name, "point": group.point} for group in proposed_groups(self.proposal)]:
                found[GROUPS_KEY] = groups
        elif GROUPS_KEY in self.answered:
            found[GROUPS_KEY] = self.answered[GROUPS_KEY]
        return found

    def _answer(self, index: int) -> dict[str, Any]:
        """What was chosen; units or a day typed without a choice are one."""
        data = self.cleaned_data
        units, due_on = data.get(f"q{index}_units") or (), data.get(f"q{index}_due")
        choice = data[f"q{index}"] or (OTHER if units or due_on else "")
        answer: dict[str, Any] = {"choice": choice, "reason": clean(data.get(f"q{index}_reason") or "")}
        if choice == OTHER:
            answer |= {"units": list(units)} if units else {"due_on": due_on.isoformat()} if due_on else {}
        if choice == NEW:
            start = data[f"q{index}_from"]
            answer["unit"] = {
                "name": clean(data[f"q{index}_name"]),
                "kind": data[f"q{index}_kind"],
                "parent": data[f"q{index}_parent"][0],
                "valid_from": start.isoformat() if start else "",
            }
        return answer

    def _named_groups(self) -> list[dict[str, str]]:
        names = [(clean(self.cleaned_data[f"g{index}"]), group.point) for index, group in enumerate((*self.groups, GroupSpec("")))]
        return [{"name": name, "point": point} for name, point in dict.fromkeys(names) if name]

    # For the page

    def has_errors_in(self, names: Iterable[str]) -> bool:
        return self.is_bound and any(name in self.errors for name in names)


def _tidy(value: Any) -> Any:
    return clean(value) or None if isinstance(value, str) else value


def _kept(before: str, value: str | None) -> str:
    """The stored text where only white space differs: a browser sends line breaks of its own."""
    return before if clean(before) == clean(value or "") else clean(value or "")
