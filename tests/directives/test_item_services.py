"""What happens to an item: steps, versions, history; all or nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from common import clock
from common.errors import Conflict, FileRefused, Forbidden, Invalid
from common.models import AuditEvent
from directives.models import Evidence, Item
from directives.services import evidence, items
from directives.services.updates import update_with_files
from directives.workflow import ItemStatus
from tests.factories.directives import Scene, pdf, photo


def history(item: Item) -> list[tuple[str, str]]:
    """(verb, unit) of each act, oldest first, without the issue itself."""
    events = AuditEvent.objects.filter(subject_kind="item", subject_id=item.pk).exclude(verb="item.assigned").order_by("id")
    return [(event.verb.removeprefix("item."), event.unit_code) for event in events]


def test_an_item_goes_from_given_to_verified_and_each_step_is_told(scene: Scene) -> None:
    item = scene.item("1.b", "ubnd-30115")
    scene.progress(item, 40)
    with clock.at(date(2021, 3, 20)):
        scene.claim(item)
    scene.verify(item)
    done = scene.again(item)
    assert (done.status, done.percent, done.claimed_on, done.claimed_by, done.verified_by) == (
        "verified", 100, date(2021, 3, 20), scene.person("ubnd-30115"), scene.centre,
    )  # fmt: skip
    assert history(item) == [
        ("started", "ubnd-30115"),
        ("progress", "ubnd-30115"),
        ("progress", "ubnd-30115"),
        ("claimed", "ubnd-30115"),
        ("verified", "kstthc-87"),
    ]


def test_the_history_tells_every_party_of_the_item(scene: Scene) -> None:
    item = scene.item("1.b", "ubnd-30115")
    scene.progress(item)
    event = AuditEvent.objects.filter(subject_kind="item", subject_id=item.pk).first()
    assert event is not None
    assert event.party_codes == ["buudien-873", "ubnd-30115", "ubnd-873"]


def test_a_returned_item_is_the_units_turn_again_with_the_reason_until_it_claims(scene: Scene) -> None:
    item = scene.item("1.b", "ubnd-30115")
    scene.claim(item)
    scene.send_back(item, "Chưa có biên bản")
    back = scene.again(item)
    assert (back.status, back.is_returned, back.back_reason, back.claimed_on, back.claimed_by) == (
        "doing",
        True,
        "Chưa có biên bản",
        None,
        None,
    )
    assert list(Item.objects.returned()) == [back]
    scene.claim(item)
    assert (scene.again(item).back_reason, scene.again(item).is_returned) == ("", False)


def test_a_reopened_item_forgets_who_verified_it_but_the_history_does_not(scene: Scene) -> None:
    item = scene.reach_status(scene.item("1.b", "ubnd-30115"), "verified")
    items.reopen(item_id=item.pk, version=item.version, by=scene.centre, reason="Kiểm tra lại thấy thiếu")
    again = scene.again(item)
    assert (again.status, again.verified_by, again.verified_at, again.claimed_by) == ("doing", None, None, None)
    assert history(item)[-2:] == [("verified", "kstthc-87"), ("reopened", "kstthc-87")]


@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_a_step_back_without_a_reason_is_refused(scene: Scene, reason: str) -> None:
    item = scene.reach_status(scene.item("1.b", "ubnd-30115"), "claimed")
    with pytest.raises(Invalid):
        scene.send_back(item, reason)
    assert scene.again(item).status == "claimed"


@pytest.mark.parametrize("status", ItemStatus.values)
@pytest.mark.parametrize(
    ("act", "allowed"), [("verify", {"claimed"}), ("return_item", {"claimed"}), ("reopen", {"verified"}), ("start", {"todo"})]
)
def test_a_step_from_a_wrong_status_is_refused(scene: Scene, status: str, act: str, allowed: set[str]) -> None:
    item = scene.reach_status(scene.item("1.b", "ubnd-30115"), status)
    more: dict[str, Any] = {} if act in ("verify", "start") else {"reason": "Chưa đủ"}
    who = scene.person("ubnd-30115") if act == "start" else scene.centre
    if status in allowed:
        assert getattr(items, act)(item_id=item.pk, version=item.version, by=who, **more).status != status
    else:
        with pytest.raises(Forbidden):
            getattr(items, act)(item_id=item.pk, version=item.version, by=who, **more)
        assert scene.again(item).status == status


def test_of_two_people_who_edit_at_once_the_second_is_told_what_the_first_did(scene: Scene) -> None:
    item = scene.item("1.b", "ubnd-30115")
    seen = item.version
    scene.progress(item, 60, "Đã chuẩn bị 12/20 hồ sơ ghi mẫu", by=scene.person("ubnd-873"))
    with pytest.raises(Conflict, match="UBND huyện Cao Lãnh cập nhật tiến độ: 0% → 60%"):
        items.update_progress(item_id=item.pk, version=seen, by=scene.person("ubnd-30115"), percent=20, note="Mới bắt đầu")
    now = scene.again(item)
    assert (now.percent, now.progress_note) == (60, "Đã chuẩn bị 12/20 hồ sơ ghi mẫu")
    assert ("progress", "ubnd-30115") not in history(item)


def test_a_note_or_a_file_in_between_is_no_conflict(scene: Scene) -> None:
    item = scene.item("1.b", "ubnd-30115")
    seen = item.version
    items.add_note(item_id=item.pk, by=scene.centre, text="Gửi thêm ảnh")
    scene.evidence(item, by=scene.person("buudien-873"))
    items.update_progress(item_id=item.pk, version=seen, by=scene.person("ubnd-30115"), percent=20, note="Đã in")
    assert scene.again(item).percent == 20


def test_a_conflict_names_the_act_that_changed_the_item_and_not_a_later_note(scene: Scene) -> None:
    item = scene.item("1.b", "ubnd-30115")
    scene.progress(item, 60, by=scene.person("ubnd-873"))
    items.add_note(item_id=item.pk, by=scene.centre, text="Gửi thêm ảnh")
    with pytest.raises(Conflict, match="UBND huyện Cao Lãnh cập nhật tiến độ"):
        items.update_progress(item_id=item.pk, version=item.version, by=scene.person("ubnd-30115"), percent=20, note="")


def test_verifying_what_was_returned_meanwhile_is_a_conflict(scene: Scene) -> None:
    item = scene.reach_status(scene.item("1.b", "ubnd-30115"), "claimed")
    scene.send_back(item, by=scene.centre)
    with pytest.raises(Conflict):
        items.verify(item_id=item.pk, version=item.version, by=scene.person("kstthc-87", name="second", role=scene.centre.role))  # type: ignore[arg-type]
    assert scene.again(item).status == "doing"


def test_an_update_that_changes_nothing_leaves_no_trace(scene: Scene) -> None:
    item = scene.progress(scene.item("1.b", "ubnd-30115"), 40)
    before = len(history(item))
    assert scene.progress(item, 40).version == item.version
    assert len(history(item)) == before


def test_a_note_on_an_item_not_begun_leaves_it_not_begun(scene: Scene) -> None:
    item = scene.progress(scene.item("1.b", "ubnd-30115"), 0, "Chờ danh mục TTHC", start=False)
    assert (item.status, item.progress_note) == ("todo", "Chờ danh mục TTHC")


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("percent", {"percent": 101}),
        ("percent", {"percent": -1}),
        ("note", {"note": "x" * 4001}),
        ("note", {"note": "  ", "claim": True}),
        ("expected_on", {"expected_on": date(2201, 3, 22)}),
    ],
)
def test_what_can_not_be_true_is_refused_at_its_field(scene: Scene, field: str, values: dict[str, Any]) -> None:
    item = scene.item("1.b", "ubnd-30115")
    with pytest.raises(Invalid) as refusal:
        items.update_progress(
            **{"item_id": item.pk, "version": item.version, "by": scene.person("ubnd-30115"), "percent": 1, "note": "", **values}
        )
    assert refusal.value.field == field
    assert scene.again(item).version == item.version


def test_a_due_date_of_the_centre_says_where_it_comes_from_and_can_be_taken_away(scene: Scene) -> None:
    item = scene.item("1.b", "ubnd-30115")
    scene.set_due(item, date(2021, 3, 25))
    assert (scene.again(item).due_on, scene.again(item).due_source) == (date(2021, 3, 25), "centre")
    scene.set_due(item, None, "Chờ UBND Tỉnh quyết định")
    assert (scene.again(item).due_on, scene.again(item).due_source) == (None, "none")
    texts = [event.text for event in AuditEvent.objects.filter(subject_kind="item", subject_id=item.pk, verb="item.due_set").order_by("id")]
    assert texts == [
        "đặt hạn 25/03/2021: “Để kịp báo cáo Quý I”",
        "bỏ hạn (trước là 25/03/2021): “Chờ UBND Tỉnh quyết định”",
    ]


def test_an_update_and_its_files_are_one(scene: Scene) -> None:
    item = scene.item("1.b", "ubnd-30115")
    saved = update_with_files(
        item_id=item.pk, version=item.version, by=scene.person("ubnd-30115"), percent=60, note="Đã niêm yết 12/20",
        uploads=[photo(), photo("sau.png", "2"), pdf()], caption="Bảng niêm yết mới", moment="after",
    )  # fmt: skip
    assert (saved.item.percent, len(saved.files)) == (60, 3)
    assert [file.caption for file in saved.files] == ["Bảng niêm yết mới"] * 3


@pytest.mark.parametrize("uploads", [[photo(), SimpleUploadedFile("x.jpg", b"not a picture")], [photo(), photo("again.png")]])
def test_nothing_of_an_update_is_kept_when_one_file_is_refused(scene: Scene, uploads: list[Any]) -> None:
    item = scene.item("1.b", "ubnd-30115")
    with pytest.raises((FileRefused, Invalid)):
        update_with_files(
            item_id=item.pk,
            version=item.version,
            by=scene.person("ubnd-30115"),
            percent=60,
            note="Đã niêm yết",
            uploads=uploads,
            caption="Ảnh",
        )
    assert not Evidence.objects.exists()
    assert (scene.again(item).percent, scene.again(item).status, history(item)) == (0, "todo", [])


def test_no_file_is_kept_when_the_update_is_refused(scene: Scene) -> None:
    item = scene.item("1.b", "ubnd-30115")
    with pytest.raises(Invalid):
        update_with_files(
            item_id=item.pk,
            version=item.version,
            by=scene.person("ubnd-30115"),
            percent=60,
            note="",
            claim=True,
            uploads=[photo()],
            caption="Ảnh",
        )
    assert not Evidence.objects.exists()


def test_a_claim_with_files_starts_proves_and_claims_at_once(scene: Scene) -> None:
    item = scene.item("1.b", "ubnd-30115")
    update_with_files(
        item_id=item.pk,
        version=item.version,
        by=scene.person("ubnd-30115"),
        percent=0,
        note="Đã xong",
        claim=True,
        uploads=[photo()],
        caption="Ảnh",
        moment="after",
    )
    assert scene.again(item).status == "claimed"
    assert [verb for verb, _ in history(item)] == ["evidence_added", "started", "progress", "claimed"]


def test_the_same_file_twice_is_refused_until_it_is_withdrawn(scene: Scene) -> None:
    item = scene.item("1.b", "ubnd-30115")
    file = scene.evidence(item)
    with pytest.raises(Invalid, match="đã có"):
        scene.evidence(item, photo("other-name.png"))
    evidence.withdraw_evidence(evidence_id=file.pk, by=scene.person("ubnd-30115"))
    assert scene.evidence(item).pk != file.pk
    assert list(Evidence.objects.standing().values_list("item", flat=True)) == [item.pk]


def test_a_file_is_not_withdrawn_twice(scene: Scene) -> None:
    file = scene.evidence(scene.item("1.b", "ubnd-30115"))
    evidence.withdraw_evidence(evidence_id=file.pk, by=scene.person("ubnd-30115"))
    with pytest.raises(Invalid, match="đã được rút"):
        evidence.withdraw_evidence(evidence_id=file.pk, by=scene.person("ubnd-30115"))


def test_a_file_that_was_cut_off_on_the_disk_is_written_anew(scene: Scene) -> None:
    file = scene.evidence(scene.item("1.b", "ubnd-30115"))
    with file.file.storage.open(file.file.name, "wb") as half:
        half.write(b"\x89PNG")
    scene.evidence(scene.item("1.b", "ubnd-30103"))
    assert file.file.storage.size(file.file.name) == file.size
