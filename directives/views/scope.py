"""Which dispatches a person's pages speak of until he chooses again."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.http import require_POST

from common.paging import with_query
from common.past import PARAM
from directives.scope import read_scope
from units.requests import SignedIn
from units.services import keep_scope


@require_POST
def scope_choose(request: SignedIn) -> HttpResponse:
    """Keep what was chosen and go back to the page, which then says it in its address."""
    name, _, value = request.POST.get("pham_vi", "").partition("=")
    scope = read_scope(request.user, {name: value})
    keep_scope(user=request.user, scope="" if scope.is_whole else urlencode(scope.params))
    page = request.POST.get("trang", "")
    back = page if page.startswith("/") and url_has_allowed_host_and_scheme(page, allowed_hosts=None) else reverse("home")
    day = {PARAM: request.POST.get(PARAM, "")}
    return redirect(with_query(back.partition("?")[0], {**scope.params, **day}))
