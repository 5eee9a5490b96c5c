"""Reminders of the dispatch: on which days they go out, once, and what a day off, a missed day or a full round moves."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta

import pytest

from common import clock
from common.models import Holiday
from directives.models import Obligation
from notifications.models import MessageLine, OutboundMessage, Round
from reports.reminders import sending
from tests.reports.reminding import MARCH_24, clock_time, lines_of, people_by_unit, rows, send, the_peopled_stage
from tests.reports.stage import REPORT_DUE, Stage
from units.models import User

BEGINNINGS = {"people": the_peopled_stage}


@pytest.fixture
def people(stage: Stage) -> dict[str, User]:
    return people_by_unit()


@pytest.mark.parametrize(
    ("due_on", "on", "offset"),
    [
        (REPORT_DUE, date(2021, 3, 17), -14),
        (REPORT_DUE, date(2021, 3, 26), -3),  # 28/03 is a Sunday: the Friday before
        (REPORT_DUE, date(2021, 3, 30), -1),
        (REPORT_DUE, date(2021, 3, 31), 0),
        (REPORT_DUE, date(2021, 4, 1), 1),
        (date(2021, 3, 19), date(2021, 3, 22), 3),  # +1 is a Saturday and +3 that Monday: one reminder, the later
        (REPORT_DUE, date(2021, 4, 5), 3),  # 03/04 is a Saturday: the Monday after
        (REPORT_DUE, date(2021, 4, 7), 7),
        (REPORT_DUE, date(2021, 4, 14), 14),
        (REPORT_DUE, date(2021, 4, 22), 21),  # 21/04 is Giỗ Tổ
        (date(2021, 2, 14), date(2021, 2, 9), 0),  # Tết: all days up to the due date fall on the last working day before
        (date(2021, 2, 14), date(2021, 2, 17), 3),
    ],
)
def test_the_scheduled_days_and_where_days_off_move_them(
    stage: Stage, people: dict[str, User], due_on: date, on: date, offset: int
) -> None:
    Obligation.objects.filter(unit__code="ubnd-873").update(due_on=due_on)
    mine = [o.reminder for o in sending.look_ahead(on=on).outcomes if o.reminder.unit.code == "ubnd-873" and o.reminder.is_report]
    assert [(one.stage.offset, one.kind.value) for one in mine] == [(offset, "report_overdue" if offset > 0 else "report_due")]


@pytest.mark.parametrize(
    "on", [date(2021, 3, 18), date(2021, 3, 19), date(2021, 3, 23), date(2021, 3, 25), date(2021, 3, 29), date(2021, 4, 6)]
)
def test_other_days_remind_of_nothing(stage: Stage, people: dict[str, User], on: date) -> None:
    assert send(on).outcomes == ()
    assert not OutboundMessage.objects.exists()


def test_on_a_day_off_nothing_goes_out_and_it_is_said(stage: Stage, people: dict[str, User]) -> None:
    sent = send(date(2021, 3, 28))
    assert {o.status for o in sent.outcomes} == {"suppressed_holiday"}
    assert {o.reminder.stage.offset for o in sent.outcomes} == {-3}
    assert not OutboundMessage.objects.exists() and not Round.objects.exists()


def test_a_holiday_that_the_government_adds_moves_the_reminder(stage: Stage, people: dict[str, User]) -> None:
    Holiday.objects.create(date=MARCH_24, kind=Holiday.Kind.SWAP_OFF, name="Nghỉ hoán đổi")
    assert {o.status for o in send(MARCH_24).outcomes} == {"suppressed_holiday"}
    assert {o.reminder.stage.offset for o in send(date(2021, 3, 23)).outcomes} == {-7}


def test_the_same_day_again_sends_nothing_again(stage: Stage, people: dict[str, User]) -> None:
    first = send(MARCH_24)
    stored = set(MessageLine.objects.values_list("dedupe_key", "message_id"))
    second = send(MARCH_24)
    assert {o.status for o in first.outcomes} == {"queued"} and {o.status for o in second.outcomes} == {"already_queued"}
    assert [o.reminder.topic for o in first.outcomes] == [o.reminder.topic for o in second.outcomes]
    assert set(MessageLine.objects.values_list("dedupe_key", "message_id")) == stored
    assert Round.objects.get().messages == OutboundMessage.objects.count()


def test_looking_ahead_says_what_would_be_and_stores_nothing(stage: Stage, people: dict[str, User]) -> None:
    seen = sending.look_ahead(on=MARCH_24)
    assert not OutboundMessage.objects.exists() and not Round.objects.exists()
    assert rows(seen) == rows(send(MARCH_24))


def test_a_missed_day_is_caught_up_with_one_message(stage: Stage, people: dict[str, User]) -> None:
    send(date(2021, 3, 23))
    sent = send(date(2021, 3, 29))  # the 24th (-7) and the 26th (-3) were missed
    assert {o.reminder.stage.offset for o in sent.outcomes} == {-3}
    assert [line.headline for line in lines_of(people["ubnd-874"])] == ["Còn 2 ngày"]
    assert OutboundMessage.objects.filter(recipient=people["ubnd-874"]).count() == 1
    assert {o.status for o in send(date(2021, 3, 29)).outcomes} == {"already_queued"}


def test_what_was_sent_is_not_caught_up(stage: Stage, people: dict[str, User]) -> None:
    send(MARCH_24)
    assert send(date(2021, 3, 25)).outcomes == ()


def test_a_portal_without_any_round_has_missed_nothing(stage: Stage, people: dict[str, User]) -> None:
    assert send(date(2021, 3, 25)).outcomes == ()


def test_what_arises_after_the_digest_has_left_goes_into_the_next(stage: Stage, people: dict[str, User]) -> None:
    send(MARCH_24)
    OutboundMessage.objects.update(status="sent", sent_at=clock.now(), address="x@dongthap.example")
    stage.set_due(stage.item("1.a", "ubnd-873"), date(2021, 3, 31))
    again = send(MARCH_24)
    late = {(o.reminder.subject, o.status) for o in again.outcomes if o.status != "already_queued"}
    code = stage.item("1.a", "ubnd-873").code
    assert late == {(code, "capped")}
    assert rows(send(date(2021, 3, 25))) == {("item_due", "ubnd-873", code, -7, "queued")}


def test_what_arises_before_the_digest_has_left_is_added_to_it(stage: Stage, people: dict[str, User]) -> None:
    send(MARCH_24)
    item = stage.item("1.a", "ubnd-873")
    stage.set_due(item, date(2021, 3, 31))
    assert Counter(o.status for o in send(MARCH_24).outcomes)["queued"] == 1
    digest = OutboundMessage.objects.get(recipient=people["ubnd-873"])
    assert digest.lines.count() == 2 and digest.title == f"Báo cáo Quý I/2021 còn 7 ngày; {item.code.replace('-', '‑')} còn 7 ngày"


def test_a_moved_due_date_is_reminded_of_anew(stage: Stage, people: dict[str, User]) -> None:
    item = stage.item("1.a", "ubnd-873")
    stage.set_due(item, date(2021, 3, 26))
    send(date(2021, 3, 19))
    stage.set_due(item, date(2021, 3, 29))
    sent = send(date(2021, 3, 22))
    assert [(o.reminder.subject, o.reminder.due_on) for o in sent.outcomes] == [(item.code, date(2021, 3, 29))]


def test_at_most_so_many_now_the_rest_the_next_time(stage: Stage, people: dict[str, User]) -> None:
    first = send(MARCH_24, limit=3)
    assert Counter(o.status for o in first.outcomes) == {"queued": 3, "capped": 8} and not Round.objects.exists()
    second = send(MARCH_24)
    assert Counter(o.status for o in second.outcomes) == {"queued": 8, "already_queued": 3}
    assert Round.objects.exists()


@pytest.mark.parametrize(
    ("moment", "sends"),
    [
        (clock_time(2021, 3, 24, 7, 29), False), (clock_time(2021, 3, 24, 7, 30), True), (clock_time(2021, 3, 24, 16, 0), True),
        (clock_time(2021, 3, 28, 9, 0), False), (clock_time(2021, 3, 23, 9, 0), True),
    ],
)  # fmt: skip
def test_beat_s_ring_sends_from_half_past_seven_on_a_working_day(
    stage: Stage, people: dict[str, User], moment: datetime, sends: bool
) -> None:
    with clock.at(moment):
        assert (sending.run_daily() is not None) is sends
        assert sending.run_daily() is None
    assert Round.objects.exists() is sends


def test_an_overdue_item_is_reminded_of_each_week_for_years(stage: Stage, people: dict[str, User]) -> None:
    stage.set_due(stage.item("1.a", "ubnd-873"), date(2021, 3, 17))
    Obligation.objects.all().delete()
    days = [date(2023, 3, 1) + timedelta(days=number) for number in range(14)]
    offsets = [
        o.reminder.stage.offset
        for day in days
        for o in send(day).outcomes
        if o.reminder.kind == "item_overdue" and o.reminder.unit.code == "ubnd-873"
    ]
    assert offsets == [714, 721]
