"""Importing score tables: what ``drafts`` leaves to the kind of file. Absence from a file changes nothing.

Scores are personal data: a draft is readable only by who may import scores; its file goes when it is committed or thrown away, and by
itself after a week (``scores_keeping``). No line of history, log or message holds a name, and nothing follows from a score by itself
(``scores_following`` is the hand that acts).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.db.models import Max

from common import clock
from common.errors import Invalid
from common.identity import identity_key
from directives import rules
from directives.importing.scores import COMPARED, PlannedScore, StoredScore, counts_of, plan_scores, score_document, values_of
from directives.models import ImportMapping, Inspection, Score, ScoreBatch, ScoreChange, ScoreFollowUp
from directives.services.drafts import Imports, Outcome
from directives.services.import_memory import remember_columns, remember_names
from directives.services.import_targets import Target, target_of
from directives.services.scores_spelling import spellings
from directives.services.scores_undoing import before_of, take_back
from reading.scores.checks import CheckedScores
from reading.scores.columns import SCORES
from reading.scores.reader import neutral_name, read_scores
from reading.tables.choices import Choices
from units.books import current_book
from units.models import User

__all__ = [
    "SCORE_TABLES",
    "Outcome",
    "Preview",
    "Target",
    "choose_scores",
    "commit_scores",
    "discard_scores",
    "import_scores",
    "open_scores",
    "preview_scores",
    "target_of",
    "undo_scores",
]
_BATCH = 1000


@dataclass(frozen=True)
class Preview:
    """What committing would do now."""

    checked: CheckedScores
    planned: Sequence[PlannedScore]


class ScoreImports(Imports[ScoreBatch, Preview]):
    """Persons and their scores; the file is kept with the draft alone."""

    model, columns, memory = ScoreBatch, SCORES, ImportMapping.Kind.SCORES
    subject, thing, rows, discard_label = "scores", "bảng điểm này", "người", "Bỏ bảng này"

    def check_may(self, user: User) -> None:
        rules.check_can_import_scores(user)

    def read(self, content: bytes, name: str, target: Target, choices: Mapping[str, Any]) -> CheckedScores:
        """Of the name only the kind is used. An inspection whose names are gone takes no more scores: ``Invalid``."""
        if target.inspection is not None and Score.objects.filter(inspection=target.inspection, pseudonymised_at__isnull=False).exists():
            raise Invalid("Bảng điểm của đợt kiểm tra này đã hết thời hạn lưu tên, không nhập lại được.", field="inspection")
        on, year = target.time
        return read_scores(content, neutral_name(name), books=current_book, choices=Choices.from_storage(choices), on=on, year=year)

    def compute(self, content: bytes, name: str, target: Target, choices: Mapping[str, Any]) -> Preview:
        checked = self.read(content, name, target, choices)
        return Preview(checked, plan_scores(checked.rows, _stored(target.inspection)))

    def document(self, found: Preview) -> dict[str, Any]:
        return score_document(found.checked, found.planned)

    def named(self, batch: ScoreBatch) -> str:
        return "một bảng điểm"

    def put_away(self, batch: ScoreBatch, target: Target, content: bytes, file_name: str) -> None:
        batch.content, batch.suffix = content, PurePath(file_name.lower()).suffix[:8]

    def content_of(self, batch: ScoreBatch) -> bytes:
        return bytes(batch.content or b"")

    def remember(self, batch: ScoreBatch, found: Preview, *, by: User) -> None:
        """As an annex does, but never what may be a person's name."""
        remember_names({"units": spellings(batch.choices, found.checked)}, found.checked.book, by=by)
        remember_columns(self.memory, batch.choices, found.checked.first_tables, by=by)

    def write(self, batch: ScoreBatch, inspection: Inspection, found: Preview, *, by: User | None) -> tuple[str, dict[str, int]]:
        """The file and what was decided about it are then forgotten."""
        batch.content, batch.choices = None, {}
        counts = {**counts_of(found.planned), "errors": found.checked.rows_with_errors, "skipped": found.checked.skipped}
        batch.counts = counts
        batch.save()
        _store(batch, inspection, found.planned)
        return f"nhập bảng điểm: {counts['created']} người mới, {counts['updated']} cập nhật, {counts['unchanged']} không đổi", counts

    def take_back(self, batch: ScoreBatch, *, by: User | None) -> tuple[str, dict[str, int]]:
        counts = take_back(batch)
        words = f"bỏ {counts['removed']} người, trả lại giá trị cũ của {counts['restored']} người"
        return f"hoàn tác lần nhập bảng điểm: {words}", counts


SCORE_TABLES = ScoreImports()
open_scores, preview_scores, choose_scores = SCORE_TABLES.open, SCORE_TABLES.preview, SCORE_TABLES.choose
discard_scores, commit_scores, undo_scores = SCORE_TABLES.discard, SCORE_TABLES.commit, SCORE_TABLES.undo
import_scores = SCORE_TABLES.import_file


def _stored(inspection: Inspection | None) -> Mapping[tuple[int, str], StoredScore]:
    if inspection is None:
        return {}
    rows = Score.objects.named().filter(inspection=inspection).values("pk", "unit_id", "full_name", *COMPARED)
    return {
        (row["unit_id"], identity_key(row["full_name"])): StoredScore(row["pk"], {name: row[name] for name in COMPARED}) for row in rows
    }


def _store(batch: ScoreBatch, inspection: Inspection, planned: Sequence[PlannedScore]) -> None:
    now = clock.now()
    made = Score.objects.bulk_create(
        (
            Score(
                inspection=inspection,
                unit_id=one.row.unit.pk,
                full_name=one.row.full_name[:200],
                source=one.row.source,
                batch=batch,
                imported_at=now,
                **values_of(one.row),
            )
            for one in planned
            if one.action == "create"
        ),
        batch_size=_BATCH,
    )
    changes = [ScoreChange(batch=batch, score=score, action=ScoreChange.Action.CREATE) for score in made]
    rows = {one.stored.pk: one.row for one in planned if one.action == "update" and one.stored is not None}
    changed = list(Score.objects.select_for_update().filter(pk__in=rows))
    done = ScoreFollowUp.objects.filter(score__in=rows).order_by().values_list("score").annotate(last=Max("pk"))
    last = dict(done) if rows else {}
    for score in changed:
        before = before_of(score, last.get(score.pk, 0))
        changes.append(ScoreChange(batch=batch, score=score, action=ScoreChange.Action.UPDATE, before=before))
        for name, value in values_of(rows[score.pk]).items():
            setattr(score, name, value)
        score.source, score.batch = rows[score.pk].source, batch
    if changed:
        fields = [name.removesuffix("_id") for name in COMPARED]
        Score.objects.bulk_update(changed, [*fields, "source", "batch"], batch_size=_BATCH)
    ScoreChange.objects.bulk_create(changes, batch_size=_BATCH)
