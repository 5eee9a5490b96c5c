"""Labels as printed, their order, and the keys that points get from them."""

from __future__ import annotations

import pytest

from reading.dispatch.outline import Outline
from reading.files.content import Line
from reading.files.labels import follows, read_label, roman_value


@pytest.mark.parametrize(
    ("text", "parts", "style"),
    [
        ("1. UBND các huyện", ("1",), "number"),
        ("1) UBND các huyện", ("1",), "number)"),
        ("10.Sở Nội vụ", ("10",), "number"),
        ("1.1. Đối với", ("1", "1"), "decimal 2"),
        ("2.3 Đối với", ("2", "3"), "decimal 2"),
        ("a) Rà soát", ("a",), "lower"),
        ("đ) Rà soát", ("đ",), "lower"),
        ("I. MỤC TIÊU", ("I",), "roman"),
        ("XIV. MỤC TIÊU", ("XIV",), "roman"),
        ("A. Phần chung", ("A",), "upper"),
        ("Điều 1. Ban hành", ("1",), "article"),
        ("Chương II", ("II",), "chapter chương"),
        ("(1) Quan tâm", ("1",), "(number)"),
        ("a.1) Rà soát", ("a", "1"), "lower 2"),
        ("1/- Sở Nội vụ", ("1",), "number"),
        ("1/ Sở Nội vụ", ("1",), "number"),
        ("2- Bưu điện Tỉnh", ("2",), "number"),
        ("I/- Mục tiêu", ("I",), "roman"),
        ("a/- Rà soát", ("a",), "lower"),
    ],
)
def test_a_label_is_read_as_printed(text: str, parts: tuple[str, ...], style: str) -> None:
    label = read_label(text)
    assert label is not None
    assert (label.parts, label.style) == (parts, style)


@pytest.mark.parametrize(
    "text",
    [
        "Thứ nhất, tỷ lệ lấp đầy",
        "10 ngày làm việc",
        "1.500 tỷ đồng",
        "15/4/2021 là hạn",
        "V/v rà soát",
        "2021. Sở Nội vụ",
        "- Như trên",
        "TM. ỦY BAN",
        "Điều này",
        "đ/c Bích",
        "318/QĐ-UBND ngày 04/02/2021",
        "10/VBHN-BGDĐT",
        "15/ VPUBND-KSTTHC",
        "12- 15 ngày làm việc",
        "2-3 lần",
    ],
)
def test_running_words_are_no_label(text: str) -> None:
    assert read_label(text) is None


@pytest.mark.parametrize(("text", "value"), [("I", 1), ("IV", 4), ("IX", 9), ("XL", 40), ("IIX", 0), ("VV", 0)])
def test_roman_numbers(text: str, value: int) -> None:
    assert roman_value(text) == value


@pytest.mark.parametrize(
    ("before", "part", "style", "fits"),
    [
        (None, "1", "number", True),
        ("1", "2", "number", True),
        ("2", "4", "number", False),
        (None, "2", "number", False),
        ("III", "IV", "roman", True),
        ("d", "đ", "lower", True),
        ("d", "e", "lower", True),  # a missing đ is no disorder
        ("e", "g", "lower", True),  # nor is a missing f
        ("e", "f", "lower", True),
        ("i", "k", "lower", True),
        ("b", "d", "lower", False),
        ("c", "b", "lower", False),
    ],
)
def test_what_follows_what(before: str | None, part: str, style: str, fits: bool) -> None:
    assert follows(before, part, style) is fits


def _keys(*texts: str) -> Outline:
    outline = Outline()
    for number, text in enumerate(texts, start=1):
        outline.add(Line(number, 0, text))
    return outline


def test_a_label_that_repeats_its_parents_is_not_prefixed_again() -> None:
    outline = _keys("I. Chung", "1. Một", "1.1. Một một", "1.2. Một hai", "1.2.1. Sâu", "2. Hai", "2.1 Hai một", "II. Riêng", "1. Lại một")
    assert [node.key for node in outline.nodes] == ["I", "I.1", "I.1.1", "I.1.2", "I.1.2.1", "I.2", "I.2.1", "II", "II.1"]
    assert outline.disorder == []


def test_articles_clauses_and_points_nest() -> None:
    outline = _keys("Điều 1. Phạm vi", "Điều 2. Việc", "1. Một", "a) Sâu", "đ) Lệch", "2. Hai", "Điều 3. Cuối")
    assert [node.key for node in outline.nodes] == ["1", "2", "2.1", "2.1.a", "2.1.đ", "2.2", "3"]
    assert outline.disorder == ["2.1.đ"]


def test_a_letter_that_could_be_a_roman_number_follows_its_own_list() -> None:
    outline = _keys("A. Một", "B. Hai", "C. Ba", "I. Chìm", "II. Chìm", "D. Bốn")
    assert [node.key for node in outline.nodes] == ["A", "B", "C", "C.I", "C.II", "D"]


def test_articles_run_on_across_chapters_in_good_order() -> None:
    outline = _keys("Chương I", "Điều 1. Một", "Điều 2. Hai", "Chương II", "Điều 3. Ba", "Điều 5. Năm")
    assert [node.key for node in outline.nodes] == ["I", "I.1", "I.2", "II", "II.3", "II.5"]
    assert outline.disorder == ["II.5"]


def test_a_label_printed_twice_gives_two_points() -> None:
    outline = _keys("1. Một", "2. Hai", "2. Hai nữa", "3. Ba")
    assert [node.key for node in outline.nodes] == ["1", "2", "2(2)", "3"]
    assert outline.disorder == ["2(2)"]


def test_dash_lines_and_unlabelled_paragraphs_belong_to_the_point_above() -> None:
    outline = _keys("1. Lưu ý:", "- Thay bảng;", "+ Bảng mới;", "Căn cứ kết quả, làm tiếp.", "2. Hai")
    assert outline.nodes[0].text == "Lưu ý: - Thay bảng; + Bảng mới; Căn cứ kết quả, làm tiếp."
    assert [segment.kind for segment in outline.nodes[0].segments] == ["head", "dash", "dash", "plain"]
