"""What a unit types in its quarterly report: one form an item, one for the general remarks. Forms ask, ``reports.services`` decides.

Nothing is required here: a draft is kept as it is typed, ``reports.content`` says what is missing before it can go.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from django import forms

from common.acting import VersionForm
from directives.forms.files import MOMENTS, EvidenceFields
from reports.content import Problem, ReportLine
from reports.models import Level, Report

REMARKS = "kn"
_NOT_SHOWN = ("late_reason", "expected_text")


def stamp(*values: object) -> str:
    """What a part of the page showed, in short: sent back unchanged, nobody touched that part."""
    return sha256(repr([_plain(value) if isinstance(value, str) else value for value in values]).encode()).hexdigest()[:12]


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


class PartForm(VersionForm):
    """A part of the report that is saved by itself. ``seen`` is the ``stamp`` of what the page showed."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=12)

    def given(self, name: str) -> str:
        """As typed, also where it can't be used."""
        return str(self.data.get(self.add_prefix(name)) or "")


class EntryForm(EvidenceFields, PartForm):
    """One item. ``shown`` are the files that the page listed, ``sent`` those that were left ticked."""

    level = forms.ChoiceField(label="Mức độ hoàn thành đến ngày báo cáo", required=False, choices=Level.choices, widget=forms.RadioSelect)
    result = forms.CharField(
        label="Kết quả đã làm được",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ghi ngắn gọn, có số liệu. Ví dụ: “Đã niêm yết 21/21 TTHC”.",
    )
    late_reason = forms.CharField(label="Lý do chậm", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    expected_text = forms.CharField(
        label="Ngày dự kiến xong",
        required=False,
        help_text="Ví dụ: 25/03/2021",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": 12}),
    )
    shown = forms.CharField(widget=forms.HiddenInput, required=False, max_length=4000)

    def __init__(self, data: Any = None, files: Any = None, *, number: int, line: ReportLine | None = None, **kwargs: Any) -> None:
        """``line`` is needed to draw it, not to save what was sent."""
        self.line = line
        super().__init__(data, files, prefix=str(number), **kwargs)
        del self.fields["keep_original"]  # asked for on the item's own page
        self.fields["uploads"].label = "Thêm tệp minh chứng"
        self.fields["moment"].widget = forms.Select(choices=[("", "Chọn"), *MOMENTS])
        if line is None:
            return
        if line.fixed:
            self._hide("level", *_NOT_SHOWN)
        elif not (line.is_late or line.late_reason):
            self._hide("late_reason")

    def _hide(self, *names: str) -> None:
        for name in names:
            self.fields[name].widget = forms.HiddenInput()

    @classmethod
    def of(cls, line: ReportLine, problems: Sequence[Problem] = ()) -> EntryForm:
        """As it stands now, with these problems at their fields."""
        values = cls._values(line)
        if not problems:
            return cls(number=line.item.number, line=line, initial=values)
        form = cls({f"{line.item.number}-{name}": value for name, value in values.items()}, number=line.item.number, line=line)
        form.full_clean()
        for problem in problems:
            form.add_error(problem.field, problem.words)
        return form

    @staticmethod
    def _values(line: ReportLine) -> dict[str, Any]:
        return {
            "version": line.version,
            "seen": stamp_of(line),
            "level": line.level.value,
            "result": line.result,
            "late_reason": line.late_reason,
            "expected_text": line.expected_text,
            "shown": ",".join(str(file.pk) for file in line.files),
        }

    def typed(self) -> dict[str, Any]:
        """What was typed, as ``services.writing.save_entry`` takes it."""
        return {
            "level": self.given("level"),
            "result": self.given("result"),
            "late_reason": self.given("late_reason"),
            "expected_text": self.given("expected_text"),
            "left_out": self.left_out(),
        }

    def left_out(self) -> list[int]:
        """The files that stood on the page and were not left ticked."""
        data: Any = self.data
        name = self.add_prefix("sent")
        ticked = set(data.getlist(name) if hasattr(data, "getlist") else data.get(name, ()))
        return sorted(int(pk) for pk in self.given("shown").split(",") if pk.isdecimal() and len(pk) < 19 and pk not in ticked)

    @property
    def touched(self) -> bool:
        """Whether it says something else than the page showed."""
        return self.given("seen") != stamp(*self.typed().values())

    def tick(self, pk: int) -> bool:
        """Whether the file goes with the report, as the page shows it."""
        typed = self.line is None or (self.is_bound and hasattr(self.data, "getlist"))
        return pk not in (self.left_out() if typed or self.line is None else left_out_of(self.line))


def left_out_of(line: ReportLine) -> list[int]:
    """The standing files that don't go with the report, as it stands now."""
    sent = {file.pk for file in line.sent_files}
    return sorted(file.pk for file in line.files if file.pk not in sent)


def stamp_of(line: ReportLine) -> str:
    """The ``stamp`` of an entry as it stands now."""
    return stamp(line.level.value, line.result, line.late_reason, line.expected_text, left_out_of(line))


class RemarksForm(PartForm):
    """The general remarks and proposals."""

    text = forms.CharField(label="Kiến nghị với UBND Tỉnh, Bưu điện Tỉnh", required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, prefix=REMARKS, **kwargs)

    @classmethod
    def of(cls, report: Report | None) -> RemarksForm:
        text = report.remarks if report else ""
        return cls(initial={"version": report.version if report else 0, "text": text, "seen": stamp(text)})

    @property
    def touched(self) -> bool:
        return self.given("seen") != stamp(self.given("text"))
