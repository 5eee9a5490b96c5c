"""What the templates ask for by name: lists whose rows are what a number counts, the state of a report, the Centre's promise."""

from django import template
from django.utils.safestring import SafeString

from common.templatetags.components import tag
from reports import rules
from reports.presenters.links import items_url
from reports.presenters.report_state import REPORT_STATES

register = template.Library()
register.simple_tag(items_url)


@register.simple_tag
def report_tag(state: str) -> SafeString:
    """``{% report_tag report.status %}``; also of one that nobody has begun ("not_started")."""
    shown = REPORT_STATES[state]
    return tag(shown.tone, shown.icon, shown.label)


@register.simple_tag
def review_promise() -> int:
    """Working days in which the Centre looks at a report."""
    return rules.REVIEW_WORKING_DAYS
