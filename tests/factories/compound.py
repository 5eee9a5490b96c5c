"""OLE compound files ([MS-CFB]), small and made by hand: no library writes them, and no macro has to lie in the repository."""

from __future__ import annotations

import struct

MAGIC = bytes.fromhex("D0CF11E0A1B11AE1")
_FREE, _END, _FAT, _NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_LEAST = 4096  # shorter streams would lie in a second small disk


def compound(entries: dict[str, bytes | None]) -> bytes:
    """A file with these streams; None makes a storage. Names are paths: "ObjectPool/_1/Contents"."""
    paths = [""]
    for path in entries:
        steps = path.split("/")
        paths += [part for part in ("/".join(steps[:end]) for end in range(1, len(steps) + 1)) if part not in paths]
    sectors: list[bytes] = []
    table: list[int] = []
    places = {path: _put(sectors, table, content) for path in paths if (content := entries.get(path)) is not None}
    directory = b"".join(_entry(paths, path, places.get(path, (_END, 0))) for path in paths)
    first_of_directory, _ = _put(sectors, table, directory)
    table.append(_FAT)
    allocation = b"".join(struct.pack("<I", one) for one in table).ljust(512, b"\xff")
    assert len(allocation) == 512, "one sector of the table is enough for a test"
    sectors.append(allocation)
    head = (
        MAGIC + bytes(16) + struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, first_of_directory, 0, _LEAST, _END, 0, _END, 0)
    )
    return head + struct.pack("<I", len(sectors) - 1) + b"\xff" * (512 - len(head) - 4) + b"".join(sectors)


def _put(sectors: list[bytes], table: list[int], content: bytes) -> tuple[int, int]:
    """Where the content begins, and its length."""
    padded = content.ljust(max(_LEAST, 512 * -(-len(content) // 512)), b"\0")
    first = len(sectors)
    pieces = [padded[place : place + 512] for place in range(0, len(padded), 512)]
    sectors += pieces
    table += [*range(first + 1, first + len(pieces)), _END]
    return first, len(padded)


def _entry(paths: list[str], path: str, place: tuple[int, int]) -> bytes:
    children = [other for other in paths if other and other.rpartition("/")[0] == path]
    brothers = [other for other in paths if path and other and other.rpartition("/")[0] == path.rpartition("/")[0]]
    after = brothers[brothers.index(path) + 1 :] if path else []
    name = ("Root Entry" if not path else path.rpartition("/")[2]).encode("utf-16-le")
    kind = _ROOT if not path else _STREAM if place[1] else _STORAGE
    child, right = (paths.index(found[0]) if found else _NONE for found in (children, after))
    start = place[0] if kind == _STREAM else _END if kind == _ROOT else 0
    return (
        name.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(name) + 2, kind, 1, _NONE, right, child)
        + bytes(36)
        + struct.pack("<IQ", start, place[1])
    )


def word(flags: int = 0, text: bytes = b"", template: str = "", **more: bytes | None) -> dict[str, bytes | None]:
    """The streams of a .doc: a header of [MS-DOC], its text, and the strings that name its template."""
    strings = b"\xff\xff" + struct.pack("<HH", 2, 0)
    strings += b"".join(struct.pack("<H", len(one)) + one.encode("utf-16-le") for one in ("", template))
    header = struct.pack("<HHHHHH", 0xA5EC, 0xC1, 0, 0x42A, 0, flags).ljust(410, b"\0") + struct.pack("<II", 0, len(strings))
    return {"WordDocument": header + text, "1Table" if flags & 0x200 else "0Table": strings, **more}


def record(kind: int, data: bytes = b"") -> bytes:
    """One record of a workbook, [MS-XLS]."""
    return struct.pack("<HH", kind, len(data)) + data


def sheet(name: str, kind: int = 0, hidden: int = 0) -> bytes:
    """A BOUNDSHEET: 0 a worksheet, 1 a sheet of Excel 4 macros, 6 a module; ``hidden`` 2 is "very hidden"."""
    return record(0x85, struct.pack("<IBB", 0, hidden, kind) + struct.pack("<BB", len(name), 0) + name.encode("latin-1"))


def book(*records: bytes, **more: bytes | None) -> dict[str, bytes | None]:
    """The streams of an .xls."""
    return {"Workbook": record(0x809, bytes(16)) + b"".join(records) + record(0x0A), **more}
