"""The tree of units and the page of one: what a person may not see does not exist, homonyms are never bare, people have no names."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common import clock
from directives.models import PendingUnit
from tests.reports.stage import Stage
from tests.reports.walking import anchors, list_links, rows_behind, shown
from units.models import User
from units.roles import Role

UNITS = "/don-vi/"


NO_UNITS = (UNITS, reverse("unit_left"), reverse("unit_now"))


def unit_names(html: str) -> list[str]:
    links = anchors(html[html.index("<main") :])
    return [
        anchor.text
        for anchor in links
        if anchor.href.startswith("/don-vi/") and not anchor.href.startswith("/don-vi/?") and anchor.href not in NO_UNITS
    ]


def test_the_tree_has_twelve_districts_thirteen_posts_and_the_offices(busy: Stage) -> None:
    html = shown(busy.centre, UNITS)
    assert "UBND cấp huyện (12)" in html and "Bưu điện (13)" in html and "Cơ quan cấp tỉnh (6)" in html
    assert "UBND huyện Cao Lãnh" in html and "UBND thành phố Cao Lãnh" in html
    assert "UBND xã Mỹ Long" not in html


def test_opening_a_district_is_a_link_that_shows_its_communes_with_work_first(busy: Stage) -> None:
    html = shown(busy.centre, f"{UNITS}?mo=ubnd-873")
    communes = [name for name in unit_names(html) if name.endswith(", huyện Cao Lãnh")]
    assert len(communes) == 18
    assert communes[:3] == [f"UBND xã {name}, huyện Cao Lãnh" for name in ("Bình Hàng Tây", "Mỹ Long", "Tân Hội Trung")]
    assert "3/18" in html and "Thu gọn" in html


def test_every_count_is_the_length_of_its_list(busy: Stage) -> None:
    links = list_links(shown(busy.centre, f"{UNITS}?mo=ubnd-873"))
    assert len(links) == 8 + 3 + 1 + 2  # districts, communes of the open one, Bưu điện Tỉnh, Văn phòng and the Centre
    for link in links:
        assert rows_behind(link.href, busy.centre) == link.of_total, link


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "tan phuoc",
            {
                "UBND xã Tân Phước, huyện Lai Vung",
                "UBND xã Tân Phước, huyện Tân Hồng",
                "Bưu điện xã Tân Phước, huyện Lai Vung",
                "Bưu điện xã Tân Phước, huyện Tân Hồng",
            },
        ),
        ("29944", {"UBND xã Tân Phước, huyện Tân Hồng", "Bưu điện xã Tân Phước, huyện Tân Hồng"}),
        ("ubnd-873", {"UBND huyện Cao Lãnh"}),
        ("tan phuoc tan hong", {"UBND xã Tân Phước, huyện Tân Hồng", "Bưu điện xã Tân Phước, huyện Tân Hồng"}),
        ("ubnd tan cong sinh", {"UBND xã Tân Công Sính, huyện Tam Nông"}),
        ("mỹ long", {"UBND xã Mỹ Long, huyện Cao Lãnh", "Bưu điện xã Mỹ Long, huyện Cao Lãnh"}),
    ],
)
def test_search_needs_no_accents_and_says_the_district_of_every_commune(busy: Stage, words: str, expected: set[str]) -> None:
    assert set(unit_names(shown(busy.centre, f"{UNITS}?q={words}"))) == expected


def test_search_that_finds_nothing_offers_the_way_back(busy: Stage) -> None:
    assert "Không có đơn vị nào khớp" in shown(busy.centre, f"{UNITS}?q=xyz")
    shown(busy.centre, f"{UNITS}?q=%25'\"")


@pytest.mark.parametrize(("scope", "count"), [("co", 8), ("cho", 1), ("khong", 3), ("lạ", 12)])
def test_a_scope_narrows_the_table(busy: Stage, scope: str, count: int) -> None:
    assert f"UBND cấp huyện ({count})" in shown(busy.centre, f"{UNITS}?pham_vi={scope}")


def test_a_waiting_district_links_to_the_decision(busy: Stage) -> None:
    html = shown(busy.centre, UNITS)
    assert [anchor.text for anchor in anchors(html) if anchor.href == f"/van-ban/{busy.directive.pk}/#cho-xac-dinh"] == ["Chờ quyết định"]


@pytest.mark.parametrize(
    ("unit", "own", "foreign"),
    [
        (
            "ubnd-873",
            {"ubnd-873", "ubnd-30115", "ubnd-30124"},
            {"ubnd-870", "ubnd-29980", "ubnd-866", "buudien-873", "ubnd-87", "vpubnd-87"},
        ),
        ("ubnd-30115", {"ubnd-30115"}, {"ubnd-873", "ubnd-30124", "buudien-30115"}),
        ("buudien-873", {"buudien-873", "buudien-30115"}, {"ubnd-873", "buudien-87", "buudien-870"}),
        ("buudien-87", {"buudien-87", "buudien-866", "buudien-30115"}, {"ubnd-873", "ubnd-87"}),
    ],
)
def test_a_unit_outside_ones_reach_is_not_found(busy: Stage, unit: str, own: set[str], foreign: set[str]) -> None:
    user = busy.person(unit)
    html = shown(user, UNITS)
    for code in own:
        shown(user, f"{UNITS}{code}/")
    for code in foreign:
        shown(user, f"{UNITS}{code}/", status=404)
        assert f"/don-vi/{code}/" not in html
    shown(user, f"{UNITS}khong-co/", status=404)


def test_search_finds_nothing_beyond_ones_reach(busy: Stage) -> None:
    assert unit_names(shown(busy.person("ubnd-873"), f"{UNITS}?q=tan phuoc")) == []
    assert unit_names(shown(busy.person("ubnd-873"), f"{UNITS}?q=bưu điện")) == []


def test_ones_own_unit_is_one_link_away(busy: Stage, client: Client) -> None:
    client.force_login(busy.person("ubnd-873"))
    assert client.get("/don-vi-toi/").headers["Location"] == "/don-vi/ubnd-873/"


def test_the_page_of_a_district_shows_its_communes_and_what_is_open(busy: Stage) -> None:
    for user in (busy.centre, busy.person("ubnd-873")):
        html = shown(user, f"{UNITS}ubnd-873/")
        assert "Chủ trì 4 nội dung, trong đó 3 nội dung do xã" in html and "Theo đơn vị thực hiện" in html and "Chưa xong (3)" in html
        assert "Từ 0 lên 1 nội dung xong" in html and "Hạn 31/03/2021, còn 12 ngày" in html
        for link in list_links(html):
            assert rows_behind(link.href, user) == link.of_total, link


def test_a_commune_does_what_its_district_answers_for(busy: Stage) -> None:
    html = shown(busy.person("ubnd-30115"), f"{UNITS}ubnd-30115/")
    assert "<p>Thực hiện 1 nội dung do đơn vị khác chủ trì.</p>" in html


def test_the_page_of_a_post_office_lists_what_it_takes_part_in(busy: Stage) -> None:
    html = shown(busy.person("buudien-873"), f"{UNITS}buudien-873/")
    assert "<p>Phối hợp 5 nội dung.</p>" in html and "Phối hợp, chưa xong (4)" in html


def test_a_unit_without_work_says_so_and_a_waiting_one_says_why(busy: Stage) -> None:
    assert "Không có nội dung phải thực hiện" in shown(busy.centre, f"{UNITS}ubnd-866/")
    assert f"/van-ban/{busy.directive.pk}/#cho-xac-dinh" in shown(busy.person("ubnd-869"), f"{UNITS}ubnd-869/")
    assert PendingUnit.objects.filter(outcome="").count() == 1


def test_accounts_are_roles_and_never_names(busy: Stage) -> None:
    officer = busy.person("ubnd-873")
    html = shown(busy.centre, f"{UNITS}ubnd-873/")
    assert "Cán bộ đầu mối" in html and "Chưa đăng nhập" in html
    assert officer.full_name not in html and officer.username not in html


def test_the_era_and_the_other_spellings_of_a_unit_are_said(busy: Stage) -> None:
    html = shown(busy.centre, f"{UNITS}ubnd-30007/")
    assert "30/06/2025" in html and "Đơn vị kế tiếp" in html and "Tân Công Sinh" in html
    assert 'href="/don-vi/ubnd-30001-2025/"' in html
    own = shown(busy.person("ubnd-30007"), f"{UNITS}ubnd-30007/")
    assert "Đơn vị kế tiếp" in own and 'href="/don-vi/ubnd-30001-2025/"' not in own and 'href="/don-vi/ubnd-871/"' not in own


def test_after_the_merger_the_new_communes_are_listed_and_open_work_keeps_its_unit(busy: Stage) -> None:
    with clock.at(date(2025, 7, 2)):
        html = shown(busy.centre, UNITS)
    assert "UBND cấp huyện (8)" in html  # expired, but with work that nobody has taken over
    assert "UBND xã Mỹ Hiệp" in html


def queries(user: User, page: str) -> int:
    client = Client()
    client.force_login(user)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(page).status_code == 200
    return len(captured)


def test_the_page_of_a_unit_shows_its_difficulties_the_open_ones_first(busy: Stage) -> None:
    item = busy.item("1.b", "ubnd-30103")
    old = busy.stuck("ubnd-873", "Đã xong rồi", date(2021, 3, 1), item)
    from directives.services.difficulties import close_difficulty

    close_difficulty(difficulty_id=old.pk, version=1, by=busy.person("ubnd-873"))
    busy.stuck("ubnd-30103", "Đang mở", date(2021, 3, 12), item)
    html = shown(busy.centre, f"{UNITS}ubnd-873/")
    assert html.index("Đang mở") < html.index("Đã xong rồi") and "Vướng mắc (1 đang mở, 1 đã giải quyết)" in html
    assert "Vướng mắc (" not in shown(busy.centre, f"{UNITS}ubnd-870/")


def test_the_number_of_queries_does_not_grow(busy: Stage) -> None:
    busy.person("ubnd-871"), busy.person("ubnd-877")
    assert queries(busy.centre, f"{UNITS}ubnd-877/") == queries(busy.centre, f"{UNITS}ubnd-871/") <= 19
    alone, all_units = queries(busy.person("ubnd-873"), UNITS), queries(busy.centre, UNITS)
    assert alone == all_units <= 13
    assert queries(busy.centre, f"{UNITS}?mo=ubnd-877") == queries(busy.centre, f"{UNITS}?mo=ubnd-873") <= 15
    assert queries(busy.person("so-noi-vu-87", Role.READER), UNITS) <= 14


@pytest.mark.parametrize(
    "address", [f"{UNITS}?q=%00", f"{UNITS}?q=a%00b&mo=%00&pham_vi=%00", f"{UNITS}?q={'x' * 3000}", "/tong-quan/?van_ban=%00"]
)
def test_an_address_that_nobody_typed_is_no_error(busy: Stage, client: Client, address: str) -> None:
    client.force_login(busy.centre)
    assert client.get(address).status_code == (400 if "%00" in address else 200)


def test_a_code_that_nobody_typed_is_not_found(busy: Stage) -> None:
    shown(busy.centre, f"{UNITS}%00/", status=400)
    shown(busy.centre, f"{UNITS}{'x' * 500}/", status=404)
