"""What the columns of an annex of findings hold (Phụ lục of a dispatch, result of an inspection)."""

import re
from enum import StrEnum

from common.text import clean, match_key
from reading.groups import KNOWN_GROUPS
from reading.tables.columns import DISTRICT, NOTES, NOTHING, NUMBERS, PLACES, UNIT, Column, Columns, Paths, bare, phrase


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


_SHORTCOMING = r"hạn chế|khuyết điểm|tồn tại|thiếu sót|sai sót|vi phạm|bất cập|yếu kém|tồn đọng|chưa đạt|chưa tốt|chưa thực hiện|chưa làm"
_ABOUT = r"(?:kết quả|tình hình|tình trạng|tiến độ|đã|ngày|thời gian|thời điểm)"
_WHO = r"(?:cơ quan|đơn vị|bộ phận|người|nơi|tổ chức)"
_DUTY = r"(?:có trách nhiệm |được giao |phải )?(?:thực hiện|khắc phục|xử lý|giải quyết|triển khai)"
_DO = r"(?:làm|sửa|thực hiện|bổ sung|điều chỉnh|chỉnh)"
VOCABULARY = (
    *NUMBERS,
    phrase(NOTHING, r"(?:tổng |tỷ lệ|tỉ lệ|số lượng|số )(?!.*thời hạn).*", "Số hạn chế", "Tổng số hồ sơ"),
    phrase(NOTHING, r"điểm số|ký hiệu.*|mã .*", "Mã số", "Điểm số"),
    phrase(NOTHING, r".*ưu điểm.*|.*(?:mặt|kết quả) (?:làm|đạt) được.*", "Mặt làm được", "Ưu điểm"),
    phrase(NOTHING, rf"{_ABOUT}(?: \S+)* (?:kiểm tra|đã \S+|ban hành)(?: \S+)*(?<!kết quả kiểm tra)", "Ngày kiểm tra"),
    phrase(NOTHING, r"(?:kết quả|tình hình|tình trạng|đã)\b.*(?:khắc phục|thực hiện|xử lý).*", "Kết quả khắc phục"),
    phrase(NOTHING, r".*(?:số điện thoại|email|chữ ký|ký tên).*", "Chữ ký"),
    *NOTES,
    phrase(Field.CAUSE, r".*(?:nguyên nhân|lý do|lí do).*", "Nguyên nhân của hạn chế", "Lý do", "NN"),
    phrase(Field.DUE, r".*(?:thời hạn|thời gian|thời điểm|kỳ hạn)(?! kiểm tra).*", "Thời hạn", "Thời gian", "TG hoàn thành"),
    phrase(Field.DUE, r"hạn|hạn định|deadline|tiến độ|lộ trình", "Hạn", "Tiến độ"),
    phrase(
        Field.DUE,
        r"(?:ngày|hạn|mốc|tiến độ|lộ trình|xong|hoàn thành) (?:chót|cuối|hoàn|khắc|xử|thực|phải|giải|trước|cần).*",
        "Hạn khắc phục", "Ngày hoàn thành", "Hạn chót",
    ),
    phrase(
        Field.DUE,
        r"(?:(?:phải|cần) )?(?:\S+ )?(?:xong|hoàn thành|hoàn tất)(?: (?:trước|chậm nhất|vào|ngày|trong|đến|khi)\b.*)?",
        "Phải xong trước",
    ),
    phrase(Field.DUE, r"(?:chậm nhất|trước ngày|đến ngày|khi nào|bao giờ)\b.*", "Chậm nhất ngày"),
    phrase(Field.COORDINATING, r"(?!.*chủ trì).*phối hợp.*", "Đơn vị phối hợp", "Phối hợp"),
    phrase(Field.LEAD, r".*(?:chủ trì|chịu trách nhiệm|phụ trách|đầu mối).*", "Cơ quan chủ trì", "ĐV chịu trách nhiệm"),
    phrase(Field.LEAD, rf"{_WHO}(?:, (?:cá nhân|đơn vị))? {_DUTY}.*", "Đơn vị thực hiện", "Cơ quan, đơn vị có trách nhiệm khắc phục"),
    phrase(Field.LEAD, r"trách nhiệm.*|(?:phân công|giao)\b.*|(?:người )?thực hiện", "Phân công", "Trách nhiệm", "Thực hiện"),
    phrase(
        Field.FINDING,
        rf"(?:(?:các|những|nội dung|mô tả|chi tiết|vấn đề|việc|mặt|còn) )*(?:{_SHORTCOMING})\b.*",
        "Hạn chế", "Tồn tại, khuyết điểm", "Nội dung còn thiếu sót", "Những hạn chế, thiếu sót phát hiện qua kiểm tra",
        "ND hạn chế", "Những việc chưa làm được",
    ),
    phrase(
        Field.REMEDY,
        r".*(?:khắc phục|kiến nghị|biện pháp|giải pháp|hướng xử lý|chấn chỉnh|phương án|cách xử lý|việc phải làm|nhiệm vụ).*",
        "Biện pháp khắc phục hạn chế", "Kiến nghị của Đoàn", "Hướng khắc phục",
    ),
    phrase(Field.REMEDY, r"(?:nội dung )?(?:yêu cầu|đề nghị|đề xuất|xử lý|hướng dẫn)\b.*", "Yêu cầu xử lý", "Đề nghị"),
    phrase(
        Field.REMEDY,
        rf"(?:(?:công|những|các) )?(?:việc |nội dung |điểm |vấn đề )?(?:cần|phải|sẽ) {_DO}\b.*",
        "Việc cần làm", "Những việc phải bổ sung",
    ),
    phrase(Field.REMEDY, r"(?:cách|hướng|việc) (?:sửa|làm|giải quyết|thực hiện)\b.*", "Cách sửa", "Hướng giải quyết"),
    phrase(Field.REMEDY, r"ý kiến (?:của đoàn|chỉ đạo).*", "Ý kiến của Đoàn"),
    phrase(
        UNIT,
        rf"(?:tên )?(?:các )?(?:đơn vị|địa phương|cơ quan|nơi|xã)(?:, \S+)* (?:có|còn|để xảy ra|mắc)\b.*(?:{_SHORTCOMING}).*",
        "Đơn vị có hạn chế", "Địa phương còn để xảy ra thiếu sót",
    ),
    phrase(Field.FINDING, rf".*(?:{_SHORTCOMING}).*", "Các điểm còn bất cập"),
    *PLACES,
)  # fmt: skip
"""Narrow ones first: "Hạn khắc phục" is a due date before it is a remedy, "Biện pháp khắc phục hạn chế" a remedy before a finding."""
_VAGUE_FINDING = re.compile(r"(?:các )?(?:nội dung|vấn đề|vụ việc|nhận xét|kết quả)(?: kiểm tra| phát hiện| qua kiểm tra)*")
_AREAS = (
    *(word for group in KNOWN_GROUPS for word in group.words),
    "thiết bị", "nhân sự", "nhân viên", "công chức", "quy trình", "tiếp nhận", "hồ sơ", "vệ sinh", "phần mềm", "trả kết quả", "sổ theo dõi",
    "tác phong", "thái độ", "phí, lệ phí", "con người",
)  # fmt: skip


def _settle(found: list[Column], paths: Paths) -> list[Column]:
    """Where no heading says "hạn chế": "Nội dung" beside "Đơn vị" and "Thời hạn", or several columns, one a requirement area."""
    fields = {column.field for column in found}
    if Field.FINDING in fields or not fields & {UNIT, DISTRICT}:
        return found
    taken = {column.index for column in found}
    open_ones = {index: path[-1] for index, path in sorted(paths.items()) if path and index not in taken}
    vague = [index for index, heading in open_ones.items() if _VAGUE_FINDING.fullmatch(bare(heading))]
    if not (vague and fields & {Field.REMEDY, Field.DUE, Field.LEAD, Field.CAUSE}):
        areas = [index for index, heading in open_ones.items() if _is_area(heading)]
        vague = areas if len(areas) > 1 else []
        return found + [Column(index, Field.FINDING, clean(open_ones[index])) for index in vague]
    return [*found, Column(vague[0], Field.FINDING, clean(open_ones[vague[0]]))]


def _is_area(heading: str) -> bool:
    """ "Niêm yết công khai", but no count of them."""
    meant = FINDINGS.meaning(heading)
    words = bare(heading)
    return (meant is None or meant.field != NOTHING) and any(match_key(area) in words for area in _AREAS)


FINDINGS = Columns(
    labels={
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
    },
    phrases=VOCABULARY,
    main=Field.FINDING,
    needed={Field.FINDING: "Chọn cột chứa nội dung hạn chế."},
    beside=(
        frozenset({Field.NUMBER, Field.UNIT, Field.DISTRICT}),
        frozenset({Field.UNIT, Field.DISTRICT, Field.REMEDY, Field.DUE, Field.LEAD}),
    ),
    several=(Field.FINDING,),
    continued=(Field.DISTRICT, Field.CAUSE, Field.REMEDY, Field.DUE, Field.LEAD, Field.COORDINATING, Field.NOTE),
    vague=r"(?:các )?(?:nội dung|chi tiết|cụ thể|mô tả|tên|vấn đề|vụ việc|ý kiến|nhận xét|đánh giá|kết quả)(?: chi tiết| cụ thể)?",
    under={Field.FINDING: ".*"},
    parties=(Field.LEAD, Field.COORDINATING),
    settle=_settle,
)
