"""How passwords are kept and which are refused."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory
from django.urls import reverse

from dongthap_remediation import settings as real_settings
from tests.factories.units import PASSWORD, make_user
from units import services
from units.models import User
from units.roles import Role

pytestmark = pytest.mark.django_db
# Made by Django 5.2 with PBKDF2 and 1,000,000 rounds, as on every portal before Argon2id.
OLD_HASH = "pbkdf2_sha256$1000000$xk8Qe1pS6nQvT2mJ0aWz3b$IiV33nS5mKP+b3xSi8X7EennLX6qWJwJKZumvTq80Eg="
OWASP = "argon2$argon2id$v=19$m=19456,t=2,p=1$"


@pytest.fixture
def officer() -> User:
    return make_user(Role.OFFICER, "ubnd-873", "ubnd.huyencaolanh")


@pytest.fixture
def real_hashers(settings: Any) -> None:
    settings.PASSWORD_HASHERS = real_settings.PASSWORD_HASHERS


def log_in(username: str, password: str) -> Client:
    client = Client()
    client.post(reverse("login"), {"username": username, "password": password})
    return client


def test_a_new_password_is_kept_by_argon2id_at_the_parameters_of_owasp(real_hashers: None) -> None:
    assert make_password(PASSWORD).startswith(OWASP)


def test_an_old_hash_opens_the_portal_once_more_and_is_then_a_new_one(real_hashers: None, officer: User) -> None:
    User.objects.filter(pk=officer.pk).update(password=OLD_HASH)
    assert "_auth_user_id" not in log_in(officer.username, "khong-phai").session
    officer.refresh_from_db()
    assert officer.password == OLD_HASH
    client = log_in(officer.username, PASSWORD)
    officer.refresh_from_db()
    assert officer.password.startswith(OWASP)
    assert client.get(reverse("account")).status_code == 200, "the session goes on although the hash changed"
    assert officer.check_password(PASSWORD)


@pytest.mark.parametrize("who", ["unknown", "open", "closed"])
def test_a_wrong_password_is_hashed_once_whoever_is_asked_for(monkeypatch: pytest.MonkeyPatch, officer: User, who: str) -> None:
    """Counted, not timed: as many hashes for an unknown name as for a known or a closed one."""
    from django.contrib.auth.hashers import MD5PasswordHasher

    hashed: list[str] = []
    real = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda self, password, salt: hashed.append(password) or real(self, password, salt))
    User.objects.filter(pk=officer.pk).update(is_active=who != "closed")
    log_in("khong.co.ai" if who == "unknown" else officer.username, "khong-phai")
    assert hashed == ["khong-phai"]


def test_a_closed_account_is_no_way_in_for_any_caller(officer: User) -> None:
    User.objects.filter(pk=officer.pk).update(is_active=False)
    assert "_auth_user_id" not in log_in(officer.username, PASSWORD).session
    client = Client()
    client.force_login(officer)
    assert client.get(reverse("account")).status_code == 302
    found = authenticate(RequestFactory().post("/dang-nhap/"), username=officer.username, password=PASSWORD)
    assert found is None or not found.is_active


@pytest.mark.parametrize(
    "password",
    [
        " " * 10,
        "\u00a0\u2003 \t" * 5,
        "a a a a a a a a a a",
        "aaaaaaaaaaaa",
        "AaAaAaAaAaAa1",
        "abababababab",
        "12 34 12 34 12 34 1",
        "UBND.HuyenCaoLanh",
        "ubnd.huyencaolanh1",
        "ubnd-huyencaolanh-202",
        "UBND huyện Cao Lãnh",
        "ubnd huyen cao lanh!",
        "ubnd.huyencaolanh ubnd.huyencaolanh",
        "Cán bộ ubnd.huyencaolanh",
    ],
)
def test_a_password_without_anything_of_its_own_is_refused(officer: User, password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password, officer)


@pytest.mark.parametrize("password", ["Sen-hong-Thap-Muoi", "bốn mùa nước nổi", "k7mq-x2fp-9dna", "Cao Lãnh mùa gặt 35 tấn"])
def test_a_password_of_words_is_taken(officer: User, password: str) -> None:
    validate_password(password, officer)


def test_the_passwords_that_the_portal_gives_are_good_enough_for_itself(officer: User) -> None:
    for _ in range(50):
        validate_password(services.one_time_password(), officer)
