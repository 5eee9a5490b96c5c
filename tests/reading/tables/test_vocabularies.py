"""The vocabularies of columns, row by row: each phrase has a heading that it reads, and every heading is read as its row says."""

from __future__ import annotations

import pytest

from reading.annex.columns import FINDINGS, Field
from reading.scores.columns import SCORES, ScoreField
from reading.tables.columns import Columns, Phrase

ROWS = [(kind, row, heading) for kind in (FINDINGS, SCORES) for row in kind.phrases for heading in row.seen]


@pytest.mark.parametrize(("kind", "row", "heading"), ROWS, ids=lambda value: value if isinstance(value, str) else "")
def test_a_heading_is_read_by_the_row_that_shows_it(kind: Columns, row: Phrase, heading: str) -> None:
    above = [kind.labels[row.field]] if row.below else []
    for printed in (heading, heading.upper(), f"{heading}:"):
        assert kind.meaning(printed, above) == row


@pytest.mark.parametrize("kind", [FINDINGS, SCORES], ids=["annex", "scores"])
def test_every_row_shows_a_heading_and_means_a_field(kind: Columns) -> None:
    assert all(row.seen and row.field in {*kind.labels, "nothing"} for row in kind.phrases)
    assert {*kind.needed, kind.main, *kind.several, *kind.under, *kind.parties} <= set(kind.labels)


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("TT", Field.NUMBER), ("Số TT", Field.NUMBER), ("S.T.T", Field.NUMBER),
        ("Tên đơn vị", Field.UNIT), ("ĐV kiểm tra", Field.UNIT), ("Xã/phường/TT", Field.UNIT), ("Địa điểm kiểm tra", Field.UNIT),
        ("Điểm giao dịch", Field.UNIT), ("Đơn vị được khảo sát", Field.UNIT), ("Nơi kiểm tra", Field.UNIT), ("Tên xã", Field.UNIT),
        ("Huyện, thành phố", Field.DISTRICT), ("Huyện/TP", Field.DISTRICT),
        ("Những hạn chế, thiếu sót phát hiện qua kiểm tra", Field.FINDING), ("Tồn tại, khuyết điểm", Field.FINDING),
        ("ND hạn chế", Field.FINDING), ("Nội dung còn thiếu sót", Field.FINDING), ("Vấn đề tồn tại", Field.FINDING),
        ("Mặt hạn chế", Field.FINDING), ("Bất cập, vướng mắc", Field.FINDING),
        ("Những nội dung còn hạn chế, thiếu sót cần khắc phục", Field.FINDING), ("Những việc chưa làm được", Field.FINDING),
        ("Đơn vị có hạn chế", Field.UNIT), ("Địa phương còn để xảy ra thiếu sót", Field.UNIT),
        ("Lý do", Field.CAUSE), ("Nguyên nhân của hạn chế", Field.CAUSE), ("NN", Field.CAUSE),
        ("Biện pháp khắc phục hạn chế", Field.REMEDY), ("Việc cần làm", Field.REMEDY), ("Kiến nghị của Đoàn", Field.REMEDY),
        ("Hướng khắc phục", Field.REMEDY), ("Yêu cầu xử lý", Field.REMEDY), ("Cách sửa", Field.REMEDY),
        ("Hạn khắc phục", Field.DUE), ("Phải xong trước", Field.DUE), ("TG hoàn thành", Field.DUE), ("Ngày hoàn thành", Field.DUE),
        ("Thời gian", Field.DUE), ("Chậm nhất ngày", Field.DUE), ("Tiến độ", Field.DUE),
        ("Cơ quan chủ trì", Field.LEAD), ("ĐV chịu trách nhiệm", Field.LEAD), ("Đơn vị thực hiện", Field.LEAD), ("Phân công", Field.LEAD),
        ("Đơn vị phối hợp", Field.COORDINATING), ("Phối hợp", Field.COORDINATING), ("Ghi chú (nếu có)", Field.NOTE),
        ("Ngày kiểm tra", None), ("Số hạn chế", None), ("Mặt làm được", None), ("Cơ sở vật chất", None), ("Kết quả khắc phục", None),
    ],
)  # fmt: skip
def test_headings_mean_what_offices_mean_by_them(heading: str, field: str | None) -> None:
    assert means(heading) == means(heading.upper()) == field


def means(heading: str) -> str | None:
    """The field of a heading of findings; None also where it says that there is nothing to read."""
    found = FINDINGS.meaning(heading)
    return found.field if found is not None and found.field in FINDINGS.labels else None


def fields(kind: Columns, *paths: tuple[str, ...]) -> list[tuple[int, str]]:
    """(place, field) of the columns of a header, from the headings over each."""
    return [(column.index, column.field) for column in kind.read(dict(enumerate(paths, start=1)))]


def test_an_area_is_a_finding_column_only_beside_others() -> None:
    places = [(1, Field.NUMBER), (2, Field.UNIT)]
    assert fields(FINDINGS, ("TT",), ("Xã",), ("Cơ sở vật chất",), ("Niêm yết",)) == [*places, (3, Field.FINDING), (4, Field.FINDING)]
    assert fields(FINDINGS, ("TT",), ("Xã",), ("Cơ sở vật chất",)) == places


def test_of_two_units_the_surer_one_is_the_unit_and_the_one_before_it_the_district() -> None:
    assert fields(FINDINGS, ("Đơn vị",), ("Xã, phường",), ("Hạn chế",)) == [(1, Field.DISTRICT), (2, Field.UNIT), (3, Field.FINDING)]
    assert fields(SCORES, ("Đơn vị",), ("Xã, phường",), ("Họ tên",), ("Điểm",))[:2] == [(1, Field.DISTRICT), (2, Field.UNIT)]
    assert fields(SCORES, ("Huyện",), ("Họ tên",), ("Điểm",))[0] == (1, Field.UNIT)


def test_a_heading_that_says_nothing_by_itself_means_what_stands_above_it() -> None:
    assert fields(FINDINGS, ("Hạn chế",), ("Biện pháp", "Nội dung"), ("Phân công", "Đơn vị"), ("Hạn chế", "Về niêm yết")) == [
        (1, Field.FINDING), (2, Field.REMEDY), (3, Field.LEAD), (4, Field.FINDING),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("headings", "score"),
    [
        ([("Điểm", "Lý thuyết"), ("Điểm", "Thực hành"), ("Điểm", "Tổng")], 3), ([("Điểm LT",), ("Điểm TH",), ("Điểm TB",)], 3),
        ([("Điểm", "Bằng chữ"), ("Điểm", "Bằng số")], 2), ([("Điểm (bằng chữ)",), ("Điểm (bằng số)",)], 2),
        ([("Điểm thi",), ("Kết quả",)], 1), ([("Kết quả",)], 1), ([("Điểm lý thuyết",), ("Điểm thực hành",)], None), ([("Tổng",)], None),
        ([("Số",)], None), ([("Kết quả kiểm tra", "Số"), ("Kết quả kiểm tra", "Chữ")], 1),
    ],
)  # fmt: skip
def test_which_of_several_columns_is_the_score(headings: list[tuple[str, ...]], score: int | None) -> None:
    assert [place for place, field in fields(SCORES, *headings) if field == ScoreField.SCORE] == ([score] if score else [])


def test_a_heading_that_says_two_things_gives_both() -> None:
    assert fields(SCORES, ("Chức vụ, đơn vị công tác",)) == [(1, ScoreField.POSITION), (1, ScoreField.UNIT)]
    assert fields(SCORES, ("Chức vụ, đơn vị công tác",), ("Đơn vị",)) == [(1, ScoreField.POSITION), (2, ScoreField.UNIT)]
