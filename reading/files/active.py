"""Whether an office package (.docx, .xlsx, .xlsb, .ods) does something by itself when it is opened.

Office follows content types and relationships, so these are read, never the names of parts: a macro renamed to a picture is a macro still.
ECMA-376 parts 1 (fields) and 2 (packages), [MS-OFFMACRO2], [MS-CUSTOMUI], [MS-OWEXML], [MS-XLSB], OpenDocument 1.3 part 3. Links that a
person has to click, and links to the writer's own drives, do nothing.
"""

import re
from collections.abc import Mapping
from functools import partial
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
    "extensibility": refusals.RIBBON,
    "webextension": refusals.ADD_IN,
    "webextensiontaskpanes": refusals.ADD_IN,
    "taskpanes": refusals.ADD_IN,
}
"""The last word of a relation's type, in small letters."""
_BINARY_BOOK = "sheet.binary.macroenabled"  # of every .xlsb, with or without a macro
_FIELD = re.compile(
    r"\s*(?:(?P<program>DDE(?:AUTO)?)|(?P<database>DATABASE)"
    r"|(?P<fetches>INCLUDEPICTURE|INCLUDETEXT|INCLUDE|IMPORT|RD|LINK\s+\S+)\s+(?:\"(?P<quoted>[^\"]*)|(?P<bare>\S+)))(?:\b|$)",
    re.IGNORECASE,
)
_FIELDS = (b"instrText", b"fldSimple")
_ODF_MACROS = ("basic/", "scripts/")
_ODF_CALLS: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(("dde-source", "dde-connection", "dde-connection-decl", "dde-link"), refusals.DDE),
    "event-listener": refusals.MACRO,
}
_ODF_SHOWS = ("image", "object", "object-ole", "table-source", "cell-range-source", "section-source", "plugin", "floating-frame", "applet")
_ODF_WORDS = (b"dde-", b"event-listener", b"://", b"//")
_XML_ENDINGS = (".xml", ".rels", ".vml")
_PROLOG = 1 << 16
_DOCTYPE, _ROOT = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE), re.compile(rb"<[A-Za-z_]")
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
        if part.endswith(_XML_ENDINGS) or kind.endswith("xml"):
            _check_prolog(package, part)
        if not kind and part in ("content.xml", "styles.xml"):
            _check_odf(package, part)
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


def _check_prolog(package: Package, part: str) -> None:
    """A document type definition, whose entities grow or fetch, stands before the first tag; no office program writes one."""
    with package.open(part) as source:
        head = source.read(_PROLOG).replace(b"\0", b"")  # of two bytes a letter too
    root = _ROOT.search(head)
    if _DOCTYPE.search(head, 0, root.start() if root else len(head)) or (root is None and len(head) == _PROLOG):
        raise refusals.damaged(package.name)


def _check_odf(package: Package, part: str) -> None:
    """OpenDocument keeps links and calls in its text; it is taken apart only where a word of them is in it."""
    tail = b""
    with package.open(part) as source:
        while chunk := source.read(_PROLOG):
            if any(word in tail + chunk for word in _ODF_WORDS):
                return package.stream(part, _Odf(package.name))
            tail = chunk[-16:]
    return None


class _Odf(Handlers):
    def __init__(self, name: str) -> None:
        self._name = name
        self.starts = {word: partial(self._refuse, why) for word, why in _ODF_CALLS.items()} | dict.fromkeys(_ODF_SHOWS, self._show)

    def _refuse(self, why: tuple[str, str], attributes: dict[str, str]) -> None:
        raise ActiveContent(self._name, *why)

    def _show(self, attributes: dict[str, str]) -> None:
        if is_remote(given(attributes, "href")):
            self._refuse(refusals.ELSEWHERE, attributes)


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
    """The instructions of Word's fields, put together from their runs; one that calls a program or fetches something is refused."""

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
        if (why := done_by_field(instruction)) is not None:
            raise ActiveContent(self._name, *why)


def done_by_field(instruction: str) -> tuple[str, str] | None:
    """What a field of Word does when it is opened, if anything: it calls a program, asks a database, fetches from elsewhere."""
    found = _FIELD.match(instruction)
    if found is None:
        return None
    if found["program"]:
        return refusals.DDE
    target = found["quoted"] or found["bare"] or ""
    written = target, target.replace("\\\\", "\\")  # a stroke is written twice in a field
    return refusals.ELSEWHERE if found["database"] or any(map(is_remote, written)) else None


def is_remote(target: str) -> bool:
    """Whether opening it leaves the reader's own machine: a web address, a shared folder. A path of a drive does not."""
    plain = target.strip().replace("\\", "/")
    if plain.startswith("//"):
        return True
    parts = urlsplit(plain)
    if parts.scheme == "file":
        return parts.path.startswith("//") or not (parts.netloc.lower() in ("", "localhost") or parts.netloc.endswith(":"))
    return len(parts.scheme) > 1 and parts.scheme != "mailto"
