"""What a person would call the same text is the same, and nothing else is."""

from __future__ import annotations

import pytest

from common.identity import MARK_LENGTH, identity_key, identity_mark


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Chưa niêm yết đủ TTHC", "chưa  NIÊM yết đủ tthc."),
        ("Chưa niêm yết đủ TTHC", "- Chưa niêm yết đủ TTHC ;"),
        ("Máy lấy số bị hỏng chưa sửa", "Máy lấy số bị hỏng, chưa sửa"),
        ("Chưa có bảng “Nụ cười công sở”", 'Chưa có bảng "Nụ cười công sở"'),
        ("Chưa có bảng “Nụ cười công sở”", "Chưa có bảng Nụ cười công sở…"),
        ("Điểm Bưu điện - Văn hóa xã", "Điểm Bưu điện–Văn hoá xã"),
        ("Niêm yết , công khai( bản cũ )", "Niêm yết, công khai (bản cũ)!"),
        ("Tỷ lệ 3,5 %", "Tỷ lệ 3,5%"),
        ("Trả lời sau 3 – 5 ngày", "Trả lời sau 3-5 ngày"),
        ("Trễ hạn / quá hạn", "trễ hạn/quá hạn"),
    ],
)
def test_what_differs_in_writing_only_is_the_same(one: str, other: str) -> None:
    assert identity_key(one) == identity_key(other)
    assert identity_mark(one) == identity_mark(other) and len(identity_mark(one)) == MARK_LENGTH


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Cán bộ trực chưa đeo thẻ", "Cán bộ trực không đeo thẻ"),
        ("Xã Tân Thạnh", "Xã Tân Thành"),
        ("Đạt 3,5 điểm", "Đạt 35 điểm"),
        ("Trả lời sau 3-5 ngày", "Trả lời sau 3,5 ngày"),
        ("Trả lời sau 3-5 ngày", "Trả lời sau 35 ngày"),
        ("Thiếu 3 TTHC", "Thiếu 5 TTHC"),
        ("Đạt 5 %", "Đạt 5"),
        ("Hồ sơ 12/2020", "Hồ sơ 122020"),
    ],
)
def test_what_differs_in_words_or_numbers_is_not(one: str, other: str) -> None:
    assert identity_key(one) != identity_key(other)


def test_a_text_of_nothing_but_marks_is_not_every_other_one() -> None:
    assert identity_key("…") != identity_key("?") and identity_key("…") != ""
