"""What the columns of a kind of table may hold, as data; and how a heading is read with it. Which kinds there are is not known here.

A heading is matched as printed, without case and tone placement; a column under a merged heading is read with the heading above it
("Nội dung" under "Biện pháp khắc phục"). Phrases are tried in the order of the vocabulary, so the narrow ones come first.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from common.text import clean, match_key

NUMBER, DISTRICT, UNIT, NOTE = "number", "district", "unit", "note"
"""The fields that any table may have; a kind names its own besides."""
NOTHING = "nothing"
"""What a column holds that is never read."""
LONGEST = 80
"""Letters of a heading; what is longer is a sentence."""
_SHORT_FORMS = {
    "đv": "đơn vị", "cq": "cơ quan", "nd": "nội dung", "tg": "thời gian", "hc": "hạn chế", "kp": "khắc phục", "bp": "bộ phận",
    "bpmc": "bộ phận một cửa", "kt": "kiểm tra", "ktra": "kiểm tra", "yc": "yêu cầu", "nn": "nguyên nhân",
}  # fmt: skip
_SHORT = re.compile(rf"(?<!\w)(?:{'|'.join(''.join(rf'{letter}[.]?' for letter in word[:-1]) + word[-1] for word in _SHORT_FORMS)})(?!\w)")
_NARROW = re.compile(r"\b(?:xã|phường|được kiểm tra)\b")


@dataclass(frozen=True)
class Phrase:
    """One row of a vocabulary: headings of this form (``words``: a regular expression for the whole heading) mean this field.

    ``seen``: headings as they were printed; ``rank``: of several columns for one field the lowest counts; ``below``: only under a heading
    of the same field ("Tổng" under "Điểm").
    """

    field: str
    words: str
    seen: tuple[str, ...]
    rank: int = 0
    below: bool = False


def phrase(meant: str, words: str, *seen: str, rank: int = 0, below: bool = False) -> Phrase:
    return Phrase(meant, words, seen, rank, below)


@dataclass(frozen=True)
class Column:
    """One column that is read: where it stands, what it holds, its printed heading; ``rank`` as ``Phrase`` has it."""

    index: int
    field: str
    heading: str
    rank: int = 0


Paths = Mapping[int, Sequence[str]]
"""The headings over each column, outermost first."""


@dataclass(frozen=True)
class Columns:
    """One kind of table.

    ``labels``: what the screen calls each field, in the order of the choice. ``main``: the field that makes a row count. ``needed``: fields
    without which there is no such table, with what is said where one is missing. ``beside``: a header has a field of each of these sets,
    unless a person said that it is one. ``several``: fields that may stand in several columns.
    ``continued``: fields whose words may go on in a row below that says nothing else. ``vague``: headings that mean what stands
    above them, and nothing by themselves. ``under``: field → headings that mean it below a heading of this field when they mean nothing
    else. ``parties``: fields below which the name of a place is a party. ``brackets``: words in brackets count. ``settle``: what only the
    whole header decides. ``personal``: cells may hold names of persons, so no message repeats one.
    """

    labels: Mapping[str, str]
    phrases: Sequence[Phrase]
    main: str
    needed: Mapping[str, str]
    beside: Sequence[frozenset[str]] = ()
    several: Collection[str] = ()
    continued: Collection[str] = ()
    vague: str = "(?!)"
    under: Mapping[str, str] = field(default_factory=dict)
    parties: Collection[str] = ()
    brackets: bool = False
    settle: Callable[[list[Column], Paths], list[Column]] = lambda found, _: found
    personal: bool = False

    @cached_property
    def _patterns(self) -> list[tuple[Phrase, re.Pattern[str]]]:
        return [(one, re.compile(one.words)) for one in self.phrases]

    @cached_property
    def _vague(self) -> re.Pattern[str]:
        return re.compile(self.vague)

    def meaning(self, heading: str, above: Sequence[str] = ()) -> Phrase | None:
        """What the heading of one column means, ``NOTHING`` included; ``above`` are the headings over it, nearest last."""
        over = [found for text in reversed(above) if (found := self._find(text)) is not None]
        parent = over[0] if over else None
        words = bare(heading)
        if not words or self._vague.fullmatch(words):
            return parent
        own = self._find(heading, {one.field for one in over})
        if parent is not None and own is not None and own.field in (UNIT, DISTRICT) and parent.field in self.parties:
            return parent  # "Đơn vị" under "Phân công thực hiện"
        if parent is not None and own is None and re.fullmatch(self.under.get(parent.field, "(?!)"), words):
            return parent  # "Về niêm yết" under "Hạn chế"
        return own

    def is_heading(self, text: str, *, below: bool = False) -> bool:
        """Whether a cell could be a heading: short words that the vocabulary knows; ``below``: also those that stand under others only."""
        fields = self.labels if below else ()
        return len(bare(text)) <= LONGEST and (self._find(text, fields) is not None or self._vague.fullmatch(bare(text)) is not None)

    def _find(self, heading: str, over: Collection[str] = ()) -> Phrase | None:
        """``over``: the fields of the headings above."""
        forms = [match_key(heading).strip(" .:*"), bare(heading)] if self.brackets else [bare(heading)]
        for words in dict.fromkeys(forms):
            for one, pattern in self._patterns:
                if pattern.fullmatch(words) and (not one.below or one.field in over):
                    return one
        return None

    def read(self, paths: Paths) -> list[Column]:
        """The columns of a header."""
        meant = {index: self.meaning(path[-1], path[:-1]) for index, path in sorted(paths.items()) if path}
        found = [
            Column(index, one.field, clean(paths[index][-1]), one.rank)
            for index, one in meant.items()
            if one is not None and one.field != NOTHING
        ]
        settled: list[Column] = []
        for column in sorted(_settle_places(self.settle(found, paths)), key=lambda one: one.index):
            if column.field in self.several or all(one.field != column.field for one in settled):
                settled.append(column)
        return settled


def _settle_places(columns: list[Column]) -> list[Column]:
    """The surer of two units; "Đơn vị" before "Xã, phường" is its district. Districts alone are the units."""
    units = [column for column in columns if column.field == UNIT]
    unit = next((column for column in units if _NARROW.search(bare(column.heading))), units[0] if units else None)
    district = next((column for column in columns if column.field == DISTRICT), None)
    if unit is None:
        return [replace(column, field=UNIT) if column is district else column for column in columns]
    before = [one for one in units if one.index < unit.index] if district is None else []
    kept = [column for column in columns if column.field != UNIT or column is unit]
    return kept + [replace(column, field=DISTRICT) for column in before]


def bare(heading: str) -> str:
    """A heading for comparing: no bracketed remark, no numbering, no closing mark, short forms written out."""
    words = re.sub(r"\([^)]*\)", " ", match_key(heading))
    words = re.sub(r"^\W*(?:[ivx\d]+[.)] )?", "", " ".join(words.split()))
    words = _SHORT.sub(lambda found: _SHORT_FORMS[found[0].replace(".", "")], words)
    return words.rstrip(" .:;*")


# ---- what any table may have ----

_OF_DISTRICT = r"(?:huyện|thành phố|thị xã|tp|tx)"
_OF_COMMUNE = r"(?:xã|phường|thị trấn|tt|p|x)"
NUMBERS = (
    phrase(NUMBER, r"(?:số )?(?:stt|s\.t\.t|tt|t\.t|t/t)|số tt", "STT", "TT", "Số TT", "S.T.T"),
    phrase(NUMBER, r"(?:số )?thứ tự", "Số thứ tự", "Thứ tự"),
    phrase(NUMBER, r"no\.?|#", "No."),
)
NOTES = (phrase(NOTE, r"(?:các )?(?:ghi chú|chú thích|lưu ý|diễn giải)(?: khác)?", "Ghi chú", "Ghi chú (nếu có)"),)
PLACES = (
    phrase(DISTRICT, rf"(?:tên )?(?:ubnd )?{_OF_DISTRICT}(?:(?:\W+| và | hoặc ){_OF_DISTRICT})*", "Huyện", "Huyện, thành phố", "Huyện/TP"),
    phrase(DISTRICT, r"(?:tên )?(?:đơn vị )?cấp huyện", "Đơn vị cấp huyện"),
    phrase(
        UNIT,
        r".*(?:được (?:kiểm tra|khảo sát|phúc tra)|nơi kiểm tra|đối tượng (?:kiểm tra|khảo sát)).*",
        "Đơn vị được kiểm tra", "Đơn vị được khảo sát", "Nơi kiểm tra",
    ),
    phrase(
        UNIT,
        rf"(?:tên )?(?:ubnd )?(?:các )?(?:xã|phường|thị trấn)(?:(?:\W+| và | hoặc ){_OF_COMMUNE})*|.*cấp xã",
        "Xã", "Xã, phường, thị trấn", "Xã/phường/TT", "UBND cấp xã", "UBND xã",
    ),
    phrase(
        UNIT,
        r"(?:tên )?(?:đơn vị|địa phương|cơ quan|địa điểm|địa bàn|địa chỉ|cơ sở(?! vật chất| hạ tầng))(?:\W.*)?",
        "Đơn vị", "Tên đơn vị", "Địa phương", "Địa điểm kiểm tra", "ĐV kiểm tra",
    ),
    phrase(
        UNIT,
        r"(?:tên )?(?:các )?(?:nơi|điểm|bưu điện|bưu cục|ubnd|bộ phận một cửa)"
        r"(?: cấp xã| xã| xã, phường| kiểm tra| giao dịch| tiếp nhận| phục vụ)*",
        "Điểm giao dịch", "UBND", "Bưu điện", "BPMC xã",
    ),
    phrase(UNIT, r"(?:nơi|địa điểm|đơn vị) (?:xảy ra|phát hiện|ghi nhận|phát sinh)\b.*", "Nơi phát hiện"),
    phrase(UNIT, r"(?:tên )?(?:xã|phường)(?: \S+)? (?:kiểm tra|khảo sát|phúc tra|giám sát|làm việc)", "Xã kiểm tra"),
)  # fmt: skip
