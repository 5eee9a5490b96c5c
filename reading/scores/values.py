"""Scores as they are written by hand, the scale, and which side a person works for. Words only, no cells and no units.

A decimal comma or dot; what stands behind the number ("đ", "điểm", "/10", words in brackets) is ignored; a score in words alone, a range or
a number with three digits behind a dot ("1.234", a thousand or a fraction?) is never guessed.
"""

import re
from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_UP, Decimal

from common.text import match_key

CIVIL, POST = "civil_servant", "post_staff"
DEFAULT_SCALE = Decimal(10)
_LARGEST_SCALE = 1000
_NUMBER = re.compile(r"(?P<whole>\d{1,4})(?:\s*(?P<mark>[.,])\s*(?P<part>\d{1,3}))?(?!\d)(?P<rest>.*)", re.DOTALL)
_OF = re.compile(r"\s*(?:đ|điểm)?\s*(?:/|trên)\s*(\d{1,4})(?!\d)")
_BRACKETS = re.compile(r"\([^)]*\)?|\[[^\]]*\]?")
_SAYS_MORE = re.compile(r"\d|rưỡi|phẩy|phảy|chấm|lăm|mươi|(?<!\w)(?:một|hai|ba|bốn|tư|năm|sáu|bảy|tám|chín|mười)(?!\w)")
_ABSENT = re.compile(
    r"\W*(?:x+|v|vm|vắng\b.*|vp|kp|cp|p|nghỉ\b.*|bỏ thi|hoãn.*|miễn.*"
    r"|(?:không|ko|chưa|k)\.? ?(?:dự|thi|tham gia|tham dự|có mặt|kiểm tra|làm|nộp|có điểm)\b.*)\W*|\W*"
)
_SCALE = re.compile(r"(?:thang(?: điểm)?|điểm tối đa|tối đa|điểm chuẩn)(?: là| của bài| bài thi|\s*[:=])?\s*(\d{1,4})(?!\d|[.,]\d)")
_HEADING_SCALE = re.compile(r"(?:/|trên)\s*(\d{1,4})(?!\d)|\((\d{1,4})(?: điểm| đ)?\)")
_BODY = r"ubnd|ub|ủy ban|bưu điện|bưu cục|bđ|bđx|bđh|bộ phận|văn phòng(?= ubnd)|trung tâm|sở"
_AREA = r"xã(?! hội)|phường|thị trấn|huyện|thành phố|thị xã|(?:x|p|tt|h|tp|tx)\."
_UNIT_START = re.compile(rf"(?<!\w)(?:{_BODY}|(?P<area>{_AREA}))(?!\w)")
_POST_WORDS = re.compile(r"bưu điện|bưu cục|bưu tá|bưu chính|giao dịch viên|bđ[-–\s]*vhx|(?<!\w)(?:nvbđ|bđ|gdv|bđvhx)(?!\w)")
_CIVIL_WORDS = re.compile(
    r"công chức|cán bộ|viên chức|chủ tịch|chuyên viên|tư pháp|hộ tịch|địa chính|văn phòng|tài chính"
    r"|văn hóa (?:-|–|và)? ?xã hội|(?<!\w)cc(?!\w)|ubnd"
)


def read_score(text: str) -> tuple[Decimal, Decimal | None] | None:
    """(score, the scale that the cell itself names) of a written score; None where no number can be taken from it."""
    found = _NUMBER.fullmatch(match_key(text).strip())
    if found is None:
        return None
    part = found["part"] or ""
    if found["mark"] == "." and len(part) == 3:
        return None
    rest = found["rest"]
    scale = None
    if (of := _OF.match(rest)) is not None:
        scale, rest = Decimal(of[1]), rest[of.end() :]
    if _SAYS_MORE.search(_BRACKETS.sub(" ", rest)):
        return None
    return Decimal(f"{found['whole']}.{part or 0}"), scale if scale and _is_scale(scale) else None


def rounded(number: float) -> Decimal:
    """A real number of a cell, as fine as scores are given."""
    return Decimal(repr(number)).quantize(Decimal("0.001"), ROUND_HALF_UP)


def is_absent(text: str) -> bool:
    """Whether a cell says that there is no score: empty, "vắng", "x", a dash."""
    return _ABSENT.fullmatch(match_key(text)) is not None


def scale_of(headings: Iterable[str], lines: Iterable[str]) -> Decimal:
    """The scale that the headings over the score or the lines around the table state; 10 unless one says otherwise."""
    for text in headings:
        words = match_key(text)
        if (found := _SCALE.search(words) or _HEADING_SCALE.search(words)) is not None:
            scale = Decimal(next(group for group in found.groups() if group))
            if _is_scale(scale):
                return scale
    for text in lines:
        if (found := _SCALE.search(match_key(text))) is not None and _is_scale(Decimal(found[1])):
            return Decimal(found[1])
    return DEFAULT_SCALE


def scale_in(text: str) -> Decimal | None:
    """The scale that a cell states by itself: "10", "20 điểm"; None where it states none."""
    read = read_score(text)
    return Decimal(int(read[0])) if read is not None and _is_scale(read[0]) and read[0] == int(read[0]) else None


def _is_scale(scale: Decimal) -> bool:
    return 4 <= scale <= _LARGEST_SCALE


def side_of(text: str) -> str | None:
    """Which side a text speaks of: "Nhân viên Bưu điện", "A. CÔNG CHỨC"; the first word decides, None where it names neither."""
    words = match_key(text)
    post, civil = _POST_WORDS.search(words), _CIVIL_WORDS.search(words)
    if post is None or civil is None:
        return POST if post else CIVIL if civil else None
    return POST if post.start() < civil.start() else CIVIL


def split_post(text: str, is_unit: Callable[[str], bool]) -> tuple[str, str]:
    """(post, unit) of a text with both, the post first: "Nhân viên Bưu điện, BĐ huyện Cao Lãnh".

    The unit begins with the body or area from which on the words name one, at the latest with the first area: a misspelt commune is not
    passed over for its district.
    """
    start = len(text)
    for found in _UNIT_START.finditer(text.lower()):
        start = found.start()
        if found["area"] or is_unit(text[start:]):
            break
    return text[:start].strip(" ,;-–"), text[start:]


def only_side_of(text: str) -> str | None:
    """The side that a title names when it does not name both."""
    words = match_key(text)
    post, civil = _POST_WORDS.search(words), _CIVIL_WORDS.search(words)
    if (post is None) == (civil is None):
        return None
    return POST if post else CIVIL
