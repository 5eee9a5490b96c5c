"""Numbers and bullets that Word makes itself, rendered as Word prints them (ECMA-376 part 1, 17.9)."""

import re
from dataclasses import dataclass, field

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"),
    (4, "iv"), (1, "i"),
)  # fmt: skip
_PLACE = re.compile(r"%(\d)")
_PRIVATE_USE = re.compile("[\ue000-\uf8ff]")  # symbol fonts put their bullets there


@dataclass(frozen=True)
class Level:
    """One level of a list: how its number looks and where it starts."""

    format: str
    text: str
    start: int
    legal: bool


@dataclass
class Numbering:
    """The lists of one document with their running counters. Call ``label`` once a numbered paragraph, in reading order."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    abstract_of: dict[str, str] = field(default_factory=dict)
    restarts: dict[str, dict[int, int]] = field(default_factory=dict)
    counters: dict[str, dict[int, int]] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)

    def label(self, num_id: str, level: int) -> str:
        """The printed label of the next paragraph of this list at this level, ``""`` where nothing is printed."""
        abstract = self.abstract_of.get(num_id)
        levels = self.levels.get(abstract or "", {})
        if abstract is None or level not in levels:
            return ""
        counters = self.counters.setdefault(abstract, {})
        if num_id not in self.seen:
            self.seen.add(num_id)
            for index, start in self.restarts.get(num_id, {}).items():
                counters[index] = start - 1
        for deeper in [index for index in counters if index > level]:
            del counters[deeper]
        counters[level] = counters.get(level, levels[level].start - 1) + 1
        for upper in range(level):
            counters.setdefault(upper, levels[upper].start if upper in levels else 1)
        shown = levels[level]
        if shown.format == "bullet":
            return _bullet(shown.text)
        if shown.format == "none":
            return _PLACE.sub("", shown.text).strip()
        return _PLACE.sub(lambda place: self._number(levels, counters, int(place[1]) - 1, legal=shown.legal), shown.text).strip()

    @staticmethod
    def _number(levels: dict[int, Level], counters: dict[int, int], index: int, *, legal: bool) -> str:
        kind = levels[index].format if index in levels else "decimal"
        return format_number(counters.get(index, 1), "decimal" if legal else kind)


def _bullet(text: str) -> str:
    return "•" if not text.strip() or _PRIVATE_USE.search(text) else text.strip()


def format_number(value: int, kind: str) -> str:
    """``value`` in one of Word's number formats; formats that dispatches do not use fall back to decimal."""
    if kind in ("lowerLetter", "upperLetter") and value > 0:
        letter = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letter.upper() if kind == "upperLetter" else letter
    if kind in ("lowerRoman", "upperRoman") and value > 0:
        roman = ""
        for size, sign in _ROMAN:
            count, value = divmod(value, size)
            roman += sign * count
        return roman.upper() if kind == "upperRoman" else roman
    if kind == "decimalZero":
        return f"{value:02d}"
    return str(value)


def _value(element: etree._Element | None, default: str = "") -> str:
    return default if element is None else str(element.get(f"{W}val", default))


def _level(element: etree._Element) -> Level:
    return Level(
        format=_value(element.find(f"{W}numFmt"), "decimal"),
        text=_value(element.find(f"{W}lvlText")),
        start=int(_value(element.find(f"{W}start"), "1") or 1),
        legal=element.find(f"{W}isLgl") is not None,
    )


def parse_numbering(root: etree._Element | None) -> Numbering:
    """The lists defined in ``word/numbering.xml``; none where the part is missing."""
    numbering = Numbering()
    if root is None:
        return numbering
    for abstract in root.iter(f"{W}abstractNum"):
        levels = {int(element.get(f"{W}ilvl", "0")): _level(element) for element in abstract.iter(f"{W}lvl")}
        numbering.levels[str(abstract.get(f"{W}abstractNumId"))] = levels
    for num in root.iter(f"{W}num"):
        num_id, abstract_id = str(num.get(f"{W}numId")), _value(num.find(f"{W}abstractNumId"))
        overrides = {int(element.get(f"{W}ilvl", "0")): element for element in num.iter(f"{W}lvlOverride")}
        levels = {index: element.find(f"{W}lvl") for index, element in overrides.items()}
        own = {index: _level(element) for index, element in levels.items() if element is not None}
        if own:  # a list of its own look needs counters of its own
            numbering.levels[f"{abstract_id}/{num_id}"] = {**numbering.levels.get(abstract_id, {}), **own}
            abstract_id = f"{abstract_id}/{num_id}"
        numbering.abstract_of[num_id] = abstract_id
        starts = {index: element.find(f"{W}startOverride") for index, element in overrides.items()}
        numbering.restarts[num_id] = {index: int(_value(element, "1")) for index, element in starts.items() if element is not None}
    return numbering
