"""Difficulties: the queue of the Centre, one of them with its history, and the three acts. Each act ends in a message."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from common.acting import VersionForm, attempt, is_old, try_form, with_version
from common.formats import code_nb
from common.once import once
from common.page_parts import Crumbs
from directives import rules
from directives.forms.difficulties import AnswerForm, CloseForm, RaiseForm
from directives.models import Difficulty, Item
from directives.presenters.difficulties import difficulty_crumbs, difficulty_list_page, difficulty_page
from directives.presenters.items import item_crumbs
from directives.presenters.links import item_url
from directives.services import difficulties
from directives.views.items_common import seen_item
from directives.workflow import DIFFICULTY_FLOW, ITEM_FLOW
from units.requests import SignedIn


def promise_words() -> str:
    return f"Trung tâm trả lời trong {rules.ANSWER_WORKING_DAYS} ngày làm việc."


def seen_difficulty(request: SignedIn, pk: int) -> Difficulty:
    """The difficulty, as far as this person sees it, or 404."""
    return get_object_or_404(Difficulty.objects.visible_to(request.user).with_parts(), pk=pk)


@require_safe
def difficulty_list(request: SignedIn) -> HttpResponse:
    """What the reader sees of them, one state at a time; the Centre answers here."""
    page = difficulty_list_page(request.user, request.GET)
    form = _answer_form(page.opened) if page.opened else None
    return render(request, "directives/difficulty_list.html", {"page": page, "form": form})


@require_safe
def difficulty_detail(request: SignedIn, pk: int) -> HttpResponse:
    """The page of one difficulty."""
    return _show(request, seen_difficulty(request, pk))


def _answer_form(difficulty: Difficulty, data: Any = None) -> AnswerForm:
    """Empty for a first answer; an answer that was given stands there to be changed."""
    return AnswerForm(data, initial={"version": difficulty.version, "answer": difficulty.answer, "status": difficulty.status})


def _show(
    request: SignedIn,
    difficulty: Difficulty,
    *,
    answer: AnswerForm | None = None,
    close: CloseForm | None = None,
    conflict: str = "",
    status: int = 200,
) -> HttpResponse:
    page = difficulty_page(request.user, difficulty)
    context = {
        "page": page,
        "view": page.view,
        "answer_form": answer or (_answer_form(difficulty) if page.can_answer else None),
        "close_form": close or (CloseForm(initial={"version": difficulty.version}) if page.can_close else None),
        "conflict": conflict,
    }
    return render(request, "directives/difficulty_detail.html", context, status=status)


@once
def item_difficulty(request: SignedIn, number: int) -> HttpResponse:
    """Raise a difficulty on an item."""
    item = seen_item(request, number)
    rules.check_item(request.user, item, "difficulty")
    crumbs = item_crumbs(request.user, item, ITEM_FLOW["difficulty"].label)
    return _raise(request, item, crumbs, item_url(number))


@once
def difficulty_raise(request: SignedIn) -> HttpResponse:
    """Raise one in general, on no item."""
    rules.check_can_raise(request.user)
    return _raise(request, None, difficulty_crumbs(ITEM_FLOW["difficulty"].label), reverse("difficulty_list"))


def _raise(request: SignedIn, item: Item | None, crumbs: Crumbs, back_url: str) -> HttpResponse:
    form, about = RaiseForm(request.POST or None), item.pk if item else None
    made = attempt(form, lambda: difficulties.raise_difficulty(by=request.user, item_id=about, **form.cleaned_data))
    if made is not None:
        messages.success(request, f"Đã gửi vướng mắc{f' về {code_nb(item.code)}' if item else ''}. {promise_words()}")
        return redirect("item_detail", number=item.number) if item else redirect("difficulty_detail", pk=made.pk)
    context = {"form": form, "item": item, "crumbs": crumbs, "back_url": back_url, "promise": promise_words()}
    return render(request, "directives/difficulty_raise.html", context, status=422 if form.is_bound else 200)


@require_POST
@once
def difficulty_answer(request: SignedIn, pk: int) -> HttpResponse:
    """The Centre's answer, from the queue or from the page."""
    difficulty = seen_difficulty(request, pk)
    _check_first(request, difficulty, "guide")
    form = _answer_form(difficulty, request.POST)
    done = f"Đã trả lời {difficulty.unit.name}."
    return _act(request, difficulty, form, "answer", difficulties.answer_difficulty, done, reverse("difficulty_list"))


@require_POST
@once
def difficulty_close(request: SignedIn, pk: int) -> HttpResponse:
    """The unit that raised it says that it is solved."""
    difficulty = seen_difficulty(request, pk)
    _check_first(request, difficulty, "close")
    form = CloseForm(request.POST)
    back = item_url(difficulty.item.number) if difficulty.item else reverse("difficulty_list")
    return _act(request, difficulty, form, "close", difficulties.close_difficulty, "Đã ghi nhận vướng mắc đã giải quyết.", back)


def _check_first(request: SignedIn, difficulty: Difficulty, act: str) -> None:
    """As ``items_common.check_first``: who began on an older version goes on to the service and learns there what the other one did."""
    party = rules.DIFFICULTY_RIGHTS[DIFFICULTY_FLOW[act].who].party
    if not (is_old(request, difficulty.version) and party(request.user, difficulty)):
        rules.check_difficulty(request.user, difficulty, act)


def _act(
    request: SignedIn, difficulty: Difficulty, form: VersionForm, name: str, service: Callable[..., Difficulty], done: str, back: str
) -> HttpResponse:
    """Act once the form is complete; whatever is refused keeps what was typed. Fields of the form are the service's own words."""
    shown: dict[str, Any] = {name: form}
    tried = try_form(form, lambda: service(difficulty_id=difficulty.pk, by=request.user, **form.cleaned_data))
    if tried.done is not None:
        messages.success(request, done)
        return redirect(back)
    if tried.conflict:
        difficulty = seen_difficulty(request, difficulty.pk)
        form.data = with_version(form.data, difficulty.version)
    return _show(request, difficulty, status=tried.status, conflict=tried.conflict, **shown)
