"""``make run``, ``make run-empty`` and ``make reset-demo``: the whole portal under one foreground process.

Web, worker and beat are children in sessions of their own, so that Ctrl-C reaches each of them once, through us. The kernel sends them
SIGTERM when we are killed, and our lease is theirs too, so that they finish before the servers leave (``local_services``). A child that
ends is started again after a second; after four ends in a minute we give up. The listening socket is ours and handed down, so the printed
address is true and stays open while the web child restarts.
"""

import contextlib
import fcntl
import http.client
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import termios
import time
from typing import IO

import psycopg2
import redis

from dongthap_remediation import environment
from dongthap_remediation.environment import PROJECT, Refused
from dongthap_remediation.local_places import LocalPlaces
from dongthap_remediation.local_servers import DATABASE, PR_SET_PDEATHSIG, dying_with_parent
from dongthap_remediation.local_services import answering_or_spawned, ensure, held, lease

DEMO_DAY = "2021-03-19"
STEPS = {
    "collectstatic": ("Chuẩn bị tệp giao diện", ["collectstatic", "--noinput", "--verbosity=0"]),
    "migrate": ("Cập nhật cơ sở dữ liệu", ["migrate", "--noinput", "--verbosity=0"]),
    "load_units": ("Nạp danh mục đơn vị", ["load_units"]),
    "load_demo": ("Nạp dữ liệu mẫu", ["load_demo"]),
    "create_first_admin": ("Kiểm tra tài khoản quản trị đầu tiên", ["create_first_admin"]),
}
STOP_SECONDS = 20
ENDS_ALLOWED, ENDS_WINDOW = 4, 60.0


class Failed(Exception):
    """The portal can't go on; the message is for the person who started it."""


class Child:
    """One part of the portal, started again when it ends."""

    def __init__(self, title: str, command: list[str], pass_fds: tuple[int, ...] = ()) -> None:
        self.title, self.command, self.pass_fds = title, command, pass_fds
        self.ends: list[float] = []
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, *self.command],
            cwd=PROJECT,
            pass_fds=(*self.pass_fds, *held()),
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=dying_with_parent(signal.SIGTERM),  # noqa: PLW1509 - one thread
        )
        self.restart_at: float | None = None

    def look_after(self) -> None:
        now = time.monotonic()
        if self.restart_at is not None:
            if now >= self.restart_at:
                self.start()
        elif (status := self.process.poll()) is not None:
            self.ends = [*(end for end in self.ends if end > now - ENDS_WINDOW), now]
            if len(self.ends) >= ENDS_ALLOWED:
                raise Failed(f"{self.title} dừng {ENDS_ALLOWED} lần trong một phút (mã {status}): xem lỗi ở trên.")
            say(f"{self.title} đã dừng (mã {status}), khởi động lại …")
            self.restart_at = now + 1


NO_DEMO = (
    "PORTAL_ENV=production là bản chạy thật, không có dữ liệu mẫu: mở cổng bằng make run-empty."
    " make run và make reset-demo chỉ dành cho bản chạy thử."
)


def demo_day() -> str:
    """The day on which the demo lives: the named one, which can't lie before the end of its story."""
    named = environment.value("PORTAL_TODAY")
    if "" < named < DEMO_DAY:
        raise Failed(f"Dữ liệu mẫu có đến ngày {DEMO_DAY}: đặt PORTAL_TODAY từ ngày ấy trở đi, không phải “{named}”.")
    return named or DEMO_DAY


class Supervisor:
    def __init__(self, *, demo: bool) -> None:
        self.demo, self.stopping = demo, False
        self.children: list[Child] = []
        os.environ.pop("PORTAL_DEMO", None)
        if demo and environment.is_production():  # before what the demo sets is taken for what somebody set
            raise Failed(NO_DEMO)
        if demo:
            os.environ.update(PORTAL_DEMO="1", PORTAL_TODAY=demo_day())
        environment.check()
        self.embedded = not environment.servers_are_named()  # asked once: later the environment names the embedded ones
        os.environ["PORTAL_PROFILE"] = self.profile = "empty" if self.embedded and not demo else environment.DEFAULT_PROFILE
        self.places = LocalPlaces.of(self.profile)
        self.places.prepare()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.ask_to_stop)

    def ask_to_stop(self, *_: object) -> None:
        self.stopping = True

    def run(self) -> int:
        with self.only_one() as run_file, listen() as listener:
            address = f"http://127.0.0.1:{listener.getsockname()[1]}"
            run_file.write(address)
            run_file.flush()
            (self.places.folder.parent / "profile").write_text(self.profile, encoding="ascii")  # what is started by hand joins this portal
            os.environ["PORTAL_URL"] = environment.portal_url()
            self.prepare("collectstatic", "migrate", "load_units", "load_demo" if self.demo else "create_first_admin")
            try:
                self.start_children(listener)
                announced = False
                while not self.stopping:
                    self.heal_services()
                    for child in self.children:
                        child.look_after()
                    if not announced and (announced := _answers(listener)):
                        self.announce(address)
                    time.sleep(0.5 if announced else 0.1)
            finally:
                self.stop_children()
        return 0

    def reset_demo(self) -> int:
        if not self.embedded:
            raise Failed(
                "Cổng không xóa gì trên máy chủ mà DATABASE_URL và REDIS_URL chỉ tới. Chỉ làm lại được dữ liệu mẫu trong cơ sở dữ liệu "
                "đi kèm: bỏ DATABASE_URL và REDIS_URL rồi chạy lại. Muốn có dữ liệu mẫu mới trên máy chủ ấy, hãy tạo ở đó một cơ sở dữ "
                "liệu trống, đặt DATABASE_URL vào nó rồi chạy make run."
            )
        with self.only_one():
            say("Xóa dữ liệu mẫu cũ …")
            embedded = lease(self.profile)  # asked for here, so that what is dropped and emptied can be no other server
            connection = psycopg2.connect(embedded["DATABASE_URL"], dbname="postgres")
            connection.autocommit = True
            with contextlib.closing(connection), connection.cursor() as cursor:
                cursor.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
                cursor.execute(f"CREATE DATABASE {DATABASE}")
            with redis.Redis.from_url(embedded["REDIS_URL"]) as valkey:
                valkey.flushall()  # kept figures and waiting messages are about rows that are gone
            for name in ("uploads", "mails"):
                shutil.rmtree(self.places.folder / name, ignore_errors=True)
            self.prepare("migrate", "load_units", "load_demo")
            say("Dữ liệu mẫu đã được làm lại. Chạy make run để mở cổng.")
        return 0

    def only_one(self) -> IO[str]:
        """The run file, locked. It holds the address of the portal that runs in this folder; the kernel frees it whatever kills us."""
        run_file = (self.places.folder / "portal.run").open("a+")
        try:
            fcntl.flock(run_file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            run_file.seek(0)
            address = run_file.read()
            run_file.close()
            raise Failed(f"Cổng đang chạy rồi: {address or 'đang khởi động'}") from None
        run_file.truncate(0)
        (self.places.folder / "today").write_text(environment.value("PORTAL_TODAY"), encoding="ascii")  # for what is started by hand
        return run_file

    def prepare(self, *names: str) -> None:
        if self.embedded and not self.stopping:
            say("Khởi động PostgreSQL và Valkey …")
            ensure(self.profile)
        os.environ["SECRET_KEY"] = environment.value("SECRET_KEY") or self.secret()
        for name in names:
            title, arguments = STEPS[name]
            if not self.stopping:
                say(f"{title} …")
                self.manage(title, arguments)

    def manage(self, title: str, arguments: list[str]) -> None:
        """One management command, in our terminal (it may ask something). It ignores Ctrl-C: we hear it and stop the command."""

        def in_child() -> None:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            dies()

        dies = dying_with_parent(signal.SIGTERM)
        command = [sys.executable, "manage.py", *arguments]
        process = subprocess.Popen(command, cwd=PROJECT, pass_fds=held(), preexec_fn=in_child)  # noqa: PLW1509 - one thread
        terminal = termios.tcgetattr(sys.stdin) if sys.stdin.isatty() else None
        while process.poll() is None:
            if self.stopping:
                process.terminate()
            time.sleep(0.05)
        if terminal is not None:  # a command that was stopped while it asked for a password left the echo off
            termios.tcsetattr(sys.stdin, termios.TCSADRAIN, terminal)
        if process.returncode != 0 and not self.stopping:
            raise Failed(f"{title}: không xong (mã {process.returncode}). Xem lỗi ở trên.")

    def secret(self) -> str:
        """A secret of this portal's own, made once, so that sessions outlive a restart and nobody can forge them."""
        path = self.places.folder / "secret"
        with open(path, "a+", encoding="ascii", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.seek(0)
            if not (secret := file.read()):
                secret = secrets.token_urlsafe(48)
                file.write(secret)
        return secret

    def start_children(self, listener: socket.socket) -> None:
        if self.stopping:
            return
        web = ["-m", "gunicorn", "--bind", f"fd://{listener.fileno()}", "--worker-class", "gthread", "--workers", "2", "--threads", "4"]
        web += ["--no-control-socket", "--log-level", "warning", "dongthap_remediation.wsgi"]
        # Celery warns of root in English; the portal's demo may well run as root in a container.
        celery = ["-W", "ignore:You're running the worker", "-m", "celery", "--quiet", "-A", "dongthap_remediation"]
        quiet = ["--loglevel", "warning", "--without-mingle"]
        for title, command, fds in (  # stopped in the opposite order
            ("Bộ xử lý nền", [*celery, "worker", "--concurrency", "2", *quiet], ()),
            ("Bộ gửi thư", [*celery, "worker", "--queues", "mail", "--hostname", "mail@%h", "--concurrency", "1", *quiet], ()),
            ("Trang web", web, (listener.fileno(),)),
            ("Bộ hẹn giờ", [*celery, "beat", "--loglevel", "warning", "--pidfile="], ()),
        ):
            self.children.append(Child(title, command, fds))

    def announce(self, address: str) -> None:
        if self.demo:
            self.manage("Tài khoản mẫu", ["list_demo_accounts"])
        if not self.stopping:
            say(f"Cổng đã sẵn sàng: {address}  (Ctrl-C để dừng)")

    def heal_services(self) -> None:
        """Start lost servers again; if they came back at another address, the children must learn it."""
        urls = answering_or_spawned(self.places) if self.embedded else None
        if urls and any(os.environ[name] != url for name, url in urls.items()):
            os.environ.update(urls)
            for child in self.children:
                child.process.terminate()

    def stop_children(self) -> None:
        if self.children:
            say("Đang dừng …")
        for child in reversed(self.children):
            if child.process.poll() is None:
                child.process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for child in self.children:
            try:
                child.process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(child.process.pid, signal.SIGKILL)
                child.process.wait()


def listen() -> socket.socket:
    """A listening socket on PORT; without PORT on 8000 or, where that is taken, any free port."""
    wanted = os.environ.get("PORT") or ""
    if wanted and not (wanted.isascii() and wanted.isdigit() and 0 < int(wanted) < 65536):
        raise Failed(f"PORT phải là số từ 1 đến 65535, không phải {wanted!r}.")
    for port in (int(wanted),) if wanted else (8000, 0):
        with contextlib.suppress(OSError):
            return socket.create_server(("127.0.0.1", port), backlog=512)
    raise Failed(f"Cổng {wanted} đang bận hoặc không được phép dùng. Chọn số khác, ví dụ make run PORT=8080.")


def _answers(listener: socket.socket) -> bool:
    """The web child serves: asked as by the proxy in front of it, and past any proxy that the environment names."""
    link = http.client.HTTPConnection("127.0.0.1", listener.getsockname()[1], timeout=5)
    with contextlib.closing(link):
        try:
            link.request("GET", "/health/live", headers={"Host": environment.hosts()[0], "X-Forwarded-Proto": "https"})
            return link.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False


def say(line: str) -> None:
    with contextlib.suppress(OSError):  # the terminal may be closed already; stopping must go on
        print(line, flush=True)


def main(arguments: list[str]) -> int:
    if arguments not in (["run"], ["run-empty"], ["reset-demo"]):
        print("python -m dongthap_remediation.supervisor run|run-empty|reset-demo", file=sys.stderr)
        return 2
    if "MAKELEVEL" in os.environ and sys.platform == "linux":  # we must not outlive a killed make
        import ctypes

        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(signal.SIGTERM))
    try:
        supervisor = Supervisor(demo=arguments != ["run-empty"])
        return supervisor.reset_demo() if arguments == ["reset-demo"] else supervisor.run()
    except (Failed, Refused) as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
