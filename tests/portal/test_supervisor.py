"""One command runs the whole portal, mends what is killed and leaves nothing behind."""

from __future__ import annotations

import fcntl
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from pytest_django import DjangoDbBlocker

from dongthap_remediation import supervisor
from tests.databases import Databases
from tests.portal.portals import Portal, kill, until
from tests.portal.test_settings import SECRET

ALL_WELL = dict.fromkeys(("database", "broker", "worker", "mail", "beat", "disk"), True)
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes in /proc")


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Portal]:
    made = Portal((tmp_path / "cổng").resolve())
    yield made
    made.clear()


BY_HAND = """
from django.conf import settings
from units.models import Unit, User
from common import clock
print(settings.PORTAL_URL, settings.MEDIA_ROOT, User.objects.count(), Unit.objects.exists(), clock.today())
"""


def environment_of(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/environ").read_bytes().decode().split("\0")


def start(portal: Portal, mode: str = "run-empty", **extra: str) -> subprocess.Popen[str]:
    return portal.start("-m", "dongthap_remediation.supervisor", mode, **extra)


def address_of(process: subprocess.Popen[str]) -> str:
    """Reads what the portal prints until it is ready."""
    assert process.stdout is not None
    printed = []
    for line in process.stdout:
        printed.append(line)
        if found := re.search(r"sẵn sàng: (http://\S+)", line):
            threading.Thread(
                target=process.stdout.read, daemon=True
            ).start()  # a full pipe would stop the children in the middle of a log line
            return found[1]
    raise AssertionError("".join(printed))


def status(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def parts(address: str) -> dict[str, Any]:
    try:
        with urllib.request.urlopen(f"{address}/health/ready", timeout=10) as answer:
            found: dict[str, Any] = json.loads(answer.read())
    except urllib.error.HTTPError as error:
        found = json.loads(error.read())
    del found["words"]
    return found


def leader(portal: Portal, word: str) -> int:
    """The oldest process of web, worker or beat."""
    return min((pid for pid, command in portal.everyone().items() if word in command), default=0)


def is_replaced(killed: int, before: set[int], now: set[int]) -> bool:
    """As many as there were, the killed one not among them, the others untouched."""
    return killed not in now and len(now) == len(before) and before - {killed} <= now


def test_the_demo_lives_on_the_day_that_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for named, lives_on in (("", "2021-03-19"), ("2021-03-19", "2021-03-19"), ("2021-04-05", "2021-04-05")):
        monkeypatch.setenv("PORTAL_TODAY", named)
        assert supervisor.demo_day() == lives_on
    monkeypatch.setenv("PORTAL_TODAY", "2021-03-18")
    with pytest.raises(supervisor.Failed, match="Dữ liệu mẫu có đến ngày 2021-03-19"):
        supervisor.demo_day()


def test_a_portal_serves_mends_itself_and_leaves_nothing_behind(portal: Portal) -> None:
    process = start(portal, PORTAL_TODAY="2021-03-24")
    address = address_of(process)
    assert status(f"{address}/health/live") == 200
    assert f"PORTAL_URL={address}" in environment_of(leader(portal, "gunicorn"))  # the links in letters lead to what was printed
    by_hand = portal.start("manage.py", "shell", "--verbosity=0", "-c", BY_HAND, profile="")
    assert by_hand.stdout is not None
    assert (
        by_hand.stdout.read().splitlines()[-1] == f"{address} {portal.data}/empty/uploads 1 True 2021-03-24"
    )  # it joined the portal that runs here
    until(lambda: parts(address) == ALL_WELL)

    second = start(portal)
    assert second.wait(60) == 1
    assert second.stdout is not None
    assert second.stdout.read().strip() == f"Cổng đang chạy rồi: {address}"

    for word in (" gunicorn ", " dongthap_remediation worker ", " dongthap_remediation beat "):
        before = portal.children(process, word)
        killed = min(before)
        kill(killed, signal.SIGKILL)
        until(lambda word=word, before=before, killed=killed: is_replaced(killed, before, portal.children(process, word)))
        until(lambda: parts(address) == ALL_WELL)
    servers = portal.servers("empty")
    for pid in [*servers, *portal.hosts("empty")]:
        kill(pid, signal.SIGKILL)
    until(lambda: not servers.keys() & portal.servers("empty").keys() and parts(address) == ALL_WELL)
    assert process.poll() is None

    process.kill()
    until(lambda: not portal.everyone())
    following = start(portal)
    address_of(following)
    following.terminate()
    assert following.wait(60) == 0
    until(lambda: not portal.everyone())


PARENT = """
import time
from dongthap_remediation.local_services import ensure
from dongthap_remediation.supervisor import Child
ensure()
Child("Bộ xử lý nền", ["-c", {child!r}])
time.sleep(600)
"""
BUSY = """
import pathlib, signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("busy", flush=True)
while not pathlib.Path({done!r}).exists():
    time.sleep(0.05)
"""


def test_the_servers_stay_until_the_last_child_of_a_killed_supervisor_is_done(portal: Portal, tmp_path: Path) -> None:
    done = tmp_path / "done"
    process = portal.start("-c", PARENT.format(child=BUSY.format(done=str(done))))
    assert process.stdout is not None
    assert process.stdout.readline() == "busy\n"
    process.kill()
    process.wait(60)
    with portal.places().lease.open("a") as lease, pytest.raises(BlockingIOError):
        fcntl.flock(lease, fcntl.LOCK_EX | fcntl.LOCK_NB)
    done.touch()
    until(lambda: not portal.everyone())


@pytest.fixture
def servers(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, str]]:
    """Those of the tests, as somebody names his own: a database with every migration in it, and keys of nobody else."""
    with django_db_blocker.unblock():
        databases = Databases(settings.RUN_ID, f"{settings.WORKER}_named")
        databases.create()
    database = os.environ["DATABASE_URL"].rsplit("/", 1)[0] + f"/{databases.name}"
    yield {"DATABASE_URL": database, "REDIS_URL": settings.REDIS_URL, "PORTAL_KEY_PREFIX": databases.name}
    with django_db_blocker.unblock():
        databases.drop()


def test_a_production_portal_is_ready_within_seconds_and_asks_itself_by_its_own_name(servers: dict[str, str], portal: Portal) -> None:
    process = start(
        portal,
        PORTAL_ENV="production",
        ALLOWED_HOSTS="khacphuc.dongthap.gov.vn",
        SECRET_KEY=SECRET,
        http_proxy="http://127.0.0.1:1",  # an office's way out is no way to ourselves
        **servers,
    )
    address = address_of(process)
    until(lambda: parts(address) == ALL_WELL)
    assert process.poll() is None
    assert not portal.servers("empty")  # it started none beside those that were named
    assert status(f"{address}/dang-nhap/") == 400  # by a name that is not its own


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP])  # Ctrl-C; the terminal was closed
def test_a_signal_while_it_prepares_stops_it_cleanly(portal: Portal, number: signal.Signals) -> None:
    process = start(portal)
    assert process.stdout is not None
    assert "…" in process.stdout.readline()
    process.send_signal(number)
    assert process.wait(60) == 0
    assert "Traceback" not in process.stdout.read()
    until(lambda: not portal.everyone())


def test_reset_demo_refuses_while_the_demo_runs(portal: Portal) -> None:
    folder = portal.places("run").folder
    folder.mkdir(parents=True, mode=0o700)
    with (folder / "portal.run").open("w") as running:
        fcntl.flock(running, fcntl.LOCK_EX)
        running.write("http://127.0.0.1:8123")
        running.flush()
        process = start(portal, "reset-demo")
        assert process.wait(60) == 1
    assert process.stdout is not None
    assert "Cổng đang chạy rồi: http://127.0.0.1:8123" in process.stdout.read()
    assert not portal.servers("run")


def test_reset_demo_never_touches_a_database_that_somebody_named(portal: Portal) -> None:
    process = start(portal, "reset-demo", DATABASE_URL="postgresql://a/b", REDIS_URL="redis://a/0")
    assert process.wait(60) == 1
    assert process.stdout is not None
    assert "bỏ DATABASE_URL và REDIS_URL" in process.stdout.read()


def test_a_part_that_can_not_run_is_given_up_after_four_ends(capfd: pytest.CaptureFixture[str]) -> None:
    child = supervisor.Child("Bộ hẹn giờ", ["-m", "no_such_module"])
    began = time.monotonic()

    def look_on() -> None:
        while time.monotonic() < began + 30:
            child.look_after()
            time.sleep(0.02)

    with pytest.raises(supervisor.Failed, match="Bộ hẹn giờ dừng 4 lần"):
        look_on()
    assert time.monotonic() - began > 2.9  # it waited a second before each new start
    assert capfd.readouterr().out.count("khởi động lại") == 3


def test_the_address_is_the_wanted_one_or_any_free_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PORT", raising=False)
    with supervisor.listen() as first, supervisor.listen() as second:
        assert first.getsockname()[1] != second.getsockname()[1]
    with socket.create_server(("127.0.0.1", 0)) as busy:
        monkeypatch.setenv("PORT", str(busy.getsockname()[1]))
        with pytest.raises(supervisor.Failed, match="đang bận"):
            supervisor.listen()
    monkeypatch.setenv("PORT", "tám nghìn")
    with pytest.raises(supervisor.Failed, match="số từ 1 đến 65535"):
        supervisor.listen()


@pytest.mark.parametrize("mode", ["run", "reset-demo"])
def test_the_demo_is_refused_in_production_and_nobody_is_told_to_unset_what_he_never_set(
    mode: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "environ", {**os.environ, "PORTAL_ENV": "production"})
    monkeypatch.delitem(os.environ, "MAKELEVEL", raising=False)
    assert supervisor.main([mode]) == 1
    said = capsys.readouterr().err
    assert "mở cổng bằng make run-empty" in said and "PORTAL_TODAY" not in said and "PORTAL_DEMO" not in said
