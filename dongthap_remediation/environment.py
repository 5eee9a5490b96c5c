"""What the environment says, judged in one place. Knows nothing of Django and starts nothing: entry points and settings both ask it.

``check`` is called by every entry point (by way of ``local_services.ensure``) and by the settings; it names all that is wrong at once, in
words for the person who starts the portal. After it the other functions can't fail. ``docs/huong-dan/quan-tri.md`` lists the variables.
"""

import os
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

PROJECT = Path(__file__).resolve().parent.parent
DEVELOPMENT, PRODUCTION = "development", "production"
SERVERS = ("DATABASE_URL", "REDIS_URL")
DEFAULT_SECRET = "chi-dung-tren-may-phat-trien-khong-dung-that"  # noqa: S105 - refused in production below
DEFAULT_PROFILE = "run"

SECRET_LETTERS, SECRET_KINDS, SECRET_PAIRS = 40, 10, 20  # length; different letters; different neighbours (what repeats itself has few)
FLAGS = ("PORTAL_DEMO", "PORTAL_HTTPS")
# Name: default, least, greatest. Logs: twelve months satisfy every rule that we know of, three are the least that any of them allows.
NUMBERS: dict[str, tuple[float, float, float]] = {
    "PORTAL_LOGS_KEPT_MONTHS": (12, 3, 240),
    "PORTAL_SCORES_KEPT_DAYS": (365, 1, 36500),
    "PORTAL_SCORES_GOOD_SHARE": (0.8, 0, 1),
    "PORTAL_SCORES_WEAK_SHARE": (0.5, 0, 1),
    "PORTAL_MAIL_WAIT_DAYS": (10, 1, 250),
    "PORTAL_PROXIES": (1, 1, 20),
    "PORTAL_SESSION_HOURS": (8, 1, 72),
    "PORTAL_DISK_FREE_MB": (200, 1, 1_000_000),
}
_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*|\[[0-9a-f:.]+\]", re.IGNORECASE)


class Refused(RuntimeError):
    """The portal does not start like this. The message, in Vietnamese, tells the person at the keyboard what to do."""


def check() -> None:
    """Raises ``Refused`` with one line for each thing that is wrong."""
    if problems := [*_form(), *_servers(), *(_production() if is_production() else ())]:
        raise Refused("\n".join(problems))


def value(name: str) -> str:
    return (os.environ.get(name) or "").strip()


def flag(name: str, *, default: bool = False) -> bool:
    return {"1": True, "0": False}.get(value(name), default)


def number(name: str) -> float:
    return float(value(name) or NUMBERS[name][0])


def is_production() -> bool:
    return value("PORTAL_ENV") == PRODUCTION


def hosts() -> list[str]:
    """The names by which the portal lets itself be called."""
    named = [host.strip() for host in value("ALLOWED_HOSTS").split(",") if host.strip()]
    return named if named or is_production() else ["127.0.0.1", "localhost", "[::1]", "testserver"]


def day() -> date | None:
    """The day on which the portal lives, if it is not the machine's.

    A process that was started by hand lives on the day of the portal that it joins: in the demo a command counts from the demo's day as the
    pages do, and forgets or reminds of nothing that is not due there.
    """
    named = value("PORTAL_TODAY") or ("" if is_production() else _told("today"))
    return date.fromisoformat(named) if _is_day(named) else None


def servers_are_named() -> bool:
    """Somebody named PostgreSQL and Valkey. Then the portal starts no servers, and never drops, empties or replaces these."""
    return all(value(name) for name in SERVERS)


def data_dir() -> Path:
    return Path(os.environ.get("PORTAL_DATA") or PROJECT / ".local").resolve()  # as it is: a folder's name may end in a space


def profile() -> str:
    """Which of the portals in PORTAL_DATA this process belongs to.

    Demo, empty portal and tests have embedded servers of their own, so each has a folder. A process that was started by hand joins the
    portal that runs there, else the one that ran there last. With named servers there is one portal, so there is one folder.
    """
    if value("PORTAL_PROFILE") or servers_are_named():
        return value("PORTAL_PROFILE") or DEFAULT_PROFILE
    data = data_dir()
    try:
        last = (data / "profile").read_text(encoding="ascii").strip() or DEFAULT_PROFILE
    except (OSError, UnicodeDecodeError):
        return DEFAULT_PROFILE
    ordered = dict.fromkeys((last, *sorted(path.parent.name for path in data.glob("*/portal.run"))))
    return next((name for name in ordered if _runs(data / name / "portal.run")), last)


def portal_url() -> str:
    """How the portal is reached; links in letters begin with it. Without PORTAL_URL the address that was printed at the start."""
    if named := value("PORTAL_URL"):
        return named.rstrip("/")
    if is_production():
        return f"https://{hosts()[0]}"
    return _told("portal.run") or "http://127.0.0.1:8000"


def _told(name: str) -> str:
    """What the portal of this folder (see ``profile``) has written down for those who join it; "" for nothing."""
    try:
        return (data_dir() / profile() / name).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def _runs(run_file: Path) -> bool:
    """A supervisor holds the lock of its run file as long as it lives."""
    import fcntl  # not on Windows, where servers are always named

    try:
        with run_file.open() as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def _form() -> Iterator[str]:
    if value("PORTAL_ENV") not in {"", DEVELOPMENT, PRODUCTION}:
        yield f"PORTAL_ENV phải là {DEVELOPMENT} (để thử) hoặc {PRODUCTION} (chạy thật), không phải “{value('PORTAL_ENV')}”."
    for name in FLAGS:
        if value(name) not in {"", "0", "1"}:
            yield f"{name} phải là 0 hoặc 1, không phải “{value(name)}”."
    for name, (_, least, greatest) in NUMBERS.items():
        if value(name) and not _is_number(value(name), least, greatest):
            yield f"{name} phải là số từ {least:g} đến {greatest:g}, không phải “{value(name)}”."
    if value("PORTAL_TODAY") and not _is_day(value("PORTAL_TODAY")):
        yield f"PORTAL_TODAY phải có dạng 2021-03-19, không phải “{value('PORTAL_TODAY')}”."
    if value("PORTAL_URL") and not _is_url(value("PORTAL_URL"), "http", "https"):
        yield f"PORTAL_URL phải có dạng https://khacphuc.dongthap.gov.vn, không phải “{value('PORTAL_URL')}”."
    if value("EMAIL_URL") and not _is_url(value("EMAIL_URL"), "smtp", "smtp+tls", "smtps"):
        yield "EMAIL_URL phải có dạng smtp://máy-chủ:25, smtp+tls://tên:mật-khẩu@máy-chủ:587 hoặc smtps://tên:mật-khẩu@máy-chủ:465."


def _servers() -> Iterator[str]:
    named = [name for name in SERVERS if value(name)]
    if len(named) == 1:
        (missing,) = set(SERVERS) - set(named)
        yield (
            f"Mới đặt {named[0]}, còn thiếu {missing}. Đặt cả hai để dùng máy chủ của mình, hoặc bỏ cả hai để dùng máy chủ đi kèm cổng; "
            "cổng không dùng lẫn hai bên."
        )
    if value("DATABASE_URL") and not _is_url(value("DATABASE_URL"), "postgres", "postgresql"):
        yield "DATABASE_URL phải có dạng postgresql://người-dùng:mật-khẩu@máy-chủ:5432/tên-cơ-sở-dữ-liệu."
    if value("REDIS_URL") and not _is_url(value("REDIS_URL"), "redis", "rediss"):
        yield "REDIS_URL phải có dạng redis://:mật-khẩu@máy-chủ:6379/0 (hoặc rediss://…)."


def _production() -> Iterator[str]:
    """What is only good for a developer's machine."""
    yield from _secret()
    if value("DEBUG") not in {"", "0"}:
        yield "Bỏ biến môi trường DEBUG khi chạy thật."
    if not hosts():
        yield "Đặt biến môi trường ALLOWED_HOSTS là tên máy chủ, ví dụ khacphuc.dongthap.gov.vn."
    for host in hosts():
        if not _HOST.fullmatch(host):
            yield (
                f"ALLOWED_HOSTS phải là tên đầy đủ của cổng, ví dụ khacphuc.dongthap.gov.vn (nhiều tên cách nhau bằng dấu phẩy); “{host}” "
                "không phải, hoặc cho qua cả những tên khác. Không dùng dấu *, dấu chấm ở đầu, https:// hay số cổng."
            )
    if flag("PORTAL_DEMO"):
        yield "Bản chạy thật không có dữ liệu mẫu: bỏ biến môi trường PORTAL_DEMO."
    if value("PORTAL_TODAY"):
        yield "Bản chạy thật theo ngày của máy: bỏ biến môi trường PORTAL_TODAY."
    if not any(value(name) for name in SERVERS):  # only one: said already
        yield "Bản chạy thật cần máy chủ riêng: đặt DATABASE_URL (PostgreSQL) và REDIS_URL (Valkey hoặc Redis)."


def _secret() -> Iterator[str]:
    secret = value("SECRET_KEY")
    pairs = {secret[at : at + 2] for at in range(len(secret) - 1)}
    if (
        len(secret) < SECRET_LETTERS
        or len(set(secret)) < SECRET_KINDS
        or len(pairs) < SECRET_PAIRS
        or secret == DEFAULT_SECRET
        or secret.startswith("django-insecure-")
    ):
        yield (
            f"Đặt biến môi trường SECRET_KEY (ít nhất {SECRET_LETTERS} ký tự, ngẫu nhiên, không lặp lại) trước khi chạy thật. "
            'Có thể lấy từ lệnh: python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
        )


def _is_number(text: str, least: float, greatest: float) -> bool:
    try:
        return least <= float(text) <= greatest
    except ValueError:
        return False


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) is not None


def _is_url(text: str, *schemes: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in schemes and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False
