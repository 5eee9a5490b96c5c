"""Correcting a proposal in the browser: every value, one form, nothing lost, everything in the history."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse

from common import clock
from common.models import AuditEvent
from directives.models import Directive, Item
from directives.presenters.items import due_explanation
from directives.services import issuing
from directives.services.reading import read_dispatch
from reading.dispatch.proposal import Proposal
from tests.directives.correcting import at, filled_in, last_words, opened, send, stored, text_of
from tests.factories.dispatches import IDLE, REASON, SAMPLES, content_of, draft_of, the_centre
from units.models import UnitAlias

QUARTER_END = date(2021, 3, 31)


@pytest.fixture(autouse=True)
def day(db: None) -> Iterator[None]:
    with clock.at(date(2021, 2, 22)):
        yield


def test_sending_the_page_as_it_is_changes_nothing(centre: Client, draft: Directive) -> None:
    before = draft.reading.proposal
    assert send(centre, draft).status_code == 302
    draft.refresh_from_db()
    assert draft.reading.proposal == before
    assert draft.version == 1
    assert not AuditEvent.objects.filter(verb="directive.corrected").exists()


class Sent(HTMLParser):
    """What a browser sends of the main form of a page, button left out."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.data: dict[str, str] = {}
        self._area: str | None = None
        self._select: str | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        name, value = found.get("name") or "", found.get("value") or ""
        if tag == "textarea":
            self._area, self.data[name] = name, ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and ("selected" in found or self._select not in self.data):
            self.data[self._select] = value
        elif tag == "input" and name and (found.get("type") != "radio" or "checked" in found):
            self.data[name] = value

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area:
            self.data[self._area] = self.data[self._area].removeprefix("\n").replace("\n", "\r\n")
            self._area = None

    def handle_data(self, data: str) -> None:
        if self._area:
            self.data[self._area] += data


@pytest.mark.parametrize("path", sorted(path.name for path in SAMPLES.iterdir() if path.suffix in (".docx", ".txt")))
def test_a_browser_that_sends_the_page_back_changes_nothing(centre: Client, path: str) -> None:
    draft = draft_of(path)
    before, url = draft.reading.proposal, reverse("directive_proposal", args=[draft.pk])
    page = centre.get(url).content.decode()
    for index in range(len(Proposal.from_storage(before).questions)):
        assert page.count(f'id="id_q{index}_0"') == 1
    response = centre.post(url, {**Sent(page).data, "viec": "luu"})
    assert response.status_code == 302, text_of(response)
    draft.refresh_from_db()
    assert draft.reading.proposal == before
    assert draft.version == 1


HEADER = {
    "number": ("45", "45"),
    "symbol": ("UBND-TH", "UBND-TH"),
    "kind": ("kế hoạch", "kế hoạch"),
    "issuer": ("UBND tỉnh", "UBND tỉnh"),
    "place": ("Cao Lãnh", "Cao Lãnh"),
    "issued_on": ("22/02/2021", date(2021, 2, 22)),
    "issued_year": ("2020", 2020),
    "subject": ("việc khác", "việc khác"),
    "signer": ("Nguyễn Văn A", "Nguyễn Văn A"),
    "signer_title": ("Phó Chủ tịch", "Phó Chủ tịch"),
    "signed_for": ("KT. Chủ tịch", "KT. Chủ tịch"),
}


@pytest.mark.parametrize("name", HEADER)
def test_every_value_of_the_header_can_be_corrected(centre: Client, draft: Directive, name: str) -> None:
    typed, expected = HEADER[name]
    assert send(centre, draft, **{name: typed}).status_code == 302
    assert getattr(stored(draft), name) == expected
    assert draft.version == 2
    assert "sửa bản đề xuất: " in last_words()


POINT = {
    "text": ("Việc khác; và việc nữa.", "Việc khác; và việc nữa."),
    "title": ("Tên ngắn", "Tên ngắn"),
    "makes": ("nothing", "nothing"),
    "lead": ("UBND huyện Cao Lãnh\nubnd-871", ("ubnd-873", "ubnd-871")),
    "responsible_sub_unit": ("kstthc-87", ("kstthc-87",)),
    "coordinating": ("Sở Nội vụ; Bưu điện Tỉnh", ("so-noi-vu-87", "buudien-87")),
    "coordinating_text": ("các ngành", "các ngành"),
    "due_text": ("trước ngày 30/6/2021", "trước ngày 30/6/2021"),
    "due_on": ("30/06/2021", date(2021, 6, 30)),
    "due_kind": ("ongoing", "ongoing"),
    "period": ("Quý II/2021", "2021-Q2"),
    "modality": ("assign", "assign"),
}


@pytest.mark.parametrize("name", POINT)
def test_every_value_of_a_point_can_be_corrected(centre: Client, draft: Directive, name: str) -> None:
    typed, expected = POINT[name]
    response = send(centre, draft, **{f"{at(draft, '1.a')}_{name}": typed})
    assert response.status_code == 302, text_of(response)
    assert getattr(stored(draft).point("1.a"), name) == expected
    assert "điểm 1.a, " in last_words()


def test_addressees_and_recipients_can_be_corrected_added_and_taken_away(centre: Client, draft: Directive) -> None:
    changes = {
        "kg0_units": "Văn phòng UBND Tỉnh\nSở Nội vụ",
        "kg1_text": "",
        "kg3_text": "Sở Tư pháp",
        "kg3_units": "Sở Tư pháp",
        "nn4_units": "xã Mỹ Long, huyện Cao Lãnh",
    }
    assert send(centre, draft, **changes).status_code == 302
    proposal = stored(draft)
    assert [entry.text for entry in proposal.addressees] == [
        "Văn phòng UBND Tỉnh", "Bưu điện Tỉnh và Bưu điện các huyện, thị xã, thành phố", "Sở Tư pháp",
    ]  # fmt: skip
    assert proposal.addressees[0].units == ("vpubnd-87", "so-noi-vu-87")
    assert proposal.recipients[4].units == ("ubnd-30115",)
    assert "Kính gửi: thêm Sở Nội vụ, Sở Tư pháp; bớt " in last_words()


def test_an_unknown_name_comes_back_with_candidates_and_everything_typed(centre: Client, draft: Directive) -> None:
    lead = f"{at(draft, '2')}_lead"
    response = send(centre, draft, number="45", **{lead: "UBND xã Mỹ Lon\nHồng Ngự\nBan Chưa Có"})
    assert response.status_code == 422
    text = text_of(response)
    assert "Không có đơn vị “UBND xã Mỹ Lon”. Gần nhất: UBND xã Mỹ Long, huyện Cao Lãnh" in text
    assert "“Hồng Ngự” có thể là nhiều đơn vị:" in text
    assert "Không có đơn vị “Ban Chưa Có”" in text
    page = html.unescape(response.content.decode())
    assert "UBND xã Mỹ Lon\nHồng Ngự\nBan Chưa Có" in page
    assert f'href="#id_{lead}"' in page
    assert 'name="number" value="45"' in page
    assert stored(draft).number is None


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("due_on", "31/02/2021", "Không có ngày 31/02/2021"),
        ("due_on", "1/1/0021", "Năm phải từ 2000 đến 2100"),
        ("due_on", "cuối tháng", "Ghi ngày theo dạng ngày/tháng/năm"),
        ("period", "năm 2021", "Ghi kỳ báo cáo theo quý"),
        ("makes", "all", "không"),
    ],
)
def test_a_value_that_cannot_be_is_said_at_its_field(centre: Client, draft: Directive, field: str, typed: str, words: str) -> None:
    response = send(centre, draft, **{f"{at(draft, '1.c')}_{field}": typed})
    assert response.status_code == 422
    assert words in text_of(response)
    assert stored(draft).point("1.c").due_on == QUARTER_END


def test_a_due_date_before_the_dispatch_itself_is_refused(centre: Client, draft: Directive) -> None:
    response = send(centre, draft, issued_on="22/02/2021", **{f"{at(draft, '1.a')}_due_on": "21/02/2021"})
    assert "Hạn trước ngày ban hành 22/02/2021" in text_of(response)


def test_points_below_follow_a_corrected_parent(centre: Client, draft: Directive) -> None:
    assert send(centre, draft, p0_lead="UBND huyện Cao Lãnh\nUBND huyện Tháp Mười", p0_due_on="30/04/2021").status_code == 302
    proposal = stored(draft)
    for key in ("1", "1.a", "1.b", "1.c"):
        assert proposal.point(key).lead == ("ubnd-873", "ubnd-872"), key
    assert [proposal.point(key).due_on for key in ("1.a", "1.b", "1.c")] == [date(2021, 4, 30), date(2021, 4, 30), QUARTER_END]
    assert proposal.point("2").lead == ("buudien-87",)


def test_a_lead_corrected_below_wins_over_the_parents(centre: Client, draft: Directive) -> None:
    lead = f"{at(draft, '1.a')}_lead"
    send(centre, draft, p0_lead="UBND huyện Cao Lãnh", **{lead: "UBND huyện Tháp Mười"})
    assert stored(draft).point("1.a").lead == ("ubnd-872",)
    assert stored(draft).point("1.b").lead == ("ubnd-873",)


def test_a_day_that_a_person_set_is_the_centres_and_never_the_dispatchs(centre: Client, draft: Directive) -> None:
    due = f"{at(draft, '3.b')}_due_on"
    send(centre, draft, **{due: "25/09/2021"})
    point = stored(draft).point("3.b")
    assert (point.due_set, point.due_kind) == (True, "exact")
    page = text_of(centre.get(reverse("directive_proposal", args=[draft.pk])))
    assert "25/09/2021, Trung tâm đặt; văn bản ghi “trong Quý I/2021”" in page
    assert "25/09/2021, từ" not in page
    made = issuing.issue_directive(directive_id=draft.pk, by=None).directive
    item = made.items.select_related("point").get(point__key="3.b")
    assert (item.due_source, due_explanation(item)) == ("centre", "Trung tâm đặt. Văn bản ghi “trong Quý I/2021”.")
    assert "hạn 25/09/2021 do Trung tâm đặt" in AuditEvent.objects.get(verb="item.assigned", subject_id=item.pk).text
    shown = text_of(centre.get(reverse("directive_detail", args=[made.pk])))
    assert "Hạn do Trung tâm đặt; văn bản ghi “trong Quý I/2021”" in shown


def test_a_day_that_the_words_say_is_the_dispatchs_whoever_typed_it(centre: Client, draft: Directive) -> None:
    prefix = at(draft, "1.a")
    send(centre, draft, **{f"{prefix}_due_text": "trước ngày 15/4/2021", f"{prefix}_due_on": "15/04/2021"})
    assert stored(draft).point("1.a").due_set is False
    send(centre, draft, **{f"{prefix}_due_on": "16/04/2021"})
    assert stored(draft).point("1.a").due_set is True
    send(centre, draft, **{f"{prefix}_due_on": "15/04/2021"})
    assert stored(draft).point("1.a").due_set is False


def test_points_below_say_whose_the_day_of_their_parent_is(centre: Client, draft: Directive) -> None:
    send(centre, draft, p0_due_on="30/04/2021")
    assert [stored(draft).point(key).due_set for key in ("1.a", "1.b", "1.c")] == [True, True, False]


def test_answers_are_kept_with_who_gave_them(centre: Client, draft: Directive) -> None:
    send(centre, draft, q0="take_in", q0_reason=REASON, q1="report")
    draft.refresh_from_db()
    by = the_centre().pk
    assert draft.reading.answers == {
        IDLE: {"choice": "take_in", "reason": REASON, "by": by},
        "due_of_report_or_work:1.c": {"choice": "report", "reason": "", "by": by},
    }
    assert REASON in last_words()
    page = centre.get(reverse("directive_proposal", args=[draft.pk])).content.decode()
    assert "1 chỗ phải chọn" in page
    assert re.search(r'value="take_in"[^>]*checked', page)


def test_a_decision_without_its_reason_is_kept_but_blocks_the_preview(centre: Client, draft: Directive) -> None:
    response = send(centre, draft, "xem", q0="take_in", q1="report", q2="all")
    assert response.headers["Location"] == reverse("directive_confirm", args=[draft.pk])
    blocked = centre.get(response.headers["Location"], follow=True)
    assert "Còn 1 chỗ phải chọn trước khi giao việc" in text_of(blocked)
    assert "Đã chọn nhưng chưa đủ: ghi căn cứ" in text_of(blocked)


def test_all_answered_leads_to_the_preview(centre: Client, draft: Directive) -> None:
    response = centre.post(
        reverse("directive_proposal", args=[draft.pk]), {**filled_in(draft, q0="wait", q1="report", q2="all"), "viec": "xem"}, follow=True
    )
    assert response.redirect_chain == [(reverse("directive_confirm", args=[draft.pk]), 302)]
    assert "Sẽ giao 26 nội dung và 8 báo cáo" in text_of(response)
    assert Item.objects.count() == 0


def test_giving_tan_hong_a_task_by_hand_settles_the_question(centre: Client, draft: Directive) -> None:
    lead = opened(draft)["p0_lead"].value()
    send(centre, draft, p0_lead=f"{lead}\nUBND huyện Tân Hồng")
    proposal = stored(draft)
    assert not any(question.code == "addressee_without_task" for question in proposal.questions)
    assert {warning.code for warning in proposal.warnings} == {"number_missing", "date_missing"}
    made = issuing.issue_directive(directive_id=draft.pk, by=None)
    assert (made.items, made.obligations) == (29, 9)


def test_taking_a_units_last_task_away_asks_about_it(centre: Client, draft: Directive) -> None:
    lead = [line for line in opened(draft)["p0_lead"].value().splitlines() if line != "UBND huyện Cao Lãnh"]
    coordinating = {
        f"{at(draft, key)}_coordinating": "\n".join(f"buudien-{code}" for code in (868, 870, 871, 872, 874, 876, 877))
        for key in ("1.a", "1.b")
    }
    send(centre, draft, p0_lead="\n".join(lead), **coordinating)
    asked = [question.key for question in stored(draft).questions if question.code == "addressee_without_task"]
    assert asked == [IDLE, "addressee_without_task:ubnd-873"]


def test_number_and_date_settle_their_remarks_and_come_back_when_taken_away(centre: Client, draft: Directive) -> None:
    send(centre, draft, number="45", issued_on="22/02/2021")
    assert {"number_missing", "date_missing"}.isdisjoint(warning.code for warning in stored(draft).warnings)
    assert draft.reference == "số 45/UBND-KSTTHC ngày 22/02/2021"
    send(centre, draft, number="", issued_on="")
    assert {"number_missing", "date_missing"} <= {warning.code for warning in stored(draft).warnings}


def test_the_groups_are_rows_that_can_be_named_dropped_and_added(centre: Client, draft: Directive) -> None:
    names = [group.name for group in opened(draft).groups]
    assert names == [
        "Cơ sở vật chất", "Niêm yết công khai", "Hồ sơ ghi mẫu", "Đánh giá định kỳ", "Tập huấn hỗ trợ", "Thông tin tuyên truyền",
        "Bố trí nhân sự", "Yêu cầu chung",
    ]  # fmt: skip
    emptied = {f"g{index}": "" for index in range(1, len(names) - 1)}
    send(centre, draft, **emptied, **{f"g{len(names)}": "Chuyển đổi số"})
    made = issuing.issue_directive(directive_id=draft.pk, by=None).directive
    assert list(made.groups.values_list("name", flat=True)) == ["Cơ sở vật chất", "Yêu cầu chung", "Chuyển đổi số"]
    assert "nhóm yêu cầu: Cơ sở vật chất, Yêu cầu chung, Chuyển đổi số" in last_words()


# Two people at once


def test_an_older_page_overwrites_nothing_and_what_was_typed_is_shown(centre: Client, draft: Directive) -> None:
    sent = {**filled_in(draft, signer="Trần Thị B"), "viec": "luu"}
    send(centre, draft, number="45")
    response = centre.post(reverse("directive_proposal", args=[draft.pk]), sent)
    assert response.status_code == 409
    text = text_of(response)
    assert "Có người vừa sửa bản nháp này" in text
    assert "Họ tên người ký Trần Thị B" in text
    assert 'name="version" value="2"' in response.content.decode()
    assert (stored(draft).number, stored(draft).signer) == ("45", "Phạm Thiện Nghĩa")


def test_an_older_page_after_points_changed_is_a_conflict_too(centre: Client, draft: Directive) -> None:
    sent = {**filled_in(draft), "viec": "luu"}
    send(centre, draft, "bo:1")
    assert centre.post(reverse("directive_proposal", args=[draft.pk]), sent).status_code == 409


def test_a_request_without_a_version_is_a_conflict_not_a_crash(centre: Client, draft: Directive) -> None:
    assert centre.post(reverse("directive_proposal", args=[draft.pk]), {}).status_code == 409


# Names that were not matched


def changed(old: str, new: str) -> Directive:
    """The real dispatch as text, with some words written differently."""
    text = content_of("cong_van_that_van_ban.txt").decode()
    assert old in text
    content = text.replace(old, new).encode()
    return issuing.save_draft(by=None, proposal=read_dispatch(content, "van-ban.txt"), file_name="van-ban.txt", content=content)


def question_about(draft: Directive, words: str) -> int:
    return next(index for index, question in enumerate(stored(draft).questions) if question.text == words)


def test_a_misspelt_commune_is_asked_about_joins_when_chosen_and_is_remembered(centre: Client, units_there: None) -> None:
    draft = changed("Phú Đức", "Phú Đứt")
    assert "ubnd-30013" not in stored(draft).recipients[4].units
    index = question_about(draft, "Phú Đứt")
    others = {f"q{i}": question.default for i, question in enumerate(stored(draft).questions)}
    response = send(centre, draft, "xem", **{**others, f"q{index}": "ubnd-30013"})
    draft.refresh_from_db()
    page = centre.get(response.headers["Location"])
    assert "Sẽ giao 26 nội dung và 8 báo cáo" in text_of(page)
    centre.post(response.headers["Location"], {"version": draft.version, "checked": "on"})
    assert draft.items.filter(responsible__code="ubnd-30013", point__key="1.b").count() == 1
    alias = UnitAlias.objects.get(text="Phú Đứt")
    assert (alias.unit.code, alias.within.name if alias.within else "", alias.made_by) == ("ubnd-30013", "Tam Nông", the_centre())
    again = changed("Phú Đức", "Phú Đứt")
    assert "ubnd-30013" in stored(again).recipients[4].units


def test_a_name_that_was_set_by_hand_is_asked_about_no_more(centre: Client, units_there: None) -> None:
    draft = changed("Phú Đức", "Phú Đứt")
    question_about(draft, "Phú Đứt")
    units = opened(draft)["nn4_units"].value()
    send(centre, draft, nn4_units=f"{units}\nUBND xã Phú Đức, huyện Tam Nông")
    assert "Phú Đứt" not in [question.text for question in stored(draft).questions]
    assert issuing.issue_directive(directive_id=draft.pk, by=None).items == 26


def test_on_the_command_line_an_unmatched_name_stays_out(units_there: None) -> None:
    made = issuing.issue_directive(directive_id=changed("Phú Đức", "Phú Đứt").pk, by=None)
    assert (made.items, made.obligations) == (25, 8)
    assert not UnitAlias.objects.filter(text="Phú Đứt").exists()
