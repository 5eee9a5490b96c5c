"""Evidence: files that show the work, checked by content, kept by their hash."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse

from common import clock
from common.errors import FileRefused, Forbidden, Invalid
from common.formats import code_nb
from common.text import clean
from directives import filetypes, rules
from directives.models import Evidence
from directives.models.evidence import upload_to
from directives.services.items import lock_item, record_item
from directives.services.stored_files import hold_path
from notifications import notices
from units.models import User

MAX_FILES = 20
DEFAULT_CAPTION = "Ảnh sau khắc phục"
DOCUMENT_CAPTION = "Văn bản minh chứng"


@dataclass(frozen=True)
class Inspected:
    """An upload that can be kept: its name for the screen, its content, and what the content says it is."""

    name: str
    content: bytes
    kind: str

    @property
    def is_image(self) -> bool:
        return self.kind.startswith("image/")


def read_upload(upload: UploadedFile[bytes]) -> bytes:
    """The whole content of an upload, or ``FileRefused`` when it is empty or too large. May be read again."""
    name = display_name(upload.name or "")
    limit = settings.UPLOAD_MAX_BYTES
    if (upload.size or 0) > limit:
        raise FileRefused(
            "file_too_large", f"Tệp “{name}” lớn hơn {limit // 1024 // 1024} MB. Giảm kích thước ảnh hoặc tách tệp rồi tải lại."
        )
    upload.seek(0)
    content: bytes = upload.read()
    if not content:
        raise FileRefused("file_invalid", f"Tệp “{name}” rỗng. Kiểm tra lại tệp rồi tải lên.")
    return content


def inspect(upload: UploadedFile[bytes]) -> Inspected:
    """What an upload is, by its content; ``FileRefused`` where it can't be kept. Keeps nothing."""
    name = display_name(upload.name or "")
    content = read_upload(upload)
    return Inspected(name, content, filetypes.sniff(content, ContentFile(content), name))


def display_name(name: str) -> str:
    """A file's own name for the screen: no folders, no control characters."""
    bare = PurePath(name.replace("\\", "/")).name
    return clean("".join(letter for letter in bare if letter.isprintable()))[:200] or "tep"


def _caption(caption: str, found: Inspected) -> str:
    caption = clean(caption)
    if caption == DEFAULT_CAPTION and not found.is_image:
        return DOCUMENT_CAPTION  # the prefilled words speak of a photo
    if not caption:
        raise Invalid(f"Ghi chú thích cho tệp “{found.name}”, ví dụ “{DEFAULT_CAPTION}”.", field="caption")
    if len(caption) > 200:
        raise Invalid("Chú thích dài quá 200 chữ.", field="caption")
    return caption


@transaction.atomic
def add_evidence(*, item_id: int, by: User, upload: UploadedFile[bytes], caption: str, moment: str = "") -> Evidence:
    """Keep one file with an item. The same file twice in one item is refused; ``moment`` says when a photo was taken, by default after."""
    item = lock_item(item_id, None)
    rules.check_can_add_evidence(by, item)
    if by.unit is None:
        raise Forbidden("Tài khoản này chưa thuộc đơn vị nào nên không thêm minh chứng được.")
    found = inspect(upload)
    caption = _caption(caption, found)
    digest = hashlib.sha256(found.content).hexdigest()
    if Evidence.objects.standing().filter(item=item, sha256=digest).exists():
        raise Invalid(f"Tệp “{found.name}” đã có trong nội dung này.", field="uploads")
    evidence = Evidence(
        item=item,
        name=found.name,
        sha256=digest,
        size=len(found.content),
        content_type=found.kind,
        moment=(moment or Evidence.Moment.AFTER) if found.is_image else Evidence.Moment.DOCUMENT,
        caption=caption,
        added_at=clock.now(),
        added_by=by,
        unit=by.unit,
    )
    path = upload_to(evidence, found.name)
    keep(evidence.file.field.storage, path, found.content)
    evidence.file.name = path
    evidence.save()
    what = "1 ảnh" if found.is_image else f"tệp “{found.name}”"
    record_item(
        item,
        by=by,
        verb="evidence_added",
        text=f"thêm {what}: {caption}",
        data={"evidence": evidence.pk, "sha256": digest, "image": found.is_image, "caption": caption},
    )
    return evidence


@transaction.atomic
def add_files(*, item_id: int, by: User, uploads: Sequence[UploadedFile[bytes]], caption: str, moment: str = "") -> list[Evidence]:
    """Keep several files at once, all or none."""
    if len(uploads) > MAX_FILES:
        raise Invalid(f"Mỗi lần gửi tối đa {MAX_FILES} tệp. Chia ra nhiều lần.", field="uploads")
    files = [add_evidence(item_id=item_id, by=by, upload=upload, caption=caption, moment=moment) for upload in uploads]
    tell_of_files(files, by=by)
    return files


def tell_of_files(files: Sequence[Evidence], *, by: User) -> None:
    """The unit that answers for the item reads on the portal (no mail) that another one sent files."""
    if not files or files[0].item.accountable_id == files[0].unit_id:
        return
    item, unit = files[0].item, files[0].unit
    noun = "ảnh" if all(file.moment != Evidence.Moment.DOCUMENT for file in files) else "tệp"
    notices.tell(
        unit_ids=[item.accountable_id],
        by=by,
        key=f"evidence:{files[0].pk}",
        title=f"{unit.name} thêm {len(files)} {noun} vào {code_nb(item.code)}",
        path=reverse("item_detail", args=[item.number]),
        detail=item.title,
        mail=False,
    )


def keep(storage: Storage, path: str, content: bytes) -> None:
    """Write a file under its hash once; the same content again is already there. One that was cut off is written anew."""
    hold_path(path)
    if storage.exists(path):
        if storage.size(path) == len(content):
            return
        storage.delete(path)
    storage.save(path, ContentFile(content))


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
    record_item(item, by=by, verb="evidence_withdrawn", text=f"rút tệp “{evidence.name}”", data={"evidence": evidence.pk})
    return evidence
