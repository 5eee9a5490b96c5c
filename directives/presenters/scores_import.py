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
from directives.forms.scores_choices import ScoreChoicesForm, ScoreHeaderForm
from directives.importing.scores import PlannedScore, counts_of
from directives.models import Score, ScoreBatch
from directives.presenters.file_choices import choices_page, headers_page
from directives.presenters.scores import points_of
from directives.services.importing import Obstacle
from directives.services.scores import Preview
from directives.workflow import ImportStatus

RECENT = 8
ROWS_SHOWN = 100
_ACTIONS = {"create": ("doing", "plus", "Thêm"), "update": ("soon", "pencil", "Cập nhật"), "unchanged": ("todo", "check", "Không đổi")}


def upload_page() -> dict[str, Any]:
    """Drafts that wait, and the last tables that were imported: counts, no names."""
    batches = ScoreBatch.objects.defer("content").select_related("inspection").order_by("-pk")
    return {
        "drafts": list(batches.filter(status=ImportStatus.DRAFT)[:RECENT]),
        "recent": list(batches.exclude(status=ImportStatus.DRAFT)[:RECENT]),
        "kept_days": settings.SCORES_KEPT_DAYS,
    }


def preview_page(batch: ScoreBatch, found: Preview, form: ScoreChoicesForm, page_number: str | None) -> dict[str, Any]:
    """What committing would do: what has to be decided first, then the persons. ``shown`` is for how many the look is noted."""
    checked = found.checked
    page: Page[PlannedScore] = Paginator(found.planned, ROWS_SHOWN).get_page(page_number)
    choices = choices_page(form, checked.errors, checked.left_out)
    return {
        **choices,
        "batch": batch,
        "form": form,
        "title": batch.inspection.title if batch.inspection else batch.new_title,
        "rows": [_row(one, form) for one in page],
        "pager": pager_of(page, reverse("score_batch", args=[batch.pk]), "người", anchor="#se-nhap"),
        "shown": len(page) + len(choices["problems"]) + len(checked.left_out),
        "warnings": checked.warnings,
        "skipped": checked.skipped,
        "stats": _stats(found),
        "people": len(found.planned),
        "written": sum(one.action != "unchanged" for one in found.planned),
        "sum": _sum(found),
    }


def columns_page(batch: ScoreBatch, form: ScoreHeaderForm, refusal: FileRefused) -> dict[str, Any]:
    """A file in which no header of scores was found, with the rows that look most like one."""
    return {"batch": batch, "form": form, "tables": headers_page(form), "refusal": refusal.message}


def _row(planned: PlannedScore, form: ScoreChoicesForm) -> dict[str, Any]:
    row = planned.row
    return {
        "row": row,
        "points": points_of(row.score, row.max_score),
        "kind": Score.StaffKind(row.staff_kind).label,
        "tag": _ACTIONS[planned.action],
        "value": form.value_of(row.source),
    }


def _stats(found: Preview) -> list[dict[str, Any]]:
    actions = [one.action for one in found.planned]
    errors = found.checked.errors
    naming = len({tuple(error.source.items()) for error in errors if error.name_key})
    other = found.checked.rows_with_errors - naming
    return [
        {"value": actions.count("create"), "label": "Người sẽ thêm", "icon": "plus", "tone": "doing", "url": "#se-nhap"},
        {"value": actions.count("update"), "label": "Sẽ cập nhật", "icon": "pencil", "tone": "soon", "url": "#se-nhap"},
        {"value": naming, "label": "Dòng cần chọn đơn vị", "icon": "help-circle", "tone": "soon", "url": "#ten-don-vi" if naming else ""},
        {"value": other, "label": "Dòng lỗi khác", "icon": "alert-octagon", "tone": "late", "url": "#dong-can-xem" if other else ""},
    ]


def _sum(found: Preview) -> str:
    """What the button will do, in one line."""
    counts = counts_of(found.planned)
    words = [f"thêm {vn_num(counts['created'])} người"]
    if counts["updated"]:
        words.append(f"cập nhật {vn_num(counts['updated'])}")
    if counts["unchanged"]:
        words.append(f"giữ nguyên {vn_num(counts['unchanged'])}")
    errors = found.checked.rows_with_errors
    return f"Sẽ {', '.join(words)}." + (f" {vn_num(errors)} dòng lỗi chưa nhập được." if errors else "")


def result_page(batch: ScoreBatch, obstacles: Iterable[Obstacle] = ()) -> dict[str, Any]:
    """What a table brought in, in numbers; the undo button or what stands in the way."""
    counts = batch.counts
    return {
        "batch": batch,
        "title": batch.inspection.title if batch.inspection else batch.new_title,
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
