"""Whether a Word or Excel package (.docx, .xlsx, .xlsb) does something by itself when it is opened.

Office follows content types and relationships, so these are read, never the names of parts: a macro renamed to a picture is a macro still.
ECMA-376 part 2 (packages), [MS-OFFMACRO2], [MS-XLSB]. Links that a person has to click, and links to the writer's own drives, do nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from common.errors import FileRefused
from reading.files import refusals
from reading.files.package import Handlers, Package, Relation, attribute, given, local

_MACROS = ("vbaproject", "vbadata", "macroenabled")
_REFUSED_TYPES: Mapping[str, Callable[[str], FileRefused]] = {
    **dict.fromkeys(_MACROS, refusals.has_macro),
    "macrosheet": refusals.has_macro_sheet,
    "activex": refusals.has_control,
    "oleobject": refusals.has_object,
}
"""Words of a content type, in small letters."""
_REFUSED_RELATIONS: Mapping[str, Callable[[str], FileRefused]] = {
    "vbaproject": refusals.has_macro,
    "wordvbadata": refusals.has_macro,
    "xlmacrosheet": refusals.has_macro_sheet,
    "xlintlmacrosheet": refusals.has_macro_sheet,
    "control": refusals.has_control,
    "activexcontrolbinary": refusals.has_control,
    "oleobject": refusals.has_object,
    "afchunk": refusals.has_foreign_part,
}
"""The last word of a relation's type, in small letters."""
_DDE = re.compile(r"\s*DDE(?:AUTO)?\b", re.IGNORECASE)
_FIELDS = (b"instrText", b"fldSimple")
_ODF_MACROS = ("basic/", "scripts/")
_BINARY_LINK = re.compile(rb"\xe8\x02.[\x01\x02]\x00", re.DOTALL)  # BrtBeginSupBook of [MS-XLSB] 2.4.246 that is DDE or OLE


def check_active(package: Package) -> None:
    """Nothing, or ``ActiveContent`` with what the package would do; a damaged one raises ``BROKEN``."""
    name, types = package.name, package.types
    if any(part.startswith(_ODF_MACROS) or part.endswith("vbaproject.bin") for part in package.parts):
        raise refusals.has_macro(name)
    for kind in types.values():
        _refuse(next((why for word, why in _REFUSED_TYPES.items() if word in kind), None), name)
    for relation in package.relations:
        _check_relation(package, relation)
    for part, kind in types.items():
        if "externallink" in kind:
            _check_link(package, part)
        elif "connections" in kind:
            _check_connections(package, part)
        elif "wordprocessingml" in kind and kind.endswith("xml"):
            _check_fields(package, part)


def _refuse(why: Callable[[str], FileRefused] | None, name: str) -> None:
    if why is not None:
        raise why(name)


def _check_relation(package: Package, relation: Relation) -> None:
    kind = relation.kind.lower()
    _refuse(_REFUSED_RELATIONS.get(kind), package.name)
    if kind == "package" and "chart" not in package.types.get(relation.source, ""):
        raise refusals.has_object(package.name)  # the figures behind a chart are no object that a person opens
    if relation.outside and kind != "hyperlink" and is_remote(relation.target):
        raise (refusals.has_remote_template if kind == "attachedtemplate" else refusals.loads_from_elsewhere)(package.name)


def _check_link(package: Package, part: str) -> None:
    """A link to another workbook; one that calls a program is refused."""
    if part.endswith(".bin"):
        calls = _BINARY_LINK.match(package.read(part)) is not None
    else:
        calls = any(local(element) in ("ddeLink", "oleLink") for element in package.tree(part).iter("*"))
    if calls:
        raise refusals.has_dde(package.name)


def _check_connections(package: Package, part: str) -> None:
    if part.endswith(".bin"):
        raise refusals.loads_from_elsewhere(package.name)  # not taken apart: an .xlsb that asks a database is no proof of anything
    for element in package.tree(part).iter("*"):
        if attribute(element, "refreshOnLoad") in ("1", "true") or (attribute(element, "interval") or "0") != "0":
            raise refusals.loads_from_elsewhere(package.name)


def _check_fields(package: Package, part: str) -> None:
    content = package.read(part)
    if b"\0" in content[:4] or any(word in content for word in _FIELDS):  # two bytes a letter hide the words
        package.stream(part, _Fields(package.name))


class _Fields(Handlers):
    """The instructions of Word's fields, put together from their runs; one that calls another program is refused."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._open: list[str] = []
        self._inside = False
        self.starts = {"fldChar": self._mark, "fldSimple": self._simple, "instrText": self._instruction}
        self.ends = {"instrText": self._instruction_ends}

    def text(self, data: str) -> None:
        if self._inside and self._open:
            self._open[-1] += data

    def _mark(self, attributes: dict[str, str]) -> None:
        kind = given(attributes, "fldCharType")
        if kind == "begin":
            self._open.append("")
        elif self._open:
            self._check(self._open.pop() if kind == "end" else self._open[-1])

    def _simple(self, attributes: dict[str, str]) -> None:
        self._check(given(attributes, "instr"))

    def _instruction(self, attributes: dict[str, str]) -> None:
        self._inside = True
        if not self._open:
            self._open.append("")

    def _instruction_ends(self) -> None:
        self._inside = False
        self._check(self._open[-1])

    def _check(self, instruction: str) -> None:
        if _DDE.match(instruction):
            raise refusals.has_dde(self._name)


def is_remote(target: str) -> bool:
    """Whether opening it leaves the reader's own machine: a web address, a shared folder. A path of a drive does not."""
    plain = target.strip().replace("\\", "/")
    if plain.startswith("//"):
        return True
    parts = urlsplit(plain)
    if parts.scheme == "file":
        return parts.path.startswith("//") or not (parts.netloc.lower() in ("", "localhost") or parts.netloc.endswith(":"))
    return len(parts.scheme) > 1 and parts.scheme != "mailto"
