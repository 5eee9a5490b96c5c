"""Evidence: files that show the work, checked by content, pictures made small and clean, kept by their hash."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse

from common import clock
from common.errors import Forbidden, Invalid
from common.formats import code_nb
from common.text import clean
from directives import rules
from directives.models import Evidence
from directives.models.evidence import original_to, thumbnail_to, upload_to
from directives.photos import Photo, make_photo
from directives.services.filing import keep, with_files
from directives.services.items import lock_item, record_item
from directives.workflow import ITEM_FLOW
from notifications import notices
from notifications.notices import Notice
from reading.files import refusals
from reading.files.limits import check_size
from reading.files.sniff import EVIDENCE, PICTURES, Kind
from units.models import User

MAX_FILES = 20
MAX_CAPTION = 200
CAPTION_EXAMPLE = "Bảng niêm yết ở bộ phận Một cửa"
PICTURE_MOMENTS = (Evidence.Moment.BEFORE, Evidence.Moment.AFTER, Evidence.Moment.UNKNOWN)


@dataclass(frozen=True)
class Inspected:
    """An upload that can be kept: its name for the screen, its content as sent and what that is; of a picture what is made of it."""

    name: str
    sent: bytes
    kind: Kind
    photo: Photo | None

    @property
    def is_image(self) -> bool:
        return self.photo is not None

    @property
    def content(self) -> bytes:
        """What is kept."""
        return self.sent if self.photo is None else self.photo.content

    @property
    def content_type(self) -> str:
        return self.kind if self.photo is None else Kind.JPEG


def read_upload(upload: UploadedFile[bytes]) -> bytes:
    """The whole content of an upload, or ``FileRefused`` when it is empty or too large. May be read again."""
    name = display_name(upload.name or "")
    check_size(upload.size or 0, name, most=settings.UPLOAD_MAX_BYTES)
    upload.seek(0)
    content: bytes = upload.read()
    if not content:
        raise refusals.empty(name)
    return content


def inspect(upload: UploadedFile[bytes]) -> Inspected:
    """What an upload is, by its content, and what is made of a picture; ``FileRefused`` where it can't be kept. Keeps nothing.

    A form does this once for each file, before anything is locked; the services take what it found.
    """
    name = display_name(upload.name or "")
    content = read_upload(upload)
    kind = EVIDENCE.take(content, name).kind
    return Inspected(name, content, kind, make_photo(content, name) if kind in PICTURES else None)


def display_name(name: str) -> str:
    """A file's own name for the screen: no folders, no control characters."""
    bare = PurePath(name.replace("\\", "/")).name
    return clean("".join(letter for letter in bare if letter.isprintable()))[:200] or "tep"


def _caption(caption: str, found: Inspected) -> str:
    caption = clean(caption)
    if not caption:
        raise Invalid(f"Ghi chú thích cho tệp “{found.name}”, ví dụ “{CAPTION_EXAMPLE}”.", field="caption")
    if len(caption) > MAX_CAPTION:
        raise Invalid(f"Chú thích dài quá {MAX_CAPTION} chữ.", field="caption")
    return caption


def check_moment(moment: str, files: Sequence[Inspected]) -> None:
    """Of a picture a person says whether it was taken before or after; nobody says it for him."""
    if moment not in PICTURE_MOMENTS and any(file.is_image for file in files):
        raise Invalid("Chọn ảnh chụp trước hay sau khi khắc phục; không biết thì chọn “Không rõ”.", field="moment")


@with_files()
def add_evidence(
    *, item_id: int, by: User, upload: UploadedFile[bytes] | Inspected, caption: str, moment: str = "", keep_original: bool = False
) -> Evidence:
    """Keep one file with an item. The same file twice in one item is refused. ``moment`` says whether a picture was taken before or after;
    with ``keep_original`` it is also kept as it was sent. Raises ``Invalid``, ``FileRefused``, ``Forbidden``, ``NotStored``.
    """
    found = upload if isinstance(upload, Inspected) else inspect(upload)
    item = lock_item(item_id, None)
    rules.check_item(by, item, "evidence")
    if by.unit is None:
        raise Forbidden("Tài khoản này chưa thuộc đơn vị nào nên không thêm minh chứng được.")
    caption = _caption(caption, found)
    check_moment(moment, [found])
    digest = hashlib.sha256(found.content).hexdigest()
    if Evidence.objects.standing().filter(item=item, sha256=digest).exists():
        raise Invalid(f"Tệp “{found.name}” đã có trong nội dung này.", field="uploads")
    evidence = Evidence(
        item=item,
        name=found.name,
        sha256=digest,
        size=len(found.content),
        content_type=found.content_type,
        moment=moment if found.is_image else Evidence.Moment.DOCUMENT,
        taken_at=found.photo.taken_at if found.photo else None,
        caption=caption,
        added_at=clock.now(),
        added_by=by,
        unit=by.unit,
    )
    _store(evidence, found, keep_original=keep_original)
    evidence.save()
    step, what = ITEM_FLOW["evidence"], "1 ảnh" if found.is_image else f"tệp “{found.name}”"
    record_item(
        item,
        by=by,
        verb=step.verb,
        text=step.words.format(what=what, caption=caption),
        data={"evidence": evidence.pk, "sha256": digest, "image": found.is_image, "moment": evidence.moment, "caption": caption},
    )
    return evidence


def _store(evidence: Evidence, found: Inspected, *, keep_original: bool) -> None:
    """Write what belongs to the row, and name it in the row."""
    contents: dict[str, tuple[Any, bytes]] = {"file": (upload_to, found.content)}
    if found.photo is not None:
        contents["thumbnail"] = (thumbnail_to, found.photo.thumbnail)
        if keep_original:
            evidence.original_sha256 = hashlib.sha256(found.sent).hexdigest()
            evidence.original_size, evidence.original_type = len(found.sent), found.kind
            contents["original"] = (original_to, found.sent)
    for name, (to, content) in contents.items():
        path = to(evidence, found.name)
        keep(Evidence, name, path, content)
        getattr(evidence, name).name = path


@with_files()
def add_files(
    *,
    item_id: int,
    by: User,
    uploads: Sequence[UploadedFile[bytes] | Inspected],
    caption: str,
    moment: str = "",
    keep_original: bool = False,
) -> list[Evidence]:
    """Keep several files at once, all or none. Arguments as in ``add_evidence``."""
    if len(uploads) > MAX_FILES:
        raise Invalid(f"Mỗi lần gửi tối đa {MAX_FILES} tệp. Chia ra nhiều lần.", field="uploads")
    files = [
        add_evidence(item_id=item_id, by=by, upload=upload, caption=caption, moment=moment, keep_original=keep_original)
        for upload in uploads
    ]
    tell_of_files(files, by=by)
    return files


def tell_of_files(files: Sequence[Evidence], *, by: User) -> None:
    """The unit that answers for the item reads on the portal (no mail) that another one sent files."""
    if not files or files[0].item.accountable_id == files[0].unit_id:
        return
    item, unit = files[0].item, files[0].unit
    noun = "ảnh" if all(file.moment != Evidence.Moment.DOCUMENT for file in files) else "tệp"
    notices.show(
        topic=f"evidence:{files[0].pk}",
        unit_ids=[item.accountable_id],
        by=by,
        notice=Notice(
            f"{unit.name} thêm {len(files)} {noun} vào {code_nb(item.code)}", reverse("item_detail", args=[item.number]), item.title
        ),
    )


@transaction.atomic
def withdraw_evidence(*, evidence_id: int, by: User) -> Evidence:
    """Take a file back while the item is open. The row and the file stay for the trace; pages no longer show it."""
    item_id = Evidence.objects.values_list("item_id", flat=True).get(pk=evidence_id)
    item = lock_item(item_id, None)  # the item before its parts, as everywhere: two acts never wait for each other
    evidence = Evidence.objects.select_for_update(of=("self",)).get(pk=evidence_id)
    evidence.item = item
    rules.check_can_withdraw_evidence(by, evidence)
    if evidence.withdrawn_at is not None:
        raise Invalid(f"Tệp “{evidence.name}” đã được rút trước đó.")
    evidence.withdrawn_at, evidence.withdrawn_by = clock.now(), by
    evidence.save(update_fields=["withdrawn_at", "withdrawn_by"])
    step = ITEM_FLOW["withdraw"]
    record_item(item, by=by, verb=step.verb, text=step.words.format(name=evidence.name), data={"evidence": evidence.pk})
    return evidence
