"""What the templates ask for by name: lists whose rows are what a number counts, the state of a report, the Centre's promise."""

from datetime import date

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from common.formats import code_nb
from common.templatetags.components import day, due_tag, status_tag, tag
from directives.presenters.links import item_url, items_url
from directives.scope import Scope
from reports import rules
from reports.presenters.my_work import Task
from reports.presenters.report_state import REPORT_STATES

register = template.Library()
register.simple_tag(items_url)


@register.simple_tag
def scope_url(scope: Scope, **conditions: str) -> str:
    """``{% scope_url page.scope han="overdue" %}``: the item list of the dispatches of which the page speaks."""
    return items_url(**scope.params, **conditions)


@register.simple_tag
def report_tag(state: str) -> SafeString:
    """``{% report_tag report.status %}``; also of one that nobody has begun ("not_started")."""
    return tag(REPORT_STATES[state])


@register.simple_tag
def task_line(task: Task, today: date) -> SafeString:
    """``{% task_line task page.today %}``: one thing to do. Of these a page shows fifty, so they are drawn without a template."""
    item, code = task.item, code_nb(task.item.code)
    parts = [
        format_html("<span>{}</span>", code),
        format_html("<span>{}</span>", task.doer) if task.doer else "",
        due_tag(item.due_on, today, item.status),
        format_html("<span>Hạn {} {}</span>", day(item.due_on), task.due_source) if item.due_on else "",
        status_tag(item.status, item.is_returned, item.is_blocked),  # type: ignore[attr-defined]
    ]
    button = format_html('<a class="btn btn-line" href="{}">Cập nhật<span class="vh"> {}</span></a>', task.update_url, code)
    return format_html(
        '<li><div><h3><a href="{}">{}</a></h3><p class="meta m-0">{}</p></div>{}</li>',
        item_url(item.number),
        item.title,
        mark_safe(" ".join(filter(None, parts))),  # noqa: S308 - each is HTML already
        button if task.update_url else "",
    )


@register.simple_tag
def review_promise() -> int:
    """Working days in which the Centre looks at a report."""
    return rules.REVIEW_WORKING_DAYS
