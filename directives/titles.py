"""A short title for the items of a point: what is to be done, without the words that say who does it with whom.

The dispatch's own words stay on every item's page; the title can be corrected in the proposal.
"""

from __future__ import annotations

import re

LENGTH = 120
_ADDRESSING = re.compile(r"^(chủ trì,?|(?:phối hợp|chỉ đạo|đề nghị|giao)\b(?!,))", re.IGNORECASE)
_WORK = re.compile(
    r"(?<!được )\b(khẩn trương|tập trung|tiếp tục|chỉ đạo|hoàn thiện|hoàn thành|khắc phục|tham mưu|đề xuất|nghiên cứu|rà soát|xây dựng"
    r"|triển khai|tổ chức thực hiện|tổ chức|kiểm tra|hướng dẫn|theo dõi|đẩy mạnh|tăng cường|nâng cao|ban hành|thực hiện|cập nhật|công bố"
    r"|công khai|niêm yết|báo cáo|bố trí|đảm bảo|bảo đảm|quán triệt|thống kê|tổng hợp|đôn đốc|xử lý|giải quyết|bồi dưỡng|tập huấn|sắp xếp"
    r"|lập|trình)\b",
    re.IGNORECASE,
)


def item_title(text: str) -> str:
    """The first thing asked: "Chủ trì phối hợp với Bưu điện … khẩn trương hoàn thiện trụ sở" → "Khẩn trương hoàn thiện trụ sở".

    Addressing words are left out only where a word of work follows them; "chỉ đạo" is work for a unit that was asked ("Đề nghị X chỉ
    đạo …"), and one that something was done to it is none ("được kiểm tra").
    """
    first = re.split(r";|\. ", text, maxsplit=1)[0].strip().rstrip(".:…")
    while (address := _ADDRESSING.match(first)) and (work := _WORK.search(first, address.end())):
        first = first[work.start() :]
        if work.group().lower() == "chỉ đạo" and address.group().lower() != "chỉ đạo":
            break
    if len(first) > LENGTH:
        first = first[:LENGTH].rsplit(" ", 1)[0].rstrip(" ,(") + "…"
    return first[:1].upper() + first[1:]
