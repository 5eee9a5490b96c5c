"""A photograph as the portal keeps it: turned upright, at most ``LONGEST_SIDE`` pixels long, a plain JPEG of its pixels and nothing else.

Whatever came with the pixels is left behind: where it was taken (EXIF, XMP), colour profiles, comments, a second file at the end. The time
of taking is read before and kept as data. A picture is opened only after its size in pixels is known to be bearable.
"""

import io
import struct
import threading
import warnings
import zlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

from PIL import ExifTags, Image

from common import clock
from common.errors import FileRefused

LONGEST_SIDE = 2048  # a notice board of A4 sheets, taken whole, is still read
THUMBNAIL_SIDE = 400  # shown 176 to 350 pixels wide
QUALITY, THUMBNAIL_QUALITY = 82, 70
MAX_MEGAPIXELS = 65  # telephones that take 64; a JPEG is decoded at a fraction of its size
MAX_MEGAPIXELS_FLAT = 40  # PNG and WebP are decoded whole: a sheet of A4 scanned at 600 dpi has 35
ENDINGS = (".jpg", ".jpeg", ".jpe", ".jfif")
_OTHER_PICTURES = (".png", ".webp", ".heic", ".heif")
_FORMATS = ("JPEG", "PNG", "WEBP")
_UNREADABLE = (
    OSError,  # also Pillow's own UnidentifiedImageError, and what is cut off
    SyntaxError,
    ValueError,  # also a text chunk or a profile that unpacks to megabytes
    TypeError,
    LookupError,
    ArithmeticError,
    RuntimeError,
    EOFError,
    AttributeError,
    struct.error,
    zlib.error,
)
"""What damaged pictures make Pillow raise."""
_MEGA = 1_000_000
_OLDEST_YEAR = 2000  # a camera whose clock was never set says 1970 or 1980
_HERE = "+07:00"  # a camera that names no zone was here
_ONE_AT_A_TIME = threading.Lock()  # a decoded picture may take 160 MB: twenty sent by four people at once are still one in the memory

Image.MAX_IMAGE_PIXELS = MAX_MEGAPIXELS * _MEGA  # Pillow's own wall behind ours: it refuses twice the number, and warns where we refuse
warnings.simplefilter("ignore", Image.DecompressionBombWarning)


@dataclass(frozen=True)
class Photo:
    """What is kept of a picture: two JPEGs without a word about place or device, and when it was taken, where the camera knew."""

    content: bytes
    thumbnail: bytes
    taken_at: datetime | None


def make_photo(content: bytes, name: str) -> Photo:
    """The picture as it is kept. Raises ``FileRefused`` for one with too many pixels or one that can't be decoded to its end."""
    with _ONE_AT_A_TIME:
        try:
            with Image.open(io.BytesIO(content), formats=_FORMATS) as picture:
                _check_size(picture, name)
                return _made(picture)
        except Image.DecompressionBombError as error:
            raise _too_many_pixels(name, MAX_MEGAPIXELS) from error
        except _UNREADABLE as error:
            raise FileRefused(
                "file_invalid", f"Ảnh “{name}” bị hỏng hoặc tải lên chưa hết. Mở thử ảnh trên máy, lưu lại thành JPEG rồi tải lên."
            ) from error


def photo_name(name: str) -> str:
    """The name under which a kept picture is downloaded: what it is now, a JPEG."""
    path, ending = PurePath(name), PurePath(name).suffix.lower()
    return name if ending in ENDINGS else f"{path.stem if ending in _OTHER_PICTURES else name}{ENDINGS[0]}"


def _check_size(picture: Image.Image, name: str) -> None:
    limit = MAX_MEGAPIXELS if picture.format in ("JPEG", "MPO") else MAX_MEGAPIXELS_FLAT
    if picture.width * picture.height > limit * _MEGA:
        raise _too_many_pixels(name, limit)


def _too_many_pixels(name: str, limit: int) -> FileRefused:
    return FileRefused(
        "file_too_large",
        f"Ảnh “{name}” có hơn {limit} triệu điểm ảnh nên cổng không mở. Thu nhỏ ảnh hoặc chụp lại ở cỡ thường rồi tải lên.",
    )


def _made(picture: Image.Image) -> Photo:
    exif = _exif(picture)
    even = _even(picture)
    even.thumbnail((LONGEST_SIDE, LONGEST_SIDE), reducing_gap=2.0)  # decodes a large JPEG at a half, a quarter, an eighth
    flat = _on_white(even)
    turn = _TURNS.get(exif.get(ExifTags.Base.Orientation, 1))
    if turn is not None:
        flat = flat.transpose(turn)
    flat.info.clear()  # no comment, profile or EXIF rides along
    small = flat.copy()
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), reducing_gap=2.0)
    return Photo(_jpeg(flat, QUALITY), _jpeg(small, THUMBNAIL_QUALITY), _taken_at(exif))


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=quality, optimize=True, progressive=True)
    return target.getvalue()


def _even(picture: Image.Image) -> Image.Image:
    """In a mode whose pixels can be averaged: neither a palette nor 16 bits, which converting would cut off instead of scaling."""
    if picture.mode.startswith("I"):
        return picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if picture.mode in ("P", "PA", "1"):
        return picture.convert("RGBA" if picture.mode == "PA" or "transparency" in picture.info else "RGB")
    return picture.convert("RGBA") if "transparency" in picture.info else picture


def _on_white(picture: Image.Image) -> Image.Image:
    """Red, green and blue, whatever it was (CMYK, grey); what is transparent is white, as paper is."""
    if "A" not in picture.mode and "a" not in picture.mode:
        return picture.convert("RGB")
    above = picture.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", above.size, "white"), above).convert("RGB")


_TURNS: dict[object, Image.Transpose] = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""How a picture is turned upright, by the camera's word about how it was held (Exif 2.3, tag Orientation)."""


def _exif(picture: Image.Image) -> dict[int, object]:
    """What the camera wrote that we use: how it was held, and when. A picture is as good without it, so what can't be read is left."""
    try:
        tags = picture.getexif()
        return {**tags, **tags.get_ifd(ExifTags.IFD.Exif)}
    except _UNREADABLE:
        return {}


def _taken_at(exif: dict[int, object]) -> datetime | None:
    """When the shutter went, by the camera's clock; None where it says nothing, or what can't be."""
    base = ExifTags.Base
    for moment, zone in ((base.DateTimeOriginal, base.OffsetTimeOriginal), (base.DateTimeDigitized, base.OffsetTimeDigitized)):
        words, offset = (str(exif.get(tag, "")).strip(" \0") for tag in (moment, zone))
        try:
            taken = datetime.strptime(f"{words} {offset or _HERE}", "%Y:%m:%d %H:%M:%S %z")
        except ValueError:
            continue
        if taken.year >= _OLDEST_YEAR and taken <= clock.now():
            return taken
    return None
