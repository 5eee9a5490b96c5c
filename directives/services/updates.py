"""An update with its files: one act of a person, so one transaction. Nothing is kept half."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.files.uploadedfile import UploadedFile

from directives import rules
from directives.models import Evidence, Item
from directives.services.evidence import Inspected, add_files
from directives.services.filing import with_files
from directives.services.items import lock_item, update_progress
from units.models import User


@dataclass(frozen=True)
class Updated:
    """The item as it is now, and the files that came with the update."""

    item: Item
    files: tuple[Evidence, ...]


@with_files()
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
    uploads: Sequence[UploadedFile[bytes] | Inspected] = (),
    caption: str = "",
    moment: str = "",
    keep_original: bool = False,
) -> Updated:
    """Keep the files, then write the progress (and the claim): all or nothing. ``version`` as in ``update_progress``, the
    rest about files as in ``add_evidence``."""
    item = lock_item(item_id, version)
    rules.check_item(by, item, "update")
    files = add_files(item_id=item_id, by=by, uploads=uploads, caption=caption, moment=moment, keep_original=keep_original)
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
