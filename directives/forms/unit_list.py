"""A list of units as people type it: one a line, by full name, by code, or a whole group ("12 Bưu điện cấp huyện"). A name that no unit
bears comes back with what it may mean.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from common.text import clean, match_key
from units.entries import BookUnit
from units.groups import group_named, unit_groups
from units.matching import Match, UnitBook

_SEPARATOR = re.compile(r"[;\n]")
_BULLET = re.compile(r"^[-–+•*]\s*")
_MOST_LINES = 12


class UnitNames:
    """The units of one time: how they are printed in a list, and which ones a typed line means.

    Invariant: what ``lines`` gives, ``all_of`` resolves to the same units in their order; where a name can't do that, the code is printed.
    """

    def __init__(self, units: Mapping[str, BookUnit], book: UnitBook) -> None:
        self.units, self._book = units, book
        self._by_name: dict[str, list[str]] = {}
        for code, unit in units.items():
            if book.by_code(code) is not None:
                for key in {match_key(unit.qualified_name), match_key(unit.name)}:
                    self._by_name.setdefault(key, []).append(code)

    def printed(self, code: str) -> str:
        unit = self.units.get(code)
        if unit is None or self._by_name.get(match_key(unit.qualified_name)) != [code]:
            return code
        return unit.qualified_name

    @cached_property
    def groups(self) -> dict[tuple[str, ...], str]:
        return {group.codes: group.name for group in unit_groups(self._book)}

    @property
    def province(self) -> tuple[str, ...]:
        """UBND Tỉnh, as a list of one."""
        return tuple(unit.code for unit in self._book.provinces()[:1])

    def lines(self, codes: Sequence[str]) -> list[str]:
        """One a unit; units that stand side by side and are a group together are its line."""
        found, at = [], 0
        while at < len(codes):
            sizes = (size for size in self._sizes if at + size <= len(codes) and tuple(codes[at : at + size]) in self.groups)
            size = next(sizes, 0)
            found.append(self.groups[tuple(codes[at : at + size])] if size else self.printed(codes[at]))
            at += size or 1
        return found

    @cached_property
    def _sizes(self) -> list[int]:
        return sorted({len(codes) for codes in self.groups}, reverse=True)

    def offered(self) -> list[str]:
        """Every line that can be chosen: groups first, then the units of this time by name."""
        known = [unit for code, unit in self.units.items() if self._book.by_code(code) is not None]
        return [*self.groups.values(), *(self.printed(unit.code) for unit in sorted(known, key=lambda unit: match_key(unit.name)))]

    def all_of(self, line: str) -> tuple[str, ...]:
        """The codes of a line that may name a group."""
        group = group_named(line, self._book)
        if group is None:
            return (self.find(line),)
        if not group.codes:
            raise ValidationError(f"“{line}”: danh sách không có đúng số đơn vị này. Chọn nhóm trong danh sách, hoặc ghi tên từng đơn vị.")
        return group.codes

    def find(self, line: str) -> str:
        """The code of the unit that a line means; ``ValidationError`` with the candidates where it means none or several."""
        if line.lower() in self.units:
            return line.lower()
        named = self._by_name.get(match_key(line), [])
        if len(named) == 1:
            return named[0]
        match = self._book.match(line)
        if match.unit is not None:
            return match.unit.code
        raise ValidationError(_refusal(line, match))


def _refusal(line: str, match: Match) -> str:
    names = "; ".join(candidate.unit.qualified_name for candidate in match.candidates)
    if match.ambiguous:
        return f"“{line}” có thể là nhiều đơn vị: {names}. Ghi rõ tên một đơn vị."
    if names:
        return f"Không có đơn vị “{line}”. Gần nhất: {names}. Sửa lại tên."
    return f"Không có đơn vị “{line}”. Ghi tên đầy đủ, ví dụ “UBND huyện Cao Lãnh”, hoặc mã đơn vị."


class UnitsField(forms.CharField):
    """One unit a line (or between semicolons); the cleaned value is a tuple of codes, each once. All unknown names are said at once."""

    widget = forms.Textarea

    def __init__(self, *, names: UnitNames, codes: Sequence[str] = (), picker: str = "", **kwargs: Any) -> None:
        """``picker``: the address of the lines to choose from (``static/js/units.js``); without it they are typed."""
        self.names = names
        super().__init__(required=False, strip=True, max_length=20_000, **kwargs)
        self.widget.attrs["rows"] = min(max(len(names.lines(codes)), 1) + 1, _MOST_LINES)
        if picker:
            self.widget.attrs["data-units"] = picker

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(self.names.lines(value)) if isinstance(value, (tuple, list)) else value

    def to_python(self, value: Any) -> Any:
        codes: list[str] = []
        errors: list[ValidationError] = []
        for line in _lines(super().to_python(value) or ""):
            try:
                codes += self.names.all_of(line)
            except ValidationError as error:
                errors += error.error_list
        if errors:
            raise ValidationError(errors)
        return tuple(dict.fromkeys(codes))

    def run_validators(self, value: Any) -> None:
        """The length is that of the typed text, checked by the widget's ``maxlength``; codes need no check."""


def _lines(text: str) -> Iterable[str]:
    for part in _SEPARATOR.split(text.replace("\r", "\n")):
        if line := _BULLET.sub("", clean(part)).rstrip(" ,."):
            yield line
