"""The command ``read_directive``: its document, its exit status, a file that gives no work."""

from __future__ import annotations

import io

import pytest

from common.errors import FileRefused
from tests.reading.dispatch import words
from tests.seed import read

TEXT = (words.SAMPLES / "directives" / "cv_huyen_tam_nong.txt").read_text("utf-8")


def test_a_text_that_gives_no_work_is_refused_in_words() -> None:
    with pytest.raises(FileRefused) as refused:
        read("Chỉ một câu, không giao việc gì.".encode(), "a.txt")
    assert refused.value.code == "no_points"
    assert "điểm" in refused.value.message


def test_text_that_was_converted_is_read_with_a_remark() -> None:
    proposal = read(words.as_vni(TEXT).encode(), "a.txt")
    assert "encoding_converted" in {warning.code for warning in proposal.warnings}
    assert proposal.point("2").text == read(TEXT.encode(), "a.txt").point("2").text


def test_a_scan_in_a_word_file_is_told_from_a_dispatch() -> None:
    import docx
    from PIL import Image

    picture = io.BytesIO()
    Image.new("RGB", (60, 60)).save(picture, "JPEG")
    scan = docx.Document()
    scan.add_picture(io.BytesIO(picture.getvalue()))
    with pytest.raises(FileRefused) as refused:
        read(words.saved(scan), "quet.docx")
    assert refused.value.code == "no_points"
    assert "bản quét" in refused.value.message
    assert "Nhập tay" in refused.value.message


def test_a_letter_in_another_language_is_refused_for_that() -> None:
    text = "No: 12/PO\n\nDear all,\n\n1. The district shall review all its files before March.\n\n2. The post office shall report soon.\n"
    with pytest.raises(FileRefused) as refused:
        read(text.encode(), "letter.txt")
    assert refused.value.code == "no_points"
    assert "tiếng Việt có dấu" in refused.value.message
    assert "Nhập tay" in refused.value.message


def test_a_book_of_four_hundred_pages_is_no_dispatch_to_look_through() -> None:
    """It is refused before its points are read: these cost most."""
    points = "\n\n".join(f"{number}. UBND huyện Tam Nông rà soát hồ sơ và báo cáo." for number in range(1, 900))
    with pytest.raises(FileRefused) as refused:
        read(points.encode(), "sach.txt")
    assert refused.value.code == "file_too_large"
    assert "899 điểm" in refused.value.message
    assert "Nhập tay" in refused.value.message
