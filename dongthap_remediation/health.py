"""Is the portal alive, and is it ready to serve? For the machine that watches over it; open without log-in, tells no one's data.

``/health/live``: this web process answers. ``/health/ready``: one truth a part, and the words for it; 503 if a part is missing without
which people can't work. Mail is said too, but pages do without it. Worker and beat leave the time of their last sign in the cache, by the
machine's clock (the portal's may stand on the demo's day); two missed heartbeats mean that they are gone, and a sign from the future, left
before somebody set the clock back, is none. Without beat the worker gets no heartbeats, so then both show false.

``AnswerFirst`` answers before any other middleware: whatever host, session or lost server there is, the answer is JSON.
"""

import logging
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from common.clock import localize
from common.formats import file_size
from dongthap_remediation import retention
from dongthap_remediation.celery import HEARTBEAT_SECONDS
from notifications import server

logger = logging.getLogger(__name__)

NOT_NEEDED = frozenset({"mail"})  # people can work without it


@dataclass(frozen=True)
class Part:
    works: bool
    words: str


def note(part: str) -> None:
    """``part`` ("worker" or "beat") shows a sign of life. A lost cache is logged, not raised: the work itself must go on."""
    try:
        cache.set(f"health:{part}", time.time(), timeout=None)
    except redis.RedisError as error:
        logger.warning("no cache to note %s in: %s", part, error)


def parts() -> dict[str, Part]:
    """Every part of the portal, and whether it works at this moment."""
    database = _asked(_database, "Cơ sở dữ liệu không trả lời, các trang không mở được: kiểm tra PostgreSQL và DATABASE_URL.")
    broker = _asked(_broker, "Hàng đợi không trả lời, việc nền đang dừng: kiểm tra Valkey và REDIS_URL.")
    unknown = Part(False, "Chưa biết, vì hàng đợi không trả lời.")
    return {
        "database": database,
        "broker": broker,
        "worker": _signs("worker", "Bộ xử lý nền") if broker.works else unknown,
        "mail": _asked(_mail, "Chưa biết, vì không đọc được sổ thư.")
        if database.works
        else Part(False, "Chưa biết, vì cơ sở dữ liệu không trả lời."),
        "beat": _signs("beat", "Bộ hẹn giờ") if broker.works else unknown,
        "disk": _asked(_disk, "Không ghi được vào thư mục tệp tải lên: kiểm tra đĩa và quyền của thư mục trong PORTAL_DATA."),
    }


def _asked(ask: Callable[[], Part], otherwise: str) -> Part:
    try:
        return ask()
    except (Error, redis.RedisError, OSError) as error:
        logger.warning("%s: %s", ask.__name__, error)
        return Part(False, otherwise)


def _database() -> Part:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return Part(True, "Cơ sở dữ liệu trả lời.")


def _broker() -> Part:
    with redis.Redis.from_url(settings.CELERY_BROKER_URL, socket_connect_timeout=2, socket_timeout=2) as broker:
        broker.ping()
    return Part(True, "Hàng đợi trả lời.")


def _signs(part: str, name: str) -> Part:
    try:
        seen: float | None = cache.get(f"health:{part}")
    except redis.RedisError:
        seen = None
    if seen is not None and abs(time.time() - seen) < 2 * HEARTBEAT_SECONDS:
        return Part(True, f"{name} đang chạy.")
    return Part(False, f"{name} không có tín hiệu quá {2 * HEARTBEAT_SECONDS} giây.")


def _mail() -> Part:
    post = server.state()
    if post.is_down:
        since = f"{localize(post.down_since):%H:%M %d/%m/%Y}" if post.down_since else ""
        return Part(False, f"Máy chủ thư không nhận thư từ {since}, {post.waiting} thư đang chờ: xem Nhắc việc. Các trang vẫn dùng được.")
    if post.stalled:
        return Part(False, f"{post.waiting} thư chờ mà bộ gửi thư không gửi: khởi động lại cổng. Các trang vẫn dùng được.")
    return Part(True, "Không có thư nào chờ quá lâu." if settings.EMAIL_URL else "Chưa đặt máy chủ thư: thư được giữ trên cổng.")


def _disk() -> Part:
    """Room and permission, by writing; where uploads are kept and where they pass through."""
    kept = Path(settings.MEDIA_ROOT)
    kept.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=kept) as file:
        file.write(b"?")
    free = min(shutil.disk_usage(folder).free for folder in (kept, settings.FILE_UPLOAD_TEMP_DIR or tempfile.gettempdir()))
    if free < settings.DISK_FREE_BYTES:
        return Part(False, f"Đĩa chỉ còn {file_size(free)}, cần ít nhất {file_size(settings.DISK_FREE_BYTES)}: dọn bớt hoặc thêm đĩa.")
    return Part(True, f"Ghi được, đĩa còn {file_size(free)}.")


@login_not_required
@never_cache
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


@login_not_required
@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    found = parts()
    answer = {**{name: part.works for name, part in found.items()}, "words": {name: part.words for name, part in found.items()}}
    is_ready = all(part.works for name, part in found.items() if name not in NOT_NEEDED)
    return JsonResponse(answer, status=200 if is_ready else 503, json_dumps_params={"ensure_ascii": False})


@login_not_required
@never_cache
@require_safe
def growth(request: HttpRequest) -> JsonResponse:
    """``/health``: what grows, as the daily task measured it; no query of its own."""
    try:
        found = retention.grown()
    except redis.RedisError as error:
        logger.warning("no cache to read the measures from: %s", error)
        return JsonResponse({"words": "Chưa biết, vì hàng đợi không trả lời."}, status=503, json_dumps_params={"ensure_ascii": False})
    return JsonResponse(found, json_dumps_params={"ensure_ascii": False})


urlpatterns = [
    path("health", growth, name="health"),
    path("health/live", live, name="health-live"),
    path("health/ready", ready, name="health-ready"),
]
VIEWS: dict[str, Callable[[HttpRequest], HttpResponse]] = {f"/{pattern.pattern}": pattern.callback for pattern in urlpatterns}


class AnswerFirst:
    """The first middleware: a probe needs no host name, session or account, and must not fail for want of one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        view = VIEWS.get(request.path_info)
        return self.get_response(request) if view is None else view(request)
