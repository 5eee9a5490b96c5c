"""Parts of a report that save themselves while they are typed (htmx): one item, the general remarks."""

import json
from typing import Any

from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_POST

from common.errors import Conflict, Forbidden, Invalid
from directives.rules import can
from reports import rules
from reports.content import ReportKey, content_of, obligation_of
from reports.forms.reports import REMARKS, EntryForm, PartForm, RemarksForm, stamp
from reports.models import Report
from reports.presenters.report_form import Clash, form_page, part_params
from reports.presenters.report_saved import SavedPart, entry_saved, where_of
from reports.services.writing import save_entry, save_remarks
from reports.views.report_common import check_writable, key_of
from reports.views.report_saving import saved_entry, saved_report
from units.requests import SignedIn


@require_http_methods(["GET", "HEAD", "POST"])
def report_entry(request: SignedIn, directive: int, period: str, unit: str, number: int) -> HttpResponse:
    """POST keeps what was typed of one item; GET gives that part of the page as it is stored."""
    key = key_of(request, directive, period, unit)
    if request.method != "POST":
        return _part(request, number, directive, period, unit)
    form = EntryForm(request.POST, number=number)
    if not form.is_valid():
        return _not_saved(where_of(number), _first_words(form))
    try:
        entry = save_entry(by=request.user, key=key, number=number, version=form.cleaned_data["version"], **form.typed())
    except Invalid as error:
        return _not_saved(where_of(number), error.message)
    except Forbidden as error:
        return _closed(request, key, where_of(number), error)
    except Conflict as error:
        clash = Clash(error.message, saved_entry(key, number))
        return _clash(request, number, where_of(number), clash, part_params(number))
    page = entry_saved(key, entry, form, request.POST.get("chua_du", ""))
    answer = _fragment("reports/report_saved.html", {"saved": page})
    answer.headers["HX-Trigger"] = json.dumps({"portal:mended": {"fields": page.mended}})
    return answer


@require_POST
def report_remarks(request: SignedIn, directive: int, period: str, unit: str) -> HttpResponse:
    """Save the general remarks by themselves, as an entry is saved."""
    key = key_of(request, directive, period, unit)
    form = RemarksForm(request.POST)
    if not form.is_valid():
        return _not_saved("phần kiến nghị", _first_words(form))
    try:
        report = save_remarks(by=request.user, key=key, version=form.cleaned_data["version"], text=form.given("text"))
    except Invalid as error:
        return _not_saved("phần kiến nghị", error.message)
    except Forbidden as error:
        return _closed(request, key, "phần kiến nghị", error)
    except Conflict as error:
        names = ",".join(form.add_prefix(name) for name in form.fields)
        return _clash(request, REMARKS, "phần kiến nghị", Clash(error.message, saved_report(key)), names)
    return _fragment("reports/report_saved.html", {"saved": SavedPart(REMARKS, report.saved_at, report.version, stamp(form.given("text")))})


def _part(request: SignedIn, number: int, *address: Any) -> HttpResponse:
    content = content_of(key_of(request, *address))
    check_writable(request, content)
    page = form_page(request.user, content)
    section = next((section for section in page.sections if section.number == number), None)
    if section is None:
        raise Http404("Nội dung này không thuộc báo cáo.")
    return _fragment("reports/report_part.html", {"page": page, "section": section})


def _fragment(template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A part of a page needs neither menu nor messages: these would ask the database again."""
    return HttpResponse(render_to_string(template, context), status=status)


def _first_words(form: PartForm) -> str:
    return next((str(words) for errors in form.errors.values() for words in errors), "")


def _not_saved(where: str, words: str) -> HttpResponse:
    return _fragment("reports/report_not_saved.html", {"where": where, "words": words}, 422)


def _closed(request: SignedIn, key: ReportKey, where: str, error: Forbidden) -> HttpResponse:
    """The unit's own person reads in the page why nothing is saved any more (a lock, say); any other refusal stays one."""
    rules.check_can_see_report(request.user, key.unit)
    report = Report.objects.filter(directive=key.directive, period=key.period, unit=key.unit).first()
    if can(rules.check_can_write, request.user, key.unit, report, obligation_of(key)):
        raise error
    return _not_saved(where, error.message)


def _clash(request: SignedIn, number: int | str, where: str, clash: Clash, names: str) -> HttpResponse:
    page = {"number": number, "where": where, "clash": clash, "params": names, "part_url": request.path, "words": "", "is_part": True}
    return _fragment("reports/report_not_saved.html", page, 409)
