"""How to tell the rows of an annex that are no findings: numbering, totals, notes, signatures, group rows. Words only, no cells."""

import re
import unicodedata

from common.text import match_key

_NUMBER = re.compile(r"\d{1,5}[.)]?")
_COLUMN_NUMBER = re.compile(r"[(\[]?\d{1,2}[)\]]?(?:\s*=.*)?|[A-Z]|\([a-zA-Z]\)|[(\[]?\d{1,2}\s*=.*")
_LABEL = re.compile(r"(?:[IVXLC]{1,6}|[A-ZĐ]|[a-zđ]|\d{1,3}(?:\.\d{1,3})*)[.)/]?|[-–+*•]")
_GROUP_LABEL = re.compile(r"(?:[IVX]{1,6}|[A-ZĐ])[.)/]?")
_STYLES = (("roman", re.compile(r"[IVX]{1,6}[.)/\-: ]")), ("letter", re.compile(r"[A-ZĐ][.)/]")), ("number", re.compile(r"\d{1,3}[.)/]")))
_PLACES = (
    ("district", re.compile(r"(?:ubnd )?(?:huyện|thành phố|thị xã|tp\.?|tx\.?|h\.)\s*\S")),
    ("commune", re.compile(r"(?:ubnd |bộ phận một cửa )?(?:xã|phường|thị trấn|x\.|p\.|tt\.)\s*\S")),
)
_PROPER = "[A-ZĐÀ-Ý" + "".join(letter for letter in map(chr, range(0x100, 0x1EFA)) if letter.isupper()) + r"]\w*|\d{1,2}|[AB]"
_PLACE = re.compile(
    r"(?:(?:UBND|Ủy ban nhân dân|Bưu điện|Bộ phận Một cửa|BPMC|BĐ)\s+)?(?:xã|phường|thị trấn|huyện|thành phố|thị xã|bưu điện)"
    rf"(?-i:\s+(?:{_PROPER}))+(?:\s*[,(\-–]\s*(?:huyện|thành phố|thị xã|TP\.?|H\.)\s*(?-i:\s*(?:{_PROPER}))+\)?)?\s*[:.]?",
    re.IGNORECASE,
)
_COUNT = re.compile(r"\(?(?:có )?\d{1,4}(?:\s+(?:hạn chế|tồn tại|thiếu sót|nội dung|vấn đề|xã|phường|đơn vị|lỗi|ý kiến|điểm))*\)?")
_TOTAL = re.compile(
    r"(?:tổng cộng|tổng số|tổng|cộng)(?:[\s:.(\-–]*(?:\d|$|hạn chế|toàn|huyện|thành phố|xã|nhóm|mục|số|chung|các|cộng|đơn vị|i\b|ii\b).*)?"
)
_TOTAL_ALONE = re.compile(
    r"(?:tổng cộng|tổng số|cộng)[\s:.(\-–]*\d.*|tổng\s*:\s*\d.*|(?:tổng cộng|cộng)\W*"
    r"|(?:điểm )?(?:(?:trung bình|bình quân)(?: cộng| chung)?|(?:cao|thấp) nhất)\W*(?:\d.*)?"
    r"|(?:tỷ|tỉ) lệ(?: (?:xuất sắc|giỏi|tốt|khá|trung bình|yếu|kém|đạt|không đạt))*\W*(?:\d.*)?"
)
_NOTE = re.compile(r"(?:(?:ghi chú|lưu ý|chú thích|chú ý)\b|\(?\*+\)?(?!\w)|\*\S).*")
_PLACE_AND_DAY = re.compile(r"[^,;.]{2,40},\s*ngày\s.{0,14}tháng\s.{0,14}năm\b.{0,12}", re.IGNORECASE)
_SIGNER = re.compile(
    r"(?:TM|KT|TL|TUQ|Q)\s?\..*|(?:NGƯỜI|TRƯỞNG|PHÓ|CHỦ TỊCH|GIÁM ĐỐC|CHÁNH|THỦ TRƯỞNG|ĐẠI DIỆN|THƯ KÝ|XÁC NHẬN|ĐOÀN|TỔ TRƯỞNG|THÀNH VIÊN"
    r"|CÁN BỘ|CÔNG CHỨC|CHUYÊN VIÊN|LẬP BIỂU|LẬP BẢNG)(?:[^a-zà-ỹđ]*)"
)
_SIGNED = re.compile(
    r"\((?:đã ký|ký|ký tên|chữ ký|ký và|đóng dấu)\b.*"
    r"|(?:cán bộ|công chức|chuyên viên|thư ký|thành viên)"
    r" (?:tổng hợp|lập biểu|lập bảng|kiểm tra|theo dõi|phụ trách|ghi biên bản|đoàn(?: kiểm tra)?|tổ(?: kiểm tra)?)\s*:?"
    r"|(?:người (?:lập|kiểm tra|tổng hợp|báo cáo|ghi|viết|duyệt|soát|nhận)(?: biểu| bảng| phiếu| biên bản)?"
    r"|trưởng đoàn(?: kiểm tra)?|nơi nhận|xác nhận của .*|đại diện .*|đã ký)\s*:?"
)
_DISTRICT = re.compile(r"(?<!\w)(?:huyện|thành phố|thị xã|tp|tx|h)(?!\w)")
_PAGE = re.compile(
    r"\W*(?:trang|tr\.?|page)\s*(?:số\s*)?\d{1,4}(?:\s*(?:/|trên|của)\s*\d{1,4})?\W*|\W*tiếp(?: theo)?(?: trang (?:trước|sau))?\W*"
)
_CARRIED = re.compile(
    r"\W*(?:(?:tổng )?cộng |số )?(?:trang trước )?(?:mang|chuyển) (?:sang|qua|tới)(?: trang (?:sau|trước|tiếp|tiếp theo|kế))?\W*(?:\d.*)?"
    r"|\W*(?:tổng )?cộng (?:dồn|trang(?: này| trước| \d+)?)\W*(?:\d.*)?"
)
_MOST_MARKS, _LONGEST_MARK = 3, 60
_ROMAN = re.compile("[\u2160-\u217f]")
_BLANK = re.compile(r"[-–—.…/x0\s]*")


def names_district(text: str) -> bool:
    """Whether a line speaks of a district: "… tại huyện Tam Nông"."""
    return _DISTRICT.search(match_key(text)) is not None


def is_page_mark(texts: list[str]) -> bool:
    """ "Trang 1/2", "(tiếp theo)", "Mang sang trang sau: 12": what is printed where a page ends."""
    if not texts or len(texts) > _MOST_MARKS or len(texts[0]) > _LONGEST_MARK:
        return False
    first, *rest = (match_key(text) for text in texts)
    if _CARRIED.fullmatch(first):
        return all(_COUNT.fullmatch(text) for text in rest)
    return not rest and _PAGE.fullmatch(first) is not None


def with_letters(text: str) -> str:
    """A label with a Roman numeral that is one character ("Ⅱ.") as it is typed with letters ("II.")."""
    return _ROMAN.sub(lambda found: unicodedata.normalize("NFKC", found[0]).upper(), text)


def is_number(text: str) -> bool:
    """A row's own number: "7", "7." – not "7.1", "a)" or "-", which go on with the row above."""
    return _NUMBER.fullmatch(text) is not None


def is_label(text: str) -> bool:
    """Anything that numbers a row: "7", "1.2", "IV.", "a)", "-"."""
    return _LABEL.fullmatch(with_letters(text)) is not None


def is_group_label(text: str) -> bool:
    """The number of a group: "I", "II.", "A."."""
    return _GROUP_LABEL.fullmatch(with_letters(text)) is not None


def is_place(text: str) -> bool:
    """Whether a text is nothing but the name of a unit: "Xã Phú Cường", "UBND phường 2, thành phố Cao Lãnh"."""
    return len(text) <= 80 and _PLACE.fullmatch(text) is not None


def is_count(text: str) -> bool:
    """ "12", "(05 hạn chế)": how many findings stand below a group row."""
    return _COUNT.fullmatch(match_key(text)) is not None


def label_style(text: str) -> str:
    """How a group row is numbered, else what kind of place it names; groups of one style stand beside each other."""
    style = next((name for name, pattern in _STYLES if pattern.match(with_letters(text))), None)
    return style or next((name for name, pattern in _PLACES if pattern.match(match_key(text))), "none")


def is_numbering(texts: list[str]) -> bool:
    """The row "(1) (2) (3)" under a header: three cells or more, numbers in their order."""
    if len(texts) < 3 or not all(_COLUMN_NUMBER.fullmatch(text) for text in texts):
        return False
    numbers = [int(found[0]) for text in texts if (found := re.search(r"\d+", text))]
    return numbers == sorted(set(numbers)) and (not numbers or numbers[-1] - numbers[0] < 2 * len(texts))


def is_total(text: str, *, alone: bool) -> bool:
    """ "Tổng cộng", "Cộng huyện Tam Nông: 4". ``alone``: in the column of findings only a bare sum counts."""
    if alone:
        return len(text) <= _LONGEST_MARK and _TOTAL_ALONE.fullmatch(match_key(text)) is not None
    return _TOTAL.fullmatch(match_key(text)) is not None


def is_note(text: str) -> bool:
    return _NOTE.fullmatch(match_key(text)) is not None


def is_signature(texts: list[str]) -> bool:
    """Place and day, titles of signers, "(Đã ký)": every cell of the row is one of these."""
    return bool(texts) and all(
        len(text) <= 90 and (_PLACE_AND_DAY.fullmatch(text) or _SIGNER.fullmatch(text) or _SIGNED.fullmatch(match_key(text)))
        for text in texts
    )


def is_no_tick(text: str) -> bool:
    """A cell in a column to tick that is not ticked: empty, a dash."""
    return not text.strip(" -–—.…")


def is_blank_mark(text: str) -> bool:
    """A cell that says "nothing": "-", "…", "x" is none of the findings."""
    return bool(text) and _BLANK.fullmatch(match_key(text)) is not None
