"""Word and Excel files of before 2007: an OLE compound file is a small disk, whose directory says whether it holds macros or objects.

[MS-CFB], [MS-DOC] 2.5 (the header of the document), [MS-XLS] 2.4 (records). olefile reads the disk; nothing of it is run or unpacked.
"""

import io
import re
import struct
from collections.abc import Iterator

import olefile

from common.errors import FileRefused
from reading.files import refusals
from reading.files.active import done_by_field, is_remote
from reading.files.refusals import ActiveContent

WORD, EXCEL, SLIDES, LOCKED = "WordDocument", "Workbook", "PowerPoint Document", "EncryptedPackage"
_OLD_EXCEL = "Book"  # Excel 5 and 95
_BROKEN = (OSError, ValueError, TypeError, LookupError, AttributeError, struct.error, RecursionError, OverflowError)
"""What damaged files make olefile raise; its own error is an ``OSError``."""
_MACROS = {"macros", "vba", "_vba_project", "_vba_project_cur"}
_OBJECTS = {"\x01ole10native", "package"}
_CONTROLS = {"ctls", "\x03ocxname"}
_POOL = "objectpool"  # of Word; it also stands there empty
_FIELD = re.compile(rb"\x13([^\x13-\x15]{1,600})")  # a field begins with the letter 0x13
_MAX_RECORDS = 200_000
# Records of a workbook, [MS-XLS] 2.3
_EOF, _BOUNDSHEET, _FILEPASS, _SUPBOOK = 0x0A, 0x85, 0x2F, 0x1AE
_MACRO_SHEET, _MODULE = 1, 6
_ITSELF, _ADD_IN = 0x0401, 0x3A01


def look_into(content: bytes, name: str) -> str:
    """What a compound file is: ``WORD``, ``EXCEL``, ``SLIDES``, or "". Raises ``FileRefused`` where it is locked or active."""
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as disk:
            return _kind(disk, name)
    except FileRefused:
        raise
    except _BROKEN as error:
        if LOCKED.encode("utf-16-le") in content:
            raise refusals.locked(name) from error
        raise refusals.damaged_old(name) from error


def _kind(disk: olefile.OleFileIO, name: str) -> str:
    entries = [[step.lower() for step in path] for path in disk.listdir(streams=True, storages=True)]
    top = {path[0] for path in entries}
    if LOCKED.lower() in top:
        raise refusals.locked(name)
    _check_directory(entries, name)
    if WORD.lower() in top:
        _check_word(disk, name)
        return WORD
    for stream in (EXCEL, _OLD_EXCEL):
        if stream.lower() in top:
            _check_excel(disk.openstream(stream).read(), name)
            return EXCEL
    return SLIDES if SLIDES.lower() in top else ""


def _check_directory(entries: list[list[str]], name: str) -> None:
    last = {path[-1] for path in entries}
    if last & _MACROS:
        raise ActiveContent(name, *refusals.MACRO)
    if last & _CONTROLS:
        raise ActiveContent(name, *refusals.CONTROL)
    for path in entries:
        if (path[0] == _POOL and len(path) > 1) or path[0].startswith(("mbd", "lnk")) or path[-1] in _OBJECTS:
            raise ActiveContent(name, *refusals.OBJECT)


def _check_word(disk: olefile.OleFileIO, name: str) -> None:
    text = disk.openstream(WORD).read()
    flags = struct.unpack_from("<H", text, 10)[0]
    if flags & 0x0100:  # fEncrypted
        raise refusals.locked(name)
    for found in _FIELD.finditer(text):
        if (why := done_by_field(found[1].replace(b"\0", b"").decode("latin-1"))) is not None:
            raise ActiveContent(name, *why)
    table = "1Table" if flags & 0x0200 else "0Table"  # fWhichTblStm
    if disk.exists(table) and len(text) >= 418:
        start, length = struct.unpack_from("<II", text, 410)  # fcSttbfAssoc, lcbSttbfAssoc
        if is_remote(_template(disk.openstream(table).read()[start : start + length])):
            raise ActiveContent(name, *refusals.REMOTE_TEMPLATE)


def _template(strings: bytes) -> str:
    """The second of the strings that go with a document: the path of its template ([MS-DOC] 2.9.274)."""
    if len(strings) < 8 or strings[:2] != b"\xff\xff":
        return ""
    place = 6
    place += 2 + 2 * int.from_bytes(strings[place : place + 2], "little")
    letters = int.from_bytes(strings[place : place + 2], "little")
    return strings[place + 2 : place + 2 + 2 * letters].decode("utf-16-le", "replace")


def _check_excel(book: bytes, name: str) -> None:
    """The records that speak of the whole workbook, up to the first end; those of the sheets hold cells."""
    for kind, data in _records(book):
        if kind == _EOF:
            return
        if kind == _FILEPASS:
            raise refusals.locked(name)
        if kind == _BOUNDSHEET and len(data) > 5 and data[5] & 0x0F in (_MACRO_SHEET, _MODULE):
            raise ActiveContent(name, *(refusals.MACRO_SHEET if data[5] & 0x0F == _MACRO_SHEET else refusals.MACRO))
        if kind == _SUPBOOK and _calls_a_program(data):
            raise ActiveContent(name, *refusals.DDE)


def _calls_a_program(link: bytes) -> bool:
    """Whether a link is program, 0x03 and topic ([MS-XLS] 2.5.277). A path to a workbook begins with 0x01, to a sheet with 0x02."""
    if len(link) < 6 or int.from_bytes(link[2:4], "little") in (_ITSELF, _ADD_IN):
        return False
    path = link[5:].decode("utf-16-le" if link[4] & 1 else "latin-1", "replace")
    return path[:1] not in ("\x01", "\x02") and "\x03" in path


def _records(book: bytes) -> Iterator[tuple[int, bytes]]:
    place = 0
    for _ in range(_MAX_RECORDS):
        if place + 4 > len(book):
            return
        kind, length = struct.unpack_from("<HH", book, place)
        yield kind, book[place + 4 : place + 4 + length]
        place += 4 + length
