"""A form that is sent twice is done once and leads to the same page; another text, or a corrected one, is another form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from common import clock
from common.models import AuditEvent, SentForm
from common.once import FIELD, KEPT, forget_sent_forms
from directives.models import Difficulty, Item
from tests.factories.directives import TODAY, Scene, issue
from tests.factories.units import ensure_units, make_user
from tests.racing import at_once
from units.models import User
from units.roles import Role

DIFFICULTY = {"title": "Chưa có kinh phí", "text": "Chưa được cấp kinh phí in bảng niêm yết", "request": "Đề nghị hướng dẫn"}


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def key_on(client: Client, address: str) -> str:
    """What the form on this page carries."""
    found = re.search(rf'name="{FIELD}" value="([0-9a-f]{{32}})"', client.get(address).content.decode())
    assert found, address
    return found[1]


@pytest.mark.parametrize("what", ["difficulty", "note"])
@pytest.mark.django_db(transaction=True)
def test_six_equal_posts_at_once_make_one(what: str) -> None:
    ensure_units()
    with clock.at(TODAY):
        item = Scene(issue()).item("1.b", "ubnd-30115")
        client = signed_in(make_user(Role.OFFICER, "ubnd-30115", "xa.mot"))
        names = {"difficulty": ("item_difficulty", "item_difficulty"), "note": ("item_detail", "item_note")}[what]
        shown, sent = (reverse(name, args=[item.number]) for name in names)
        data = {**(DIFFICULTY if what == "difficulty" else {"text": "Đề nghị cho biết mẫu bảng"}), FIELD: key_on(client, shown)}
    cookies = client.cookies.output(header="", sep=";")

    def post() -> tuple[int, str]:
        answer = Client(headers={"cookie": cookies}).post(sent, data)
        return answer.status_code, answer.headers.get("Location", "")

    answers = at_once(*[post] * 6)
    assert len(set(answers)) == 1 and answers[0][0] == 302, answers  # type: ignore[index]
    assert Difficulty.objects.count() == (1 if what == "difficulty" else 0)
    assert AuditEvent.objects.filter(subject_kind="item", subject_id=item.pk, verb="item.noted").count() == (1 if what == "note" else 0)
    assert SentForm.objects.count() == 1


def raised(client: Client, item: Item, **data: Any) -> Any:
    return client.post(reverse("item_difficulty", args=[item.number]), {**DIFFICULTY, **data})


def test_the_second_post_says_that_it_was_written_once(scene: Scene) -> None:
    client = signed_in(scene.person("ubnd-30115"))
    item = scene.item("1.b", "ubnd-30115")
    key = key_on(client, reverse("item_difficulty", args=[item.number]))
    first, second = raised(client, item, **{FIELD: key}), raised(client, item, **{FIELD: key})
    assert (first.status_code, first.url) == (second.status_code, second.url) and Difficulty.objects.count() == 1
    assert "cổng chỉ ghi một lần" in client.get(second.url).content.decode()


def test_other_words_under_the_same_key_are_not_dropped(scene: Scene) -> None:
    client = signed_in(scene.person("ubnd-30115"))
    item = scene.item("1.b", "ubnd-30115")
    key = key_on(client, reverse("item_difficulty", args=[item.number]))
    raised(client, item, **{FIELD: key})
    raised(client, item, **{FIELD: key, "title": "Chưa có máy in"})
    assert Difficulty.objects.count() == 2


def test_what_was_refused_is_sent_again_under_the_same_key(scene: Scene) -> None:
    client = signed_in(scene.person("ubnd-30115"))
    item = scene.item("1.b", "ubnd-30115")
    key = key_on(client, reverse("item_difficulty", args=[item.number]))
    for _ in range(2):
        assert raised(client, item, **{FIELD: key, "title": ""}).status_code == 422
    assert not SentForm.objects.exists()
    assert raised(client, item, **{FIELD: key}).status_code == 302 and Difficulty.objects.count() == 1


def test_another_person_may_have_the_same_key(scene: Scene) -> None:
    item = scene.item("1.b", "ubnd-30115")
    for unit in ("ubnd-30115", "ubnd-873"):
        raised(signed_in(scene.person(unit)), item, **{FIELD: "a" * 32})
    assert Difficulty.objects.count() == 2


@pytest.mark.parametrize("key", ["", "x", "A" * 32, "a" * 33, "a" * 31 + "\n"])
def test_a_form_without_a_proper_key_is_done_as_ever(scene: Scene, key: str) -> None:
    client = signed_in(scene.person("ubnd-30115"))
    assert raised(client, scene.item("1.b", "ubnd-30115"), **{FIELD: key}).status_code == 302
    assert not SentForm.objects.exists()


@pytest.mark.django_db
def test_rows_are_forgotten_after_their_time() -> None:
    for key, age in (("a", KEPT + timedelta(hours=1)), ("b", KEPT - timedelta(hours=1))):
        row = SentForm.objects.create(sender=1, key=key * 32, digest="", address="/")
        SentForm.objects.filter(pk=row.pk).update(sent_at=timezone.now() - age)
    assert forget_sent_forms() == 1 and SentForm.objects.get().key == "b" * 32


def test_every_form_with_a_key_is_sent_to_a_view_that_minds_it() -> None:
    """A template whose form carries the key and gives an action names a view under ``@once``."""
    views = {pattern.name: pattern.callback for pattern in _patterns(get_resolver().url_patterns)}
    asked = {}
    for path in Path(settings.BASE_DIR, "templates").rglob("*.html"):
        for action in re.findall(r"""<form[^>]*action="{% url '(\w+)'[^>]*>\s*{% csrf_token %}\s*{% once %}""", path.read_text("utf-8")):
            asked[action] = path.name
    assert {"item_note", "difficulty_answer", "difficulty_close", "pending_decide", "directive_number", "reminder_send"} <= asked.keys()
    assert [name for name in asked if not hasattr(views[name], "__wrapped__")] == []


def _patterns(patterns: Any) -> Iterator[Any]:
    for one in patterns:
        if hasattr(one, "url_patterns"):
            yield from _patterns(one.url_patterns)
        else:
            yield one
