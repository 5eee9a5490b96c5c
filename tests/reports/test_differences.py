"""What changed between two texts, word by word."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.presenters.differences import word_pieces


def marked(before: str, after: str) -> str:
    signs = {"": "{}", "ins": "[+{}]", "del": "[-{}]"}
    return "".join(signs[piece.kind].format(piece.text) for piece in word_pieces(before, after))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("Phát thanh 20 lượt, dán tại 05 ấp.", "Phát thanh 12 lượt, dán tại 05 ấp.", "Phát thanh [-20] [+12] lượt, dán tại 05 ấp."),
        ("Đã trang bị máy in", "Đã trang bị 01 máy in", "Đã trang bị [+01] máy in"),
        ("xong 15/03/2021", "xong 20/03/2021", "xong [-15/03/2021] [+20/03/2021]"),
        ("một, hai ba", "bốn, năm ba", "[-một, hai] [+bốn, năm] ba"),
        ("", "mới", "[+mới]"),
        ("cũ", "", "[-cũ]"),
        ("hai  dấu cách", "hai dấu cách", "hai dấu cách"),
        ("như cũ", "như cũ", "như cũ"),
        ("", "", ""),
    ],
)
def test_words_that_came_and_went_are_marked_and_no_others(before: str, after: str, expected: str) -> None:
    assert marked(before, after) == expected


@given(st.text("ab ,.1\n", max_size=40), st.text("ab ,.1\n", max_size=40))
def test_both_texts_can_be_read_from_the_pieces(before: str, after: str) -> None:
    pieces = word_pieces(before, after)
    assert "".join("".join(piece.text for piece in pieces if piece.kind != "ins").split()) == "".join(before.split())
    assert "".join("".join(piece.text for piece in pieces if piece.kind != "del").split()) == "".join(after.split())


def test_the_longest_texts_are_compared_at_once() -> None:
    """4,000 characters of a few words again and again, the worst case for the comparison."""
    started = time.perf_counter()
    word_pieces("một hai " * 500, "một ba " * 570)
    assert time.perf_counter() - started < 1
