"""The update page: one form for progress and files, nothing half done, nothing overwritten silently, nothing typed lost."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from directives.models import Evidence, Item
from tests.factories.directives import Scene, pdf, photo
from units.models import User


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def get(user: User, item: Item, query: str = "") -> str:
    answer = client_of(user).get(reverse("item_update", args=[item.number]) + query)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def post(user: User, item: Item, **data: Any) -> tuple[int, str]:
    values = {
        "version": item.version,
        "state": "doing",
        "percent": "40",
        "note": "",
        "expected_on": "",
        "caption": "",
        **data,
    }
    answer = client_of(user).post(reverse("item_update", args=[item.number]), values, follow=True)
    return answer.status_code, re.sub(r"\s+", " ", answer.content.decode())


@pytest.fixture
def item(scene: Scene) -> Item:
    return scene.item("1.b", "ubnd-30115")


def test_the_form_begins_with_the_last_update(scene: Scene, item: Item) -> None:
    scene.progress(item, 40, "Đã in 8/21 TTHC", expected_on=date(2021, 3, 22))
    text = get(scene.person("ubnd-30115"), item)
    for words in (
        'value="40"',
        "Đã in 8/21 TTHC</textarea>",
        'value="22/03/2021"',
        "Lần trước: 40",
        "Đã xong, đề nghị Trung tâm xác nhận",
    ):
        assert words in text, words
    assert "Chưa bắt đầu" not in text
    assert "Chưa bắt đầu" in get(scene.person("ubnd-30103"), scene.item("1.b", "ubnd-30103"))


def test_the_done_button_of_the_item_page_chooses_done(scene: Scene, item: Item) -> None:
    checked = re.compile(r'value="(\w+)"[^>]*checked')
    assert checked.findall(get(scene.person("ubnd-30115"), item, "?xong=1")) == ["claim"]
    assert checked.findall(get(scene.person("ubnd-30115"), item)) == ["todo"]


def test_the_centres_own_items_are_confirmed_by_van_phong(scene: Scene) -> None:
    assert "Đã xong, đề nghị Văn phòng UBND Tỉnh xác nhận" in get(scene.centre, scene.item("3.b", "kstthc-87"))


def test_done_is_not_offered_while_findings_are_open_and_the_reason_is(scene: Scene, item: Item) -> None:
    finding = scene.finding_item("ubnd-30115", "Chưa niêm yết")
    text = get(scene.person("ubnd-30115"), item)
    assert 'value="claim"' not in text
    assert f"còn các hạn chế chưa báo xong ({finding.code})" in text
    status, _ = post(scene.person("ubnd-30115"), item, state="claim", note="Xong")
    assert (status, scene.again(item).status) == (422, "todo")


def test_an_update_with_several_files_is_kept_and_told(scene: Scene, item: Item) -> None:
    status, text = post(
        scene.person("ubnd-30115"),
        item,
        percent="60%",
        note="Đã niêm yết 12/20",
        expected_on="22/3/2021",
        uploads=[photo(), pdf()],
        moment="after",
        caption="Bảng niêm yết",
    )
    now = scene.again(item)
    assert status == 200
    assert (now.status, now.percent, now.progress_note, now.expected_on) == ("doing", 60, "Đã niêm yết 12/20", date(2021, 3, 22))
    assert [(file.caption, file.moment) for file in Evidence.objects.all()] == [("Bảng niêm yết", "after"), ("Bảng niêm yết", "document")]
    assert f"Đã lưu cập nhật {item.code.replace('-', '‑')}: đang thực hiện, 60%, kèm 2 tệp." in text


def test_a_claim_is_told_with_who_looks_at_it_next(scene: Scene, item: Item) -> None:
    _, text = post(scene.person("ubnd-30115"), item, state="claim", percent="", note="Đã niêm yết 21/21")
    assert (scene.again(item).status, scene.again(item).percent) == ("claimed", 100)
    assert "Trung tâm sẽ xem và xác nhận." in text


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ({"state": ""}, "Chọn “Hiện nay đã làm đến đâu”"),
        ({"state": "verified"}, "verified"),
        ({"percent": "abc"}, "Ghi số từ 0 đến 100"),
        ({"percent": "101"}, "Ghi số từ 0 đến 100"),
        ({"percent": "-1"}, "Ghi số từ 0 đến 100"),
        ({"percent": ""}, "Ghi số từ 0 đến 100."),
        ({"state": "todo", "percent": "40"}, "Đã làm được 40% thì chọn “Đang thực hiện”"),
        ({"state": "claim", "note": " "}, "Ghi kết quả đã làm được trước khi báo xong."),
        ({"note": "x" * 4001}, "Dài quá 4000 chữ."),
        ({"expected_on": "31/02/2021"}, "Không có ngày 31/02/2021. Sửa lại ngày."),
        ({"expected_on": "mai"}, "Ghi ngày theo dạng ngày/tháng/năm"),
        ({"uploads": [photo()], "moment": "after", "caption": ""}, "Ghi chú thích"),
        ({"uploads": [photo()], "caption": "Bảng"}, "Chọn ảnh chụp trước hay sau khi khắc phục"),
        ({"uploads": [photo()], "moment": "document", "caption": "Bảng"}, "document"),
        ({"uploads": [photo(), SimpleUploadedFile("a.rtf", b"{\\rtf1}")], "caption": "Bảng"}, "Chọn ảnh chụp trước hay sau"),
    ],
)
def test_a_mistake_is_told_in_a_summary_with_a_link_to_its_field(scene: Scene, item: Item, data: dict[str, Any], error: str) -> None:
    status, text = post(scene.person("ubnd-30115"), item, **data)
    assert status == 422
    assert "<title>Lỗi: " in text
    summary = re.search(r'<div class="errsum".*?</div>', text)
    assert summary is not None
    assert error in summary[0]
    target = re.search(r'href="#([\w-]+)"', summary[0])
    assert target is not None
    assert f'id="{target[1]}"' in text
    assert (scene.again(item).version, Evidence.objects.count()) == (item.version, 0)


def test_all_bad_files_are_named_at_once_and_nothing_is_kept(scene: Scene, item: Item) -> None:
    files = [photo(), SimpleUploadedFile("may.exe", b"MZ\x90\0"), SimpleUploadedFile("rong.pdf", b"")]
    status, text = post(scene.person("ubnd-30115"), item, note="Đã niêm yết 12/20", uploads=files)
    assert status == 422
    assert "Không nhận ra loại của tệp “may.exe”" in text
    assert "“rong.pdf”" in text
    assert "Đã niêm yết 12/20</textarea>" in text
    assert "Chọn lại tệp trước khi gửi lần nữa." in text
    assert (scene.again(item).percent, Evidence.objects.count()) == (0, 0)


def test_a_file_that_is_there_already_is_told_and_nothing_is_kept(scene: Scene, item: Item) -> None:
    scene.evidence(item)
    status, text = post(scene.person("ubnd-30115"), scene.again(item), uploads=[photo("other.png")], moment="after", caption="Bảng")
    assert status == 422
    assert "Tệp “other.png” đã có trong nội dung này." in text
    assert scene.again(item).percent == 0


def test_too_many_files_at_once_are_refused(scene: Scene, item: Item) -> None:
    status, text = post(scene.person("ubnd-30115"), item, uploads=[photo(mark=str(place)) for place in range(21)])
    assert status == 422
    assert "Mỗi lần gửi tối đa 20 tệp." in text


def test_two_people_edit_at_once_the_second_sees_the_firsts_work_and_keeps_his_own(scene: Scene, item: Item) -> None:
    seen = scene.again(item)
    scene.progress(item, 60, "Đã chuẩn bị 12/20 hồ sơ", by=scene.person("ubnd-873"))
    status, text = post(scene.person("ubnd-30115"), seen, percent="30", note="Xã đã in 6 bộ", expected_on="25/03/2021")
    assert status == 409
    assert "<title>Lỗi: " in text
    assert "UBND huyện Cao Lãnh cập nhật tiến độ: 0% → 60%" in text
    assert "Hiện nay nội dung ghi: Đang thực hiện, 60%. “Đã chuẩn bị 12/20 hồ sơ”" in text
    assert "Xã đã in 6 bộ</textarea>" in text
    assert 'value="25/03/2021"' in text
    assert (scene.again(item).percent, scene.again(item).progress_note) == (60, "Đã chuẩn bị 12/20 hồ sơ")
    version = re.search(r'name="version" value="(\d+)"', text)
    assert version is not None
    assert int(version[1]) == scene.again(item).version
    status, _ = post(scene.person("ubnd-30115"), scene.again(item), percent="65", note="Xã và huyện: 18/20")
    assert (status, scene.again(item).percent) == (200, 65)


def test_an_update_that_meets_a_claim_keeps_what_was_typed_too(scene: Scene, item: Item) -> None:
    seen = scene.again(item)
    scene.claim(item, by=scene.person("ubnd-873"))
    status, text = post(scene.person("ubnd-30115"), seen, percent="30", note="Xã đã in 6 bộ")
    assert status == 409
    assert "UBND huyện Cao Lãnh báo đã xong" in text
    assert "Xã đã in 6 bộ</textarea>" in text
    assert scene.again(item).status == "claimed"


def test_a_claimed_item_is_not_updated(scene: Scene, item: Item) -> None:
    claimed = scene.reach_status(item, "claimed")
    client = client_of(scene.person("ubnd-30115"))
    assert client.get(reverse("item_update", args=[item.number])).status_code == 403
    assert post(scene.person("ubnd-30115"), claimed)[0] == 403


def test_a_coordinating_unit_adds_files_with_the_moment_they_show(scene: Scene, item: Item) -> None:
    client = client_of(scene.person("buudien-873"))
    address = reverse("item_evidence", args=[item.number])
    assert client.get(address).status_code == 200
    answer = client.post(address, {"uploads": [photo()], "moment": "before", "caption": "Bảng niêm yết còn 2 mẫu"}, follow=True)
    assert f"Đã thêm 1 tệp minh chứng cho {item.code.replace('-', '‑')}." in answer.content.decode()
    file = Evidence.objects.get()
    assert (file.moment, file.unit.code, file.caption) == ("before", "buudien-873", "Bảng niêm yết còn 2 mẫu")
    assert client.get(reverse("item_update", args=[item.number])).status_code == 403


def test_sending_no_file_at_all_is_told(scene: Scene, item: Item) -> None:
    answer = client_of(scene.person("buudien-873")).post(reverse("item_evidence", args=[item.number]), {"moment": "after", "caption": "x"})
    assert answer.status_code == 422
    assert "Chọn ít nhất một tệp." in answer.content.decode()
