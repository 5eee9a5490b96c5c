"""The item page and its acts: what each person sees, which buttons and which reasons; acts in the browser and their messages."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common.models import AuditEvent
from directives.models import Item
from directives.presenters.item_actions import LOOKS_ONLY, available_actions
from directives.presenters.item_history import timeline
from directives.presenters.items import due_explanation
from tests.factories.directives import TODAY, Scene, pdf, photo
from units.models import User
from units.roles import Role


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def url(name: str, item: Item) -> str:
    return reverse(name, args=[item.number])


def text_of(user: User, item: Item) -> str:
    answer = client_of(user).get(url("item_detail", item))
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


# Buttons and reasons

VERIFY_LATER = "Nút “Xác nhận hoàn thành” hiện ra khi đơn vị báo xong."
OWN_WORK = "Đơn vị thực hiện không tự xác nhận: nội dung của Trung tâm do Văn phòng UBND Tỉnh xác nhận."
WAITS = "Đơn vị đã báo xong; nội dung đang chờ xác nhận nên chưa sửa được."
IS_DONE = "Nội dung đã được xác nhận hoàn thành. Muốn sửa, đề nghị Trung tâm mở lại."
WORK = ["update", "claim", "difficulty", "evidence"]
OWN = ["update", "claim", "evidence"]  # the Centre answers difficulties, so it raises none


@pytest.mark.parametrize(
    ("who", "which", "status", "buttons", "reasons"),
    [
        ("kstthc-87.centre", ("1.b", "ubnd-30115"), "todo", ["due", "give", "drop"], [VERIFY_LATER]),
        ("kstthc-87.centre", ("1.b", "ubnd-30115"), "claimed", ["verify", "return", "due", "drop"], []),
        ("kstthc-87.centre", ("1.b", "ubnd-30115"), "verified", ["reopen"], []),
        ("kstthc-87.centre", ("3.b", "kstthc-87"), "doing", [*OWN, "due", "give", "drop"], [OWN_WORK]),
        ("kstthc-87.centre", ("3.b", "kstthc-87"), "claimed", ["take_back", "evidence", "due", "drop"], [WAITS, OWN_WORK]),
        ("vpubnd-87.verifier", ("3.b", "kstthc-87"), "doing", [], [VERIFY_LATER]),
        ("vpubnd-87.verifier", ("3.b", "kstthc-87"), "claimed", ["verify", "return"], []),
        ("vpubnd-87.verifier", ("1.b", "ubnd-30115"), "claimed", [], [LOOKS_ONLY]),
        ("ubnd-30115.officer", ("1.b", "ubnd-30115"), "todo", WORK, []),
        ("ubnd-30115.officer", ("1.b", "ubnd-30115"), "claimed", ["take_back", "evidence"], [WAITS]),
        ("ubnd-30115.officer", ("1.b", "ubnd-30115"), "verified", [], [IS_DONE]),
        ("ubnd-873.officer", ("1.b", "ubnd-30115"), "doing", WORK, []),
        ("buudien-873.officer", ("1.b", "ubnd-30115"), "doing", ["difficulty", "evidence"], []),
        ("ubnd-87.leader", ("1.b", "ubnd-30115"), "claimed", [], [LOOKS_ONLY]),
    ],
)
def test_each_person_gets_buttons_or_reasons(
    scene: Scene, who: str, which: tuple[str, str], status: str, buttons: list[str], reasons: list[str]
) -> None:
    item = scene.reach_status(scene.item(*which), status)
    unit, role = who.split(".")
    found = available_actions(scene.person(unit, Role(role)), item)
    assert (found.names(), found.reasons) == (buttons, reasons)
    assert sum(action.primary for action in found.actions) <= 1
    text = text_of(scene.person(unit, Role(role)), item)
    assert all(action.label in text and action.url in text for action in found.actions)
    assert all(reason in text for reason in found.reasons)


def test_a_claim_that_waits_for_findings_is_a_reason_that_names_them(scene: Scene) -> None:
    finding = scene.finding_item("ubnd-30115", "Chưa niêm yết")
    found = available_actions(scene.person("ubnd-30115"), scene.item("1.b", "ubnd-30115"))
    assert found.names() == ["update", "difficulty", "evidence"]
    assert found.reasons == [f"Chưa báo xong nội dung chung được: còn các hạn chế chưa báo xong ({finding.code})."]


# What the page says


def test_the_page_holds_all_that_is_known_of_an_item(scene: Scene) -> None:
    finding = scene.finding_item("ubnd-30115", "Bảng niêm yết thiếu TTHC hộ tịch", date(2021, 3, 16), due_text="Quý I/2021")
    scene.progress(finding, 40, "Đã in 8/21 TTHC", expected_on=date(2021, 3, 22))
    shown = scene.evidence(finding, photo(), caption="Đã dán 8 TTHC")
    scene.evidence(finding, pdf("Biên bản.pdf"))
    text = text_of(scene.centre, finding)
    for words in (
        "Đang thực hiện", "Quá hạn 3 ngày", finding.code.replace("-", "‑"), "Hạn chế nêu trong Báo cáo kiểm tra",
        "Bảng niêm yết thiếu TTHC hộ tịch",
        "Minh chứng (2)", f'<img src="/minh-chung/{shown.pk}/anh-nho/" alt="Đã dán 8 TTHC"',
        "Biên bản.pdf", "PDF, 1 kB", "UBND huyện Cao Lãnh",
        "UBND xã Mỹ Long, huyện Cao Lãnh", "Bưu điện huyện Cao Lãnh", "40%", "22/03/2021", "(đơn vị báo)",
        "Theo Phụ lục của Báo cáo kiểm tra: “Quý I/2021”. Điểm 1.b không ghi hạn.", "Đã in 8/21 TTHC", "Cùng UBND xã Mỹ Long",
    ):  # fmt: skip
        assert words in text, words


def test_what_a_point_asks_stands_as_a_list_and_links_to_the_dispatch(scene: Scene) -> None:
    item = scene.item("1.b", "ubnd-30115")
    text = text_of(scene.person("ubnd-30115"), item)
    for part in ("Chỉ đạo UBND cấp xã niêm yết, công khai TTHC", "Chuẩn bị hồ sơ ghi mẫu", "Đẩy mạnh tuyên truyền."):
        assert f"<li>{part}</li>" in text
    assert f'href="/van-ban/{item.directive_id}/#diem-1.b"' in text


def test_a_due_date_says_where_it_comes_from(scene: Scene) -> None:
    scene.set_due(scene.item("1.a", "ubnd-873"), TODAY)
    assert [due_explanation(item) for item in Item.objects.select_related("point").order_by("number") if item.point.key != "1.b"] == [
        "Trung tâm đặt. Điểm 1.a không ghi hạn.",
        "Không có hạn nên không tính quá hạn. Điểm 1.a không ghi hạn.",
        "Theo điểm 2 của văn bản: “trong Quý I/2021”.",
        "Việc thường xuyên, không có hạn nên không tính quá hạn.",
        "Theo điểm 3.b của văn bản: “trong Quý I/2021”.",
    ]


def test_whose_turn_it_is_stands_beside_a_claimed_item(scene: Scene) -> None:
    claimed = scene.reach_status(scene.item("1.b", "ubnd-30115"), "claimed")
    assert "Chờ Trung tâm" in text_of(scene.person("ubnd-30115"), claimed)
    centre = text_of(scene.centre, claimed)  # its own turn: "Chờ xác nhận" says all
    assert "Chờ xác nhận" in centre and "Chờ Trung tâm" not in centre
    assert "Chờ Văn phòng" in text_of(scene.centre, scene.reach_status(scene.item("3.b", "kstthc-87"), "claimed"))


def test_the_reason_of_a_return_stands_on_top_until_the_unit_claims_again(scene: Scene) -> None:
    item = scene.reach_status(scene.item("1.b", "ubnd-30115"), "claimed")
    scene.send_back(item, "Chưa có biên bản")
    assert "<b>Cần bổ sung:</b> “Chưa có biên bản”" in text_of(scene.person("ubnd-30115"), item)
    scene.claim(item)
    assert "<b>Cần bổ sung:</b>" not in text_of(scene.person("ubnd-30115"), item)


def test_siblings_are_those_that_the_reader_sees(scene: Scene) -> None:
    item = scene.item("3.b", "kstthc-87")
    other = scene.item("3.a", "kstthc-87")
    assert f'href="{url("item_detail", other)}"' in text_of(scene.centre, item)
    assert f'href="{url("item_detail", other)}"' not in text_of(scene.person("buudien-87"), item)


def test_withdrawn_files_are_listed_for_the_centre_alone(scene: Scene) -> None:
    from directives.services.evidence import withdraw_evidence

    item = scene.item("1.b", "ubnd-30115")
    file = scene.evidence(item, pdf("Sai.pdf"))
    withdraw_evidence(evidence_id=file.pk, by=scene.person("ubnd-30115"))
    assert "Đã rút (1), chỉ Trung tâm xem được" in text_of(scene.centre, item)
    assert f"/minh-chung/{file.pk}/" not in text_of(scene.person("ubnd-30115"), item)


def test_the_history_tells_every_act_newest_first(scene: Scene) -> None:
    item = scene.item("1.b", "ubnd-30115")
    scene.set_due(item, TODAY)
    scene.evidence(item, photo(mark="1"), caption="Trước")
    scene.evidence(item, photo(mark="2"), caption="Sau")
    scene.evidence(item, pdf(), caption="Biên bản họp")
    scene.claim(item)
    scene.send_back(item, "Thiếu ảnh")
    lines = timeline(AuditEvent.objects.filter(subject_kind="item", subject_id=item.pk))
    assert [(line.who, line.what, line.note) for line in lines] == [
        ("Trung tâm Kiểm soát TTHC và Phục vụ hành chính công", "trả lại để bổ sung", "“Thiếu ảnh”"),
        ("UBND xã Mỹ Long", "báo đã xong, đề nghị xác nhận", ""),
        ("UBND xã Mỹ Long", "cập nhật tiến độ: 0% → 100%", "“Đã niêm yết 21/21 TTHC”"),
        ("UBND xã Mỹ Long", "bắt đầu thực hiện", ""),
        ("UBND xã Mỹ Long", "thêm tệp “Biên bản.pdf”: Biên bản họp", ""),
        ("UBND xã Mỹ Long", "thêm 2 ảnh: Trước, Sau", ""),
        ("Trung tâm Kiểm soát TTHC và Phục vụ hành chính công", "đặt hạn 19/03/2021", "“Để kịp báo cáo Quý I”"),
        ("Cổng", "giao nội dung", ""),
    ]
    assert all(line.what in text_of(scene.person("ubnd-30115"), item) for line in lines)


# Acts


def post(user: User, name: str, item: Item, **data: object) -> tuple[int, str]:
    answer = client_of(user).post(url(name, item), data, follow=True)
    return answer.status_code, re.sub(r"\s+", " ", answer.content.decode())


def test_verifying_is_one_click(scene: Scene) -> None:
    item = scene.reach_status(scene.item("1.b", "ubnd-30115"), "claimed")
    status, text = post(scene.centre, "item_verify", item, version=item.version)
    assert (status, scene.again(item).status) == (200, "verified")
    assert f"Đã xác nhận hoàn thành {item.code.replace('-', '‑')}." in text


def test_verifying_what_changed_meanwhile_says_what_happened(scene: Scene) -> None:
    item = scene.reach_status(scene.item("1.b", "ubnd-30115"), "claimed")
    scene.send_back(item, "Thiếu ảnh")
    scene.claim(item)
    status, text = post(scene.centre, "item_verify", item, version=item.version)
    assert (status, scene.again(item).status) == (200, "claimed")
    assert "Sau khi anh/chị mở trang này, UBND xã Mỹ Long báo đã xong" in text


@pytest.mark.parametrize(
    ("name", "start", "end"),
    [("item_return", "claimed", "doing"), ("item_reopen", "verified", "doing"), ("item_drop", "doing", "withdrawn")],
)
def test_a_step_back_asks_for_a_reason_and_tells_it(scene: Scene, name: str, start: str, end: str) -> None:
    item = scene.reach_status(scene.item("1.b", "ubnd-30115"), start)
    assert client_of(scene.centre).get(url(name, item)).status_code == 200
    status, text = post(scene.centre, name, item, version=item.version, reason=" ")
    assert (status, scene.again(item).status) == (422, start)
    assert "<title>Lỗi: " in text
    assert 'href="#id_reason"' in text
    status, text = post(scene.centre, name, item, version=item.version, reason="Thiếu biên bản")
    assert (status, scene.again(item).status) == (200, end)
    assert "“Thiếu biên bản”" in text


def test_a_return_begun_on_an_older_version_keeps_what_was_typed(scene: Scene) -> None:
    item = scene.reach_status(scene.item("1.b", "ubnd-30115"), "claimed")
    scene.verify(item, by=scene.person("kstthc-87", Role.CENTRE, "second"))
    status, text = post(scene.centre, "item_return", item, version=item.version, reason="Thiếu biên bản")
    assert (status, scene.again(item).status) == (409, "verified")
    assert "Thiếu biên bản</textarea>" in text
    assert "xác nhận hoàn thành lúc" in text


def test_the_centre_sets_moves_and_takes_away_a_due_date(scene: Scene) -> None:
    item = scene.item("1.b", "ubnd-30115")
    assert "Bỏ hạn" not in client_of(scene.centre).get(url("item_due", item)).content.decode()
    _, text = post(scene.centre, "item_due", item, version=item.version, due_on="25/03/2021", reason="Để kịp báo cáo")
    assert "Đã đặt hạn 25/03/2021" in text
    item = scene.again(item)
    _, text = post(scene.centre, "item_due", item, version=item.version, due_on="", remove="on", reason="Chờ ý kiến")
    assert "Đã bỏ hạn" in text
    assert scene.again(item).due_on is None


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ({"due_on": "31/02/2021", "reason": "x"}, "Không có ngày 31/02/2021. Sửa lại ngày."),
        ({"due_on": "2021-03-31", "reason": "x"}, "Ghi ngày theo dạng ngày/tháng/năm, ví dụ 31/03/2021."),
        ({"due_on": "31/03/1821", "reason": "x"}, "Năm phải từ 2000 đến 2100."),
        ({"due_on": "", "reason": "x"}, "Ghi hạn mới, ví dụ 31/03/2021."),
        ({"due_on": "31/03/2021", "remove": "on", "reason": "x"}, "giữ lại một trong hai"),
        ({"due_on": "31/03/2021", "reason": ""}, "Ghi căn cứ, lý do đặt hạn."),
    ],
)
def test_a_due_date_that_can_not_be_is_told_at_its_field(scene: Scene, data: dict[str, str], error: str) -> None:
    item = scene.item("2", "buudien-87")
    status, text = post(scene.centre, "item_due", item, version=item.version, **data)
    assert status == 422
    assert error in text
    assert scene.again(item).due_on == date(2021, 3, 31)


def test_a_note_is_read_by_every_party(scene: Scene) -> None:
    item = scene.item("1.b", "ubnd-30115")
    status, text = post(scene.person("buudien-873"), "item_note", item, text="Bưu điện huyện đã đặt bìa.\nThứ Hai có.")
    assert status == 200
    assert "Đã gửi trao đổi." in text
    assert "“Bưu điện huyện đã đặt bìa." in text_of(scene.person("ubnd-30115"), item)
    status, text = post(scene.person("buudien-873"), "item_note", item, text="  ")
    assert status == 422
    assert "Viết nội dung trao đổi trước khi gửi." in text


def test_who_may_not_write_gets_no_field_to_write_in(scene: Scene) -> None:
    item = scene.item("1.b", "ubnd-30115")
    assert "Gửi trao đổi" in text_of(scene.centre, item)
    assert "Gửi trao đổi" not in text_of(scene.person("ubnd-87", Role.LEADER), item)


# Who gets nothing

POSTS = ("item_verify", "item_note")
FORMS = ("item_update", "item_return", "item_reopen", "item_drop", "item_give", "item_due", "item_evidence")


@pytest.mark.parametrize("name", [*POSTS, *FORMS])
@pytest.mark.parametrize(
    ("unit", "role", "status"), [("ubnd-870", Role.OFFICER, 404), ("so-noi-vu-87", Role.READER, 404), ("ubnd-87", Role.LEADER, 403)]
)
def test_an_act_of_a_stranger_is_404_and_of_a_looker_on_403(scene: Scene, name: str, unit: str, role: Role, status: int) -> None:
    item = scene.item("1.b", "ubnd-30115")
    client = client_of(scene.person(unit, role))
    data = {
        "version": item.version,
        "reason": "x",
        "receiver": "ubnd-30103",
        "text": "x",
        "due_on": "31/03/2021",
        "state": "doing",
        "percent": "10",
        "uploads": photo(),
        "caption": "x",
        "moment": "after",
    }
    assert client.post(url(name, item), data).status_code == status
    if name in FORMS:
        assert client.get(url(name, item)).status_code == status
    assert scene.again(item).version == item.version
    assert not item.evidence.exists()


def test_a_refusal_is_a_page_with_the_reason(scene: Scene) -> None:
    item = scene.item("1.b", "ubnd-30115")
    answer = client_of(scene.person("ubnd-30115")).post(url("item_verify", item), {"version": item.version})
    assert answer.status_code == 403
    assert "Chỉ người được giao xác nhận làm được việc này." in answer.content.decode()


@pytest.mark.parametrize("name", POSTS)
def test_an_act_is_never_a_get(scene: Scene, name: str) -> None:
    assert client_of(scene.centre).get(url(name, scene.item("1.b", "ubnd-30115"))).status_code == 405


@pytest.mark.parametrize("number", [0, 999_999_999, 99_999_999_999_999_999_999])
def test_a_number_that_is_none_is_404(scene: Scene, number: int) -> None:
    assert client_of(scene.centre).get(f"/noi-dung/{number}/").status_code == 404


@pytest.mark.parametrize(("unit", "role"), [("kstthc-87", Role.CENTRE), ("ubnd-30115", Role.OFFICER), ("buudien-873", Role.OFFICER)])
@pytest.mark.parametrize("status", ["doing", "claimed", "verified"])
def test_the_item_page_costs_at_most_fifteen_queries_however_much_it_shows(scene: Scene, unit: str, role: Role, status: str) -> None:
    item = scene.reach_status(scene.item("1.b", "ubnd-30115"), status)
    client = client_of(scene.person(unit, role))
    counts = []
    for more in (1, 2):
        scene.many_items(more)
        for place in range(more if status != "verified" else 0):
            scene.evidence(item, photo(mark=f"{more}-{place}"))
        client.get(url("item_detail", item))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url("item_detail", item)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 15, queries.captured_queries
