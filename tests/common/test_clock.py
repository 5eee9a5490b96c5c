"""With a fixed day the portal's time runs forward, also over the machine's midnight."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common import audit, clock
from common.models import AuditEvent

DAY = date(2021, 3, 19)
HERE = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.fixture
def fixed(settings: Any) -> None:
    settings.PORTAL_TODAY = DAY


def machine(hour: int, minute: int, day: int = 4) -> datetime:
    return datetime(2026, 5, day, hour, minute, tzinfo=HERE)


def act(text: str) -> AuditEvent:
    return audit.record(by=None, verb="test", text=text, subject_kind="item", subject_id=1)


def stamps() -> list[str]:
    """Of the history as pages read it, newest first."""
    return [f"{clock.localize(event.at):%d/%m %H:%M} {event.text}" for event in AuditEvent.objects.filter(verb="test")]


@pytest.mark.django_db
def test_an_act_after_midnight_is_not_told_before_one_of_the_evening(fixed: None) -> None:
    for moment, text in ((machine(23, 46), "tối"), (machine(0, 3, day=5), "sau nửa đêm"), (machine(8, 0, day=5), "sáng")):
        with time_machine.travel(moment, tick=False):
            act(text)
            assert clock.today() == clock.now().date() == DAY
    assert stamps() == ["19/03 23:46 sáng", "19/03 23:46 sau nửa đêm", "19/03 23:46 tối"]


@pytest.mark.django_db
def test_time_goes_on_with_the_machine_once_it_has_caught_up(fixed: None) -> None:
    with clock.at(datetime(2021, 3, 19, 9, 30, tzinfo=HERE)):
        act("của bản chạy thử")
    for moment, text in ((machine(8, 0), "sớm"), (machine(9, 31), "đã kịp")):
        with time_machine.travel(moment, tick=False):
            act(text)
    assert stamps() == ["19/03 09:31 đã kịp", "19/03 09:30 sớm", "19/03 09:30 của bản chạy thử"]


@pytest.mark.django_db
def test_acts_of_other_days_do_not_move_the_day(fixed: None) -> None:
    for day in (date(2021, 3, 18), date(2021, 3, 22)):
        with clock.at(day):
            act("ngày khác")
        with time_machine.travel(machine(7, 15), tick=False):
            assert f"{clock.now():%d/%m %H:%M}" == "19/03 07:15"


@pytest.mark.django_db
def test_the_day_costs_no_query_and_neither_does_a_portal_without_a_fixed_day(settings: Any) -> None:
    with CaptureQueriesContext(connection) as captured:
        clock.now()
        settings.PORTAL_TODAY = DAY
        assert clock.today() == DAY
        with clock.at(date(2021, 4, 1)):
            assert clock.today() == date(2021, 4, 1)
    assert not captured


@pytest.mark.django_db
def test_acts_that_are_written_at_once_are_of_one_moment_and_ask_for_it_once(fixed: None) -> None:
    with CaptureQueriesContext(connection) as captured:
        audit.record_many(
            audit.event_of(by=None, verb="test", text=str(number), subject_kind="item", subject_id=number) for number in range(3)
        )
    assert sum(" ORDER BY " in query["sql"] for query in captured.captured_queries) == 1
    assert AuditEvent.objects.filter(verb="test").values("at").distinct().count() == 1
