"""One cell, several findings: the lines or numbered points of a cell, each a finding of its own.

A new finding begins with "-", "+", "•", a number or a letter with ")" or "."; a line that only goes on (wrapped by hand or by the program)
belongs to the one before. A lead-in line that ends in ":" is left out when something follows it.
"""

import re

from common.text import clean, match_key
from reading.files.labels import CAPITALS

_MARK = re.compile(r"(?:[-–—+•*▪●○·‣◦✓]+\s*|(?:\d{1,2}|[a-zđA-ZĐ])[.)]\s*(?!\d)|\((?:\d{1,2}|[a-zđ])\)\s*)(?=\S)")
_NUMBERED = re.compile(r"(?:^|(?<=[\s;:.,]))\(?(\d{1,2})\)\s*(?=\S)")
_DOTTED = re.compile(rf"(?:^|(?<=[;:.]\s))(\d{{1,2}})\.\s+(?=[{CAPITALS}])")
_LETTERED = re.compile(r"(?:^|(?<=[;:.,]\s))\(?([a-zđ])\)\s*(?=\S)")
_LONGEST_NOTHING = 60
_NOTHING = re.compile(
    r"\W*(?:không|ko)(?: có| phát hiện| phát sinh| thấy)*(?:,? (?:và )?(?:tồn tại|hạn chế|khuyết điểm|thiếu sót|sai sót))*(?: gì| nào)?\W*"
)
_LETTERS = "abcdđeghiklmnopqrstuvxy"


def split_findings(text: str) -> list[str]:
    """The findings of a cell, in order; never empty for a cell with words."""
    logical: list[str] = []  # a line and those that go on with it
    for line in text.split("\n"):
        if not line.strip():
            continue
        if logical and not _MARK.match(line):
            logical[-1] += f" {line}"
        else:
            logical.append(line)
    parts = [_unmarked(piece) for line in logical for piece in _running(line)]
    several = len(parts) > 1
    found = [clean(part) for position, part in enumerate(parts) if not _leads_in(part, last=position == len(parts) - 1)]
    return [part.rstrip(" ;.,") if several else part for part in found if part] or [clean(text)]


def says_nothing(text: str) -> bool:
    """Whether a cell says that nothing was found ("Không", "Không có hạn chế"): that is no finding."""
    return len(text) <= _LONGEST_NOTHING and _NOTHING.fullmatch(match_key(text)) is not None


def _unmarked(part: str) -> str:
    mark = _MARK.match(part)
    return part[mark.end() :] if mark else part


def _leads_in(part: str, *, last: bool) -> bool:
    return part.rstrip().endswith(":") and not last


def _running(line: str) -> list[str]:
    """Points numbered inside one line ("1) …; 2) …"), which must run from 1 (or a) without a gap."""
    for pattern in (_NUMBERED, _DOTTED, _LETTERED):
        marks = list(pattern.finditer(line))
        if len(marks) > 1 and all(_place(mark[1]) == place for place, mark in enumerate(marks)):
            ends = [mark.start() for mark in marks[1:]] + [len(line)]
            pieces = [line[mark.end() : end] for mark, end in zip(marks, ends, strict=True)]
            lead_in = line[: marks[0].start()].strip()
            return [lead_in, *pieces] if lead_in else pieces
    return [line]


def _place(label: str) -> int:
    return int(label) - 1 if label.isdecimal() else _LETTERS.find(label)
