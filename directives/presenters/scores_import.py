"""Pages of score imports: where to upload, the preview, what a committed table brought in. Only the preview shows names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.urls import reverse

from common.errors import FileRefused
from common.formats import vn_num
from common.paging import pager_of
from directives.forms.file_choices import FileChoicesForm, FileHeaderForm
from directives.importing.scores import PlannedScore, counts_of
from directives.models import Score, ScoreBatch
from directives.presenters.file_choices import ACTION_WORDS, choices_page, headers_page, sum_words
from directives.presenters.scores import points_of
from directives.services.importing import Obstacle
from directives.services.scores import Preview
from directives.workflow import ImportStatus

RECENT = 8
ROWS_SHOWN = 100


def upload_page() -> dict[str, Any]:
    """Drafts that wait, and the last tables that were imported: counts, no names."""
    batches = ScoreBatch.objects.defer("content").select_related("inspection").order_by("-pk")
    return {
        "drafts": list(batches.filter(status=ImportStatus.DRAFT)[:RECENT]),
        "recent": list(batches.exclude(status=ImportStatus.DRAFT)[:RECENT]),
        "kept_days": settings.SCORES_KEPT_DAYS,
    }


def preview_page(batch: ScoreBatch, found: Preview, form: FileChoicesForm, page_number: str | None) -> dict[str, Any]:
    """What committing would do: what has to be decided first, then the persons. ``shown`` is for how many the look is noted."""
    checked = found.checked
    page: Page[PlannedScore] = Paginator(found.planned, ROWS_SHOWN).get_page(page_number)
    choices, counts = choices_page(form, checked), counts_of(found.planned)
    return {
        **choices,
        "batch": batch,
        "title": batch.title,
        "rows": [_row(one, form) for one in page],
        "pager": pager_of(page, reverse("score_batch", args=[batch.pk]), "người", anchor="#se-nhap"),
        "shown": len(page) + len(choices["problems"]) + len(checked.left_out),
        "stats": [
            {"value": counts["created"], "label": "Người sẽ thêm", "icon": "plus", "tone": "doing", "url": "#se-nhap"},
            {"value": counts["updated"], "label": "Sẽ cập nhật", "icon": "pencil", "tone": "soon", "url": "#se-nhap"},
            *choices["open_stats"],
        ],
        "people": len(found.planned),
        "written": counts["created"] + counts["updated"],
        "sum": sum_words(
            (
                ("thêm {} người", counts["created"]),
                ("cập nhật {}", counts["updated"]),
                ("giữ nguyên {}", counts["unchanged"]),
            ),
            checked,
        ),
    }


def columns_page(batch: ScoreBatch, form: FileHeaderForm, refusal: FileRefused) -> dict[str, Any]:
    """A file in which no header of scores was found, with the rows that look most like one."""
    return {"batch": batch, "form": form, "tables": headers_page(form), "refusal": refusal.message}


def _row(planned: PlannedScore, form: FileChoicesForm) -> dict[str, Any]:
    row = planned.row
    return {
        "row": row,
        "points": points_of(row.score, row.max_score),
        "kind": Score.StaffKind(row.staff_kind).label,
        "tag": ACTION_WORDS[planned.action],
        "value": form.value_of(row.source),
    }


def result_page(batch: ScoreBatch, obstacles: Iterable[Obstacle] = ()) -> dict[str, Any]:
    """What a table brought in, in numbers; the undo button or what stands in the way."""
    counts = batch.counts
    return {
        "batch": batch,
        "title": batch.title,
        "counts": counts,
        "people": counts["created"] + counts["updated"],
        "undone": batch.status == ImportStatus.UNDONE,
        "undo_words": undo_words(counts["created"], counts["updated"]),
        "obstacles": list(obstacles),
    }


def undo_words(removed: int, restored: int) -> str:
    """ "bỏ 3 người, trả lại giá trị cũ của 1 người"."""
    words = [f"bỏ {vn_num(removed)} người đã thêm"] if removed else []
    return ", ".join(words + ([f"trả lại giá trị cũ của {vn_num(restored)} người"] if restored else []))


def losses_of(batch: ScoreBatch) -> list[str]:
    """What goes with a draft; of a committed table what undoing takes back."""
    if batch.status == ImportStatus.DRAFT:
        return ["Bảng điểm đang xem trước và những gì đã sửa trên trang không còn trên cổng."]
    words = undo_words(batch.counts.get("created", 0), batch.counts.get("updated", 0))
    return [f"Cổng {words}; điểm đã bỏ không lấy lại được, muốn có phải nhập lại tệp."]
