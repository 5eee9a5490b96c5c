"""A form that could not be taken: the page that says so, and giving up what was kept of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from units import keeping
from units.requests import SignedIn


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form's token is that of an earlier log-in, or of another site. Its words are kept (``CSRF_FAILURE_VIEW``)."""
    kept = keeping.keep_form(request) if "HX-Request" not in request.headers else None
    page = request.path if request.path == reverse("login") else keeping.page_of_form(request)
    if kept is not None and request.user.is_authenticated:
        request.session[keeping.FLAG] = True
    return render(request, "403_csrf.html", {"kept": kept, "page": page}, status=403)


@require_POST
def kept_discard(request: SignedIn) -> HttpResponse:
    """Forget one form that was kept, and show its page as it is."""
    number = request.POST.get("bo", "")
    row = keeping.kept_for(request.user).filter(pk=number).first() if number.isdecimal() and len(number) < 16 else None
    if row is None:
        return redirect("home")
    keeping.forget(request.user, pk=row.pk)
    return redirect(row.page)
