"""The proposal page as a clerk's tool: what has to be decided on top and once, fields only where something is corrected."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common import clock
from common.models import AuditEvent
from directives.forms.unit_list import UnitNames
from directives.models import Directive, Item
from directives.services import issuing
from directives.services.previewing import preview
from directives.services.reading import read_dispatch
from directives.views.dispatches_common import form_of
from reading.dispatch.proposal import Option, Question, ReadTime
from tests.directives.correcting import at, send, stored, text_of
from tests.factories.dispatches import REASON, answer, the_centre
from tests.factories.plans import HEADINGS, a_plan
from tests.factories.units import ensure_units
from units.models import Unit, UnitAlias

BUDGET = 14


@pytest.fixture(autouse=True)
def day(db: None) -> Iterator[None]:
    with clock.at(date(2021, 2, 22)):
        yield


def draft_from(content: bytes, name: str = "ke-hoach.docx") -> Directive:
    ensure_units()
    return issuing.save_draft(by=None, proposal=read_dispatch(content, name), file_name=name, content=content)


@pytest.fixture
def plan() -> Directive:
    return draft_from(a_plan())


def address(draft: Directive) -> str:
    return reverse("directive_proposal", args=[draft.pk])


def fields(page: str) -> list[str]:
    return re.findall(r"<(?:input|textarea|select)\b(?![^>]*type=\"hidden\")[^>]*name=\"([^\"]+)\"", page)


def matter_about(draft: Directive, words: str) -> int:
    return next(index for index, matter in enumerate(form_of(draft).matters) if words in matter.first.text)


def just(draft: Directive, viec: str = "luu", **sent: Any) -> dict[str, Any]:
    """What a browser sends of a page on which nothing was opened."""
    return {"version": draft.version, "viec": viec, **sent}


# Few fields


def test_a_plan_of_eighty_points_has_fields_for_what_is_asked_and_what_a_clerk_stamps_on(centre: Client, plan: Directive) -> None:
    assert len(stored(plan).points) > 80
    page = centre.get(address(plan)).content.decode()
    asked = {name for name in fields(page) if name.startswith("q")}
    assert set(fields(page)) - asked == {"number", "issued_on"}
    assert len(set(fields(page))) < 40
    assert "data-unsaved" in page  # leaving asks first


def test_a_part_is_opened_alone_and_the_address_keeps_what_is_open(centre: Client, plan: Directive) -> None:
    response = centre.get(address(plan), {"sua": "p1", "mo": ["", "ngay"]}, headers={"HX-Request": "true"})
    part = response.content.decode()
    assert len(set(fields(part))) == 12
    assert part.count("autofocus") == 1
    assert 'name="mo" value="p1"' in part
    assert response.headers["HX-Replace-Url"] == f"{address(plan)}?mo=ngay&mo=p1"
    whole = centre.get(response.headers["HX-Replace-Url"]).content.decode()
    assert {"p1_lead", "place"} <= set(fields(whole))


@pytest.mark.parametrize("name", ["p999", "bịa", "p1x"])
def test_a_part_that_is_not_there_is_not_found(centre: Client, plan: Directive, name: str) -> None:
    assert centre.get(address(plan), {"sua": name}, headers={"HX-Request": "true"}).status_code == 404
    assert centre.get(address(plan), {"sua": name}).status_code == 200  # of an older page


def test_without_javascript_the_button_keeps_what_was_typed_and_opens_the_part(centre: Client, plan: Directive) -> None:
    response = centre.post(address(plan), just(plan, "sua:p3", number="45", issued_on="22/02/2021"))
    assert response.headers["Location"] == f"{address(plan)}?sua=p3#sua-p3"
    assert stored(plan).number == "45"
    assert "p3_lead" in fields(centre.get(address(plan) + "?sua=p3").content.decode())


def test_what_is_not_open_stays_as_it_is(centre: Client, plan: Directive) -> None:
    before = stored(plan)
    centre.post(address(plan), just(plan, number="45", issued_on="22/02/2021", mo=["p1"], **open_point(plan, 1, text="Việc khác.")))
    after = stored(plan)
    assert after.points[1].text == "Việc khác."
    assert [point for point in after.points if point.key != after.points[1].key] == [
        point for point in before.points if point.key != before.points[1].key
    ]
    assert (after.addressees, after.recipients, after.subject) == (before.addressees, before.recipients, before.subject)


def open_point(draft: Directive, index: int, **changes: Any) -> dict[str, Any]:
    form = form_of(draft, parts=[f"p{index}"])
    data = {name: form[name].value() for name in form.fields if name.startswith(f"p{index}_")}
    data |= {f"p{index}_{name}": value for name, value in changes.items()}
    return {name: value for name, value in data.items() if value is not None}


def test_the_page_asks_as_often_for_eighty_points_as_for_five(centre: Client, plan: Directive) -> None:
    few = draft_from(a_plan(points=5, tasks=0), "ngan.docx")
    centre.get(address(few))
    counts = []
    for draft in (few, plan):
        with CaptureQueriesContext(connection) as found:
            assert centre.get(address(draft)).status_code == 200
        counts.append(len(found))
    assert counts[0] == counts[1] <= BUDGET
    with CaptureQueriesContext(connection) as found:
        centre.get(address(plan), {"sua": "p1"}, headers={"HX-Request": "true"})
    assert len(found) <= counts[0]


# Asked once


def test_one_answer_is_for_all_points_of_an_unknown_body_and_the_question_goes(centre: Client, plan: Directive) -> None:
    page = text_of(centre.get(address(plan)))
    assert "3 chỗ phải chọn" in page
    assert page.count("“Sở Khoa học và Công nghệ” ở 10 điểm") == 1
    index = matter_about(plan, "Sở Khoa học")
    centre.post(address(plan), just(plan, issued_on="22/02/2021", **{f"q{index}": "other", f"q{index}_units": "so noi vu\nSở Nội vụ"}))
    assert plan.version == 1  # "so noi vu" is no spelling: said at its field
    response = centre.post(
        address(plan), just(plan, number="25", issued_on="22/02/2021", **{f"q{index}": "other", f"q{index}_units": "Sở Nội vụ"})
    )
    assert response.headers["Location"].endswith("#phai-chon")
    plan.refresh_from_db()
    led = [point.key for point in preview(plan).outcome.proposal.points if "so-noi-vu-87" in point.lead]
    assert len(led) > 10
    page = text_of(centre.get(address(plan)))
    assert "2 chỗ phải chọn" in page
    assert "1 chỗ đã chọn, sửa được" in page
    assert "Sở Nội vụ" in AuditEvent.objects.filter(verb="directive.corrected").latest("id").text


def test_units_typed_without_ticking_anything_are_the_answer(centre: Client, plan: Directive) -> None:
    index = matter_about(plan, "Công an")
    centre.post(address(plan), just(plan, issued_on="22/02/2021", **{f"q{index}_units": "Sở Tư pháp"}))
    plan.refresh_from_db()
    assert {tuple(one["units"]) for one in plan.reading.answers.values()} == {("so-tu-phap-87",)}


def test_to_choose_other_units_and_name_none_is_said_at_the_field(centre: Client, plan: Directive) -> None:
    index = matter_about(plan, "Công an")
    response = centre.post(address(plan), just(plan, issued_on="22/02/2021", **{f"q{index}": "other"}))
    assert response.status_code == 422
    assert f'href="#id_q{index}_units"' in response.content.decode()


def test_the_name_that_was_explained_is_remembered_when_the_work_is_given_out(centre: Client, plan: Directive) -> None:
    chosen = {f"q{index}": "none" for index, _ in enumerate(form_of(plan).matters)}
    index = matter_about(plan, "Công an")
    centre.post(address(plan), just(plan, issued_on="22/02/2021", **{**chosen, f"q{index}": "other", f"q{index}_units": "Sở Tư pháp"}))
    issuing.issue_directive(directive_id=plan.pk, by=the_centre())
    assert UnitAlias.objects.get(text="Công an Tỉnh").unit.code == "so-tu-phap-87"


NEW_BODY = {"name": "Công an tỉnh Đồng Tháp", "kind": "khac", "parent": "UBND tỉnh Đồng Tháp", "from": ""}


def new_body(index: int, **changes: str) -> dict[str, str]:
    return {f"q{index}": "new", **{f"q{index}_{name}": value for name, value in {**NEW_BODY, **changes}.items()}}


def test_a_body_that_the_list_lacks_is_added_there_and_then_and_leads_its_points(centre: Client, plan: Directive) -> None:
    index = matter_about(plan, "Công an")
    response = centre.post(address(plan), just(plan, issued_on="22/02/2021", **new_body(index)))
    assert response.status_code == 302, text_of(response)
    unit = Unit.objects.get(name="Công an tỉnh Đồng Tháp")
    assert unit.parent is not None
    assert (unit.code, unit.kind, unit.parent.code, unit.area.code) == ("cong-an-tinh-dong-thap-87", "khac", "ubnd-87", "87")
    assert "Công an tỉnh Đồng Tháp" in AuditEvent.objects.filter(verb="directive.corrected").latest("id").text
    plan.refresh_from_db()
    led = [point.key for point in preview(plan).outcome.proposal.points if unit.code in point.lead]
    assert len(led) > 5
    chosen = {f"q{number}": "none" for number, _ in enumerate(form_of(plan).matters) if number != index}
    kept = {f"q{index}": "other", f"q{index}_units": unit.name}
    centre.post(address(plan), just(plan, number="25", issued_on="22/02/2021", **chosen, **kept))
    issuing.issue_directive(directive_id=plan.pk, by=the_centre())
    assert {item.point.key for item in Item.objects.filter(responsible=unit).select_related("point")} == set(led)
    again = draft_from(a_plan(), "lan-hai.docx")
    assert "Công an" not in [matter.first.text[:7] for matter in form_of(again).matters]


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"name": ""}, "name", "Ghi tên đơn vị"),
        ({"parent": ""}, "parent", "Chọn cấp trên"),
        ({"parent": "UBND tỉnh Đồng Tháp\nSở Nội vụ"}, "parent", "Chỉ ghi một đơn vị cấp trên"),
        ({"from": "31/02/2020"}, "from", "Không có ngày 31/02/2020"),
        ({"kind": "ubnd"}, "kind", "không"),
        ({"name": "Sở Nội vụ"}, "", "“Sở Nội vụ” đã có trong danh sách"),
    ],
)
def test_a_body_that_cannot_be_added_is_said_and_nothing_is_kept(
    centre: Client, plan: Directive, changes: dict[str, str], field: str, words: str
) -> None:
    index, before = matter_about(plan, "Công an"), Unit.objects.count()
    response = centre.post(address(plan), just(plan, issued_on="22/02/2021", number="9", **new_body(index, **changes)))
    assert response.status_code == 422
    assert words in text_of(response)
    assert not field or f'href="#id_q{index}_{field}"' in response.content.decode()
    assert (Unit.objects.count(), stored(plan).number) == (before, "25")


DOUBTFUL = """ỦY BAN NHÂN DÂN TỈNH ĐỒNG THÁP
Số: 45/UBND-KSTTHC
Đồng Tháp, ngày 22 tháng 02 năm 2021
V/v khắc phục hạn chế
Kính gửi: UBND huyện Cao Lãnh
1. UBND huyện Cao Lãnh rà soát trang thiết bị, hoàn thành trước ngày 30/6/2021.
2. UBND huyện Cao Lãnh niêm yết công khai thủ tục.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Phạm Thiện Nghĩa
"""


def with_doubt() -> Directive:
    """A dispatch whose second point states a time that may be its due date or not."""
    ensure_units()
    proposal = read_dispatch(DOUBTFUL.encode(), "cong-van.txt")
    readings = (ReadTime("trong tháng 3/2021", date(2021, 3, 31)), ReadTime("trước ngày 15/4/2021", date(2021, 4, 15)))
    options = (Option("1", "Hạn 31/03/2021", time=readings[0]), Option("2", "Hạn 15/04/2021", time=readings[1]), Option("none", "Không"))
    asked = Question("due_doubtful:2", "due_doubtful", "Điểm 2: hạn?", options, "none", text="trong tháng 3/2021", point="2")
    proposal.questions += (asked,)
    return issuing.save_draft(by=None, proposal=proposal, file_name="cong-van.txt", content=DOUBTFUL.encode())


@pytest.mark.parametrize(
    ("sent", "due", "source"),
    [
        ({"q0": "2"}, date(2021, 4, 15), "point"),
        ({"q0": "none"}, None, "none"),
        ({"q0": "other", "q0_due": "20/05/2021"}, date(2021, 5, 20), "centre"),
        ({"q0_due": "20/05/2021"}, date(2021, 5, 20), "centre"),
    ],
)
def test_a_doubtful_time_is_answered_by_a_reading_or_by_another_day(
    centre: Client, sent: dict[str, str], due: date | None, source: str
) -> None:
    draft = with_doubt()
    assert "Điểm 2: hạn?" in text_of(centre.get(address(draft)))
    centre.post(address(draft), just(draft, number="45", issued_on="22/02/2021", **sent))
    made = issuing.issue_directive(directive_id=draft.pk, by=the_centre()).directive
    item = made.items.get(point__key="2")
    assert (item.due_on, item.due_source) == (due, source)


# Units are chosen


def test_the_lines_to_choose_from_are_groups_first_and_then_every_unit_of_that_time(centre: Client, plan: Directive) -> None:
    lines = centre.get(reverse("directive_units", args=[plan.pk])).json()["lines"]
    assert {"12 UBND cấp huyện", "12 Bưu điện cấp huyện", "18 UBND cấp xã của huyện Cao Lãnh", "UBND xã Mỹ Long, huyện Cao Lãnh"} <= set(
        lines
    )
    assert lines.index("12 Bưu điện cấp huyện") < lines.index("Bưu điện Tỉnh")
    assert len(lines) == len(set(lines))
    names = form_of(plan).names
    for line in lines:
        assert names.lines(names.all_of(line)) in ([line], [names.groups.get(names.all_of(line), "")]), line


def test_a_group_is_one_line_in_and_out(centre: Client, plan: Directive) -> None:
    lead = f"{at(plan, 'I.1')}_lead"
    assert send(centre, plan, **{lead: "UBND các huyện, thành phố\nBưu điện cấp huyện"}).status_code == 302
    assert len(stored(plan).point("I.1").lead) == 24
    assert form_of(plan, parts=[at(plan, "I.1")])[lead].value() == "12 UBND cấp huyện\n12 Bưu điện cấp huyện"
    response = send(centre, plan, **{lead: "8 UBND cấp huyện"})
    assert "danh sách không có đúng số đơn vị này" in text_of(response)


def test_some_units_of_a_group_stay_names(plan: Directive) -> None:
    names: UnitNames = form_of(plan).names
    codes = stored(plan).point("I.3").lead
    assert names.lines(codes) == ["12 UBND cấp huyện"]
    assert len(names.lines(codes[1:])) > 1
    assert names.lines((*codes[1:], codes[0])) != ["12 UBND cấp huyện"]  # another order is another list


# Groups and the last look


def test_the_groups_of_a_plan_are_its_headings_and_can_be_named(centre: Client, plan: Directive) -> None:
    assert [group.name for group in form_of(plan).groups][:5] == list(HEADINGS)
    centre.post(address(plan), just(plan, issued_on="22/02/2021", mo=["nhom"], **groups_sent(plan, g1="Hạ tầng")))
    plan.refresh_from_db()
    rows = centre.get(address(plan)).context["page"].groups
    assert [row.name for row in rows][:2] == ["Hoàn thiện thể chế", "Hạ tầng"]
    assert rows[1].items > 0 and rows[1].point == "II"


def groups_sent(draft: Directive, **changes: str) -> dict[str, str]:
    return {**{f"g{index}": group.name for index, group in enumerate(form_of(draft).groups)}, **changes}


def test_the_last_look_says_when_reports_are_due_and_counts_the_groups(centre: Client, draft: Directive) -> None:
    ready = answer(draft, by=the_centre())
    page = text_of(centre.get(reverse("directive_confirm", args=[ready.pk])))
    assert "8 báo cáo Quý I/2021 (điểm 1.c): nộp chậm nhất 31/03/2021, từ “trong quý I/2021”." in page
    assert "hạn 31/03/2021" in page
    send(centre, ready, **{f"{at(ready, '1.c')}_due_on": "25/03/2021"})
    page = text_of(centre.get(reverse("directive_confirm", args=[ready.pk])))
    assert "nộp chậm nhất 25/03/2021, Trung tâm đặt; văn bản ghi “trong quý I/2021”." in page


# Typed by hand


def test_a_scan_is_kept_as_the_original_and_its_points_are_typed(centre: Client, units_there: None) -> None:
    scan = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
    refused = centre.post(reverse("directive_upload"), {"file": SimpleUploadedFile("ban-quet.pdf", scan)})
    assert refused.status_code == 422
    assert "Nhập tay" in text_of(refused)
    response = centre.post(reverse("directive_upload"), {"file": SimpleUploadedFile("ban-quet.pdf", scan), "cach": "tay"})
    draft = Directive.objects.get()
    assert response.headers["Location"] == f"{address(draft)}?sua=them"
    assert (draft.file_name, draft.file.read()) == ("ban-quet.pdf", scan)
    by_hand(centre, draft)


def test_a_letter_without_any_file_is_typed_and_given_out(centre: Client, units_there: None) -> None:
    centre.post(reverse("directive_upload"), {"cach": "tay"})
    draft = Directive.objects.get()
    assert not draft.file
    assert centre.get(reverse("directive_file", args=[draft.pk])).status_code == 404
    assert "Tải bản gốc" not in text_of(centre.get(address(draft)))
    by_hand(centre, draft)
    detail = centre.get(reverse("directive_detail", args=[draft.pk]))
    assert "Tải bản gốc" not in text_of(detail)


def by_hand(centre: Client, draft: Directive) -> None:
    """Two points, one below the other, and what they make."""
    page = centre.get(address(draft) + "?sua=them")
    assert "Chưa có điểm nào" in text_of(page)
    point = {"mo": ["them"], "new_key": "1", "new_text": "Sửa trụ sở.", "new_lead": "UBND các huyện", "new_due": "trước ngày 30/6/2021"}
    response = centre.post(address(draft), just(draft, "them", number="7", issued_on="22/02/2021", **point))
    assert response.headers["Location"] == f"{address(draft)}?sua=them#sua-them"
    assert len(stored(draft).points) == 1
    bad = {**point, "new_key": "2", "new_due": "tuần 4 tháng 3"}
    assert "Chưa hiểu thời hạn này" in text_of(centre.post(address(draft), just(draft, "them", issued_on="22/02/2021", **bad)))
    centre.post(
        address(draft), just(draft, "them", number="7", issued_on="22/02/2021", **{**point, "new_key": "2", "new_due": "hằng tháng"})
    )
    draft.refresh_from_db()
    found = {one.key: (one.due_on, one.due_text, one.due_kind, one.due_set) for one in stored(draft).points}
    assert found == {
        "1": (date(2021, 6, 30), "trước ngày 30/6/2021", "exact", False),
        "2": (None, "hằng tháng", "recurring", False),
    }
    made = issuing.issue_directive(directive_id=draft.pk, by=the_centre())
    assert made.items == 18
    assert Item.objects.filter(ongoing=True).count() == 9


def test_a_draft_without_points_is_not_given_out(centre: Client, units_there: None) -> None:
    centre.post(reverse("directive_upload"), {"cach": "tay"})
    draft = Directive.objects.get()
    response = centre.post(reverse("directive_confirm", args=[draft.pk]), {"version": draft.version, "checked": "on"})
    assert "Văn bản chưa có điểm nào" in text_of(response)
    assert draft.items.count() == 0


def test_words_that_were_pasted_are_read_and_not_dropped_by_typing_by_hand(centre: Client, units_there: None) -> None:
    response = centre.post(reverse("directive_upload"), {"cach": "tay", "text": DOUBTFUL})
    assert response.status_code == 422
    assert not Directive.objects.exists()


def test_taken_in_with_its_reason_is_said_on_the_last_look(centre: Client, draft: Directive) -> None:
    ready = answer(draft, by=the_centre(), addressee_without_task={"choice": "take_in", "reason": REASON})
    page = text_of(centre.get(reverse("directive_confirm", args=[ready.pk])))
    assert f"Căn cứ: {REASON}" in page
