"""Portals of their own for tests of the machinery: a PORTAL_DATA folder, processes that hold a lease, and who is alive in there."""

from __future__ import annotations

import contextlib
import json
import os
import pwd
import shutil
import signal
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable, Iterator
from http.client import HTTPException
from pathlib import Path

import psycopg2
import pytest
import redis

from dongthap_remediation.environment import PROJECT
from dongthap_remediation.local_servers import LocalPlaces

ORDINARY = {"HOME": "/nonexistent", "PYTHONPATH": sysconfig.get_path("purelib")}
HOLDER = """
import json, os, time
from dongthap_remediation.local_services import LocalPlaces, answering_or_spawned, ensure
ensure()
print(json.dumps({name: os.environ[name] for name in ("DATABASE_URL", "REDIS_URL")}), flush=True)
while True:
    time.sleep(0.1)
    answering_or_spawned(LocalPlaces.of(os.environ["PORTAL_PROFILE"]))
"""


class Portal:
    """One PORTAL_DATA folder. ``uid`` starts its processes as another user (only root may), with a Python that he can read."""

    def __init__(self, data: Path, uid: int | None = None, python: str = sys.executable) -> None:
        self.data, self.uid, self.python = data, uid, python
        self.started: list[subprocess.Popen[str]] = []

    def environment(self, profile: str = "run", **extra: str) -> dict[str, str]:
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("PORTAL_", "DJANGO_", "DATABASE_", "REDIS_", "MAKE"))
        }
        return {**kept, "PORTAL_DATA": str(self.data), "PORTAL_PROFILE": profile, **extra}

    def start(self, *command: str, profile: str = "run", **extra: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [self.python, *command],
            cwd=PROJECT,
            env=self.environment(profile, **extra),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            user=self.uid,
            extra_groups=None if self.uid is None else [],
        )
        self.started.append(process)
        return process

    def hold(self, profile: str = "run", **extra: str) -> subprocess.Popen[str]:
        """A process that holds the lease and heals, as the supervisor does."""
        return self.start("-c", HOLDER, profile=profile, **extra)

    def places(self, profile: str = "run") -> LocalPlaces:
        if self.uid is not None:  # an ordinary user, whoever runs the tests
            return LocalPlaces(profile, self.data / profile, self.data / profile)
        with environment(PORTAL_DATA=str(self.data)):
            return LocalPlaces.of(profile)

    def servers(self, profile: str = "run") -> dict[int, str]:
        """Processes of both servers, by what the kernel says is their working directory."""
        state = str(self.places(profile).state)
        return {pid: command for pid, command in processes() if _link(pid, "cwd").startswith(state + "/")}

    def hosts(self, profile: str = "run") -> list[int]:
        wanted = f"PORTAL_DATA={self.data}".encode()
        return [
            pid
            for pid, command in processes()
            if command.endswith(f"local_services {profile}") and wanted in _read(pid, "environ").split(b"\0")
        ]

    def everyone(self) -> dict[int, str]:
        """Every process that belongs to this portal: by its environment, or by where it works."""
        wanted, state = f"PORTAL_DATA={self.data}".encode(), str(self.places().state.parent)
        return {
            pid: command
            for pid, command in processes()
            if wanted in _read(pid, "environ").split(b"\0") or (_link(pid, "cwd") + "/").startswith(state + "/")
        }

    def children(self, process: subprocess.Popen[str], word: str) -> set[int]:
        """Those that this process started itself, not what they started in turn."""
        return {pid for pid, command in self.everyone().items() if word in command and _parent(pid) == process.pid}

    def clear(self) -> None:
        """Stop what this portal still runs, and remove what it stored."""
        for pid in [
            *(process.pid for process in self.started if process.poll() is None),
            *self.hosts(),
            *self.hosts("empty"),
            *self.hosts("test"),
        ]:
            kill(pid, signal.SIGTERM)
        with contextlib.suppress(TimeoutError):
            until(lambda: not self.everyone())
        for pid in self.everyone():
            kill(pid, signal.SIGKILL)
        for process in self.started:
            process.wait(5)
            if process.stdout is not None:
                process.stdout.close()
        state = self.places().state.parent
        shutil.rmtree(self.data, ignore_errors=True)
        if state != self.data:
            shutil.rmtree(state, ignore_errors=True)


@contextlib.contextmanager
def environment(**values: str) -> Iterator[None]:
    old = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in old.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


@contextlib.contextmanager
def portal_of_ordinary_user() -> Iterator[Portal]:
    """A portal of ``nobody`` when the tests run as root, else of whoever runs them."""
    data = Path(tempfile.mkdtemp(prefix="cổng thường ")).resolve()
    portal = Portal(data)
    if os.geteuid() == 0:
        uid = pwd.getpwnam("nobody").pw_uid
        os.chown(data, uid, -1)
        portal = Portal(data, uid, _python_for(uid))
    try:
        yield portal
    finally:
        portal.clear()
        shutil.rmtree(data, ignore_errors=True)


def _python_for(uid: int) -> str:
    """This environment's Python, or the system's of the same version where the first lies in a folder that is root's alone."""
    for python in (sys.executable, f"/usr/bin/python3.{sys.version_info.minor}"):
        with contextlib.suppress(OSError):
            command = [python, "-c", "import psycopg2"]
            if subprocess.run(command, env=ORDINARY, cwd="/", user=uid, extra_groups=[], check=False, capture_output=True).returncode == 0:
                return python
    pytest.skip("an ordinary user may not read any Python with this environment's packages")


def urls(process: subprocess.Popen[str]) -> dict[str, str]:
    """What a holder printed: it got the servers."""
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line.startswith("{"):
        raise AssertionError(line + process.stdout.read())
    found: dict[str, str] = json.loads(line)
    return found


def remember(address: dict[str, str], value: str) -> None:
    """Store ``value`` in both servers."""
    with contextlib.closing(psycopg2.connect(address["DATABASE_URL"])) as connection, connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS note (value text)")
        cursor.execute("DELETE FROM note")
        cursor.execute("INSERT INTO note VALUES (%s)", [value])
    with redis.Redis.from_url(address["REDIS_URL"]) as valkey:
        valkey.set("note", value)


def remembered(address: dict[str, str]) -> tuple[str | None, str | None]:
    """What both servers know; ``None`` for a new one."""
    with contextlib.closing(psycopg2.connect(address["DATABASE_URL"])) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('note')")
        stored = None
        if cursor.fetchone() != (None,):
            cursor.execute("SELECT value FROM note")
            (stored,) = cursor.fetchone()
    with redis.Redis.from_url(address["REDIS_URL"], decode_responses=True) as valkey:
        return stored, valkey.get("note")


def until(happens: Callable[[], object], seconds: float = 60) -> None:
    """Wait for it; lost connections and answers that break off count as not yet."""
    deadline = time.monotonic() + seconds
    while True:
        with contextlib.suppress(psycopg2.OperationalError, redis.RedisError, OSError, HTTPException, ValueError):
            if happens():
                return
        if time.monotonic() > deadline:
            raise TimeoutError(f"not within {seconds} s")
        time.sleep(0.05)


def kill(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)


def processes() -> Iterator[tuple[int, str]]:
    """Living processes with their command line; zombies have none."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (command := _read(int(entry.name), "cmdline")):
            yield int(entry.name), command.rstrip(b"\0").replace(b"\0", b" ").decode(errors="replace")


def _read(pid: int, name: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/{name}").read_bytes()
    except OSError:
        return b""


def _parent(pid: int) -> int:
    fields = _read(pid, "stat").rpartition(b")")[2].split()
    return int(fields[1]) if fields else 0


def _link(pid: int, name: str) -> str:
    try:
        return str(Path(f"/proc/{pid}/{name}").readlink())
    except OSError:
        return ""
