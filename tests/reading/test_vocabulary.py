"""Each row of a vocabulary means what it says, by its own example; no row without one."""

from __future__ import annotations

import re

import pytest

from reading.dispatch.addressing import Addressing, Context
from reading.dispatch.casing import breaks_phrase, office
from reading.dispatch.ending import read_ending
from reading.dispatch.structure import read_structure
from reading.files.content import Document
from reading.files.plain import read_plain
from reading.files.wrapping import CALLS_FOR_A_NUMBER, runs_on
from reading.vocabulary import Phrase
from reading.vocabulary.bodies import ENDS, KINDS, NAMED_KINDS
from reading.vocabulary.endings import CLOSINGS, POSITIONS
from units.matching import UnitBook


def _names(text: str) -> list[str]:
    return [mention.text for mention in Addressing(Context(UnitBook([], []))).mentions(text) if mention.kind == "unknown"]


@pytest.mark.parametrize("row", [*KINDS, *NAMED_KINDS], ids=lambda row: row.example)
def test_a_body_of_each_kind_is_named_whole(row: Phrase) -> None:
    assert re.match(row.words, row.example)
    assert _names(f"Giao {row.example} tham mưu, báo cáo.") == [row.example]


@pytest.mark.parametrize("row", ENDS, ids=lambda row: row.words)
def test_a_name_ends_before_each_of_these_words(row: Phrase) -> None:
    assert re.match(row.words.replace("(?<!Ban )", ""), row.example)
    assert _names(f"Giao Trung tâm Tin học {row.example}.")[:1] == ["Trung tâm Tin học"]


@pytest.mark.parametrize("row", NAMED_KINDS, ids=lambda row: row.words)
def test_a_common_word_with_a_verb_is_no_name(row: Phrase) -> None:
    kind = re.match(row.words, row.example)
    assert kind is not None
    assert _names(f"{kind[0]} đã cơ bản chấp hành tốt các quy định về nhận, trả hồ sơ.") == []


def _document(*texts: str) -> Document:
    document = Document()
    for text in texts:
        document.add([text])
    return document


@pytest.mark.parametrize("row", POSITIONS, ids=lambda row: row.example)
def test_who_signs_is_read_with_each_position(row: Phrase) -> None:
    assert row.words in row.example.lower()
    signature = read_ending(_document("Nơi nhận:", "- Lưu: VT.", row.example, "Nguyễn Văn Mẫu").lines, 0).signature
    assert (signature.title, signature.signer) == (office(row.example), "Nguyễn Văn Mẫu")
    assert office(f"PHÓ {row.words.upper()}") == f"Phó {office(row.words)}"


@pytest.mark.parametrize("row", CLOSINGS, ids=lambda row: row.example)
def test_each_closing_is_no_part_of_the_last_point(row: Phrase) -> None:
    """Also where another paragraph follows it before the signature."""
    assert re.match(row.words, row.example)
    structure = read_structure(
        _document("1. UBND huyện Tam Nông rà soát hồ sơ.", row.example, "Văn phòng theo dõi, đôn đốc./.", "CHỦ TỊCH", "Trần Văn Mẫu")
    )
    assert [node.text for node in structure.nodes] == ["UBND huyện Tam Nông rà soát hồ sơ."]


@pytest.mark.parametrize(("words", "below", "seen"), CALLS_FOR_A_NUMBER, ids=str)
def test_a_number_that_is_called_for_opens_no_point(words: str, below: str, seen: str) -> None:
    before = f"UBND huyện Tam Nông rà soát hồ sơ trễ hạn và xử lý {words}"
    assert runs_on(before, below)
    assert not runs_on(f"{before} này.", below)
    text = f"1. {before}\n{below}, rồi gửi kết quả về Sở Nội vụ.\n\n2. Sở Nội vụ tổng hợp."
    assert [line.text.split(" ")[0] for line in read_plain(text, "a.txt").lines] == ["1.", "2."], seen


@pytest.mark.parametrize(
    ("above", "below", "broken"),
    [
        ("ỦY", "BAN NHÂN DÂN", True),
        ("TM. ỦY BAN", "NHÂN DÂN", True),
        ("TM. UỶ BAN NHÂN", "DÂN TỈNH ĐỒNG THÁP", True),
        ("HỘI ĐỒNG", "NHÂN DÂN TỈNH", True),
        ("THỦ", "TƯỚNG CHÍNH PHỦ", True),
        ("CỘNG HÒA XÃ", "HỘI CHỦ NGHĨA VIỆT NAM", True),
        ("KT. CHỦ", "TỊCH", True),
        ("PHÓ GIÁM", "ĐỐC", True),
        ("ỦY BAN NHÂN DÂN", "TỈNH ĐỒNG THÁP", False),
        ("ỦY BAN NHÂN DÂN", "BAN QUẢN LÝ", False),
        ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", False),
    ],
)
def test_a_line_break_in_a_phrase_that_is_always_whole(above: str, below: str, broken: bool) -> None:
    assert breaks_phrase(above, below) is broken
