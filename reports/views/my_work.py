"""A person's own work."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reports import rules
from reports.presenters.my_work import is_commune, my_work_page
from units.requests import SignedIn


@require_safe
def my_work(request: SignedIn) -> HttpResponse:
    """The work of the own unit; a commune gets the plain page."""
    user = request.user
    rules.check_has_work(user)
    page = my_work_page(user, user.unit)  # type: ignore[arg-type]
    return render(request, f"reports/my_work{'_commune' if is_commune(page.unit) else ''}.html", {"page": page})
