"""What a column of a score table (Phụ lục 3) means, and where such a table begins.

No dispatch fixes the layout (directive.md, I14): headings are matched as printed, without case; one to three header rows; the name may
stand in two columns, the score under a heading over several ("Lý thuyết | Thực hành | Tổng", "Bằng số | Bằng chữ").
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from common.text import clean, match_key
from reading.files.grid import EMPTY, Cell, Grid
from reading.tables import rows as kinds
from reading.tables.columns import Field, field_of
from reading.tables.headers import fingerprint

_MOST_HEADER_ROWS = 3
_LONGEST_HEADING = 120
_GUESSED_ROWS, _LEAST_COLUMNS = 40, 3


class ScoreField(StrEnum):
    """What a column of a score table can hold besides number, unit, district and note (``columns.Field``)."""

    NAME = "name"
    POSITION = "position"
    KIND = "kind"
    SCORE = "score"
    SCALE = "scale"
    GRADE = "grade"


Held = ScoreField | Field
Meaning = Mapping[int, Held | None]
SCORE_LABELS: dict[Held, str] = {
    Field.NUMBER: "Số thứ tự",
    ScoreField.NAME: "Họ và tên",
    ScoreField.POSITION: "Chức vụ",
    ScoreField.KIND: "Thành phần (công chức, nhân viên Bưu điện)",
    Field.DISTRICT: "Huyện, thành phố",
    Field.UNIT: "Đơn vị",
    ScoreField.SCORE: "Điểm",
    ScoreField.SCALE: "Thang điểm",
    ScoreField.GRADE: "Xếp loại",
    Field.NOTE: "Ghi chú",
}
"""What a person may say that a column holds; the values are stored in ``ScoreBatch.choices``."""
_SHARED = (Field.NUMBER, Field.UNIT, Field.DISTRICT, Field.NOTE)
_PEOPLE = r"(?:cán bộ|công chức|nhân viên|viên chức|người|cá nhân|thí sinh)"
_TABLE: tuple[tuple[Held, re.Pattern[str]], ...] = (
    (
        ScoreField.NAME,
        re.compile(
            rf"ông\s*[(/,\-]?\s*bà\)?|họ|tên|họ\W*(?:và\W*)?(?:chữ |tên )?(?:tên|đệm|lót)\b.*|(?:họ và tên|họ tên|tên) {_PEOPLE}.*"
            rf"|{_PEOPLE}\b.*(?:được (?:kiểm tra|khảo sát|chấm)|dự (?:kiểm tra|thi)|tham gia).*"
        ),
    ),
    (ScoreField.KIND, re.compile(r"(?:thành phần|đối tượng|khối|loại (?:đối tượng|nhân sự|cán bộ))")),
    (ScoreField.POSITION, re.compile(r"(?:chức (?:vụ|danh)|vị trí(?: việc làm)?|công việc|nhiệm vụ|chuyên môn)(?:\W.*)?")),
    (Field.UNIT, re.compile(r"(?:nơi|cơ quan|đơn vị)(?: đang)? (?:công tác|làm việc)(?:\W.*)?")),
    (ScoreField.SCALE, re.compile(r"(?:số )?điểm (?:tối đa|chuẩn)|thang(?: điểm)?|tối đa")),
    (
        ScoreField.GRADE,
        re.compile(
            r"(?:(?:kết quả|đánh giá|nhận xét)(?:\W+| và ))?(?:xếp|phân) (?:loại|hạng)(?:\W.*)?|loại|hạng|mức đạt|đánh giá|kết quả đánh giá"
        ),
    ),
)
_PLACE_IN_ORDER = re.compile(r"(?:xếp |thứ )?hạng|thứ bậc")
_NAME_PART = re.compile(r"(?:chữ |tên )?(?:họ|tên|đệm|lót)\b")
_POST_AND_UNIT = re.compile(
    r"(?:chức (?:vụ|danh)|vị trí)\b.*\b(?:đơn vị|cơ quan|nơi công tác|nơi làm việc)\b.*"
    r"|(?:đơn vị|cơ quan|nơi công tác)\b.*\bchức (?:vụ|danh)\b.*"
)
_SCORE = re.compile(
    r"(?:kết quả )?(?:tổng |số |tổng số )?điểm"
    r"(?: (?:số|đạt|thi|làm|kiểm tra|khảo sát|kiến thức|bài|được|bằng|chấm|cuối cùng|của))*(?:\s*[(/:,].*)?"
    r"|kết quả (?:kiểm tra|khảo sát|thi) \(điểm.*"
)
_TOTAL = re.compile(
    r"tổng(?: cộng| số| điểm| số điểm| kết)?(?:\s*[(/:].*)?|cộng"
    r"|(?:điểm )?(?:trung bình|tb|bình quân|kết luận|chung|tổng kết|tổng|thống nhất|cuối cùng|chính thức|cao nhất)(?:\s*[(/:].*)?"
)
_PLAIN = re.compile(r"(?:điểm )?(?:bằng |ghi )?số|(?:số )?điểm|điểm số")
_LETTERS = re.compile(r".*bằng chữ.*|.*\bchữ\b(?! ký).*")
_PART = re.compile(
    r"(?:điểm )?(?:lt|th|tn|vđ|tl)"
    r"|.*(?:lý thuyết|lí thuyết|thực hành|trắc nghiệm|giám khảo|gk|vấn đáp|tự luận|phần|câu|bài|môn|lần|đợt|vòng)\b.*"
)
_VAGUE = re.compile(r"kết quả(?: kiểm tra| khảo sát| thi)?(?:\s*[(/].*)?")


@dataclass(frozen=True)
class ScoreHints:
    """What a person said about the headers of one grid: ``columns`` by their place in the grid, ``remembered`` by fingerprint and position,
    ``row`` where the header begins. None as a field: the column is not read. The same as ``headers.HeaderHints`` says of findings.
    """

    columns: Meaning = field(default_factory=dict)
    remembered: Mapping[str, Meaning] = field(default_factory=dict)
    row: int | None = None


@dataclass(frozen=True)
class ScoreHeader:
    """A header from ``top`` to ``last``: the columns that are read (the name may have several) and the headings nearest to the data.
    ``mark`` is its fingerprint.
    """

    top: int
    last: int
    columns: tuple[tuple[int, Held], ...]
    headings: dict[int, str]
    above_score: tuple[str, ...]
    mark: str

    def places(self, wanted: Held) -> list[int]:
        return [index for index, held in self.columns if held == wanted]

    def heading(self, wanted: Held, otherwise: str) -> str:
        """The printed heading of a column, or a name of ours where the table has none."""
        return next((self.headings[index] for index in self.places(wanted)), otherwise)

    @property
    def is_whole(self) -> bool:
        """Whether it says what a score table has to say: who, and which score."""
        return bool(self.places(ScoreField.NAME) and self.places(ScoreField.SCORE))

    def position(self, index: int) -> int:
        """Where a column stands in the header, from 1: how a mapping that is remembered names it."""
        return sorted(self.headings).index(index) + 1


def find_headers(grid: Grid, hints: ScoreHints | None = None) -> list[ScoreHeader]:
    """Every header of scores in a grid, from above. What was said about columns is said of one header, wherever it is printed again."""
    hints = hints or ScoreHints()
    found: list[ScoreHeader] = []
    said_of = _read(grid, hints.row, ScoreHints()).mark if hints.row in grid.rows and hints.row is not None else None
    for number in grid.rows:
        if found and number <= found[-1].last:
            continue
        header = _header_at(grid, number, hints, said_of)
        if header is not None:
            found.append(header)
            said_of = said_of or header.mark
    return found


def guess_header(grid: Grid) -> ScoreHeader | None:
    """The row that looks most like a header where none of scores was found, for a person to say what its columns hold."""
    best: tuple[int, ScoreHeader] | None = None
    for number in list(grid.rows)[:_GUESSED_ROWS]:
        cells = grid.rows[number].values()
        if len(cells) < _LEAST_COLUMNS or not all(map(_is_short, cells)):
            continue
        known = sum(_means(cell.words) is not None or _is_score(cell.words) or field_of(cell.words) is not None for cell in cells)
        if best is None or len(cells) + 3 * known > best[0]:
            best = len(cells) + 3 * known, _read(grid, number, ScoreHints())
    return best[1] if best else None


def _header_at(grid: Grid, top: int, hints: ScoreHints, said_of: str | None) -> ScoreHeader | None:
    """``said_of``: the header of which a person said what its columns hold, None while none was met."""
    cells = grid.rows[top].values()
    asked, named = top == hints.row, any(_means(cell.words) is ScoreField.NAME for cell in cells)
    if not asked and (len(cells) < 2 or not all(map(_is_short, cells)) or not (named or hints.remembered)):
        return None
    header = _read(grid, top, hints, said_of)
    known = asked or named or header.mark in hints.remembered
    return header if known and header.is_whole else None


def _read(grid: Grid, top: int, hints: ScoreHints, said_of: str | None = None) -> ScoreHeader:
    last = _last_row(grid, top)
    used = sorted({index for number in range(top, last + 1) for index in grid.rows.get(number, {})} | _spread(grid, top))
    paths = {index: path for index in used if (path := _path(grid, index, top, last))}
    mark = fingerprint(paths)
    headings = {index: clean(path[-1]) for index, path in paths.items()}
    places = sorted(headings)
    said = {places[at - 1]: held for at, held in hints.remembered.get(mark, {}).items() if 0 < at <= len(places)}
    said.update(hints.columns if said_of in (None, mark) else {})
    columns = _columns(paths, headings, said)
    score = next((index for index, held in columns if held is ScoreField.SCORE), None)
    return ScoreHeader(top, last, columns, headings, tuple(paths.get(score, ())) if score is not None else (), mark)


def _columns(paths: dict[int, list[str]], headings: dict[int, str], said: Meaning) -> tuple[tuple[int, Held], ...]:
    """What each column holds: what a person said wins over the headings."""
    held: dict[int, Held] = {index: means for index, path in paths.items() if (means := _held(path)) is not None}
    score = _score_column(paths)
    if score is not None:
        held[score] = ScoreField.SCORE
        if ScoreField.GRADE not in held.values():  # beside the score a mere "Kết quả" says "Đạt", "Không đạt"
            held.update({index: ScoreField.GRADE for index, path in paths.items() if index != score and _rank(path) == 4})
    ranks = [index for index, means in held.items() if means is ScoreField.GRADE and _PLACE_IN_ORDER.fullmatch(match_key(headings[index]))]
    if len(ranks) < sum(means is ScoreField.GRADE for means in held.values()):  # "Hạng" beside "Xếp loại" is a place in the order
        held = {index: means for index, means in held.items() if index not in ranks}
    taken = {means for means in said.values() if means is not None and means is not ScoreField.NAME}
    held = {index: means for index, means in held.items() if index not in said and means not in taken}
    held.update({index: means for index, means in said.items() if means is not None and index in paths})
    return (*_once(held), *_joined(held, headings))


def _joined(held: dict[int, Held], headings: dict[int, str]) -> list[tuple[int, Held]]:
    """What else a column headed "Chức vụ, đơn vị công tác" holds, where no other column does."""
    both: set[Held] = {ScoreField.POSITION, Field.UNIT}
    index = next((place for place, text in headings.items() if _POST_AND_UNIT.fullmatch(match_key(text)) and held.get(place) in both), None)
    return [(index, means) for means in both - set(held.values())] if index is not None else []


def _once(held: dict[int, Held]) -> tuple[tuple[int, Held], ...]:
    """One column a field, the first; the name goes over all columns that are headed so, and each side may have a column to tick."""
    taken: set[Held] = set()
    kept = []
    for index, means in sorted(held.items()):
        if means in (ScoreField.NAME, ScoreField.KIND) or means not in taken:
            kept.append((index, means))
            taken.add(means)
    return tuple(kept)


def _is_short(cell: Cell) -> bool:
    return cell.day is None and cell.number is None and len(cell.words) <= _LONGEST_HEADING and not kinds.is_number(cell.words)


def _last_row(grid: Grid, top: int) -> int:
    """The lowest header row: cells merged downwards, and rows of headings under those that spread over several columns."""
    blocks = [grid.block(top, index) for index in grid.rows[top]]
    last = max([top, *(block.bottom for block in blocks if block is not None and block.top == top)])
    last = min(last, top + _MOST_HEADER_ROWS - 1)
    while last - top < _MOST_HEADER_ROWS - 1 and _is_subheader(grid, top, last + 1):
        last += 1
    return last


def _is_subheader(grid: Grid, top: int, number: int) -> bool:
    cells = grid.rows.get(number)
    if not cells or not all(_is_short(cell) for cell in cells.values()):
        return False
    above = grid.rows[top]
    all_spread = True
    for index in cells:
        block = grid.block(top, index)
        spread = block is not None and block.right > block.left
        all_spread = all_spread and spread
        heads_several = index in above and (index + 1) not in above and (index + 1) in cells
        continues = index not in above and index > min(above)
        if not (spread or heads_several or continues):
            return False
    words = [match_key(cell.words) for cell in cells.values()]
    known = any(_TOTAL.fullmatch(text) or _PART.fullmatch(text) or _PLAIN.fullmatch(text) or _LETTERS.fullmatch(text) for text in words)
    return (all_spread or known or any(_means(text) is not None for text in words)) and not kinds.is_numbering(
        [cell.words for cell in cells.values()]
    )


def _spread(grid: Grid, top: int) -> set[int]:
    """The columns under a merged heading: they hold data though nothing is written in them."""
    blocks = [grid.block(top, index) for index in grid.rows[top]]
    return {index for block in blocks if block is not None and block.right - block.left < 4 for index in range(block.left, block.right + 1)}


def _path(grid: Grid, index: int, top: int, last: int) -> list[str]:
    """The headings over one column, outermost first."""
    path: list[str] = []
    for number in range(top, last + 1):
        cell = grid.at(number, index)
        if cell is EMPTY and (block := grid.block(number, index)) is not None:
            cell = grid.at(block.top, block.left)
        elif cell is EMPTY and number < last and any(grid.at(below, index).text for below in range(number + 1, last + 1)):
            left = [place for place in grid.rows.get(number, {}) if place < index]
            cell = grid.at(number, max(left)) if left else EMPTY  # a heading over several columns that were not merged
        if cell.text and (not path or path[-1] != cell.words):
            path.append(cell.words)
    return path


def _means(text: str) -> Held | None:
    words = match_key(text).strip(" .:*")
    return next((held for held, pattern in _TABLE if pattern.fullmatch(words)), None)


def _held(path: Sequence[str]) -> Held | None:
    """What one column holds, the score apart: its own heading, else the one above it ("Họ đệm" and "Tên" under "Họ và tên")."""
    for text in reversed(path):
        means = _means(text) or field_of(text)
        if means is ScoreField.NAME and text != path[-1] and not _NAME_PART.match(match_key(path[-1])):
            return None  # "Nam", "Năm sinh" under "Người dự kiểm tra"
        if means in _SHARED or isinstance(means, ScoreField):
            return means
        if _is_score(text):
            return None
    return None


def _is_score(text: str) -> bool:
    words = match_key(text).strip(" .:*")
    return _SCORE.fullmatch(words) is not None and not _LETTERS.fullmatch(words)


def _score_column(paths: dict[int, list[str]]) -> int | None:
    """The column of the score that counts: a total before a plain score; of several parts without a total none is guessed."""
    ranks: dict[int, list[int]] = {}
    for index, path in paths.items():
        rank = _rank(path)
        if rank is not None:
            ranks.setdefault(rank, []).append(index)
    if not ranks:
        return None
    best = ranks[min(ranks)]
    headings = {tuple(paths[index]) for index in best}
    return best[0] if len(headings) == 1 or min(ranks) == 0 else None


def _rank(path: Sequence[str]) -> int | None:
    """0 a total, 1 a plain score, 2 a score with more words, 3 a part of it, 4 a mere "kết quả"; None for anything else."""
    own = match_key(path[-1]).strip(" .:*")
    under = any(_is_score(text) or _VAGUE.fullmatch(match_key(text)) for text in path[:-1])
    if _LETTERS.fullmatch(own):
        return None
    if _TOTAL.fullmatch(own) and (
        under or ("điểm" in own and re.search(r"tổng|trung bình|bình quân|thống nhất|chính thức|cao nhất|\btb\b", own))
    ):
        return 0
    if _PLAIN.fullmatch(own) and (under or own != "số"):
        return 1
    if _PART.fullmatch(own) and (under or own.startswith("điểm")):
        return 3
    if _is_score(path[-1]):
        return 2
    return 4 if _VAGUE.fullmatch(own) and not under else None
