"""466 of 467 done: no page, bar, chart or spoken label says that all is done, and 1 of 467 is not nothing."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest

from common import clock
from common.text import clean
from directives.models import Item
from directives.workflow import ItemStatus
from reports import dashboard
from tests.bench.data import make_items
from tests.reports.stage import Stage
from tests.reports.walking import shown
from units.models import User
from units.roles import Role

ITEMS = 467
CLAIMED = datetime(2021, 3, 10, 2, tzinfo=UTC)
PAGES = ("/tong-quan/", "/lanh-dao/", "/van-ban/", "/van-ban/{directive}/", "/don-vi/vpubnd-87/", "/don-vi/ubnd-873/", "/don-vi/")


def verify(stage: Stage, pks: list[int]) -> None:
    """Each step as the workflow has it (the trigger refuses others), for hundreds at once: one by one they would take a minute."""
    rows, by = Item.objects.filter(pk__in=pks), stage.person("ubnd-30115")
    rows.update(status=ItemStatus.DOING)
    rows.update(status=ItemStatus.CLAIMED, claimed_at=CLAIMED, claimed_by=by, claimed_on=CLAIMED.date(), percent=100)
    rows.update(status=ItemStatus.VERIFIED, verified_at=CLAIMED, verified_by=stage.centre)


def readers(stage: Stage) -> tuple[User, User]:
    return stage.centre, stage.person("ubnd-87", Role.LEADER)


def read(stage: Stage, reader: User) -> dict[str, str]:
    return {page: clean(shown(reader, page.format(directive=stage.directive.pk))) for page in PAGES}


@pytest.fixture
def large(stage: Stage) -> Stage:
    make_items(ITEMS)
    return stage


def test_nothing_is_finished_before_the_last_item_is(large: Stage) -> None:
    pks = list(Item.objects.order_by("-number").values_list("pk", flat=True))
    verify(large, pks[:-1])
    for reader in readers(large):
        for page, html in read(large, reader).items():
            assert not re.findall(r"(?<![\d,])100%|Đã xong cả|Tất cả nội dung đã hoàn thành", html), page
            for figures in re.findall(r'class="f[^"]*" width="100" height="10"/></svg><b>(.*?)</b>', html):
                said = re.search(r">(\d+)/(\d+)<", figures)  # a unit of its own that has done all it has to do
                assert said is not None and said[1] == said[2], (page, figures)
            assert "99%" in html or page not in ("/tong-quan/", "/lanh-dao/", "/van-ban/"), page
    verify(large, pks[-1:])
    html = read(large, large.centre)
    assert "100%" in html["/tong-quan/"] and "100%" in html["/van-ban/"] and "Đã xong cả 467 nội dung." in html["/lanh-dao/"]


def test_one_of_many_is_not_nothing(large: Stage) -> None:
    verify(large, [Item.objects.order_by("-number").values_list("pk", flat=True)[0]])
    assert "Mới xong 1/467 nội dung (1%)" in read(large, large.centre)["/lanh-dao/"]
    assert dashboard.item_figures(Item.objects.all(), date(2021, 3, 19)).percent_done == 1


def test_the_chart_asks_for_all_only_on_the_last_day(large: Stage) -> None:
    reader = large.centre
    for day, asked in ((date(2021, 3, 30), "462"), (date(2021, 3, 31), "467")):
        with clock.at(day):
            assert f"Nếu chia đều theo ngày, cần đạt {asked}." in shown(reader, "/tong-quan/")
