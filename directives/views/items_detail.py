"""One item: what is asked, what was done, what this person may do now; and the notes that its parties write to each other."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from common.acting import attempt
from common.once import once
from directives.forms.items import NoteForm
from directives.models import Item
from directives.presenters.items import item_page
from directives.services import items
from directives.views.items_common import seen_item
from units.requests import SignedIn


def _show(request: SignedIn, item: Item, note_form: NoteForm, status: int = 200) -> HttpResponse:
    context = {"page": item_page(request.user, item), "item": item, "note_form": note_form}
    return render(request, "directives/item_detail.html", context, status=status)


@require_safe
def item_detail(request: SignedIn, number: int) -> HttpResponse:
    """The page of one item."""
    return _show(request, seen_item(request, number), NoteForm())


@require_POST
@once
def item_note(request: SignedIn, number: int) -> HttpResponse:
    """A note that every party reads; what can't be sent stays in its field."""
    item = seen_item(request, number)
    form = NoteForm(request.POST)
    if attempt(form, lambda: items.add_note(item_id=item.pk, by=request.user, **form.cleaned_data)) is None:
        return _show(request, item, form, status=422)
    messages.success(request, "Đã gửi trao đổi. Các đơn vị của nội dung này đều đọc được.")
    return redirect(f"{reverse('item_detail', args=[number])}#dien-bien")
