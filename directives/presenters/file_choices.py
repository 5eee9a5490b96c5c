"""What a person may decide about a file, for the page: names to choose, columns, cells with their problems, what was mended already."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from common.formats import vn_num
from directives.forms.file_choices import MOST_QUESTIONS, FileChoicesForm, FileHeaderForm
from reading.tables.checks import Checked, places_of
from reading.tables.told import RowError

PROBLEMS_SHOWN = 300


ACTION_WORDS = {
    "create": ("plus", "Thêm mới", "done"),
    "update": ("pencil", "Cập nhật", "doing"),
    "unchanged": ("check", "Không đổi", "todo"),
}
"""Icon, label and tone of what becomes of a row."""


def choices_page(form: FileChoicesForm, checked: Checked[Any]) -> dict[str, Any]:
    """What ``import_names``, ``import_problems``, ``import_mapping`` and ``import_mended`` show, and what both previews count."""
    errors, left_out, problem_rows = checked.errors, checked.left_out, checked.rows_with_errors
    naming = len(places_of(error.source for error in errors if error.name_key))
    other = problem_rows - naming
    return {
        "form": form,
        "warnings": [one for one in checked.warnings if not one.readings],
        "skipped": checked.skipped,
        "open_stats": [
            {
                "value": naming,
                "label": "Dòng cần chọn đơn vị",
                "icon": "help-circle",
                "tone": "soon",
                "url": "#ten-don-vi" if naming else "",
            },
            {"value": other, "label": "Dòng lỗi khác", "icon": "alert-octagon", "tone": "late", "url": other and "#dong-can-xem"},
        ],
        "names": [_name(form, place) for place, _ in enumerate(form.questions)],
        "names_shared": any(not question.is_spelling for question in form.questions),
        "names_cut": len(form.questions) == MOST_QUESTIONS,
        "problems": _problems(errors, form)[:PROBLEMS_SHOWN],
        "problem_rows": problem_rows,
        "problems_left": max(0, problem_rows - PROBLEMS_SHOWN),
        "columns": [
            {
                "sheet": table.grid.title,
                "unsure": [table.headings[index] for index in table.unsure],
                "fields": [form[f"cot-{place}-{index}"] for index in table.headings],
            }
            for place, table in enumerate(form.tables)
        ],
        "unsure": sum(len(table.unsure) for table in form.tables),
        "corrected": [{"cell": cell, "field": form[f"tra-{place}"]} for place, cell in enumerate(form.corrected)],
        "left_out": [{"row": one, "value": form.row_value(one.grid, one.source["row"])} for one in left_out],
    }


def sum_words(parts: Sequence[tuple[str, int]], checked: Checked[Any], *, always: str = "") -> str:
    """What the button will do, in one line: the first part and those with a number, what it does in any case last."""
    words = [text.format(vn_num(number)) for place, (text, number) in enumerate(parts) if number or not place]
    words += [always] if always else []
    errors = checked.rows_with_errors
    left = f" {vn_num(errors)} dòng lỗi chưa nhập được." if errors else ""
    return f"Sẽ {', '.join(words)}.{left}"


def headers_page(form: FileHeaderForm) -> list[dict[str, Any]]:
    """The rows that may be a header, with a choice for each column."""
    return [
        {"title": guess.title, "row": guess.header.top, "fields": [form[f"cot-{place}-{index}"] for index in guess.header.headings]}
        for place, guess in enumerate(form.guesses)
    ]


def _name(form: FileChoicesForm, place: int) -> dict[str, Any]:
    question = form.questions[place]
    return {
        "choice": form[f"ten-{place}"],
        "other": form[f"khac-{place}"],
        "where": _places(question.rows) + ("" if question.is_spelling else " · Tên chung của nhiều đơn vị: chỉ dùng cho tệp này."),
    }


def _places(sources: Iterable[dict[str, Any]]) -> str:
    """ "Dòng 7, 12 và 3 dòng khác"; "" for a name that was decided already."""
    rows = list(dict.fromkeys(source["row"] for source in sources))
    if not rows:
        return "Đã chọn; bỏ chọn nếu sai."
    shown = ", ".join(str(row) for row in rows[:6])
    return f"Dòng {shown}" + (f" và {len(rows) - 6} dòng khác" if len(rows) > 6 else "")


def _problems(errors: Iterable[RowError], form: FileChoicesForm) -> list[dict[str, Any]]:
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
