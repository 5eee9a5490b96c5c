"""What a person decides about a score table before it is imported: units, columns, cells, rows; kept while it is a draft, then taught."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from common.errors import Conflict, FileRefused
from directives.models import ImportMapping, Score, ScoreBatch, ScoreReading
from directives.services.import_changes import Changes
from directives.services.import_memory import remembered_mappings
from directives.services.scores import choose_scores, import_scores, open_scores, target_of
from tests.factories.annexes import book
from tests.factories.scores import MY_LONG, PEOPLE, reader, scores_as_read, table
from units.models import Unit, UnitAlias, User
from units.roles import Role

NEAR = "Xã Mỹ Lonh, huyện Cao Lãnh"
HOA, TAM, VI = "Bùi Thị Họa", "Hồ Văn Tạm", "Trần Văn Ví"
Scores = dict[str, Score]


def person(number: int, name: str, unit: str | None = MY_LONG, score: Any = 8) -> list[Any]:
    return [number, name, "Công chức", unit, score, None, None]


@pytest.fixture
def centre(scores: Scores) -> User:
    return reader(Role.CENTRE, "kstthc-87")


@pytest.fixture
def client(centre: User) -> Client:
    browser = Client()
    browser.force_login(centre)
    return browser


def draft(client: Client, content: bytes) -> ScoreBatch:
    """Uploaded; the purpose is stated by that."""
    data = {"file": SimpleUploadedFile("bang.xlsx", content), "inspection": "", "new_title": "Kiểm tra lần hai"}
    answer = client.post(reverse("score_upload"), data)
    assert answer.status_code == 302, answer.content.decode()
    return ScoreBatch.objects.latest("pk")


def send(client: Client, batch: ScoreBatch, **changed: Any) -> Any:
    """The preview page sent back, as it was but for what a person changed."""
    return client.post(reverse("score_batch", args=[batch.pk]), {"viec": "lai", **scores_as_read(batch), **changed}, follow=True)


def page(client: Client, batch: ScoreBatch) -> str:
    answer = client.get(reverse("score_batch", args=[batch.pk]))
    assert answer.status_code == 200
    return str(answer.content.decode())


def stored(batch: ScoreBatch) -> dict[str, tuple[str, float]]:
    return {score.full_name: (score.unit.code, float(score.score)) for score in Score.objects.filter(batch=batch).select_related("unit")}


# ---- units ----


def test_an_unknown_unit_is_chosen_once_for_all_rows_and_never_asked_again(client: Client, centre: User) -> None:
    batch = draft(client, table(person(1, HOA, NEAR), person(2, TAM, NEAR)))
    assert "Tên đơn vị cần chọn (1)" in page(client, batch)
    send(client, batch, **{"ten-0": "ubnd-30115"})
    assert "đã nhập 2 người" in send(client, batch, viec="nhap").content.decode()
    assert stored(batch) == {HOA: ("ubnd-30115", 8), TAM: ("ubnd-30115", 8)}
    alias = UnitAlias.objects.get(text=NEAR)
    assert (alias.unit.code, alias.made_by) == ("ubnd-30115", centre)
    assert "Tên đơn vị cần chọn" not in page(client, draft(client, table(person(1, VI, NEAR))))


def test_any_unit_may_be_written_down_and_one_that_is_none_comes_back(client: Client) -> None:
    batch = draft(client, table(person(1, HOA, NEAR)))
    refused = send(client, batch, **{"khac-0": "Xã Không Có"})
    assert refused.status_code == 422 and "Không có đơn vị “Xã Không Có”" in refused.content.decode()
    send(client, batch, **{"khac-0": "Xã Hòa Tân, huyện Châu Thành"})
    send(client, batch, viec="nhap")
    assert stored(batch) == {HOA: (Unit.objects.get(name="UBND xã Hòa Tân").code, 8)}


def test_a_choice_is_taken_back(client: Client) -> None:
    batch = draft(client, table(person(1, HOA, NEAR)))
    send(client, batch, **{"ten-0": "ubnd-30115"})
    assert "Tên đơn vị cần chọn (1)" in send(client, batch, **{"ten-0": ""}).content.decode()
    batch.refresh_from_db()
    assert batch.choices == {}


@pytest.mark.parametrize(
    ("written", "kept"),
    [(NEAR, True), ("Mỹ Lonh", True), ("UBND xã ML", True), (VI, False), (f"Xã {HOA}", False), ("Ông Nguyễn Thị Mẫu", False)],
)
def test_only_what_surely_names_a_unit_is_remembered(client: Client, written: str, kept: bool) -> None:
    """In a table with shifted columns a person may stand where the unit should."""
    batch = draft(client, table(["I. Huyện Cao Lãnh"], person(1, HOA, written), person(2, TAM)))
    send(client, batch, **{"ten-0": "khac", "khac-0": "ubnd-30115"})
    send(client, batch, viec="nhap")
    assert len(stored(batch)) == 2
    assert UnitAlias.objects.filter(text=written).exists() is kept


# ---- cells and rows ----


def test_a_cell_is_corrected_on_the_page_and_can_be_taken_back(client: Client) -> None:
    batch = draft(client, table(person(1, HOA, score="tám rưỡi"), person(2, TAM)))
    shown = page(client, batch)
    assert "không phải điểm bằng số" in shown and 'value="tám rưỡi"' in shown
    shown = send(client, batch, **{"o-0": "8,5"}).content.decode()
    assert "không phải điểm bằng số" not in shown and "sửa thành “8,5”" in shown
    assert "không phải điểm bằng số" in send(client, batch, **{"tra-0": "on"}).content.decode()
    send(client, batch, **{"o-0": "8,5"})
    send(client, batch, viec="nhap")
    assert stored(batch)[HOA] == ("ubnd-30115", 8.5)


def test_a_missing_name_and_a_missing_score_are_filled_in(client: Client) -> None:
    batch = draft(client, table(person(1, "", score=8), person(2, TAM, score="vắng")))
    send(client, batch, **{"o-0": HOA, "o-1": "6"})
    send(client, batch, viec="nhap")
    assert stored(batch) == {HOA: ("ubnd-30115", 8), TAM: ("ubnd-30115", 6)}


def test_rows_are_left_out_and_taken_back(client: Client) -> None:
    batch = draft(client, table(person(1, HOA), person(2, TAM, score="vắng"), person(3, VI)))
    shown = send(client, batch, bo=["0:4", "0:5"]).content.decode()
    assert "Nhập 1 người" in shown and "Bỏ dòng 5" in shown
    assert "Chỉ nhập 2 người hợp lệ" in send(client, batch, nhan=["0:4", "0:5"]).content.decode()
    send(client, batch, bo=["0:5"])
    send(client, batch, viec="nhap")
    assert set(stored(batch)) == {HOA, VI}
    batch.refresh_from_db()
    assert (batch.counts["skipped"], batch.counts["errors"]) == (4, 0)  # two title lines, the header, one row left out
    answer = send(client, draft(client, table(person(1, "Lê Văn Mẫu"))), bo=["0:4"])
    assert answer.status_code == 422 and "Không bỏ hết mọi dòng được" in answer.content.decode()


def test_a_row_left_out_still_gives_its_unit_to_the_rows_below(client: Client) -> None:
    batch = draft(client, table(person(1, HOA), [None, TAM, "Công chức", None, 7, None, None]))
    send(client, batch, bo=["0:4"])
    send(client, batch, viec="nhap")
    assert stored(batch) == {TAM: ("ubnd-30115", 7)}


# ---- columns ----

UNKNOWN = ("Mã", "Ai", "Ở đâu", "Bao nhiêu")


def unknown(*people: list[Any], title: str = "Bảng") -> bytes:
    return book({title: [UNKNOWN, *people]})


def test_a_header_that_nobody_knows_is_asked_about_once(client: Client, centre: User) -> None:
    batch = draft(client, unknown(["A1", HOA, MY_LONG, "8,5"]))
    assert "Cột trong tệp là gì?" in page(client, batch)
    address = reverse("score_batch", args=[batch.pk])
    refused = client.post(address, {"version": 1, "cot-0-2": "name"})
    assert refused.status_code == 422 and "Chọn cột chứa điểm." in refused.content.decode()
    client.post(address, {"version": 1, "cot-0-2": "name", "cot-0-3": "unit", "cot-0-4": "score"})
    assert "Người đọc được (1)" in page(client, batch)
    send(client, batch, viec="nhap")
    assert stored(batch) == {HOA: ("ubnd-30115", 8.5)}
    mapping = ImportMapping.objects.get()
    assert (mapping.kind, mapping.headings, mapping.made_by) == ("scores", [], centre)
    assert "Người đọc được (1)" in page(client, draft(client, unknown(["A2", TAM, MY_LONG, "7"], title="Tên khác")))
    target = target_of(inspection_id=None, new_title="Đợt khác", directive_id=None)
    assert import_scores(target=target, content=unknown(["A3", VI, MY_LONG, 6]), file_name="a.xlsx", by=None).document["rows"]


def test_what_was_said_about_scores_is_not_said_about_findings(client: Client) -> None:
    batch = draft(client, unknown(["A1", HOA, MY_LONG, "8,5"]))
    client.post(reverse("score_batch", args=[batch.pk]), {"version": 1, "cot-0-2": "name", "cot-0-3": "unit", "cot-0-4": "score"})
    send(client, batch, viec="nhap")
    assert remembered_mappings(ImportMapping.Kind.FINDINGS) == {}
    assert len(remembered_mappings(ImportMapping.Kind.SCORES)) == 1


def test_a_column_that_was_read_wrongly_is_put_right(client: Client) -> None:
    header = ("STT", "Họ và tên", "Đơn vị", "Điểm lý thuyết", "Điểm")
    batch = draft(client, table([1, HOA, MY_LONG, 9, 4], header=header))
    twice = send(client, batch, **{"cot-0-4": "score"})
    assert twice.status_code == 422 and "Hai cột cùng là “Điểm”" in twice.content.decode()
    send(client, batch, **{"cot-0-4": "score", "cot-0-5": ""})
    send(client, batch, viec="nhap")
    assert stored(batch) == {HOA: ("ubnd-30115", 9)}
    assert "Người đọc được (1)" in page(client, draft(client, table([1, TAM, MY_LONG, 5, 3], header=header)))


def test_parts_of_a_score_without_a_total_are_asked_about(client: Client) -> None:
    header = ("STT", "Họ và tên", "Đơn vị", "Điểm lý thuyết", "Điểm thực hành")
    batch = draft(client, table([1, HOA, MY_LONG, 9, 4], header=header))
    shown = page(client, batch)
    assert "Cột trong tệp là gì?" in shown
    columns = {"cot-0-1": "number", "cot-0-2": "name", "cot-0-3": "unit", "cot-0-5": "score"}
    client.post(reverse("score_batch", args=[batch.pk]), {"version": 1, **columns})
    send(client, batch, viec="nhap")
    assert stored(batch) == {HOA: ("ubnd-30115", 4)}


def test_a_file_without_anything_like_a_table_is_still_refused(centre: User) -> None:
    with pytest.raises(FileRefused) as refused:
        open_scores(
            by=centre,
            target=target_of(inspection_id=None, new_title="Kiểm tra", directive_id=None),
            content=book({"A": [["Ghi chú"], ["Không có gì"]]}),
            file_name="a.xlsx",
        )
    assert refused.value.code == "header_missing"


# ---- two people, the look, what is kept ----


def test_a_second_editor_overwrites_nothing(client: Client, centre: User) -> None:
    batch = draft(client, table(person(1, HOA, NEAR), person(2, TAM, score="tám")))
    before = scores_as_read(batch)
    send(client, batch, **{"o-0": "8"})
    late = client.post(reverse("score_batch", args=[batch.pk]), {**before, "ten-0": "ubnd-30115", "viec": "lai"})
    assert late.status_code == 409
    batch.refresh_from_db()
    assert "units" not in batch.choices and batch.version == 2
    with pytest.raises(Conflict):
        choose_scores(batch_id=batch.pk, version=1, by=centre, changes=Changes(left_out={("Phụ lục 3", 4): True}))


def test_decisions_are_never_mixed_with_a_commit(client: Client) -> None:
    batch = draft(client, table(person(1, HOA, score="tám"), person(2, TAM)))
    answer = send(client, batch, **{"o-0": "8", "viec": "nhap"})
    assert "Chưa nhập gì" in answer.content.decode()
    assert not stored(batch)


def test_every_look_is_noted_and_decisions_go_with_the_file(client: Client) -> None:
    batch = draft(client, table(person(1, HOA, NEAR), person(2, TAM), person(3, VI)))
    page(client, batch)
    send(client, batch, **{"ten-0": "ubnd-30115"})
    send(client, batch, bo=["0:4"])
    send(client, batch, **{"khac-0": "Xã Không Có"})
    assert list(ScoreReading.objects.order_by("pk").values_list("kind", "people")) == [("preview", 3)] * 4
    send(client, batch, viec="nhap")
    batch.refresh_from_db()
    assert (batch.choices, batch.content, ScoreReading.objects.count()) == ({}, None, 4)


def test_without_a_purpose_nothing_is_shown_but_what_was_decided_is_kept(client: Client) -> None:
    batch = draft(client, table(person(1, HOA, NEAR)))
    client.post(reverse("score_purpose"), {"thoi": "1"})
    assert "Xem để làm gì?" in page(client, batch) and HOA not in page(client, batch)
    answer = send(client, batch, **{"ten-0": "ubnd-30115"})
    assert "Xem để làm gì?" in answer.content.decode()
    batch.refresh_from_db()
    assert batch.choices["units"]
    asked = draft(client, unknown(["A1", HOA, MY_LONG, "8,5"]))
    client.post(reverse("score_purpose"), {"thoi": "1"})
    assert HOA not in page(client, asked)
    assert not ScoreReading.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_preview_costs_the_same_for_one_person_and_for_three(rows: int, client: Client, django_assert_max_num_queries: Any) -> None:
    batch = draft(client, table(*(person(number, one[0]) for number, one in enumerate(PEOPLE[:rows], start=1))))
    page(client, batch)
    with django_assert_max_num_queries(14):
        assert "Người đọc được" in page(client, batch)


def test_the_button_counts_who_will_be_written_and_not_who_was_read(client: Client) -> None:
    content = table(person(1, HOA), person(2, TAM))
    batch = draft(client, content)
    assert "Nhập 2 người" in page(client, batch)
    send(client, batch, viec="nhap")
    again = page(client, draft(client, content))
    assert "Kết thúc, không có gì mới để nhập" in again and "Người đọc được (2)" in again and "Nhập 2 người" not in again
