"""A unit by what a person types into a field or a cell: its code or its exact name."""

from collections.abc import Iterable

from common import clock
from common.errors import Invalid
from common.text import clean, fold, match_key
from units.models import Unit

MOST_CANDIDATES = 6


def find_unit(text: str) -> Unit:
    """The one unit that is called so, of those in force or else of those that were. Several or none: ``Invalid`` with candidates."""
    key = match_key(text)
    in_force = list(Unit.objects.active_on(clock.today()).with_area())
    found = _named(key, in_force) or _named(key, Unit.objects.with_area())
    if len(found) == 1:
        return found[0]
    if found:
        raise Invalid(f"Có {len(found)} đơn vị cùng tên này: {_listed(found)}. Nhập mã hoặc tên kèm huyện.")
    near = [unit for unit in in_force if fold(text) in fold(unit.qualified_name)]
    hint = f"Có phải: {_listed(near)}?" if near else "Ghi tên đầy đủ như trong danh mục, hoặc mã đơn vị."
    raise Invalid(f"Không có đơn vị “{clean(text)}”. {hint}")


def _named(key: str, units: Iterable[Unit]) -> list[Unit]:
    return [unit for unit in units if key in {unit.code, *map(match_key, (unit.qualified_name, unit.name, unit.short_name))}]


def _listed(units: list[Unit]) -> str:
    names = "; ".join(f"{unit.qualified_name} ({unit.code})" for unit in units[:MOST_CANDIDATES])
    return names + (f"; và {len(units) - MOST_CANDIDATES} đơn vị khác" if len(units) > MOST_CANDIDATES else "")
