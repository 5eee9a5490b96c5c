"""The demo's annex, imported by the real importer as the Centre does it in the browser."""

from directives.models import Directive, ImportBatch
from directives.services.importing import commit_batch, open_batch, target_of
from dongthap_remediation.demo.annex import FILE, PATH
from units.models import User

INSPECTION = "Kiểm tra việc thực hiện Đề án năm 2020 (giả định)"


def import_annex(*, by: User, directive: Directive) -> ImportBatch:
    """Upload, look through, commit all of it."""
    target = target_of(inspection_id=None, new_title=INSPECTION, directive_id=directive.pk)
    batch = open_batch(by=by, target=target, content=PATH.read_bytes(), file_name=FILE)
    return commit_batch(batch_id=batch.pk, version=batch.version, by=by, only_valid=False)
