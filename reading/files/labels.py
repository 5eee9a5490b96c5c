"""Labels of points as they are printed ("1.", "a)", "I.", "Điều 2.", "1.1."), their order and the keys made of them."""

import re
from dataclasses import dataclass

from reading.files.numbering import format_number

# Capitals for a character class: in Unicode Vietnamese capitals and small letters alternate, so no range tells them apart.
CAPITALS = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
DASH = re.compile(r"^[-–—−+•*●○▪■◦⁃·\uf0b7\uf02d]\s*(?=\S)")
LETTERS = "abcdđefghijklmnopqrstuvwxyz"
_OPTIONAL = frozenset("đfjwz")  # letters that lists may leave out
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}

_ARTICLE = re.compile(r"^Điều\s+(\d{1,3}[a-zđ]?)\s*(?:[.:]\s*|$)", re.I)
_CHAPTER = re.compile(r"^(Phần|Chương|Mục)\s+([IVXLC]+|\d{1,2})\s*(?:[.:]\s*|$)", re.I)
_ROMAN = re.compile(r"^([IVXLC]+)\s*(?:[.)]|/(?:-|(?=\s)))\s*(?=\S|$)")
_UPPER = re.compile(r"^([A-ZĐ])\s*(?:[.)](?=[\s]|$)|/(?:-|(?=\s)))\s*(?=\S|$)")
_DECIMAL = re.compile(r"^(\d{1,2}(?:\.\d{1,2}){1,4})(?:\s*[.):]\s*|\s+)(?=\S|$)")
# "318/QĐ-UBND" at the start of a wrapped line is the number of a document, "1/ Sở …" a label.
_NUMBER = re.compile(
    rf"^(\d{{1,3}})\s*(?!/\s?[{CAPITALS}]\w*[-–]\w)(?:[.)]\s*(?=[^\d\s]|\s|$)|/[-–]?\s*(?=[^\W\d]|\s)|:\s+"
    rf"|[-–]\s+(?=[{CAPITALS}]))(?=\S|$)"
)
_LOWER = re.compile(rf"^([a-zđ])\s*(?:\)|\.(?=\s)|/(?:-|(?=\s))|[-–]\s+(?=[{CAPITALS}]))\s*(?=\S|$)")
_LOWER_NUMBER = re.compile(r"^([a-zđ])\.?(\d{1,2})\s*[.)]\s*(?=\S|$)")
_BRACKETED = re.compile(r"^\((\d{1,2}|[a-zđ])\)\s*(?=\S|$)")


@dataclass(frozen=True)
class Label:
    """A label as read: ``printed`` with its punctuation, ``parts`` without, ``style`` tells the levels of an outline apart."""

    printed: str
    parts: tuple[str, ...]
    style: str
    length: int

    @property
    def last(self) -> str:
        return self.parts[-1]


def read_label(text: str) -> Label | None:
    """The label at the start of a line, or ``None``. "I." and "V." are Roman here; ``as_letter`` gives the other reading."""
    if found := _ARTICLE.match(text):
        return _label(found, (found[1],), "article")
    if found := _CHAPTER.match(text):
        return _label(found, (found[2].upper(),), f"chapter {found[1].lower()}")
    if (found := _ROMAN.match(text)) and roman_value(found[1]):
        return _label(found, (found[1],), "roman")
    if found := _UPPER.match(text):
        return _label(found, (found[1],), "upper")
    if found := _DECIMAL.match(text):
        parts = tuple(found[1].split("."))
        return _label(found, parts, f"decimal {len(parts)}")
    if found := _NUMBER.match(text):
        closing = found[0].strip()[len(found[1]) :].strip()
        return _label(found, (found[1],), "number)" if closing == ")" else "number")
    if found := _LOWER.match(text):
        return _label(found, (found[1],), "lower")
    if found := _LOWER_NUMBER.match(text):
        return _label(found, (found[1], found[2]), "lower 2")
    if found := _BRACKETED.match(text):
        return _label(found, (found[1],), "(number)" if found[1].isdigit() else "(lower)")
    return None


def _label(found: re.Match[str], parts: tuple[str, ...], style: str) -> Label:
    return Label(found[0].strip(), parts, style, found.end())


def as_letter(label: Label) -> Label:
    """A one-letter Roman number read as a letter: "C." after "B."."""
    return Label(label.printed, label.parts, "upper", label.length)


def roman_value(text: str) -> int:
    """The value of a Roman number, 0 for what is none ("IIX")."""
    total = 0
    for index, sign in enumerate(text):
        value = _ROMAN_VALUES.get(sign, 0)
        following = _ROMAN_VALUES.get(text[index + 1], 0) if index + 1 < len(text) else 0
        total += -value if value < following else value
    return total if total > 0 and format_number(total, "upperRoman") == text else 0


def follows(before: str | None, part: str, style: str) -> bool:
    """Whether ``part`` is what comes after ``before`` in its list (``None``: whether it may come first)."""
    if part.isdigit():
        return int(part) == (int(before) if before and before.isdigit() else 0) + 1
    if style.startswith(("roman", "chapter", "row roman")):
        return roman_value(part) == (roman_value(before) if before else 0) + 1
    if style == "article":  # "5a" may stand between 5 and 6
        return True
    letter, start = part.lower(), before.lower() if before else None
    if letter not in LETTERS or (start is not None and start not in LETTERS):
        return False
    first = -1 if start is None else LETTERS.index(start)
    between = LETTERS[first + 1 : LETTERS.index(letter)]
    return LETTERS.index(letter) > first and all(skipped in _OPTIONAL for skipped in between)
