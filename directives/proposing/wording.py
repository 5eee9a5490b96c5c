"""A point's text in short: a title for its items, and the list of what it asks. The dispatch's own words stay on every page in full."""

import re

from reading.files.labels import CAPITALS

TITLE_LENGTH = 120
_ADDRESSING = re.compile(r"^(chủ trì,?|(?:phối hợp|chỉ đạo|đề nghị|giao)\b(?!,))", re.IGNORECASE)
_WORK = re.compile(
    r"(?<!được )\b(khẩn trương|tập trung|tiếp tục|chỉ đạo|hoàn thiện|hoàn thành|khắc phục|tham mưu|đề xuất|nghiên cứu|rà soát|xây dựng"
    r"|triển khai|tổ chức thực hiện|tổ chức|kiểm tra|hướng dẫn|theo dõi|đẩy mạnh|tăng cường|nâng cao|ban hành|thực hiện|cập nhật|công bố"
    r"|công khai|niêm yết|báo cáo|bố trí|đảm bảo|bảo đảm|quán triệt|thống kê|tổng hợp|đôn đốc|xử lý|giải quyết|bồi dưỡng|tập huấn|sắp xếp"
    r"|lập|trình)\b",
    re.IGNORECASE,
)
_OPENING, _CLOSING = "([“", ")]”"
_SENTENCE_END = re.compile(rf"(?<=[.…])\s+(?=[{CAPITALS}])")
_BODY = re.compile(r"^(bưu điện|ubnd|bộ phận|sở|phòng|văn phòng|trung tâm|các (xã|huyện|đơn vị|cơ quan))\b", re.IGNORECASE)
_NO_TASK = re.compile(r"^thời (gian|hạn) (thực hiện|hoàn thành)\b", re.IGNORECASE)


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
    if len(first) > TITLE_LENGTH:
        clause = first[:TITLE_LENGTH].rpartition(", ")[0]
        first = (clause if len(clause) > TITLE_LENGTH / 2 else first[:TITLE_LENGTH].rsplit(" ", 1)[0].rstrip(" ,(")) + "…"
    return first[:1].upper() + first[1:]


def asked_parts(text: str) -> list[str]:
    """What the point asks, one thing an entry: the parts between semicolons and its sentences; one part is no list.

    A semicolon inside brackets or quotation marks, or before the name of a body, goes on with the same list of places and parts nothing.
    """
    parts = [part for sentence in _SENTENCE_END.split(text) if not _NO_TASK.match(sentence) for part in _between_semicolons(sentence)]
    return [part[:1].upper() + part[1:] for part in parts] if len(parts) > 1 else []


def _between_semicolons(sentence: str) -> list[str]:
    parts, depth, start = [], 0, 0
    for place, letter in enumerate(sentence):
        if letter in _OPENING:
            depth += 1
        elif letter in _CLOSING:
            depth = max(0, depth - 1)
        elif letter == ";" and depth == 0 and not _BODY.match(sentence[place + 1 :].lstrip()):
            parts.append(sentence[start:place])
            start = place + 1
    parts.append(sentence[start:])
    return [part.strip() for part in parts if part.strip()]
