"""What is kept no longer than needed goes by one task; what is younger, under way or part of the audit stays."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from axes.models import AccessAttempt, AccessLog
from django.conf import settings as portal_settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from common import clock
from common.models import AuditEvent
from dongthap_remediation import retention
from dongthap_remediation.tasks import forget
from notifications import outbox
from notifications.models import MessageLine, OutboundMessage
from notifications.workflow import MessageStatus
from tests.factories.units import make_user
from tests.notifications.drafts import draft
from units.models import KeptWords
from units.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_cache")]
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("moment", "months", "found"),
    [
        ("2021-03-31", 1, "2021-02-28"),
        ("2024-03-31", 1, "2024-02-29"),
        ("2021-03-19", 12, "2020-03-19"),
        ("2024-02-29", 12, "2023-02-28"),
        ("2021-01-15", 3, "2020-10-15"),
        ("2021-12-31", 12, "2020-12-31"),
    ],
)
def test_months_are_counted_back_to_a_day_that_there_is(moment: str, months: int, found: str) -> None:
    assert retention.months_before(datetime.fromisoformat(moment), months) == datetime.fromisoformat(found)


def test_log_ins_sessions_and_late_words_go_when_their_time_is_over(client: Client, settings: Settings) -> None:
    officer = make_user(Role.OFFICER, "ubnd-873")
    settings.LOGS_KEPT_MONTHS = 3
    client.force_login(officer)
    kept_session = Session.objects.get()
    Session.objects.create(session_key="k" * 32, session_data="", expire_date=timezone.now() - DAY)
    edge = retention.months_before(timezone.now(), 3)
    for model, values in ((AccessLog, {}), (AccessAttempt, {"failures_since_start": 1})):
        for name, moment in (("cũ", edge - DAY), ("mới", edge + DAY)):
            row = model.objects.create(username=name, ip_address="10.0.0.1", **values)
            model.objects.filter(pk=row.pk).update(attempt_time=moment)
    for hours in (25, 23):
        moment = timezone.now() - timedelta(hours=hours)
        KeptWords.objects.create(user=officer, page="/", action=f"/{hours}/", fields=[["a", "b"]], with_files=False, kept_at=moment)
    forget()
    assert list(Session.objects.all()) == [kept_session]
    assert [row.username for model in (AccessLog, AccessAttempt) for row in model.objects.exclude(username=officer.username)] == ["mới"] * 2
    assert [row.action for row in KeptWords.objects.all()] == ["/23/"]


def test_old_messages_go_by_the_portal_s_day_and_what_is_under_way_stays(settings: Settings) -> None:
    settings.PORTAL_TODAY = datetime(2021, 3, 19, tzinfo=UTC).date()  # the demo's messages are of 2021 and must not go in our days
    one, two, three = (make_user(Role.OFFICER, unit, email="can.bo@example.vn") for unit in ("ubnd-873", "ubnd-874", "ubnd-876"))
    outbox.enqueue([draft(one), draft(two), draft(three)])
    edge = retention.months_before(clock.now(), settings.LOGS_KEPT_MONTHS)
    ended = {"status": MessageStatus.KEPT, "sent_at": clock.now(), "address": "can.bo@example.vn"}
    OutboundMessage.objects.filter(recipient=one).update(made_at=edge - DAY, **ended)
    OutboundMessage.objects.filter(recipient=two).update(made_at=edge + DAY, **ended)
    OutboundMessage.objects.filter(recipient=three).update(made_at=edge - DAY)
    assert retention.forget()["thông báo"] == 1
    assert set(OutboundMessage.objects.values_list("recipient", flat=True)) == {two.pk, three.pk}
    assert set(MessageLine.objects.values_list("message__recipient", flat=True)) == {two.pk, three.pk}


def test_kept_mails_go_and_the_rest_is_measured_for_whoever_watches(client: Client, settings: Settings, tmp_path: Path) -> None:
    settings.KEPT_MAIL_DIR, settings.MEDIA_ROOT = tmp_path / "mails", tmp_path / "uploads"
    for folder in (settings.KEPT_MAIL_DIR, settings.MEDIA_ROOT):
        folder.mkdir()
        for name in ("old", "new"):
            (folder / name).write_text("x" * 100)
        past = (timezone.now() - 400 * DAY).timestamp()
        os.utime(folder / "old", (past, past))
    assert client.get("/health").json()["words"] == "Việc dọn hằng ngày chưa chạy lần nào."
    events = AuditEvent.objects.count()
    assert retention.forget()["thư giữ lại"] == 1
    assert AuditEvent.objects.count() == events
    found = client.get("/health").json()
    assert found["words"] == "Việc dọn hằng ngày đang chạy."
    assert {row["name"]: (row["files"], row["bytes"]) for row in found["folders"]} == {"tệp tải lên": (2, 200), "thư giữ lại": (1, 100)}
    assert len(found["tables"]) == 12
    assert all(row["bytes"] > 0 for row in found["tables"])
    cache.set("health:grown", {**cache.get("health:grown"), "measured_at": (timezone.now() - 3 * DAY).isoformat()}, timeout=None)
    assert client.get("/health").json()["words"].startswith("Việc dọn hằng ngày không chạy")


def test_files_of_uploads_that_were_never_committed_go_after_a_day(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    folder = tmp_path / "imports" / "ab"
    folder.mkdir(parents=True)
    for name, age in (("old.xlsx", 2 * DAY), ("new.xlsx", DAY / 2)):
        (folder / name).write_text("x")
        moment = (timezone.now() - age).timestamp()
        os.utime(folder / name, (moment, moment))
    retention.forget()
    assert [path.name for path in folder.iterdir()] == ["new.xlsx"]


def test_one_step_that_fails_stops_no_other_and_is_not_hidden(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "mails").mkdir()
    settings.KEPT_MAIL_DIR = tmp_path / ("m" * 300)  # a name that no file system takes
    Session.objects.create(session_key="k" * 32, session_data="", expire_date=timezone.now() - DAY)
    with pytest.raises(ExceptionGroup):
        retention.forget()
    assert not Session.objects.exists()


def test_a_year_is_the_default() -> None:
    assert portal_settings.LOGS_KEPT_MONTHS == 12
