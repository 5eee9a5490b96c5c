"""A written name finds its unit, or what it may mean, or nothing; never a unit that was not written."""

from __future__ import annotations

import csv
import itertools
import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.seed import REGISTER, TODAY, books
from units.entries import Spelling
from units.matching import Match, UnitBook
from units.register import Register

DATA = Path(__file__).resolve().parents[2] / "units" / "data" / "units_dong_thap_2021.csv"
IN_2021 = date(2021, 2, 22)
ROWS = {row["code"]: row for row in csv.DictReader(DATA.open(encoding="utf-8", newline=""))}
COMMUNES = [row for row in ROWS.values() if row["level"] == "commune"]
DISTRICTS = [row for row in ROWS.values() if row["level"] == "district"]
SHORT = {"xã": "X.", "phường": "P.", "thị trấn": "TT.", "huyện": "H.", "thành phố": "TP."}
NEW_STYLE = {"òa": "oà", "óa": "oá", "ỏa": "oả", "õa": "oã", "ọa": "oạ", "ủy": "uỷ", "úy": "uý"}


@pytest.fixture
def book() -> UnitBook:
    return books(IN_2021)


def codes(found: Match) -> list[str]:
    return [candidate.unit.code for candidate in found.candidates]


def seen(found: Match) -> str:
    """The matched code, or '?' with the candidates of an ambiguous name, or '-' with those of an unknown one."""
    if found.unit:
        return found.unit.code
    return " ".join(["?" if found.status == "ambiguous" else "-", *codes(found)])


def spellings(kind: str, name: str) -> Iterator[str]:
    """The usual ways to write an area's name with its kind."""
    yield from (f"{kind} {name}", f"{kind.capitalize()} {name}", f"{kind} {name}".upper(), f"{SHORT[kind]} {name}", f"{SHORT[kind]}{name}")
    yield unicodedata.normalize("NFD", f"{kind} {name}")
    yield f"  {kind}\u00a0{name.replace(' ', '  ')} ;"
    yield f"- {kind} {name}."
    for old, new in NEW_STYLE.items():
        yield f"{kind} {name.replace(old, new)}"
        yield f"{kind} {name.replace(new, old)}"
    if name.isdecimal():
        yield from (f"P{name}", f"P.{name}", f"F{name}", f"phường 0{name}")


@pytest.mark.parametrize("above", DISTRICTS, ids=lambda row: row["code"])
def test_every_commune_of_2021_finds_itself_within_its_district_in_every_usual_spelling(above: dict[str, str], book: UnitBook) -> None:
    district = book.by_code(f"ubnd-{above['code']}")
    bodies = {
        **dict.fromkeys(("{}", "UBND {}", "Uỷ ban nhân dân {}", "Bộ phận Một cửa {}"), "ubnd"),
        **dict.fromkeys(("Bưu điện {}", "BĐ {}"), "buudien"),
    }
    behind = (
        ", {kind} {name}",
        " ({kind} {name})",
        " - {kind} {name}",
        " {kind} {name}",
        ", {short}{name}",
        " thuộc {kind} {name}, tỉnh Đồng Tháp",
    )
    communes = [row for row in COMMUNES if row["parent_code"] == above["code"]]
    assert communes
    for row in communes:
        for place, (written, role) in itertools.product(spellings(row["kind"], row["name"]), bodies.items()):
            name = written.format(place.strip(" -"))
            assert seen(book.match(name, district=district)) == f"{role}-{row['code']}", name
        for where in behind:
            name = f"{row['kind']} {row['name']}" + where.format(kind=above["kind"], name=above["name"], short=SHORT[above["kind"]])
            assert seen(book.match(name)) == f"ubnd-{row['code']}", name


@pytest.mark.parametrize("row", DISTRICTS, ids=lambda row: row["code"])
def test_every_district_of_2021_finds_itself_in_every_usual_spelling(row: dict[str, str], book: UnitBook) -> None:
    for place in spellings(row["kind"], row["name"]):
        for written, role in (
            ("{}", "ubnd"),
            ("UBND {}", "ubnd"),
            ("UB {}", "ubnd"),
            ("Bưu điện {}", "buudien"),
            ("Chủ tịch UBND {}", "ubnd"),
        ):
            name = written.format(place.strip(" -"))
            assert seen(book.match(name)) == f"{role}-{row['code']}", name
            assert seen(book.match(name, district=book.by_code("ubnd-871"))) == f"{role}-{row['code']}", (
                "a kind of district wins over the context"
            )


def test_every_commune_name_without_its_district_is_itself_or_ambiguous_and_never_another(book: UnitBook) -> None:
    bearers: dict[tuple[str, str], int] = {}
    for row in COMMUNES:
        key = (row["kind"], row["name"].replace("Hoà", "Hòa"))
        bearers[key] = bearers.get(key, 0) + 1
    for row in COMMUNES:
        found = book.match(f"{row['kind']} {row['name']}")
        if bearers[row["kind"], row["name"].replace("Hoà", "Hòa")] == 1:
            assert seen(found) == f"ubnd-{row['code']}"
        else:
            assert found.status == "ambiguous"
            assert f"ubnd-{row['code']}" in codes(found)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        # homonyms of districts
        ("Cao Lãnh", "? ubnd-866 ubnd-873"),
        ("Hồng Ngự", "? ubnd-868 ubnd-870"),
        ("UBND Hồng Ngự", "? ubnd-868 ubnd-870"),
        ("Bưu điện Hồng Ngự", "? buudien-868 buudien-870"),
        ("huyện Hồng Ngự", "ubnd-870"),
        ("Hồng Ngự (thành phố)", "ubnd-868"),
        ("TP.Cao Lãnh", "ubnd-866"),
        # homonyms of communes in two districts
        ("xã Tân Phước", "? ubnd-29944 ubnd-30220"),
        ("Tân Phước (Tân Hồng)", "ubnd-29944"),
        ("Tân Phước, Lai Vung", "ubnd-30220"),
        ("Phường 1", "? ubnd-29866 ubnd-29905"),
        ("Phường I, Sa Đéc", "ubnd-29905"),
        ("An Hòa", "? ubnd-29919 ubnd-30019"),
        ("phường An Hoà", "ubnd-29919"),
        ("xã An Hòa", "ubnd-30019"),
        ("Bình Thạnh", "? ubnd-29959 ubnd-30127"),
        ("Tân Hòa", "? ubnd-30136 ubnd-30235"),
        ("Bình Thành", "? ubnd-30163 ubnd-30193"),
        # one accent apart
        ("Tân Thạnh", "ubnd-30157"),
        ("Tân Thành", "ubnd-30226"),
        # same name and district, another kind
        ("thị trấn Mỹ An", "ubnd-30037"),
        ("xã Mỹ An, huyện Tháp Mười", "ubnd-30064"),
        ("Mỹ Thọ (huyện Cao Lãnh)", "? ubnd-30076 ubnd-30100"),
        # communes called like their district
        ("Thanh Bình", "? ubnd-30130 ubnd-874"),
        ("thị trấn Lấp Vò", "ubnd-30169"),
        ("huyện Lai Vung", "ubnd-876"),
        # endings
        ("Long Khánh A", "ubnd-29980"),
        ("Long Khánh-B", "ubnd-29983"),
        ("Thường Phước II", "ubnd-29974"),
    ],
)
def test_homonyms_need_their_district_or_kind(name: str, expected: str, book: UnitBook) -> None:
    assert seen(book.match(name)) == expected


@pytest.mark.parametrize(
    ("name", "district", "expected"),
    [
        ("Mỹ Long", "ubnd-873", "ubnd-30115"),
        ("UBND xã Mỹ Long, huyện Cao Lãnh", "ubnd-874", "ubnd-30115"),  # what is written wins over the context
        ("Thanh Bình", "ubnd-874", "ubnd-30130"),
        ("UBND Cao Lãnh", "ubnd-873", "ubnd-873"),
        ("BĐ huyện", "ubnd-873", "buudien-873"),
        ("Bưu điện cấp huyện", "ubnd-868", "buudien-868"),
        ("UBND huyện", "ubnd-868", "- ubnd-868"),  # a kind that is written must fit
        ("Bưu điện huyện", None, "-"),
        ("UBND TP.", "ubnd-867", "ubnd-867"),
        ("BĐ H.", "ubnd-871", "buudien-871"),
        ("1. Xã Mỹ Long", None, "ubnd-30115"),
        ("II. Huyện Cao Lãnh", None, "ubnd-873"),
        ("Hà Nội, Cao Bằng, Lào Cai", None, "-"),
        ("Bưu điện Tỉnh", "ubnd-873", "buudien-87"),
        ("BĐT", None, "buudien-87"),
        ("UBND tỉnh Đồng Tháp", None, "ubnd-87"),
        ("UBND T. Đồng Tháp", None, "ubnd-87"),
        ("Đồng Tháp", None, "ubnd-87"),
        ("BĐ-VHX Mỹ Long", None, "buudien-30115"),
        ("Điểm Bưu điện - Văn hóa xã Phú Đức", None, "buudien-30013"),
        ("Bưu cục Cao Lãnh", None, "? buudien-866 buudien-873"),
        ("Bưu cục An Long", None, "buudien-30022"),
        ("Bộ phận TN&TKQ xã An Long", None, "ubnd-30022"),
        ("Bộ phận Một cửa UBND thị trấn Mỹ An", "ubnd-872", "ubnd-30037"),
        ("Thường Lạc", "ubnd-868", "- ubnd-29977"),  # it lies in the other Hồng Ngự
        ("xã Mỹ Long, huyện Châu Phú", None, "- ubnd-30115"),
        ("xã Mỹ Long, huyện Cao Lãnh, tỉnh An Giang", None, "-"),
        ("UBND tỉnh An Giang", None, "-"),
        ("Hà Nội", None, "-"),
        ("UBND", None, "-"),
        ("", None, "-"),
        ("Công an xã Mỹ Long", None, "-"),
        ("Phòng Nội vụ huyện Cao Lãnh", None, "-"),
        ("HĐND xã Mỹ Long", None, "-"),
        ("Huyện đoàn", "ubnd-873", "-"),
    ],
)
def test_context_and_other_bodies(name: str, district: str | None, expected: str, book: UnitBook) -> None:
    found = book.match(name, district=book.by_code(district) if district else None)
    if expected == "-":
        assert found.unit is None
        assert found.status == "unknown"
    else:
        assert seen(found) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Văn phòng UBND Tỉnh", "vpubnd-87"),
        ("VPUBND Tỉnh", "vpubnd-87"),
        ("VP. UBND tỉnh Đồng Tháp", "vpubnd-87"),
        ("Chánh Văn phòng Uỷ ban nhân dân Tỉnh", "vpubnd-87"),
        ("Trung tâm Kiểm soát TTHC và Phục vụ hành chính công", "kstthc-87"),
        ("Trung tâm Kiểm soát thủ tục hành chính và Phục vụ hành chính công tỉnh Đồng Tháp", "kstthc-87"),
        ("TT KSTTHC & PVHCC", "kstthc-87"),
        ("Sở Nội vụ", "so-noi-vu-87"),
        ("Giám đốc Sở Tư pháp", "so-tu-phap-87"),
        ("Sở Thông tin - Truyền thông", "so-tttt-87"),
        ("Sở TT&TT", "so-tttt-87"),
        ("Văn phòng UBND huyện Cao Lãnh", "-"),
        ("Văn phòng HĐND và UBND thành phố Sa Đéc", "-"),
        ("Sở Nội vụ tỉnh An Giang", "-"),
        ("Sở Xây dựng", "-"),
    ],
)
def test_offices_are_found_by_their_many_names(name: str, expected: str, book: UnitBook) -> None:
    assert seen(book.match(name)) == expected


def test_a_list_of_so_gives_its_kind_as_context(book: UnitBook) -> None:
    assert [seen(book.match(name, kind="sở")) for name in ("Nội vụ", "Thông tin và Truyền thông", "Tư pháp")] == [
        "so-noi-vu-87",
        "so-tttt-87",
        "so-tu-phap-87",
    ]


def test_vpubnd_of_nobody_in_a_district_is_only_proposed(book: UnitBook) -> None:
    assert seen(book.match("Văn phòng UBND", district=book.by_code("ubnd-873"))) == "- vpubnd-87"
    assert seen(book.match("VPUBND Tỉnh", district=book.by_code("ubnd-873"))) == "vpubnd-87"


@pytest.mark.parametrize(
    ("name", "district", "best"),
    [
        ("Xã Bình Hàng Tay, huyện Cao Lãnh", None, "ubnd-30124"),
        ("Xã Tân Công Xính, huyện Tam Nông", None, "ubnd-30007"),
        ("xa My Long", "ubnd-873", "ubnd-30115"),
        ("Tan Thanh", "ubnd-876", "ubnd-30226"),
        ("Mỹ Lợi", "ubnd-873", "ubnd-30109"),
        ("Lao Bảo", "ubnd-873", None),
    ],
)
def test_missing_accents_and_near_spellings_are_candidates_never_a_match(
    name: str, district: str | None, best: str | None, book: UnitBook
) -> None:
    found = book.match(name, district=book.by_code(district) if district else None)
    assert found.unit is None
    assert found.status == "unknown"
    assert next(iter(codes(found)), None) == best
    assert all(candidate.reason for candidate in found.candidates)


@pytest.mark.parametrize(
    ("name", "district", "expected"),
    [
        ("Tân Công Sinh", "ubnd-871", "ubnd-30007"),
        ("xã Tân Công Sinh (Tam Nông)", None, "ubnd-30007"),
        ("Bưu điện xã Tân Công Sinh", "ubnd-871", "buudien-30007"),
        ("Tân Công Sinh", "ubnd-873", "-"),
        ("TX. Hồng Ngự", None, "ubnd-868"),
        ("thị xã Hồng Ngự", None, "ubnd-868"),
        ("BĐ TX Hồng Ngự", None, "buudien-868"),
        ("xã An Bình B", "ubnd-868", "ubnd-29986"),
        ("xã An Bình B, TP. Hồng Ngự", None, "ubnd-29986"),
        ("phường An Bình B", None, "ubnd-29986"),
        ("xã An Bình B, thị xã Hồng Ngự", None, "ubnd-29986"),
    ],
)
def test_other_spellings_that_were_decided_before_count(name: str, district: str | None, expected: str, book: UnitBook) -> None:
    found = book.match(name, district=book.by_code(district) if district else None)
    assert seen(found) == expected if expected != "-" else found.unit is None


def test_an_alias_of_a_whole_phrase_is_taken_and_one_that_is_too_old_is_not() -> None:
    register = Register(REGISTER.units, [Spelling("Chợ đầu mối phía Nam", "ubnd-30115", before=date(2021, 1, 1))])
    assert seen(register.book(date(2020, 12, 31), None, today=TODAY).match("Chợ đầu mối phía Nam")) == "ubnd-30115"
    assert register.book(date(2021, 1, 1), None, today=TODAY).match("Chợ đầu mối phía Nam").unit is None


def test_the_communes_decide_which_hong_ngu_is_meant(book: UnitBook) -> None:
    assert seen(book.district_among("Hồng Ngự", ["Long Khánh A", "Phú Thuận A"])) == "ubnd-870"
    assert seen(book.district_among("thành phố Hồng Ngự", ["An Bình B"])) == "ubnd-868"
    assert seen(book.district_among("Hồng Ngự", ["Bình Thạnh"])) == "ubnd-868"
    assert seen(book.district_among("Hồng Ngự", [])) == "? ubnd-868 ubnd-870"
    assert seen(book.district_among("Tam Nông", ["Phú Đức"])) == "ubnd-871"
    assert seen(book.match("Long Khánh A (Hồng Ngự)")) == "ubnd-29980"


def test_units_are_those_in_force_on_the_day_or_in_the_year() -> None:
    before, after = books(date(2025, 6, 30)), books(date(2025, 7, 1))
    assert seen(before.match("xã Tân Thành")) == "ubnd-30226"
    assert seen(after.match("xã Tân Thành")) == "ubnd-29938-2025"
    assert seen(after.match("Xã Lai Vung")) == "ubnd-30226-2025"
    assert seen(before.match("huyện Lai Vung")) == "ubnd-876"
    assert after.match("huyện Lai Vung").unit is None
    assert seen(before.match("UBND Tỉnh")) == "ubnd-87"
    assert seen(after.match("UBND Tỉnh")) == seen(after.match("UBND tỉnh Đồng Tháp")) == "ubnd-87", "the bodies of the Tỉnh went on"
    assert seen(after.match("phường Mỹ Tho")) == "ubnd-28261", "of the former Tiền Giang, and no code of 2021"
    assert (seen(before.match("Sở TT&TT")), after.match("Sở TT&TT").unit) == ("so-tttt-87", None)
    assert after.match("Bưu điện huyện Lai Vung").unit == after.by_code("buudien-876"), "post offices stay until somebody ends them"
    assert before.match("Phường 2, TP. Cao Lãnh").unit is None, "it joined Phường 1 on 01/01/2025"
    assert seen(books(year=2024).match("Phường 2, TP. Cao Lãnh")) == "ubnd-29869"
    assert seen(books(year=2021).match("xã Tân Thành")) == "ubnd-30226"
    assert seen(books(date(2020, 6, 1)).match("TX. Hồng Ngự")) == "ubnd-868"


def test_the_tinh_of_2025_has_all_its_communes_and_no_districts() -> None:
    book = books(date(2025, 12, 1))
    (province,) = book.provinces()
    assert (province.code, province.area.code) == ("ubnd-87", "82")
    assert (len(book.communes_of(province)), len(book.communes_of(province, kinds={"phường"})), book.districts()) == (102, 20, [])
    assert books(date(2025, 6, 30)).provinces()[0].area.code == "87"


def test_the_book_knows_the_tree(book: UnitBook) -> None:
    district = book.by_code("ubnd-868")
    assert district is not None
    assert len(book.districts()) == len(book.districts("buudien")) == 12
    assert sum(len(book.communes_of(one)) for one in book.districts()) == 143
    assert [unit.code for unit in book.communes_of(district, kinds={"xã"})] == ["ubnd-29959", "ubnd-29965"]
    commune = book.by_code("ubnd-29986")
    assert commune is not None
    post = book.post_of(commune)
    assert post is not None
    assert post.code == "buudien-29986"
    assert book.ubnd_of(post) == commune
    assert book.district_of(post, "buudien") == book.by_code("buudien-868")
