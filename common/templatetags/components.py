"""The portal's components: each thing is drawn once, here and in ``templates/components``. Plain values in, HTML out.

The library is a template builtin. It decides nothing: who may see or do what is settled before a template runs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, Protocol
from uuid import uuid4

from django import template
from django.conf import settings
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.forms.formsets import BaseFormSet
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from common import bound_field, formats, vocabulary
from common.icons import ICONS
from common.once import FIELD
from common.page_parts import Chip, Crumbs, HistoryLine, Pager, Stat, Step

register = template.Library()

for _filter in (formats.vn_date, formats.vn_datetime, formats.vn_num, formats.vn_percent, formats.code_nb, formats.file_size):
    register.filter(_filter.__name__, _filter)


@register.simple_tag
def once() -> SafeString:
    """``{% once %}`` in a form that creates something: sent twice it is done once (``common.once``)."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, uuid4().hex)


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """``{% icon "clock" %}``: a decorative outline; words always stand beside it."""
    if name not in ICONS:
        raise ValueError(f"unknown icon {name!r}; known: {', '.join(ICONS)}")
    paths = format_html_join("", '<path d="{}"/>', ((data,) for data in ICONS[name]))
    return format_html('<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>', paths)


@register.simple_tag
def contact() -> str:
    """``{% contact %}``: whom to call, in the words of the setting ``PORTAL_CONTACT``."""
    return str(settings.PORTAL_CONTACT)


@register.simple_tag
def tag(look: vocabulary.State | str, icon_name: str = "", label: str = "") -> SafeString:
    """``{% tag row.state %}`` or ``{% tag "wait" "hourglass" "Chờ duyệt" %}``: a state, one a row; never a decoration or a counter."""
    state = vocabulary.State(look, icon_name, label) if isinstance(look, str) else look
    if state.tone not in vocabulary.TONES:
        raise ValueError(f"unknown tone {state.tone!r}")
    return format_html('<span class="tag s-{}">{}{}</span>', state.tone, icon(state.icon), state.label)


@register.simple_tag
def status_tag(status: str, returned: bool = False, blocked: bool = False) -> SafeString:
    """``{% status_tag item.status item.is_returned item.is_blocked %}``"""
    return tag(vocabulary.item_state(status, returned=bool(returned), blocked=bool(blocked)))


@register.simple_tag
def account_tag(state: str) -> SafeString:
    """``{% account_tag "locked" %}``: active, never (logged in), locked or closed."""
    if state not in vocabulary.ACCOUNT_STATES:
        raise ValueError(f"unknown account state {state!r}")
    return tag(vocabulary.ACCOUNT_STATES[state])


@register.simple_tag
def due_tag(due_on: date | None, today: date, status: str, none: str = "Không ghi hạn", waiting: str = "") -> SafeString:
    """``{% due_tag item.due_on today item.status %}``: days left, late, whose turn a claim is (``waiting``), or done."""
    state = vocabulary.due_state(due_on, today, status, none=none, waiting=waiting)
    if state is None:
        return mark_safe("")
    return format_html('<span class="due{}">{}{}</span>', f" due-{state.tone}" if state.tone else "", icon(state.icon), state.label)


@register.simple_tag
def time_tag(words: str, is_late: bool, wrap: bool = False) -> SafeString:
    """``{% time_tag row.time row.is_late %}``: words that were said of a time already, as a due date looks; ``wrap``: they are long."""
    css = ("due wrap" if wrap else "due") + (" due-late" if is_late else "")
    return format_html('<span class="{}">{}{}</span>', css, icon("alert-octagon" if is_late else "calendar"), words)


@register.simple_tag
def day(value: date | datetime | None) -> SafeString:
    """``{% day item.due_on %}``: a ``time`` element; a moment shows its hour too; None shows nothing."""
    if value is None:
        return mark_safe("")
    words = formats.vn_datetime(value) if isinstance(value, datetime) else formats.vn_date(value)
    return format_html(
        '<time datetime="{}">{}</time>', value.isoformat(timespec="minutes") if isinstance(value, datetime) else value, words
    )


@register.simple_tag
def due_cell(due_on: date | None, today: date, status: str, none: str = "Không ghi hạn", waiting: str = "", source: str = "") -> SafeString:
    """``{% due_cell row.due_on today row.status %}``: in a column of due dates the tag, below it the day and where the day comes from."""
    lines = [due_tag(due_on, today, status, none, waiting)]
    if due_on is not None:
        lines.append(format_html('<span class="muted small">{}</span>', day(due_on)))
    if source:
        lines.append(format_html('<span class="muted small nowrap">{}</span>', source))
    return SafeString('<br class="b"> '.join(line for line in lines if line))


class Document(Protocol):
    """What a label says of a dispatch; a blank is empty or None."""

    kind: str
    number: str | None
    symbol: str | None
    issued_on: date | None
    issued_year: int | None


@register.simple_tag
def doc_label(document: Document, inline: bool = False) -> str:
    """``Công văn số …/UBND‑KSTTHC năm 2021``: what a dispatch leaves blank stays a gap. ``inline`` keeps the first letter small."""
    name = document.kind or "văn bản"
    if not inline:
        name = name[:1].upper() + name[1:]
    number, symbol, issued_on, year = document.number, document.symbol, document.issued_on, document.issued_year
    numbered = f"số {number or '…'}/{symbol}" if symbol else f"số {number}" if number else "chưa có số"
    when = f" ngày {formats.vn_date(issued_on)}" if issued_on else f" năm {year}" if year else ""
    return formats.code_nb(f"{name} {numbered}") + when


@register.simple_tag
def unit_link(name: str, url: str | None = "") -> SafeString:
    """``{% unit_link unit.name url %}``: without an address (not for this reader) the bare name."""
    return format_html('<a href="{}">{}</a>', url, name) if url else format_html("{}", name)


@register.simple_tag
def error_prefix(*troubles: BaseForm | BaseFormSet[Any] | str | None) -> str:
    """``Lỗi:`` at the front of a page's title while one of its forms is refused, or words say what went wrong."""
    return "Lỗi: " if any(each if isinstance(each, str) else each and each.is_bound and not each.is_valid() for each in troubles) else ""


class NavEntry(Protocol):
    """A link of the navigation; ``current`` is its ``aria-current``, ``count`` what waits behind it."""

    @property
    def label(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def current(self) -> str: ...
    @property
    def count(self) -> int: ...


@register.simple_tag
def nav_link(entry: NavEntry, waits: str, css: str = "", icon_name: str = "") -> SafeString:
    """``{% nav_link item "việc chờ" %}``: ``waits`` says to those who do not see it what the number counts; 0 is not drawn."""
    marks = format_html(' class="{}"', css) if css else SafeString()
    if entry.current:
        marks += format_html(' aria-current="{}"', entry.current)
    shown = icon(icon_name) if icon_name else ""
    number = formats.vn_num(entry.count) if entry.count else ""
    count = format_html(' <span class="count">{}<span class="vh"> {}</span></span>', number, waits) if number else ""
    return format_html('<a href="{}"{}>{}{}{}</a>', entry.url, marks, shown, entry.label, count)


_NOTE_ICONS = {"info": "info-circle", "done": "circle-check", "soon": "alert-triangle", "late": "alert-octagon"}


@register.simple_block_tag
def note(content: str, tone: str = "info", role: str = "") -> SafeString:
    """``{% note "soon" %}<p>…</p>{% endnote %}``: a page-level message."""
    if tone not in _NOTE_ICONS:
        raise ValueError(f"unknown tone {tone!r}")
    role_attr = format_html(' role="{}"', role) if role else ""
    colour = f" note-{tone}" if tone != "info" else ""
    return format_html('<div class="note{}"{}>{}<div>{}</div></div>', colour, role_attr, icon(_NOTE_ICONS[tone]), content)


@register.inclusion_tag("components/messages.html")
def message_notes(messages: Any) -> dict[str, Any]:
    """Django's messages as notes; the result of the last action is said once, at the top."""
    tones = {"success": "done", "warning": "soon", "error": "late"}
    return {"notes": [(tones.get(message.level_tag, "info"), message.message) for message in messages or ()]}


@register.inclusion_tag("components/crumbs.html")
def crumbs(*parts: Any) -> dict[str, Any]:
    """``{% crumbs "Đơn vị" url "Quản trị người dùng" %}``: label and address in turn, then this page's; or a page's ``Crumbs``."""
    if len(parts) == 1 and isinstance(parts[0], Crumbs):
        return {"links": parts[0].links, "here": parts[0].here}
    if len(parts) % 2 == 0:
        raise ValueError("crumbs: label and address in turn, then the label of this page")
    return {"links": list(zip(parts[:-1:2], parts[1::2], strict=True)), "here": parts[-1]}


@register.simple_tag
def columns(*headings: str) -> SafeString:
    """``{% columns "Kỳ" "Quá hạn|r" "Thao tác|vh" %}``: the head of a table. Behind the bar stands the class of the column; "vh": its words
    are only spoken.
    """
    cells = []
    for words, _, css in (heading.partition("|") for heading in headings):
        inner = format_html('<span class="vh">{}</span>', words) if css == "vh" else words
        cells.append((format_html(' class="{}"', css) if css not in ("", "vh") else "", inner))
    row = format_html_join("", '<th role="columnheader" scope="col"{}>{}</th>', cells)
    return format_html('<thead role="rowgroup"><tr role="row">{}</tr></thead>', row)


@register.inclusion_tag("components/steps.html")
def steps(rows: Sequence[Step], label: str) -> dict[str, Any]:
    """``{% steps page.steps "Các bước đọc văn bản" %}``: where a person is in a task of several steps."""
    return {"rows": rows, "label": label}


@register.inclusion_tag("components/bar.html")
def bar(percent: float, tone: str = "", label: str = "") -> dict[str, Any]:
    """``{% bar row.percent %}``: the bar alone; with ``label`` it is spoken. ``tone``: "", done, late, time."""
    if tone not in ("", "done", "late", "time"):
        raise ValueError(f"unknown tone {tone!r}")
    return {"percent": percent, "width": f"{min(100, max(0, percent)):g}", "tone": tone, "label": label}


@register.inclusion_tag("components/progress_bar.html")
def progress_bar(percent: float, tone: str = "", label: str = "") -> dict[str, Any]:
    """``{% progress_bar item.percent %}``: the bar and its number."""
    return {"percent": percent, "tone": tone, "label": label}


_LEAST_SEEN = 0.012
"""Of a stacked bar: one of thousands still shows, so that a bar is never full before all is done."""


def _stack(counts: Mapping[str, int]) -> list[tuple[vocabulary.State, int]]:
    """The states that ``counts`` names, in the order of the vocabulary."""
    if unknown := set(counts) - set(vocabulary.ITEM_STATES):
        raise ValueError(f"unknown states {sorted(unknown)}")
    return [(state, counts[key]) for key, state in vocabulary.ITEM_STATES.items() if key in counts]


@register.inclusion_tag("components/stacked_bar.html")
def stacked_bar(counts: Mapping[str, int], label: str = "") -> dict[str, Any]:
    """``{% stacked_bar counts %}``: ``{"verified": 4, "claimed": 1, …}`` as one bar whose label says the numbers."""
    stack = _stack(counts)
    total = sum(count for _, count in stack)
    drawn = [(state.tone, max(count / total, _LEAST_SEEN)) for state, count in stack if count]
    scale = 100 / sum(share for _, share in drawn) if drawn else 0.0
    segments, start = [], 0.0
    for tone, share in drawn:
        segments.append((tone, f"{start:.2f}", f"{share * scale - 0.6:.2f}"))
        start += share * scale
    spoken = ", ".join(f"{state.label[:1].lower()}{state.label[1:]} {count}" for state, count in stack)
    words = spoken if total else "chưa có nội dung nào"
    return {"segments": segments, "label": f"{label}: {words}" if label else words}


@register.inclusion_tag("components/stacked_legend.html")
def stacked_legend(counts: Mapping[str, int]) -> dict[str, Any]:
    """The key of a stacked bar, with its numbers."""
    return {"rows": _stack(counts)}


@register.inclusion_tag("components/field.html")
def field(
    bound: BoundField, label: str = "", hint: str = "", size: str = "", width: str = "", mark: str = " (không bắt buộc)"
) -> dict[str, Any]:
    """``{% field form.name size="lg" width="auto" %}``: label, hint, error, control in this order; ``mark`` follows an optional label."""
    return {"field": bound_field.describe(bound, label=label, hint=hint, size=size, width=width), "mark": mark}


def _form_errors(form: BaseForm) -> Iterator[tuple[str, str]]:
    """(address within the page or "", words) of every error of a form."""
    for error in form.non_field_errors():
        yield "", str(error)
    for bound in form:
        label = str(bound.label).rstrip(" ?:")
        for words in bound_field.error_words(bound, label):
            named = words if f"“{label}”" in words else f"{label}: {words}"
            yield ("" if bound.is_hidden else f"#{bound_field.first_id(bound)}"), named


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms: BaseForm | BaseFormSet[Any] | None, title: str = "") -> dict[str, Any]:
    """``{% error_summary form %}``: all that has to be mended, with links to the fields; nothing while there is nothing.

    The heading counts places to mend; where no field is at fault it only says that it was not done. ``title`` names what.
    """
    errors: list[tuple[str, str]] = []
    for form in forms:
        if isinstance(form, BaseFormSet):
            errors += [("", str(error)) for error in form.non_form_errors()]
            errors += [line for each in form.forms for line in _form_errors(each)]
        elif form is not None:
            errors += _form_errors(form)
    places = sum(bool(target) for target, _ in errors)
    return {"errors": errors, "title": title or (f"Còn {len(errors)} chỗ cần sửa" if places else "Chưa thực hiện được")}


@register.inclusion_tag("components/pager.html")
def pager(page: Pager) -> dict[str, Any]:
    """Where a page stands in its list, and the pages around it."""
    return {"page": page}


@register.inclusion_tag("components/chips.html")
def chips(items: Sequence[Chip], label: str) -> dict[str, Any]:
    """Views of a list; ``label`` names the group for screen readers."""
    return {"items": items, "label": label}


_CHOSEN = mark_safe(" selected")


@register.inclusion_tag("components/filter_choice.html")
def filter_choice(name: str, label: str, options: Iterable[tuple[Any, Any]], chosen: Any = "") -> dict[str, Any]:
    """``{% filter_choice "han" "Hạn" options chosen %}``: one select of a list's form; ``options`` are (value, words)."""
    rows = ((value, _CHOSEN if value == (chosen or "") else "", words) for value, words in options)
    return {"name": name, "label": label, "options": format_html_join("", '<option value="{}"{}>{}</option>', rows)}


@register.inclusion_tag("components/filter_chips.html")
def filter_chips(items: Sequence[Chip], clear_url: str) -> dict[str, Any]:
    """The conditions that are on: the ``url`` of each takes it off, ``clear_url`` all of them."""
    return {"items": items, "clear_url": clear_url}


@register.simple_block_tag
def nothing(content: str, title: str, url: str = "", action: str = "") -> str:
    """``{% nothing "Không có nội dung nào khớp" url=… action="Bỏ lọc" %}Why.{% endnothing %}``: an empty list, and the way out."""
    return render_to_string("components/nothing.html", {"title": title, "text": SafeString(content.strip()), "url": url, "action": action})


@register.inclusion_tag("components/stats.html")
def stats(rows: Sequence[Stat], label: str = "Số liệu") -> dict[str, Any]:
    """Counts that are links to their lists, at most six."""
    if not 1 <= len(rows) <= 6:
        raise ValueError("stats: one to six rows")
    return {"rows": rows, "columns": len(rows), "label": label}


@register.inclusion_tag("components/timeline.html")
def timeline(events: Sequence[HistoryLine]) -> dict[str, Any]:
    """History, newest first."""
    return {"events": events}
