"""The zip package of an .xlsx or .docx, opened so that a hostile one costs neither memory nor time.

Sizes are those of the directory, and an archive gives no more bytes than its directory says. XML is read without entities, in small
pieces, to a limited depth; a document type definition, which no office program writes, is refused.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from typing import Any
from xml.parsers import expat

from lxml import etree

from common.errors import FileRefused

MAX_UNPACKED = 160 * 1024 * 1024  # bytes of all parts together: 5,000 findings are 2 MB, a million empty rows with formats 100 MB
MAX_PART = 20 * 1024 * 1024  # of a part that is read whole
MAX_PARTS = 2_000
MAX_TAGS = 6_000_000  # of all parts that are read in pieces: a million rows of formats
MAX_DEPTH = 100
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


def too_large(name: str) -> FileRefused:
    return FileRefused(
        "file_too_large",
        f"Tệp “{name}” mở ra quá lớn nên cổng không đọc. Chép riêng bảng hạn chế sang một tệp Excel mới rồi tải lên.",
    )


def damaged(name: str, program: str = "Excel", ending: str = ".xlsx") -> FileRefused:
    return FileRefused("file_invalid", f"Tệp “{name}” bị hỏng, không mở được. Mở bằng {program}, lưu lại thành {ending} rồi tải lên.")


class Package:
    """One zip package; parts are named as in its directory, without a leading stroke."""

    def __init__(self, content: bytes, name: str) -> None:
        self.name = name
        self._archive = zipfile.ZipFile(io.BytesIO(content))
        entries = self._archive.infolist()
        if any(entry.flag_bits & 1 for entry in entries):
            raise FileRefused("file_encrypted", f"Tệp “{name}” có mật khẩu. Bỏ mật khẩu, lưu lại rồi tải lên.")
        if len(entries) > MAX_PARTS or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
            raise too_large(name)
        self._sizes = {entry.filename: entry.file_size for entry in entries}
        self._tags = 0

    def __contains__(self, part: str) -> bool:
        return part in self._sizes

    def tree(self, part: str) -> etree._Element:
        """A small part as a tree."""
        if self._sizes[part] > MAX_PART:
            raise too_large(self.name)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
        root = etree.fromstring(self._archive.read(part), parser)
        if root.getroottree().docinfo.internalDTD is not None:
            raise damaged(self.name)
        return root

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """Of a part's relations: id → (last word of the type, part). What lies outside the package is left out, never opened."""
        path = PurePosixPath(part)
        rels = str(path.parent / "_rels" / f"{path.name}.rels")
        if rels not in self:
            return {}
        found = {}
        for one in self.tree(rels):
            if one.get("TargetMode") == "External" or not one.get("Target"):
                continue
            target = str(one.get("Target"))
            target = target.lstrip("/") if target.startswith("/") else posixpath.normpath(str(path.parent / target))
            found[str(one.get("Id"))] = (str(one.get("Type", "")).rsplit("/", 1)[-1], target)
        return found

    def stream(self, part: str, handlers: Handlers) -> None:
        """Read a large part in pieces, never whole."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        guard = _Guard(self, handlers)
        parser.StartElementHandler = guard.start
        parser.EndElementHandler = guard.end
        parser.CharacterDataHandler = handlers.text
        parser.StartDoctypeDeclHandler = guard.doctype
        fed = 0
        with self._archive.open(part) as source:
            while chunk := source.read(_CHUNK):
                parser.Parse(chunk, False)
                fed += len(chunk)
                if fed - parser.CurrentByteIndex > _MAX_TOKEN:
                    raise too_large(self.name)
        parser.Parse(b"", True)

    def count_tag(self) -> None:
        self._tags += 1
        if self._tags > MAX_TAGS:
            raise too_large(self.name)


class Handlers:
    """What to do with a part that is read in pieces: ``starts`` and ``ends`` by local name, ``text`` for what stands between."""

    starts: Mapping[str, Callable[[dict[str, str]], None]] = {}
    ends: Mapping[str, Callable[[], None]] = {}

    def text(self, data: str) -> None:
        """Nothing by default."""


class _Guard:
    """Counts tags and depth before the handlers see them."""

    def __init__(self, package: Package, handlers: Handlers) -> None:
        self._package, self._depth = package, 0
        self._starts, self._ends = handlers.starts, handlers.ends
        self._local: dict[str, str] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._package.count_tag()
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise damaged(self._package.name)
        handler = self._starts.get(self._name(tag))
        if handler is not None:
            handler(attributes)

    def end(self, tag: str) -> None:
        self._depth -= 1
        handler = self._ends.get(self._name(tag))
        if handler is not None:
            handler()

    def _name(self, tag: str) -> str:
        known = self._local.get(tag)
        if known is None:
            known = tag.rsplit(" ", 1)[-1]
            if len(self._local) < MAX_PARTS:
                self._local[tag] = known
        return known

    def doctype(self, *declared: Any) -> None:
        raise damaged(self._package.name)


def local(element: etree._Element) -> str:
    """The name of a tag without its namespace, which differs between the two kinds of OOXML."""
    return str(etree.QName(element).localname)


def attribute(element: etree._Element, name: str) -> str | None:
    """An attribute by its local name."""
    return next((str(value) for key, value in element.attrib.items() if str(key).rsplit("}", 1)[-1] == name), None)
