"""Marks that nobody sees never reach a view, whichever form they were typed into."""

from __future__ import annotations

from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from common.models import AuditEvent
from common.typed import typed
from directives.models import Evidence
from tests.factories.directives import Scene, photo


def sent(**fields: str) -> QueryDict:
    found = QueryDict(mutable=True)
    found.update(fields)
    return found


def test_bidirectional_and_control_marks_are_dropped_and_lines_stay() -> None:
    assert typed(sent(note="\u202eĐã sửa\u200e máy\x07 in_x000B_\r\nxong\u2069"))["note"] == "Đã sửa máy  in \r\nxong"


def test_a_password_is_left_as_it_is_typed() -> None:
    for name in ("password", "old_password", "new_password1"):
        assert typed(sent(**{name: "mật\u200ekhẩu"}))[name] == "mật\u200ekhẩu"


def test_pasted_text_in_an_old_encoding_keeps_its_letters() -> None:
    tcvn3 = "V¨n phßng ñy ban \u00ad¬ng"
    assert typed(sent(text=tcvn3))["text"] == tcvn3


def test_a_form_without_marks_is_the_very_same() -> None:
    form = sent(note="Đã sửa máy in", q="x")
    assert typed(form) is form


def test_what_an_officer_types_is_stored_without_them(scene: Scene) -> None:
    item = scene.item("1.b", "ubnd-30115")
    client = Client()
    client.force_login(scene.person("ubnd-30115"))
    picture = photo("\u202egpj.anh\u200f.png")
    form = {"version": item.version, "state": "doing", "percent": "40", "expected_on": "", "moment": "after"}
    typed_in = {"note": "Đã in\u202e 8/21\x0b TTHC", "caption": "Ảnh\u2066 bảng"}
    assert client.post(reverse("item_update", args=[item.number]), {**form, **typed_in, "uploads": [picture]}).status_code == 302
    evidence = Evidence.objects.get(item=item)
    assert (evidence.caption, evidence.name) == ("Ảnh bảng", "gpj.anh.png")
    texts = " ".join(f"{event.text} {event.data}" for event in AuditEvent.objects.all())
    assert "Đã in 8/21" in texts
    assert not any(mark in texts for mark in "\u202e\u2066\u200f\x0b")
