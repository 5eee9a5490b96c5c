"""What the portal keeps no longer than it is needed, and what of it grows: one task a day.

A log is kept ``settings.LOGS_KEPT_MONTHS``. What the audit needs stays: ``AuditEvent`` and the log of who read scores are append-only, and
scores follow their own rule (``directives.services.scores_keeping``). Each room forgets what is its own; this is the whole list.
"""

import os
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import Error, connection
from django.utils import timezone

from common import clock
from common.once import forget_sent_forms
from directives.services.scores_keeping import pseudonymise_scores
from directives.services.stored_files import discard_stale_files
from notifications.keeping import forget_kept_mails
from notifications.outbox import forget_messages
from units.doors import forget_log_ins
from units.keeping import forget_late_words

_MEASURED = "health:grown"
_LARGEST = 12  # tables that are named
LATE = timedelta(days=2)


def forget() -> dict[str, int]:
    """Forget what is due and measure what is left. One step that fails stops no other; they are raised together at the end."""
    done: dict[str, int] = {}
    failed: list[Exception] = []
    for name, step in _steps():
        try:
            done[name] = step()
        except (Error, OSError) as error:
            error.add_note(f"while forgetting: {name}")
            failed.append(error)
    cache.set(_MEASURED, {"measured_at": timezone.now().isoformat(timespec="seconds"), "forgotten": done, **_sizes()}, timeout=None)
    if failed:
        raise ExceptionGroup("retention", failed)
    return done


def grown() -> dict[str, Any]:
    """What was measured when ``forget`` ran last, with words that say whether it runs."""
    found: dict[str, Any] | None = cache.get(_MEASURED)
    if found is None:
        return {"measured_at": None, "words": "Việc dọn hằng ngày chưa chạy lần nào.", "forgotten": {}, "tables": [], "folders": []}
    late = timezone.now() - datetime.fromisoformat(found["measured_at"]) > LATE
    words = "Việc dọn hằng ngày không chạy đã quá 2 ngày: xem bộ hẹn giờ." if late else "Việc dọn hằng ngày đang chạy."
    return {**found, "words": words}


def months_before(moment: datetime, months: int) -> datetime:
    """The same day so many months earlier, or the last one that there is."""
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    for day in range(moment.day, 0, -1):
        try:
            return moment.replace(year=year, month=month + 1, day=day)
        except ValueError:
            continue
    raise AssertionError("every month has a first day")


def _steps() -> Iterator[tuple[str, Callable[[], int]]]:
    """What is forgotten, by the name that ``/health`` gives it. Messages lived on the portal's days, the others on the machine's."""
    machine, portal = (months_before(now, settings.LOGS_KEPT_MONTHS) for now in (timezone.now(), clock.now()))
    yield "phiên đăng nhập đã hết", _sessions
    yield "lượt đăng nhập", lambda: forget_log_ins(before=machine)
    yield "chữ giữ lại khi hết phiên", forget_late_words
    yield "dấu biểu mẫu đã gửi", forget_sent_forms
    yield "thông báo", lambda: forget_messages(before=portal)
    yield "thư giữ lại", lambda: forget_kept_mails(before=machine)
    yield "tệp không còn thuộc đợt nhập hay văn bản nào", discard_stale_files
    yield "tên người trong bảng điểm", lambda: pseudonymise_scores().people


def _sessions() -> int:
    store = import_module(settings.SESSION_ENGINE).SessionStore
    expired = store.get_model_class().objects.filter(expire_date__lt=timezone.now())
    return int(expired.delete()[0])


def _sizes() -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, n_live_tup, pg_total_relation_size(relid) FROM pg_stat_user_tables WHERE schemaname = 'public' "
            "ORDER BY 3 DESC, 1 LIMIT %s",
            [_LARGEST],
        )
        tables = [{"name": name, "rows": rows, "bytes": size} for name, rows, size in cursor.fetchall()]
    folders = {"tệp tải lên": settings.MEDIA_ROOT, "thư giữ lại": settings.KEPT_MAIL_DIR}
    return {"tables": tables, "folders": [{"name": name, **_weight(Path(folder))} for name, folder in folders.items()]}


def _weight(folder: Path) -> dict[str, int]:
    sizes = []
    for parent, _, names in os.walk(folder):
        for name in names:
            try:
                sizes.append(Path(parent, name).stat().st_size)
            except FileNotFoundError:  # gone meanwhile
                continue
    return {"files": len(sizes), "bytes": sum(sizes)}
