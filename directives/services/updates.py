"""An update with its files: one act of a person, so one transaction. Nothing is kept half."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from directives import rules
from directives.models import Evidence, Item
from directives.services.evidence import add_files
from directives.services.items import lock_item, update_progress
from units.models import User


@dataclass(frozen=True)
class Updated:
    """The item as it is now, and the files that came with the update."""

    item: Item
    files: tuple[Evidence, ...]


@transaction.atomic
def update_with_files(
    *,
    item_id: int,
    version: int,
    by: User,
    percent: int,
    note: str,
    expected_on: date | None = None,
    start: bool = True,
    claim: bool = False,
    confirmed: bool = False,
    late_reason: str = "",
    uploads: Sequence[UploadedFile[bytes]] = (),
    caption: str = "",
) -> Updated:
    """Keep the files, then write the progress (and the claim): all or nothing. ``version`` as in ``update_progress``."""
    item = lock_item(item_id, version)
    rules.check_can_update(by, item)
    files = add_files(item_id=item_id, by=by, uploads=uploads, caption=caption)
    item = update_progress(
        item_id=item_id,
        version=version,
        by=by,
        percent=percent,
        note=note,
        expected_on=expected_on,
        start=start,
        claim=claim,
        confirmed=confirmed,
        late_reason=late_reason,
    )
    return Updated(item, tuple(files))
