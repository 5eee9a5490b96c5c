"""Whether a Word or Excel package (.docx, .xlsx, .xlsb) does something by itself when it is opened.

Office follows content types and relationships, so these are read, never the names of parts: a macro renamed to a picture is a macro still.
ECMA-376 part 2 (packages), [MS-OFFMACRO2], [MS-XLSB]. Links that a person has to click, and links to the writer's own drives, do nothing.
"""

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from reading.files import refusals
from reading.files.package import Handlers, Package, Relation, attribute, given, local
from reading.files.refusals import ActiveContent

_MACROS = ("vbaproject", "vbadata", "macroenabled")
_REFUSED_TYPES: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(_MACROS, refusals.MACRO),
    "macrosheet": refusals.MACRO_SHEET,
    "activex": refusals.CONTROL,
    "oleobject": refusals.OBJECT,
}
"""Words of a content type, in small letters."""
_REFUSED_RELATIONS: Mapping[str, tuple[str, str]] = {
    "vbaproject": refusals.MACRO,
    "wordvbadata": refusals.MACRO,
    "xlmacrosheet": refusals.MACRO_SHEET,
    "xlintlmacrosheet": refusals.MACRO_SHEET,
    "control": refusals.CONTROL,
    "activexcontrolbinary": refusals.CONTROL,
    "oleobject": refusals.OBJECT,
    "afchunk": refusals.FOREIGN_PART,
}
"""The last word of a relation's type, in small letters."""
_BINARY_BOOK = "sheet.binary.macroenabled"  # of every .xlsb, with or without a macro
_DDE = re.compile(r"\s*DDE(?:AUTO)?\b", re.IGNORECASE)
_FIELDS = (b"instrText", b"fldSimple")
_ODF_MACROS = ("basic/", "scripts/")
_BINARY_LINK = re.compile(rb"\xe8\x02.[\x01\x02]\x00", re.DOTALL)  # BrtBeginSupBook of [MS-XLSB] 2.4.246 that is DDE or OLE


def check_active(package: Package) -> None:
    """Nothing, or ``ActiveContent`` with what the package would do; a damaged one raises ``BROKEN``."""
    name, types = package.name, package.types
    if any(part.startswith(_ODF_MACROS) or part.endswith("vbaproject.bin") for part in package.parts):
        raise ActiveContent(name, *refusals.MACRO)
    for kind in types.values():
        for word, why in _REFUSED_TYPES.items():
            if word in kind.replace(_BINARY_BOOK, ""):
                raise ActiveContent(name, *why)
    for relation in package.relations:
        _check_relation(package, relation)
    for part, kind in types.items():
        if "externallink" in kind:
            _check_link(package, part)
        elif "connections" in kind:
            _check_connections(package, part)
        elif "wordprocessingml" in kind and kind.endswith("xml"):
            _check_fields(package, part)


def _check_relation(package: Package, relation: Relation) -> None:
    kind = relation.kind.lower()
    if kind in _REFUSED_RELATIONS:
        raise ActiveContent(package.name, *_REFUSED_RELATIONS[kind])
    if kind == "package" and "chart" not in package.types.get(relation.source, ""):
        raise ActiveContent(package.name, *refusals.OBJECT)  # the figures behind a chart are no object that a person opens
    if relation.outside and kind != "hyperlink" and is_remote(relation.target):
        raise ActiveContent(package.name, *(refusals.REMOTE_TEMPLATE if kind == "attachedtemplate" else refusals.ELSEWHERE))


def _check_link(package: Package, part: str) -> None:
    """A link to another workbook; one that calls a program is refused."""
    if part.endswith(".bin"):
        calls = _BINARY_LINK.match(package.read(part)) is not None
    else:
        calls = any(local(element) in ("ddeLink", "oleLink") for element in package.tree(part).iter("*"))
    if calls:
        raise ActiveContent(package.name, *refusals.DDE)


def _check_connections(package: Package, part: str) -> None:
    if part.endswith(".bin"):
        raise ActiveContent(package.name, *refusals.ELSEWHERE)  # not taken apart: an .xlsb that asks a database is no proof of anything
    for element in package.tree(part).iter("*"):
        if attribute(element, "refreshOnLoad") in ("1", "true") or (attribute(element, "interval") or "0") != "0":
            raise ActiveContent(package.name, *refusals.ELSEWHERE)


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
            raise ActiveContent(self._name, *refusals.DDE)


def is_remote(target: str) -> bool:
    """Whether opening it leaves the reader's own machine: a web address, a shared folder. A path of a drive does not."""
    plain = target.strip().replace("\\", "/")
    if plain.startswith("//"):
        return True
    parts = urlsplit(plain)
    if parts.scheme == "file":
        return parts.path.startswith("//") or not (parts.netloc.lower() in ("", "localhost") or parts.netloc.endswith(":"))
    return len(parts.scheme) > 1 and parts.scheme != "mailto"
