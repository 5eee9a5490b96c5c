"""Rows of items. A page shows dozens of them, so they are drawn by functions: a template would cost more than all else on the page."""

from datetime import date

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from common.templatetags.components import due_cell, status_tag
from directives.presenters.item_list import ListRow
from directives.presenters.item_rows import ItemRow

register = template.Library()
_LATE = mark_safe(' class="row-late"')


def _point(row: ItemRow) -> str:
    return f"{row.code} · Điểm {row.point}{f' của {row.dispatch}' if row.dispatch else ''}"


def _row(row: ItemRow, words: str, cells: SafeString, due: SafeString) -> SafeString:
    return format_html(
        '<tr role="row"{}><td role="cell" class="wide"><a href="{}">{}</a><br><span class="muted small">{}</span></td>{}'
        '<td role="cell">{}</td><td role="cell">{}</td></tr>',
        _LATE if row.late else "",
        row.url,
        row.title,
        words,
        cells,
        status_tag(row.status, row.returned, row.blocked),
        due,
    )


@register.simple_tag
def item_row(row: ItemRow, today: date, lead: bool = False) -> SafeString:
    """``{% item_row row page.today %}``: what it is, its state, its due date; ``lead`` names who answers for it."""
    accountable = format_html('<td role="cell" data-l="Chủ trì" class="wide">{}</td>', row.accountable) if lead else SafeString()
    due = due_cell(row.due_on, today, row.status, waiting=row.waiting)
    return _row(row, _point(row), accountable, due)


@register.simple_tag
def list_row(row: ListRow, today: date) -> SafeString:
    """``{% list_row row today %}``: a row of the list of items."""
    cells = format_html(
        '<td role="cell" data-l="Chủ trì">{}</td><td role="cell" data-l="Phối hợp, thực hiện" class="small col-x wide">{}</td>'
        '<td role="cell" class="r col-y" data-l="Tiến độ">{}%</td>',
        row.accountable,
        row.partners or "–",
        row.percent,
    )
    due = due_cell(row.due_on, today, row.status, none=row.no_due, waiting=row.waiting, source=row.due_source)
    return _row(row, f"{_point(row)} · {row.group}", cells, due)
