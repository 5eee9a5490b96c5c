"""Word and Excel packages with one thing more or different, for what they may hold."""

from __future__ import annotations

import zipfile
from functools import cache
from io import BytesIO

import docx
import openpyxl

_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"


@cache
def word_package() -> bytes:
    """A real .docx with one paragraph."""
    document, target = docx.Document(), BytesIO()
    document.add_paragraph("Biên bản kiểm tra")
    document.save(target)
    return target.getvalue()


@cache
def excel_package() -> bytes:
    """A real .xlsx with one cell."""
    book, target = openpyxl.Workbook(), BytesIO()
    book.active["A1"] = "Danh mục"
    book.save(target)
    return target.getvalue()


def changed(content: bytes, *, parts: dict[str, str | bytes] | None = None, types: dict[str, str] | None = None) -> bytes:
    """The package with these parts in addition or instead, and these content types (part → type)."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name in (parts or {}):
                continue
            data = old.read(name)
            if name == "[Content_Types].xml":
                own = "".join(f'<Override PartName="/{part}" ContentType="{kind}"/>' for part, kind in (types or {}).items())
                data = data.replace(b"</Types>", own.encode() + b"</Types>")
            new.writestr(name, data)
        for name, more in (parts or {}).items():
            new.writestr(name, more)
    return target.getvalue()


def relations(*lines: tuple[str, str, bool]) -> str:
    """A part of relations: (last word of the type, target, whether it lies outside)."""
    rows = "".join(
        f'<Relationship Id="r{place}" Type="{_RELATION}{kind}" Target="{target}" TargetMode="{"External" if outside else "Internal"}"/>'
        for place, (kind, target, outside) in enumerate(lines)
    )
    return f'<Relationships xmlns="{_PACKAGE}relationships">{rows}</Relationships>'


def fields(xml: str) -> str:
    """A Word document whose paragraph holds ``xml``."""
    return (
        f'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p>{xml}</w:p></w:body></w:document>'
    )
