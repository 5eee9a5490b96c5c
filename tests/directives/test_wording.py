"""A title says what is to be done, not who does it with whom; the list of what is asked has one thing an entry."""

from __future__ import annotations

import pytest

from directives.proposing.wording import TITLE_LENGTH, asked_parts, item_title


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Chủ trì phối hợp với Bưu điện cấp huyện khẩn trương hoàn thiện trụ sở; việc khác.", "Khẩn trương hoàn thiện trụ sở"),
        ("Chỉ đạo UBND cấp xã được kiểm tra phối hợp với Bưu điện tập trung khắc phục hạn chế.", "Tập trung khắc phục hạn chế"),
        (
            "Đề nghị Bưu điện Tỉnh chỉ đạo Bưu điện cấp huyện phối hợp, khắc phục hạn chế.",
            "Chỉ đạo Bưu điện cấp huyện phối hợp, khắc phục hạn chế",
        ),
        ("Giao Sở Tài chính tham mưu UBND Tỉnh bố trí kinh phí.", "Tham mưu UBND Tỉnh bố trí kinh phí"),
        ("Phối hợp, theo dõi việc thực hiện.", "Phối hợp, theo dõi việc thực hiện"),
        ("Chủ trì, phối hợp với Bưu điện tập huấn nghiệp vụ.", "Tập huấn nghiệp vụ"),
        ("Rà soát trang thiết bị. Thời gian trong tháng 4.", "Rà soát trang thiết bị"),
        ("Phối hợp với Bưu điện Tỉnh.", "Phối hợp với Bưu điện Tỉnh"),
    ],
)
def test_title_is_the_first_thing_asked(text: str, title: str) -> None:
    assert item_title(text) == title


def test_long_title_ends_at_a_word() -> None:
    title = item_title("Rà soát " + "trang thiết bị " * 30)
    assert len(title) <= TITLE_LENGTH + 1
    assert title.endswith("…")
    assert title[:-1].split()[-1] in {"trang", "thiết", "bị"}


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Một việc.", []),
        ("một; hai; ba.", ["Một", "Hai", "Ba."]),
        ("một (a; b); “c; d” và đ; ", ["Một (a; b)", "“c; d” và đ"]),
        ("một (chưa đóng; hai", []),
        ("", []),
        ("Sửa trụ sở tại Bộ phận Một cửa; Bưu điện cấp xã tham gia Đề án.", []),
        (
            "Rà soát trang thiết bị. Bố trí nhân viên. Thời gian thực hiện trong Quý I/2021.",
            ["Rà soát trang thiết bị.", "Bố trí nhân viên."],
        ),
    ],
)
def test_parts_are_sentences_and_what_stands_between_semicolons(text: str, parts: list[str]) -> None:
    assert asked_parts(text) == parts
