"""For every unit of 2021: a spelling without accents or with a slip of the pen proposes the unit and never decides for one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from common.text import fold, match_key
from tests.seed import books
from tests.units.test_matching import COMMUNES, DISTRICTS, IN_2021, codes
from units.entries import BookUnit
from units.matching import Match

SHORT = {"xã": ("xa", "x."), "phường": ("phuong", "p."), "thị trấn": ("thi tran", "tt.")}
PLAIN = {row["code"]: fold(row["name"]) for row in COMMUNES}
ACCENTED = [row for row in COMMUNES if match_key(row["name"]) != PLAIN[row["code"]]]
bounded = settings(max_examples=200, deadline=None, database=None)


BOOK = books(IN_2021)


def is_ordered(found: Match) -> bool:
    scores = [candidate.score for candidate in found.candidates]
    return scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("above", DISTRICTS, ids=lambda row: row["code"])
def test_a_name_without_accents_proposes_its_unit_first(above: dict[str, str]) -> None:
    district = BOOK.by_code(f"ubnd-{above['code']}")
    for row in [one for one in ACCENTED if one["parent_code"] == above["code"]]:
        bare = PLAIN[row["code"]]
        alike = {f"ubnd-{one['code']}" for one in COMMUNES if one["parent_code"] == above["code"] and PLAIN[one["code"]] == bare}
        for written in (bare, bare.upper(), f"{row['kind']} {bare}", *(f"{kind} {bare}" for kind in SHORT[row["kind"]])):
            found = BOOK.match(written, district=district)
            assert found.unit is None, written
            assert f"ubnd-{row['code']}" in codes(found), written
            assert codes(found)[0] in alike, written
            assert is_ordered(found)


@bounded
@given(data=st.data())
def test_a_slip_of_the_pen_proposes_the_unit_and_never_decides(data: st.DataObject) -> None:
    row = data.draw(st.sampled_from([one for one in COMMUNES if len(one["name"]) > 5]))
    district = BOOK.by_code(f"ubnd-{row['parent_code']}")
    name = row["name"]
    place = data.draw(st.integers(1, len(name) - 2))
    letter = data.draw(st.sampled_from("abcdeghiklmnopqrstuvxyâêôơư"))
    slipped = data.draw(
        st.sampled_from((name[:place] + name[place + 1 :], name[:place] + letter + name[place + 1 :], name[:place] + letter + name[place:]))
    )
    found = BOOK.match(f"{row['kind']} {slipped}", district=district)
    named = {match_key(one["name"]): f"ubnd-{one['code']}" for one in COMMUNES if one["parent_code"] == row["parent_code"]}
    if found.unit is not None:  # only where what is written is the very name of a unit
        assert named[match_key(slipped)] == found.unit.code
    else:  # "An Loc" for "An Lạc" is, letter by letter, An Lộc of the same district: that one alone is proposed
        others = {
            f"ubnd-{one['code']}" for one in COMMUNES if one["parent_code"] == row["parent_code"] and PLAIN[one["code"]] == fold(slipped)
        }
        assert others & set(codes(found)) or f"ubnd-{row['code']}" in codes(found)
        assert is_ordered(found)


def test_a_slip_that_looks_like_a_district_is_read_as_a_slip() -> None:
    district = BOOK.by_code("ubnd-869")
    assert codes(BOOK.match("xã Tân H Cơ", district=district)) == ["ubnd-29929"]
    assert codes(BOOK.match("Tân H Cơ"))[0] == "ubnd-29929"
    assert not BOOK.match("Mỹ Long h Không Có").unit


@bounded
@given(text=st.text(max_size=60))
def test_any_text_is_answered(text: str) -> None:
    found = BOOK.match(text)
    assert found.status in ("matched", "ambiguous", "unknown")
    assert is_ordered(found)
    if found.unit is not None:
        assert isinstance(found.unit, BookUnit)


@pytest.mark.parametrize(
    "name", ["H. Lai Vung Xã Hòa Long", "Huyện Lai Vung, xã Hòa Long", "huyện Lai Vung - X. Hòa Long", "Xã Hòa Long, huyện Lai Vung"]
)
def test_the_district_may_stand_first(name: str) -> None:
    found = BOOK.match(name)
    assert found.unit is not None and found.unit.qualified_name == "UBND xã Hòa Long, huyện Lai Vung"
