"""The whole list of units as rows of a workbook, out and in. What goes out comes back unchanged; a row that differs asks for an act.

A row without a known code is a new unit; of a known one the kind, the superior and the area's code stay. Nothing is left out or ended by
leaving a row away. A rename counts from the day of the import.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from common import clock
from common.errors import Invalid
from common.formats import read_date, vn_date
from common.list_runs import ListRun, all_or_nothing
from common.lists import ListOutcome, ListRow
from common.text import clean, match_key
from units import rules, spellings
from units import unit_services as services
from units.entries import UnitKind
from units.finding import find_unit
from units.models import Unit, UnitAlias, User

COLUMNS = {
    "code": "Mã đơn vị",
    "kind": "Loại",
    "name": "Tên đầy đủ",
    "short_name": "Tên ngắn",
    "parent": "Cấp trên",
    "area_code": "Mã địa bàn",
    "valid_from": "Có hiệu lực từ",
    "last_day": "Đến hết ngày",
    "successor": "Đơn vị kế tiếp",
    "text": "Cách viết khác",
    "contact": "Người, bộ phận liên hệ",
    "phone": "Điện thoại",
    "email": "Địa chỉ thư",
}
NEEDED = ("code", "kind", "name", "parent")
_FIXED = {"kind": "Loại", "parent": "Cấp trên", "area_code": "Mã địa bàn"}
_KINDS = {match_key(kind.label): kind.value for kind in UnitKind} | {kind.value: kind.value for kind in UnitKind}
_ADDED = ", ".join(f"“{kind.label}”" for kind in (UnitKind.UBND, UnitKind.POST, UnitKind.DEPARTMENT, UnitKind.OTHER))


def list_rows() -> list[dict[str, str]]:
    """All units of all times, superiors before those below them, as cells by field. Two queries."""
    spellings: dict[int, list[str]] = {}
    for unit_id, text in UnitAlias.objects.standing().filter(before=None).order_by("text").values_list("unit_id", "text"):
        spellings.setdefault(unit_id, []).append(text)
    units = Unit.objects.select_related("area", "parent", "successor").order_by("valid_to", "sort_key", "code")
    return [_cells(unit, spellings.get(unit.pk, ())) for unit in _from_above(units)]


def import_units(*, by: User, rows: list[ListRow], reason: str, store: bool) -> ListOutcome:
    """Do what the rows ask for, all or nothing; without ``store`` only say what that is. ``reason`` stands in the history of each act."""
    rules.check_can_keep_units(by)
    return all_or_nothing(ListRun(COLUMNS, rows), _Work(by, reason).do, store=store)


class _Work:
    """One import. Ends come first, since a new unit may take over the code of an area; successors last, since they may be new."""

    def __init__(self, by: User, reason: str) -> None:
        self._by, self._reason = by, reason
        self._units = {unit.code: unit for unit in Unit.objects.select_related("area", "parent", "successor")}
        self._spellings: dict[int, set[str]] = {}
        for unit_id, key in UnitAlias.objects.standing().values_list("unit_id", "key"):
            self._spellings.setdefault(unit_id, set()).add(key)

    def do(self, run: ListRun) -> None:
        rows = _without_twins(run)
        known = [(row, self._units[row.get("code").lower()]) for row in rows if row.get("code").lower() in self._units]
        new = [row for row in rows if row.get("code").lower() not in self._units]
        changed = [(row, unit, _differing(row, unit)) for row, unit in known]
        for row, unit, fields in changed:
            self._check_fixed(run, row, unit, fields)
            self._end(run, row, unit, fields)
        made = self._add(run, new)
        for row, unit, fields in changed:
            self._update(run, row, unit, fields)
        ends = [(row, unit, fields) for row, unit, fields in changed if "successor" in fields]
        ends += [(row, unit, {"successor"}) for row, unit in made if row.get("successor")]
        for row, unit, _ in ends:
            self._follow(run, row, unit)
        for row, unit in [*known, *made]:
            self._teach(run, row, unit)

    def _check_fixed(self, run: ListRun, row: ListRow, unit: Unit, fields: set[str]) -> None:
        cells = _cells(unit, ())
        for field in fields & set(_FIXED):
            run.refuse(row, field, f"“{_FIXED[field]}” của {unit.name} là “{cells[field]}” và không đổi được. Giữ nguyên ô này.")
        if "last_day" in fields and not row.get("last_day"):
            run.refuse(
                row, "last_day", f"{unit.name} kết thúc ngày {cells['last_day']}. Ghi lại ngày đó, hoặc bỏ việc kết thúc ở trang đơn vị."
            )

    def _end(self, run: ListRun, row: ListRow, unit: Unit, fields: set[str]) -> None:
        if "last_day" not in fields or (day := _day(run, row, "last_day")) is None:
            return
        run.attempt(
            row, unit.name, f"kết thúc ngày {vn_date(day)}", services.close_unit,
            by=self._by, unit_id=unit.pk, last_day=day, successor=None, reason=self._reason,
        )  # fmt: skip

    def _add(self, run: ListRun, rows: list[ListRow]) -> list[tuple[ListRow, Unit]]:
        """New units, whoever is named as a superior before those below him; who waits for each other in a ring is refused."""
        made, waiting = [], list(rows)
        while waiting:
            codes = {row.get("code").lower() for row in waiting} - {""}
            ready = [row for row in waiting if row.get("parent").lower() not in codes]
            for row in ready or waiting:
                if not ready:
                    run.refuse(row, "parent", f"“{row.get('parent')}” và {row.get('name')} là cấp trên của nhau (vòng). Sửa lại cấp trên.")
                elif (unit := self._made(run, row)) is not None:
                    made.append((row, unit))
            waiting = [row for row in waiting if row not in ready] if ready else []
        return made

    def _made(self, run: ListRun, row: ListRow) -> Unit | None:
        kind, parent, start = self._kind(run, row), self._unit(run, row, "parent"), _day(run, row, "valid_from")
        if parent is None or run.failed(row):
            return None
        unit: Unit | None = run.attempt(
            row, row.get("name"), f"thêm, cấp trên là {parent.name}", services.add_unit,
            by=self._by, name=row.get("name"), kind=kind, parent=parent, valid_from=start, area_code=row.get("area_code"),
            short_name=row.get("short_name"), code=row.get("code"),
        )  # fmt: skip
        if unit is None:
            return None
        self._units[unit.code] = unit
        self._update(run, row, unit, {"contact", "phone", "email"} if any(map(row.get, ("contact", "phone", "email"))) else set())
        self._end(run, row, unit, {"last_day"} if row.get("last_day") else set())
        return unit

    def _update(self, run: ListRun, row: ListRow, unit: Unit, fields: set[str]) -> None:
        if fields & {"name", "short_name"}:
            run.attempt(
                row, unit.name, f"đổi tên thành {row.get('name')}", services.rename_unit, by=self._by, unit_id=unit.pk,
                name=row.get("name"), short_name=row.get("short_name"), on=clock.today(), reason=self._reason,
            )  # fmt: skip
        if fields & {"contact", "phone", "email", "valid_from"}:
            start = _day(run, row, "valid_from") if "valid_from" in row.cells else unit.valid_from
            values = {field: row.cells.get(field, getattr(unit, field)) for field in ("contact", "phone", "email")}
            words = "sửa ngày bắt đầu, liên hệ" if "valid_from" in fields else "sửa liên hệ"
            run.attempt(row, unit.name, words, services.update_unit, by=self._by, unit_id=unit.pk, valid_from=start, **values)

    def _follow(self, run: ListRun, row: ListRow, unit: Unit) -> None:
        successor = self._unit(run, row, "successor") if row.get("successor") else None
        words = f"đơn vị kế tiếp: {successor.name}" if successor else "bỏ đơn vị kế tiếp"
        run.attempt(row, unit.name, words, services.name_successor, by=self._by, unit_id=unit.pk, successor=successor, reason=self._reason)

    def _teach(self, run: ListRun, row: ListRow, unit: Unit) -> None:
        for text in filter(None, map(clean, row.get("text").split(";"))):
            if match_key(text) not in self._spellings.get(unit.pk, ()):
                words = f"ghi nhớ cách viết “{text}”"
                run.attempt(row, unit.name, words, spellings.teach_spelling, by=self._by, unit_id=unit.pk, text=text)

    def _kind(self, run: ListRun, row: ListRow) -> str:
        kind = _KINDS.get(match_key(row.get("kind")), "")
        if not kind:
            run.refuse(row, "kind", f"Ghi loại là một trong: {_ADDED}.")
        return kind

    def _unit(self, run: ListRun, row: ListRow, field: str) -> Unit | None:
        """The unit that a cell names: by its code, or by its exact name."""
        text = row.get(field)
        if not text:
            run.refuse(row, field, "Ghi mã đơn vị hoặc tên đầy đủ, ví dụ ubnd-87.")
            return None
        if (known := self._units.get(text.lower())) is not None:
            return known
        try:
            return find_unit(text)
        except Invalid as error:
            run.refuse(row, field, error.message)
            return None


def _cells(unit: Unit, spellings: Iterable[str]) -> dict[str, str]:
    """A unit as it stands in the workbook."""
    return {
        "code": unit.code, "kind": unit.get_kind_display(), "name": unit.name, "short_name": unit.short_name,
        "parent": unit.parent.code if unit.parent else "", "area_code": unit.area.code, "valid_from": vn_date(unit.valid_from),
        "last_day": vn_date(unit.valid_to), "successor": unit.successor.code if unit.successor else "", "text": "; ".join(spellings),
        "contact": unit.contact, "phone": unit.phone, "email": unit.email,
    }  # fmt: skip


def _differing(row: ListRow, unit: Unit) -> set[str]:
    """The fields in which a row says something else than the list, spellings apart."""
    stands = _cells(unit, ())
    return {field for field in row.cells if field != "text" and not _same(field, row.get(field), stands, unit)}


def _same(field: str, said: str, stands: Mapping[str, str], unit: Unit) -> bool:
    if field in ("valid_from", "last_day"):
        try:
            return said == stands[field] or vn_date(read_date(said)) == stands[field]
        except ValueError:
            return False
    if field == "kind":
        return _KINDS.get(match_key(said)) == unit.kind
    named = {"parent": unit.parent, "successor": unit.successor}.get(field)
    if named is not None and match_key(said) in (named.code, match_key(named.name)):
        return True
    return clean(said) == clean(stands[field])


def _day(run: ListRun, row: ListRow, field: str) -> date | None:
    text = row.get(field)
    if not text:
        return None
    try:
        return read_date(text)
    except ValueError as error:
        run.refuse(row, field, str(error))
        return None


def _without_twins(run: ListRun) -> list[ListRow]:
    """The rows, each code once; the first row of a code counts."""
    first: dict[str, int] = {}
    kept = []
    for row in run.rows:
        code = row.get("code").lower()
        if code and first.setdefault(code, row.number) != row.number:
            run.refuse(row, "code", f"Mã {code} đã có ở dòng {first[code]}. Mỗi đơn vị một dòng.")
        else:
            kept.append(row)
    return kept


def _from_above(units: Iterable[Unit]) -> list[Unit]:
    below: dict[int | None, list[Unit]] = {}
    for unit in units:
        below.setdefault(unit.parent_id, []).append(unit)
    found: list[Unit] = []
    level = below.get(None, [])
    while level:
        found += level
        level = [child for unit in level for child in below.get(unit.pk, ())]
    return found
