"""Many units in few words: names while they are few, numbers by kind where they are many."""

from collections.abc import Iterable, Mapping

from common.formats import vn_num
from units.entries import BookUnit, UnitKind

NAMES_SHOWN = 3
_LEVELS = {"province": "cấp tỉnh", "district": "cấp huyện", "commune": "cấp xã"}


def unit_words(codes: Iterable[str], units: Mapping[str, BookUnit]) -> str:
    """'UBND huyện Cao Lãnh, Bưu điện Tỉnh' or '8 UBND cấp huyện, Văn phòng UBND Tỉnh'; unknown codes are left out."""
    found = [units[code] for code in dict.fromkeys(codes) if code in units]
    if len(found) <= NAMES_SHOWN:
        return ", ".join(unit.name for unit in found)
    kinds: dict[str, list[BookUnit]] = {}
    for unit in found:
        kinds.setdefault(kind_words(unit), []).append(unit)
    return ", ".join(members[0].name if len(members) == 1 else f"{vn_num(len(members))} {kind}" for kind, members in kinds.items())


def kind_words(unit: BookUnit) -> str:
    """'UBND cấp huyện', 'Bưu điện cấp xã', 'Sở'."""
    label = UnitKind(unit.kind).label
    return f"{label} {_LEVELS[unit.level]}" if unit.kind in (UnitKind.UBND, UnitKind.POST) else label
