"""What Word's XML says about styles, lists, fonts and runs: shared by the reader of dispatches and that of annexes.

Elements are looked at as they are: wrappers for every run would cost several times the reading itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from reading.files.numbering import W

_CONTAINERS = frozenset(
    W + name for name in ("hyperlink", "ins", "smartTag", "fldSimple", "sdt", "sdtContent", "moveTo", "customXml", "dir", "bdo")
)
TEXT, RUN, PARAGRAPH, TABLE = f"{W}t", f"{W}r", f"{W}p", f"{W}tbl"
_BREAKS = frozenset((f"{W}br", f"{W}cr"))
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Choice"
_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"


@dataclass
class Style:
    """What a paragraph or character style says about itself; ``None`` means that its base decides."""

    base: str | None = None
    font: str | None = None
    centred: bool | None = None
    numbering: tuple[str, int] | None = None


class Styles:
    """The styles of a document, each read when it is first asked for: a template brings hundreds and a dispatch uses three."""

    def __init__(self, root: etree._Element) -> None:
        self._elements = {str(element.get(f"{W}styleId")): element for element in root.iterchildren(f"{W}style")}
        self._read: dict[str, Style] = {}
        self._fonts: dict[str, str | None] = {}
        self.default_font = font_of(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
        defaults = (name for name, element in self._elements.items() if element.get(f"{W}default") in ("1", "true"))
        self.default_paragraph = next((name for name in defaults if self._elements[name].get(f"{W}type") == "paragraph"), None)

    def chain(self, style_id: str | None) -> Iterator[Style]:
        """A style and its bases, nearest first."""
        seen: set[str] = set()
        while style_id is not None and style_id in self._elements and style_id not in seen:
            seen.add(style_id)
            style = self._style(style_id)
            yield style
            style_id = style.base

    def _style(self, style_id: str) -> Style:
        if style_id not in self._read:
            element = self._elements[style_id]
            properties = element.find(f"{W}pPr")
            jc = val(properties, "jc")
            centred = None if jc is None else jc == "center"
            self._read[style_id] = Style(val(element, "basedOn"), font_of(element.find(f"{W}rPr")), centred, list_of(properties))
        return self._read[style_id]

    def font(self, style_id: str | None) -> str | None:
        """The font that a style brings, its bases included; remembered, because every run asks."""
        if style_id is None:
            return None
        if style_id not in self._fonts:
            self._fonts[style_id] = next((style.font for style in self.chain(style_id) if style.font), None)
        return self._fonts[style_id]


def val(parent: etree._Element | None, tag: str) -> str | None:
    found = None if parent is None else parent.find(W + tag)
    return None if found is None else found.get(f"{W}val")


def font_of(properties: etree._Element | None) -> str | None:
    fonts = None if properties is None else properties.find(f"{W}rFonts")
    return None if fonts is None else fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi")


def list_of(properties: etree._Element | None) -> tuple[str, int] | None:
    numbered = None if properties is None else properties.find(f"{W}numPr")
    if numbered is None or (num_id := val(numbered, "numId")) is None:
        return None
    return num_id, int(val(numbered, "ilvl") or 0)


def owner(element: etree._Element, tag: str) -> etree._Element | None:
    parent = element.getparent()
    while parent is not None and parent.tag != tag:
        parent = parent.getparent()
    return parent


def holds(element: etree._Element) -> bool:
    """Whether the text inside an element is printed text. A content control that nobody filled in shows its placeholder, which is none."""
    return element.tag in _CONTAINERS and not is_unfilled(element)


def is_unfilled(element: etree._Element | None) -> bool:
    """Whether an element is a content control that shows its placeholder ("Bấm để nhập ngày")."""
    if element is None or element.tag != f"{W}sdt":
        return False
    shown = element.find(f"{W}sdtPr/{W}showingPlcHdr")
    return shown is not None and shown.get(f"{W}val") not in ("0", "false", "off")


def runs(parent: etree._Element) -> Iterator[etree._Element]:
    """Runs that are printed: inserted and linked ones too, deleted and moved-away ones not."""
    for element in parent:
        if element.tag == RUN:
            yield element
        elif holds(element):
            yield from runs(element)


def run_text(run: etree._Element, boxes: list[etree._Element]) -> str:
    text = ""
    for element in run:
        if element.tag == TEXT:
            text += element.text or ""
        elif element.tag in _BREAKS:
            text += " " if element.get(f"{W}type") == "column" else "\n"
        elif element.tag in (f"{W}tab", f"{W}ptab"):
            text += "\t"
        elif element.tag == f"{W}noBreakHyphen":
            text += "-"
        elif element.tag in (f"{W}drawing", f"{W}pict", f"{W}object", _ALTERNATE):
            shown = element.find(_CHOICE) if element.tag == _ALTERNATE else element
            boxes += [] if shown is None else list(shown.iter(f"{W}txbxContent"))
    return text
