"""The preview of an annex: how columns were read, every problem with its place and what would be accepted, what would be imported."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse

from common.formats import vn_num
from common.paging import pager_of
from directives.forms.import_choices import MOST_QUESTIONS, ChoicesForm
from directives.importing.checks import Checked, RowError
from directives.importing.plan import PlannedRow
from directives.models import ImportBatch
from directives.presenters.imports import ROWS_SHOWN, steps
from directives.services.importing import Preview

PROBLEMS_SHOWN = 300
ACTION_WORDS = {
    "create": ("plus", "Thêm mới", "done"),
    "update": ("pencil", "Cập nhật", "doing"),
    "unchanged": ("check", "Không đổi", "todo"),
}
HELD_WORDS = {"pending": "Đơn vị chờ xác định, chưa thành nội dung", "outside": "Điểm không giao đơn vị này, chưa thành nội dung"}


def preview_page(batch: ImportBatch, preview: Preview, form: ChoicesForm, page_number: str | None) -> dict[str, Any]:
    """Everything that a person needs before anything is written."""
    checked, plan = preview.checked, preview.plan
    page = Paginator(plan.rows, ROWS_SHOWN).get_page(page_number)
    address = reverse("import_batch", args=[batch.pk])
    naming = {tuple(error.source.items()) for error in checked.errors if error.name_key}
    other = checked.rows_with_errors - len(naming)
    return {
        "batch": batch,
        "form": form,
        "steps": steps(2),
        "title": batch.inspection.title if batch.inspection else batch.new_title,
        "sheets": _sheets(checked),
        "source_rows": checked.source_rows,
        "stats": [
            {"value": plan.count("create"), "label": "Hạn chế mới", "icon": "circle-check", "tone": "done", "url": "#se-nhap"},
            {
                "value": plan.count("update") + plan.count("unchanged"),
                "label": "Đã có trên cổng",
                "icon": "copy",
                "tone": "doing",
                "url": "#se-nhap",
            },
            {
                "value": len(naming),
                "label": "Dòng cần chọn đơn vị",
                "icon": "help-circle",
                "tone": "soon",
                "url": "#ten-don-vi" if naming else "",
            },
            {"value": other, "label": "Dòng lỗi khác", "icon": "alert-octagon", "tone": "late", "url": "#dong-can-xem" if other else ""},
        ],
        "unsure": sum(len(table.unsure) for table in form.tables),
        "alike": [_alike(form, place) for place, _ in enumerate(form.alike)],
        "corrected": [{"cell": cell, "field": form[f"tra-{place}"]} for place, cell in enumerate(form.corrected)],
        "left_out": [{"row": one, "value": form.row_value(one.grid, one.source["row"])} for one in checked.left_out],
        "columns": [_columns(form, place) for place, _ in enumerate(form.tables)],
        "names": [_name(form, place) for place, _ in enumerate(form.questions)],
        "names_cut": len(form.questions) == MOST_QUESTIONS,
        "problems": _problems(checked.errors, form)[:PROBLEMS_SHOWN],
        "problem_rows": checked.rows_with_errors,
        "problems_left": max(0, checked.rows_with_errors - PROBLEMS_SHOWN),
        "warnings": [*checked.warnings, *plan.warnings],
        "skipped": checked.skipped,
        "rows": [_row(row, form) for row in page],
        "pager": pager_of(page, address, "hạn chế", anchor="#se-nhap"),
        "valid": len(plan.rows),
        "new_items": plan.new_items,
        "sum": _sum(preview),
    }


def _sheets(checked: Checked) -> str:
    names = dict.fromkeys(table.grid.title for table in checked.tables)
    return ("trang tính " if len(names) == 1 else "các trang tính ") + ", ".join(f"“{name}”" for name in names)


def _sum(preview: Preview) -> str:
    """What the button will do, in one line."""
    plan, errors = preview.plan, preview.checked.rows_with_errors
    words = [f"thêm {vn_num(plan.count('create'))} hạn chế"]
    if plan.count("update"):
        words.append(f"cập nhật {vn_num(plan.count('update'))}")
    merged = sum(row.merged != "" for row in plan.rows)
    if plan.count("unchanged") - merged:
        words.append(f"giữ nguyên {vn_num(plan.count('unchanged') - merged)}")
    if merged:
        words.append(f"gộp {vn_num(merged)}")
    words.append(f"tạo {vn_num(plan.new_items)} nội dung khắc phục")
    left = f" {vn_num(errors)} dòng lỗi chưa nhập được." if errors else ""
    return f"Sẽ {', '.join(words)}.{left}"


def _columns(form: ChoicesForm, place: int) -> dict[str, Any]:
    table = form.tables[place]
    return {
        "sheet": table.grid.title,
        "unsure": [table.headings[index] for index in table.unsure],
        "fields": [form[f"cot-{place}-{index}"] for index in sorted(table.headings)],
    }


def _name(form: ChoicesForm, place: int) -> dict[str, Any]:
    question = form.questions[place]
    return {"choice": form[f"ten-{place}"], "other": form[f"khac-{place}"], "where": _places(question.rows)}


def _places(sources: Iterable[dict[str, Any]]) -> str:
    """ "Dòng 7, 12 và 3 dòng khác"; "" for a name that was decided already."""
    rows = list(dict.fromkeys(source["row"] for source in sources))
    if not rows:
        return "Đã chọn; bỏ chọn nếu sai."
    shown = ", ".join(str(row) for row in rows[:6])
    return f"Dòng {shown}" + (f" và {len(rows) - 6} dòng khác" if len(rows) > 6 else "")


def _alike(form: ChoicesForm, place: int) -> dict[str, Any]:
    """Two findings of one unit that read alike, side by side."""
    one = form.alike[place]
    label = one.pair.later.label
    return {
        "pair": one.pair,
        "where": label[:1].upper() + label[1:],
        "percent": round(100 * one.pair.likeness),
        "decided": one.decision,
        "field": form[f"giong-{place}"],
    }


def _problems(errors: list[RowError], form: ChoicesForm) -> list[dict[str, Any]]:
    """One entry a row, with all its errors; each cell that can be corrected with its input, once."""
    inputs = {(cell.grid, cell.row, cell.place): form[f"o-{place}"] for place, cell in enumerate(form.cell_questions)}
    rows: dict[tuple[Any, ...], dict[str, Any]] = {}
    for error in errors:
        entry = rows.setdefault(
            tuple(error.source.items()),
            {"source": error.source, "text": error.row_text, "errors": [], "value": form.value_of(error.source)},
        )
        shown = inputs.pop((error.grid, error.source["row"], error.place or 0), None)
        entry["errors"].append({"error": error, "input": shown, "asks": bool(error.name_key)})
    return list(rows.values())


def _row(planned: PlannedRow, form: ChoicesForm) -> dict[str, Any]:
    icon, label, tone = ("copy", "Gộp", "todo") if planned.merged else ACTION_WORDS[planned.action]
    return {
        "row": planned.row,
        "duty": planned.duty,
        "icon": icon,
        "label": label,
        "tone": tone,
        "held": planned.merged or HELD_WORDS.get(planned.held, ""),
        "value": form.value_of(planned.row.source),
    }
