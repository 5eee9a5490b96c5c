"""The preview of an annex: how columns were read, every problem with its place and what would be accepted, what would be imported."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from common.formats import vn_num
from common.paging import pager_of
from directives.forms.import_choices import ChoicesForm
from directives.importing.plan import AS_THE_FILE, PlannedRow
from directives.models import ImportBatch
from directives.presenters.file_choices import ACTION_WORDS, choices_page, sum_words
from directives.presenters.imports import steps
from directives.services.importing import Preview
from reading.annex.checks import Annex
from reading.tables.choices import title_of

_CHANGED_WORDS = {
    "cause": "nguyên nhân",
    "remedy": "yêu cầu khắc phục",
    "due_text": "thời hạn",
    "due_on": "thời hạn",
    "leads": "đơn vị chủ trì",
    "coordinating": "phối hợp",
    "coordinating_text": "phối hợp",
    "note": "ghi chú",
}
HELD_WORDS = {"pending": "Đơn vị chờ xác định, chưa thành nội dung", "outside": "Điểm không giao đơn vị này, chưa thành nội dung"}


def preview_page(batch: ImportBatch, preview: Preview, form: ChoicesForm) -> dict[str, Any]:
    """Everything that a person needs before anything is written."""
    checked, plan = preview.checked, preview.plan
    page = form.places.page
    address = reverse("import_batch", args=[batch.pk])
    known = plan.count("update") + plan.count("unchanged")
    choices = choices_page(form, checked)
    return {
        **choices,
        "batch": batch,
        "steps": steps(2),
        "title": batch.title,
        "sheets": _sheets(checked),
        "source_rows": checked.source_rows,
        "stats": [
            {"value": plan.count("create"), "label": "Hạn chế mới", "icon": "circle-check", "tone": "done", "url": "#se-nhap"},
            {"value": known, "label": "Đã có trên cổng", "icon": "copy", "tone": "doing", "url": "#se-nhap"},
            *choices["open_stats"],
        ],
        "alike_found": len(preview.alike),
        "alike": [_alike(form, place) for place, _ in enumerate(form.alike)],
        "warnings": [*choices["warnings"], *plan.warnings],
        "day_months": _day_months(checked, form),
        "common_due": [form["due_choice"], form["due_on"]] if "due_on" in form.fields else [],
        "due_open": bool(form.errors.get("due_on") or batch.choices.get("due_on")),
        "rows": [_row(row, place, form) for place, row in enumerate(page, start=page.start_index() - 1)],
        "pager": pager_of(page, address, "hạn chế", anchor="#se-nhap"),
        "valid": len(plan.rows),
        "written": plan.count("create") + plan.count("update"),
        "new_items": plan.new_items,
        "sum": _sum(preview),
    }


def _sheets(checked: Annex) -> str:
    names = dict.fromkeys(table.grid.title for table in checked.tables)
    return ("trang tính " if len(names) == 1 else "các trang tính ") + ", ".join(f"“{name}”" for name in names)


def _sum(preview: Preview) -> str:
    """What the button will do, in one line."""
    plan = preview.plan
    merged = sum(row.merged != "" for row in plan.rows)
    parts = (
        ("thêm {} hạn chế", plan.count("create")),
        ("cập nhật {}", plan.count("update")),
        ("giữ nguyên {}", plan.count("unchanged") - merged),
        ("gộp {}", merged),
    )
    return sum_words(parts, preview.checked, always=f"tạo {vn_num(plan.new_items)} nội dung khắc phục")


def _alike(form: ChoicesForm, place: int) -> dict[str, Any]:
    """Two findings of one unit that read alike, side by side."""
    one = form.alike[place]
    label = one.pair.later.label
    return {
        "pair": one.pair,
        "where": label[:1].upper() + label[1:],
        "percent": one.pair.percent,
        "decided": one.decision,
        "field": form[f"giong-{place}"],
    }


def _day_months(checked: Annex, form: ChoicesForm) -> dict[str, Any]:
    """Dates that may be swapped, with both readings; {} where there are none."""
    asked = form.day_months
    if not asked.dates:
        return {}
    texts = {(title_of(row.source), row.source["row"]): row.finding for row in reversed(checked.rows)}
    return {
        "count": len(asked.dates) + asked.more,
        "waiting": asked.waiting,
        "more": asked.more,
        "sheets": [form[f"dao-cot-{place}"] for place, _ in enumerate(asked.sheets)],
        "lines": [
            {"date": one, "text": texts.get((one.grid, one.source["row"]), ""), "field": form[f"dao-{place}"]}
            for place, one in enumerate(asked.dates)
        ],
    }


def _row(planned: PlannedRow, place: int, form: ChoicesForm) -> dict[str, Any]:
    icon, label, tone = ("copy", "Gộp", "todo") if planned.merged else ACTION_WORDS[planned.action]
    return {
        "row": planned.row,
        "duty": planned.duty,
        "point": planned.point,
        "chosen": planned.choice != AS_THE_FILE,
        "move": [form[f"diem-{place}"], form[f"nhom-{place}"]] if form.places.movable(place) else [],
        "move_name": form.places.name_of(place) if form.places.movable(place) else "",
        "move_open": any(form.errors.get(f"{name}-{place}") for name in ("diem", "nhom")),
        "due_words": _due_words(planned),
        "icon": icon,
        "label": label,
        "tone": tone,
        "recurs": planned.recurs,
        "changes": _changes(planned),
        "held": planned.merged or HELD_WORDS.get(planned.held, ""),
        "value": form.value_of(planned.row.source),
    }


def _changes(planned: PlannedRow) -> str:
    """Which of the stored finding's values the file says differently: "Đổi: nguyên nhân, hạn"."""
    labels = dict.fromkeys(_CHANGED_WORDS[name] for name in planned.changed)
    return f"Đổi: {', '.join(labels)}" if labels else ""


def _due_words(planned: PlannedRow) -> str:
    """Where the due date of the item comes from, where that is not the row itself."""
    duty = planned.duty
    if duty is None or duty.due_on is None or duty.from_annex or planned.has_item:
        return ""
    return "Trung tâm đặt" if duty.by_centre else f"Theo điểm {planned.point}"
