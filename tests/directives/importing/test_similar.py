"""Which findings of one unit are shown as perhaps the same, and which are not."""

from __future__ import annotations

import random

import pytest

from common.identity import identity_mark
from common.text import fold, match_key
from directives.importing.similar import ALIKE, MOST_COMPARED, Text, find_pairs, likeness


def pairs(*texts: str, units: tuple[int, ...] = ()) -> list[tuple[str, str]]:
    given = [Text(units[row] if units else 1, text, row) for row, text in enumerate(texts)]
    return [(pair.later.text, pair.earlier.text) for pair in find_pairs(given)[0]]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Chưa niêm yết đủ TTHC tại xã", "Chưa niêm yết đầy đủ TTHC ở xã"),
        ("Chưa niêm yết đầy đủ TTHC", "Chua niem yet day du TTHC"),
        ("Bảng niêm yết để khuất sau tủ hồ sơ", "Bảng niêm yết để khuất sau tủ hồ sơ, khó nhìn, thiếu ánh sáng, đã cũ"),
        ("Nhân viên Bưu điện chưa được tập huấn", "Chưa tập huấn cho nhân viên Bưu điện"),
    ],
)
def test_nearly_the_same_words_are_a_pair(one: str, other: str) -> None:
    assert pairs(one, other) == [(other, one)]
    assert pairs(other, one) == [(one, other)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Thiếu máy quét", "Thiếu máy in"),
        ("Thiếu 3 TTHC lĩnh vực đất đai", "Thiếu 5 TTHC lĩnh vực đất đai"),
        ("Máy in hỏng", "Chưa có sổ góp ý"),
        ("Chưa niêm yết", "CHƯA NIÊM YẾT"),  # the same finding: a duplicate, said elsewhere
        ("", ""),
    ],
)
def test_different_findings_are_none(one: str, other: str) -> None:
    assert pairs(one, other) == []


def test_another_unit_is_never_compared() -> None:
    assert pairs("Chưa niêm yết đủ TTHC tại xã", "Chưa niêm yết đầy đủ TTHC ở xã", units=(1, 2)) == []


def test_a_stored_finding_is_the_earlier_one_and_is_never_asked_about_itself() -> None:
    stored = Text(1, "Chưa niêm yết đủ TTHC tại xã", None, "ND-030", is_new=False)
    (pair,), crowded = find_pairs([Text(1, "Chưa niêm yết đầy đủ TTHC ở xã", 0), stored])
    assert (pair.earlier.label, crowded) == ("ND-030", [])
    unchanged = Text(1, "Chưa niêm yết đầy đủ TTHC ở xã", 0, is_new=False)
    assert find_pairs([unchanged, stored]) == ([], [])


def test_the_key_of_a_pair_is_the_same_whichever_comes_first() -> None:
    texts = ("Chưa niêm yết đủ TTHC tại xã", "Chưa niêm yết đầy đủ TTHC ở xã")
    keys = {find_pairs([Text(1, text, row) for row, text in enumerate(order)])[0][0].key for order in (texts, texts[::-1])}
    assert len(keys) == 1 and identity_mark("A  b") == identity_mark("a B")


def test_a_unit_with_too_many_findings_is_named_and_not_compared() -> None:
    assert find_pairs([Text(7, f"Hạn chế {'x' * (row % 50)} thứ {row}", row) for row in range(MOST_COMPARED + 5000)]) == ([], [7])


def looked_through(texts: list[Text]) -> list[tuple[int | None, int | None, float]]:
    """Every pair measured, as the definition says: for each new text the first of those above it that are most like it."""
    words = [frozenset(fold(word) for word in match_key(text.text).split()) for text in texts]
    found = []
    for place, later in enumerate(texts):
        scores = [(likeness(words[before], words[place]), before) for before in range(place) if texts[before].key != later.key]
        best = max((one for one in scores if one[0] >= ALIKE), key=lambda one: (one[0], -one[1]), default=None)
        if later.is_new and best is not None:
            found.append((later.row, texts[best[1]].row, best[0]))
    return found


@pytest.mark.parametrize("seed", range(60))
def test_nothing_is_missed_by_not_looking_at_every_pair(seed: int) -> None:
    """Short vocabularies, so that texts share words, contain each other and say the same in another order."""
    dice = random.Random(seed)
    vocabulary = dice.sample(
        ["bảng", "niêm", "yết", "thủ", "tục", "máy", "in", "hồ", "sơ", "quét", "hỏng", "thiếu", "mẫu", "3", "5"], dice.randint(4, 13)
    )
    texts = [
        Text(1, " ".join(dice.choices(vocabulary, k=dice.randint(1, 9))), row, is_new=dice.random() < 0.8)
        for row in range(dice.randint(20, 60))
    ]
    expected = looked_through(texts)
    assert expected
    assert [(pair.later.row, pair.earlier.row, pair.likeness) for pair in find_pairs(texts)[0]] == expected


def test_a_unit_with_as_many_findings_as_are_compared_is_compared() -> None:
    dice = random.Random(1)
    vocabulary = [f"{one}{two}" for one in "bcdghklm" for two in "aeiouy"]
    texts = [Text(7, " ".join(dice.choices(vocabulary, k=dice.randint(5, 14))), row) for row in range(MOST_COMPARED)]
    found, crowded = find_pairs(texts)
    assert found and crowded == []
