"""One officer takes over from another: one act, true dates, nothing told in vain."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from common import clock
from common.errors import Forbidden, Invalid
from common.models import AuditEvent
from notifications.models import OutboundMessage
from notifications.outbox import enqueue
from notifications.services import mark_read
from reports.services.replacing import replace_officer
from tests.factories.units import ensure_units, make_user, unit
from tests.notifications.drafts import draft, line
from units import services
from units.models import Membership, User
from units.roles import Role

pytestmark = pytest.mark.django_db
DAY = date(2021, 3, 19)
NEW = {"username": "ubnd.nguoimoi", "full_name": "Người mới", "email": ""}


@pytest.fixture(autouse=True)
def day() -> Any:
    ensure_units()
    with clock.at(DAY):
        yield


@pytest.fixture
def admin() -> User:
    return make_user(Role.ADMIN, "kstthc-87", "tt.quantri")


@pytest.fixture
def officer() -> User:
    with clock.at(date(2021, 1, 4)):
        return make_user(Role.OFFICER, "ubnd-873", "ubnd.huyencaolanh")


def test_the_new_one_has_the_post_and_the_old_one_had_it_until_today(admin: User, officer: User) -> None:
    user, password = replace_officer(user_id=officer.pk, by=admin, **NEW)
    assert (user.unit, user.role) == (unit("ubnd-873"), Role.OFFICER)
    assert user.check_password(password)
    old = Membership.objects.get(user=officer)
    assert (old.started_on, old.ended_on) == (date(2021, 1, 4), DAY)
    assert not User.objects.get(pk=officer.pk).is_active
    assert "thay ubnd.huyencaolanh bằng ubnd.nguoimoi" in AuditEvent.objects.get(verb="user.replaced").text


def test_what_was_not_read_is_told_to_the_new_one_and_mailed_to_nobody(admin: User, officer: User) -> None:
    enqueue([draft(officer, line("a:1"), key="one"), draft(officer, line("a:2"), key="two")])
    read = OutboundMessage.objects.get(dedupe_key="one")
    mark_read(user=officer, message_id=read.pk)
    user, _ = replace_officer(user_id=officer.pk, by=admin, **NEW)
    passed = OutboundMessage.objects.of(user).unread().get()
    assert [each.topic for each in passed.lines.all()] == ["test:a:2"]
    assert passed.status == "inbox"
    assert OutboundMessage.objects.of(officer).count() == 2, "the record of who was told stays"


def test_a_refused_replacement_changes_nothing(admin: User, officer: User) -> None:
    with pytest.raises(Invalid, match="đã có"):
        replace_officer(user_id=officer.pk, by=admin, **{**NEW, "username": "tt.quantri"})
    with pytest.raises(Forbidden, match="Không tự ngừng"):
        replace_officer(user_id=admin.pk, by=admin, **NEW)
    assert not User.objects.filter(username="ubnd.nguoimoi").exists()
    assert User.objects.get(pk=officer.pk).is_active


def test_a_closed_account_has_no_post_and_gets_its_last_one_back_from_that_day(admin: User, officer: User) -> None:
    services.close_user(user_id=officer.pk, by=admin)
    assert Membership.objects.get(user=officer).ended_on == DAY
    with clock.at(date(2021, 4, 1)):
        services.reopen_user(user_id=officer.pk, by=admin)
    posts = Membership.objects.filter(user=officer).order_by("pk").values_list("started_on", "ended_on", "unit__code")
    assert list(posts) == [(date(2021, 1, 4), DAY, "ubnd-873"), (date(2021, 4, 1), None, "ubnd-873")]


def test_the_page_shows_the_slip_once(admin: User, officer: User, client: Client) -> None:
    client.force_login(admin)
    assert "Thay người" in client.get(reverse("user_edit", args=[officer.pk])).content.decode()
    answer = client.post(reverse("user_replace", args=[officer.pk]), NEW)
    shown = re.sub(r"\s+", " ", answer.content.decode())
    password = re.search(r"<b>([a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4})</b>", shown)
    assert password
    assert User.objects.get(username="ubnd.nguoimoi").check_password(password[1])
    assert "UBND huyện Cao Lãnh" in shown
    refused = client.post(reverse("user_replace", args=[officer.pk]), {**NEW, "username": "Người Khác"})
    assert "chữ thường không dấu" in refused.content.decode()
