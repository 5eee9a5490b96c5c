"""The demo's reminders follow from its story: the page of 19/03/2021 and the inbox show the rows that the story makes."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import pytest
from pytest_django.fixtures import Settings

from common import clock
from dongthap_remediation.demo import loader
from notifications.models import OutboundMessage, Round
from reports.reminders import sending
from tests.factories.units import ensure_units

DAY = date(2021, 3, 19)
# Of the districts and UBND Tỉnh; communes have their own rows.
ROWS = {
    "ubnd-876": ["Quá hạn 7 ngày", "Quá hạn 1 ngày"],
    "ubnd-871": ["Quá hạn 7 ngày", "Còn 3 ngày", "Còn 4 ngày", "Còn 5 ngày"],
    "ubnd-873": ["Quá hạn 3 ngày", "Còn 7 ngày"],
    "ubnd-874": ["Còn 3 ngày", "Còn 7 ngày"],
    "ubnd-870": ["Còn 3 ngày"],
    "ubnd-87": ["Quá hạn 7 ngày", "Quá hạn 7 ngày", "Quá hạn 3 ngày"],
}


@pytest.mark.django_db
def test_the_demo_s_reminders_are_those_of_the_design(settings: Settings) -> None:
    settings.DEMO, settings.PORTAL_TODAY = True, DAY
    ensure_units()
    loader.load_demo(lambda _: None)
    told: dict[str, list[str]] = defaultdict(list)
    for outcome in sending.look_ahead(on=DAY).outcomes:
        assert outcome.status == "queued"
        told[outcome.reminder.unit.code].append(outcome.reminder.line.headline)
    assert {code: lines for code, lines in told.items() if code in ROWS} == ROWS
    assert set(ROWS) == {code for code in told if len(code) <= len("ubnd-873")}
    inbox = OutboundMessage.objects.filter(recipient__username="ubnd.huyencaolanh")
    assert [message.title.split(" thêm ")[0] for message in inbox.unread()] == ["UBND xã Tân Hội Trung"]
    titles = {f"{clock.localize(message.made_at):%d/%m %H:%M}": message.title for message in inbox.digests()}
    assert set(titles) >= {"12/03 07:30", "15/03 07:30", "16/03 07:30", "17/03 07:30", "18/03 07:30"}
    assert "còn 4 ngày" in titles["12/03 07:30"]  # the stage of three days falls on a Saturday
    assert inbox.filter(kind="notice", title__startswith="Trung tâm trả lời vướng mắc", made_at__date=date(2021, 3, 11)).count() == 1
    thanh_binh = OutboundMessage.objects.filter(recipient__username="ubnd.thanhbinh")
    assert set(thanh_binh.values_list("status", flat=True)) == {"inbox"}  # it has no address
    assert not OutboundMessage.objects.under_way().exists()
    assert (Round.objects.latest("day").day, Round.objects.count()) == (date(2021, 3, 18), 18)
