"""Units hear of an import once: what was given to them, and that it was taken back; the page of the batch says so and divides by unit."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directives.models import Item
from directives.services.importing import Outcome, import_file, target_of, undo_import
from notifications.models import OutboundMessage
from tests.factories.annexes import annex, row
from tests.factories.directives import Scene
from tests.factories.units import make_user, unit
from units.models import User
from units.roles import Role

LONG, TRUNG, KHANH = "Xã Mỹ Long, huyện Cao Lãnh", "Xã Tân Hội Trung, huyện Cao Lãnh", "Xã Long Khánh A, huyện Hồng Ngự"
WAITING = "Xã Tân Hộ Cơ, huyện Tân Hồng"


def run(scene: Scene, content: bytes, inspection: int | None = None, **more: Any) -> Outcome:
    target = target_of(
        inspection_id=inspection, new_title="" if inspection else "Kiểm tra năm 2020", directive_id=scene.directive.pk, point_key=""
    )
    return import_file(target=target, content=content, file_name="phu-luc.xlsx", by=more.pop("by", None), **more)


def heard(user: User) -> list[tuple[str, str, str]]:
    """(title, details, address) of what this person was told of imports."""
    messages = OutboundMessage.objects.filter(recipient=user, dedupe_key__startswith="notice:import:").order_by("pk")
    return [(message.title, message.lines.get().detail, message.address) for message in messages]


@pytest.fixture
def people(scene: Scene) -> dict[str, User]:
    codes = ("ubnd-873", "ubnd-30115", "ubnd-30103", "ubnd-870", "buudien-873")
    return {code: make_user(Role.OFFICER, code, code, email=f"{code}@dongthap.example") for code in codes}


def test_each_unit_hears_once_what_it_does_and_what_it_answers_for(scene: Scene, people: dict[str, User]) -> None:
    outcome = run(scene, annex(row(1, LONG, "A"), row(2, LONG, "B"), row(3, TRUNG, "C", lead="Bưu điện huyện")))
    assert outcome.batch is not None
    title = "Trung tâm vừa giao {} nội dung từ kết quả kiểm tra"
    assert heard(people["ubnd-30115"]) == [(title.format(2), "Đơn vị thực hiện 2 nội dung. Đợt kiểm tra: Kiểm tra năm 2020.", "")]
    assert heard(people["ubnd-873"]) == [
        (title.format(2), "Đơn vị chủ trì 2 nội dung do đơn vị khác thực hiện. Đợt kiểm tra: Kiểm tra năm 2020.", "")
    ]
    assert heard(people["buudien-873"]) == [(title.format(1), "Đơn vị thực hiện 1 nội dung. Đợt kiểm tra: Kiểm tra năm 2020.", "")]
    assert heard(people["ubnd-30103"]) == heard(people["ubnd-870"]) == []
    assert outcome.batch.result["told"] == 3


def test_the_notice_leads_to_exactly_the_new_items(scene: Scene, people: dict[str, User], client: Client) -> None:
    run(scene, annex(row(1, LONG, "A"), row(2, KHANH, "B")))
    client.force_login(people["ubnd-30115"])
    path = OutboundMessage.objects.get(recipient=people["ubnd-30115"]).path
    shown = client.get(path).content.decode()
    made = Item.objects.get(title="A")
    others = Item.objects.exclude(pk=made.pk)
    assert made.code.replace("-", "‑") in shown
    assert not [item.code for item in others if item.code.replace("-", "‑") in shown]


def test_nothing_is_told_where_no_item_is_made(scene: Scene, people: dict[str, User]) -> None:
    content = annex(row(1, LONG, "A"), row(2, WAITING, "B"))
    run(scene, content, dry_run=True)
    assert not OutboundMessage.objects.exists()
    waiting = make_user(Role.OFFICER, "ubnd-869", "ubnd-869", email="")
    first = run(scene, content)
    assert heard(waiting) == [] and len(heard(people["ubnd-30115"])) == 1
    again = run(scene, content, inspection=first.batch and first.batch.inspection_id)
    assert again.batch is not None and again.batch.result["told"] == 0
    assert len(heard(people["ubnd-30115"])) == 1


def test_whoever_imports_is_not_told_of_it(scene: Scene) -> None:
    colleague = make_user(Role.CENTRE, "kstthc-87", "tt.khac", email="")
    run(scene, annex(row(1, LONG, "A", lead="Trung tâm Kiểm soát TTHC và Phục vụ hành chính công")), by=scene.centre)
    assert len(heard(colleague)) == 1 and heard(scene.centre) == []


def test_undoing_is_told_to_the_same_units_and_the_first_notice_leads_to_an_empty_list(
    scene: Scene, people: dict[str, User], client: Client
) -> None:
    outcome = run(scene, annex(row(1, LONG, "A"), row(2, LONG, "B")))
    assert outcome.batch is not None
    undo_import(batch_id=outcome.batch.pk, by=scene.centre)
    for code in ("ubnd-30115", "ubnd-873"):
        assert [title for title, *_ in heard(people[code])] == [
            "Trung tâm vừa giao 2 nội dung từ kết quả kiểm tra",
            "Trung tâm đã rút lại 2 nội dung giao từ kết quả kiểm tra",
        ]
    client.force_login(people["ubnd-30115"])
    for message in OutboundMessage.objects.filter(recipient=people["ubnd-30115"]):
        assert client.get(message.path).status_code == 200


def test_the_page_of_the_batch_divides_by_the_unit_that_answers(scene: Scene, people: dict[str, User], client: Client) -> None:
    first = run(scene, annex(row(1, LONG, "A")))
    rows = [
        row(1, LONG, "A"), row(2, TRUNG, "B"), row(3, KHANH, "C", due="31/02/2021"), row(4, "Xã Không Có", "D"), row(5, WAITING, "E"),
    ]  # fmt: skip
    second = run(scene, annex(*rows), inspection=first.batch and first.batch.inspection_id)
    assert second.batch is not None
    lines = [(line["unit"], line["created"], line["updated"], line["passed"], line["errors"]) for line in second.batch.result["units"]]
    assert sorted(lines, key=str) == [("ubnd-870", 0, 0, 0, 1), ("ubnd-873", 1, 0, 1, 0), (None, 1, 0, 0, 1)]
    assert lines[-1][0] is None
    client.force_login(scene.centre)
    shown = client.get(reverse("import_batch", args=[second.batch.pk])).content.decode()
    assert "Mỗi đơn vị nhận một thông báo trên cổng (2 người)." in shown
    assert f'href="{reverse("item_list")}?lan_nhap={second.batch.pk}">Xem 1 nội dung vừa tạo' in shown
    sums = shown[shown.index('<th scope="row">Cộng</th>') :]
    assert sums.startswith('<th scope="row">Cộng</th><td class="r"><b>2</b></td><td class="r"><b>1</b></td><td class="r"><b>2</b></td>')


def test_many_units_are_told_with_as_many_queries_as_one(scene: Scene) -> None:
    def queries(*rows: list[Any]) -> int:
        with CaptureQueriesContext(connection) as captured:
            run(scene, annex(*rows))
        return len(captured)

    for code in ("ubnd-873", "ubnd-870", "ubnd-30115", "ubnd-30103", "ubnd-29980"):
        make_user(Role.OFFICER, code, code, email="")
    queries(row(1, LONG, "Làm nóng"))
    one = queries(row(1, LONG, "A"))
    several = queries(row(1, LONG, "B"), row(2, TRUNG, "C"), row(3, KHANH, "D"), row(4, unit("ubnd-873").qualified_name, "E"))
    assert several <= one + 1 and one <= 60
