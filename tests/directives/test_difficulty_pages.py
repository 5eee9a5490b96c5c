"""The pages of difficulties: the queue, one of them, raising, answering, closing; what each reader finds and what it costs."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directives.models import Difficulty
from directives.presenters.difficulties import PAGE_SIZE
from tests.factories.directives import Scene
from units.models import User
from units.roles import Role

LIST = "/vuong-mac/"


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(user: User, address: str, status: int = 200) -> str:
    response = browser(user).get(address)
    assert response.status_code == status, address
    return unescape(response.content.decode())


def send(user: User, address: str, code: int = 302, /, **data: Any) -> Any:
    response = browser(user).post(address, data)
    assert response.status_code == code, (address, response.status_code)
    return response


def titles(html: str) -> list[str]:
    return re.findall(r'<h2 id="vm\d+-t"><a href="[^"]+">([^<]+)</a>', html)


def queue(scene: Scene) -> list[Difficulty]:
    """Three that wait, raised on three days, not in this order."""
    item = scene.item("1.b", "ubnd-30115")
    return [
        scene.stuck(item, scene.person("ubnd-873"), "Chờ năm ngày", "Đề nghị lùi hạn", on=date(2021, 3, 12)),
        scene.stuck(None, scene.person("ubnd-870"), "Chờ lâu nhất", on=date(2021, 3, 8)),
        scene.stuck(None, scene.person("buudien-87"), "Chờ hai ngày", on=date(2021, 3, 17)),
    ]


# The queue


def test_the_queue_starts_with_who_waits_longest_and_says_how_long(scene: Scene) -> None:
    queue(scene)
    html = page(scene.centre, LIST)
    assert titles(html) == ["Chờ lâu nhất", "Chờ năm ngày", "Chờ hai ngày"]
    assert "Chờ 9 ngày làm việc, quá mức cam kết" in html
    assert "Chờ 5 ngày làm việc<" in html and "Chờ 2 ngày làm việc<" in html
    assert "UBND huyện Cao Lãnh · UBND xã Mỹ Long thực hiện · nêu ngày 12/03/2021" in html
    assert "Đề nghị lùi hạn" in html


def test_one_form_stands_open_and_the_others_are_a_link_away(scene: Scene) -> None:
    second, first, _ = queue(scene)
    html = page(scene.centre, LIST)
    assert html.count('name="answer"') == 1 and f"/vuong-mac/{first.pk}/tra-loi/" in html
    other = page(scene.centre, f"{LIST}?mo={second.pk}")
    assert other.count('name="answer"') == 1 and f"/vuong-mac/{second.pk}/tra-loi/" in other
    assert page(scene.centre, f"{LIST}?mo=999999").count('name="answer"') == 1


@pytest.mark.parametrize("who", [("ubnd-87", Role.LEADER), ("vpubnd-87", Role.VERIFIER), ("ubnd-873", Role.OFFICER)])
def test_who_can_not_answer_reads_the_queue_without_forms(scene: Scene, who: tuple[str, Role]) -> None:
    queue(scene)
    html = page(scene.person(*who), LIST)
    assert "Chờ năm ngày" in html and 'name="answer"' not in html and ">Trả lời<" not in html


def test_tabs_count_what_their_lists_hold(scene: Scene) -> None:
    first, second, third = queue(scene)
    scene.answer(first)
    scene.answer(second, escalate=True)
    scene.close(third)
    scene.stuck(None, scene.person("ubnd-870"), "Mới nêu")
    for state, title in (("waiting", "Mới nêu"), ("guided", "Chờ năm ngày"), ("escalated", "Chờ lâu nhất"), ("resolved", "Chờ hai ngày")):
        html = page(scene.centre, f"{LIST}?tinh_trang={state}")
        assert titles(html) == [title]
        counts = re.findall(r'tinh_trang=(\w+)"[^>]*>[^<]+<b class="num">(\d+)</b>', html)
        assert counts == [("waiting", "1"), ("guided", "1"), ("escalated", "1"), ("resolved", "1")]
    assert titles(page(scene.centre, f"{LIST}?tinh_trang=gì đó")) == ["Mới nêu"]


def test_an_answered_one_can_be_answered_again_and_a_closed_one_not(scene: Scene) -> None:
    first, _, third = queue(scene)
    scene.answer(first, "Làm theo mẫu")
    scene.close(third)
    assert "Trả lời lại" in page(scene.centre, f"{LIST}?tinh_trang=guided")
    assert "Làm theo mẫu" in page(scene.centre, f"{LIST}?tinh_trang=guided&mo={first.pk}")
    assert "Trả lời lại" not in page(scene.centre, f"{LIST}?tinh_trang=resolved")


def test_pages_follow_each_other_without_a_gap(scene: Scene) -> None:
    officer = scene.person("ubnd-870")
    for number in range(2 * PAGE_SIZE + 3):
        scene.stuck(None, officer, f"Vướng mắc {number:02d}", on=date(2021, 3, 8))
    address, seen = LIST, []
    while address:
        html = page(scene.centre, address)
        seen += titles(html)
        found = re.search(r'href="([^"]+)" rel="next"', html)
        address = found[1] if found else ""
    assert seen == [f"Vướng mắc {number:02d}" for number in range(2 * PAGE_SIZE + 3)]
    back = re.search(r'href="([^"]+)" rel="prev"', html)
    assert back is not None
    assert titles(page(scene.centre, back[1]))[-1] == seen[-4]
    for nonsense in ("sau=x", "sau=2021-03-08~1", "truoc=9~9~9", "sau=2021-03-08T00:00:00%2B00:00~99999999999"):
        assert titles(page(scene.centre, f"{LIST}?{nonsense}"))[0] == seen[0]


def test_an_empty_queue_says_so(scene: Scene) -> None:
    assert "Chưa có vướng mắc nào" in page(scene.centre, LIST)
    scene.close(scene.stuck(None, scene.person("ubnd-870")))
    assert "Không có vướng mắc nào ở tình trạng này" in page(scene.centre, LIST)


def test_the_menu_counts_what_waits_for_the_centre_and_for_nobody_else(scene: Scene) -> None:
    queue(scene)
    assert '<span class="count">3<span class="vh"> việc chờ</span></span>' in page(scene.centre, LIST)
    for post in (("ubnd-873", Role.OFFICER), ("ubnd-87", Role.LEADER)):
        assert 'class="count"' not in page(scene.person(*post), LIST)
    for each in Difficulty.objects.all():
        scene.answer(each)
    assert 'class="count"' not in page(scene.centre, LIST)


# Raising


def test_the_officer_raises_from_the_item_and_the_item_is_shown_as_stuck(scene: Scene) -> None:
    item, officer = scene.item("1.b", "ubnd-30115"), scene.person("ubnd-30115")
    address = reverse("item_difficulty", args=[item.number])
    assert address in page(officer, reverse("item_detail", args=[item.number]))
    assert address in page(officer, reverse("item_update", args=[item.number]))
    assert send(officer, address, title="Chưa có kinh phí", text="Đề nghị cấp thêm").url == reverse("item_detail", args=[item.number])
    for reader in (officer, scene.centre, scene.person("buudien-873")):
        html = page(reader, reverse("item_detail", args=[item.number]))
        assert "Đang vướng mắc" in html and "Khó khăn, vướng mắc (1)" in html and "Đề nghị cấp thêm" in html


def test_one_in_general_is_raised_without_an_item(scene: Scene) -> None:
    officer = scene.person("ubnd-870")
    response = send(officer, "/vuong-mac/moi/", title="Chưa rõ mẫu báo cáo", text="")
    made = Difficulty.objects.get()
    assert response.url == reverse("difficulty_detail", args=[made.pk])
    assert (made.item, made.unit.code, made.raised_by) == (None, "ubnd-870", officer)


def test_a_form_without_a_title_comes_back_with_what_was_typed(scene: Scene) -> None:
    html = unescape(send(scene.person("ubnd-870"), "/vuong-mac/moi/", 422, title="", text="Cần hướng dẫn").content.decode())
    assert "Lỗi: " in html and "Ghi vướng mắc trong một câu ngắn." in html and "Cần hướng dẫn" in html


# Answering and closing


def test_the_centre_answers_from_the_queue_and_the_unit_reads_it(scene: Scene) -> None:
    found = queue(scene)[0]
    address = reverse("difficulty_answer", args=[found.pk])
    assert send(scene.centre, address, version=1, status="escalated", answer="Đã trình UBND Tỉnh cấp kinh phí").url == LIST
    html = page(scene.person("ubnd-873"), reverse("difficulty_detail", args=[found.pk]))
    assert "Đã trình UBND Tỉnh cấp kinh phí" in html and "Trung tâm trả lời ngày 19/03/2021" in html
    assert "Xác nhận đã giải quyết" in html and 'name="answer"' not in html


def test_the_unit_closes_it_and_the_item_goes_on(scene: Scene) -> None:
    found = queue(scene)[0]
    scene.answer(found)
    address = reverse("difficulty_close", args=[found.pk])
    response = send(scene.person("ubnd-873"), address, version=2, note="Đã có kinh phí")
    assert response.url == reverse("item_detail", args=[found.item.number])
    html = page(scene.person("ubnd-873"), reverse("difficulty_detail", args=[found.pk]))
    assert "Đã giải quyết" in html and "Đã có kinh phí" in html and "Xác nhận đã giải quyết" not in html


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"version": 1, "status": "guided", "answer": ""}, "Viết nội dung trả lời"),
        ({"version": 1, "answer": "Làm đi"}, "Chọn hướng xử lý."),
        ({"version": 1, "status": "resolved", "answer": "Xong"}, "Xong"),
        ({"status": "guided", "answer": "Không có lần sửa"}, "Không có lần sửa"),
    ],
)
def test_an_answer_that_is_not_complete_changes_nothing(scene: Scene, data: dict[str, Any], words: str) -> None:
    found = queue(scene)[0]
    html = unescape(send(scene.centre, reverse("difficulty_answer", args=[found.pk]), 422, **data).content.decode())
    assert words in html
    assert Difficulty.objects.get(pk=found.pk).status == "waiting"


def test_an_answer_that_came_second_is_kept_and_says_what_the_first_one_was(scene: Scene) -> None:
    found = queue(scene)[0]
    scene.answer(found, "Trả lời của người kia")
    address = reverse("difficulty_answer", args=[found.pk])
    html = unescape(send(scene.centre, address, 409, version=1, status="guided", answer="Trả lời của tôi").content.decode())
    assert "Trả lời của người kia" in html and "Trả lời của tôi" in html and 'name="version" value="2"' in html
    assert Difficulty.objects.get(pk=found.pk).answer == "Trả lời của người kia"
    send(scene.centre, address, version=2, status="guided", answer="Trả lời của tôi")
    assert Difficulty.objects.get(pk=found.pk).answer == "Trả lời của tôi"


def test_a_unit_that_closes_what_was_answered_meanwhile_reads_the_answer_first(scene: Scene) -> None:
    found = queue(scene)[0]
    scene.answer(found, "Có cách khác")
    html = unescape(send(scene.person("ubnd-873"), reverse("difficulty_close", args=[found.pk]), 409, version=1).content.decode())
    assert "Có cách khác" in html and Difficulty.objects.get(pk=found.pk).status == "guided"


def test_what_was_closed_meanwhile_is_told_as_a_conflict_not_as_a_breakdown(scene: Scene) -> None:
    found = queue(scene)[0]
    scene.close(found)
    address = reverse("difficulty_answer", args=[found.pk])
    send(scene.centre, address, 409, version=1, status="guided", answer="Muộn")
    send(scene.centre, address, 403, version=2, status="guided", answer="Muộn")


# A neighbour finds nothing


@pytest.mark.parametrize("unit", ["ubnd-870", "ubnd-30103", "buudien-870"])
def test_a_neighbour_finds_no_trace(scene: Scene, unit: str) -> None:
    secret = scene.answer(queue(scene)[0], "Câu trả lời kín")
    user = scene.person(unit)
    for state in ("waiting", "guided", "escalated", "resolved"):
        html = page(user, f"{LIST}?tinh_trang={state}")
        assert secret.title not in html and "Câu trả lời kín" not in html
    page(user, reverse("difficulty_detail", args=[secret.pk]), 404)
    send(user, reverse("difficulty_answer", args=[secret.pk]), 404, version=2, status="guided", answer="Xong")
    send(user, reverse("difficulty_close", args=[secret.pk]), 404, version=2)


def test_the_history_of_an_item_holds_its_difficulties_and_those_alone(scene: Scene) -> None:
    queue(scene)
    html = page(scene.person("ubnd-30115"), reverse("item_detail", args=[scene.item("1.b", "ubnd-30115").number]))
    assert "nêu vướng mắc" in html and "“Chờ năm ngày”" in html and "Chờ lâu nhất" not in html


# Cost


def cost(user: User, address: str) -> int:
    client = browser(user)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_the_queue_and_the_page_cost_the_same_with_one_row_and_with_three(scene: Scene) -> None:
    item, officer = scene.item("1.b", "ubnd-30115"), scene.person("ubnd-873")
    one = scene.stuck(item, officer, "Một")
    few = [cost(user, address) for user in (scene.centre, officer) for address in (LIST, reverse("difficulty_detail", args=[one.pk]))]
    for number in range(3):
        scene.stuck(scene.item("1.b", "ubnd-30103"), officer, f"Nữa {number}")
    many = [cost(user, address) for user in (scene.centre, officer) for address in (LIST, reverse("difficulty_detail", args=[one.pk]))]
    assert few == many
    assert max(many) <= 8
