"""The grammar of ``addressing``: how official Vietnamese writes the bodies that a dispatch speaks of. Regular expressions and nothing else.

Named groups of ``BODY`` tell what kind of body was met; the areas behind "UBND" and "Bưu điện" are read by ``places``.
"""

import re

from reading.files.labels import CAPITALS
from reading.vocabulary import either
from reading.vocabulary.bodies import KINDS, NAMED_KINDS

_CAPITAL = rf"[{CAPITALS}]\w*"
_HEAD = r"(?:(?:Chủ\ tịch|Giám\ đốc|Chánh|Thủ\ trưởng|Trưởng|Cục\ trưởng|Bộ\ trưởng|người\ đứng\ đầu)\s+(?:các\s+)?)?"
_UBND = r"(?:UBND|[ỦU][yỷ]\ ban\ nhân\ dân|[ỦU][yỷ]\ ban\ ND)"
_LINKED = r"(?:có\s+)?liên\ quan"

# What a Sở, Bộ or Phòng is called; a name that is not listed is a capital and one more syllable.
FIELDS_OF_WORK = (
    "Nội vụ", "Tư pháp", "Tài chính", "Xây dựng", "Y tế", "Công Thương", "Giao thông vận tải", "Kế hoạch và Đầu tư",
    "Nông nghiệp và Phát triển nông thôn", "Nông nghiệp và Môi trường", "Tài nguyên và Môi trường", "Thông tin và Truyền thông",
    "Văn h[óo][aá],? Thể thao(?:,| và)? Du lịch", "Văn h[óo][aá] và Thể thao", "Du lịch", "Giáo dục và Đào tạo",
    "Khoa học và Công nghệ", "Lao động - Thương binh và Xã hội", "Lao động, Thương binh và Xã hội", "Ngoại vụ", "Ngoại giao",
    "Dân tộc và Tôn giáo", "Quốc phòng", "Công an", "KH&CN|TT&TT|NN&PTNT|KH&ĐT|GD&ĐT|VHTT&DL|TN&MT|GTVT|LĐTBXH",
)  # fmt: skip
_NO_PART = rf"(?!(?:UBND|[ỦU][yỷ]\ ban|Sở|Bộ|Bưu\ điện|Chủ\ tịch|Giám\ đốc|Thủ\ trưởng|Trưởng|Các|{either(KINDS)}|{either(NAMED_KINDS)})\b)"
_PART = rf"{_NO_PART}{_CAPITAL}(?:\s+(?!(?:và|có|đã|sẽ|là)\b)[^\W\d_A-Z]\w*)?"
_KNOWN = "|".join(name.replace(" ", r"\ ") for name in FIELDS_OF_WORK)
_FIELD = rf"(?:(?i:{_KNOWN})(?!\w)|{_PART}(?:\s+(?:và|-)\s+{_PART})?)"
FIELD_OF_WORK = re.compile(_FIELD)

# Open groups: words that name nobody in particular.
_MEMBER = r"(?:sở|ban(?:\ ngành)?|ngành|cơ\ quan|đơn\ vị|địa\ phương|đoàn\ thể|bộ|tổ\ chức|cá\ nhân|doanh\ nghiệp|phòng|hội|cấp)(?!\w)"
_FIRST = rf"(?:{_MEMBER}|Sở(?=,)|Bộ(?=,))"  # "Sở, ban, ngành"
_NEXT = r"(?:\s*,\s*(?:và\s+)?|\s+và\s+)"
_WHERE = r"(?:\s+(?:cấp\s+)?[Tt]ỉnh|\s+trên\ địa\ bàn(?:\ [Tt]ỉnh)?)?"
_GROUP = rf"""(?:
    (?:[Cc]ác\s+)?{_FIRST}(?:\s*,\s*{_MEMBER})+(?:{_NEXT}{_MEMBER})*{_WHERE}(?:\s+{_LINKED})?
  | (?:[Cc]ác\s+)?{_MEMBER}(?:\s+và\s+{_MEMBER})*\s+(?:khác\s+)?{_LINKED}(?:\s+khác)?
  | [Cc]ác\s+(?:[Ss]ở|[Bb]ộ)\s*,\s*(?:ban\s*,\s*)?(?:ngành|cơ\ quan)
      (?:{_NEXT}(?:đoàn\ thể|địa\ phương|cơ\ quan\ ngang\ [Bb]ộ))*(?:\s+[Tt]ỉnh)?(?:\s+{_LINKED})?
  | [Cc]ác\s+{_MEMBER}(?!\s*:)(?:\s+(?:chuyên\ môn|[Tt]ỉnh))?
)"""
_REFERENCE = r"""(?:[Cc]ác\s+)?(?:cơ\ quan|đơn\ vị|xã|phường|địa\ phương|huyện)[\w\s,]{0,30}?
    (?:nêu\s+|có\ tên\s+|quy\ định\s+|được\ giao\s+)?(?:tại|ở)\s+(?:[Đđ]iểm|[Đđ]iều|[Mm]ục|[Kk]hoản)\s+(?P<ref>[\dIVXa-zđ][\w.]*)"""

_MINISTRY = rf"Bộ(?!\ (?:phận|trưởng|luật|Luật|[Cc]hỉ|tiêu|máy|[Cc]hính\ trị|Tư\ lệnh|TTHC))\s+{_FIELD}"

BODY = re.compile(
    rf"""(?<![\w])(?:
      (?P<reference>{_REFERENCE})
    | (?P<office>{_HEAD}(?:Văn\ phòng|VP)\.?\s*(?:HĐND\s+và\s+)?{_UBND}(?!\s+(?:các|cấp)\b)
        (?:\s+(?:[Tt]ỉnh|huyện|thành\ phố|thị\ xã|xã|phường|thị\ trấn)(?:\s+{_CAPITAL}){{0,3}})?)
    | (?P<centre>{_HEAD}(?:Trung\ tâm|TT)\s+(?:Kiểm\ soát|KSTTHC|KS\s?TTHC|Phục\ vụ\ [Hh]ành\ chính\ công|PVHCC)(?!\w))
    | (?P<depts>{_HEAD}[Cc]ác\s+(?:[Ss]ở|[Bb]ộ)\s*:?\s*(?={_FIELD}))
    | (?P<dept>{_HEAD}Sở\s+{_FIELD}(?:\s+tỉnh(?:\s+{_CAPITAL})+)?)
    | (?P<ubnd>{_HEAD}{_UBND}(?!\w))
    | (?P<post>{_HEAD}(?:Bưu\ điện|BĐ)(?!\s*-?\s*(?:Văn\ hóa|VH))(?!\w))
    | (?P<areas>[Cc]ác\s+(?=(?:huyện|thành\ phố|thị\ xã|xã|phường|thị\ trấn)(?!\w)))
    | (?P<group>{_HEAD}{_GROUP})
    | (?P<ministry>{_HEAD}{_MINISTRY})
    | (?P<named>{_HEAD}(?:{either(NAMED_KINDS)})(?!\w))
    | (?P<other>{_HEAD}(?:{either(KINDS)})(?!\w))
    )""",
    re.X,
)

# Words before a body that make it a person: "Lãnh đạo VPUBND", "các PCT/UBND".
PERSON = re.compile(
    r"(?:(?:^|[\s,/])(?:CT|PCT|GĐ|PGĐ|CVP|PCVP|TT|TTr|HĐND|TTUB|HU|TU)[\s/,.]*|Thường trực\s+|[Ll]ãnh đạo[\s/,]*"
    r"|Phó\s+(?:Chủ tịch|Giám đốc|Chánh)[\s/,]*|Chuyên viên[\s/,]*)$"
)
HEAD_OF_BODY = re.compile(r"^(?:Chủ tịch|Giám đốc|Thủ trưởng|Trưởng|Bộ trưởng)\s+")
SUB_UNIT = re.compile(r"\s*\(\s*(?:giao\s+|qua\s+)?([^()]{4,120})\)")
SEPARATOR = re.compile(r"^\s*(?:[,;&]|(?:[,;]\s*)?và|cùng(?: với)?|với)?\s*(?:các\s+)?$", re.I)
DEPARTMENT_JOIN = re.compile(r"\s*(?:,\s*và|,|;|và)\s*(?:(?:Sở|Bộ)\s+)?")
NO_DEPARTMENT = re.compile(r"Công an (?:[Tt]ỉnh|[Tt]hành phố|huyện|các)\b")
OF = re.compile(r"\s*(?:của\s+)?")
ABOVE = re.compile(
    r"\s*(?:nêu|nói|có tên|ghi)\s+(?:(?:ở\s+)?trên(?!\w)|(?:tại|ở)\s+(?:[Đđ]iểm|[Đđ]iều|[Mm]ục|[Kk]hoản)\s+(?P<ref>[\dIVXa-zđ][\w.]*))"
)
COMMUNE_WORDS = re.compile(r"\b(?:xã|phường|thị trấn)\b")
ADDRESSED = "Kính gửi: "  # the beginning of a reference to those who are addressed; level and kind follow
