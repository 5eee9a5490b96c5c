"""Is the portal alive, and is it ready to serve? For the machine that watches over it; open without log-in, tells no one's data.

``/health/live``: this web process answers. ``/health/ready``: database, broker, worker and beat work; 503 if one of them does not. Worker
and beat leave the time of their last sign in the cache, by the machine's clock (the portal's may stand on the demo's day); two missed
heartbeats mean that they are gone. Without beat the worker gets no heartbeats, so then both show false.
"""

from __future__ import annotations

import logging
import time

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dongthap_remediation.celery import HEARTBEAT_SECONDS

logger = logging.getLogger(__name__)


def note(part: str) -> None:
    """``part`` ("worker" or "beat") shows a sign of life. A lost cache is logged, not raised: the work itself must go on."""
    try:
        cache.set(f"health:{part}", time.time(), timeout=None)
    except redis.RedisError as error:
        logger.warning("no cache to note %s in: %s", part, error)


def state() -> dict[str, bool]:
    """Which parts work at this moment."""
    broker = _broker_answers()
    return {"database": _database_answers(), "broker": broker, "worker": broker and _fresh("worker"), "beat": broker and _fresh("beat")}


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        logger.warning("the database does not answer: %s", error)
        return False
    return True


def _broker_answers() -> bool:
    try:
        with redis.Redis.from_url(settings.CELERY_BROKER_URL, socket_connect_timeout=2, socket_timeout=2) as broker:
            return bool(broker.ping())
    except redis.RedisError as error:
        logger.warning("the broker does not answer: %s", error)
        return False


def _fresh(part: str) -> bool:
    try:
        seen: float | None = cache.get(f"health:{part}")
    except redis.RedisError:
        return False
    return seen is not None and time.time() - seen < 2 * HEARTBEAT_SECONDS


@login_not_required
@never_cache
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


@login_not_required
@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    parts = state()
    return JsonResponse(parts, status=200 if all(parts.values()) else 503)


urlpatterns = [
    path("health/live", live, name="health-live"),
    path("health/ready", ready, name="health-ready"),
]
