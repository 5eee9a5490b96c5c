"""The page on which a unit writes its report: a part an item, its state, what the Centre asked for, and what stands in the way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from django.urls import reverse

from common.bound_field import first_id
from common.formats import code_nb, vn_date, vn_num
from common.vocabulary import State
from directives.doubts import doubt_words
from directives.models import Evidence, Item
from directives.rules import can, check_item
from reports.content import Content, ReportKey, ReportLine
from reports.forms.reports import REMARKS, EntryForm, RemarksForm
from reports.models import Entry, Report
from reports.presenters.report_times import due_words
from units.models import User

READY = State("done", "circle-check", "Đã đủ")
NOT_READY = State("late", "alert-octagon", "Cần sửa")
ASKED = State("soon", "arrow-back-up", "Cần bổ sung")
"""The Centre wants more, and nothing was written since; it hinders no submission."""
_ENTRY_FIELDS = ("version", "seen", "level", "result", "late_reason", "expected_text", "shown", "sent")
_COMMON = "thieu,chua_du"


@dataclass(frozen=True)
class Clash:
    """Somebody was faster: who and when (``words``), and the words that stand there now."""

    words: str
    saved: Entry | Report


@dataclass(frozen=True)
class Section:
    """One item of the form; ``index`` counts from 1."""

    index: int
    line: ReportLine
    form: EntryForm
    state: State
    is_open: bool
    where: str
    partners: str
    result_hint: str
    late_hint: str
    doubt: str
    can_add_files: bool
    url: str
    clash: Clash | None

    @property
    def number(self) -> int:
        return self.line.item.number

    @property
    def place(self) -> str:
        """Where the work is done."""
        return (self.line.item.site or self.line.item.responsible).short_name

    @property
    def is_ready(self) -> bool:
        return self.state is READY

    @property
    def files(self) -> list[tuple[Evidence, bool]]:
        """The files of the item, each with whether it goes with the report."""
        return [(file, self.form.tick(file.pk)) for file in self.line.files]

    @property
    def params(self) -> str:
        return part_params(self.number)


def part_params(number: int) -> str:
    """The names that a part sends when it saves itself; the rest of the form stays at home."""
    return ",".join(f"{number}-{name}" for name in _ENTRY_FIELDS) + f",{_COMMON}"


@dataclass(frozen=True)
class Typed:
    """What a refused request leaves on the page: the forms as typed, and what was saved by somebody else, by item (``REMARKS`` too)."""

    entries: Mapping[int, EntryForm]
    remarks: RemarksForm
    clashes: Mapping[int | str, Clash]


@dataclass(frozen=True)
class Progress:
    """How many parts could go, as this page knows it: ``text`` is what the page carries along, "<total> <number> <number> …"."""

    total: int
    missing: tuple[int, ...]

    @classmethod
    def read(cls, text: str) -> Self | None:
        """None for what this page did not write."""
        words = text.split()
        if not words or len(words) > 5000 or not all(word.isdecimal() and len(word) < 10 for word in words):
            return None
        return cls(int(words[0]), tuple(int(word) for word in words[1:]))

    def after(self, number: int, *, ready: bool) -> "Progress":
        others = tuple(each for each in self.missing if each != number)
        return Progress(self.total, others if ready else (*others, number))

    @property
    def ready(self) -> int:
        return self.total - len(self.missing)

    @property
    def text(self) -> str:
        return " ".join(str(number) for number in (self.total, *self.missing))


def report_url(name: str, key: ReportKey, *more: int) -> str:
    """An address of this report while it is written."""
    return reverse(name, args=[key.directive.pk, key.period.code, key.unit.code, *more])


@dataclass(frozen=True)
class DraftPage:
    """What all pages of a draft say: whose, which period, until when, how far."""

    content: Content

    @property
    def key(self) -> ReportKey:
        return self.content.key

    @property
    def due_words(self) -> str:
        obligation, report = self.content.obligation, self.content.report
        if obligation is None:
            return "Không bắt buộc"
        handed_in = report is not None and report.first_submitted_on is not None
        return due_words(obligation.due_on, self.content.today, obligation.agreed_on, again=handed_in)

    @property
    def form_url(self) -> str:
        return report_url("report_form", self.key)

    @property
    def check_url(self) -> str:
        return report_url("report_check", self.key)

    @property
    def preview_url(self) -> str:
        return report_url("report_preview", self.key)


@dataclass(frozen=True)
class FormPage(DraftPage):
    """``is_refused``: something that was sent just now could not be saved."""

    sections: Sequence[Section]
    remarks: RemarksForm
    remarks_clash: Clash | None
    is_checked: bool
    is_refused: bool

    remarks_params = f"{REMARKS}-version,{REMARKS}-seen,{REMARKS}-text"

    @property
    def remarks_url(self) -> str:
        return report_url("report_remarks", self.key)

    @cached_property
    def errors(self) -> list[tuple[str, str]]:
        """(address within the page, words) of all that has to be mended."""
        own = [(f"#{self.remarks['text'].auto_id}", str(words)) for errors in self.remarks.errors.values() for words in errors]
        return [error for section in self.sections for error in _errors(section)] + own

    @property
    def progress_text(self) -> str:
        return Progress(len(self.sections), tuple(section.number for section in self.sections if not section.is_ready)).text


def form_page(user: User, content: Content, *, checked: bool = False, typed: Typed | None = None) -> FormPage:
    """All of the page. ``checked`` shows what is missing at its field; ``typed`` wins over what is stored."""
    clashes = typed.clashes if typed else {}
    sections = [
        _section(user, content, index, line, _form(content, line, checked, typed), clashes.get(line.item.number))
        for index, line in enumerate(content.lines, start=1)
    ]
    remarks = typed.remarks if typed else RemarksForm.of(content.report)
    return FormPage(content, sections, remarks, clashes.get(REMARKS), checked, typed is not None)


def _form(content: Content, line: ReportLine, checked: bool, typed: Typed | None) -> EntryForm:
    number = line.item.number
    if typed is not None and number in typed.entries:
        return typed.entries[number]
    return EntryForm.of(line, content.problems.get(number, ()) if checked else ())


def _section(user: User, content: Content, index: int, line: ReportLine, form: EntryForm, clash: Clash | None) -> Section:
    number, item = line.item.number, line.item
    broken = number in content.problems or bool(form.errors) or clash is not None
    return Section(
        index=index,
        line=line,
        form=form,
        state=NOT_READY if broken else ASKED if content.is_asked(line) else READY,
        is_open=broken or line.remark is not None,
        where=_where(item),
        partners=_partners(item, content.key),
        result_hint=_result_hint(line),
        doubt=doubt_words(line.doubts) if line.doubts else "",
        late_hint=f"Nội dung đã quá hạn {vn_num((content.today - item.due_on).days)} ngày." if line.is_late and item.due_on else "",
        can_add_files=can(check_item, user, item, "evidence"),
        url=report_url("report_entry", content.key, number),
        clash=clash,
    )


def _where(item: Item) -> str:
    """'ND‑044 · Điểm 1.b · Hạn 16/03/2021 (Trung tâm đặt)'."""
    source = item.get_due_source_display().removeprefix("Theo ")
    due = f"Hạn {vn_date(item.due_on)} ({source})" if item.due_on else "Không ghi hạn"
    return f"{code_nb(item.code)} · Điểm {item.point.key} · {due}"


def _partners(item: Item, key: ReportKey) -> str:
    units = [*item.coordinating.all(), item.responsible, item.accountable]
    return "; ".join(dict.fromkeys(unit.name for unit in units if unit.pk != key.unit.pk))


def _result_hint(line: ReportLine) -> str:
    """Where the words come from while nothing was typed over them; "" keeps the field's own hint."""
    item = line.item
    if line.written or not item.progress_note or item.updated_at is None:
        return ""
    late = " (sau kỳ số liệu)" if line.after_window else ""
    return f"Điền sẵn từ cập nhật ngày {vn_date(item.updated_at)}{late}. Ghi ngắn gọn, có số liệu."


def _errors(section: Section) -> list[tuple[str, str]]:
    """(address within the page, words) of all that has to be mended in one item."""
    code = code_nb(section.line.item.code)
    found = [(f"#n{section.number}", f"{code}: {section.clash.words}")] if section.clash else []
    for name, errors in section.form.errors.items():
        shown = name in section.form.fields and not section.form[name].is_hidden
        place = f"#{first_id(section.form[name])}" if shown else f"#n{section.number}"
        found += [(place, f"{code}: {words}") for words in errors]
    return found
