"""Pages of imports: where to upload and what was imported lately; what a committed batch made, and whether it can be taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse

from common.formats import vn_num
from common.page_parts import steps_of
from common.paging import Paged, paged
from directives.forms.import_places import ROWS_SHOWN
from directives.models import ImportBatch, ImportedRow, Item
from directives.presenters.file_choices import STEPS, RecentImports, recent_imports
from directives.services.import_tally import NUMBERS
from directives.services.importing import Obstacle
from directives.workflow import ImportStatus

ERRORS_SHOWN = 200


def upload_page() -> RecentImports:
    made = Count("rows", filter=Q(rows__action=ImportedRow.Action.CREATE))
    return recent_imports(ImportBatch.objects.defer("result", "choices").annotate(findings=made))


@dataclass(frozen=True)
class ImportResult:
    """What a committed batch made, by accountable unit and row by row; its errors; the undo button or what stands in the way."""

    batch: ImportBatch
    page: Paged[ImportedRow]
    points: str
    obstacles: Sequence[Obstacle]

    steps = steps_of(STEPS, 3)

    @property
    def sums(self) -> Mapping[str, int]:
        """Of all units together."""
        return {name: sum(unit[name] for unit in self.batch.result.get("units", [])) for name in NUMBERS}

    @property
    def errors(self) -> Sequence[Mapping[str, Any]]:
        found: Sequence[Mapping[str, Any]] = self.batch.result.get("errors", [])
        return found

    @property
    def errors_shown(self) -> Sequence[Mapping[str, Any]]:
        return self.errors[:ERRORS_SHOWN]

    @property
    def errors_left(self) -> int:
        return max(0, len(self.errors) - ERRORS_SHOWN)

    @property
    def error_rows(self) -> int:
        return len({tuple(sorted(error["source"].items())) for error in self.errors})


def result_page(batch: ImportBatch, page_number: str | None, obstacles: Sequence[Obstacle] = ()) -> ImportResult:
    related = ("finding__unit__area__parent", "finding__item__accountable", "finding__item__responsible")
    rows = batch.rows.select_related(*related).order_by("pk")
    page = paged(rows, ROWS_SHOWN, page_number, reverse("import_batch", args=[batch.pk]), "hạn chế")
    return ImportResult(batch, page, _points(batch), obstacles)


def losses_of(batch: ImportBatch) -> list[str]:
    """What goes with a draft; of a committed batch what undoing takes back, in the numbers of the commit."""
    if batch.status == ImportStatus.DRAFT:
        decided = ["Những gì đã chọn, đã sửa trên trang xem trước cũng mất."] if batch.choices else []
        return [f"Tệp “{batch.file_name}” không còn trên cổng.", *decided]
    counts = batch.result.get("counts", {})
    made = f"{vn_num(counts.get('created', 0))} hạn chế và {vn_num(counts.get('items', 0))} nội dung khắc phục"
    said = [f"{made} tạo từ tệp “{batch.file_name}” không còn trên cổng. Không lấy lại được; muốn có thì nhập lại tệp."]
    if counts.get("updated"):
        said.append(f"{vn_num(counts['updated'])} hạn chế đã cập nhật trở lại giá trị cũ.")
    if batch.result.get("told"):
        said.append("Các đơn vị đã được giao nhận thông báo là Trung tâm rút lại.")
    return said


def _points(batch: ImportBatch) -> str:
    """ "1.a, 1.b": under which points the items of the batch stand."""
    keys = Item.objects.imported_by(batch.pk).order_by("point__position").values_list("point__key", flat=True).distinct()
    return ", ".join(keys)
