"""The preview of an annex: how columns were read, every problem with its place and what would be accepted, what would be imported."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.forms.boundfield import BoundField
from django.urls import reverse

from common.formats import vn_num
from common.page_parts import steps_of
from common.paging import pager_of
from common.vocabulary import State
from directives.forms.import_choices import ChoicesForm
from directives.importing.plan import AS_THE_FILE, PlannedRow
from directives.models import ImportBatch
from directives.presenters.file_choices import ACTION_STATES, ROWS_ANCHOR, STEPS, FilePreview, sum_words
from directives.services.import_memory import Alike
from directives.services.importing import Preview
from reading.annex.day_month import DayMonth
from reading.tables.choices import title_of
from reading.tables.told import FileWarning

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


@dataclass(frozen=True)
class AnnexRow:
    """A finding and what becomes of it. ``place`` is its number in the plan, by which its fields are named."""

    planned: PlannedRow
    place: int
    form: ChoicesForm

    @property
    def state(self) -> State:
        return State("todo", "copy", "Gộp") if self.planned.merged else ACTION_STATES[self.planned.action]

    @property
    def source(self) -> Mapping[str, Any]:
        return self.planned.row.source

    @property
    def value(self) -> str:
        return self.form.value_of(self.source)

    @property
    def held(self) -> str:
        return self.planned.merged or HELD_WORDS.get(self.planned.held, "")

    @property
    def is_moved(self) -> bool:
        """Whether a person chose its point or group."""
        return self.planned.choice != AS_THE_FILE

    @property
    def move(self) -> Sequence[BoundField]:
        return [self.form[f"diem-{self.place}"], self.form[f"nhom-{self.place}"]] if self.form.places.movable(self.place) else []

    @property
    def move_name(self) -> str:
        return self.form.places.name_of(self.place)

    @property
    def changes(self) -> str:
        """Which of the stored finding's values the file says differently: "Đổi: nguyên nhân, hạn"."""
        labels = dict.fromkeys(_CHANGED_WORDS[name] for name in self.planned.changed)
        return f"Đổi: {', '.join(labels)}" if labels else ""

    @property
    def due_words(self) -> str:
        """Where the due date of the item comes from, where that is not the row itself."""
        duty = self.planned.duty
        if duty is None or duty.due_on is None or duty.from_annex or self.planned.has_item:
            return ""
        return "Trung tâm đặt" if duty.by_centre else f"Theo điểm {self.planned.point}"


@dataclass(frozen=True)
class SwappedDate:
    """A date whose day and month may be swapped, the finding whose it is, and the choice."""

    date: DayMonth
    text: str
    field: BoundField


@dataclass(frozen=True)
class AnnexPreview(FilePreview[AnnexRow, Preview]):
    """Everything that a person needs before anything is written."""

    form: ChoicesForm

    steps = steps_of(STEPS, 2)

    @property
    def warnings(self) -> Sequence[FileWarning]:
        return [*super().warnings, *self.found.plan.warnings]

    @property
    def sheets(self) -> str:
        names = dict.fromkeys(table.grid.title for table in self.checked.tables)
        return ("trang tính " if len(names) == 1 else "các trang tính ") + ", ".join(f"“{name}”" for name in names)

    @property
    def alike(self) -> Sequence[tuple[Alike, BoundField]]:
        """Two findings of one unit that read alike, with the choice."""
        return [(one, self.form[f"giong-{place}"]) for place, one in enumerate(self.form.alike)]

    @property
    def sheet_dates(self) -> Sequence[BoundField]:
        return [self.form[f"dao-cot-{place}"] for place, _ in enumerate(self.form.day_months.sheets)]

    @property
    def dates(self) -> Sequence[SwappedDate]:
        texts = {(title_of(row.source), row.source["row"]): row.finding for row in reversed(self.found.checked.rows)}
        return [
            SwappedDate(one, texts.get((one.grid, one.source["row"]), ""), self.form[f"dao-{place}"])
            for place, one in enumerate(self.form.day_months.dates)
        ]

    @property
    def common_due(self) -> Sequence[BoundField]:
        return [self.form["due_choice"], self.form["due_on"]] if "due_on" in self.form.fields else []


def preview_page(batch: ImportBatch, found: Preview, form: ChoicesForm) -> AnnexPreview:
    plan, page = found.plan, form.places.page
    return AnnexPreview(
        batch=batch,
        form=form,
        found=found,
        rows=[AnnexRow(row, place, form) for place, row in enumerate(page, start=page.start_index() - 1)],
        pager=pager_of(page, reverse("import_batch", args=[batch.pk]), "hạn chế", anchor=ROWS_ANCHOR),
        written=plan.count("create") + plan.count("update"),
        known=[
            ("Hạn chế mới", plan.count("create"), "circle-check", "done"),
            ("Đã có trên cổng", plan.count("update") + plan.count("unchanged"), "copy", "doing"),
        ],
        sum=_sum(found),
    )


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
