"""Lines, cells and pages break a text anywhere; names and groups of bodies are read whole."""

from __future__ import annotations

from datetime import date

import docx
import pytest
from docx.enum.text import WD_BREAK

from reading.dispatch import Proposal
from reading.dispatch.addressing import Addressing, Context
from reading.files.plain import read_plain
from tests.reading.dispatch.conftest import Reader
from tests.reading.dispatch.words import saved
from tests.seed import read
from units.matching import UnitBook

LEFT = ("ỦY BAN NHÂN DÂN", "TỈNH ĐỒNG THÁP", "Số: 45/UBND-KSTTHC", "V/v thử")
RIGHT = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Đồng Tháp, ngày 10 tháng 3 năm 2021")
SIGNED = ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Trần Văn Mẫu")


def word(*paragraphs: str, left: tuple[str, ...] = LEFT, right: tuple[str, ...] = RIGHT, signed: tuple[str, ...] = SIGNED) -> bytes:
    """A letter with heading and signature in tables, one paragraph a string; "\\n" and "\\f" break a line and a page by hand."""
    document = docx.Document()
    for cells in ((left, right), (("Nơi nhận:", "- Như trên;", "- Lưu: VT."), signed)):
        table = document.add_table(1, 2)
        for cell, texts in zip(table.rows[0].cells, cells, strict=True):
            cell.paragraphs[0].text = texts[0]
            for text in texts[1:]:
                cell.add_paragraph(text)
        if cells[0] is left:
            for text in paragraphs:
                paragraph = document.add_paragraph()
                for page, on_page in enumerate(text.split("\f")):
                    if page:
                        paragraph.add_run().add_break(WD_BREAK.PAGE)
                    for number, piece in enumerate(on_page.split("\n")):
                        if number:
                            paragraph.add_run().add_break()
                        paragraph.add_run(piece)
    return saved(document)


def _texts(proposal: Proposal) -> dict[str, str]:
    return {point.key: point.text for point in proposal.points}


# ---- lines ----


def test_a_number_of_a_document_at_the_start_of_a_line_is_no_point(letter: Reader) -> None:
    proposal = letter(
        "1. UBND huyện Tam Nông rà soát theo Thông tư số\n01/2018/TT-VPCP và Quyết định số\n318/QĐ-UBND ngày 04/02/2021.\n\n"
        "2. UBND huyện Tam Nông tổng kết theo Công văn số\n15/ VPUBND-KSTTHC."
    )
    assert _texts(proposal) == {
        "1": "UBND huyện Tam Nông rà soát theo Thông tư số 01/2018/TT-VPCP và Quyết định số 318/QĐ-UBND ngày 04/02/2021.",
        "2": "UBND huyện Tam Nông tổng kết theo Công văn số 15/ VPUBND-KSTTHC.",
    }
    assert "label_out_of_order" not in {warning.code for warning in proposal.warnings}


def test_a_slash_behind_a_number_still_makes_a_point(letter: Reader) -> None:
    assert list(_texts(letter("1/ Sở Nội vụ rà soát.\n\n2/ Sở Tư pháp - Phòng Hộ tịch kiểm tra."))) == ["1", "2"]


def test_a_bracket_that_closes_on_the_next_line_makes_no_point(letter: Reader) -> None:
    proposal = letter(
        "1. UBND huyện Tam Nông gửi văn bản xin lỗi (lần\n2) đến người dân; nêu rõ lý do (mẫu\na) kèm theo.\n\n2. Sở Nội vụ theo dõi."
    )
    assert list(_texts(proposal)) == ["1", "2"]


def test_a_measure_at_the_start_of_a_wrapped_line_is_no_point(letter: Reader) -> None:
    proposal = letter(
        "1. UBND huyện Tam Nông bảo đảm tỷ lệ hồ sơ trả đúng hẹn trong kỳ đạt trên\n98.5 % tổng số hồ sơ.\n\n2. Sở Nội vụ theo dõi."
    )
    assert list(_texts(proposal)) == ["1", "2"]


def test_headings_without_a_full_stop_and_their_points_stay_apart(letter: Reader) -> None:
    body = "I. CHUYỂN ĐỔI SỐ\n1. Nền tảng số\n1.1. Sở Nội vụ rà soát.\n1.2. Sở Tư pháp kiểm tra.\n2. Việc khác\na) Theo dõi.\nb) Tổng kết."
    assert list(_texts(letter(body))) == ["I", "I.1", "I.1.1", "I.1.2", "I.2", "I.2.a", "I.2.b"]


def test_word_breaks_lines_and_pages_inside_a_sentence() -> None:
    content = word(
        "Kính gửi: UBND huyện Tam Nông.",
        "UBND Tỉnh yêu cầu:",
        "1. UBND huyện Tam Nông rà soát theo Quyết định số\n318/QĐ-UBND ngày 04/02/2021 và gửi kết quả\ftrước ngày 25/3/2021.",
        "2. UBND huyện Tam Nông",
        "- Rà soát hồ sơ trễ hạn,\flập danh sách, gửi trước ngày 30/3/2021 (lần",
        "2) đến Sở Nội vụ.",
        "- Công khai.",
        "Yêu cầu các đơn vị thực hiện./.",
    )
    proposal = read(content, "a.docx")
    assert _texts(proposal) == {
        "1": "UBND huyện Tam Nông rà soát theo Quyết định số 318/QĐ-UBND ngày 04/02/2021 và gửi kết quả trước ngày 25/3/2021.",
        "2": "UBND huyện Tam Nông - Rà soát hồ sơ trễ hạn, lập danh sách, gửi trước ngày 30/3/2021 (lần 2) đến Sở Nội vụ. - Công khai.",
    }
    assert proposal.point("1").due_on == date(2021, 3, 25)


# ---- pages ----


def _lines(text: str) -> list[str]:
    return [line.text for line in read_plain(text, "a.txt").lines]


@pytest.mark.parametrize(
    "between",
    [
        "\n" + " " * 30 + "2\n\n",
        "\n          2\n\n\f",
        "\n\f          2\n\n",
        "\n\n          2\n\n",
        "\n\n  - 2 -\n\n\f",
        "\n\n\f",
        "\n\f  Trang 2/5\n\n",
    ],
    ids=["number in the middle", "number below", "number above", "no form feed", "dashes", "no number", "of so many"],
)
def test_a_page_that_ends_inside_a_sentence_leaves_no_trace(between: str) -> None:
    text = f"1. Rà soát toàn bộ hồ sơ trễ hạn, lập danh sách và{between}nêu rõ nguyên nhân.\n\n2. Công khai."
    assert _lines(text) == ["1. Rà soát toàn bộ hồ sơ trễ hạn, lập danh sách và nêu rõ nguyên nhân.", "2. Công khai."]


def test_footnotes_at_the_foot_of_a_page_belong_to_no_sentence() -> None:
    text = (
        "1. Thực hiện các quy định về khoáng sản1, bảo vệ\n\n  1 Luật Địa chất và Khoáng sản năm 2024;\nNghị quyết số 88/NQ-CP.\n"
        "\f      2\n\nmôi trường.\n\n2. Công khai.\n"
    )
    assert _lines(text) == ["1. Thực hiện các quy định về khoáng sản1, bảo vệ môi trường.", "2. Công khai."]


def test_a_number_alone_that_counts_nothing_stays() -> None:
    assert _lines("Tổng số hồ sơ trễ hạn\n\n17\n\nhồ sơ.") == ["Tổng số hồ sơ trễ hạn", "17", "hồ sơ."]


# ---- cells of heading and signature ----


def test_narrow_cells_break_every_part_of_the_heading_and_of_the_signature() -> None:
    proposal = read(
        word(
            "Kính gửi: UBND huyện Tam Nông.",
            "1. UBND huyện Tam Nông rà soát.",
            "Yêu cầu các đơn vị thực hiện./.",
            left=("ỦY", "BAN NHÂN DÂN", "TỈNH ĐỒNG THÁP", "Số: 45/UBND-", "KSTTHC", "Về việc chấn chỉnh", "việc trả kết quả"),
            right=("CỘNG HÒA XÃ HỘI", "CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Đồng", "Tháp, ngày 10 tháng 3 năm 2021"),
            signed=("TM. ỦY BAN NHÂN", "DÂN", "KT. CHỦ", "TỊCH", "PHÓ CHỦ", "TỊCH", "Trần Văn Mẫu"),
        ),
        "a.docx",
    )
    assert (proposal.issuer, proposal.number, proposal.symbol) == ("Ủy ban nhân dân tỉnh Đồng Tháp", "45", "UBND-KSTTHC")
    assert (proposal.place, proposal.issued_on, proposal.subject) == ("Đồng Tháp", date(2021, 3, 10), "chấn chỉnh việc trả kết quả")
    assert (proposal.signed_for, proposal.signer_title, proposal.signer) == (
        "TM. Ủy ban nhân dân, KT. Chủ tịch", "Phó Chủ tịch", "Trần Văn Mẫu",
    )  # fmt: skip


def test_a_date_over_two_paragraphs_of_its_cell_is_one() -> None:
    right = (*RIGHT[:2], "Đồng Tháp, ngày 10 tháng 3", "năm 2021")
    proposal = read(word("1. Sở Nội vụ rà soát.", "Yêu cầu thực hiện./.", right=right), "a.docx")
    assert (proposal.issued_text, proposal.issued_on) == ("ngày 10 tháng 3 năm 2021", date(2021, 3, 10))


def test_an_authority_without_its_full_stop_is_one() -> None:
    signed = ("KT GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Trần Văn Mẫu")
    proposal = read(word("1. Sở Nội vụ rà soát.", "Yêu cầu thực hiện./.", signed=signed), "a.docx")
    assert (proposal.signed_for, proposal.signer_title) == ("KT. Giám đốc", "Phó Giám đốc")


@pytest.mark.parametrize(
    "subject", ["Về chấn chỉnh việc trả kết quả", "Về việc chấn chỉnh việc trả kết quả", "V/v chấn chỉnh việc trả kết quả"]
)
def test_a_subject_begins_with_v_v_or_with_ve(subject: str) -> None:
    head = f"ỦY BAN NHÂN DÂN\nTỈNH ĐỒNG THÁP\n\nSố: 45/UBND-NC\n{subject}"
    text = f"{head}\n\nKính gửi: Sở Nội vụ.\n\n1. Sở Nội vụ rà soát.\n\nYêu cầu thực hiện./.\n"
    assert read(text.encode(), "a.txt").subject == "chấn chỉnh việc trả kết quả"


def test_a_subject_in_small_letters_below_its_kind_is_one() -> None:
    head = "ỦY BAN NHÂN DÂN\nTỈNH ĐỒNG THÁP\n\nSố: 45/KH-UBND\n\nKẾ HOẠCH\nsố hóa hồ sơ lưu"
    text = f"{head}\n\n1. Sở Nội vụ rà soát.\n\nTrên đây là Kế hoạch./.\n"
    proposal = read(text.encode(), "a.txt")
    assert (proposal.kind, proposal.subject) == ("kế hoạch", "số hóa hồ sơ lưu")


# ---- the last point and the closing ----


def test_the_paragraph_below_a_heading_alone_is_its_text_even_at_the_end() -> None:
    head, tail = "Điều 1. Phạm vi\n\nQuyết định này quy định việc trả kết quả.", "Chánh Văn phòng UBND Tỉnh chịu trách nhiệm thi hành./."
    text = (
        f"ỦY BAN NHÂN DÂN\nTỈNH ĐỒNG THÁP\n\nSố: 45/QĐ-UBND\n\nQUYẾT ĐỊNH\nBan hành quy định\n\n{head}\n\n"
        f"Điều 2. Trách nhiệm thi hành\n\n{tail}\n\nNơi nhận:\n- Lưu: VT.\n\nCHỦ TỊCH\n\nTrần Văn Mẫu\n"
    )
    proposal = read(text.encode(), "a.txt")
    assert _texts(proposal)["2"] == f"Trách nhiệm thi hành {tail}"
    assert proposal.point("2").lead == ("vpubnd-87",)


def test_a_point_that_says_all_on_its_line_leaves_the_closing_alone(letter: Reader) -> None:
    proposal = letter("1. UBND huyện Tam Nông rà soát hồ sơ trễ hạn và công khai danh sách")
    assert _texts(proposal) == {"1": "UBND huyện Tam Nông rà soát hồ sơ trễ hạn và công khai danh sách"}


# ---- who is named ----


def _leads(proposal: Proposal) -> dict[str, int]:
    return {point.key: len(point.lead) for point in proposal.points}


def _warned(proposal: Proposal, code: str) -> list[tuple[str | None, str]]:
    return [(one.point, one.message.split("“")[1].split("”")[0]) for one in proposal.warnings if one.code == code]


GROUPS = (
    "1. UBND cấp xã số hóa hồ sơ.\n\n2. UBND các xã, phường rà soát.\n\n3. UBND xã nơi có đất rà soát.\n\n4. UBND huyện Tam Nông kiểm tra."
)


def test_groups_of_units_are_those_of_the_documents_day() -> None:
    text = "ỦY BAN NHÂN DÂN\nTỈNH ĐỒNG THÁP\n\nSố: 4/UBND-NC\n\nĐồng Tháp, ngày {}\n\n{}\n\nYêu cầu các đơn vị thực hiện./.\n"
    now = read(text.format("01 tháng 12 năm 2025", GROUPS).encode(), "a.txt")
    assert _leads(now) == {"1": 102, "2": 102, "3": 0, "4": 0}
    assert (_warned(now, "unit_ambiguous"), _warned(now, "unit_unknown")) == ([("3", "UBND xã")], [("4", "Tam Nông")])
    then = read(text.format("19 tháng 3 năm 2021", GROUPS).encode(), "a.txt")
    assert _leads(then) == {"1": 0, "2": 143, "3": 0, "4": 1}
    assert _warned(then, "unit_ambiguous") == [("1", "UBND cấp xã"), ("3", "UBND xã")]


def test_a_body_without_a_code_is_warned_about_in_each_point_that_it_leads(letter: Reader) -> None:
    proposal = letter(
        "1. Sở Tài chính bố trí kinh phí.\n\n2. Theo dõi\n\n- Sở Tài chính chủ trì.\n\n- Sở Nội vụ giúp.\n\n"
        "3. Sở Nội vụ phối hợp với Sở Tài chính."
    )
    assert _warned(proposal, "unit_unknown") == [("1", "Sở Tài chính"), ("2", "Sở Tài chính")]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Đề nghị Viễn thông Đồng Tháp, Tập đoàn VNPT và Bưu điện Tỉnh nâng cấp đường truyền.", ["Viễn thông Đồng Tháp", "Tập đoàn VNPT"]),
        ("Giao Điện lực tỉnh bảo đảm nguồn điện.", ["Điện lực tỉnh"]),
        ("Đề nghị Kiểm toán Nhà nước khu vực IX theo dõi.", ["Kiểm toán Nhà nước khu vực IX"]),
        ("Tập đoàn Bưu chính Viễn thông Việt Nam hỗ trợ đường truyền.", ["Tập đoàn Bưu chính Viễn thông Việt Nam"]),
        ("Bộ trưởng Bộ Tài chính bố trí kinh phí.", ["Bộ trưởng Bộ Tài chính"]),
        ("Các Sở: Nội vụ, Tài chính; Ban Quản lý Khu kinh tế chịu trách nhiệm thi hành.", ["Sở Tài chính", "Ban Quản lý Khu kinh tế"]),
        ("Giao đồng chí Trần Văn Mẫu theo dõi.", []),
        ("Giao Trưởng các phòng thuộc Sở theo dõi.", []),
        ("Đề nghị Quý Cơ quan phối hợp.", []),
        ("GIAO NHIỆM VỤ", []),
    ],
)
def test_whoever_is_asked_first_is_warned_about_where_he_has_no_code(letter: Reader, text: str, names: list[str]) -> None:
    assert _warned(letter(f"1. {text}\n\n2. Sở Nội vụ rà soát."), "unit_unknown") == [("1", name) for name in names]


def test_the_issuer_that_asks_gives_the_work_to_whom_it_asks(letter: Reader) -> None:
    proposal = letter("UBND Tỉnh đề nghị UBND huyện Tam Nông đánh giá Bộ phận Một cửa và giao cho người dân xem.")
    assert [(point.key, point.lead) for point in proposal.points] == [("1", ("ubnd-871",))]


def test_a_body_of_ours_that_another_issuer_orders_to_direct_has_the_work() -> None:
    """Not UBND Tỉnh speaks here, but who stands above it."""
    text = "THỦ TƯỚNG CHÍNH PHỦ\n\nSố: 99/CĐ-TTg\n\nHà Nội, ngày 05 tháng 12 năm 2025\n\n{}\n\nYêu cầu thực hiện./.\n"
    task = "1. Chủ tịch UBND tỉnh Đồng Tháp chỉ đạo các đơn vị bố trí nhân lực.\n\n2. Bộ Tài chính bố trí kinh phí."
    assert read(text.format(task).encode(), "a.txt").point("1").lead == ("ubnd-87",)


def test_the_title_of_a_plan_that_is_issued_is_more_than_its_kind(letter: Reader) -> None:
    after = "KẾ HOẠCH\nNâng cao chỉ số cải cách hành chính\n(Kèm theo Quyết định số 77/QĐ-UBND)\n\nI. MỤC TIÊU\n\n1. Chỉ số tăng."
    assert letter("1. Ban hành Kế hoạch.", after=after).point("PL").text == "KẾ HOẠCH Nâng cao chỉ số cải cách hành chính"


def test_what_a_task_is_about_may_stand_before_who_does_it(letter: Reader) -> None:
    proposal = letter("1. Đối với hồ sơ trễ hạn, UBND huyện Tam Nông gửi văn bản xin lỗi.")
    assert proposal.point("1").lead == ("ubnd-871",)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "Cơ quan phối hợp: Viện, Trường; Doanh nghiệp; Sở, ban, ngành có liên quan.",
            "Viện, Trường; Doanh nghiệp; Sở, ban, ngành có liên quan",
        ),
        ("Cơ quan phối hợp: UBND huyện Tam Nông và các đơn vị liên quan.", "các đơn vị liên quan"),
        ("Cơ quan phối hợp: Các sở, ban ngành tỉnh; Sở Tư pháp; Bưu điện Tỉnh.", "Các sở, ban ngành tỉnh"),
        ("Sở Nội vụ phối hợp với các sở, ngành và địa phương tổ chức tập huấn.", "các sở, ngành và địa phương"),
        ("Sở Nội vụ phối hợp với Sở, ban, ngành tỉnh tập huấn.", "Sở, ban, ngành tỉnh"),
    ],
)
def test_who_else_helps_is_kept_whole_and_without_verbs(letter: Reader, text: str, words: str) -> None:
    assert letter(f"1. Sở Nội vụ tập huấn.\n\n{text}\n\n2. Sở Tư pháp rà soát.").point("1").coordinating_text == words


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Giao Sở Văn hoá, Thể thao và Du lịch chủ trì.", ["Sở Văn hoá, Thể thao và Du lịch"]),
        ("Sở Văn hóa Thể thao du lịch rà soát.", ["Sở Văn hóa Thể thao du lịch"]),
        ("Bộ Công an, Bộ Tài chính và Văn phòng Chính phủ phối hợp.", ["Bộ Công an", "Bộ Tài chính", "Văn phòng Chính phủ"]),
        ("Ban Quản lý dự án xây dựng công trình giao thông tỉnh đẩy nhanh.", ["Ban Quản lý dự án xây dựng công trình giao thông tỉnh"]),
        ("Ban Quản lý dự án và UBND Tỉnh", ["Ban Quản lý dự án"]),
        ("Công an tỉnh Chỉ đạo các đơn vị", ["Công an tỉnh"]),
        ("Công an tỉnh Đồng Tháp kiểm tra.", ["Công an tỉnh Đồng Tháp"]),
        ("Trung tâm Giáo dục nghề nghiệp - Giáo dục thường xuyên.", ["Trung tâm Giáo dục nghề nghiệp - Giáo dục thường xuyên"]),
        ("Trường hợp các cơ quan có ý kiến khác nhau thì họp lại.", []),
        ("Hội nghị tổng kết tổ chức trong quý I.", []),
        ("Báo cáo kết quả về Sở Nội vụ.", []),
        ("Phòng, chống tham nhũng là việc thường xuyên.", []),
    ],
)  # fmt: skip
def test_names_of_bodies_are_whole_and_sentences_are_none(text: str, names: list[str]) -> None:
    found = Addressing(Context(UnitBook([], []))).mentions(text)
    assert [mention.text for mention in found if mention.kind == "unknown" and mention.text != "Sở Nội vụ"] == names


# ---- kinds that were met in dispatches of other hands ----


def test_units_named_above_are_those_of_kinh_gui(letter: Reader) -> None:
    to = ("UBND các xã Mỹ Long, Mỹ Hiệp (huyện Cao Lãnh)", "Bưu điện Tỉnh", "UBND huyện Tam Nông")
    proposal = letter("1. UBND các xã nêu trên di dời hồ sơ.\n\n2. Bưu điện Tỉnh phối hợp với UBND các xã nói trên.", to=to)
    assert proposal.point("1").lead == proposal.point("2").coordinating == ("ubnd-30115", "ubnd-30112")
    assert [warning.units for warning in proposal.warnings if warning.code == "addressee_without_task"] == [("ubnd-871",)]


def test_units_named_at_another_point_are_those_of_that_point(letter: Reader) -> None:
    proposal = letter("1. UBND huyện Tam Nông, UBND huyện Lai Vung di dời.\n\n2. Sau khi xong, UBND các huyện nêu tại điểm 1 kiểm tra.")
    assert proposal.point("2").lead == ("ubnd-871", "ubnd-876")


def test_a_quarter_may_stand_before_who_does_the_work(letter: Reader) -> None:
    assert letter("1. Quý II/2021: UBND huyện Tam Nông, UBND huyện Lai Vung làm điểm.").point("1").lead == ("ubnd-871", "ubnd-876")


def test_the_office_of_a_commune_is_a_body_of_its_own(letter: Reader) -> None:
    proposal = letter("1. Văn phòng HĐND và UBND phường theo dõi.")
    assert (proposal.point("1").lead, _warned(proposal, "unit_unknown")) == ((), [("1", "Văn phòng HĐND và UBND phường")])


def test_the_stamp_of_who_received_a_dispatch_is_no_kind_of_it() -> None:
    stamp = ("CÔNG VĂN ĐẾN", "Số: 4471", "Ngày: 21/8/2021", "THÔNG BÁO", "Kết luận của Phó Chủ tịch UBND Tỉnh", "1. Sở Nội vụ rà soát.")
    proposal = read(word(*stamp, "Văn phòng thông báo để các đơn vị biết./.", left=(*LEFT[:2], "Số: 305/TB-VP")), "a.docx")
    assert (proposal.kind, proposal.subject, proposal.number) == ("thông báo", "Kết luận của Phó Chủ tịch UBND Tỉnh", "305")


def test_a_subject_that_begins_like_a_preamble_is_one() -> None:
    text = "ỦY BAN NHÂN DÂN\nTỈNH ĐỒNG THÁP\n\nSố: 4/KH-UBND\n\nKẾ HOẠCH\nThực hiện mô hình không giấy tờ\n\n1. Sở Nội vụ rà soát.\n"
    assert read(text.encode(), "a.txt").subject == "Thực hiện mô hình không giấy tờ"


def test_a_table_of_tasks_with_two_heading_rows_is_read_by_both() -> None:
    document = docx.Document()
    for line in ("ỦY BAN NHÂN DÂN", "TỈNH ĐỒNG THÁP", "Số: 4/KH-UBND", "KẾ HOẠCH", "Rà soát", "1. Theo bảng sau:"):
        document.add_paragraph(line)
    table = document.add_table(4, 5)
    cells = (
        ("STT", "Nhiệm vụ", "Phân công", "", "Thời hạn"),
        ("", "", "Cơ quan chủ trì", "Cơ quan phối hợp", ""),
        ("I", "Cơ sở vật chất", "", "", ""),
        ("1", "Thay bảng niêm yết", "Sở Nội vụ", "Bưu điện Tỉnh", "30/6/2021"),
    )
    for row, texts in enumerate(cells):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    table.cell(0, 2).merge(table.cell(0, 3))
    point = read(saved(document), "a.docx").point("1.I.1")
    assert (point.lead, point.coordinating, point.due_on) == (("so-noi-vu-87",), ("buudien-87",), date(2021, 6, 30))


def test_an_office_is_known_by_the_spelling_that_was_taught(letter: Reader) -> None:
    assert letter("1. Sở TT&TT nâng cấp tính năng.").point("1").lead == ("so-tttt-87",)
