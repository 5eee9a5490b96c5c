"""What a column of an annex means: the one table of headings, and how a header row is read with it.

A heading is matched as printed, without case and tone placement; a column under a merged heading is read with the heading above it
("Nội dung" under "Biện pháp khắc phục"). Patterns are tried in the order of the table, so the narrow ones come first: "Hạn khắc phục" is
a due date before it is a remedy, "Biện pháp khắc phục hạn chế" a remedy before it is a finding.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from common.text import clean, match_key
from reading.groups import KNOWN_GROUPS


class Field(StrEnum):
    """What a column can hold; the values are stored in ``ImportBatch.choices``."""

    NUMBER = "number"
    DISTRICT = "district"
    UNIT = "unit"
    FINDING = "finding"
    CAUSE = "cause"
    REMEDY = "remedy"
    DUE = "due"
    LEAD = "lead"
    COORDINATING = "coordinating"
    NOTE = "note"


FIELD_LABELS: dict[Field, str] = {
    Field.NUMBER: "Số thứ tự",
    Field.DISTRICT: "Huyện, thành phố",
    Field.UNIT: "Đơn vị được kiểm tra",
    Field.FINDING: "Nội dung hạn chế",
    Field.CAUSE: "Nguyên nhân",
    Field.REMEDY: "Yêu cầu khắc phục",
    Field.DUE: "Hạn",
    Field.LEAD: "Đơn vị chủ trì",
    Field.COORDINATING: "Đơn vị phối hợp",
    Field.NOTE: "Ghi chú",
}

_NOTHING = "nothing"
_SHORTCOMING = r"hạn chế|khuyết điểm|tồn tại|thiếu sót|sai sót|vi phạm|bất cập|yếu kém|tồn đọng|chưa đạt|chưa tốt|chưa thực hiện|chưa làm"
_DISTRICT_WORDS = r"(?:huyện|thành phố|thị xã|tp|tx)"
_COMMUNE_WORDS = r"(?:xã|phường|thị trấn|tt|p|x)"
_OF_COMMUNE = r"(?: cấp xã| xã| xã, phường| kiểm tra| giao dịch| tiếp nhận| phục vụ)"
_ABOUT = r"(?:kết quả|tình hình|tình trạng|tiến độ|đã|ngày|thời gian|thời điểm)"
_WHO = r"(?:cơ quan|đơn vị|bộ phận|người|nơi|tổ chức)"
_TABLE: tuple[tuple[Field | str, tuple[str, ...]], ...] = (
    (Field.NUMBER, (r"(?:số )?(?:stt|s\.t\.t|tt|t\.t|t/t)", "(?:số )?thứ tự", "số tt", r"no\.?", "#")),
    (
        _NOTHING,
        (
            r"(?:tổng |tỷ lệ|tỉ lệ|số lượng|số )(?!.*thời hạn).*",
            r"điểm số|.*ưu điểm.*|.*(?:mặt|kết quả) (?:làm|đạt) được.*|ký hiệu.*|mã .*",
            rf"{_ABOUT}(?: \S+)* (?:kiểm tra|đã \S+|ban hành)(?: \S+)*(?<!kết quả kiểm tra)",
            r"(?:kết quả|tình hình|tình trạng|đã)\b.*(?:khắc phục|thực hiện|xử lý).*|.*(?:số điện thoại|email|chữ ký|ký tên).*",
        ),
    ),
    (Field.NOTE, (r"(?:các )?(?:ghi chú|chú thích|lưu ý|diễn giải)(?: khác)?",)),
    (Field.CAUSE, (r".*(?:nguyên nhân|lý do|lí do).*",)),
    (
        Field.DUE,
        (
            r".*(?:thời hạn|thời gian|thời điểm|kỳ hạn)(?! kiểm tra).*",
            r"hạn|hạn định|deadline|tiến độ|lộ trình",
            r"(?:ngày|hạn|mốc|tiến độ|lộ trình|xong|hoàn thành) (?:chót|cuối|hoàn|khắc|xử|thực|phải|giải|trước|cần).*",
            r"(?:(?:phải|cần) )?(?:\S+ )?(?:xong|hoàn thành|hoàn tất)(?: (?:trước|chậm nhất|vào|ngày|trong|đến|khi)\b.*)?",
            r"(?:chậm nhất|trước ngày|đến ngày|khi nào|bao giờ)\b.*",
        ),
    ),
    (Field.COORDINATING, (r"(?!.*chủ trì).*phối hợp.*",)),
    (
        Field.LEAD,
        (
            r".*(?:chủ trì|chịu trách nhiệm|phụ trách|đầu mối).*",
            rf"{_WHO}(?:, (?:cá nhân|đơn vị))? (?:có trách nhiệm |được giao |phải )?(?:thực hiện|khắc phục|xử lý|giải quyết|triển khai).*",
            r"trách nhiệm.*|(?:phân công|giao)\b.*|người thực hiện|thực hiện",
        ),
    ),
    (Field.FINDING, (rf"(?:(?:các|những|nội dung|mô tả|chi tiết|vấn đề|việc|mặt|còn) )*(?:{_SHORTCOMING})\b.*",)),
    (
        Field.REMEDY,
        (
            r".*(?:khắc phục|kiến nghị|biện pháp|giải pháp|hướng xử lý|chấn chỉnh|phương án|cách xử lý|việc phải làm|nhiệm vụ).*",
            r"(?:nội dung )?(?:yêu cầu|đề nghị|đề xuất|xử lý|hướng dẫn)\b.*",
            r"(?:(?:công|những|các) )?(?:việc |nội dung |điểm |vấn đề )?(?:cần|phải|sẽ) (?:làm|sửa|thực hiện|bổ sung|điều chỉnh|chỉnh)\b.*",
            r"(?:cách|hướng|việc) (?:sửa|làm|giải quyết|thực hiện)\b.*|ý kiến (?:của đoàn|chỉ đạo).*",
        ),
    ),
    (Field.UNIT, (rf"(?:tên )?(?:các )?(?:đơn vị|địa phương|cơ quan|nơi|xã)(?:, \S+)* (?:có|còn|để xảy ra|mắc)\b.*(?:{_SHORTCOMING}).*",)),
    (Field.FINDING, (rf".*(?:{_SHORTCOMING}).*",)),
    (
        Field.DISTRICT,
        (rf"(?:tên )?(?:ubnd )?{_DISTRICT_WORDS}(?:(?:\W+| và | hoặc ){_DISTRICT_WORDS})*", r"(?:tên )?(?:đơn vị )?cấp huyện"),
    ),
    (
        Field.UNIT,
        (
            r".*(?:được (?:kiểm tra|khảo sát|phúc tra)|nơi kiểm tra|đối tượng (?:kiểm tra|khảo sát)).*",
            rf"(?:tên )?(?:ubnd )?(?:các )?(?:xã|phường|thị trấn)(?:(?:\W+| và | hoặc ){_COMMUNE_WORDS})*|.*cấp xã",
            r"(?:tên )?(?:đơn vị|địa phương|cơ quan|địa điểm|địa bàn|địa chỉ|cơ sở(?! vật chất| hạ tầng))(?:\W.*)?",
            rf"(?:tên )?(?:các )?(?:nơi|điểm|bưu điện|bưu cục|ubnd|bộ phận một cửa){_OF_COMMUNE}*",
            r"(?:nơi|địa điểm|đơn vị) (?:xảy ra|phát hiện|ghi nhận|phát sinh)\b.*",
            r"(?:tên )?(?:đơn vị|cơ quan|địa phương|xã|phường)(?: \S+)? (?:kiểm tra|khảo sát|phúc tra|giám sát|làm việc)",
        ),
    ),
)
_SHORT_FORMS = {
    "đv": "đơn vị", "cq": "cơ quan", "nd": "nội dung", "tg": "thời gian", "hc": "hạn chế", "kp": "khắc phục", "bp": "bộ phận",
    "bpmc": "bộ phận một cửa", "kt": "kiểm tra", "ktra": "kiểm tra", "yc": "yêu cầu", "nn": "nguyên nhân",
}  # fmt: skip
_SHORT = re.compile(rf"(?<!\w)(?:{'|'.join(''.join(rf'{letter}[.]?' for letter in word[:-1]) + word[-1] for word in _SHORT_FORMS)})(?!\w)")
_PATTERNS = tuple((field, re.compile("|".join(patterns))) for field, patterns in _TABLE)
# Headings that say little by themselves: the heading above decides; without one they are believed only beside a surer column.
_VAGUE = re.compile(
    r"(?:các )?(?:nội dung|chi tiết|cụ thể|mô tả|tên|vấn đề|vụ việc|ý kiến|nhận xét|đánh giá|kết quả)(?: chi tiết| cụ thể)?"
)
_VAGUE_FINDING = re.compile(r"(?:các )?(?:nội dung|vấn đề|vụ việc|nhận xét|kết quả)(?: kiểm tra| phát hiện| qua kiểm tra)*")
_AREAS = (
    *(word for group in KNOWN_GROUPS for word in group.words),
    "thiết bị", "nhân sự", "nhân viên", "công chức", "quy trình", "tiếp nhận", "hồ sơ", "vệ sinh", "phần mềm", "trả kết quả", "sổ theo dõi",
    "tác phong", "thái độ", "phí, lệ phí", "con người",
)  # fmt: skip


@dataclass(frozen=True)
class Column:
    """One column that is read: where it stands, what it holds, its printed heading."""

    index: int
    field: Field
    heading: str


def field_of(heading: str, above: Sequence[str] = ()) -> Field | None:
    """What the heading of one column means; ``above`` are the headings over it, nearest last."""
    words = _bare(heading)
    parent = next((field for text in reversed(above) if (field := _direct(_bare(text))) is not None), None)
    if not words or _VAGUE.fullmatch(words):
        return None if parent == _NOTHING else _as_field(parent)
    own = _direct(words)
    if own in (Field.UNIT, Field.DISTRICT) and parent in (Field.LEAD, Field.COORDINATING):
        return Field(parent)  # "Đơn vị" under "Phân công thực hiện"
    if own is None and parent == Field.FINDING:
        return Field.FINDING  # "Về niêm yết" under "Hạn chế"
    return None if own == _NOTHING else _as_field(own)


def read_headings(paths: dict[int, list[str]]) -> list[Column] | None:
    """The columns of a findings header, from the headings over each column (outermost first); None when it is no such header.

    It is one when a column holds findings, or several columns are headed by requirement areas, beside a column that says where or what to
    do about it.
    """
    fields = {index: field_of(path[-1], path[:-1]) for index, path in paths.items() if path}
    columns = [Column(index, field, clean(paths[index][-1])) for index, field in sorted(fields.items()) if field is not None]
    held = {column.field for column in columns}
    if Field.FINDING not in held:
        columns += _vague_findings(paths, fields, held) or _areas(paths, fields, held)
        held = {column.field for column in columns}
    where, what = {Field.NUMBER, Field.UNIT, Field.DISTRICT}, {Field.UNIT, Field.DISTRICT, Field.REMEDY, Field.DUE, Field.LEAD}
    if Field.FINDING not in held or not held & where or not held & what:
        return None
    return _settle(columns)


def looks_like_heading(text: str) -> bool:
    """Whether a cell could be a heading: short words that the table knows."""
    words = _bare(text)
    return len(words) <= 80 and (_direct(words) is not None or _VAGUE.fullmatch(words) is not None)


def means_nothing(path: Sequence[str]) -> bool:
    """Whether the headings over a column say that it holds nothing to be imported: a count, a score, what was done well."""
    return next((found == _NOTHING for text in reversed(path) if (found := _direct(_bare(text))) is not None), False)


def _vague_findings(paths: dict[int, list[str]], fields: dict[int, Field | None], held: set[Field]) -> list[Column]:
    """ "Nội dung" beside "Đơn vị" and "Thời hạn" is what was found."""
    if (Field.UNIT not in held and Field.DISTRICT not in held) or not held & {Field.REMEDY, Field.DUE, Field.LEAD, Field.CAUSE}:
        return []
    open_ones = [index for index, field in sorted(fields.items()) if field is None and paths[index]]
    found = [index for index in open_ones if _VAGUE_FINDING.fullmatch(_bare(paths[index][-1]))]
    return [Column(index, Field.FINDING, clean(paths[index][-1])) for index in found[:1]]


def _areas(paths: dict[int, list[str]], fields: dict[int, Field | None], held: set[Field]) -> list[Column]:
    """Several columns, one a requirement area, each cell a finding."""
    if Field.UNIT not in held and Field.DISTRICT not in held:
        return []
    found = [index for index, field in sorted(fields.items()) if field is None and paths[index] and _is_area(paths[index][-1])]
    return [Column(index, Field.FINDING, clean(paths[index][-1])) for index in found] if len(found) > 1 else []


def _is_area(heading: str) -> bool:
    words = _bare(heading)
    if _direct(words) == _NOTHING:
        return False
    return any(match_key(area) in words for area in _AREAS)


def _settle(columns: list[Column]) -> list[Column]:
    """One column a field: the first of its kind, the surer of two units; findings may have several columns.

    "Đơn vị" beside "Xã, phường" is its district.
    """
    settled: list[Column] = []
    units = [column for column in columns if column.field is Field.UNIT]
    narrow = [column for column in units if re.search(r"\b(?:xã|phường|được kiểm tra)\b", _bare(column.heading))]
    unit = (narrow or units)[:1]
    for column in sorted(columns, key=lambda one: one.index):
        taken = any(one.field is column.field for one in settled)
        if column.field is Field.UNIT and unit and column is not unit[0]:
            if column.index < unit[0].index and not any(one.field is Field.DISTRICT for one in columns):
                settled.append(Column(column.index, Field.DISTRICT, column.heading))
        elif column.field is Field.FINDING or not taken:
            settled.append(column)
    if not unit and (district := next((one for one in settled if one.field is Field.DISTRICT), None)):
        settled[settled.index(district)] = Column(district.index, Field.UNIT, district.heading)  # the districts themselves were inspected
    return settled


def _direct(words: str) -> Field | str | None:
    return next((field for field, pattern in _PATTERNS if pattern.fullmatch(words)), None)


def _as_field(field: Field | str | None) -> Field | None:
    return field if isinstance(field, Field) else None


def _bare(heading: str) -> str:
    """A heading for comparing: no bracketed remark, no numbering, no closing mark, short forms written out."""
    words = re.sub(r"\([^)]*\)", " ", match_key(heading))
    words = re.sub(r"^\W*(?:[ivx\d]+[.)] )?", "", " ".join(words.split()))
    words = _SHORT.sub(lambda found: _SHORT_FORMS[found[0].replace(".", "")], words)
    return words.rstrip(" .:;*")
