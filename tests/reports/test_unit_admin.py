"""The administrators' pages of the list of units: acts by small forms, with what hangs on a unit beside its end."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from common import clock
from tests.factories.units import make_user, unit
from tests.reports.stage import Stage
from units.models import Unit, UnitAlias
from units.roles import Role

pytestmark = pytest.mark.django_db
WHY = "Nghị quyết số 12/NQ-HĐND"


@pytest.fixture
def manager(client: Client, busy: Stage) -> Client:
    client.force_login(make_user(Role.ADMIN, "kstthc-87", "tt.quantri"))
    return client


def words_of(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def manage(client: Client, code: str, act: str, **fields: Any) -> Any:
    values = {f"{act}-{name}": value for name, value in fields.items()}
    return client.post(reverse("unit_manage", args=[code]), {"viec": act, **values}, follow=True)


def test_a_unit_is_added_and_its_page_opens(manager: Client) -> None:
    sent = {"kind": "so", "name": "Sở Tài chính", "parent": "UBND tỉnh Đồng Tháp", "valid_from": "01/03/2021"}
    answer = manager.post(reverse("unit_create"), sent, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("unit_manage", args=["so-tai-chinh-87"])
    assert "Đã thêm Sở Tài chính." in words_of(answer)
    assert "thêm đơn vị Sở Tài chính" in words_of(answer), "the history of the unit begins"


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"kind": "ubnd", "name": "UBND xã Đất Mới", "parent": "ubnd-873"}, "Ghi mã địa bàn"),
        ({"kind": "so", "name": "Sở Nội vụ", "parent": "ubnd-87"}, "đã có trong danh sách"),
        ({"kind": "so", "name": "Sở Tài chính", "parent": "UBND xã Không Có"}, "Không có đơn vị “UBND xã Không Có”"),
        ({"kind": "so", "name": "Sở Tài chính", "parent": ""}, "Chọn “Cấp trên”"),
        ({"kind": "so", "name": "Sở Tài chính", "parent": "ubnd-87", "valid_from": "30/02/2021"}, "Không có ngày 30/02/2021"),
        ({"kind": "la", "name": "Sở Tài chính", "parent": "ubnd-87"}, "Loại"),
    ],
)
def test_what_cannot_be_added_is_said_and_what_was_typed_stays(manager: Client, sent: dict[str, str], words: str) -> None:
    before = Unit.objects.count()
    answer = manager.post(reverse("unit_create"), sent)
    assert answer.status_code == 200
    assert words in words_of(answer)
    assert sent["name"] in words_of(answer)
    assert Unit.objects.count() == before


def test_a_unit_with_open_work_is_closed_with_its_numbers_named(manager: Client) -> None:
    code = "ubnd-873"
    shown = words_of(manager.get(reverse("unit_manage", args=[code])))
    assert re.search(r"\d+ nội dung chưa xong", shown)
    assert "1 báo cáo chưa được duyệt" in shown
    answer = manage(manager, code, "ket-thuc", last_day="31/03/2021", successor="ubnd-30076-2025", reason=WHY)
    assert "không hoạt động vào ngày 01/04/2021" in words_of(answer)
    assert unit(code).valid_to == date(2025, 6, 30), "the end that the seed knows"
    answer = manage(manager, code, "ket-thuc", last_day="31/03/2021", successor="", reason=WHY)
    assert "đến hết ngày 31/03/2021" in re.sub(r"<[^>]+>", "", words_of(answer))
    assert (unit(code).valid_to, unit(code).area.valid_to) == (date(2021, 3, 31), date(2021, 3, 31))
    with clock.at(date(2021, 4, 1)):
        assert "Còn dở ở đơn vị đã kết thúc" in words_of(manager.get(reverse("unit_manage", args=[code])))


def test_a_department_ends_is_found_among_the_ended_and_goes_on_again(manager: Client) -> None:
    code = "so-tu-phap-87"
    answer = manage(manager, code, "ket-thuc", last_day="18/03/2021", successor="so-noi-vu-87", reason=WHY)
    assert "Đã ghi ngày kết thúc" in words_of(answer)
    assert "Kết thúc ngày 18/03/2021" in re.sub(r"<[^>]+>", "", words_of(answer))
    ended = words_of(manager.get(reverse("unit_list"), {"pham_vi": "het"}))
    assert "Sở Tư pháp" in ended
    assert "Sở Nội vụ" not in ended
    assert "Sở Tư pháp" not in words_of(manager.get(reverse("unit_list")))
    assert "Sở Tư pháp" in words_of(manager.get(reverse("unit_list"), {"q": "so tu phap"}))
    assert "Sở Nội vụ" in words_of(manager.get(reverse("unit_detail", args=[code])))
    assert "tiếp tục hoạt động" in words_of(manage(manager, code, "mo-lai", reason="Ghi nhầm"))
    assert unit(code).valid_to is None


def test_a_spelling_is_taught_and_dropped(manager: Client) -> None:
    answer = manage(manager, "ubnd-30115", "cach-viet", text="Mỹ Lòng")
    alias = UnitAlias.objects.get(text="Mỹ Lòng")
    assert "trong văn bản về huyện Cao Lãnh" in words_of(answer)
    answer = manager.post(reverse("unit_manage", args=["ubnd-30115"]), {"viec": "bo-cach-viet", "cach_viet": alias.pk}, follow=True)
    assert "Đã bỏ cách viết “Mỹ Lòng”" in words_of(answer)
    for number in ("", "x", "0", str(UnitAlias.objects.exclude(unit=alias.unit)[0].pk)):
        sent = {"viec": "bo-cach-viet", "cach_viet": number}
        assert manager.post(reverse("unit_manage", args=["ubnd-30115"]), sent).status_code == 404
    assert manager.post(reverse("unit_manage", args=["ubnd-30115"]), {"viec": "xoa"}).status_code == 404


def test_a_contact_stands_on_the_page_that_everybody_sees(manager: Client) -> None:
    manage(manager, "ubnd-873", "lien-he", contact="Văn phòng", phone="0277 3821 002", email="cl@dongthap.gov.vn", valid_from="")
    client = Client()
    client.force_login(make_user(Role.LEADER, "ubnd-87"))
    shown = words_of(client.get(reverse("unit_detail", args=["ubnd-873"])))
    assert "0277 3821 002" in shown
    assert "Quản lý đơn vị" not in shown
    assert "Thêm đơn vị" not in words_of(client.get(reverse("unit_list")))


def test_a_refused_act_leaves_the_other_forms_as_they_were(manager: Client) -> None:
    answer = manage(manager, "ubnd-30115", "ten", name="Mỹ Long", on="19/03/2021", reason=WHY)
    assert "Ghi tên kèm loại" in words_of(answer)
    assert answer.context["forms"]["lien_he"].errors == {}
    assert unit("ubnd-30115").name == "UBND xã Mỹ Long"


def test_the_page_costs_the_same_for_a_unit_with_and_without_work(
    manager: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for code in ("ubnd-873", "so-noi-vu-87"):
        manager.get(reverse("unit_manage", args=[code]))
        with django_assert_max_num_queries(18):
            manager.get(reverse("unit_manage", args=[code]))


def test_the_list_of_today_with_all_that_ended_is_read_in_few_queries(
    manager: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """102 communes and what was before them."""
    with clock.at(date(2026, 12, 1)):
        for params in ({}, {"pham_vi": "het"}, {"q": "xa"}):
            manager.get(reverse("unit_list"), params)
            with django_assert_max_num_queries(20):
                manager.get(reverse("unit_list"), params)


def test_the_communes_of_a_district_that_ended_are_opened_below_it(manager: Client) -> None:
    with clock.at(date(2026, 12, 1)):
        page = manager.get(reverse("unit_list"), {"pham_vi": "het"}).context["page"]
        row = next(row for row in page.districts if row.unit.code == "ubnd-869")
        opened = manager.get(row.toggle_url.partition("#")[0]).context["page"]
    inner = next(row for row in opened.districts if row.unit.code == "ubnd-869").opened
    assert len(inner) == 9
    assert {child.unit.valid_to for child in inner} == {date(2025, 6, 30)}
