"""PostgreSQL and Valkey from wheels, for whoever names no server of his own by ``DATABASE_URL`` and ``REDIS_URL``.

Lease and host: a process that needs the servers takes a *shared* flock on ``lease`` and keeps it until it ends, and with it the children
that it handed the open file (``held``); the kernel frees it whatever kills the process, so there are no stale locks. If the servers do not
answer it spawns a detached host (``python -m dongthap_remediation.local_services PROFILE``). ``host.lock`` elects one host among many. The
host runs both servers as its children and stops them about two seconds after the last lease is gone. "They answer" means a real connection
to both, never a pid file. A host that is killed takes its servers along (Linux: PR_SET_PDEATHSIG).

A profile (``run``, ``empty``, ``test``) is a folder in ``PORTAL_DATA`` with servers of its own, so tests never meet a running portal.
The servers themselves are in ``local_servers``. Neither module knows anything of Django.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

import psycopg2

from dongthap_remediation import environment
from dongthap_remediation.environment import PROJECT
from dongthap_remediation.local_places import LocalPlaces, ServicesError, socket_folder
from dongthap_remediation.local_servers import START_SECONDS, binaries, create_database, start_servers, stop_servers, valkey_command

if sys.platform != "win32":  # there ``binaries`` says what to do instead
    import fcntl

__all__ = ["LocalPlaces", "ServicesError", "answering", "answering_or_spawned", "ensure", "held", "lease"]


def ensure(profile: str | None = None) -> None:
    """Judge the environment and complete it. Called by entry points before settings; never by settings themselves.

    Servers that are named stay the only ones: either both are, or both are the embedded ones (``environment.check``).
    """
    environment.check()
    profile = os.environ["PORTAL_PROFILE"] = profile or environment.profile()  # children belong to the same portal
    if not environment.servers_are_named():
        os.environ.update(lease(profile))


_leases: dict[Path, IO[str]] = {}  # open files are the leases: they live as long as the process
_hosts: dict[Path, tuple[subprocess.Popen[bytes], float]] = {}  # the host that this process spawned last, and when


def lease(profile: str) -> dict[str, str]:
    """Hold ``profile`` until this process ends; return the URLs of servers that answered just now."""
    binaries()
    places = LocalPlaces.of(profile)
    places.prepare()
    places.check()
    deadline = time.monotonic() + START_SECONDS
    _hold(places.lease, deadline)
    while (urls := answering_or_spawned(places)) is None:
        if time.monotonic() > deadline:
            raise ServicesError(f"PostgreSQL và Valkey chưa sẵn sàng sau {START_SECONDS} giây. Xem {places.log}.\n{_tail(places.log)}")
        time.sleep(0.05)
    return urls


def held() -> tuple[int, ...]:
    """For ``pass_fds`` of children that need the servers to their own end, also when this process is killed before they are done."""
    return tuple(file.fileno() for file in _leases.values())


def answering_or_spawned(places: LocalPlaces) -> dict[str, str] | None:
    """The URLs if both servers answer, else ``None`` and a host is on its way. Who holds the lease for long heals lost servers with it."""
    urls = answering(places)
    spawned = _hosts.get(places.folder)
    if spawned is not None and (status := spawned[0].poll()) is not None:  # reaped here
        if urls is None and status > 0:
            del _hosts[places.folder]
            raise ServicesError(f"PostgreSQL hoặc Valkey không khởi động được. Xem {places.log}.\n{_tail(places.log)}")
        if time.monotonic() > spawned[1] + 0.5:  # it lost the election, did its work or was killed: the next one may come
            spawned = None
    if urls is None and spawned is None:
        _hosts[places.folder] = (_spawn_host(places), time.monotonic())
    return urls


def answering(places: LocalPlaces) -> dict[str, str] | None:
    """The URLs if both servers really answer, the database being made when it is missing; else ``None``."""
    try:
        urls: dict[str, str] = json.loads(places.ready.read_text(encoding="utf-8"))
        if urls.pop("folder", None) != str(places.folder):  # copied with the folder: the servers of another portal
            return None
        create_database(urls["DATABASE_URL"])
        valkey_command(urls["REDIS_URL"], b"PING")
    except (OSError, ValueError, KeyError, psycopg2.OperationalError):
        return None
    return urls


def _hold(path: Path, deadline: float) -> None:
    known = _leases.get(path)
    if known is not None and _same_file(known, path):
        return
    fresh = path.open("a")
    while True:
        try:
            fcntl.flock(fresh, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:  # a host is on its way out and lets nobody in
            if time.monotonic() > deadline:
                raise ServicesError(f"Dịch vụ cũ chưa dừng hẳn ({path}). Thử lại sau ít phút.") from None
            time.sleep(0.05)
        else:
            break
    _leases[path] = fresh


def _spawn_host(places: LocalPlaces) -> subprocess.Popen[bytes]:
    with places.log.open("ab") as log:
        if log.tell() > 1_000_000:
            log.truncate(0)
        return subprocess.Popen(
            [sys.executable, "-m", "dongthap_remediation.local_services", places.profile],
            cwd=PROJECT,
            env={**os.environ, "PORTAL_DATA": str(places.folder.parent)},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def host(profile: str) -> int:
    """Run both servers until nobody holds the lease. 0: done, or another host was there first; 1: the servers do not start."""
    places = LocalPlaces.of(profile)
    places.prepare()
    with (places.state / "host.lock").open("a") as election, places.lease.open("a") as lease_file:
        try:
            fcntl.flock(election, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return 0
        stop = False

        def ask_to_stop(*_: object) -> None:
            nonlocal stop
            stop = True

        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, ask_to_stop)
        servers: list[subprocess.Popen[bytes]] = []
        try:
            start_servers(places, servers, lambda: stop)
            idle = 0
            while not stop and idle < 4 and all(server.poll() is None for server in servers) and _same_file(lease_file, places.lease):
                time.sleep(0.5)
                try:
                    fcntl.flock(lease_file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    idle = 0
                else:
                    idle += 1
                    if idle < 4:  # the last time it is kept, so that a newcomer waits until this host is gone
                        fcntl.flock(lease_file, fcntl.LOCK_UN)
        except ServicesError as error:
            print(error, file=sys.stderr, flush=True)
            return 1
        finally:
            if _same_file(lease_file, places.lease):  # else the folder was removed, and what is there now is another host's
                places.ready.unlink(missing_ok=True)
            stop_servers(servers)
            if _same_file(lease_file, places.lease) or not places.lease.exists():
                with contextlib.suppress(OSError):  # it may lie outside PORTAL_DATA; not empty: another host's server is in it already
                    socket_folder(places).rmdir()
    return 0


def _same_file(handle: IO[str], path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle.fileno()), path.stat())
    except FileNotFoundError:
        return False


def _tail(path: Path) -> str:
    return "\n".join(path.read_text(errors="replace").splitlines()[-8:]) if path.exists() else ""


if __name__ == "__main__":
    sys.exit(host(sys.argv[1]))
