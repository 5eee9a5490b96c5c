"""A percentage says all only when it is all, none only when it is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.formats import vn_percent
from common.shares import percent


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        (466, 467, 99), (1, 467, 1), (1, 100_000, 1), (99_999, 100_000, 99), (35, 67, 52), (1, 8, 13), (5, 5, 100), (0, 5, 0), (0, 0, 0),
        (0.9999, 1, 99),
    ],
)  # fmt: skip
def test_a_share_in_per_cent(part: float, whole: float, said: int) -> None:
    assert percent(part, whole) == said


@given(st.integers(0, 10**7), st.integers(1, 10**7))
def test_all_is_all_and_none_is_none(part: int, whole: int) -> None:
    assert (percent(part, whole) == 100) == (part >= whole)
    assert (percent(part, whole) == 0) == (part == 0)


@pytest.mark.parametrize(("value", "said"), [(99.96, "99,9%"), (0.04, "0,1%"), (45.5, "45,5%"), (100, "100%"), (0, "0%"), (None, "")])
def test_a_written_percentage_never_rounds_to_all_or_none(value: float | None, said: str) -> None:
    assert vn_percent(value) == said
