"""The demo's annex, imported by the real importer as the Centre does it in the browser."""

from pathlib import Path

from directives.models import Directive, ImportBatch
from directives.services.importing import commit_batch, open_batch, target_of
from units.models import User

DATA = Path(__file__).parent / "data"
ANNEX = "phu-luc-2-gia-dinh.xlsx"
INSPECTION = "Kiểm tra việc thực hiện Đề án năm 2020 (giả định)"


def import_annex(*, by: User, directive: Directive) -> ImportBatch:
    """Upload, look through, commit all of it."""
    target = target_of(inspection_id=None, new_title=INSPECTION, directive_id=directive.pk)
    batch = open_batch(by=by, target=target, content=(DATA / ANNEX).read_bytes(), file_name=ANNEX)
    return commit_batch(batch_id=batch.pk, version=batch.version, by=by, only_valid=False)
