"""Layouts as offices really make them: headers, groups, pages, totals, notes, signatures; findings of one cell."""

from __future__ import annotations

import pytest

from reading.annex.splitting import says_nothing, split_findings
from reading.files.grid import Merge
from reading.tables.rows import is_page_mark
from tests.reading.annex.tables import findings, grid_of, layout_of, read

HEADER = ("STT", "Đơn vị", "Hạn chế", "Thời hạn")


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("Chưa niêm yết", ["Chưa niêm yết"]),
        ("(1) Thiếu ghế\n(2) Thiếu bàn", ["Thiếu ghế", "Thiếu bàn"]),
        ("(1) Thiếu ghế (2) Thiếu bàn", ["Thiếu ghế", "Thiếu bàn"]),
        ("(a) Thiếu ghế\n(xem ảnh)", ["Thiếu ghế (xem ảnh)"]),
        ("- Chưa niêm yết;\n- Thiếu sổ.", ["Chưa niêm yết", "Thiếu sổ"]),
        ("+ Một\n+ Hai\nnữa", ["Một", "Hai nữa"]),
        ("• Một\n• Hai", ["Một", "Hai"]),
        ("1) Một; 2) Hai; 3) Ba.", ["Một", "Hai", "Ba"]),
        ("1) Một; 2) Hai còn\ndài; 3) Ba", ["Một", "Hai còn dài", "Ba"]),
        ("1) Một; 2) Hai\n3) Ba", ["Một", "Hai", "Ba"]),
        ("a) Một\nb) Hai\nc) Ba", ["Một", "Hai", "Ba"]),
        ("1. Một\n2. Hai", ["Một", "Hai"]),
        ("Còn các hạn chế sau:\n- Một\n- Hai", ["Một", "Hai"]),
        ("- Sổ thiếu: 1) cột ngày; 2) cột tên\n- Bảng cũ", ["cột ngày", "cột tên", "Bảng cũ"]),
        ("Dòng dài bị\nngắt xuống", ["Dòng dài bị ngắt xuống"]),
        ("Thu 2.500 đồng, quy định 2.000 đồng", ["Thu 2.500 đồng, quy định 2.000 đồng"]),
        ("Thiếu theo Điều 2) Quy chế", ["Thiếu theo Điều 2) Quy chế"]),
        ("Hồ sơ 1. Không rõ", ["Hồ sơ 1. Không rõ"]),
    ],
)
def test_a_cell_gives_one_finding_for_each_point_and_none_for_a_wrapped_line(cell: str, found: list[str]) -> None:
    assert split_findings(cell) == found


def rows_of(*rows: tuple[str | None, ...], merges: tuple[Merge, ...] = ()) -> list[tuple[int, tuple[str, ...]]]:
    """(row, groups over it) of the entries."""
    return [(entry.row, entry.groups) for table in layout_of(*rows, merges=merges).tables for entry in table.entries]


def test_groups_at_several_levels_begin_and_end() -> None:
    found = rows_of(
        HEADER,
        ("A", "KHU VỰC BẮC"),
        ("I", "Huyện Tam Nông"),
        ("1", "Xã Phú Đức", "Chưa niêm yết"),
        ("II", "Huyện Tân Hồng", "2 hạn chế"),
        ("1", "Xã Tân Phước", "Thiếu sổ"),
        ("B", "KHU VỰC NAM"),
        ("1", "Xã Hòa Tân", "Ghế gãy"),
    )
    assert found == [
        (4, ("A. KHU VỰC BẮC", "I. Huyện Tam Nông")),
        (6, ("A. KHU VỰC BẮC", "II. Huyện Tân Hồng")),
        (8, ("B. KHU VỰC NAM",)),
    ]


def test_unlabelled_groups_nest_by_what_they_name() -> None:
    wide = [Merge(number, 1, number, 4) for number in (2, 3, 5, 7)]
    found = rows_of(
        ("STT", "Hạn chế", "Biện pháp", "Thời hạn"),
        ("HUYỆN CAO LÃNH",),
        ("Xã Mỹ Long",),
        ("1", "Chưa niêm yết", "Niêm yết"),
        ("Xã Mỹ Hiệp",),
        ("1", "Thiếu sổ", "Mở sổ"),
        ("HUYỆN TAM NÔNG",),
        ("1", "Ghế gãy", "Sửa"),
        merges=tuple(wide),
    )
    assert found == [(4, ("HUYỆN CAO LÃNH", "Xã Mỹ Long")), (6, ("HUYỆN CAO LÃNH", "Xã Mỹ Hiệp")), (8, ("HUYỆN TAM NÔNG",))]


def test_totals_notes_pages_and_signatures_are_no_findings() -> None:
    layout = layout_of(
        ("PHỤ LỤC 2",),
        HEADER,
        ("(1)", "(2)", "(3)", "(4)"),
        ("1", "Xã Mỹ Long", "Chưa niêm yết", "31/3/2021"),
        ("Trang 1/2",),
        ("2", "Xã Mỹ Hiệp", "Tổng số hồ sơ trễ hạn: 5", "31/3/2021"),
        ("Tổng cộng", None, "2 hạn chế"),
        ("Ghi chú: đã thống nhất.",),
        (None, None, "TRƯỞNG ĐOÀN KIỂM TRA"),
        (None, None, "(Đã ký)"),
        (None, None, "Nguyễn Văn Mẫu"),
    )
    assert [entry.row for entry in layout.tables[0].entries] == [4, 6]
    assert layout.skipped == 9


def test_a_header_repeated_on_the_next_page_goes_on_with_unit_group_and_ditto() -> None:
    annex = read(
        grid_of(
            HEADER,
            ("I", "Huyện Cao Lãnh"),
            ("1", "Xã Mỹ Long", "Chưa niêm yết", "Quý I/2021"),
            ("Trang 1/2",),
            HEADER,
            (None, None, "Thiếu sổ", "nt"),
            ("2", "Xã Mỹ Hiệp", "Ghế gãy", "nt"),
        )
    )
    assert findings(annex) == [("ubnd-30115", "Chưa niêm yết"), ("ubnd-30115", "Thiếu sổ"), ("ubnd-30112", "Ghế gãy")]
    assert {row.due_text for row in annex.rows} == {"Quý I/2021"}


def test_the_same_header_under_another_district_begins_anew() -> None:
    annex = read(
        grid_of(
            ("Danh sách tại huyện Cao Lãnh",), HEADER, ("1", "Bình Thạnh", "Chưa niêm yết", None), (None,),
            ("Danh sách tại thành phố Hồng Ngự",), HEADER, ("1", "Bình Thạnh", "Thiếu sổ", None),
        )
    )  # fmt: skip
    assert findings(annex) == [("ubnd-30127", "Chưa niêm yết"), ("ubnd-29959", "Thiếu sổ")]


def test_context_in_the_order_of_the_contract() -> None:
    """The cell itself, the district column, the group row, the title, the sheet's name; the first that is there wins."""
    header = ("STT", "Huyện", "Xã", "Hạn chế", "Thời hạn")
    annex = read(
        grid_of(
            ("Kiểm tra tại huyện Thanh Bình",),
            header,
            ("1", None, "Tân Phú", "theo tiêu đề"),
            ("I. HUYỆN CHÂU THÀNH",),
            ("2", None, "Tân Phú", "theo nhóm"),
            ("3", "Thanh Bình", "Tân Phú", "theo cột"),
            ("4", "Thanh Bình", "Tân Phú, huyện Châu Thành", "theo ô"),
            title="Lấp Vò",
        ),
        grid_of(header, ("1", None, "Tân Mỹ", "theo tên trang"), title="Lấp Vò (2)"),
    )
    assert [(code, words) for code, words in findings(annex)] == [
        ("ubnd-30160", "theo tiêu đề"),
        ("ubnd-30274", "theo nhóm"),
        ("ubnd-30160", "theo cột"),
        ("ubnd-30274", "theo ô"),
        ("ubnd-30175", "theo tên trang"),
    ]


def test_units_as_groups_without_a_unit_column() -> None:
    annex = read(
        grid_of(
            ("STT", "Tồn tại, hạn chế", "Biện pháp", "Thời hạn"),
            ("I", "HUYỆN TAM NÔNG"),
            ("1", "Xã Phú Cường"),
            ("-", "Xã chưa niêm yết mức phí", "Niêm yết", "15/3/2021"),
            ("2", "Thị trấn Tràm Chim"),
            ("-", "Quạt hỏng", "Sửa", "15/3/2021"),
        )
    )
    assert findings(annex) == [("ubnd-30025", "Xã chưa niêm yết mức phí"), ("ubnd-30001", "Quạt hỏng")]


def test_areas_under_one_merged_heading_are_findings() -> None:
    """The second row of headings says nothing that is known by itself."""
    grid = grid_of(
        ("STT", "Đơn vị", "Hạn chế, khuyết điểm", None, "Hướng khắc phục"),
        (None, None, "Bàn ghế", "Sổ sách"),
        ("1", "Xã Mỹ Long, huyện Cao Lãnh", "Thiếu ghế", "Cũ", "Sửa"),
        ("2", "Xã An Long, huyện Tam Nông", "Không", "Không có hạn chế", "Sửa"),
        merges=[Merge(1, 3, 1, 4)],
    )
    annex = read(grid)
    assert findings(annex) == [("ubnd-30115", "Thiếu ghế"), ("ubnd-30115", "Cũ")]
    assert [(error.source["row"], error.code) for error in annex.errors] == [(4, "finding_missing")]


@pytest.mark.parametrize("text", ["Không", "không có", "Ko", "- Không có hạn chế", "Không phát hiện tồn tại, hạn chế", "Không thấy gì."])
def test_words_that_say_that_nothing_was_found(text: str) -> None:
    assert says_nothing(text)


@pytest.mark.parametrize("text", ["Không có bảng niêm yết", "Hạn chế", "Không niêm yết hạn chế", "Không rõ"])
def test_words_that_say_what_is_missing_are_findings(text: str) -> None:
    assert not says_nothing(text)


@pytest.mark.parametrize(
    "line",
    [
        "Trang 1/3",
        "Mang sang trang sau: 02 hạn chế",
        "Trang trước mang sang",
        "Cộng mang sang: 12",
        "Cộng trang",
        "Số trang trước chuyển sang",
    ],
)
def test_what_is_printed_at_the_end_of_a_page(line: str) -> None:
    assert is_page_mark([line]) and (line.startswith("Trang 1") or is_page_mark([line, "12"]))
    assert not is_page_mark(["Thiếu ghế"]) and not is_page_mark([line, "Thiếu ghế"])


def test_groups_numbered_with_one_roman_character() -> None:
    annex = read(
        grid_of(
            ("TT", "Nội dung hạn chế", "Hướng xử lý"),
            ("\u2160", "HUYỆN CAO LÃNH"), ("1", "Xã Mỹ Long"), ("a)", "Thiếu ghế", "Mua"),
            ("\u2161.", "HUYỆN TAM NÔNG"), ("1", "Xã An Long"), ("a)", "Thiếu bàn", "Mua"),
        )
    )  # fmt: skip
    assert findings(annex) == [("ubnd-30115", "Thiếu ghế"), ("ubnd-30022", "Thiếu bàn")]
    assert annex.errors == []
