"""Evidence: files that show the work, checked by content, kept by their hash."""

from __future__ import annotations

import hashlib
from pathlib import PurePath

from common import clock
from common.errors import FileRefused, Invalid
from common.text import clean
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from units.models import User

from directives import filetypes, rules
from directives.models import Evidence
from directives.models.evidence import upload_to
from directives.services.items import lock_item, record_item


def read_upload(upload: UploadedFile) -> bytes:
    """The whole content of an upload, or ``FileRefused`` when it is empty or too large."""
    name = display_name(upload.name or "")
    limit = settings.UPLOAD_MAX_BYTES
    if (upload.size or 0) > limit:
        raise FileRefused("file_too_large", f"Tệp “{name}” lớn hơn {limit // 1024 // 1024} MB. Giảm kích thước ảnh hoặc tách tệp rồi tải lại.")
    content = upload.read()
    if not content:
        raise FileRefused("file_invalid", f"Tệp “{name}” rỗng. Kiểm tra lại tệp rồi tải lên.")
    return content


def display_name(name: str) -> str:
    """A file's own name for the screen: no folders, no control characters."""
    bare = PurePath(name.replace("\\", "/")).name
    return clean("".join(letter for letter in bare if letter.isprintable()))[:200] or "tep"


@transaction.atomic
def add_evidence(*, item_id: int, by: User, upload: UploadedFile, caption: str, moment: str = "") -> Evidence:
    """Keep one file with an item. The same file twice in one item is refused; ``moment`` defaults to what the content says."""
    item = lock_item(item_id, None)
    rules.check_can_add_evidence(by, item)
    unit = by.unit
    assert unit is not None  # holding do_work implies a membership
    name = display_name(upload.name or "")
    content = read_upload(upload)
    kind = filetypes.sniff(content, ContentFile(content), name)
    caption = clean(caption)
    if not caption:
        raise Invalid(f"Ghi chú thích cho tệp “{name}”, ví dụ “Ảnh sau khắc phục”.", field="caption")
    if len(caption) > 200:
        raise Invalid("Chú thích dài quá 200 chữ.", field="caption")
    digest = hashlib.sha256(content).hexdigest()
    if Evidence.objects.standing().filter(item=item, sha256=digest).exists():
        raise Invalid(f"Tệp “{name}” đã có trong nội dung này.", field="files")
    is_image = kind.startswith("image/")
    evidence = Evidence(
        item=item,
        name=name,
        sha256=digest,
        size=len(content),
        content_type=kind,
        moment=moment or (Evidence.Moment.AFTER if is_image else Evidence.Moment.DOCUMENT),
        caption=caption,
        added_at=clock.now(),
        added_by=by,
        unit=unit,
    )
    keep(evidence.file.field.storage, upload_to(evidence, name), content)
    evidence.file.name = upload_to(evidence, name)
    evidence.save()
    what = "1 ảnh" if is_image else f"tệp “{name}”"
    record_item(item, by=by, verb="evidence_added", text=f"thêm {what}: {caption}", data={"evidence": evidence.pk, "sha256": digest})
    return evidence


def keep(storage: object, path: str, content: bytes) -> None:
    """Write a file under its hash once; the same content again is already there."""
    if not storage.exists(path):  # type: ignore[attr-defined]
        storage.save(path, ContentFile(content))  # type: ignore[attr-defined]


@transaction.atomic
def withdraw_evidence(*, evidence_id: int, by: User) -> Evidence:
    """Take a file back while the item is open. The row and the file stay for the trace; pages no longer show it."""
    evidence = Evidence.objects.select_for_update(of=("self",)).select_related("item").get(pk=evidence_id)
    item = lock_item(evidence.item_id, None)
    evidence.item = item
    rules.check_can_withdraw_evidence(by, evidence)
    if evidence.withdrawn_at is not None:
        raise Invalid(f"Tệp “{evidence.name}” đã được rút trước đó.")
    evidence.withdrawn_at, evidence.withdrawn_by = clock.now(), by
    evidence.save(update_fields=["withdrawn_at", "withdrawn_by"])
    record_item(item, by=by, verb="evidence_withdrawn", text=f"rút tệp “{evidence.name}”", data={"evidence": evidence.pk})
    return evidence
