"""Addresses of pages of this room; those of the item list are in ``directives.presenters.links``."""

from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode

from common.paging import with_query
from common.past import day_params
from directives.scope import DISPATCH


def decision_url(directive_id: int) -> str:
    """Where the Centre decides about the units that a dispatch names and gives no task."""
    return f"{reverse('directive_detail', args=[directive_id])}#cho-xac-dinh"


def unit_url(code: str) -> str:
    return with_query(reverse("unit_detail", args=[code]), day_params())


def overview_url(directive_id: int) -> str:
    """The overview of one dispatch."""
    return with_query(reverse("overview"), {DISPATCH: directive_id, **day_params()})


def optional_url(name: str, *args: str | int) -> str:
    """The address of a page that the portal may not have; "" then, and no link is drawn."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def report_url(report_id: int, *, reviewing: bool) -> str:
    """A report that was handed in: where it is reviewed for who reviews, its own page for other readers."""
    return reverse("review_detail", args=[report_id]) if reviewing else optional_url("report_detail", report_id)


def queue_url(directive_id: int, period_code: str, tab: str = "") -> str:
    """The Centre's queue of one period under one dispatch."""
    params = {"ky": f"{directive_id}.{period_code}"} | ({"tinh_trang": tab} if tab else {})
    return f"{reverse('review_queue')}?{urlencode(params)}"
