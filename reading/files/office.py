"""Whether a Word or Excel package (.docx, .xlsx, .xlsb) does something by itself when it is opened.

Office follows content types and relationships, so these are read, never the names of parts: a macro renamed to a picture is a macro still.
ECMA-376 part 2 (packages), [MS-OFFMACRO2], [MS-XLSB]. Links that a person has to click, and links to the writer's own drives, do nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from common.errors import FileRefused
from reading.files import refusals
from reading.files.package import BROKEN, Handlers, Package, attribute, local, plain

_TYPES = "[content_types].xml"
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


@dataclass(frozen=True)
class Inside:
    """What a package holds: its parts by their plain names, and the content types of these."""

    parts: frozenset[str]
    types: frozenset[str]

    def is_kind(self, *words: str, parts: tuple[str, ...]) -> bool:
        """Whether a part has one of these words in its content type, or one of these names, for programs that state the types loosely."""
        return any(word in kind for kind in self.types for word in words) or any(part in self.parts for part in parts)


def check_package(content: bytes, name: str) -> Inside:
    """What a package holds, or ``FileRefused``: ``ActiveContent`` with what it would do, or that it is locked, damaged, too large."""
    try:
        return look_into(Package(content, name))
    except FileRefused as refusal:
        raise (refusals.swollen(name) if refusal.code == "file_too_large" else refusal) from refusal
    except BROKEN as error:
        raise FileRefused("file_invalid", f"Tệp “{name}” bị hỏng, không mở được. Lưu lại bằng Word hoặc Excel rồi tải lên.") from error


def look_into(package: Package) -> Inside:
    """The same of an opened package; a damaged one raises ``BROKEN``."""
    check = _Check(package)
    check.run()
    return Inside(frozenset(package.parts), frozenset(filter(None, check.types.values())))


@dataclass(frozen=True)
class _Relation:
    """``source`` and ``kind`` in small letters; ``kind`` is the last word of its type."""

    source: str
    kind: str
    target: str
    outside: bool


class _Check:
    """One package. ``types`` gives each part's content type as Office works it out: its own, else that of its ending."""

    def __init__(self, package: Package) -> None:
        self.package, self.name = package, package.name
        if package.is_doubled:
            raise refusals.broken(self.name)
        self.types = dict(self._types())

    def run(self) -> None:
        if any(part.startswith(_ODF_MACROS) or part.endswith("vbaproject.bin") for part in self.package.parts):
            raise refusals.has_macro(self.name)
        for kind in self.types.values():
            self._refuse(next((why for word, why in _REFUSED_TYPES.items() if word in kind), None))
        for relation in self._relations():
            self._check_relation(relation)
        for part, kind in self.types.items():
            if "externallink" in kind:
                self._check_link(part)
            elif "connections" in kind:
                self._check_connections(part)
            elif "wordprocessingml" in kind and kind.endswith("xml"):
                self._check_fields(part)

    def _refuse(self, why: Callable[[str], FileRefused] | None) -> None:
        if why is not None:
            raise why(self.name)

    def _types(self) -> Iterator[tuple[str, str]]:
        if _TYPES not in self.package:
            return
        own, by_ending = {}, {}
        for entry in self.package.tree(_TYPES):
            kind = (attribute(entry, "ContentType") or "").lower()
            if local(entry) == "Override":
                own[plain(attribute(entry, "PartName") or "")] = kind
            else:
                by_ending[(attribute(entry, "Extension") or "").lower()] = kind
        for part in self.package.parts:
            yield part, own.get(part) or by_ending.get(PurePosixPath(part).suffix.lstrip("."), "")

    def _relations(self) -> Iterator[_Relation]:
        for part in self.package.parts:
            path = PurePosixPath(part)
            if path.suffix != ".rels" or path.parent.name != "_rels":
                continue
            source = str(path.parent.parent / path.stem)
            for entry in self.package.tree(part):
                kind = (attribute(entry, "Type") or "").rsplit("/", 1)[-1].lower()
                outside = (attribute(entry, "TargetMode") or "").lower() == "external"
                yield _Relation(source, kind, attribute(entry, "Target") or "", outside)

    def _check_relation(self, relation: _Relation) -> None:
        self._refuse(_REFUSED_RELATIONS.get(relation.kind))
        if relation.kind == "package" and "chart" not in self.types.get(relation.source, ""):
            raise refusals.has_object(self.name)  # the figures behind a chart are no object that a person opens
        if relation.outside and relation.kind != "hyperlink" and is_remote(relation.target):
            raise (refusals.has_remote_template if relation.kind == "attachedtemplate" else refusals.loads_from_elsewhere)(self.name)

    def _check_link(self, part: str) -> None:
        """A link to another workbook; one that calls a program is refused."""
        if part.endswith(".bin"):
            if _BINARY_LINK.match(self.package.read(part)):
                raise refusals.has_dde(self.name)
            return
        if any(local(element) in ("ddeLink", "oleLink") for element in self.package.tree(part).iter("*")):
            raise refusals.has_dde(self.name)

    def _check_connections(self, part: str) -> None:
        if part.endswith(".bin"):
            raise refusals.loads_from_elsewhere(self.name)  # not taken apart: an .xlsb that asks a database is no proof of anything
        for element in self.package.tree(part).iter("*"):
            if attribute(element, "refreshOnLoad") in ("1", "true") or (attribute(element, "interval") or "0") != "0":
                raise refusals.loads_from_elsewhere(self.name)

    def _check_fields(self, part: str) -> None:
        content = self.package.read(part)
        if b"\0" in content[:4] or any(word in content for word in _FIELDS):  # two bytes a letter hide the words
            self.package.stream(part, _Fields(self.name))


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
        kind = next((value for key, value in attributes.items() if key.rsplit(" ", 1)[-1] == "fldCharType"), "")
        if kind == "begin":
            self._open.append("")
        elif self._open:
            self._check(self._open.pop() if kind == "end" else self._open[-1])

    def _simple(self, attributes: dict[str, str]) -> None:
        self._check(next((value for key, value in attributes.items() if key.rsplit(" ", 1)[-1] == "instr"), ""))

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
