"""A production portal refuses to start with what is only good for a developer's machine."""

from __future__ import annotations

import subprocess
import sys

import pytest

from dongthap_remediation.local_servers import PROJECT
from tests.portal.portals import Portal

GOOD = {
    "PORTAL_ENV": "production",
    "SECRET_KEY": "k" * 50,
    "ALLOWED_HOSTS": "khacphuc.example.vn",
    "DATABASE_URL": "postgresql://a/b",
    "REDIS_URL": "redis://a/0",
}


def load(changes: dict[str, str], show: str = "''") -> subprocess.CompletedProcess[str]:
    """The settings in a process of their own: what it printed, and how it failed."""
    environment = {**Portal(PROJECT / "nowhere").environment(), **GOOD, **changes}
    code = f"from dongthap_remediation import settings; print({show})"
    return subprocess.run([sys.executable, "-c", code], cwd=PROJECT, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "ngắn"}, "SECRET_KEY"),
        ({"SECRET_KEY": "chi-dung-tren-may-phat-trien-khong-dung-that"}, "SECRET_KEY"),
        ({"DEBUG": "1"}, "DEBUG"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
        ({"PORTAL_DEMO": "1"}, "PORTAL_DEMO"),
        ({"PORTAL_TODAY": "hôm nay"}, "PORTAL_TODAY"),
    ],
)
def test_production_refuses(changes: dict[str, str], said: str) -> None:
    result = load(changes)
    assert result.returncode != 0
    last = result.stderr.strip().splitlines()[-1]
    assert last.startswith("django.core.exceptions.ImproperlyConfigured")
    assert said in last


def test_production_starts_with_what_it_needs_and_is_closed() -> None:
    result = load(
        {},
        "settings.DEBUG, settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.SECURE_SSL_REDIRECT, settings.ALLOWED_HOSTS",
    )
    assert result.stderr == ""
    assert result.stdout.strip() == "False True True True ['khacphuc.example.vn']"


def test_a_developer_needs_no_setting_and_debug_is_off() -> None:
    unset = dict.fromkeys(GOOD, "")
    assert load(unset, "settings.DEBUG, settings.DEMO, settings.PORTAL_TODAY").stdout.strip() == "False False None"
