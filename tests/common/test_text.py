"""One form for storing, one for comparing, one for guessing."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.text import clean, fold, match_key, printable, unescape

SPECIMEN = "Cộng hoà xã hội chủ nghĩa Việt Nam – ĐỘC LẬP, Tự do; hạnh phúc: ẳẵặ ắằ ẩẫậ ểễệ ổỗộ ởỡợ ửữự ỷỹỵ"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("  Xã\u00a0Tân  Khánh\tTrung\r\n", "Xã Tân Khánh Trung"),
        ("Dòng một_x000D_\ndòng hai", "Dòng một dòng hai"),
        ("Bưu\u200bđiện\ufeff", "Bưuđiện"),
        (unicodedata.normalize("NFD", "Hồng Ngự"), "Hồng Ngự"),
        ("Sửa máy_x000B_ lấy_x0007_số\x07", "Sửa máy lấy số"),
        ("\u202eBưu điện\u2069 \u200fxã\u200e", "Bưu điện xã"),
        ("một\x1ehai khắc\x1f phục\x00", "một-hai khắc phục"),
        ("dòng\u2028hai\x85ba", "dòng hai ba"),
        ("mã _x0041_ giữ nguyên", "mã _x0041_ giữ nguyên"),
        ("", ""),
    ],
)
def test_clean_text_is_nfc_with_single_spaces(written: str, expected: str) -> None:
    assert clean(written) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Phường Hoà Thuận", "PHƯỜNG HÒA THUẬN"),
        ("Uỷ ban", "Ủy ban"),
        ("UỶ BAN", "ủy ban"),
        ("khoẻ", "khỏe"),
        ("Thuỷ", "Thủy"),
        ("quý", "Quý"),
        ("Qúy", "Quý"),
        (unicodedata.normalize("NFD", "Sa Đéc"), "sa đéc"),
        ("Ðồng Tháp", "Đồng Tháp"),
    ],
)
def test_spellings_of_the_same_words_have_the_same_key(one: str, other: str) -> None:
    assert match_key(one) == match_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Tân Thạnh", "Tân Thành"), ("hoàn", "hòan"), ("Mỹ Quý", "Mỹ Quí"), ("Long Khánh A", "Long Khánh B"), ("má", "mà")]
)
def test_different_words_have_different_keys(one: str, other: str) -> None:
    assert match_key(one) != match_key(other)


def test_fold_drops_accents_and_the_bar_of_d() -> None:
    assert fold("Đề án Hoà Thuận, ưỡn") == "de an hoa thuan, uon"


@given(st.text())
def test_cleaning_and_keys_are_stable(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert match_key(clean(text)) == match_key(text)


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("_x0110_ường", "Đường"),
        ("_x005F_x0041_", "_x0041_"),
        ("_xD83D__xDE00_", "\U0001f600"),
        ("_xD83D_ nửa", " nửa"),
        ("_x00D", "_x00D"),
        ("A_x000D_\nB", "A\r\nB"),
    ],
)
def test_escapes_of_office_files_are_shown_as_what_they_stand_for(stored: str, shown: str) -> None:
    assert unescape(stored) == shown


@given(st.text())
def test_printable_text_keeps_its_lines_and_is_stable(text: str) -> None:
    once = printable(text)
    assert printable(once) == once
    assert not any(unicodedata.category(letter) in ("Cc", "Cs") and letter not in "\t\n\r" for letter in once)
    assert clean(once) == clean(text)
