"""The pages of a dispatch, as the Centre and everybody else meets them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
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
from directives.models import Directive, DirectiveReading, Item
from directives.services import issuing
from tests.factories.dispatches import REAL, REASON, answer, content_of, draft_of, the_centre
from tests.factories.units import make_user

ISSUED_ON = date(2021, 2, 22)
LIST_BUDGET = 12
PROPOSAL_BUDGET = 14


@pytest.fixture(autouse=True)
def day(db: None) -> Iterator[None]:
    with clock.at(ISSUED_ON):
        yield


@pytest.fixture
def draft() -> Directive:
    return draft_of()


@pytest.fixture
def issued(draft: Directive) -> Directive:
    return issuing.issue_directive(directive_id=draft.pk, by=None).directive


@pytest.fixture
def as_person() -> Callable[..., Client]:
    def log_in(role: str, unit: str) -> Client:
        client = Client()
        client.force_login(the_centre() if (role, unit) == ("centre", "kstthc-87") else make_user(role, unit))
        return client

    return log_in


@pytest.fixture
def centre(as_person: Callable[..., Client]) -> Client:
    return as_person("centre", "kstthc-87")


def upload(name: str = REAL, content: bytes | None = None) -> dict[str, Any]:
    return {"file": SimpleUploadedFile(name, content_of(name) if content is None else content)}


def words(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


# Step 1


def test_the_centre_uploads_the_dispatch_and_comes_to_its_proposal(centre: Client) -> None:
    response = centre.post(reverse("directive_upload"), upload(), follow=True)
    draft = Directive.objects.get()
    assert response.redirect_chain == [(reverse("directive_proposal", args=[draft.pk]), 302)]
    assert (draft.status, draft.file_name, draft.created_by) == ("draft", REAL, the_centre())
    assert "Chưa giao việc cho ai" in words(response)
    assert Item.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("van-ban.docx", b"", "Tệp rỗng"),
        ("van-ban.docx", b"%PDF-1.4 x", "là PDF"),
        ("van-ban.txt", ("Chúc các đồng chí mạnh khỏe, hoàn thành tốt nhiệm vụ. " * 9).encode(), "Không tìm thấy điểm nào"),
    ],
)
def test_a_file_that_cannot_be_used_comes_back_with_the_reason(centre: Client, name: str, content: bytes, reason: str) -> None:
    response = centre.post(reverse("directive_upload"), upload(name, content))
    assert response.status_code == 422
    assert reason in words(response)
    assert "<title>Lỗi: " in response.content.decode()
    assert not Directive.objects.exists()


def test_a_file_that_is_too_large_is_refused(centre: Client, settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = 1000
    response = centre.post(reverse("directive_upload"), upload())
    assert response.status_code == 422
    assert not Directive.objects.exists()


def test_neither_file_nor_words_is_an_error(centre: Client) -> None:
    response = centre.post(reverse("directive_upload"), {})
    assert response.status_code == 422
    assert "Chọn tệp văn bản, hoặc dán chữ" in words(response)


def test_pasted_words_are_read_like_a_file_and_kept_when_they_cannot_be(centre: Client) -> None:
    response = centre.post(reverse("directive_upload"), {"text": "Kính chúc sức khỏe."})
    assert response.status_code == 422
    assert "Kính chúc sức khỏe." in response.content.decode()
    response = centre.post(reverse("directive_upload"), {"text": content_of("ke_hoach_khao_sat.txt").decode()})
    assert response.status_code == 302
    assert Directive.objects.get().symbol == "KH-UBND"


def test_a_dispatch_of_another_province_is_read_and_said_to_name_no_unit_of_ours(centre: Client) -> None:
    text = (
        "ỦY BAN NHÂN DÂN\nTỈNH LÀO CAI\n\nSố: 45/UBND-NC\n\nLào Cai, ngày 10 tháng 3 năm 2021\n\n"
        "1. Sở Tài chính rà soát các hồ sơ trễ hạn.\n\n2. UBND các huyện báo cáo kết quả.\n\nYêu cầu các đơn vị thực hiện./.\n"
    )
    response = centre.post(reverse("directive_upload"), {"text": text}, follow=True)
    assert "Văn bản không nêu đơn vị nào của Tỉnh" in words(response)
    assert "nhập tay" in words(response)


def test_the_same_file_again_is_said_with_links(centre: Client, issued: Directive) -> None:
    response = centre.post(reverse("directive_upload"), upload(), follow=True)
    assert "Tệp này đã có trên cổng" in words(response)
    assert reverse("directive_detail", args=[issued.pk]) in response.content.decode()


# Step 2


def test_the_proposal_shows_every_paragraph_once_with_its_marks(centre: Client, draft: Directive) -> None:
    page = centre.get(reverse("directive_proposal", args=[draft.pk])).content.decode()
    for number in range(1, 33):
        assert page.count(f'id="doan-{number}"') == 1
    assert '<mark class="mk">Bưu điện cấp huyện</mark>' in page
    assert '<span class="mk-ask">Đồng Tháp, ngày tháng năm 2021</span>' in page
    assert "<b>1.</b>" in page


def test_what_waits_is_on_top_with_links_to_its_place(centre: Client, draft: Directive) -> None:
    page = centre.get(reverse("directive_proposal", args=[draft.pk])).content.decode()
    heads = ["3 chỗ phải chọn", "1 chỗ nên xem", "2 điều để biết", 'id="doan-1"']
    assert [page.index(head) for head in heads] == sorted(page.index(head) for head in heads)
    asked = page[page.index('id="phai-chon"') : page.index('id="doan-1"')]
    places = re.findall(r'<a href="#([^"]+)">', asked)
    assert len(places) == 6
    for place in places:
        assert f'id="{place}"' in page


def test_what_will_be_made_stands_beside_each_point(centre: Client, draft: Directive) -> None:
    text = words(centre.get(reverse("directive_proposal", args=[draft.pk])))
    assert "Sẽ tạo 8 nội dung" in text
    assert "Sẽ tạo 15 nội dung, mỗi xã, phường một" in text
    assert "Sẽ tạo 8 báo cáo phải nộp, kỳ Quý I/2021" in text
    assert "đề xuất 26 nội dung , 8 báo cáo" in text


def test_the_preview_is_closed_while_something_must_be_chosen(centre: Client, draft: Directive) -> None:
    response = centre.get(reverse("directive_confirm", args=[draft.pk]), follow=True)
    assert response.redirect_chain[-1][0] == reverse("directive_proposal", args=[draft.pk]) + "?thieu=1"
    text = words(response)
    assert "Còn 3 chỗ phải chọn trước khi giao việc" in text


# Step 3


@pytest.fixture
def answered(draft: Directive) -> Directive:
    return answer(draft, by=the_centre())


def test_the_preview_shows_units_totals_and_what_taking_in_would_add(centre: Client, answered: Directive) -> None:
    response = centre.get(reverse("directive_confirm", args=[answered.pk]))
    text = words(response)
    assert "Sẽ giao 26 nội dung và 8 báo cáo" in text
    assert "UBND huyện Tân Hồng : chưa giao việc" in text
    assert "thêm 3 nội dung và 1 báo cáo, thành 29 nội dung và 9 báo cáo" in text
    assert "Điểm 1.a, 1.b và 3.a không có hạn theo ngày" in text
    page = response.context["page"]
    rows = {row.unit.code: (row.counts, row.owed, row.total) for row in page.rows}
    assert page.columns == ["1.a", "1.b", "2", "3.a", "3.b"]
    assert rows["ubnd-871"] == ([1, 3, 0, 0, 0], 1, 4)
    assert rows["buudien-87"] == ([0, 0, 1, 0, 0], 0, 1)
    assert rows["vpubnd-87"] == ([0, 0, 0, 1, 1], 0, 2)
    assert page.sums == [8, 15, 1, 1, 1]
    assert sum(total for _, _, total in rows.values()) == 26


def test_nothing_is_issued_without_the_tick(centre: Client, answered: Directive) -> None:
    response = centre.post(reverse("directive_confirm", args=[answered.pk]), {"version": answered.version})
    assert response.status_code == 422
    assert "Đánh dấu “Đã đối chiếu với bản gốc, lãnh đạo Trung tâm đồng ý giao”" in words(response)
    assert Item.objects.count() == 0


def test_the_centre_confirms_and_the_work_is_given_out(centre: Client, answered: Directive) -> None:
    response = centre.post(reverse("directive_confirm", args=[answered.pk]), {"version": answered.version, "checked": "on"})
    assert response.headers["Location"] == reverse("directive_detail", args=[answered.pk])
    answered.refresh_from_db()
    assert (answered.status, answered.issued_by) == ("issued", the_centre())
    assert (answered.items.count(), answered.obligations.count()) == (26, 8)


def test_an_older_preview_is_shown_again_and_issues_nothing(centre: Client, answered: Directive) -> None:
    response = centre.post(reverse("directive_confirm", args=[answered.pk]), {"version": answered.version - 1, "checked": "on"})
    assert response.status_code == 409
    assert "Có người vừa sửa" in words(response)
    assert f'name="version" value="{answered.version}"' in response.content.decode()
    assert Item.objects.count() == 0


def test_a_number_that_is_taken_is_said_on_the_preview(centre: Client, answered: Directive) -> None:
    other = issuing.issue_directive(directive_id=draft_of().pk, by=None).directive
    issuing.fill_in_number(directive_id=other.pk, version=other.version, by=the_centre(), number="45", issued_on=None)
    DirectiveReading.objects.filter(directive=answered).update(proposal={**answered.reading.proposal, "number": "45"})
    response = centre.post(reverse("directive_confirm", args=[answered.pk]), {"version": answered.version, "checked": "on"})
    assert response.status_code == 422
    assert "Đã có văn bản số 45" in words(response)
    assert answered.items.count() == 0


def test_an_issued_dispatch_has_no_proposal_to_change(centre: Client, issued: Directive) -> None:
    detail = reverse("directive_detail", args=[issued.pk])
    for name in ("directive_proposal", "directive_confirm"):
        url = reverse(name, args=[issued.pk])
        assert centre.get(url).headers["Location"] == detail
        assert centre.post(url, {"version": issued.version}).status_code == 403


# The list, the file, what comes later


def test_the_list_shows_issued_dispatches_with_their_figures_and_the_drafts(centre: Client, issued: Directive) -> None:
    draft = draft_of("chi_thi_cai_cach.docx")
    response = centre.get(reverse("directive_list"))
    assert [(row.directive, row.items, row.obligations, row.done) for row in response.context["page"].rows] == [(issued, 26, 8, 0)]
    assert [(row.directive, row.left) for row in response.context["page"].drafts] == [(draft, 1)]
    assert reverse("directive_upload") in response.content.decode()


def test_an_empty_list_says_what_to_do(centre: Client) -> None:
    assert "Tải văn bản lên, xem lại đề xuất rồi xác nhận giao việc." in words(centre.get(reverse("directive_list")))


def test_a_district_counts_its_own_work_and_sees_no_draft(as_person: Callable[..., Client], issued: Directive) -> None:
    draft_of("chi_thi_cai_cach.docx")
    response = as_person("officer", "ubnd-873").get(reverse("directive_list"))
    assert [(row.items, row.obligations) for row in response.context["page"].rows] == [(4, 1)]
    assert "Bản nháp" not in words(response)
    assert reverse("directive_upload") not in response.content.decode()


def test_a_unit_that_no_dispatch_names_finds_an_empty_list(as_person: Callable[..., Client], issued: Directive) -> None:
    response = as_person("officer", "ubnd-866").get(reverse("directive_list"))
    assert response.context["page"].rows == []
    assert "Chưa có văn bản nào" in words(response)


def test_the_original_comes_back_byte_for_byte_as_a_download(as_person: Callable[..., Client], issued: Directive) -> None:
    response = as_person("officer", "ubnd-30115").get(reverse("directive_file", args=[issued.pk]))
    assert b"".join(response.streaming_content) == content_of(REAL)  # type: ignore[attr-defined]
    assert response.headers["Content-Disposition"] == f'attachment; filename="{REAL}"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_a_draft_is_discarded_by_post_only(centre: Client, draft: Directive) -> None:
    url = reverse("directive_discard", args=[draft.pk])
    assert centre.get(url).status_code == 405
    assert centre.post(url).headers["Location"] == reverse("directive_list")
    assert not Directive.objects.exists()
    assert AuditEvent.objects.filter(verb="directive.discarded").count() == 1


def test_an_issued_dispatch_is_not_discarded(centre: Client, issued: Directive) -> None:
    assert centre.post(reverse("directive_discard", args=[issued.pk])).status_code == 403
    assert Directive.objects.filter(pk=issued.pk).exists()


def test_number_and_date_are_filled_in_on_a_page(centre: Client, issued: Directive) -> None:
    url = reverse("directive_number", args=[issued.pk])
    assert centre.get(url).status_code == 200
    wrong = centre.post(url, {"version": issued.version, "number": "45", "issued_on": "31/02/2021"})
    assert wrong.status_code == 422
    assert "Không có ngày 31/02/2021" in words(wrong)
    assert 'value="45"' in wrong.content.decode()
    done = centre.post(url, {"version": issued.version, "number": "45", "issued_on": "22/02/2021"})
    assert done.headers["Location"] == reverse("directive_detail", args=[issued.pk])
    issued.refresh_from_db()
    assert issued.reference == "số 45/UBND-KSTTHC ngày 22/02/2021"
    stale = centre.post(url, {"version": issued.version - 1, "number": "46", "issued_on": ""})
    assert stale.status_code == 409
    issued.refresh_from_db()
    assert issued.number == "45"


def test_a_waiting_unit_is_decided_on_a_page_that_says_what_it_would_add(centre: Client, issued: Directive) -> None:
    url = reverse("pending_decide", args=[issued.pending_units.get().pk])
    assert "thêm 3 nội dung và 1 báo cáo (điểm 1.a, 1.b, 1.c), thành 29 nội dung và 9 báo cáo" in words(centre.get(url))
    without = centre.post(url, {"take_in": "yes", "reason": ""})
    assert without.status_code == 422
    assert "Ghi căn cứ, lý do của quyết định." in words(without)
    assert centre.post(url, {"take_in": "yes", "reason": REASON}).status_code == 302
    assert (issued.items.count(), issued.obligations.count()) == (29, 9)
    again = centre.get(url)
    assert again.headers["Location"] == reverse("directive_detail", args=[issued.pk])


# Who may


NOT_CENTRE = [
    ("verifier", "vpubnd-87"),
    ("leader", "ubnd-87"),
    ("admin", "kstthc-87"),
    ("officer", "ubnd-873"),
    ("officer", "buudien-87"),
    ("officer", "ubnd-30115"),
    ("reader", "so-noi-vu-87"),
]


@pytest.mark.parametrize(("role", "unit"), NOT_CENTRE)
def test_drafts_do_not_exist_for_anybody_but_the_centre(as_person: Callable[..., Client], draft: Directive, role: str, unit: str) -> None:
    client = as_person(role, unit)
    for name in ("directive_proposal", "directive_confirm", "directive_file", "directive_number"):
        assert client.get(reverse(name, args=[draft.pk])).status_code == 404, name
    for name in ("directive_proposal", "directive_confirm", "directive_discard", "directive_number"):
        assert client.post(reverse(name, args=[draft.pk]), {"version": draft.version}).status_code == 404, name


@pytest.mark.parametrize(("role", "unit"), NOT_CENTRE)
def test_acts_of_the_centre_are_refused_with_a_reason(as_person: Callable[..., Client], issued: Directive, role: str, unit: str) -> None:
    client = as_person(role, unit)
    pending = issued.pending_units.get()
    for url in (
        reverse("directive_upload"),
        reverse("directive_proposal", args=[issued.pk]),
        reverse("directive_confirm", args=[issued.pk]),
        reverse("directive_number", args=[issued.pk]),
        reverse("pending_decide", args=[pending.pk]),
    ):
        for response in (client.get(url), client.post(url, {})):
            assert response.status_code == 403, url
            assert "Chỉ cán bộ theo dõi của Trung tâm làm được việc này." in words(response)
    assert client.post(reverse("directive_discard", args=[issued.pk])).status_code == 403
    pending.refresh_from_db()
    assert pending.outcome == ""


def test_a_unit_that_the_dispatch_does_not_name_finds_none_of_it(as_person: Callable[..., Client], issued: Directive) -> None:
    client = as_person("officer", "ubnd-866")
    for name in ("directive_proposal", "directive_file", "directive_number"):
        assert client.get(reverse(name, args=[issued.pk])).status_code == 404
    assert client.get(reverse("pending_decide", args=[issued.pending_units.get().pk])).status_code == 404


# Queries


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert client.get(url).status_code == 200
    return len(found)


def test_the_list_asks_as_often_for_three_dispatches_as_for_one(centre: Client, issued: Directive) -> None:
    draft_of()
    url = reverse("directive_list")
    centre.get(url)
    one = queries(centre, url)
    for name in ("chi_thi_cai_cach.docx", "ke_hoach_khao_sat.txt"):
        issuing.issue_directive(directive_id=draft_of(name).pk, by=None)
        draft_of(name)
    assert queries(centre, url) == one <= LIST_BUDGET


def test_the_proposal_asks_as_often_for_many_points_as_for_few(centre: Client, draft: Directive) -> None:
    few = draft_of("cv_so_noi_vu.docx")
    counts = {queries(centre, reverse("directive_proposal", args=[each.pk])) for each in (draft, few)}
    assert len(counts) == 1
    assert counts.pop() <= PROPOSAL_BUDGET
