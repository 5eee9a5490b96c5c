"""The item list: what is found, how many, in what order, page by page; and that nothing of others shows."""

from __future__ import annotations

import re
from datetime import date, timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common import clock, keyset
from common.page_parts import Nothing
from directives.forms.item_filter import CONDITIONS, DUES, STATES, ItemFilter
from directives.models import Difficulty, Item
from directives.presenters.item_list import ItemListPage, item_list_page, silent_points_words
from directives.scope import read_scope
from tests.factories.directives import TODAY, Scene, the_scene
from units.models import User
from units.roles import Role

LIST = reverse("item_list")


def page(user: User, url: str = LIST) -> ItemListPage:
    """The page's values for an address, as the view computes them."""
    query = parse_qs(urlsplit(url).query, keep_blank_values=True)
    user.__dict__.pop("_unit_reach", None)
    return item_list_page(user, {name: values[-1] for name, values in query.items()})


def found(user: User, url: str = LIST) -> set[str]:
    return {row.code.replace("‑", "-") for row in page(user, url).rows}


def codes(*items: Item) -> set[str]:
    return {item.code for item in items}


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text_of(user: User, url: str = LIST, **headers: str) -> str:
    answer = client_of(user).get(url, headers=headers)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


# What is found


def test_everybody_finds_exactly_the_items_that_concern_his_units(scene: Scene) -> None:
    everything = codes(*Item.objects.all())
    of_my_long = codes(scene.item("1.b", "ubnd-30115"))
    of_cao_lanh = of_my_long | codes(scene.item("1.b", "ubnd-30103"), scene.item("1.a", "ubnd-873"))
    of_the_post = of_cao_lanh | codes(scene.item("2", "buudien-87"))
    assert len(everything) == 8
    assert found(scene.centre) == found(scene.verifier) == found(scene.person("ubnd-87", Role.LEADER)) == everything
    assert found(scene.person("ubnd-30115")) == of_my_long
    assert found(scene.person("ubnd-873")) == of_cao_lanh
    assert found(scene.person("buudien-873")) == of_the_post
    assert found(scene.person("so-noi-vu-87", Role.READER)) == set()


def the_busy_scene() -> Scene:
    """Something in every state and with every kind of due date on 19/03/2021."""
    scene = the_scene()
    with clock.at(TODAY):
        scene.set_due(scene.item("1.a", "ubnd-873"), TODAY - timedelta(days=1))
        scene.set_due(scene.item("1.a", "ubnd-870"), TODAY)
        scene.set_due(scene.item("1.b", "ubnd-30115"), TODAY + timedelta(days=7))
        scene.progress(scene.item("1.a", "ubnd-870"))
        scene.claim(scene.item("1.b", "ubnd-30103"))
        scene.reach_status(scene.item("1.b", "ubnd-29980"), "verified")
        scene.claim(scene.item("2", "buudien-87"))
        scene.send_back(scene.item("2", "buudien-87"))
        stuck = scene.item("1.a", "ubnd-870")
        Difficulty.objects.create(
            item=stuck, unit=stuck.responsible, title="Chưa có kinh phí", raised_at=clock.now(), raised_by=scene.person("ubnd-870")
        )
    return scene


BEGINNINGS = {"busy": the_busy_scene}


@pytest.fixture
def busy(scene: Scene) -> Scene:
    return scene


@pytest.mark.parametrize(
    ("query", "points"),
    [
        ("", ["1.a 870", "1.a 873", "1.b 29980", "1.b 30103", "1.b 30115", "2 87", "3.a 87", "3.b 87"]),
        ("tinh_trang=unfinished", ["1.a 870", "1.a 873", "1.b 30103", "1.b 30115", "2 87", "3.a 87", "3.b 87"]),
        ("tinh_trang=open", ["1.a 870", "1.a 873", "1.b 30115", "2 87", "3.a 87", "3.b 87"]),
        ("tinh_trang=todo", ["1.a 873", "1.b 30115", "3.a 87", "3.b 87"]),
        ("tinh_trang=doing", ["1.a 870", "2 87"]),
        ("tinh_trang=claimed", ["1.b 30103"]),
        ("tinh_trang=verified", ["1.b 29980"]),
        ("tinh_trang=withdrawn", []),
        ("tinh_trang=returned", ["2 87"]),
        ("tinh_trang=blocked", ["1.a 870"]),
        ("han=overdue", ["1.a 873"]),
        ("han=due_soon", ["1.a 870", "1.b 30115"]),
        ("han=urgent", ["1.a 870", "1.a 873", "1.b 30115"]),
        ("han=none", ["1.b 29980", "1.b 30103", "3.a 87"]),
        ("chu_tri=ubnd-873", ["1.a 873", "1.b 30103", "1.b 30115"]),
        ("chu_tri=ubnd-869", []),
        ("chu_tri=khong-co", []),
        ("thuc_hien=kstthc-87", ["3.a 87", "3.b 87"]),
        ("don_vi=ubnd-870", ["1.a 870", "1.b 29980"]),
        ("q=niem+yet", ["1.b 29980", "1.b 30103", "1.b 30115"]),
        ("q=NI%C3%8AM+My+Long", ["1.b 30115"]),
        ("q=tham+muu", ["3.b 87"]),
        ("q=%25", []),
        ("q=_", []),
        ("q=+++", ["1.a 870", "1.a 873", "1.b 29980", "1.b 30103", "1.b 30115", "2 87", "3.a 87", "3.b 87"]),
        ("chu_tri=ubnd-873&tinh_trang=todo&han=urgent", ["1.a 873", "1.b 30115"]),
    ],
)
def test_a_condition_finds_exactly_its_rows(busy: Scene, query: str, points: list[str]) -> None:
    rows = Item.objects.filter(number__in=[int(code[3:]) for code in found(busy.centre, f"{LIST}?{query}")])
    assert (
        sorted(f"{item.point.key} {item.responsible.code.rpartition('-')[2]}" for item in rows.select_related("point", "responsible"))
        == points
    )


def test_every_state_and_due_condition_is_tried_above() -> None:
    tried = next(mark for mark in test_a_condition_finds_exactly_its_rows.pytestmark if mark.name == "parametrize").args[1]  # type: ignore[attr-defined]
    queries = "&".join(query for query, _ in tried)
    assert {f"tinh_trang={name}" for name in STATES} | {f"han={name}" for name in DUES} <= set(queries.split("&"))


def test_a_point_a_dispatch_and_a_group_are_conditions_too(busy: Scene) -> None:
    item = busy.item("1.b", "ubnd-30115")
    of_point = codes(*Item.objects.filter(point=item.point))
    assert found(busy.centre, f"{LIST}?diem={item.point_id}") == of_point
    assert found(busy.centre, f"{LIST}?van_ban={item.directive_id}") == codes(*Item.objects.all())
    assert client_of(busy.centre).get(f"{LIST}?van_ban={item.directive_id + 1}").status_code == 404
    assert found(busy.centre, f"{LIST}?nhom={item.group_id}") == codes(*Item.objects.filter(group=item.group))


@pytest.mark.parametrize("written", ["ND-{0:03d}", "nd-{0}", "ND {0:03d}", "nd{0:03d}", "ND‑{0:03d}", "{0}"])
def test_an_item_is_found_by_its_code_however_it_is_written(scene: Scene, written: str) -> None:
    item = scene.item("3.b", "kstthc-87")
    assert found(scene.centre, f"{LIST}?q={written.format(item.number)}") == {item.code}


def test_a_condition_that_can_not_be_used_is_left_out_and_said(scene: Scene) -> None:
    text = text_of(scene.centre, f"{LIST}?han=hom-qua&nhom=x&moi_trang=9999&q={'a' * 201}&tinh_trang=todo")
    assert "Địa chỉ có điều kiện không dùng được nên đã bỏ qua: Tìm theo mã hoặc chữ, Nhóm yêu cầu, Hạn, Mỗi trang." in text


def test_search_never_finds_what_the_reader_does_not_see(scene: Scene) -> None:
    hidden = scene.item("1.b", "ubnd-29980")
    for query in (
        f"q={hidden.code}",
        "chu_tri=ubnd-870",
        "thuc_hien=ubnd-29980",
        "don_vi=ubnd-870",
        f"diem={hidden.point_id}",
        "q=Long+Khanh",
    ):
        text = text_of(scene.person("ubnd-873"), f"{LIST}?{query}")
        assert f"/noi-dung/{hidden.number}/" not in text
        assert hidden.title not in text


def test_choices_offer_only_units_of_visible_items(scene: Scene) -> None:
    selects = {one.name: one.options for one in page(scene.person("ubnd-30115")).selects}
    assert [value for value, _ in selects["chu_tri"]] == ["", "ubnd-873"]
    selects = {one.name: one.options for one in page(scene.centre).selects}
    assert {value for value, _ in selects["chu_tri"]} == {"", "ubnd-873", "ubnd-870", "buudien-87", "vpubnd-87"}


# Numbers


def test_the_number_of_a_view_is_the_number_of_rows_of_its_list(busy: Scene) -> None:
    for user in (busy.centre, busy.person("ubnd-873"), busy.person("buudien-873"), busy.person("ubnd-30115")):
        views = page(user).views
        assert {view.label for view in views} >= {"Tất cả", "Quá hạn và sắp đến hạn", "Chờ xác nhận"}
        for view in views:
            assert view.count == len(found(user, view.url)), view


def test_difficulties_are_a_view_only_where_there_are_any(busy: Scene) -> None:
    assert "Đang vướng mắc" in [view.label for view in page(busy.centre).views]
    assert "Đang vướng mắc" not in [view.label for view in page(busy.person("ubnd-873")).views]


def test_the_view_that_is_shown_is_marked(scene: Scene) -> None:
    assert [view.label for view in page(scene.centre, f"{LIST}?han=urgent").views if view.current] == ["Quá hạn và sắp đến hạn"]
    assert [view.label for view in page(scene.centre, f"{LIST}?han=urgent&q=x").views if view.current] == []


def test_a_count_over_ten_thousand_is_said_as_more_than_that(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyset, "COUNT_CAP", 5)
    shown = page(scene.centre)
    assert (shown.total, shown.found.pager.words) == ("hơn 5", "Xem 1–8 trong hơn 5 nội dung")  # the page itself is never cut
    assert shown.views[0].label == "Tất cả (hơn 5)"
    assert page(scene.centre, f"{LIST}?truoc=cuoi").found.pager.words == "Xem 8 nội dung trong hơn 5 nội dung"


# Page by page


def walk(user: User, url: str, link: str) -> list[list[str]]:
    """All pages from ``url`` on, following ``next_url`` or ``prev_url``."""
    pages = []
    while url:
        shown = page(user, url)
        pages.append([row.code.replace("‑", "-") for row in shown.rows])
        url = getattr(shown.found.pager, link)
        assert len(pages) < 20
    return pages


@pytest.mark.parametrize("order", ["due", "number"])
@pytest.mark.parametrize("query", ["", "&han=urgent", "&chu_tri=ubnd-873&q=han+che"])
def test_pages_by_key_show_every_row_once_forwards_and_backwards(scene: Scene, order: str, query: str) -> None:
    scene.many_items(70)
    start = f"{LIST}?sap_xep={order}{query}"
    params = {name: values[0] for name, values in parse_qs(urlsplit(start).query).items()}
    visible = ItemFilter.read(params, read_scope(scene.centre, params)).narrow(Item.objects.all())
    expected = [item.code for item in visible.order_by(*(["due_key", "id"] if order == "due" else ["number"]))]
    forwards = walk(scene.centre, start, "next_url")
    assert [code for rows in forwards for code in rows] == expected
    assert [len(rows) for rows in forwards[:-1]] == [25] * (len(forwards) - 1)
    backwards = walk(scene.centre, f"{start}&truoc=cuoi", "prev_url")
    assert backwards[::-1] == forwards


def test_each_page_says_where_it_is(scene: Scene) -> None:
    scene.many_items(70)
    url, words = LIST, []
    while url:
        shown = page(scene.centre, url)
        words.append(shown.found.pager.words)
        url = shown.found.pager.next_url
    assert words == [f"Xem {place} trong 78 nội dung" for place in ("1–25", "26–50", "51–75", "76–78")]
    last = page(scene.centre, f"{LIST}?truoc=cuoi").found.pager
    assert (last.words, last.next_url, last.last_url) == ("Xem 76–78 trong 78 nội dung", "", "")
    assert page(scene.centre, last.prev_url).found.pager.words == "Xem 51–75 trong 78 nội dung"


def test_fifty_a_page_stays_chosen(scene: Scene) -> None:
    scene.many_items(70)
    shown = page(scene.centre, f"{LIST}?moi_trang=50")
    assert len(shown.rows) == 50
    assert "moi_trang=50" in shown.found.pager.next_url
    assert all("moi_trang=50" in view.url for view in shown.views)
    assert shown.sizes == [(25, LIST, False), (50, f"{LIST}?moi_trang=50", True)]


@pytest.mark.parametrize("key", ["nonsense", "2021-13-45~1", "2021-03-19~x", "2021-03-19~99999999999999999999", "1~2~3", "~"])
def test_a_key_that_is_none_shows_the_first_page(scene: Scene, key: str) -> None:
    for name in ("sau", "truoc"):
        assert len(page(scene.centre, f"{LIST}?{name}={key}").rows) == 8


def test_no_page_is_read_by_offset(scene: Scene) -> None:
    scene.many_items(30)
    for url in (LIST, page(scene.centre).found.pager.next_url, f"{LIST}?truoc=cuoi"):
        with CaptureQueriesContext(connection) as queries:
            page(scene.centre, url)
        assert not [query["sql"] for query in queries if "OFFSET" in query["sql"]]


# What the page says


def test_conditions_that_are_on_can_be_taken_off_one_by_one(scene: Scene) -> None:
    shown = page(scene.centre, f"{LIST}?q=niem&chu_tri=ubnd-873&thuc_hien=ubnd-30115&han=none&sap_xep=number")
    assert [(chip.label, chip.url) for chip in shown.conditions] == [
        ("“niem”", f"{LIST}?chu_tri=ubnd-873&thuc_hien=ubnd-30115&han=none&sap_xep=number"),
        ("Chủ trì: Huyện Cao Lãnh", f"{LIST}?q=niem&thuc_hien=ubnd-30115&han=none&sap_xep=number"),
        ("Thực hiện: Xã Mỹ Long", f"{LIST}?q=niem&chu_tri=ubnd-873&han=none&sap_xep=number"),
        ("Không ghi hạn", f"{LIST}?q=niem&chu_tri=ubnd-873&thuc_hien=ubnd-30115&sap_xep=number"),
    ]
    assert shown.clear_url == f"{LIST}?sap_xep=number"
    assert shown.filter.hidden == [("thuc_hien", "ubnd-30115"), ("sap_xep", "number")]


def test_every_condition_has_words(scene: Scene) -> None:
    item = scene.item("1.b", "ubnd-30115")
    values = {
        "q": "x",
        "chu_tri": "ubnd-1",
        "thuc_hien": "ubnd-2",
        "don_vi": "ubnd-873",
        "nhom": 2**30,
        "tinh_trang": "todo",
        "han": "none",
        "diem": item.point_id,
        "van_ban": item.directive_id,
        "quy": "",
        "lan_nhap": 1,
    }
    assert tuple(values) == CONDITIONS
    shown = page(scene.centre, f"{LIST}?{urlencode(values)}")
    assert [chip.label for chip in shown.conditions] == [
        "“x”", "Chủ trì: ubnd-1", "Thực hiện: ubnd-2", "Đơn vị: Huyện Cao Lãnh", "Nhóm: không có trong danh sách", "Chưa bắt đầu",
        "Không ghi hạn", "Điểm 1.b", "Văn bản số …/UBND‑KSTTHC năm 2021", "Từ một lần nhập kết quả kiểm tra",
    ]  # fmt: skip


def test_points_without_a_time_are_named_only_where_it_is_true(busy: Scene) -> None:
    assert page(busy.centre).silent_points == "Điểm 1.a, 1.b không ghi hạn: hạn do Trung tâm đặt."
    assert page(busy.centre, f"{LIST}?thuc_hien=kstthc-87").silent_points == ""
    busy.finding_item("ubnd-30115", "Thiếu biểu mẫu", date(2021, 3, 16))
    assert page(busy.centre).silent_points == "Điểm 1.a, 1.b không ghi hạn: hạn theo Phụ lục của Báo cáo kiểm tra hoặc do Trung tâm đặt."
    assert silent_points_words([]) == ""


def test_an_empty_list_says_why_and_shows_the_way_out(busy: Scene) -> None:
    assert page(busy.centre, f"{LIST}?q=may+dieu+hoa&chu_tri=ubnd-873").empty == Nothing(
        "Không có nội dung nào khớp cả 2 điều kiện",
        "Bỏ điều kiện “may dieu hoa” thì có 3 nội dung.",
        f"{LIST}?chu_tri=ubnd-873",
        "Chỉ bỏ điều kiện “may dieu hoa”",
    )
    assert page(busy.centre, f"{LIST}?chu_tri=ubnd-869").empty == Nothing(
        "Không có nội dung nào khớp điều kiện “Chủ trì: Huyện Tân Hồng”", "", LIST, "Xem tất cả 8 nội dung"
    )
    none = page(busy.centre, f"{LIST}?q=xyz&chu_tri=ubnd-869").empty
    assert none is not None
    assert none.text == "Bỏ riêng điều kiện nào cũng không có nội dung khớp."
    unseen = page(busy.person("so-noi-vu-87", Role.READER)).empty
    assert unseen is not None
    assert unseen.title == "Chưa có nội dung nào"


def test_an_empty_list_is_drawn_without_a_table_and_without_a_download(scene: Scene) -> None:
    text = text_of(scene.centre, f"{LIST}?q=xyz")
    assert "Không có nội dung nào khớp điều kiện “xyz”" in text
    assert "<table" not in text
    assert reverse("item_export") not in text


def test_a_row_says_state_due_date_and_where_the_date_comes_from(busy: Scene) -> None:
    text = text_of(busy.centre, f"{LIST}?han=overdue")
    assert '<tr role="row" class="row-late">' in text
    for words in ("Quá hạn 1 ngày", "18/03/2021", "Trung tâm đặt", "Điểm 1.a", "Bưu điện huyện Cao Lãnh; các cơ quan liên quan"):
        assert words in text


def test_what_a_person_typed_is_shown_as_text(scene: Scene) -> None:
    scene.finding_item("ubnd-30115", "<script>alert(1)</script>")
    text = text_of(scene.centre, f"{LIST}?q=%3Cscript%3Ealert(1)")
    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)" in text


# htmx and queries


def test_htmx_gets_the_list_alone_and_the_clean_address(scene: Scene) -> None:
    answer = client_of(scene.centre).get(f"{LIST}?q=niem&chu_tri=&nhom=&tinh_trang=&han=", headers={"HX-Request": "true"})
    text = answer.content.decode()
    assert "<html" not in text
    assert 'id="danh-sach"' in text
    assert answer.headers["HX-Push-Url"] == f"{LIST}?q=niem"
    assert "HX-Request" in answer.headers["Vary"]


def test_going_back_gets_the_whole_page(scene: Scene) -> None:
    assert "<html" in text_of(scene.centre, LIST, **{"HX-Request": "true", "HX-History-Restore-Request": "true"})


@pytest.mark.parametrize(
    "query", ["", "?han=urgent", "?q=han", "?chu_tri=ubnd-873&tinh_trang=todo", "?thuc_hien=ubnd-30115", "?truoc=cuoi"]
)
@pytest.mark.parametrize(("unit", "role"), [("kstthc-87", Role.CENTRE), ("ubnd-873", Role.OFFICER)])
def test_the_list_costs_at_most_eight_queries_however_many_rows(scene: Scene, unit: str, role: Role, query: str) -> None:
    client = client_of(scene.person(unit, role))
    counts = []
    for more in (1, 2):
        scene.many_items(more)
        client.get(LIST + query)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(LIST + query).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8, queries.captured_queries
