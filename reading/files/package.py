"""The zip package of an .xlsx or .docx, opened so that a hostile one costs neither memory nor time.

Sizes are those of the directory, and an archive gives no more bytes than its directory says. XML is read without entities, in small
pieces, to a limited depth; a document type definition, which no office program writes, is refused. Parts are found as Office finds them:
without regard to capitals, with strokes either way; Strict Open XML is read as the transitional kind.
"""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from pathlib import PurePosixPath
from typing import IO, Any, Generic, NamedTuple, TypeVar
from xml.parsers import expat

from lxml import etree

from reading.files import refusals

MAX_UNPACKED = 160 * 1024 * 1024  # bytes of all parts together: 5,000 findings are 2 MB, a million empty rows with formats 100 MB
MAX_PART = 20 * 1024 * 1024  # of a part that is read whole
MAX_NODES = 700_000  # tags and attributes of a part that is read whole: 4,000 findings in Word; each costs some 200 bytes
MAX_PARTS = 2_000
MAX_TAGS = 4_000_000  # of all parts that are read in pieces: a million rows of formats
MAX_DEPTH = 100
_Handler = TypeVar("_Handler")
_CHUNK = 1 << 16
_MAX_TOKEN = 4 << 20  # one tag with its attributes
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    etree.XMLSyntaxError,
    KeyError,
    IndexError,
    ValueError,
    TypeError,
    AttributeError,
    NotImplementedError,
    OverflowError,
    RuntimeError,
    EOFError,
    OSError,
)
"""What a damaged package makes its readers raise."""


_STRICT_MARK = b"http://purl.oclc.org/ooxml/"
_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"http://purl.oclc.org/ooxml/spreadsheetml/main": b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}


class Counted:
    """What is read under one name: ``tags`` of all that was read in pieces."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.tags = 0


class Relation(NamedTuple):
    """``source`` is the part that has it, in small letters, "" for the package itself; ``kind`` the last word of its type."""

    source: str
    id: str
    kind: str
    target: str
    outside: bool


class Package(Counted):
    """One zip package. ``BROKEN`` says what opening it may raise besides ``FileRefused``."""

    def __init__(self, content: bytes, name: str) -> None:
        super().__init__(name)
        self._archive = zipfile.ZipFile(io.BytesIO(content))
        entries = self._archive.infolist()
        if any(entry.flag_bits & 1 for entry in entries):
            raise refusals.locked(name)
        self.unpacked = sum(entry.file_size for entry in entries)
        if len(entries) > MAX_PARTS or self.unpacked > MAX_UNPACKED:
            raise refusals.too_large(name)
        self._entries = {plain(entry.filename): entry for entry in entries}
        if len(self._entries) < len(entries):  # two parts of one name: nobody knows which one Office opens
            raise refusals.damaged(name)

    def __contains__(self, part: str) -> bool:
        return plain(part) in self._entries

    @property
    def parts(self) -> list[str]:
        """The names of all parts, in small letters."""
        return list(self._entries)

    @property
    def main(self) -> str:
        """The part that everything else hangs on, whatever its name; "" where none is named."""
        return next((part for kind, part in self.related("").values() if kind == "officeDocument"), "")

    @cached_property
    def types(self) -> dict[str, str]:
        """The content type of each part in small letters, as Office works it out: its own, else that of its ending, else ""."""
        own, by_ending = {}, {}
        for entry in self.tree("[Content_Types].xml") if "[Content_Types].xml" in self else ():
            kind = (attribute(entry, "ContentType") or "").lower()
            if local(entry) == "Override":
                own[plain(attribute(entry, "PartName") or "")] = kind
            else:
                by_ending[(attribute(entry, "Extension") or "").lower()] = kind
        return {part: own.get(part) or by_ending.get(PurePosixPath(part).suffix.lstrip("."), "") for part in self._entries}

    def read(self, part: str, most: int = MAX_PART) -> bytes:
        """The bytes of a part that is small enough to be read whole."""
        entry = self._entries[plain(part)]
        if entry.file_size > most:
            raise refusals.too_large(self.name)
        return self._archive.read(entry)

    def open(self, part: str) -> IO[bytes]:
        """A part to be read in pieces."""
        return self._archive.open(self._entries[plain(part)])

    def tree(self, part: str) -> etree._Element:
        """A small part as a tree; one that is too long or has too many nodes never becomes one."""
        content = self.read(part)
        if content.count(b"<") - content.count(b"</") + content.count(b"=") > MAX_NODES:
            raise refusals.too_large(self.name)
        for strict, transitional in _STRICT.items() if _STRICT_MARK in content else ():
            content = content.replace(strict, transitional)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
        root = etree.fromstring(content, parser)
        if root.getroottree().docinfo.internalDTD is not None:
            raise refusals.damaged(self.name)
        return root

    @cached_property
    def relations(self) -> list[Relation]:
        """All relations of all parts, each part's in its order."""
        found = []
        for part in self._entries:
            folder, _, name = part.rpartition("/")
            if name.endswith(".rels") and folder.rpartition("/")[2] == "_rels":
                source = folder.removesuffix("_rels") + name.removesuffix(".rels")
                for one in self.tree(part):
                    kind = (attribute(one, "Type") or "").rsplit("/", 1)[-1]
                    outside = (attribute(one, "TargetMode") or "").lower() == "external"
                    found.append(Relation(source, attribute(one, "Id") or "", kind, attribute(one, "Target") or "", outside))
        return found

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """Of a part's relations: id → (last word of the type, part). What lies outside the package is left out, never opened."""
        found = {}
        for one in self.relations:
            if one.source == plain(part) and one.target and not one.outside:
                target = posixpath.join("/", posixpath.dirname(one.source), one.target.replace("\\", "/"))
                found[one.id] = one.kind, posixpath.normpath(target).lstrip("/")
        return found

    def stream(self, part: str, handlers: "Handlers") -> None:
        """Read a large part in pieces, never whole."""
        with self.open(part) as source:
            stream(source, handlers, self)


def stream(source: IO[bytes], handlers: "Handlers", counted: Counted) -> None:
    """Read XML in pieces, never whole."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    guard = _Guard(counted, handlers)
    parser.StartElementHandler = guard.start
    parser.EndElementHandler = guard.end
    parser.CharacterDataHandler = handlers.text
    parser.StartDoctypeDeclHandler = guard.doctype
    fed = 0
    for chunk in handlers.pieces(iter(lambda: source.read(_CHUNK), b"")):
        parser.Parse(chunk, False)
        fed += len(chunk)
        if fed - parser.CurrentByteIndex > _MAX_TOKEN:
            raise refusals.too_large(counted.name)
    parser.Parse(b"", True)


class Handlers:
    """What to do with a part that is read in pieces: ``starts`` and ``ends`` by local name, ``text`` for what stands between."""

    starts: Mapping[str, Callable[[dict[str, str]], None]] = {}
    ends: Mapping[str, Callable[[], None]] = {}

    def text(self, data: str) -> None:
        """Called with the text of an element; nothing is done with it unless a subclass says so."""

    def pieces(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        """What of a part has to be parsed: all of it by default."""
        return chunks


class _Guard:
    """Counts tags and depth before the handlers see them. Called for every tag of a file: nothing here may be slow."""

    def __init__(self, counted: Counted, handlers: Handlers) -> None:
        self._counted, self._depth = counted, 0
        self._starts: dict[str, Callable[[dict[str, str]], None]] = _ByTag(handlers.starts, lambda attributes: None)
        self._ends: dict[str, Callable[[], None]] = _ByTag(handlers.ends, lambda: None)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._counted.tags += 1
        if self._depth > MAX_DEPTH:
            raise refusals.damaged(self._counted.name)
        if self._counted.tags > MAX_TAGS:
            raise refusals.too_large(self._counted.name)
        self._starts[tag](attributes)

    def end(self, tag: str) -> None:
        self._depth -= 1
        self._ends[tag]()

    def doctype(self, *declared: Any) -> None:
        raise refusals.damaged(self._counted.name)


class _ByTag(dict[str, _Handler], Generic[_Handler]):
    """Handlers by the whole name of a tag, found once by its local name."""

    def __init__(self, by_name: Mapping[str, _Handler], default: _Handler) -> None:
        super().__init__()
        self._by_name, self._default = by_name, default

    def __missing__(self, tag: str) -> _Handler:
        handler = self._by_name.get(tag.rsplit(" ", 1)[-1], self._default)
        if len(self) < MAX_PARTS:
            self[tag] = handler
        return handler


def plain(part: str) -> str:
    """The name of a part as Office compares it."""
    return part.replace("\\", "/").lstrip("/").lower()


def local(element: etree._Element) -> str:
    """The name of a tag without its namespace, which differs between the two kinds of OOXML."""
    return str(etree.QName(element).localname)


def given(attributes: Mapping[str, str], name: str) -> str:
    """An attribute of a part that is read in pieces, by its local name; "" where it is not there."""
    return next((value for key, value in attributes.items() if key.rsplit(" ", 1)[-1] == name), "")


def attribute(element: etree._Element, name: str) -> str | None:
    """An attribute by its local name."""
    return next((str(value) for key, value in element.attrib.items() if str(key).rsplit("}", 1)[-1] == name), None)
