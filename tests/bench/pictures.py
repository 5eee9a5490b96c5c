"""What photographs cost: the page that shows them, and making one ready."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from directives import rules
from directives.models import Item
from directives.photos import make_photo
from tests.bench.data import CLAIMER
from tests.bench.http import Visitor, weight
from tests.bench.report import Measure
from tests.bench.timing import in_turn
from units.models import User

SIZE = (4000, 3000)
TELEPHONE = 4_500_000  # bytes of a photograph as telephones make them
SHARE = 0.1  # how near to that


def picture_measures(visitor: Visitor) -> Iterator[Measure]:
    """``visitor`` and this process look at the same portal."""
    officer = User.objects.get(username=CLAIMER)
    seen = Item.objects.visible_to(officer).order_by("number")
    item = next(item for item in seen if rules.can(rules.check_item, officer, item, "evidence"))
    sender, address = Client(), f"/noi-dung/{item.number}/"
    sender.force_login(officer)
    photos = [telephone_photo(mark) for mark in (1, 2)]
    files = [SimpleUploadedFile(f"IMG_{place}.jpg", content) for place, content in enumerate(photos)]
    answer = sender.post(f"{address}minh-chung/", {"uploads": files, "moment": "after", "caption": "Bảng niêm yết mới"})
    assert answer.status_code == 302, answer.content.decode()
    yield Measure.within("item page with 2 photographs of 4.5 MB, with all it loads", "kB", weight(visitor, address) / 1000, 300)
    times = in_turn(5, lambda: make_photo(photos[0], "IMG_1.jpg"), lambda: Image.open(io.BytesIO(photos[0])).load())
    yield Measure.against("making a photograph of 12 MP ready / Pillow decoding it", "ms", *times, 4)


def telephone_photo(mark: int) -> bytes:
    """12 MP and about 4.5 MB: colours that flow into each other, edges, and the noise of a small sensor."""
    chance = random.Random(mark)
    coarse = Image.frombytes("RGB", (16, 12), chance.randbytes(16 * 12 * 3)).resize(SIZE, Image.Resampling.BICUBIC)
    noise = Image.effect_noise(SIZE, 60).convert("RGB")
    for share in (step / 100 for step in range(4, 60, 2)):
        target = io.BytesIO()
        Image.blend(coarse, noise, share).save(target, "JPEG", quality=90)
        if abs(target.tell() - TELEPHONE) < SHARE * TELEPHONE:
            return target.getvalue()
    raise AssertionError("no noise gives a photograph of that size")
