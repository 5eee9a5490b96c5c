"""The grammar of ``common.due``: regular expressions for the words in which Vietnamese offices write a time, and nothing else.

All patterns are matched case-insensitively on clean text (NFC, single spaces). Named groups are read by ``common.due`` alone.
"""

import re

_FLAGS = re.IGNORECASE | re.VERBOSE
_WITH_YEAR = r"(?=\ năm\ \d{4}|\s?/\s?\d{4})"  # months and quarters in words are believed only before their year
_MONTH_WORD = rf"(?:giêng|một|hai|ba|tư|năm|sáu|bảy|tám|chín|mười\ một|mười\ hai|mười|chạp){_WITH_YEAR}"
_MONTH = rf"(?:\d{{1,2}}(?!\d)|{_MONTH_WORD})"
_ROMAN = "IV|VI{1,3}|I{1,3}|V|[ⅠⅡⅢⅣⅰⅱⅲⅳ]|0?[1-9](?!\\d)"
_CLOCK = r"\d{1,2}\ ?(?:giờ|h|g)(?:\ ?\d{1,2}(?:\ ?(?:phút|p|['’′]))?)?(?:\ (?:sáng|trưa|chiều|tối))?"
_DAY_OF_WEEK = r"(?:thứ\ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ\ nhật)"
_THIS_OR_NEXT = r"(?:này|nay|sau|tới|kế\ tiếp|tiếp\ theo)"
_YEAR = r"(?:\s?[/.\-–]\s?|\s?,?\ năm\ )(?P<{0}>\d{{4}})(?!\d)"
_DOC = "công\\ văn|văn\\ bản|quyết\\ định|kế\\ hoạch|chỉ\\ thị|thông\\ báo|báo\\ cáo|công\\ điện|nghị\\ quyết|tờ\\ trình"
_QUY = "(?:qu[ýí]|qúy)"
_JOIN = r"\s?(?:,|;|\+|và|hoặc|-|–)\s?"
# Where a number may begin: not inside another one, but behind the dash of a span ("30/3-05/4/2021").
_NEW = r"(?<![\d/.,])(?<!(?<![/.]\d)(?<![/.]\d\d)(?<![/.]\d\d\d\d)-)"
# Behind a day and month: no further part of the number, but perhaps the dash of a span.
_DAY_YEAR = r"(?:\ năm\ (?P<{0}>\d{{4}})(?!\d))?"
_DM_ENDS = r"(?!\.\d|-\d(?!\d?\s?[/.]\s?\d))"

# One time: a day, month, quarter, part of a year or year. `loose_` groups are believed only beside a word of time or as a whole cell.
_POINT = rf"""
    ngày\ (?P<day>\d{{1,2}})\ tháng\ (?P<day_month>{_MONTH})(?:{_YEAR.format("day_year")})?
  | (?<![\d/.,\-])(?<!tuần\ )(?<!tuần\ thứ\ )(?P<bare_day>\d{{1,2}})\ tháng\ (?P<bare_month>{_MONTH}){_YEAR.format("bare_year")}
  | (?:ngày\ ?)?{_NEW}(?:(?P<from_day>\d{{1,2}})\s?[\-–]\s?(?=\d{{1,2}}\s?[/.]))?
        (?P<num_day>\d{{1,2}})\s?(?P<num_sep>[/.\-])\s?(?P<num_month>\d{{1,2}})\s?(?P=num_sep)\s?
        (?P<num_year>\d{{4}}|(?<=/)\d{{2}}|(?<=/\ )\d{{2}})(?![\d/]){_DM_ENDS}
  | (?<![\d/.,\-])(?P<iso_year>\d{{4}})(?P<iso_sep>[\-/])(?P<iso_month>\d{{1,2}})(?P=iso_sep)(?P<iso_day>\d{{1,2}})(?!\d)
  | ngày\ ?(?P<dm_day>\d{{1,2}})\s?[/.\-]\s?(?P<dm_month>\d{{1,2}})(?![\d/]){_DM_ENDS}{_DAY_YEAR.format("dm_year")}
  | (?<!\w){_NEW}(?P<loose_day>\d{{1,2}})[/\-](?P<loose_day_month>\d{{1,2}})(?![\w/%]){_DM_ENDS}{_DAY_YEAR.format("loose_day_year")}
  | (?:tháng\s?|\bT\.?(?=\d{{1,2}}\s?[/.\-]\s?\d{{4}}))
        (?P<months>{_MONTH}(?:{_JOIN}(?:tháng\ )?\d{{1,2}}(?!\d|\s?/\s?\d{{1,2}}/))*)
        (?:{_YEAR.format("month_year")})?(?!\s?lần)
  | (?<![\w/.,\-])(?P<loose_month>\d{{1,2}})\s?[/.\-]\s?(?P<loose_month_year>(?:19|20)\d{{2}})(?![\d/\-.]\w|\d)
  | (?:(?<!mỹ\ )\b{_QUY}\s?|\bQ\.?\s?(?=(?:{_ROMAN})\s?[/.\-]\s?\d{{4}}))
        (?P<quarters>(?:(?:{_ROMAN})\b|(?:một|hai|ba|tư){_WITH_YEAR})(?:{_JOIN}(?:{_QUY}\ )?(?:{_ROMAN})\b)*)
        (?:{_YEAR.format("quarter_year")})?
  | (?:(?P<part_months>0?[1-9]|1[01]|ba|sáu|chín)\ tháng|nửa)\ (?P<part>đầu|cuối)\ (?:của\ )?năm(?!\ học)(?:\ (?P<part_year>\d{{4}})(?!\d))?
  | giai\ đoạn\ (?:năm\ )?(?P<stage_from>\d{{4}})\s?(?:-|–|đến)\s?(?:năm\ )?(?P<stage_to>\d{{4}})(?!\d)
  | (?<!tháng\ )\bnăm\ (?P<years>\d{{4}}(?!\d)(?:{_JOIN}(?:năm\ )?\d{{4}}(?![\d/]))*)
  | (?:ngày\ (?P<near_day>\d{{1,2}})\ (?=tháng)|(?<!\d\ )(?<!thứ\ )(?<!các\ )(?<!mấy\ )(?<!những\ ))
        (?P<near_unit>tháng|{_QUY}|năm)\ (?P<near>{_THIS_OR_NEXT})\b
  | từ\ nay\ (?:đến|tới)\ (?:hết\ |cuối\ )*(?P<until>tháng|{_QUY}|năm)\b(?!\ \d|\ học|\ {_THIS_OR_NEXT}|\ (?:[IV]+|một|hai|ba|tư)\b)
  | (?<![\d/.,\-])(?P<loose_year>\d{{4}})(?=\ và\ các\ năm)
"""

_EVERY_UNIT = rf"(?:ngày|tuần|tháng|{_QUY}|năm|\d{{1,2}}\ tháng)"
_EVERY = rf"""(?:(?:vào\ )?(?:đầu|giữa|cuối)\ )?(?:h[ằà]ng|mỗi)\ {_EVERY_UNIT}\b
    (?:{_JOIN}(?:(?:h[ằà]ng|mỗi)\ )?(?:tuần|tháng|{_QUY}|\d{{1,2}}\ tháng|năm)\b(?!\ \d))*(?:\ (?:một|1)\ lần)?"""
_IN_PERIOD = rf"""(?:của\ )?(?:
    tháng\ (?:đầu|cuối|cuối\ cùng|thứ\ (?:nhất|hai|ba))\ (?:của\ )?(?:mỗi\ )?{_QUY} | {_EVERY}
  | (?:mỗi\ )?tháng(?!\ ?\d|\ (?:này|nay|sau|tới|kế|tiếp|giêng|một|hai|ba|tư|năm|sáu|bảy|tám|chín|mười|chạp)\b))"""
_DAY_OF = r"(?:ngày\ \d{1,2}(?:/\d{1,2}(?!\d|/)|\ tháng\ \d{1,2}(?!\d))?|ngày\ làm\ việc\ (?:đầu\ tiên|cuối\ cùng|thứ\ \w+))"

_RECURRING = rf"""
    (?P<recurring>
        (?:(?:trước|chậm\ nhất|hạn\ (?:cuối|chót)|vào|đến|là)\ )*{_DAY_OF}
            (?:{_JOIN}(?:trước\ )?(?:ngày\ )?\d{{1,2}}(?:/\d{{1,2}}(?!\d|/))?)*\ {_IN_PERIOD}
      | (?:(?:trước|chậm\ nhất|vào|là)\ )*(?:{_CLOCK},?\ )?(?:(?:sáng|chiều|ngày)\ )?{_DAY_OF_WEEK}\ (?:h[ằà]ng|mỗi)\ tuần
      | {_EVERY}(?:,?\ (?:trước|chậm\ nhất|vào|là|đến)(?:\ (?:trước|vào|là|đến))*
            \ (?:{_DAY_OF}(?!\d|/|\ năm\ \d)(?:\ {_IN_PERIOD})?|{_CLOCK}))?
      | (?:mỗi\ )?(?:\d{{1,2}}\ |một\ |hai\ |ba\ |sáu\ )?(?:ngày|tuần|tháng|(?<!mỹ\ ){_QUY}|năm)(?:\ (?:một|1)\ lần|/lần)
      | (?:\d{{1,2}}|một|hai|ba)\ lần(?:\ ?/\ ?|\ (?:một|mỗi|hằng)\ )(?:ngày|tuần|tháng|{_QUY}|năm)\b
      | định\ k[ỳì](?:\ {_EVERY_UNIT}\b(?!\ \d)(?:{_JOIN}{_EVERY_UNIT}\b(?!\ \d))*)?
    )
  | (?P<ongoing>thường\ xuyên|liên\ tục)
"""

_ISSUED = r"(?:ký(?:\ (?:và\ )?ban\ hành)?|ban\ hành|phát\ hành)"
_SIGNING = rf"(?:{_ISSUED}(?:\ (?:{_DOC})(?:\ này)?)?|(?:{_DOC})\ này\ được\ {_ISSUED})(?!\w)"
_OTHER_EVENT = (
    rf"(?:(?:nhận|tiếp\ nhận)(?:\ (?:được|đủ))*\ (?:hồ\ sơ|yêu\ cầu|đề\ nghị|{_DOC})(?:\ (?:hợp\ lệ|đầy\ đủ|này))*"
    rf"|(?:{_DOC})\ này\ có\ hiệu\ lực(?:\ thi\ hành)?|có\ hiệu\ lực(?:\ thi\ hành)?|[^\s,;.:()]+(?:\ [^\s,;.:()]+){{0,7}})"
)
_ANCHOR = rf""",?\ (?:(?:(?:kể|tính)\ từ|sau|từ)\ (?:ngày|khi|thời\ điểm)\ (?:(?P<signing>{_SIGNING})|{_OTHER_EVENT})
    |(?:kể|tính)\ từ\ (?P<today>(?:ngày\ )?hôm\ nay|nay)\b)"""
_COUNT = r"(?<=\ )(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười\ lăm|mười|hai\ mươi|ba\ mươi|sáu\ mươi|chín\ mươi)"
_RELATIVE = rf"""
    (?P<relative>
        (?P<relative_cue>(?:(?:
            chậm\ nhất|tối\ đa|không\ quá|không\ muộn\ hơn|trong\ vòng|trong\ thời\ hạn|trong\ thời\ gian|trong|thời\ hạn|sau)\ )*)
        (?<![\d/.,\-\w])(?P<count>\d{{1,3}}|{_COUNT})(?:\ \([^)]{{1,30}}\))?\ (?P<step>ngày\ làm\ việc|ngày|tuần|tháng|giờ)\b
        (?!\ (?:đầu|cuối|\d|một\ lần))(?!/)
        (?P<ahead>\ (?:tới|nữa))?(?P<anchor>{_ANCHOR})?
    )
"""

# A year or a span of years at the beginning of a cell or a field.
BARE_YEARS = re.compile(r"((?:19|20)\d{2})(?:\s?[-–]\s?((?:19|20)\d{2}))?(?=\s*(?:[.;,()]|$))")
# A time begins at the beginning of a word or number; looking for the first letters first spares trying all forms at every letter.
_BEGINS = r"(?<![^\W\d_])(?=[\dngtqhmđlcksbv])"
TIME = re.compile(rf"{_BEGINS}(?:{_RECURRING}|{_RELATIVE}|{_POINT})", _FLAGS)

# Words before a time that belong to its phrase, read backwards from it.
_CUES = (
    r"từ\ nay", r"hạn\ (?:cuối|chót)", r"(?:chậm|muộn|trễ)\ nhất", r"không\ (?:để\ )?(?:kéo\ dài\ )?(?:quá|(?:chậm|muộn|trễ)\ (?:hơn|quá))",
    r"(?:trước|đến|tới|hết)\ thời\ điểm", "trước",
    r"(?:ngay\ )?trong(?:\ thời\ gian|\ các|\ (?:hai|ba|bốn|0?[2-4]))?", "vào", "đến", "tới", "hết", "cuối", r"ngày\ cuối(?:\ cùng)?\ của",
    r"(?<!bắt\ )(?<!lần\ )đầu", "giữa", rf"(?:(?:sáng|chiều|tối|ngày)\ )?{_DAY_OF_WEEK}",
)  # fmt: skip
CUE = re.compile(rf"(?<!\w)(?:(?:{'|'.join(_CUES)})(?:\ là)?(?:\ {_CLOCK})?(?:,\ |\ ))+$", _FLAGS)
WEEKDAY = re.compile(rf"(?:(?:sáng|chiều|tối|ngày)\ )?{_DAY_OF_WEEK},?\ ", _FLAGS)  # by itself no limit
NAMED_WEEKDAY = re.compile(rf"(?<!\w)({_DAY_OF_WEEK})(?!\w)", _FLAGS)
# "nửa đầu (tháng 5)", "10 ngày đầu (tháng 5)".
PART_OF_MONTH = re.compile(r"(?<![\w/])(?:nửa|(?P<days>\d{1,2})\ ngày)\ (?P<part>đầu|cuối)\ (?:của\ )?$", _FLAGS)
# Behind a time without a year: the day of signing tells it.
YEAR_TOLD = re.compile(r"\ (?:này|tới(?=\ đây|\W*$|[.,;:)])|(?:của\ )?(?:cùng\ năm|năm\ (?:nay|này|sau|tới)))(?!\w)", _FLAGS)
OFFSET = re.compile(r"\ (?:\d{1,2}|một|hai|ba)\ (?:ngày|tuần|tháng)(?!\w)", _FLAGS)  # "(trước 01/11/2021) một ngày" is not that day
AHEAD = re.compile(r"sau|tới|tiếp", re.IGNORECASE)
# Words that make a time the beginning of something instead of its end.
_WEEK = r"(?:(?:trong\ )?tuần\ )?"
STARTING = re.compile(rf"(?<!\w){_WEEK}(?:(?:bắt\ đầu\ |kể\ |tính\ )?từ|sau|bắt\ đầu)\ (?:(?:hết|đầu|cuối|giữa)\ )?$", _FLAGS)
# "từ ngày 14 đến (ngày 18/6/2021)", "ngày 14, 15 và (16/6/2021)": days that borrow the month of the next one.
BARE_DAYS = re.compile(
    rf"(?<!\w)(?:{_WEEK}từ\ (?:ngày\ )?|ngày\ )\d{{1,2}}(?:\ ?(?:,|và)\ ?\d{{1,2}})*(?:\ ?(?:-|–|,)\ ?|\ (?:đến|và|tới)\ (?:hết\ )?)$",
    _FLAGS,
)
SPAN = re.compile(r"(?:\ (?:cho\ )?(?:đến|tới)\ |\ ?[-–—]\ ?)(?:(?:hết|trước|cuối)\ )*$", _FLAGS)
FROM_SIGNING = re.compile(r"(?<!\w)từ\ ngày\ ký(?:\ ban\ hành)?\ (?:(?:đến|tới)\ )(?:(?:hết|trước)\ )*$", _FLAGS)
# Words after a time that leave its end open.
OPEN_END = re.compile(
    rf",?\ (?:và\ )?(?:các|những)\ (?:năm|tháng|{_QUY})\ (?:tiếp\ theo|sau(?:\ đó)?|kế\ tiếp)|\ trở\ đi"
    r"|\ (?:cho\ )?đến\ (?:nay|khi)\b[^,;.]*",
    _FLAGS,
)
# "… số 15/UBND-NC ngày …", "Luật … năm 2018", "ký ngày …": the date of a cited document.
CITED = re.compile(
    r"(?:\d/[\w\-/&.]*[A-ZĐ][\w\-/&.]*,?\ (?:được\ )?(?:ký\ |ban\ hành\ )?|\bký\ |"
    r"(?:luật|nghị\ quyết|nghị\ định|bộ\ luật|hiến\ pháp)\ [^,;.]{1,60}\ )$",
    _FLAGS,
)
STRETCH = re.compile(r"từ|(?:cho\ )?đến", re.IGNORECASE)  # "(hằng tuần,) từ nay đến …"
JOINED_ADVERBS = re.compile(r"\ ?,?\ ?(?:và\ )?", _FLAGS)

# What may stand beside the time in a cell without being one: a time of day, a measure, a footnote's mark, a document.
BESIDE = re.compile(
    r"(?<![\d/.,\-])(?:[01]?\d|2[0-4])\s?(?:giờ|h|g|:)\s?(?:\d{2}(?!\d))?(?:\s?(?:phút|p)(?!\w)|:\d{2}(?:\.0+)?)?(?!\w)"
    r"|[(\[]\s?(?:\d{1,2}|\*+)\s?[)\]]|\d{1,3}\s?%|ngày\ cuối(?:\ cùng)?(?=\ của|\W*$)"
    r"|(?<!\w)\d+/(?-i:\d{4}/[A-ZĐ]|[A-ZĐ]{2,5}-[A-ZĐ])[\w\-]*",
    re.IGNORECASE,
)
_UNITS = rf"ngày|tháng|(?<!mỹ\ ){_QUY}|tuần|năm"
# What says that a time is meant.
SPEAKS_OF_TIME = re.compile(rf"\d|(?<!\w)(?:{_UNITS}|hôm\ nay|chủ\ nhật|thứ\ (?:hai|ba|tư|sáu|bảy))(?!\w)", _FLAGS)
# What of a recurring time its phrase leaves out: "thứ 6 hằng tuần", "2 lần hằng năm", "thường xuyên trong năm".
OF_RECURRING = re.compile(
    rf"(?<!\w)(?:{_UNITS}|thứ)(?:\ (?:đầu|cuối|thứ|hai|ba|tư|năm|sáu|bảy))*(?:\ \d{{1,2}}(?![\w/.\-]))?(?!\w)"
    r"|(?<![\w/.\-])\d{1,2}\ lần(?!\w)|chủ\ nhật",
    _FLAGS,
)
# Words in a cell that name something finer than its time does: "ngày … tháng 3/2021" is no month.
FINER = {
    "month": re.compile(r"(?<!\w)(?:ngày|tuần)(?!\w)", _FLAGS),
    "quarter": re.compile(r"(?<!\w)(?:ngày|tuần|tháng)(?!\w)", _FLAGS),
    "half_year": re.compile(rf"(?<!\w)(?:ngày|tuần|tháng|{_QUY})(?!\w)", _FLAGS),
    "year": re.compile(rf"(?<!\w)(?:ngày|tuần|tháng|{_QUY}|tết)(?!\w)", _FLAGS),
}
VAGUE = re.compile(r"(?<!\w)(?:đầu|giữa)\ (?:của\ )?$", re.IGNORECASE)
SEPARATE = re.compile(r"[,;]|(?<!\w)(?:và|hoặc)(?!\w)", re.IGNORECASE)
EITHER = re.compile(r"(?<!\w)(?:hoặc|hay)(?!\w)", re.IGNORECASE)
# What an empty date control of Word shows.
PLACEHOLDER = re.compile(r"\W*(?:click|tap|choose|select|bấm|nhấn|nhấp|gõ|chạm|chọn)\b(?!.*\d).*\b(?:date|ngày)\W*", re.IGNORECASE)

WEEKDAYS = {
    "thứ hai": 0, "thứ ba": 1, "thứ tư": 2, "thứ năm": 3, "thứ sáu": 4, "thứ bảy": 5, "chủ nhật": 6,
    "thứ 2": 0, "thứ 3": 1, "thứ 4": 2, "thứ 5": 3, "thứ 6": 4, "thứ 7": 5,
}  # fmt: skip
ROMAN_VALUES = {"I": 1, "II": 2, "III": 3, "IV": 4, "Ⅰ": 1, "Ⅱ": 2, "Ⅲ": 3, "Ⅳ": 4}
NUMBERS = {
    "giêng": 1, "một": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10,
    "mười một": 11, "mười hai": 12, "chạp": 12, "mười lăm": 15, "hai mươi": 20, "ba mươi": 30, "sáu mươi": 60, "chín mươi": 90,
}  # fmt: skip
