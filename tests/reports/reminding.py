"""The people who are reminded, and what the tests of reminders say of a round."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from common import clock
from directives.models import Obligation
from notifications.models import MessageLine
from reports.reminders import schedule, sending
from reports.reminders.sending import Sent
from tests.factories.reports import put_report
from tests.factories.units import make_user
from tests.reports.conftest import the_stage
from tests.reports.stage import COMMUNES, DISTRICTS, TODAY, Stage
from units.models import User
from units.roles import Role

MARCH_24 = date(2021, 3, 24)


def the_peopled_stage() -> Stage:
    """An officer with an address in each unit of the dispatch, two in Cao Lãnh; the leaders; the Centre; Văn phòng."""
    posts = {f"ubnd-{code}": Role.OFFICER for code in (*DISTRICTS, *COMMUNES, "869")}
    posts |= {f"buudien-{code}": Role.OFFICER for code in ("87", "873", "869")}
    posts |= {"ubnd-87": Role.LEADER, "vpubnd-87": Role.VERIFIER, "so-noi-vu-87": Role.READER}
    stage = the_stage()
    with clock.at(TODAY):
        for code, role in posts.items():
            make_user(role, code, f"nguoi.{code}")
        User.objects.filter(pk=stage.centre.pk).update(username="nguoi.kstthc-87", email="nguoi.kstthc-87@dongthap.example")
        make_user(Role.OFFICER, "ubnd-873", "nguoi.thu.hai")
        make_user(Role.ADMIN, "kstthc-87", "quan.tri")
        make_user(Role.LEADER, "vpubnd-87", "lanh.dao.vp")
    return stage


def people_by_unit() -> dict[str, User]:
    """Those of units of the dispatch."""
    return {person.username.removeprefix("nguoi."): person for person in User.objects.filter(username__startswith="nguoi.")}


def clock_time(*parts: int) -> datetime:
    """A local moment of the portal's clock."""
    return datetime(*parts, tzinfo=timezone.get_default_timezone())  # type: ignore[misc, arg-type]


def rows(sent: Sent) -> set[tuple[str, str, str, int, str]]:
    return {(o.reminder.kind.value, o.reminder.unit.code, o.reminder.subject, o.reminder.stage.offset, o.status) for o in sent.outcomes}


def send(on: date, **more: Any) -> Sent:
    with clock.at(datetime.combine(on, schedule.STAGES.starts_at)):
        return sending.send(on=on, by=None, **more)


def lines_of(user: User) -> list[MessageLine]:
    return list(MessageLine.objects.filter(message__recipient=user))


def submit(code: str, on: date, status: str = "submitted") -> None:
    owed = Obligation.objects.get(unit__code=code)
    put_report(directive=owed.directive, period=owed.period, unit=owed.unit, status=status, first_submitted_on=on)
