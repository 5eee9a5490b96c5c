"""A short way to read a text."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reading.dispatch import Proposal
from tests.seed import read

Reader = Callable[..., Proposal]

_HEADS = {
    "tỉnh": ("ỦY BAN NHÂN DÂN\nTỈNH ĐỒNG THÁP", "Đồng Tháp"),
    "huyện Cao Lãnh": ("ỦY BAN NHÂN DÂN\nHUYỆN CAO LÃNH", "Cao Lãnh"),
}


@pytest.fixture
def letter() -> Reader:
    """``letter(body, to=[...], issuer=..., date=..., recipients=[...])``: the reading of a letter around this body."""

    def read_letter(
        body: str,
        *,
        to: tuple[str, ...] = (),
        issuer: str = "tỉnh",
        date: str = "ngày 05 tháng 4 năm 2021",
        recipients: tuple[str, ...] = ("Như trên",),
        after: str = "",
    ) -> Proposal:
        name, place = _HEADS[issuer]
        addressees = "Kính gửi:\n\n" + "\n".join(f"- {entry};" for entry in to) if to else ""
        ending = "\n".join(f"- {entry};" for entry in recipients)
        text = (
            f"{name}\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\nSố: 12/UBND-NC\nV/v thử\n\n{place}, {date}\n\n"
            f"{addressees}\n\nĐể khắc phục hạn chế, UBND yêu cầu:\n\n{body}\n\nYêu cầu các đơn vị thực hiện./.\n\n"
            f"Nơi nhận:\n\n{ending}\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nNguyễn Văn Thử\n\n{after}"
        )
        return read(text.encode(), "cong_van.txt")

    return read_letter
