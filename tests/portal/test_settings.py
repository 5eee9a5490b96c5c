"""What the environment may say: a table of what is refused, each in words, at every door by which the portal is entered."""

from __future__ import annotations

import os
import runpy
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from dongthap_remediation import environment
from dongthap_remediation.environment import PROJECT
from tests.portal.portals import Portal

SECRET = "q7Zt-4nVw9_LbXc2Rk8mPd6sYh1fGj3aUe5oTiKxNr0"
GOOD = {
    "PORTAL_ENV": "production",
    "SECRET_KEY": SECRET,
    "ALLOWED_HOSTS": "khacphuc.example.vn",
    "DATABASE_URL": "postgresql://a/b",
    "REDIS_URL": "redis://a/0",
}
DEVELOPMENT = dict.fromkeys(GOOD, "")


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """The settings under another environment: evaluated anew, beside those of this process."""

    def settings(changes: dict[str, str]) -> dict[str, Any]:
        for name in os.environ:
            if name.startswith(("PORTAL_", "EMAIL_")) or name in {*GOOD, "DEBUG"}:
                monkeypatch.delenv(name)
        for name, value in {"PORTAL_DATA": str(tmp_path), **GOOD, **changes}.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(PROJECT / "dongthap_remediation" / "settings.py"))

    return settings


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "ngắn"}, "SECRET_KEY"),
        ({"SECRET_KEY": "chi-dung-tren-may-phat-trien-khong-dung-that"}, "SECRET_KEY"),
        ({"SECRET_KEY": "k" * 60}, "SECRET_KEY"),
        ({"SECRET_KEY": "ab" * 30}, "SECRET_KEY"),
        ({"SECRET_KEY": "matkhau-2021" * 5}, "SECRET_KEY"),
        ({"SECRET_KEY": "django-insecure-" + SECRET}, "SECRET_KEY"),
        ({"DEBUG": "1"}, "DEBUG"),
        ({"DEBUG": "true"}, "DEBUG"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": " , "}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "*"}, "“*”"),
        ({"ALLOWED_HOSTS": "khacphuc.example.vn, *"}, "“*”"),
        ({"ALLOWED_HOSTS": ".vn"}, "“.vn”"),
        ({"ALLOWED_HOSTS": ".gov.vn"}, "“.gov.vn”"),
        ({"ALLOWED_HOSTS": ".khacphuc.example.vn"}, "“.khacphuc.example.vn”"),
        ({"ALLOWED_HOSTS": "*.example.vn"}, "“*.example.vn”"),
        ({"ALLOWED_HOSTS": "https://khacphuc.example.vn"}, "“https://khacphuc.example.vn”"),
        ({"ALLOWED_HOSTS": "khacphuc.example.vn:443"}, "“khacphuc.example.vn:443”"),
        ({"PORTAL_DEMO": "1"}, "PORTAL_DEMO"),
        ({"PORTAL_TODAY": "2021-03-19"}, "PORTAL_TODAY"),
        ({"DATABASE_URL": "", "REDIS_URL": ""}, "DATABASE_URL (PostgreSQL) và REDIS_URL"),
        ({"DATABASE_URL": ""}, "Mới đặt REDIS_URL, còn thiếu DATABASE_URL"),
        ({"REDIS_URL": ""}, "Mới đặt DATABASE_URL, còn thiếu REDIS_URL"),
        ({"PORTAL_HTTPS": "true"}, "PORTAL_HTTPS phải là 0 hoặc 1"),
        ({"PORTAL_URL": "khacphuc.example.vn"}, "PORTAL_URL"),
    ],
)
def test_production_refuses(load: Any, changes: dict[str, str], said: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        load(changes)
    assert said in str(refusal.value)
    assert len(str(refusal.value).splitlines()) == 1  # what is right is not complained about


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"PORTAL_ENV": "prod"}, "development (để thử) hoặc production (chạy thật), không phải “prod”"),
        ({"PORTAL_ENV": "Production"}, "không phải “Production”"),
        ({"DATABASE_URL": "postgresql://a/b"}, "Mới đặt DATABASE_URL, còn thiếu REDIS_URL"),
        ({"REDIS_URL": "redis://a/0"}, "Mới đặt REDIS_URL, còn thiếu DATABASE_URL"),
        ({"DATABASE_URL": "sqlite:///x.db", "REDIS_URL": "redis://a/0"}, "DATABASE_URL phải có dạng postgresql://"),
        ({"DATABASE_URL": "postgresql://a:cổng/b", "REDIS_URL": "redis://a/0"}, "DATABASE_URL phải có dạng postgresql://"),
        ({"DATABASE_URL": "postgresql://a/b", "REDIS_URL": "a:6379"}, "REDIS_URL phải có dạng redis://"),
        ({"PORTAL_TODAY": "hôm nay"}, "PORTAL_TODAY phải có dạng 2021-03-19, không phải “hôm nay”"),
        ({"PORTAL_TODAY": "2021-02-30"}, "PORTAL_TODAY"),
        ({"PORTAL_DEMO": "yes"}, "PORTAL_DEMO phải là 0 hoặc 1"),
        ({"PORTAL_SCORES_KEPT_DAYS": "một năm"}, "PORTAL_SCORES_KEPT_DAYS phải là số từ 1"),
        ({"PORTAL_LOGS_KEPT_MONTHS": "2"}, "PORTAL_LOGS_KEPT_MONTHS phải là số từ 3"),
        ({"EMAIL_URL": "máy chủ"}, "EMAIL_URL phải có dạng smtp://"),
        ({"EMAIL_URL": "http://a:25"}, "EMAIL_URL phải có dạng smtp://"),
    ],
)
def test_a_developer_is_told_as_well(load: Any, changes: dict[str, str], said: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        load({**DEVELOPMENT, **changes})
    assert said in str(refusal.value)


def test_all_that_is_wrong_is_said_at_once(load: Any) -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        load({"SECRET_KEY": "", "DEBUG": "1", "ALLOWED_HOSTS": "*", "REDIS_URL": ""})
    assert [word for word in ("SECRET_KEY", "DEBUG", "ALLOWED_HOSTS", "REDIS_URL") if word in str(refusal.value)] == [
        "SECRET_KEY",
        "DEBUG",
        "ALLOWED_HOSTS",
        "REDIS_URL",
    ]


@pytest.mark.parametrize("hosts", ["khacphuc.dongthap.gov.vn", "cong", "10.0.3.7", "[fd00::7]", "a.vn, b.vn"])
def test_production_starts_with_what_it_needs_and_is_closed(load: Any, hosts: str) -> None:
    found = load({"ALLOWED_HOSTS": hosts})
    assert found["ALLOWED_HOSTS"] == hosts.split(", ")
    assert found["PORTAL_URL"] == f"https://{hosts.split(', ', maxsplit=1)[0]}"
    names = ("DEBUG", "DEMO", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT")
    assert [found[name] for name in names] == [False, False, True, True, True]


@pytest.mark.parametrize("name", ["", "development"])
def test_a_developer_needs_no_setting_and_debug_is_off(load: Any, name: str) -> None:
    found = load({**DEVELOPMENT, "PORTAL_ENV": name})
    assert [found[key] for key in ("DEBUG", "DEMO", "PORTAL_TODAY", "PORTAL_URL")] == [False, False, None, "http://127.0.0.1:8000"]


def test_a_process_started_by_hand_belongs_to_the_portal_of_its_folder(load: Any, tmp_path: Path) -> None:
    assert load(DEVELOPMENT)["PROFILE_DIR"] == tmp_path / "run"
    (tmp_path / "empty").mkdir()
    (tmp_path / "profile").write_text("empty")
    (tmp_path / "empty" / "portal.run").write_text("http://127.0.0.1:8765")
    found = load(DEVELOPMENT)
    assert (found["MEDIA_ROOT"], found["PORTAL_URL"]) == (tmp_path / "empty" / "uploads", "http://127.0.0.1:8765")
    assert load({})["MEDIA_ROOT"] == tmp_path / "run" / "uploads"  # named servers are one portal, whoever starts its processes


def test_a_process_started_by_hand_lives_on_the_day_of_its_portal(load: Any, tmp_path: Path) -> None:
    """The fault: ``pseudonymise_scores`` by hand counted from the machine's day and took the names from all scores of the demo."""
    (tmp_path / "run").mkdir()
    for told, named, lives_on in (
        ("2021-03-19", "", date(2021, 3, 19)),
        ("2021-03-19", "2021-03-24", date(2021, 3, 24)),
        ("", "", None),
        ("?", "", None),
    ):
        (tmp_path / "run" / "today").write_text(told)
        assert load({**DEVELOPMENT, "PORTAL_TODAY": named})["PORTAL_TODAY"] == lives_on
    (tmp_path / "run" / "today").write_text("2021-03-19")
    assert load({})["PORTAL_TODAY"] is None  # what runs for real never leaves the machine's day


@pytest.mark.parametrize(
    "door",
    [
        ("manage.py", "check"),
        ("-c", "import dongthap_remediation.wsgi"),
        ("-c", "import dongthap_remediation.celery"),
        ("-m", "dongthap_remediation.supervisor", "run-empty"),
        ("-m", "dongthap_remediation.supervisor", "run"),
        ("-m", "dongthap_remediation.supervisor", "reset-demo"),
    ],
    ids=lambda door: " ".join(door[-2:]),
)
def test_every_door_refuses_before_anything_is_started(tmp_path: Path, door: tuple[str, ...]) -> None:
    data = tmp_path / "data"
    wrong = Portal(data).environment(DATABASE_URL="postgresql://a/b", PORTAL_ENV="prod")
    found = subprocess.run([sys.executable, *door], cwd=PROJECT, env=wrong, capture_output=True, text=True, check=False, timeout=60)
    assert found.returncode == 1
    *_, first, second = found.stderr.strip().splitlines()
    assert first.removeprefix("dongthap_remediation.environment.Refused: ").startswith("PORTAL_ENV phải là development")
    assert second.startswith("Mới đặt DATABASE_URL, còn thiếu REDIS_URL.")
    assert not data.exists()


def test_tests_never_use_a_server_that_somebody_named() -> None:
    code = "import os; from dongthap_remediation import settings_test; print(os.environ['DATABASE_URL'])"
    named = {"DATABASE_URL": "postgresql://van-phong/that", "REDIS_URL": "redis://van-phong/0", "PORTAL_DATA": str(environment.data_dir())}
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, env=Portal(PROJECT).environment(**named), capture_output=True, text=True, check=False
    )
    assert found.stderr == ""
    assert "van-phong" not in found.stdout
