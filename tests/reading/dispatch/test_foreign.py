"""A document of another body: bare words do not mean our province, its full name does."""

from __future__ import annotations

from tests.seed import read


def test_only_what_names_our_province_is_ours() -> None:
    text = (
        "THỦ TƯỚNG CHÍNH PHỦ\n\nSố: 5/CĐ-TTg\n\nHà Nội, ngày 05 tháng 4 năm 2021\n\nCÔNG ĐIỆN\nVề việc thử\n\nTHỦ TƯỚNG CHÍNH PHỦ điện:\n\n"
        "- UBND tỉnh Đồng Tháp;\n- UBND tỉnh An Giang.\n\nĐể thử, yêu cầu:\n\n1. UBND tỉnh Đồng Tháp rà soát.\n\n"
        "2. UBND tỉnh, Sở Nội vụ rà soát.\n\nYêu cầu thực hiện./.\n"
    )
    proposal = read(text.encode(), "cong_dien.txt")
    assert (proposal.kind, proposal.issuer) == ("công điện", "Thủ tướng Chính phủ")
    assert [entry.units for entry in proposal.addressees] == [("ubnd-87",), ()]
    assert [point.lead for point in proposal.points] == [("ubnd-87",), ()]
    assert "unit_unknown" in {warning.code for warning in proposal.warnings}
