"""Pages of imports: where to upload and what was imported lately; what a committed batch made, and whether it can be taken back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.urls import reverse

from common.errors import FileRefused
from common.formats import vn_num
from common.paging import pager_of
from common.shares import percent
from directives.forms.file_choices import FileHeaderForm
from directives.forms.import_places import ROWS_SHOWN
from directives.models import ImportBatch, ImportedRow, ImportRun, Item
from directives.presenters.file_choices import headers_page
from directives.services.import_tally import NUMBERS
from directives.services.importing import Obstacle
from directives.workflow import ImportStatus

RECENT = 8
ERRORS_SHOWN = 200
STEPS = ("Tải tệp lên", "Ghép cột và kiểm tra", "Kết quả")


def steps(current: int) -> list[dict[str, str]]:
    """The three steps of an import."""
    states = {True: "ok", False: ""}
    return [
        {"label": label, "state": "on" if place == current else states[place < current], "note": ""}
        for place, label in enumerate(STEPS, start=1)
    ]


def upload_page() -> dict[str, Any]:
    """Drafts to go on with, and the last imports."""
    batches = ImportBatch.objects.select_related("created_by", "inspection").defer("result", "choices").order_by("-pk")
    return {
        "steps": steps(1),
        "drafts": [_line(batch) for batch in batches.filter(status=ImportStatus.DRAFT)[:RECENT]],
        "recent": [_line(batch) for batch in batches.exclude(status=ImportStatus.DRAFT).annotate(findings=_created())[:RECENT]],
    }


def _created() -> Count:
    return Count("rows", filter=Q(rows__action=ImportedRow.Action.CREATE))


def _line(batch: ImportBatch) -> dict[str, Any]:
    return {
        "batch": batch,
        "url": reverse("import_batch", args=[batch.pk]),
        "title": batch.title,
        "findings": getattr(batch, "findings", 0),
        "undone": batch.status == ImportStatus.UNDONE,
    }


def result_page(batch: ImportBatch, page_number: str | None, obstacles: Iterable[Obstacle] = ()) -> dict[str, Any]:
    """What the batch made, by accountable unit and row by row with links; its errors; the undo button or what stands in the way."""
    rows = batch.rows.select_related("finding__unit__area__parent", "finding__item__accountable", "finding__item__responsible").order_by(
        "pk"
    )
    page = Paginator(rows, ROWS_SHOWN).get_page(page_number)
    counts = batch.result.get("counts", {})
    errors = batch.result.get("errors", [])
    return {
        "batch": batch,
        "steps": steps(3),
        "counts": counts,
        "undone": batch.status == ImportStatus.UNDONE,
        "title": batch.title,
        **_by_unit(batch),
        "told": batch.result.get("told", 0),
        "points": _points(batch),
        "rows": [_row(row) for row in page],
        "errors": errors[:ERRORS_SHOWN],
        "errors_left": max(0, len(errors) - ERRORS_SHOWN),
        "error_rows": len({tuple(sorted(error["source"].items())) for error in errors}),
        "warnings": batch.result.get("warnings", []),
        "skipped": batch.result.get("skipped", 0),
        "obstacles": list(obstacles),
        "pager": pager_of(page, reverse("import_batch", args=[batch.pk]), "hạn chế"),
    }


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


def columns_page(batch: ImportBatch, form: FileHeaderForm, refusal: FileRefused) -> dict[str, Any]:
    """A file in which no header of findings was found, with the rows that look most like one."""
    return {"batch": batch, "form": form, "steps": steps(2), "tables": headers_page(form), "refusal": refusal.message}


def progress_page(batch: ImportBatch, run: ImportRun) -> dict[str, Any]:
    """How far a worker is with a long annex."""
    return {
        "batch": batch,
        "run": run,
        "steps": steps(3),
        "percent": percent(run.done, run.total),
        "title": batch.title,
    }


def _by_unit(batch: ImportBatch) -> dict[str, Any]:
    """What the commit counted by the unit that answers; findings without an item and rows that name nobody come last. And the sums."""
    units = batch.result.get("units", [])
    return {"units": units, "sums": {name: sum(unit[name] for unit in units) for name in NUMBERS}}


def _points(batch: ImportBatch) -> str:
    """ "1.a, 1.b": under which points the items of the batch stand."""
    keys = Item.objects.imported_by(batch.pk).order_by("point__position").values_list("point__key", flat=True).distinct()
    return ", ".join(keys)


def _row(row: ImportedRow) -> dict[str, Any]:
    finding = row.finding
    item = getattr(finding, "item", None) if finding is not None else None
    return {
        "source": row.source,
        "finding": finding,
        "action": row.get_action_display(),
        "item": item,
        "url": reverse("item_detail", args=[item.number]) if item is not None else "",
    }
