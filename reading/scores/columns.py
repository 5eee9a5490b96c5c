"""What the columns of a score table hold (Phụ lục 3). No dispatch fixes its layout: the name may stand in two columns, the score under a
heading over several ("Lý thuyết | Thực hành | Tổng", "Bằng số | Bằng chữ").
"""

import re
from dataclasses import replace
from enum import StrEnum

from common.text import match_key
from reading.tables.columns import NOTES, NOTHING, NUMBERS, PLACES, UNIT, Column, Columns, Paths, phrase


class ScoreField(StrEnum):
    """What a column can hold; the values are stored in ``ScoreBatch.choices``."""

    NUMBER = "number"
    NAME = "name"
    POSITION = "position"
    KIND = "kind"
    DISTRICT = "district"
    UNIT = "unit"
    SCORE = "score"
    SCALE = "scale"
    GRADE = "grade"
    NOTE = "note"


_TOTAL, _PLAIN, _WORDY, _PART, _MERE = range(5)
"""Which of several columns of scores counts: a total, a plain score, one with more words; a part of it or a mere "Kết quả" last."""
_PEOPLE = r"(?:cán bộ|công chức|nhân viên|viên chức|người|cá nhân|thí sinh)"
_TAIL = r"(?:\s*[(/:].*)?"
_MEAN = r"(?:trung bình|tb|bình quân|thống nhất|chính thức|cao nhất|kết luận|chung|tổng kết|cuối cùng)"
_PARTS = r"(?:lý thuyết|lí thuyết|thực hành|trắc nghiệm|giám khảo|gk|vấn đáp|tự luận|phần|câu|bài|môn|lần|đợt|vòng)"
VOCABULARY = (
    phrase(ScoreField.NAME, r"ông\s*[(/,\-]?\s*bà\)?|họ|tên", "Ông (bà)", "Họ", "Tên"),
    phrase(ScoreField.NAME, r"họ\W*(?:và\W*)?(?:chữ |tên )?(?:tên|đệm|lót)\b.*", "Họ và tên", "Họ đệm", "Họ và chữ lót", "Họ, tên"),
    phrase(ScoreField.NAME, rf"tên {_PEOPLE}.*", "Tên công chức"),
    phrase(
        ScoreField.NAME,
        rf"{_PEOPLE}\b.*(?:được (?:kiểm tra|khảo sát|chấm)|dự (?:kiểm tra|thi)|tham gia).*",
        "Người dự kiểm tra", "Công chức, nhân viên được kiểm tra",
    ),
    phrase(ScoreField.KIND, r"thành phần|đối tượng|khối|loại (?:đối tượng|nhân sự|cán bộ)", "Thành phần", "Đối tượng"),
    phrase(ScoreField.POSITION, r"(?:chức (?:vụ|danh)|vị trí(?: việc làm)?|công việc|nhiệm vụ|chuyên môn)(?:\W.*)?", "Chức vụ"),
    phrase(UNIT, r"(?:nơi|cơ quan|đơn vị)(?: đang)? (?:công tác|làm việc)(?:\W.*)?", "Đơn vị công tác", "Nơi làm việc"),
    phrase(ScoreField.SCALE, r"(?:số )?điểm (?:tối đa|chuẩn)|thang(?: điểm)?|tối đa", "Điểm tối đa", "Thang điểm"),
    phrase(
        ScoreField.GRADE,
        r"(?:(?:kết quả|đánh giá|nhận xét)(?:\W+| và ))?(?:xếp|phân) (?:loại|hạng)(?:\W.*)?|loại|hạng|mức đạt|đánh giá|kết quả đánh giá",
        "Xếp loại", "Kết quả xếp loại", "Đánh giá, xếp loại", "Xếp hạng", "Hạng",
    ),
    phrase(NOTHING, r".*bằng chữ.*|.*\bchữ\b(?! ký).*", "Bằng chữ", "Điểm (bằng chữ)"),
    phrase(NOTHING, r"(?:năm|ngày) sinh.*|giới tính|nam|nữ|.*(?:chữ ký|ký tên|điện thoại).*", "Năm sinh", "Nam", "Nữ", "Ký tên"),
    phrase(ScoreField.SCORE, rf"tổng(?: số)? điểm{_TAIL}|điểm tổng{_TAIL}|tổng(?: số)? \(.*điểm.*", "Tổng điểm", rank=_TOTAL),
    phrase(ScoreField.SCORE, rf"điểm {_MEAN}{_TAIL}", "Điểm TB", "Điểm cao nhất", rank=_TOTAL),
    phrase(ScoreField.SCORE, rf"tổng(?: cộng| số| kết)?{_TAIL}|cộng|{_MEAN}{_TAIL}", "Tổng", "Thống nhất", rank=_TOTAL, below=True),
    phrase(ScoreField.SCORE, r"(?:điểm )?(?:bằng |ghi )số|(?:số )?điểm|điểm số", "Điểm", "Bằng số", "Điểm số", rank=_PLAIN),
    phrase(ScoreField.SCORE, r"số", "Số", rank=_PLAIN, below=True),
    phrase(ScoreField.SCORE, rf"điểm (?:lt|th|tn|vđ|tl)|điểm\b.*{_PARTS}\b.*", "Điểm LT", "Điểm lý thuyết", "Điểm lần 1", rank=_PART),
    phrase(ScoreField.SCORE, rf"lt|th|tn|vđ|tl|.*{_PARTS}\b.*", "Lý thuyết", "GK 1", rank=_PART, below=True),
    phrase(
        ScoreField.SCORE,
        r"(?:kết quả )?(?:tổng |số |tổng số )?điểm"
        r"(?: (?:số|đạt|thi|làm|kiểm tra|khảo sát|kiến thức|bài|được|bằng|chấm|cuối cùng|của))*(?:\s*[(/:,].*)?"
        r"|kết quả (?:kiểm tra|khảo sát|thi) \(điểm.*",
        "Điểm đạt được", "Điểm kiểm tra", "Điểm (thang 100)", "Kết quả kiểm tra (điểm)",
        rank=_WORDY,
    ),
    phrase(ScoreField.SCORE, r"kết quả(?: kiểm tra| khảo sát| thi)?(?:\s*[(/].*)?", "Kết quả", "Kết quả kiểm tra", rank=_MERE),
    *NUMBERS,
    *NOTES,
    *PLACES,
)  # fmt: skip
_PLACE_IN_ORDER = re.compile(r"(?:xếp |thứ )?hạng|thứ bậc")
_POST_AND_UNIT = re.compile(
    r"(?:chức (?:vụ|danh)|vị trí)\b.*\b(?:đơn vị|cơ quan|nơi công tác|nơi làm việc)\b.*"
    r"|(?:đơn vị|cơ quan|nơi công tác)\b.*\bchức (?:vụ|danh)\b.*"
)


def _settle(found: list[Column], paths: Paths) -> list[Column]:
    """The score that counts, the grade, and what a heading that says two things holds besides."""
    score = _score(found, paths)
    kept = [column for column in found if column.field != ScoreField.SCORE or column is score]
    if score is not None and not any(column.field == ScoreField.GRADE for column in kept):  # beside a score "Kết quả" says "Đạt"
        mere = [column for column in found if column.rank == _MERE and column is not score]
        kept += [replace(column, field=ScoreField.GRADE) for column in mere]
    grades = [column for column in kept if column.field == ScoreField.GRADE]
    orders = [column for column in grades if _PLACE_IN_ORDER.fullmatch(match_key(column.heading))]
    if len(orders) < len(grades):  # "Hạng" beside "Xếp loại" is a place in the order
        kept = [column for column in kept if column not in orders]
    both = next((column for column in kept if _POST_AND_UNIT.fullmatch(match_key(column.heading))), None)
    missing = {ScoreField.POSITION, ScoreField.UNIT} - {column.field for column in kept}
    return kept + [replace(both, field=field) for field in missing if both is not None]


def _score(found: list[Column], paths: Paths) -> Column | None:
    """Of several parts without a total none is guessed."""
    ranked = sorted((column for column in found if column.field == ScoreField.SCORE), key=lambda one: (one.rank, one.index))
    best = [column for column in ranked if column.rank == ranked[0].rank]
    alike = len({tuple(paths[column.index]) for column in best}) == 1
    return best[0] if best and (alike or best[0].rank == _TOTAL) else None


SCORES = Columns(
    labels={
        ScoreField.NUMBER: "Số thứ tự",
        ScoreField.NAME: "Họ và tên",
        ScoreField.POSITION: "Chức vụ",
        ScoreField.KIND: "Thành phần (công chức, nhân viên Bưu điện)",
        ScoreField.DISTRICT: "Huyện, thành phố",
        ScoreField.UNIT: "Đơn vị",
        ScoreField.SCORE: "Điểm",
        ScoreField.SCALE: "Thang điểm",
        ScoreField.GRADE: "Xếp loại",
        ScoreField.NOTE: "Ghi chú",
    },
    phrases=VOCABULARY,
    main=ScoreField.NAME,
    needed={ScoreField.NAME: "Chọn cột chứa họ và tên.", ScoreField.SCORE: "Chọn cột chứa điểm."},
    several=(ScoreField.NAME, ScoreField.KIND),
    under={
        ScoreField.NAME: r"(?:chữ |tên )?(?:họ|tên|đệm|lót)\b.*",
        **dict.fromkeys((ScoreField.KIND, ScoreField.POSITION, ScoreField.UNIT, ScoreField.GRADE, ScoreField.NOTE), ".*"),
    },
    parties=(ScoreField.KIND,),
    brackets=True,
    settle=_settle,
    personal=True,
)
