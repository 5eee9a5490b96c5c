"""Saving all that a person typed in the form of a report, part by part: one part that is refused costs the others nothing."""

from dataclasses import dataclass, field
from typing import Any

from common.acting import refuse
from common.errors import Conflict, FileRefused, Forbidden, Invalid
from directives.forms.files import FILE_FIELDS
from directives.rules import check_item
from directives.services.evidence import add_files
from reports.content import Content, ReportKey
from reports.forms.reports import REMARKS, EntryForm, RemarksForm
from reports.models import Entry, Report
from reports.presenters.report_form import Clash, Typed
from reports.services.writing import save_entry, save_remarks
from units.requests import SignedIn


@dataclass
class Outcome:
    """What was refused, by the number of the item, with the form as typed; ``files`` counts what was added."""

    entries: dict[int, EntryForm] = field(default_factory=dict)
    remarks: RemarksForm | None = None
    clashes: dict[int | str, Clash] = field(default_factory=dict)
    files: int = 0

    @property
    def is_refused(self) -> bool:
        return bool(self.entries) or self.remarks is not None

    @property
    def status(self) -> int:
        return 409 if self.clashes else 422

    def typed(self, content: Content) -> Typed:
        """For the page; ``content`` is as it is now, so that what was saved shows its new version."""
        for number, form in self.entries.items():
            form.line = content.line(number)
        return Typed(self.entries, self.remarks or RemarksForm.of(content.report), self.clashes)


def save_typed(request: SignedIn, content: Content) -> Outcome:
    """Save each part that was touched, and add the files. Parts that the page did not have are left alone."""
    outcome = Outcome()
    for line in content.lines:
        number = line.item.number
        if f"{number}-version" in request.POST:
            form = EntryForm(request.POST, request.FILES, number=number, line=line)
            _save_entry(request, content.key, form, number, outcome)
            outcome.files += _add_files(request, form)
            if form.errors:
                outcome.entries[number] = form
    if f"{REMARKS}-version" in request.POST:
        _save_remarks(request, content.key, outcome)
    return outcome


def _save_entry(request: SignedIn, key: ReportKey, form: EntryForm, number: int, outcome: Outcome) -> None:
    if not form.touched or (not form.is_valid() and set(form.errors) - set(FILE_FIELDS)):
        return
    try:
        save_entry(by=request.user, key=key, number=number, version=form.cleaned_data["version"], **form.typed())
    except Conflict as error:
        saved = saved_entry(key, number)
        outcome.clashes[number], outcome.entries[number] = Clash(error.message, saved), form
        form.data = with_value(form.data, form.add_prefix("version"), saved.version)
    except Invalid as error:
        refuse(form, error)


def _add_files(request: SignedIn, form: EntryForm) -> int:
    """Files that were chosen beside the words, also where the words were refused."""
    form.is_valid()
    if set(form.errors) & set(FILE_FIELDS) or not form.cleaned_data["uploads"] or form.line is None:
        return 0
    try:
        check_item(request.user, form.line.item, "evidence")
        return len(add_files(item_id=form.line.item.pk, by=request.user, **form.sent()))
    except (Forbidden, Invalid, FileRefused) as error:
        form.add_error("uploads", error.message)
        return 0


def _save_remarks(request: SignedIn, key: ReportKey, outcome: Outcome) -> None:
    form = RemarksForm(request.POST)
    if not form.touched:
        return
    if not form.is_valid():
        outcome.remarks = form
        return
    try:
        save_remarks(by=request.user, key=key, version=form.cleaned_data["version"], text=form.given("text"))
    except Conflict as error:
        saved = saved_report(key)
        outcome.clashes[REMARKS], outcome.remarks = Clash(error.message, saved), form
        form.data = with_value(request.POST, form.add_prefix("version"), saved.version)
    except Invalid as error:
        form.add_error("text", error.message)
        outcome.remarks = form


def saved_entry(key: ReportKey, number: int) -> Entry:
    """The entry as somebody else saved it meanwhile."""
    mine = {"report__directive": key.directive, "report__period": key.period, "report__unit": key.unit}
    return Entry.objects.select_related("saved_by").get(item__number=number, **mine)


def saved_report(key: ReportKey) -> Report:
    return Report.objects.select_related("saved_by").get(directive=key.directive, period=key.period, unit=key.unit)


def with_value(data: Any, name: str, value: int) -> Any:
    """What was typed, now upon the version that the person is shown: sent once more, it is meant."""
    changed = data.copy()
    changed[name] = str(value)
    return changed


def unsaved_words(request: SignedIn, content: Content) -> list[tuple[str, str]]:
    """(code, words) of each part that was touched, for a page that can save nothing any more: they are shown to be copied."""
    found = []
    for line in content.lines:
        form = EntryForm(request.POST, number=line.item.number)
        if f"{line.item.number}-version" in request.POST and form.touched:
            typed = form.typed()
            words = [typed["result"], typed["late_reason"], typed["expected_text"]]
            found.append((line.item.code, "\n".join(filter(None, words))))
    remarks = RemarksForm(request.POST)
    if f"{REMARKS}-version" in request.POST and remarks.touched:
        found.append(("Kiến nghị", remarks.given("text")))
    return found
