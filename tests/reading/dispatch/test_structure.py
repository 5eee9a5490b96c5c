"""The parts of a document: heading, closing, annexes, task tables, unlabelled tasks, odd layouts."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

import pytest

from reading.dispatch import Proposal
from reading.dispatch.proposal import Source
from tests.reading.dispatch import words
from tests.reading.dispatch.conftest import Reader
from tests.seed import read

HEADING = ("ỦY BAN NHÂN DÂN", "TỈNH ĐỒNG THÁP", "Số: 45/KH-UBND", "Đồng Tháp, ngày 01 tháng 3 năm 2021", "KẾ HOẠCH", "Triển khai Đề án")
ENDING = (
    "Trên đây là Kế hoạch./.",
    "Nơi nhận:",
    "- Như trên;",
    "- Lưu: VT.",
    "TM. ỦY BAN NHÂN DÂN",
    "KT. CHỦ TỊCH",
    "PHÓ CHỦ TỊCH",
    "Nguyễn Thị Thử",
)


def _keys(proposal: Proposal) -> list[str]:
    return [point.key for point in proposal.points]


def test_the_last_unlabelled_paragraph_is_the_closing_whatever_it_begins_with(letter: Reader) -> None:
    proposal = letter("1. Sở Nội vụ rà soát.\n\nCăn cứ ý kiến trên, các đơn vị triển khai.\n\n2. Sở Tư pháp kiểm tra.")
    assert proposal.points[0].text == "Sở Nội vụ rà soát. Căn cứ ý kiến trên, các đơn vị triển khai."
    assert proposal.points[1].text == "Sở Tư pháp kiểm tra."
    assert [paragraph.text for paragraph in proposal.paragraphs if paragraph.role == "closing"] == ["Yêu cầu các đơn vị thực hiện./."]


def test_addressees_end_where_the_preamble_begins(letter: Reader) -> None:
    proposal = letter("1. Sở Nội vụ rà soát.", to=("Sở Nội vụ", "UBND các huyện: Lai Vung, Lấp Vò"))
    assert [(entry.text, entry.units) for entry in proposal.addressees] == [
        ("Sở Nội vụ", ("so-noi-vu-87",)),
        ("UBND các huyện: Lai Vung, Lấp Vò", ("ubnd-876", "ubnd-875")),
    ]
    warning = next(warning for warning in proposal.warnings if warning.code == "addressee_without_task")
    assert warning.units == ("ubnd-876", "ubnd-875")


def test_communes_of_districts_that_no_point_names_are_remarked(letter: Reader) -> None:
    recipients = ("UBND các xã: Mỹ Long (huyện Cao Lãnh); Tân Phước (Tân Hồng)",)
    proposal = letter("1. UBND huyện Cao Lãnh rà soát.\n\n2. Bưu điện Tỉnh tập huấn.", recipients=recipients)
    assert proposal.recipients[0].units == ("ubnd-30115", "ubnd-29944")
    assert [warning.units for warning in proposal.warnings if warning.code == "recipient_outside_task"] == [("ubnd-29944",)]


def test_a_post_office_named_with_its_district_counts_the_district_as_named(letter: Reader) -> None:
    proposal = letter("1. Bưu điện huyện Tân Hồng rà soát.\n\n2. Việc khác.", recipients=("UBND xã Tân Phước (Tân Hồng)",))
    assert [warning.code for warning in proposal.warnings] == []


def test_tasks_without_labels_are_numbered_in_order(letter: Reader) -> None:
    proposal = letter(
        "Giao Sở Nội vụ chủ trì, phối hợp với Bưu điện Tỉnh rà soát, hoàn thành trước ngày 30/4/2021.\n\n"
        "UBND các huyện, thành phố có trách nhiệm niêm yết.\n\nĐề nghị Bưu điện Tỉnh bố trí nhân viên."
    )
    assert [(point.key, len(point.lead), point.label) for point in proposal.points] == [("1", 1, ""), ("2", 12, ""), ("3", 1, "")]
    assert "label_missing" in {warning.code for warning in proposal.warnings}


def test_gaps_in_the_labels_are_remarked(letter: Reader) -> None:
    proposal = letter("1. Sở Nội vụ rà soát.\n\n2. Sở Tư pháp rà soát.\n\n4. Bưu điện Tỉnh tập huấn.")
    assert [warning.point for warning in proposal.warnings if warning.code == "label_out_of_order"] == ["4"]


def test_annexes_are_points_below_their_titles(letter: Reader) -> None:
    after = (
        "PHỤ LỤC I\n\nDANH SÁCH XÃ\n(Kèm theo Công văn số 12/UBND-NC)\n\n1. UBND xã Mỹ Long rà soát trước ngày 30/4/2021.\n\n"
        "PHỤ LỤC II\n\nPHÂN CÔNG KIỂM TRA\n\nI. ĐỢT 1\n\n1. Sở Tư pháp kiểm tra."
    )
    proposal = letter("1. Sở Nội vụ theo dõi.", after=after)
    assert [(point.key, point.parent, point.text) for point in proposal.points[1:]] == [
        ("PL1", None, "DANH SÁCH XÃ"),
        ("PL1.1", "PL1", "UBND xã Mỹ Long rà soát trước ngày 30/4/2021."),
        ("PL2", None, "PHÂN CÔNG KIỂM TRA"),
        ("PL2.I", "PL2", "ĐỢT 1"),
        ("PL2.I.1", "PL2.I", "Sở Tư pháp kiểm tra."),
    ]


def test_a_plan_issued_with_the_document_is_one_annex(letter: Reader) -> None:
    after = "KẾ HOẠCH\n\nTRIỂN KHAI ĐỀ ÁN (Kèm theo Công văn số 12/UBND-NC của UBND Tỉnh)\n\nI. MỤC ĐÍCH\n\n1. Nâng cao chất lượng."
    proposal = letter("1. Ban hành kèm theo Kế hoạch.", after=after)
    assert _keys(proposal) == ["1", "PL", "PL.I", "PL.I.1"]
    assert proposal.points[1].text == "KẾ HOẠCH TRIỂN KHAI ĐỀ ÁN"


def test_words_own_numbers_and_bullets_count_as_printed() -> None:
    body: list[tuple[str, int | None]] = [(text, None) for text in HEADING]
    body += [
        ("MỤC ĐÍCH", 0),
        ("Nâng cao chất lượng.", 1),
        ("NỘI DUNG", 0),
        ("UBND các huyện, thành phố:", 1),
        ("Rà soát.", 2),
        ("Niêm yết:", 2),
    ]
    body += [("Bảng mới;", 3), ("Bảng cũ.", 3), ("Sở Nội vụ theo dõi.", 1), *[(text, None) for text in ENDING]]
    formats = [("upperRoman", "%1."), ("decimal", "%2."), ("lowerLetter", "%3)"), ("bullet", "-")]
    proposal = read(words.with_lists(body, formats), "ke_hoach.docx")
    assert _keys(proposal) == ["I", "I.1", "II", "II.1", "II.1.a", "II.1.b", "II.2"]
    assert proposal.point("II.1.b").text == "Niêm yết: - Bảng mới; - Bảng cũ."
    assert proposal.point("II.1.a").label == "a)"
    assert (proposal.signer, proposal.signer_title, proposal.signed_for) == (
        "Nguyễn Thị Thử",
        "Phó Chủ tịch",
        "TM. Ủy ban nhân dân, KT. Chủ tịch",
    )


TASKS = (
    ("STT", "Nội dung công việc", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời hạn"),
    ("(1)", "(2)", "(3)", "(4)", "(5)"),
    ("A. Cơ sở vật chất",),
    ("1", "Sửa trụ sở", "UBND huyện Cao Lãnh", "Bưu điện cấp huyện", "30/6/2021"),
    ("2", "Mua máy quét", "UBND các huyện: Lai Vung, Lấp Vò", "Sở Nội vụ, các cơ quan liên quan", "Quý II/2021"),
    ("B", "Con người", "", "", ""),
    ("3", "Tập huấn", "Bưu điện Tỉnh", "", "Thường xuyên"),
    ("", "Tổng cộng", "", "", ""),
)


def test_a_table_of_tasks_gives_one_point_a_row_below_its_group() -> None:
    before = (*HEADING, "Thực hiện Nghị quyết, UBND Tỉnh ban hành Kế hoạch:", "I. PHÂN CÔNG", "Các nhiệm vụ theo bảng sau:")
    proposal = read(words.with_table(before, TASKS, ("II. TỔ CHỨC THỰC HIỆN", "1. Sở Nội vụ theo dõi.", *ENDING)), "ke_hoach.docx")
    assert _keys(proposal) == ["I", "I.A", "I.A.1", "I.A.2", "I.B", "I.B.3", "II", "II.1"]
    rows: list[tuple[Any, ...]] = [
        (point.text, point.lead, point.coordinating, point.coordinating_text, point.due_text, str(point.due_on))
        for point in proposal.points[2:6]
    ]
    assert rows == [
        ("Sửa trụ sở", ("ubnd-873",), ("buudien-873",), None, "30/6/2021", "2021-06-30"),
        ("Mua máy quét", ("ubnd-876", "ubnd-875"), ("so-noi-vu-87",), "các cơ quan liên quan", "Quý II/2021", "2021-06-30"),
        ("Con người", (), (), None, None, "None"),
        ("Tập huấn", ("buudien-87",), (), None, "Thường xuyên", "None"),
    ]
    source = proposal.point("I.A.2").source
    assert source == Source(table=1, row=5)
    assert not [warning for warning in proposal.warnings if warning.code == "label_out_of_order"]


@pytest.mark.parametrize(("font", "encode", "name"), [(".VnTime", words.as_tcvn3, "TCVN3"), ("VNI-Times", words.as_vni, "VNI")])
def test_text_in_a_legacy_font_is_converted(font: str, encode: Any, name: str) -> None:
    texts = [
        *HEADING[2:4],
        "V/v rà soát hồ sơ",
        "1. UBND các huyện, thành phố rà soát trước ngày 30/4/2021.",
        "2. UBND xã Tân Công Sính (huyện Tam Nông) niêm yết.",
    ]
    proposal = read(words.paragraphs([encode(text) for text in [*texts, *ENDING]], font=font), "cu.docx")
    assert [len(point.lead) for point in proposal.points] == [12, 1]
    assert (proposal.place, proposal.symbol) == ("Đồng Tháp", "KH-UBND")
    message = next(warning.message for warning in proposal.warnings if warning.code == "encoding_converted")
    assert name in message


def test_columns_made_with_tabs_are_read_one_after_the_other() -> None:
    texts = [
        "UBND TỈNH ĐỒNG THÁP\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "SỞ NỘI VỤ\t\tĐộc lập - Tự do - Hạnh phúc",
        "Số:       /SNV-CCHC\t\tĐồng Tháp, ngày     tháng 5 năm 2021",
        "V/v rà soát hồ sơ",
        "\tKính gửi:\t- UBND các huyện, thành phố;",
        "\t\t- Bưu điện Tỉnh.",
        "Thực hiện Kế hoạch, Sở Nội vụ đề nghị:",
        "1.\tUBND các huyện, thành phố rà soát.",
        "2.\tBưu điện Tỉnh tập huấn trước ngày 30/6/2021.",
        "Trân trọng./.",
        "Nơi nhận:\t\t\tKT. GIÁM ĐỐC",
        "- Như trên;\t\t\tPHÓ GIÁM ĐỐC",
        "- Lưu: VT.",
        "\t\t\t\t\tLý Văn Mô",
    ]
    proposal = read(words.paragraphs(texts), "cong_van.docx")
    assert (proposal.issuer, proposal.symbol, proposal.place, proposal.issued_text) == (
        "Sở Nội vụ tỉnh Đồng Tháp",
        "SNV-CCHC",
        "Đồng Tháp",
        "ngày tháng 5 năm 2021",
    )
    assert [len(entry.units) for entry in proposal.addressees] == [12, 1]
    assert [entry.text for entry in proposal.recipients] == ["Như trên", "Lưu: VT"]
    assert (proposal.signer, proposal.signer_title, proposal.signed_for) == ("Lý Văn Mô", "Phó Giám đốc", "KT. Giám đốc")
    assert {point.modality for point in proposal.points} == {"request"}


@pytest.mark.parametrize(
    ("lines", "issuer"),
    [
        (("ỦY BAN NHÂN DÂN", "HUYỆN CAO LÃNH"), "Ủy ban nhân dân huyện Cao Lãnh"),
        (("UBND TỈNH ĐỒNG THÁP", "SỞ THÔNG TIN VÀ TRUYỀN THÔNG"), "Sở Thông tin và Truyền thông tỉnh Đồng Tháp"),
        (("UBND TỈNH ĐỒNG THÁP", "VĂN PHÒNG"), "Văn phòng Ủy ban nhân dân tỉnh Đồng Tháp"),
        (("TỔNG CÔNG TY", "BƯU ĐIỆN VIỆT NAM", "BƯU ĐIỆN TỈNH ĐỒNG THÁP"), "Bưu điện tỉnh Đồng Tháp"),
        (("BƯU ĐIỆN TỈNH ĐỒNG THÁP", "BƯU ĐIỆN HUYỆN CAO LÃNH"), "Bưu điện huyện Cao Lãnh"),
        (("UBND HUYỆN CAO LÃNH", "PHÒNG NỘI VỤ"), "Phòng Nội vụ huyện Cao Lãnh"),
        (("UỶ BAN NHÂN DÂN", "XÃ MỸ LONG"), "Ủy ban nhân dân xã Mỹ Long"),
    ],
)
def test_the_issuers_own_name_is_written_out(lines: tuple[str, ...], issuer: str) -> None:
    texts = [
        *lines,
        "Số: 5/UBND-NC",
        "V/v thử",
        "Cao Lãnh, ngày 05 tháng 4 năm 2021",
        "Kính gửi: Sở Nội vụ.",
        "1. Sở Nội vụ rà soát.",
        *ENDING,
    ]
    assert read(words.paragraphs(texts), "cong_van.docx").issuer == issuer


DECISION = """ỦY BAN NHÂN DÂN
TỈNH ĐỒNG THÁP

Số: 155/QĐ-UBND-HC

Đồng Tháp, ngày 10 tháng 02 năm 2021

QUYẾT ĐỊNH
Về việc ban hành Kế hoạch kiểm tra

CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH ĐỒNG THÁP

Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;

QUYẾT ĐỊNH:

Điều 1. Ban hành kèm theo Quyết định này Kế hoạch kiểm tra.

Điều 2. Chánh Văn phòng UBND Tỉnh, Giám đốc Sở Nội vụ, Chủ tịch UBND các huyện, thành phố chịu trách nhiệm thi hành Quyết định này./.

Nơi nhận:
- Như Điều 2;
- CT, các PCT/UBND Tỉnh;
- Lưu: VT.

KT. CHỦ TỊCH
PHÓ CHỦ TỊCH

Đoàn Văn Thử
"""


def test_the_authority_above_a_decisions_articles_is_no_signature() -> None:
    proposal = read(DECISION.encode(), "quyet_dinh.txt")
    assert (proposal.kind, proposal.number, proposal.symbol) == ("quyết định", "155", "QĐ-UBND-HC")
    assert [(point.key, len(point.lead)) for point in proposal.points] == [("1", 0), ("2", 14)]
    assert (proposal.signer, proposal.signer_title, proposal.signed_for) == ("Đoàn Văn Thử", "Phó Chủ tịch", "KT. Chủ tịch")
    assert [entry.units for entry in proposal.recipients] == [(), (), ()]


def test_a_letter_wrapped_to_a_width_without_blank_lines_is_the_same_letter() -> None:
    text = (Path(__file__).parents[2] / "samples" / "directives" / "cv_huyen_tam_nong.txt").read_text("utf-8")
    wrapped = "\n".join(line for part in text.split("\n") for line in textwrap.wrap(part, 60, break_on_hyphens=False))
    whole, pieces = read(text.encode(), "a.txt"), read(wrapped.encode(), "a.txt")
    assert [(point.key, point.text, point.lead, point.due_on) for point in pieces.points] == [
        (point.key, point.text, point.lead, point.due_on) for point in whole.points
    ]
