"""Pages of score imports: where to upload, the preview, what a committed table brought in. Only the preview shows names."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from common.formats import vn_num
from common.paging import paged
from common.vocabulary import State
from directives.forms.file_choices import FileChoicesForm
from directives.importing.scores import PlannedScore, counts_of
from directives.models import Score, ScoreBatch
from directives.presenters.file_choices import ACTION_STATES, ROWS_ANCHOR, FilePreview, RecentImports, recent_imports, sum_words
from directives.presenters.scores import points_of
from directives.services.importing import Obstacle
from directives.services.scores import Preview
from directives.workflow import ImportStatus

ROWS_SHOWN = 100


def upload_page() -> RecentImports:
    """Counts, no names."""
    return recent_imports(ScoreBatch.objects.defer("content"))


@dataclass(frozen=True)
class ScoreRow:
    """A person and what becomes of the row; ``value`` names it in the form."""

    planned: PlannedScore
    value: str

    @property
    def points(self) -> str:
        return points_of(self.planned.row.score, self.planned.row.max_score)

    @property
    def kind(self) -> str:
        return Score.StaffKind(self.planned.row.staff_kind).label

    @property
    def state(self) -> State:
        return ACTION_STATES[self.planned.action]


def preview_page(batch: ScoreBatch, found: Preview, form: FileChoicesForm, page_number: str | None) -> FilePreview[ScoreRow, Preview]:
    """What has to be decided first, then the persons."""
    counts = counts_of(found.planned)
    page = paged(found.planned, ROWS_SHOWN, page_number, reverse("score_batch", args=[batch.pk]), "người", anchor=ROWS_ANCHOR)
    parts = (("thêm {} người", counts["created"]), ("cập nhật {}", counts["updated"]), ("giữ nguyên {}", counts["unchanged"]))
    return FilePreview(
        batch=batch,
        form=form,
        found=found,
        rows=[ScoreRow(one, form.value_of(one.row.source)) for one in page.rows],
        pager=page.pager,
        written=counts["created"] + counts["updated"],
        known=[("Người sẽ thêm", counts["created"], "plus", "doing"), ("Sẽ cập nhật", counts["updated"], "pencil", "soon")],
        sum=sum_words(parts, found.checked),
    )


@dataclass(frozen=True)
class ScoreResult:
    """What a table brought in, in numbers; the undo button or what stands in the way."""

    batch: ScoreBatch
    obstacles: Sequence[Obstacle]

    @property
    def people(self) -> int:
        return int(self.batch.counts["created"] + self.batch.counts["updated"])

    @property
    def undo_words(self) -> str:
        return undo_words(self.batch.counts["created"], self.batch.counts["updated"])


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
