"""The pages: a purpose before any name, one row of the log a look, masked exports, and no name anywhere else."""

from __future__ import annotations

import io
import logging
import time
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertRedirects

from common.models import AuditEvent
from directives.exporting.scores import masked
from directives.models import ImportMapping, Score, ScoreBatch, ScoreReading
from directives.services.scores import import_scores, target_of
from directives.services.scores_keeping import pseudonymise_scores
from tests.factories.annexes import book
from tests.factories.scores import NAMES, PEOPLE, people_table, reader, scores_as_read, table
from tests.factories.units import make_user
from units.models import UnitAlias, User
from units.roles import Role

CIVIL, CLERK = NAMES[:2]
Scores = dict[str, Score]


def browse(user: User, purpose: str = "report") -> Client:
    """A browser in which this person has stated why."""
    client = Client()
    client.force_login(user)
    if purpose:
        client.post(reverse("score_purpose"), {"purpose": purpose})
    return client


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


@pytest.fixture
def centre(scores: Scores) -> User:
    return reader(Role.CENTRE, "kstthc-87")


@pytest.fixture
def commune(scores: Scores) -> User:
    return reader(Role.OFFICER, "ubnd-30115")


def test_a_purpose_is_stated_before_any_name_is_shown(scores: Scores, centre: User) -> None:
    client = browse(centre, purpose="")
    for address in (reverse("score_list"), reverse("score_detail", args=[scores[CIVIL].pk])):
        page = client.get(address)
        assert "Xem để làm gì?" in text_of(page)
        assert not any(name in text_of(page) for name in NAMES)
    assert client.post(reverse("score_purpose"), {"purpose": "tò mò"}).status_code == 422
    assert not ScoreReading.objects.exists()
    address = reverse("score_detail", args=[scores[CIVIL].pk])
    assertRedirects(client.post(reverse("score_purpose"), {"purpose": "commend", "next": address}), address)


@pytest.mark.parametrize("next_page", ["https://example.com/", "//example.com", "/bang-diem//example.com", "/noi-dung/", ""])
def test_after_the_purpose_only_pages_of_scores_follow(commune: User, next_page: str) -> None:
    answer = browse(commune, purpose="").post(reverse("score_purpose"), {"purpose": "commend", "next": next_page})
    assert answer.headers["Location"] == reverse("score_list")


def test_a_purpose_holds_for_a_while_or_until_the_reader_stops(commune: User, monkeypatch: pytest.MonkeyPatch) -> None:
    client = browse(commune)
    assert CIVIL in text_of(client.get(reverse("score_list")))
    later = time.time() + 31 * 60
    with monkeypatch.context() as patched:
        patched.setattr("directives.views.scores_common.time.time", lambda: later)
        assert "Xem để làm gì?" in text_of(client.get(reverse("score_list")))
    client.post(reverse("score_purpose"), {"thoi": "1"})
    assert "Xem để làm gì?" in text_of(client.get(reverse("score_list")))


def test_every_look_is_one_row_of_the_log(scores: Scores, commune: User) -> None:
    client = browse(commune, "remind")
    client.get(reverse("score_list"))
    client.get(reverse("score_detail", args=[scores[CIVIL].pk]))
    client.get(reverse("score_remind", args=[scores[CIVIL].pk]))
    client.post(reverse("score_export"))
    client.post(reverse("score_export"), {"names": "on"})
    client.get(reverse("score_detail", args=[scores[CLERK].pk]))  # not his side: nothing was shown
    noted = ScoreReading.objects.order_by("pk").values_list("kind", "purpose", "people", "scores", "reader", "reader_unit__code")
    one = ("remind", 1, [scores[CIVIL].pk], commune.pk, "ubnd-30115")
    assert list(noted) == [(kind, *one) for kind in ("list", "person", "person", "export", "export_named")]


def test_the_list_shows_one_side_and_filters_without_judging(scores: Scores, centre: User, commune: User) -> None:
    page = text_of(browse(commune).get(reverse("score_list")))
    assert CIVIL in page
    assert not any(name in page for name in NAMES[1:])
    client = browse(centre)
    found = {
        query: {name for name in NAMES if name in text_of(client.get(f"{reverse('score_list')}?{query}"))}
        for query in (
            "",
            "muc=cao",
            "muc=thap",
            "thanh_phan=post_staff",
            "don_vi=ubnd-30115",
            "theo_doi=none",
            "theo_doi=commend",
            "muc=khac",
        )
    }
    assert found == {
        "": set(NAMES),
        "muc=cao": {NAMES[0], NAMES[3]},
        "muc=thap": {NAMES[1]},
        "thanh_phan=post_staff": {NAMES[1], NAMES[3]},
        "don_vi=ubnd-30115": {NAMES[0]},
        "theo_doi=none": set(NAMES),
        "theo_doi=commend": set(),
        "muc=khac": set(NAMES),
    }


def test_a_way_in_for_those_who_may_see(scores: Scores, centre: User, commune: User) -> None:
    """A commune and a post office in their menu, the Centre beside the import of annexes."""
    address = f'href="{reverse("score_list")}"'
    assert address in text_of(browse(commune, "").get(reverse("item_list")))
    assert address in text_of(browse(centre, "").get(reverse("import_upload")))
    for role, unit in ((Role.CENTRE, "kstthc-87"), (Role.OFFICER, "ubnd-30115"), (Role.ADMIN, "kstthc-87"), (Role.LEADER, "ubnd-87")):
        client = Client()
        client.force_login(make_user(role, unit))
        assert address not in text_of(client.get(reverse("item_list")))
        if role in (Role.CENTRE, Role.ADMIN):
            assert address not in text_of(client.get(reverse("import_upload")))


def test_the_three_conditions_are_ticked_on_the_page(scores: Scores, commune: User) -> None:
    client, address = browse(commune), reverse("score_reassign", args=[scores[CIVIL].pk])
    page = client.get(address)
    assert "checked" not in text_of(page)
    short = client.post(address, {"weak_score": "on", "task_unfinished": "on", "reason": "Chuyển việc"})
    assert (short.status_code, scores[CIVIL].follow_ups.count()) == (422, 0)
    done = client.post(address, {"weak_score": "on", "task_unfinished": "on", "reminded_in_vain": "on", "reason": "Chuyển việc"})
    assertRedirects(done, reverse("score_detail", args=[scores[CIVIL].pk]))
    assert "Đã xác nhận đủ ba điều kiện" in text_of(client.get(reverse("score_detail", args=[scores[CIVIL].pk])))


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.django_db
def test_the_list_costs_the_same_for_one_person_and_for_three(rows: int, django_assert_num_queries: object) -> None:
    centre = reader(Role.CENTRE, "kstthc-87")
    target = target_of(inspection_id=None, new_title="Kiểm tra", directive_id=None)
    content = table(*([number, *person] for number, person in enumerate(PEOPLE[:rows], start=1)))
    import_scores(target=target, content=content, file_name="a.xlsx", by=None)
    client = browse(centre)
    with django_assert_num_queries(9):  # type: ignore[operator]
        assert len(client.get(reverse("score_list")).context["page"].rows) == rows


def test_one_person_costs_few_queries(scores: Scores, commune: User, django_assert_max_num_queries: object) -> None:
    client = browse(commune)
    with django_assert_max_num_queries(9):  # type: ignore[operator]
        client.get(reverse("score_detail", args=[scores[CIVIL].pk]))


# ---- export ----


def cells_of(response: HttpResponse) -> list[list[object]]:
    return [[cell.value for cell in row] for row in openpyxl.load_workbook(io.BytesIO(response.content)).active.iter_rows()]


def test_an_export_masks_names_unless_they_are_asked_for(scores: Scores, centre: User) -> None:
    client = browse(centre)
    words = str(cells_of(client.post(reverse("score_export"))))
    assert not any(text in words for person in PEOPLE for text in person[:2] if text != "Nhân viên Bưu điện")
    assert "Chấm lại lần 2" not in words
    assert masked(CIVIL) == "N. T. M."
    assert "N. T. M." in words
    named = str(cells_of(client.post(reverse("score_export"), {"names": "on", "muc": "cao"})))
    assert all(name in named for name in (NAMES[0], NAMES[3]))
    assert CLERK not in named


def test_text_that_looks_like_a_formula_stays_text(scores: Scores, centre: User) -> None:
    target = target_of(inspection_id=None, new_title="Kiểm tra", directive_id=None)
    row = [1, "Trần Văn Ví", "'=HYPERLINK(1)", PEOPLE[0][2], 9, "+Giỏi", "@SUM(1)"]
    import_scores(target=target, content=table(row), file_name="a.xlsx", by=None)
    Score.objects.filter(full_name="Trần Văn Ví").update(position="=1+1", grade="+Giỏi", note="@SUM(1)")
    sheet = openpyxl.load_workbook(io.BytesIO(browse(centre).post(reverse("score_export"), {"names": "on"}).content)).active
    found = {cell.value: cell.data_type for line in sheet.iter_rows() for cell in line if cell.value in ("=1+1", "+Giỏi", "@SUM(1)")}
    assert found == {"=1+1": "s", "+Giỏi": "s", "@SUM(1)": "s"}


# ---- importing on pages ----


def upload(client: Client, content: bytes, name: str = "Nguyễn Thị Mẫu.xlsx") -> HttpResponse:
    return client.post(
        reverse("score_upload"), {"file": SimpleUploadedFile(name, content), "inspection": "", "new_title": "Kiểm tra lần hai"}
    )


def test_upload_preview_commit(scores: Scores, centre: User) -> None:
    client = browse(centre, purpose="")
    content = table(
        [1, "Bùi Thị Họa", "Công chức", PEOPLE[0][2], "8,5", "Giỏi", None], [2, "Hồ Văn Tạm", "Công chức", PEOPLE[0][2], "tám", None, None]
    )
    answer = upload(client, content)
    batch = ScoreBatch.objects.latest("pk")
    assertRedirects(answer, reverse("score_batch", args=[batch.pk]), fetch_redirect_response=False)
    page = text_of(client.get(answer.headers["Location"]))
    assert "Bùi Thị Họa" in page
    assert "không phải điểm bằng số" in page
    assert list(ScoreReading.objects.values_list("kind", "purpose", "people")) == [("preview", "check", 2)]  # of errors names are shown too
    held = client.post(answer.headers["Location"], {**scores_as_read(batch), "viec": "nhap"})
    assert (held.status_code, Score.objects.filter(full_name="Bùi Thị Họa").exists()) == (422, False)
    done = client.post(answer.headers["Location"], {**scores_as_read(batch), "viec": "nhap-hop-le"})
    assertRedirects(done, answer.headers["Location"])
    assert Score.objects.filter(full_name="Bùi Thị Họa").exists()
    assert "đã nhập 1 người" in text_of(client.get(answer.headers["Location"]))


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x03\x04 so", table([1, "x"], header=("STT", "Đơn vị"))])
def test_a_bad_file_comes_back_with_a_reason_and_without_its_name(centre: User, content: bytes) -> None:
    answer = upload(browse(centre, purpose=""), content)
    assert answer.status_code == 422
    assert "Mẫu" not in text_of(answer)
    assert ScoreBatch.objects.count() == 1


# ---- nothing personal anywhere else ----


@pytest.fixture
def everything_logged() -> Iterator[io.StringIO]:
    """What all loggers say, down to the finest, the database's statements apart."""
    stream = io.StringIO()
    handler, root = logging.StreamHandler(stream), logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    database = logging.getLogger("django.db.backends")
    kept, database.level = database.level, logging.WARNING
    yield stream
    root.removeHandler(handler)
    root.setLevel(before)
    database.setLevel(kept)


def test_no_name_stands_in_logs_history_messages_or_addresses(
    scores: Scores, centre: User, commune: User, everything_logged: io.StringIO
) -> None:
    """All acts on scores, good and bad, by those who may; then everything that is kept or said is searched for the persons' words."""
    told: list[str] = []

    def keep(answer: HttpResponse) -> HttpResponse:
        told.extend(str(message) for message in (answer.context or {}).get("messages", []))
        told.append(answer.headers.get("Location", ""))
        return answer

    officer, client = browse(commune, "remind"), browse(centre)
    for kind, data in (
        ("commend", {"reason": "Tốt"}), ("commend", {"reason": "Lần nữa"}), ("remind", {}), ("reassign", {"reason": "Thiếu"}),
        ("reassign", {"weak_score": "on", "task_unfinished": "on", "reminded_in_vain": "on", "reason": "Đủ"}),
    ):  # fmt: skip
        keep(officer.post(reverse(f"score_{kind}", args=[scores[CIVIL].pk]), data, follow=True))
    keep(officer.post(reverse("score_withdraw", args=[scores[CIVIL].follow_ups.latest("pk").pk]), follow=True))
    keep(officer.get(reverse("score_detail", args=[scores[CLERK].pk])))
    shifted = [[1, "Xã Mỹ Long", CIVIL, CIVIL, CLERK, CLERK, CLERK], [2, CLERK, CLERK, CIVIL, 8, CLERK, CIVIL]]
    for content in (people_table(), table(*shifted), book({"PL": [["Ai", "Ở", "Bao nhiêu"], [CIVIL, CLERK, 8]]}), b"%PDF"):
        keep(upload(client, content, f"{CIVIL}.xlsx"))
        batch = ScoreBatch.objects.latest("pk")
        address = reverse("score_batch", args=[batch.pk])
        keep(client.get(address))
        if batch.status == "draft" and b"cot-0-1" in client.get(address).content and b"bang-1" in client.get(address).content:
            chosen = {"version": batch.version, "cot-0-1": "name", "cot-0-2": "unit", "cot-0-3": "score"}
            keep(client.post(address, chosen, follow=True))
        for changed in (
            {"ten-0": "ubnd-30115"},
            {"o-0": CLERK},
            {"khac-0": CLERK},
            {"bo": ["0:4"]},
            {"viec": "nhap"},
            {"viec": "nhap-hop-le"},
        ):
            batch.refresh_from_db()
            if batch.status == "draft":
                keep(client.post(address, {**scores_as_read(batch), **changed}, follow=True))
        keep(client.post(reverse("score_undo", args=[batch.pk]), follow=True))
    keep(client.post(reverse("score_export"), {"names": "on"}))
    log = keep(client.get(reverse("score_log")))
    out, errors = io.StringIO(), io.StringIO()
    pseudonymise_scores(on=None)
    call_command("pseudonymise_scores", "--on", "2023-01-01", stdout=out, stderr=errors)
    history = [str(row) for row in AuditEvent.objects.values_list("text", "subject_label", "data", "actor_name", "party_codes")]
    assert AuditEvent.objects.filter(verb__startswith="score").count() > 5
    readings = [str(row) for row in ScoreReading.objects.values_list()]
    kept = [str(row) for row in ScoreBatch.objects.values_list("new_title", "suffix", "counts", "file_sha256")]
    kept += [str(row) for row in UnitAlias.objects.values_list("text", "key")]
    kept += [str(row) for row in ImportMapping.objects.values_list("headings", "columns")]
    said = "\n".join([everything_logged.getvalue(), *told, *history, *readings, *kept, text_of(log), out.getvalue(), errors.getvalue()])
    assert "bang-diem" in said
    assert [word for person in PEOPLE for word in (person[0], person[0].upper()) if word in said] == []


def test_no_page_but_those_of_scores_names_a_person(scores: Scores, centre: User) -> None:
    client = browse(centre)
    for address in ("overview", "leader", "item_list", "unit_list", "directive_list", "import_upload", "my_work"):
        page = text_of(client.get(reverse(address)))
        assert not any(name in page for name in NAMES), address


def test_the_summary_of_the_command_holds_no_name(scores: Scores, tmp_path: Path) -> None:
    path = tmp_path / "bang-diem.xlsx"
    path.write_bytes(table([1, *PEOPLE[0]], [2, *PEOPLE[0]], [3, CLERK, CLERK, CLERK, CLERK, None, None]))
    out = io.StringIO()
    call_command("import_scores", str(path), "--inspection", "new:Kiểm tra", stdout=out)
    assert "1 người" in out.getvalue()
    assert "3 lỗi" in out.getvalue()
    assert not any(name in out.getvalue() for name in NAMES)
