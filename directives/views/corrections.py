"""What the Centre mends of what it gave, for more than one item: shown first, then done with a reason."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from common.acting import attempt
from common.errors import Conflict
from common.formats import vn_num
from common.once import once
from directives import rules
from directives.forms.items import ReasonForm
from directives.models import Directive, Point
from directives.presenters.point_drop import point_drop_page
from directives.services.withdrawing import check_can_drop_point, drop_point, items_of_point, stamp_of
from directives.workflow import ITEM_FLOW
from units.requests import SignedIn


@once
@require_http_methods(["GET", "HEAD", "POST"])
def point_drop(request: SignedIn, pk: int) -> HttpResponse:
    """Withdraw a point: which items of which units, and what was done of them, then the reason."""
    seen = Directive.objects.visible_to(request.user).issued()
    point = get_object_or_404(Point.objects.select_related("directive").filter(directive__in=seen), pk=pk)
    rules.check_can_steer(request.user)
    if request.method != "POST":
        check_can_drop_point(request.user, point)
    sent = request.POST if request.method == "POST" else None
    form = ReasonForm(sent, step=ITEM_FLOW["drop"], initial={"version": stamp_of(items_of_point(point))})
    status, conflict = 422 if form.is_bound else 200, ""
    try:
        count = attempt(form, lambda: drop_point(point_id=point.pk, by=request.user, **form.cleaned_data))
        if count is not None:
            messages.success(request, f"Đã rút điểm {point.key}: {vn_num(count)} nội dung không còn được tính, được nhắc.")
            return redirect(reverse("directive_detail", args=[point.directive_id]))
    except Conflict as error:
        status, conflict = 409, error.message
        form.data = {**{name: form.data[name] for name in form.data}, "version": str(stamp_of(items_of_point(point)))}
    context = {"page": point_drop_page(point), "form": form, "conflict": conflict}
    return render(request, "directives/point_drop.html", context, status=status)
