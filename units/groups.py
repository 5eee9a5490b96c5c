"""Groups of units as people name them in one line: "UBND các huyện", "12 Bưu điện cấp huyện", "UBND các xã của huyện Cao Lãnh".

Which units a group holds follows the book, that is the day of the document. What ``unit_groups`` prints, ``group_named`` reads.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from common.text import match_key
from units.entries import BookUnit
from units.matching import UnitBook
from units.names import COMMUNE_KINDS, DISTRICT_KINDS
from units.tree import Branch

_BRANCHES: tuple[tuple[Branch, str], ...] = (("ubnd", "UBND"), ("buudien", "Bưu điện"))
_KIND = "huyện|thành phố|thị xã|xã|phường|thị trấn"
_WRITTEN = re.compile(
    r"(?:(?P<count>\d+) )?(?:các )?(?P<branch>ubnd|ủy ban nhân dân|bưu điện) "
    rf"(?:cấp (?P<level>huyện|xã)|các (?P<kinds>(?:{_KIND})(?:(?:, | và |, và )(?:{_KIND}))*))"
    r"(?: (?:thuộc |của |ở |trực thuộc )*(?P<district>(?:huyện|thành phố|thị xã|tp|tx|h) .+))?"
)


@dataclass(frozen=True)
class UnitGroup:
    """Several units under one name."""

    name: str
    codes: tuple[str, ...]


def unit_groups(book: UnitBook) -> list[UnitGroup]:
    """The groups that can be chosen, the largest level first; one with a single unit is none."""
    found = [group for branch, word in _BRANCHES for group in _of_branch(book, branch, word)]
    return list({group.codes: group for group in found if len(group.codes) > 1}.values())


def _of_branch(book: UnitBook, branch: Branch, word: str) -> Iterator[UnitGroup]:
    districts = book.districts(branch)
    for kind in ("huyện", "thành phố", "thị xã"):
        yield _group(f"{word} các {kind}", [unit for unit in districts if unit.area.kind == kind])
    yield _group(f"{word} cấp huyện", districts)
    yield _group(f"{word} cấp xã", _communes(book, branch))
    for district in districts:
        yield _group(f"{word} cấp xã của {district.area.kind} {district.area.name}", book.communes_of(district, branch))


def _group(name: str, units: Iterable[BookUnit]) -> UnitGroup:
    codes = tuple(unit.code for unit in units)
    return UnitGroup(f"{len(codes)} {name}", codes)


def _communes(book: UnitBook, branch: Branch) -> list[BookUnit]:
    above = book.districts() or book.provinces()
    return [unit for one in above for unit in book.communes_of(one, branch)]


def group_named(line: str, book: UnitBook) -> UnitGroup | None:
    """The group that a line names, None where it names none. A number that is written must be that of the group (else it has no units)."""
    written = _WRITTEN.fullmatch(match_key(line))
    if written is None:
        return None
    branch: Branch = "buudien" if written["branch"] == "bưu điện" else "ubnd"
    kinds = frozenset(re.findall(_KIND, written["kinds"] or ""))
    if written["district"]:
        district = book.match(written["district"], level="district").unit
        if district is None or kinds - COMMUNE_KINDS or written["level"] == "huyện":
            return None
        units = book.communes_of(district, branch, kinds if len(kinds) == 1 else ())
    elif written["level"] == "huyện" or (kinds and kinds <= DISTRICT_KINDS):
        units = [unit for unit in book.districts(branch) if len(kinds) != 1 or unit.area.kind in kinds]
    elif written["level"] == "xã" or kinds <= COMMUNE_KINDS:
        units = [unit for unit in _communes(book, branch) if len(kinds) != 1 or unit.area.kind in kinds]
    else:
        return None
    found = _group(line, units)
    return found if not written["count"] or int(written["count"]) == len(found.codes) else UnitGroup(found.name, ())
