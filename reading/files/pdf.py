"""Whether a PDF runs something, or carries another file. A bounded look at its names, also in object streams (ISO 32000-1, 7.5.7).

What acts has a long name in clear (``/JavaScript``, ``/Launch`` …): chance makes none of these in the bytes of a picture, so the whole file
is looked at and nothing has to be believed about where objects lie. Letters of names may be written as ``#4a``.
"""

import re
import zlib
from collections.abc import Iterator

from reading.files import refusals
from reading.files.refusals import ActiveContent

MAX_UNPACKED = 64 * 1024 * 1024  # of all object streams together: a thousand pages have some 5 MB
HEADER_WITHIN = 1024  # readers accept a header that does not stand at the very start
_PRINT = "Mở tệp, chọn In > Lưu thành PDF (Microsoft Print to PDF), rồi tải bản đó lên."
_REASONS = {
    "JavaScript": "có mã tự chạy (JavaScript)",
    "Launch": "có lệnh mở chương trình khác",
    "SubmitForm": "có lệnh tự gửi dữ liệu đi",
    "ImportData": "có lệnh tự lấy dữ liệu vào",
    "RichMedia": "có nội dung đa phương tiện",
    "EmbeddedFile": "có tệp khác đính kèm bên trong",
    "EmbeddedFiles": "có tệp khác đính kèm bên trong",
    "FileAttachment": "có tệp khác đính kèm bên trong",
    "XFA": "là biểu mẫu động (XFA)",
}
_SHORT = frozenset({"XFA"})  # so short that chance writes it: looked for outside of streams only


def _written(word: str) -> bytes:
    """A name as a pattern, each letter also by its number."""
    return b"".join(b"(?:%c|#%02x|#%02X)" % (letter, letter, letter) for letter in word.encode())


_END = rb"(?![A-Za-z0-9#])"
_ACTS = re.compile(b"/(?:%s)%s" % (b"|".join(b"(?P<%s>%s)" % (word.encode(), _written(word)) for word in _REASONS), _END))
_LOCK = re.compile(rb"/%s\s*(?:\d+\s+\d+\s+R|<<)" % _written("Encrypt"))
_PACKED = re.compile(rb"/(?:(?P<sure>%s)|%s\s+\d+[\s/>])" % (_written("ObjStm"), _written("First")))
_STREAM = re.compile(rb"stream\r?\n|endobj")
_OBJECTS_BEGIN = re.compile(rb"[\0\s]*\d+[\0\s]+\d+")  # numbers and places of the objects
_MAX_STREAMS = 20_000
_DICT_WITHIN = 4096  # bytes between a word of a stream's dictionary and the stream


def check_pdf(content: bytes, name: str) -> None:
    """Nothing, or ``FileRefused``: with a password, cut off, or ``ActiveContent`` with what it does."""
    if _LOCK.search(content):
        raise refusals.locked(name)
    if b"%%EOF" not in content and b"startxref" not in content:
        raise refusals.damaged(name)
    _check(content, name, short=False)
    _check(_outside_streams(content), name, short=True)
    for unpacked in _object_streams(content, name):
        _check(unpacked, name, short=True)


def _check(content: bytes, name: str, *, short: bool) -> None:
    for found in _ACTS.finditer(content):
        word = str(found.lastgroup)
        if short or word not in _SHORT:
            raise ActiveContent(name, _REASONS[word], _PRINT)


def _outside_streams(content: bytes) -> bytes:
    """What stands between the streams."""
    kept, place = [], 0
    while (begins := content.find(b"stream", place)) >= 0 and (ends := content.find(b"endstream", begins + 6)) >= 0:
        kept.append(content[place:begins])
        place = ends + 9
    return b"".join([*kept, content[place:]])


def _object_streams(content: bytes, name: str) -> Iterator[bytes]:
    """What lies in the streams that hold objects. Both what is read and what it unpacks to are bounded, for all of them together."""
    unread, left, last = 2 * len(content), MAX_UNPACKED, -1
    for number, found in enumerate(_PACKED.finditer(content)):
        begins = _STREAM.search(content, found.end(), found.end() + _DICT_WITHIN)
        if begins is None or begins[0] == b"endobj" or begins.end() == last:
            continue
        last = begins.end()
        ends = content.find(b"endstream", last)
        packed = content[last : ends if ends >= 0 else len(content)]
        unpacked = _inflated(packed, left)
        unread, left = unread - len(packed), left - len(unpacked)
        if unread < 0 or left <= 0 or number > _MAX_STREAMS:
            raise refusals.too_large(name)
        if found["sure"] and unpacked.strip() and not _OBJECTS_BEGIN.match(unpacked):
            raise ActiveContent(name, "được nén theo cách cổng không xem được bên trong", _PRINT)
        yield unpacked


def _inflated(packed: bytes, most: int) -> bytes:
    """A stream unpacked, as far as it goes; one in clear as it is."""
    try:
        return zlib.decompressobj().decompress(packed, most)
    except zlib.error:
        return packed
