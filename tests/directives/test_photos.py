"""What becomes of a photograph: small, upright, without a word of where it was taken; and which are refused unopened."""

from __future__ import annotations

import struct
import zipfile
import zlib
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from common import clock
from common.errors import FileRefused
from common.formats import vn_datetime
from directives import photos
from directives.photos import LONGEST_SIDE, THUMBNAIL_SIDE, Photo, make_photo, photo_name
from tests.factories.directives import picture

TAKEN, ZONE, ORIENTATION, EXIF, GPS = 36867, 36881, 274, 0x8769, 0x8825


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


def exif(*, taken: str = "", zone: str = "", turned: int = 1, place: bool = False) -> Image.Exif:
    """What a telephone writes: how it was held, when, and where."""
    tags = Image.Exif()
    tags[ORIENTATION], tags[271] = turned, "Điện thoại"
    if taken:
        tags.get_ifd(EXIF)[TAKEN] = taken
    if zone:
        tags.get_ifd(EXIF)[ZONE] = zone
    if place:
        tags.get_ifd(GPS).update({1: "N", 2: (10.0, 27.0, 36.0), 3: "E", 4: (105.0, 37.0, 48.0)})
    return tags


def photo(**options: Any) -> Photo:
    with clock.at(date(2021, 3, 19)):
        return make_photo(picture("JPEG", **options), "anh.jpg")


def halves(left: Any, right: Any, mode: str = "RGB", size: tuple[int, int] = (64, 32)) -> Image.Image:
    image = Image.new(mode, size, left)
    image.paste(right, (size[0] // 2, 0, *size))
    return image


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    target = BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def colours(content: bytes) -> list[tuple[int, ...]]:
    """The middle of the left and of the right half, to the nearest tenth: JPEG keeps no colour exactly."""
    image = opened(content).convert("RGB")
    spots = ((image.width // 4, image.height // 2), (3 * image.width // 4, image.height // 2))
    return [tuple(round(value / 10) for value in image.getpixel(spot)) for spot in spots]  # type: ignore[union-attr,arg-type]


def test_a_large_photo_is_kept_small_with_a_thumbnail() -> None:
    found = photo(size=(4000, 3000))
    assert opened(found.content).size == (LONGEST_SIDE, LONGEST_SIDE * 3 // 4)
    assert opened(found.thumbnail).size == (THUMBNAIL_SIDE, THUMBNAIL_SIDE * 3 // 4)
    assert {opened(found.content).format, opened(found.thumbnail).format} == {"JPEG"}


def test_a_small_photo_is_not_blown_up() -> None:
    assert opened(photo(size=(300, 200)).content).size == opened(photo(size=(300, 200)).thumbnail).size == (300, 200)


def test_nothing_but_pixels_is_kept() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    content = picture("JPEG", size=(900, 600), exif=exif(taken="2021:03:14 08:20:00", place=True), icc_profile=profile, comment=b"secret")
    content += saved_zip()
    before = opened(content)
    assert before.getexif().get_ifd(GPS)
    assert before.info["icc_profile"]
    found = make_photo(content, "anh.jpg")
    for kept in (found.content, found.thumbnail):
        after = opened(kept)
        assert not after.getexif()
        assert set(after.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}
        for trace in (b"Exif", b"http://ns.adobe.com", b"ICC_PROFILE", b"secret", b"PK\x03\x04", "Điện thoại".encode()):
            assert trace not in kept


def saved_zip() -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("a.exe", "x")
    return target.getvalue()


@pytest.mark.parametrize("turned", range(1, 9))
def test_a_photo_stands_upright_however_the_camera_was_held(turned: int) -> None:
    upright = halves("red", "blue")
    back = {1: None, 2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}[turned]  # what the camera did: the other way round
    held = upright if back is None else upright.transpose(Image.Transpose(back))
    content = make_photo(saved(held, "JPEG", quality=95, exif=exif(turned=turned)), "anh.jpg").content
    assert opened(content).size == (64, 32)
    assert colours(content) == [(25, 0, 0), (0, 0, 25)]


@pytest.mark.parametrize(
    ("camera", "taken"),
    [
        ({"taken": "2021:03:14 08:20:05"}, "08:20, 14/03/2021"),
        ({"taken": "2021:03:14 01:20:05", "zone": "+00:00"}, "08:20, 14/03/2021"),
        ({"taken": "2021:03:19 09:00:01"}, None),  # after it was sent
        ({"taken": "1980:01:01 00:00:00"}, None),  # a clock that was never set
        ({"taken": "0000:00:00 00:00:00"}, None),
        ({"taken": "hôm qua"}, None),
        ({}, None),
    ],
)
def test_the_time_of_taking_is_kept_where_it_can_be_true(camera: dict[str, str], taken: str | None) -> None:
    assert vn_datetime(photo(exif=exif(**camera)).taken_at) == (taken or "")  # type: ignore[arg-type]


def test_broken_notes_of_the_camera_cost_nothing() -> None:
    assert photo(exif=b"Exif\0\0MM\0*garbage").taken_at is None


@pytest.mark.parametrize(
    ("image", "kind", "options", "expected"),
    [
        (halves((255, 255, 0, 0), (0, 255, 255, 0), "CMYK"), "JPEG", {}, [(0, 0, 25), (25, 0, 0)]),
        (halves(0, 65535, "I;16"), "PNG", {}, [(0, 0, 0), (25, 25, 25)]),
        (halves(32768, 0, "I;16"), "PNG", {}, [(13, 13, 13), (0, 0, 0)]),
        (halves("red", "blue").quantize(2), "PNG", {}, [(25, 0, 0), (0, 0, 25)]),
        (halves("red", "blue").quantize(2), "PNG", {"transparency": 0}, None),
        (halves((255, 0, 0, 255), (0, 0, 255, 0), "RGBA"), "PNG", {}, [(25, 0, 0), (25, 25, 25)]),
        (halves((255, 0, 0, 255), (0, 0, 255, 0), "RGBA"), "WEBP", {"lossless": True}, [(25, 0, 0), (25, 25, 25)]),
        (halves((200, 255), (0, 0), "LA"), "PNG", {}, [(20, 20, 20), (25, 25, 25)]),
        (halves(0, 1, "1"), "PNG", {}, [(0, 0, 0), (25, 25, 25)]),
        (halves(0, 255, "L"), "JPEG", {}, [(0, 0, 0), (25, 25, 25)]),
    ],
)
def test_every_kind_of_colour_becomes_plain(image: Image.Image, kind: str, options: Any, expected: Any) -> None:
    content = make_photo(saved(image, kind, **options), "anh").content
    assert opened(content).mode == "RGB"
    assert expected is None or [tuple(min(value, 25) for value in spot) for spot in colours(content)] == expected


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_of_a_moving_picture_the_first_frame_is_kept(kind: str) -> None:
    content = saved(halves("red", "blue"), kind, save_all=True, append_images=[halves("green", "green")], lossless=True)
    assert colours(make_photo(content, "anh").content) == [(25, 0, 0), (0, 0, 25)]


# What is refused


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def bare_png(width: int, height: int, *chunks: bytes) -> bytes:
    """A PNG that says a size and holds as good as nothing."""
    pixels = zlib.compress(bytes(min(width, 1000) * 2))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        [chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)), *chunks, chunk(b"IDAT", pixels), chunk(b"IEND", b"")]
    )


def bare_jpeg(width: int, height: int) -> bytes:
    """A JPEG of 8 × 8 pixels whose header says another size."""
    content = bytearray(picture("JPEG", size=(8, 8)))
    place = content.index(b"\xff\xc0")
    content[place + 5 : place + 9] = struct.pack(">HH", height, width)
    return bytes(content)


@pytest.mark.parametrize(
    "content",
    [bare_png(30_000, 30_000), bare_png(10_000, 8_000), bare_png(2**31 - 1, 2**31 - 1), bare_jpeg(9_000, 9_000), bare_jpeg(65_535, 65_535)],
)
def test_a_picture_of_too_many_pixels_is_refused_before_it_is_opened(content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image.Image, "load", lambda self: pytest.fail("decoded"))
    with pytest.raises(FileRefused, match=r"triệu điểm ảnh nên cổng không mở\. Thu nhỏ ảnh hoặc chụp lại") as refusal:
        make_photo(content, "anh.png")
    assert refusal.value.code == "file_too_large"


WHOLE = {kind: saved(Image.effect_noise((200, 150), 60).convert("RGB"), kind) for kind in ("JPEG", "PNG", "WEBP")}


@pytest.mark.parametrize("kind", sorted(WHOLE))
@pytest.mark.parametrize("share", [0.02, 0.3, 0.7, 0.95])
def test_a_picture_that_was_cut_off_is_refused_in_words(kind: str, share: float) -> None:
    with pytest.raises(FileRefused, match="Ảnh “anh” bị hỏng hoặc tải lên chưa hết") as refusal:
        make_photo(WHOLE[kind][: int(len(WHOLE[kind]) * share)], "anh")
    assert refusal.value.code == "file_invalid"


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xd8\xff<script>alert(1)</script>",
        b"\x89PNG\r\n\x1a\n" + bytes(100),
        b"RIFF\x10\0\0\0WEBPVP8 " + bytes(20),
        bare_png(60, 60, chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(80_000_000)))),  # 80 MB in 78 kB of text
        bare_png(60, 60, chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(80_000_000)))),
        bare_png(60, 60),  # pixels end too soon
    ],
)
def test_nonsense_and_bombs_are_refused_in_words(content: bytes) -> None:
    with pytest.raises(FileRefused, match="bị hỏng"):
        make_photo(content, "anh")


def test_a_long_text_of_a_png_is_left_behind() -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("XML:com.adobe.xmp", "<x>nơi chụp</x>" * 1000)
    assert "nơi".encode() not in make_photo(saved(halves("red", "blue"), "PNG", pnginfo=info), "anh").content


def test_the_limit_of_pixels_has_one_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photos, "MAX_MEGAPIXELS_FLAT", 1)
    with pytest.raises(FileRefused, match="hơn 1 triệu điểm ảnh"):
        make_photo(picture("PNG", size=(1001, 1000)), "anh.png")
    make_photo(picture("PNG", size=(1000, 1000)), "anh.png")


@pytest.mark.parametrize(
    ("name", "kept"),
    [("a.png", "a.jpg"), ("a.JPG", "a.JPG"), ("a.jpeg", "a.jpeg"), ("ảnh.html", "ảnh.html.jpg"), ("khong-duoi", "khong-duoi.jpg")],
)
def test_a_picture_is_downloaded_as_what_it_is_now(name: str, kept: str) -> None:
    assert photo_name(name) == kept


def test_the_day_of_the_portal_decides_what_is_future() -> None:
    content = picture("JPEG", exif=exif(taken="2026:11:30 08:00:00"))
    with clock.at(date(2021, 3, 19)):
        assert make_photo(content, "anh").taken_at is None
    with clock.at(date(2026, 12, 1)):
        assert make_photo(content, "anh").taken_at is not None
