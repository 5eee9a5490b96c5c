"""A log-in that runs out costs no word: time runs from the last act, and what is sent too late comes back on its page."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.common.test_html_forms import Reader
from tests.factories.units import PASSWORD, make_user
from tests.portal.access_world import WALKERS, World
from tests.portal.test_access import LINES, OPEN
from units import keeping
from units.models import KeptWords, User
from units.roles import Role

HOST = "http://testserver"
WORDS = "Đã lát lại nền, còn chờ nghiệm thu"


@pytest.fixture
def officer(db: None) -> User:
    return make_user(Role.OFFICER, "ubnd-873", "ubnd.huyencaolanh")


def log_in(client: Client, name: str, **more: str) -> Any:
    return client.post(reverse("login"), {"username": name, "password": PASSWORD, **more})


def shown(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


# --- time runs from the last act


@pytest.mark.parametrize("kept", [{}, {"remember": "on"}], ids=["ends with the browser", "is kept"])
def test_who_works_all_day_is_never_put_out_and_who_left_is(client: Client, officer: User, kept: dict[str, str]) -> None:
    with time_machine.travel(datetime(2026, 11, 30, 0, 0, tzinfo=UTC), tick=False) as clock:
        log_in(client, officer.username, **kept)
        for _ in range(4):
            clock.shift(timedelta(hours=7))
            assert client.get(reverse("account")).status_code == 200
        clock.shift(timedelta(hours=8, minutes=1))
        assert client.get(reverse("account")).status_code == 302


def test_using_a_session_is_written_down_once_in_five_minutes(client: Client, officer: User) -> None:
    with time_machine.travel(datetime(2026, 11, 30, 0, 0, tzinfo=UTC), tick=False) as clock:
        log_in(client, officer.username, remember="on")
        ends = []
        for _ in range(8):
            clock.shift(timedelta(minutes=2))
            answer = client.get(reverse("account"))
            ends.append(Session.objects.get().expire_date)
            assert (settings.SESSION_COOKIE_NAME in answer.cookies) == (len(ends) < 2 or ends[-1] != ends[-2]) or len(ends) == 1
        assert len(set(ends)) == 3, "at 0, 6 and 12 minutes"


@pytest.mark.parametrize("key", ["a" * 31, "a" * 31 + "\0", "é" * 32, "", "a" * 4000])
def test_a_session_that_cannot_be_ours_is_none(client: Client, db: None, key: str) -> None:
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    assert client.get(reverse("account")).status_code == 302


# --- where the log-in leads

POSTED = sorted({(line[0], line[1]) for line in LINES if line[2] == "POST" and line[0] not in OPEN | {"logout"}})


@pytest.mark.parametrize("referer", [True, False], ids=["from its page", "from nowhere"])
def test_log_in_after_a_late_form_leads_to_a_page_that_opens(world: World, browsers: dict[str, Client], referer: bool) -> None:
    """The fault: eight addresses that take only POST were opened by GET: 405, empty."""
    closed = {}
    for name, thing in POSTED:
        address = reverse(name, args=world.objects[thing])
        headers = {"HTTP_REFERER": HOST + keeping.page_above(address)} if referer else {}
        answer = Client().post(address, {"text": WORDS}, **headers)
        assert answer.status_code == 302, name
        wanted = parse_qs(urlsplit(answer.headers["Location"]).query)["next"][0]
        opened = browsers["centre"].get(wanted).status_code
        if opened not in (200, 302, 403, 404):
            closed[name] = (wanted, opened)
    assert closed == {}


@pytest.mark.parametrize(
    "referer", ["https://example.org/x/", "http://[::1", "javascript:alert(1)", f"{HOST}/dang-nhap/", f"{HOST}//example.org/"]
)
def test_no_other_site_and_no_log_in_page_is_led_to(officer: User, referer: str) -> None:
    answer = Client().post(reverse("user_close", args=[1]), {"text": WORDS}, HTTP_REFERER=referer)
    assert parse_qs(urlsplit(answer.headers["Location"]).query)["next"] == ["/nguoi-dung/1/"]


# --- every form of the portal


class Forms(Reader):
    """The forms of a page that are sent by POST: (action, what they send, filled in by somebody who writes into every control)."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.page, self.forms, self.options = page, [], []  # type: ignore[var-annotated]
        self.current: tuple[str, list[tuple[str, str]]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form" and found.get("method") == "post":
            self.current = (urljoin(self.page, found.get("action", "")), [])
            self.forms.append(self.current)
        if self.current is None or "disabled" in found:
            return
        sent, number = self.current[1], len(self.current[1])
        if tag == "textarea":
            sent.append((found["name"], f"{WORDS} {number}\r\nhàng hai"))
        elif tag == "select":
            self.select = found["name"]
            self.options = []
        elif tag == "option":
            self.options.append(found.get("value", ""))
        elif tag == "input":
            kind = found.get("type", "text")
            if kind == "radio":
                sent[:] = [(name, value) for name, value in sent if name != found["name"]]
            if kind in ("hidden", "radio"):
                sent.append((found["name"], found.get("value", "on")))
            elif kind == "checkbox":
                sent.append((found["name"], found.get("value") or "on"))
            elif kind not in ("file", "submit", "password"):
                sent.append((found["name"], f"{WORDS} {number}"))

    def handle_endtag(self, tag: str) -> None:
        if tag == "select" and self.current and self.options:
            self.current[1].append((self.select, self.options[-1]))
        elif tag == "form":
            self.current = None


def forms_of(page: str, text: str) -> list[tuple[str, list[tuple[str, str]]]]:
    parser = Forms(page)
    parser.feed(text)
    return [(action, [pair for pair in sent if pair[0] != "csrfmiddlewaretoken"]) for action, sent in parser.forms]


def filled_in(page: str, text: str, action: str) -> list[list[tuple[str, str]]]:
    """What the forms of this action would send as they are drawn."""
    parts = re.findall(r"<form\b[^>]*>.*?</form>", text, re.DOTALL)
    found = []
    for part in parts:
        head = Forms(page)
        head.feed(part)
        if head.forms and urlsplit(head.forms[0][0]).path == urlsplit(action).path:
            reader = Reader()
            reader.feed(re.sub(r"<input[^>]*type=\"file\"[^>]*>", "", part))
            found.append([pair for pair in reader.sent if pair[0] != "csrfmiddlewaretoken"])
    return found


PAGES = sorted({(line[0], line[1]) for line in LINES if line[2] == "GET" and "ok" in line[3:] and line[0] not in OPEN})


def test_the_words_of_every_form_come_back_on_its_page(world: World, browsers: dict[str, Client]) -> None:
    """Walks all pages, writes into every control of every form, sends it without a session, and looks at the page after the log-in."""
    seen, lost = 0, []
    for name, thing in PAGES:
        line = next(line for line in LINES if line[:3] == [name, thing, "GET"])
        walker = next(walker for walker, code in zip(WALKERS, line[3:], strict=True) if code == "ok")
        page = reverse(name, args=world.objects[thing])
        answer = browsers[walker].get(page)
        if answer.streaming or not answer.headers["Content-Type"].startswith("text/html"):
            continue
        for action, sent in forms_of(page, answer.content.decode()):
            if not any(WORDS in value for _, value in sent):
                continue
            seen += 1
            if not comes_back(world.fresh(walker), page, action, sent):
                lost.append((page, action))
    assert lost == []
    assert seen > 25


def comes_back(user: User, page: str, action: str, sent: list[tuple[str, str]]) -> bool:
    with transaction.atomic():
        client = Client()
        client.force_login(user)
        knows(client, user)
        client.session.flush()
        data: dict[str, list[str]] = {}
        for name, value in sent:
            data.setdefault(name, []).append(value)
        assert client.post(action, data, HTTP_REFERER=HOST + page).status_code == 302
        client.force_login(user)
        session = client.session
        session[keeping.FLAG] = True
        session.save()
        text = client.get(page).content.decode()
        transaction.set_rollback(True)
    wanted = sorted((name, value) for name, value in sent)
    return "Biểu mẫu này chưa gửi được" in text and any(sorted(found) == wanted for found in filled_in(page, text, action))


def knows(client: Client, user: User) -> None:
    """The browser has the cookie that the log-in page sets."""
    from django.http import HttpResponse

    response = HttpResponse()
    keeping.know_writer(type("Request", (), {"session": client.session})(), response, user)  # type: ignore[arg-type]
    client.cookies.update(response.cookies)


# --- one story, by the pages alone


@pytest.fixture
def page(officer: User) -> str:
    return reverse("difficulty_raise")


def too_late(client: Client, page: str, data: dict[str, Any] | None = None, **headers: str) -> Any:
    Session.objects.all().delete()
    return client.post(page, data or {"title": "Thiếu kinh phí", "text": WORDS}, **{"HTTP_REFERER": HOST + page, **headers})


def test_words_are_kept_told_given_back_sent_and_forgotten(client: Client, officer: User, page: str) -> None:
    log_in(client, officer.username)
    late = too_late(client, page)
    login_page = client.get(late.headers["Location"])
    assert "Cổng đã giữ những gì anh/chị nhập" in shown(login_page)
    back = log_in(client, officer.username, next=parse_qs(urlsplit(late.headers["Location"]).query)["next"][0])
    assert back.headers["Location"] == page
    form = client.get(page)
    assert "Biểu mẫu này chưa gửi được" in shown(form)
    assert WORDS in shown(form)
    assert WORDS in shown(client.get(page)), "looking twice loses nothing"
    assert client.post(page, {"title": "Thiếu kinh phí", "text": WORDS}).status_code == 302
    assert not KeptWords.objects.exists()
    assert "chưa gửi được" not in shown(client.get(page))
    assert keeping.FLAG not in client.session


def test_nobody_else_sees_them_on_the_same_machine(client: Client, officer: User, page: str) -> None:
    log_in(client, officer.username)
    too_late(client, page)
    colleague = make_user(Role.OFFICER, "ubnd-873", "dong.nghiep")
    log_in(client, colleague.username)
    assert WORDS not in shown(client.get(page))
    client.post(reverse("kept_discard"), {"bo": KeptWords.objects.get().pk})
    assert KeptWords.objects.filter(user=officer).exists(), "nor throws them away"
    elsewhere = Client()
    log_in(elsewhere, officer.username)
    assert WORDS in shown(elsewhere.get(page)), "the person himself, also on another machine"


def test_they_can_be_thrown_away(client: Client, officer: User, page: str) -> None:
    log_in(client, officer.username)
    too_late(client, page)
    log_in(client, officer.username)
    answer = client.post(reverse("kept_discard"), {"bo": KeptWords.objects.get().pk})
    assert answer.headers["Location"] == page
    assert WORDS not in shown(client.get(page))


def test_after_a_day_they_are_gone(client: Client, officer: User, page: str) -> None:
    with time_machine.travel(datetime(2026, 11, 30, 0, 0, tzinfo=UTC), tick=False) as clock:
        log_in(client, officer.username)
        too_late(client, page)
        clock.shift(timedelta(hours=24, minutes=1))
        log_in(client, officer.username)
        assert WORDS not in shown(client.get(page))
        too_late(client, reverse("account"))
        assert KeptWords.objects.count() == 1, "the old ones are cleared away with the next"


def test_passwords_are_never_kept(client: Client, officer: User) -> None:
    log_in(client, officer.username)
    too_late(client, reverse("password_change"), {"old_password": PASSWORD, "new_password1": "a", "new_password2": "a"})
    assert not KeptWords.objects.exists()
    too_late(client, reverse("password_change"), {"old_password": PASSWORD, "note": WORDS})
    assert KeptWords.objects.get().fields == [["note", WORDS]]


def test_a_file_cannot_be_kept_and_that_is_said(client: Client, officer: User, page: str) -> None:
    log_in(client, officer.username)
    too_late(client, page, {"title": "A", "text": WORDS, "uploads": SimpleUploadedFile("anh.png", b"byte")})
    log_in(client, officer.username)
    assert "Tệp đã chọn không giữ được: chọn lại tệp." in shown(client.get(page))
    assert "byte" not in str(KeptWords.objects.get().fields)


def test_what_no_longer_has_a_form_is_shown_to_be_copied(client: Client, officer: User) -> None:
    log_in(client, officer.username)
    client_page = reverse("account")
    too_late(client, reverse("difficulty_raise"), HTTP_REFERER=HOST + client_page)
    log_in(client, officer.username)
    text = shown(client.get(client_page))
    assert "không còn biểu mẫu ấy" in text
    assert f"<li>{WORDS}</li>" in text


def test_a_person_has_at_most_ten_and_each_form_once(client: Client, officer: User) -> None:
    log_in(client, officer.username)
    for number in range(12):
        for _ in range(2):
            too_late(client, reverse("user_close", args=[number + 1]))
    assert KeptWords.objects.count() == keeping.MOST_FORMS
    assert KeptWords.objects.latest("pk").action == reverse("user_close", args=[12])


@pytest.fixture
def strict(officer: User, page: str) -> Client:
    """A browser whose forms are checked, logged in."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer)
    client.get(page)
    return client


def test_a_token_of_an_earlier_log_in_costs_no_word_either(strict: Client, page: str) -> None:
    refused = strict.post(page, {"title": "A", "text": WORDS, "csrfmiddlewaretoken": "x" * 64}, HTTP_REFERER=HOST + page)
    assert refused.status_code == 403
    assert "Những gì anh/chị nhập đã được giữ" in shown(refused)
    assert f'href="{page}"' in shown(refused)
    form = strict.get(page)
    assert WORDS in shown(form)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form.content.decode())
    assert token is not None
    assert token[1] != "x" * 64
    sent = strict.post(page, {"title": "A", "text": WORDS, "csrfmiddlewaretoken": token[1]}, HTTP_REFERER=HOST + page)
    assert sent.status_code == 302


@pytest.mark.parametrize(
    "headers",
    [{"HTTP_ORIGIN": "https://example.org"}, {"HTTP_ORIGIN": "null"}, {"HTTP_REFERER": "https://example.org/"}, {}],
    ids=["another origin", "no origin", "another page", "nothing said"],
)
def test_words_of_another_site_are_never_put_into_a_form(strict: Client, page: str, headers: dict[str, str]) -> None:
    assert strict.post(page, {"title": "A", "text": "chữ của kẻ lạ"}, **headers).status_code == 403
    assert not KeptWords.objects.exists()
    assert "chữ của kẻ lạ" not in shown(strict.get(page))


def test_a_forged_writer_keeps_nothing(client: Client, officer: User, page: str) -> None:
    log_in(client, officer.username)
    client.cookies["nguoi_viet"] = f"{officer.pk}:1abcde:aaaaaaaa"
    too_late(client, page)
    assert not KeptWords.objects.exists()


def test_who_has_nothing_kept_pays_no_query(client: Client, officer: User, django_assert_num_queries: Any) -> None:
    log_in(client, officer.username)
    client.get(reverse("account"))
    with django_assert_num_queries(4):  # session, person with his post, reach, bell
        client.get(reverse("account"))
