"""What contradicts "đã xong" in a claim: a share that is not whole ("8/21"), less than 100%, words of work or a difficulty still open.

Asked before a claim is stored, on the check page of a report and in its review, so that one function says it everywhere. It proves nothing:
who reads "chưa" as it was meant confirms, and goes on. It rather misses a doubt than cries wolf: dates, numbers of documents, marks and
ranks are no shares, and a word behind "đã" in its own clause tells what was mended ("Đã bổ sung 13 TTHC chưa niêm yết").
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

MOST = 3
"""So many are quoted; more would not be read."""
_LONGEST = 70
_STUCK = "còn vướng mắc"

_NUMBER = r"\d{1,3}(?:\.\d{3})+|\d{1,6}"
_SHARE = re.compile(rf"(?<![\w/.,-])({_NUMBER})\s?/\s?({_NUMBER})(?![\d/]|[.,]\d|-\w)")
_OF = re.compile(rf"(?<![\w/.,-])({_NUMBER}) (?:trên|trong)(?: tổng)?(?: số)? ({_NUMBER})(?=\s+\w)")
_PERCENT = re.compile(r"(?<![\w.,-])(\d{1,3})(?:[.,]\d+)?\s?%")

_DATE_CUE = re.compile(r"\b(?:ngày|đến|từ|hạn|trước|sau|hôm|sáng|chiều|tối|kỳ|lúc|lễ|dịp|mùng|mồng|tháng|hết)(?: hết| ngày| hôm)?\s$")
_PLACE_CUE = re.compile(
    r"\b(?:số|số nhà|nhà|đường|hẻm|ngõ|phòng|ấp|tổ|khóm|khu|lớp|ca|trang|mẫu|điều|khoản|mức|mức độ|cấp độ|quyết định|công văn|kế hoạch"
    r"|thông tư|nghị định|văn bản|thông báo|tờ trình|báo cáo|chỉ thị|hướng dẫn|biên bản|hợp đồng|ql|tl|quốc lộ)\s$"
)
_MEASURE = re.compile(r"\s*(?:điểm|mbps|mb|gb|hz|v|mm|cm|m2|a\d)\b")
_TIME = re.compile(r"\s*(?:ngày|giờ|phút|tuần|tháng|quý|năm|buổi)\b")
_JOINING = re.compile(r"\s*(?:và|đến|thì|vào|do|nên|để|sẽ|đã|là|của|bằng|theo|tại|trên|vì|được|xong|có|lúc|năm|hoặc|hay|vừa|nay)\b")
_OTHER_RATE = re.compile(r"\b(?:hài lòng|tỷ lệ|tỉ lệ|tăng|giảm|trực tuyến|đúng hạn|vượt|thêm)\b")
_RATE_CUE = re.compile(r"\b(?:hoàn thành|tiến độ|khối lượng|đạt|xong|làm|được|khoảng|ước|gần|mới)\b[^%]{0,12}$")

_CLAUSES = re.compile(r"(?:[;:!?()–]|,(?!\d)|\.(?=\s|$))+|\s-\s|\b(?:nhưng|tuy nhiên|song|riêng|mà(?! còn))\b|\bvà (?=chưa|còn|đang)")
_MENDED = re.compile(
    r"\b(?:đã|khắc phục|xử lý|chấn chỉnh|trước đây|trước đó|tình trạng|hạn chế|lỗi|không để|không|hết|chẳng|chưa từng|thay cho)\b"
)
_DONE_AFTER = re.compile(
    r"\b(?:đều )?đã (?:được |có |làm |thực hiện |in |kịp )?"
    r"(?:khắc phục|bổ sung|hoàn|xử lý|dán|niêm yết|giải quyết|sửa|thay|xong|lắp|đủ|cấp)"
)
_ACT = (
    r"(?:làm(?! việc)|thực hiện|triển khai|sửa|thi công|xây|lắp|mua|trình|xin|lập|thẩm định|hoàn|khắc phục|xử lý|khảo sát|in\b|dán|đặt"
    r"|xem xét|phối hợp|rà soát|tiến hành|vận động|đề nghị|chuẩn bị|bổ sung|trang bị|niêm yết(?! công khai)|tập huấn|cấp|thay|gửi|xong)"
)
_AWAITED = (
    r"(?:kinh phí|phê duyệt|duyệt|bìa|mua|lắp|cấp|đường truyền|thẩm định|mẫu|ý kiến|hướng dẫn|vật tư|thiết bị|quyết định|bố trí|tuyển)"
)
_OPEN_WORDS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\bchưa\b(?! phát sinh| kể| từng| ghi nhận| xảy ra| có (?:phản ánh|khiếu nại|sai sót|vi phạm))(?!$)",
        r"\b(?<!mà )còn (?:lại|thiếu|chờ|đợi|vướng|chưa|đang|phải|cần|nợ|tồn|dở|một số|vài|ít nhất)\b",
        r"\bcòn \d+(?!\d|\s*(?:ngày|giờ|phút|tuần|tháng|quý|năm)\b)",
        rf"\bđang (?:chờ|đợi|{_ACT})(?<!đang niêm yết)",
        rf"\bsẽ (?:được )?{_ACT}",
        r"^\W*(?:hiện |nay |vẫn |phải |tạm )*(?:chờ|đợi)\b",
        rf"\b(?:chờ|đợi) {_AWAITED}\b",
        r"\b(?:chỉ mới|mới chỉ|mới (?:được \d|đạt|làm|xong|dán|in|thực hiện|hoàn thành|khắc phục))\b",
        r"\b(?:làm|xong|hoàn thành|khắc phục|thực hiện)(?: được| xong)? (?:một|1) phần\b|\bmới một phần\b",
        r"\b(?:gần|sắp|chuẩn bị|cơ bản) (?:xong|hoàn thành)\b|\bdở dang\b|\bdang dở\b|\bkhông kịp\b",
        r"(?<!theo )\bdự kiến (?:xong|hoàn thành|đến|ngày|tháng|cuối|trong)\b",
    )
)
_OPEN_BEFORE = 2
"""The first two of these words stand in attributes too ("TTHC chưa niêm yết"): what is mended in their clause is no doubt."""


def doubts(note: str, percent: int | None = None) -> list[str]:
    """The parts of a claim that contradict it, ready to be named in a sentence: 'mức 40%', '“8/21”', '“Số còn lại chờ bìa”'.

    ``percent`` is what the unit wrote beside it; 0 stands there before anybody wrote. Empty: nothing speaks against it.
    """
    text = " ".join(unicodedata.normalize("NFC", note).replace("\n", " . ").split())
    found = [f"mức {percent}%"] if percent and percent < 100 else []
    found += [f"“{quote}”" for quote in dict.fromkeys([*_shares(text), *_percents(text), *_open_clauses(text)])]
    return found[:MOST]


def stuck_doubts(titles: Iterable[str]) -> list[str]:
    """What the unit said to be in its way and did not close: 'còn vướng mắc “Chưa có kinh phí”'."""
    return [f"{_STUCK} “{title}”" for title in titles][:MOST]


def is_stuck(doubt: str) -> bool:
    return doubt.startswith(_STUCK)


def doubt_words(found: Sequence[str]) -> str:
    """'ghi mức 40%, “8/21”, còn vướng mắc “Chưa có kinh phí”'."""
    said = ", ".join(each for each in found if not is_stuck(each))
    return ", ".join([*([f"ghi {said}"] if said else []), *filter(is_stuck, found)])


def _shares(text: str) -> Iterator[str]:
    """Shares below the whole; one that was made whole later ("từ 8/21 lên 21/21") is none."""
    low = text.lower()
    shares = [match for match in [*_SHARE.finditer(low), *_OF.finditer(low)] if _is_share(low, match)]
    whole = {_value(match[2]) for match in shares if _value(match[1]) >= _value(match[2])}
    for match in shares:
        if _value(match[1]) < _value(match[2]) and _value(match[2]) not in whole:
            yield text[match.start() : match.end()]


def _value(number: str) -> int:
    return int(number.replace(".", ""))


def _is_share(low: str, match: re.Match[str]) -> bool:
    part, whole = _value(match[1]), _value(match[2])
    before, after = low[: match.start()], low[match.end() :]
    if whole == 0 or _PLACE_CUE.search(before) or _MEASURE.match(after) or (part == 1 and whole >= 100):
        return False
    if "/" not in match[0]:
        return _TIME.match(after) is None
    if 1990 <= whole <= 2099 and "." not in match[2]:  # a month or a document of that year
        return False
    if part <= 31 and whole <= 12 and part != whole:  # it may be a day: then it counts only as a number of something
        return not _DATE_CUE.search(before) and re.match(r"\s+[^\W\d]", after) is not None and _JOINING.match(after) is None
    return not (whole <= 12 and _DATE_CUE.search(before))


def _percents(text: str) -> Iterator[str]:
    low = text.lower()
    found = list(_PERCENT.finditer(low))
    if any(int(match[1]) >= 100 for match in found):
        return
    for match in found:
        before = _CLAUSES.split(low[: match.start()])[-1]
        if _RATE_CUE.search(before) and not _OTHER_RATE.search(before):
            yield text[match.start() : match.end()]


def _open_clauses(text: str) -> Iterator[str]:
    """Clauses that speak of work still to do."""
    for clause in filter(None, (part.strip(" “”\"'") for part in _CLAUSES.split(text) if part)):
        low = clause.lower()
        for index, pattern in enumerate(_OPEN_WORDS):
            match = pattern.search(low)
            if match is None or _is_mended(low, match, attribute=index < _OPEN_BEFORE):
                continue
            yield clause if len(clause) <= _LONGEST else f"{clause[:_LONGEST].rsplit(' ', 1)[0]} …"
            break


def _is_mended(low: str, match: re.Match[str], *, attribute: bool) -> bool:
    """The open word belongs to what is mended or to what is no longer there."""
    before, after = low[: match.start()], low[match.end() :]
    if attribute:
        return _MENDED.search(before) is not None or _DONE_AFTER.search(after) is not None
    return re.search(r"\b(?:không|không còn|hết)\s$", before) is not None
