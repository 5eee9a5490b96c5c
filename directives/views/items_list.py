"""The list of items, and the same rows as a workbook."""

from django.http import FileResponse, HttpResponse
from django.views.decorators.http import require_safe

from common import clock
from common.downloads import WORKBOOK
from common.htmx import render_part
from directives.exporting.items import export_items
from directives.presenters.item_list import item_list_page
from directives.views.past_days import of_any_day
from units.requests import SignedIn


@require_safe
@of_any_day
def item_list(request: SignedIn) -> HttpResponse:
    """Every condition stands in the address, so a list can be kept as a bookmark and works without JavaScript."""
    page = item_list_page(request.user, request.GET)
    response = render_part(request, "directives/item_list.html", "results", {"page": page})
    if request.htmx:
        response.headers["HX-Push-Url"] = page.filter.url()
    return response


@require_safe
@of_any_day
def item_export(request: SignedIn) -> FileResponse:
    """Exactly the rows of the list with these conditions."""
    workbook = export_items(request.user, request.GET)
    name = f"noi-dung-khac-phuc-{clock.today():%Y-%m-%d}.xlsx"
    return FileResponse(workbook, as_attachment=True, filename=name, content_type=WORKBOOK)
