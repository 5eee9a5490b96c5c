"""Sixty people log in at eight o'clock, in eight seconds: what the slowest of them waits, beside one person who comes alone."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

from django.contrib.auth.hashers import make_password

from tests.bench.data import Databases
from tests.bench.http import Server, Visitor, running
from tests.bench.report import Measure
from units.models import Membership, Unit, User
from units.roles import Role
from units.services import create_user

PEOPLE, SECONDS, ALONE = 60, 8.0, 7
PASSWORD = "Do-dang-nhap-2021"


def login_measures(databases: Databases, name: str) -> Iterator[Measure]:
    """From the press on the button to the first page, on a web server with as many workers as the portal's own (``supervisor``)."""
    databases.use(name)
    with running(databases.url(name), workers=2) as (server,):
        yield _eight_o_clock(server)


def _eight_o_clock(server: Server) -> Measure:
    names = _people()
    alone = [_wait(server, names[0]) for _ in range(ALONE + 1)][1:]
    visitors = [(Visitor(server), who) for who in names]
    for visitor, _who in visitors:
        visitor.get("/dang-nhap/")
    begun = time.perf_counter()

    def come(place: int) -> float:
        time.sleep(max(0.0, begun + place * SECONDS / PEOPLE - time.perf_counter()))
        return _wait(server, visitors[place][1], visitors[place][0])

    with ThreadPoolExecutor(PEOPLE) as threads:
        waited = sorted(threads.map(come, range(PEOPLE)))
    p95 = waited[round(0.95 * PEOPLE) - 1]
    return Measure.against(
        f"log-in of {PEOPLE} people within {SECONDS:.0f} s, p95 / one alone", "ms", p95 * 1000, statistics.median(alone) * 1000, 5
    )


def _wait(server: Server, who: str, visitor: Visitor | None = None) -> float:
    return (visitor or Visitor(server)).log_in(who, PASSWORD).seconds


def _people() -> list[str]:
    """Officers of as many communes, their passwords kept as every password is. Made once a database."""
    names = [f"do.dang.nhap.{number}" for number in range(PEOPLE)]
    communes = Unit.objects.filter(kind=Unit.Kind.UBND, area__level="commune")
    homes = list(islice(communes, PEOPLE))
    for number, name in enumerate(names):
        if not User.objects.filter(username=name).exists():
            create_user(
                by=None, username=name, full_name=f"Người đăng nhập {number}", email="", unit=homes[number % len(homes)], role=Role.OFFICER,
                password=PASSWORD, must_change_password=False,
            )  # fmt: skip
    assert Membership.objects.filter(user__username__in=names, ended_on=None).count() == PEOPLE
    assert make_password(PASSWORD).startswith("argon2$"), "measured with the hash that production has"
    return names
