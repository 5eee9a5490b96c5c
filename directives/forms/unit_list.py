"""A list of units as people type it: one a line, by full name or by code. A name that no unit bears comes back with what it may mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from common.text import clean, match_key
from units.matching import Match, UnitBook
from units.models import Unit

_SEPARATOR = re.compile(r"[;\n]")
_BULLET = re.compile(r"^[-–+•*]\s*")
_MOST_LINES = 12


class UnitNames:
    """The units of one time: how each is printed in a list, and which one a typed line means.

    Invariant: what ``printed`` gives, ``find`` resolves to the same unit; where a name can't do that, the code is printed.
    """

    def __init__(self, units: Mapping[str, Unit], book: UnitBook) -> None:
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

    def __init__(self, *, names: UnitNames, lines: int = 0, **kwargs: Any) -> None:
        self.names = names
        super().__init__(required=False, strip=True, max_length=20_000, **kwargs)
        self.widget.attrs["rows"] = min(max(lines, 1) + 1, _MOST_LINES)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(self.names.printed, value)) if isinstance(value, (tuple, list)) else value

    def to_python(self, value: Any) -> Any:
        codes, errors = [], []
        for line in _lines(super().to_python(value) or ""):
            try:
                codes.append(self.names.find(line))
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
