"""The point and group of a single finding, and the Centre's due date for rows that state none: chosen in the draft, kept at the commit."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common import clock
from common.errors import Invalid
from common.identity import identity_mark
from common.models import AuditEvent
from directives.models import Finding, ImportBatch, Item
from directives.services import importing, issuing
from directives.services.importing import Changes, open_batch, target_of, undo_import
from reading.annex.choices import RowChoice
from tests.factories.annexes import annex, row
from tests.factories.directives import TODAY, Scene

LONG, TRUNG, MUOI = "Xã Mỹ Long, huyện Cao Lãnh", "Xã Tân Hội Trung, huyện Cao Lãnh", "Xã Mỹ Đông, huyện Tháp Mười"
WAITING = "Xã Tân Hộ Cơ, huyện Tân Hồng"
DAY = date(2021, 3, 31)


def draft(scene: Scene, content: bytes, *, inspection: int | None = None, directive: bool = True, **more: Any) -> ImportBatch:
    target = target_of(
        inspection_id=inspection,
        new_title="" if inspection else "Kiểm tra năm 2020",
        directive_id=scene.directive.pk if directive else None,
    )
    return open_batch(by=scene.centre, target=target, content=content, file_name="phu-luc.xlsx", **more)


def choose(scene: Scene, batch: ImportBatch, **more: Any) -> ImportBatch:
    return importing.choose(batch_id=batch.pk, version=batch.version, by=scene.centre, changes=Changes(**more))[0]


def commit(scene: Scene, batch: ImportBatch) -> ImportBatch:
    return importing.commit_batch(batch_id=batch.pk, version=batch.version, by=scene.centre, only_valid=False)


def at(line: int, text: str, sheet: str = "Phụ lục 2") -> tuple[str, int, str]:
    return sheet, line, identity_mark(text)


def items() -> list[tuple[str, str, str, str]]:
    """(title, point, group, due date and where it comes from) of what was made, in order."""
    made = Item.objects.filter(finding__isnull=False).select_related("point", "group").order_by("number")
    return [(item.title, item.point.key, item.group.name, f"{item.due_on} {item.due_source}") for item in made]


def test_one_finding_goes_under_another_point_and_group(scene: Scene) -> None:
    """A finding is an item under 1.b, or under 1.a where a person says so; its group is chosen by a person too."""
    batch = draft(scene, annex(row(1, LONG, "- Thiếu máy quét\n- Chưa niêm yết"), row(2, TRUNG, "Quạt hỏng")))
    batch = choose(
        scene, batch, rows={at(4, "Thiếu máy quét"): RowChoice("1.a"), at(5, "Quạt hỏng"): RowChoice(group="Thông tin tuyên truyền")}
    )
    commit(scene, batch)
    assert items() == [
        ("Thiếu máy quét", "1.a", "Cơ sở vật chất", "None none"),
        ("Chưa niêm yết", "1.b", "Niêm yết công khai", "None none"),
        ("Quạt hỏng", "1.b", "Thông tin tuyên truyền", "None none"),
    ]


def test_the_chosen_point_gives_the_due_date_and_the_coordinating_units(scene: Scene) -> None:
    """Under point 2 (Bưu điện Tỉnh, 31/03/2021) a finding of Bưu điện Tỉnh is its own work."""
    batch = draft(scene, annex(row(1, "Bưu điện Tỉnh", "Chưa hướng dẫn nghiệp vụ"), row(2, LONG, "A")))
    assert [planned.held for planned in importing.preview(batch).plan.rows] == ["outside", ""]
    batch = choose(scene, batch, rows={at(4, "Chưa hướng dẫn nghiệp vụ"): RowChoice("2")})
    assert [planned.held for planned in importing.preview(batch).plan.rows] == ["", ""]
    commit(scene, batch)
    item = Item.objects.get(title="Chưa hướng dẫn nghiệp vụ")
    assert (item.point.key, item.responsible.code, item.due_on, item.due_source) == ("2", "buudien-87", DAY, "point")


def test_a_point_that_does_not_speak_to_the_unit_holds_the_finding(scene: Scene) -> None:
    batch = choose(scene, draft(scene, annex(row(1, LONG, "A"))), rows={at(4, "A"): RowChoice("2")})
    plan = importing.preview(batch).plan
    assert [planned.held for planned in plan.rows] == ["outside"] and [one.code for one in plan.warnings] == ["unit_outside_point"]
    commit(scene, batch)
    assert items() == [] and Finding.objects.count() == 1


def test_a_choice_is_taken_back_and_goes_with_its_words(scene: Scene) -> None:
    batch = choose(scene, draft(scene, annex(row(1, LONG, "A"))), rows={at(4, "A"): RowChoice("1.a")})
    assert choose(scene, batch, rows={at(4, "A"): RowChoice()}).choices == {}
    batch = choose(scene, ImportBatch.objects.get(pk=batch.pk), rows={at(4, "A"): RowChoice("1.a")})
    batch = choose(scene, batch, cells={"Phụ lục 2": {4: {3: "B"}}})
    assert [planned.point for planned in importing.preview(batch).plan.rows] == ["1.b"]


@pytest.mark.parametrize("choice", [RowChoice("1"), RowChoice("9"), RowChoice(group="Nhóm lạ")])
def test_a_point_or_group_that_the_dispatch_has_not_is_refused(scene: Scene, choice: RowChoice) -> None:
    batch = draft(scene, annex(row(1, LONG, "A")))
    with pytest.raises(Invalid):
        choose(scene, batch, rows={at(4, "A"): choice})


def test_an_item_keeps_its_point_and_group_when_the_file_comes_again(scene: Scene) -> None:
    first = choose(
        scene, draft(scene, annex(row(1, LONG, "A", due="31/3/2021"))), rows={at(4, "A"): RowChoice("1.a", "Thông tin tuyên truyền")}
    )
    first = commit(scene, first)
    again = draft(scene, annex(row(1, LONG, "A", due="15/4/2021")), inspection=first.inspection_id)
    (planned,) = importing.preview(again).plan.rows
    assert (planned.action, planned.point, planned.duty and planned.duty.group, planned.may_move) == (
        "update", "1.a", "Thông tin tuyên truyền", False,
    )  # fmt: skip
    commit(scene, again)
    assert items() == [("A", "1.a", "Thông tin tuyên truyền", "2021-04-15 annex")]


def test_undoing_takes_back_what_went_under_several_points(scene: Scene) -> None:
    before = list(Item.objects.values_list("pk", "version"))
    batch = choose(
        scene,
        draft(scene, annex(row(1, LONG, "A"), row(2, TRUNG, "B")), due_on=DAY),
        rows={at(4, "A"): RowChoice("1.a", "Thông tin tuyên truyền")},
    )
    batch = commit(scene, batch)
    undone = undo_import(batch_id=batch.pk, by=scene.centre)
    assert (undone.removed, undone.obstacles) == (2, ())
    assert list(Item.objects.values_list("pk", "version")) == before and not Finding.objects.exists()


def test_a_finding_that_waited_goes_where_it_was_sent(scene: Scene) -> None:
    batch = draft(scene, annex(row(1, WAITING, "Chưa tuyên truyền"), row(2, WAITING, "Thiếu ghế")), due_on=DAY)
    commit(scene, choose(scene, batch, rows={at(4, "Chưa tuyên truyền"): RowChoice("1.a", "Yêu cầu chung")}))
    assert items() == []
    issuing.decide_pending(pending_id=scene.directive.pending_units.get().pk, by=scene.centre, take_in=True, reason="Theo Lãnh đạo")
    assert items() == [
        ("Chưa tuyên truyền", "1.a", "Yêu cầu chung", "2021-03-31 centre"),
        ("Thiếu ghế", "1.b", "Yêu cầu chung", "2021-03-31 centre"),
    ]


def test_a_common_due_date_is_the_centres_and_only_for_rows_without_one(scene: Scene) -> None:
    rows = [
        row(1, LONG, "A"),
        row(2, LONG, "B", due="15/4/2021"),
        row(3, LONG, "C", due="thường xuyên"),
        row(4, LONG, "D", due="khẩn trương"),
    ]
    commit(scene, draft(scene, annex(*rows), due_on=DAY))
    assert [due for *_, due in items()] == ["2021-03-31 centre", "2021-04-15 annex", "None none", "2021-03-31 centre"]
    event = AuditEvent.objects.filter(subject_kind="item", subject_label__endswith=" A").latest("pk")
    assert event.text == "giao nội dung từ kết quả kiểm tra, hạn 31/03/2021 do Trung tâm đặt"
    assert AuditEvent.objects.get(verb="import.committed").text.endswith("hạn chung 31/03/2021 do Trung tâm đặt")
    assert Finding.objects.get(text="A").due_on is None


def test_a_point_that_states_a_time_keeps_it(scene: Scene) -> None:
    batch = draft(scene, annex(row(1, "Bưu điện Tỉnh", "Y tế")), due_on=date(2021, 4, 30))
    commit(scene, choose(scene, batch, rows={at(4, "Y tế"): RowChoice("2")}))
    assert [due for *_, due in items()] == ["2021-03-31 point"]


def test_a_later_annex_does_not_touch_the_centres_date(scene: Scene) -> None:
    first = commit(scene, draft(scene, annex(row(1, LONG, "A")), due_on=DAY))
    again = draft(scene, annex(row(1, LONG, "A", due="15/4/2021")), inspection=first.inspection_id)
    assert commit(scene, again).result["counts"]["updated"] == 1
    assert [due for *_, due in items()] == ["2021-03-31 centre"]


@pytest.mark.parametrize(
    ("day", "words"), [(date(2021, 3, 18), "đã qua"), (date(2020, 12, 31), "trước ngày ban hành"), (date(2121, 3, 1), "không đúng")]
)
def test_a_due_date_that_cannot_be_kept_is_refused(scene: Scene, day: date, words: str) -> None:
    scene.directive.issued_on = date(2021, 1, 4)
    scene.directive.save()
    content = annex(row(1, LONG, "A"))
    with pytest.raises(Invalid, match=words):
        draft(scene, content, due_on=day)
    with pytest.raises(Invalid, match=words):
        choose(scene, draft(scene, content), due_on=day.isoformat())
    assert draft(scene, content, due_on=TODAY).choices == {"due_on": TODAY.isoformat()}


def test_a_due_date_that_passed_while_the_draft_lay_there_stops_the_commit(scene: Scene) -> None:
    batch = draft(scene, annex(row(1, LONG, "A")), due_on=DAY)
    with clock.at(date(2021, 4, 1)), pytest.raises(Invalid, match="đã qua"):
        commit(scene, batch)
    batch = choose(scene, batch, due_on="")
    assert batch.choices == {} and commit(scene, batch).result["counts"]["items"] == 1


def test_without_a_dispatch_there_is_nothing_to_date(scene: Scene) -> None:
    with pytest.raises(Invalid, match="Không gắn văn bản"):
        draft(scene, annex(row(1, LONG, "A")), directive=False, due_on=DAY)


@pytest.mark.parametrize("count", [2, 12])
def test_the_queries_of_a_commit_do_not_grow_with_the_choices(scene: Scene, count: int) -> None:
    texts = [f"Hạn chế {chr(65 + number) * 3}" for number in range(count)]
    batch = draft(scene, annex(*(row(number, LONG, text) for number, text in enumerate(texts))), due_on=DAY)
    points = ("1.a", "2")
    batch = choose(scene, batch, rows={at(4 + n, text): RowChoice(points[n % 2], "Yêu cầu chung") for n, text in enumerate(texts)})
    with CaptureQueriesContext(connection) as queries:
        commit(scene, batch)
    assert len(queries) <= 60
    assert len(items()) == count // 2
