"""Undoing a committed score batch, while nothing was built on it. What is said of persons names none: "Người số 12"."""

from collections.abc import Iterable
from typing import Any

from directives.importing.scores import COMPARED
from directives.models import Score, ScoreBatch, ScoreChange, ScoreFollowUp
from directives.services.drafts import Blocked, Obstacle

_BATCH = 1000
_MOST_NAMED = 10


def take_back(batch: ScoreBatch) -> dict[str, int]:
    """Persons that the batch made go, values it changed come back; returns the counts. Raises ``Blocked``."""
    changes = list(batch.changes.all())
    scores = Score.objects.select_for_update(of=("self",)).in_bulk([change.score_id for change in changes])
    if obstacles := _obstacles(batch, changes, scores):
        raise Blocked(obstacles)
    made = [change.score_id for change in changes if change.action == ScoreChange.Action.CREATE]
    changed = [change for change in changes if change.action == ScoreChange.Action.UPDATE]
    _restore(changed, scores)
    batch.changes.all().delete()
    Score.objects.filter(pk__in=made).delete()
    return {"removed": len(made), "restored": len(changed)}


def before_of(score: Score, last_follow_up: int) -> dict[str, Any]:
    """What undoing needs of a score that is about to change: its values, and what had been written down for the person by then."""
    values = {name: _plain(getattr(score, name)) for name in COMPARED}
    return {"values": values, "source": score.source, "batch": score.batch_id, "last_follow_up": last_follow_up}


def _plain(value: Any) -> Any:
    return value if isinstance(value, int | str) else str(value)


def _restore(changed: list[ScoreChange], scores: dict[int, Score]) -> None:
    back = []
    for change in changed:
        score = scores[change.score_id]
        for name, value in change.before["values"].items():
            setattr(score, name, value)
        score.source, score.batch_id = change.before["source"], change.before["batch"]
        back.append(score)
    fields = [*(name.removesuffix("_id") for name in COMPARED), "source", "batch"]
    Score.objects.bulk_update(back, fields, batch_size=_BATCH)


# ---- what stands in the way ----


def _obstacles(batch: ScoreBatch, changes: list[ScoreChange], scores: dict[int, Score]) -> list[Obstacle]:
    if len(changes) != batch.counts["created"] + batch.counts["updated"]:
        return [Obstacle("", "Lần nhập này có từ trước khi cổng giữ giá trị cũ nên không hoàn tác được.")]
    if any(score.pseudonymised_at is not None for score in scores.values()):
        return [Obstacle("", "Đã hết thời hạn lưu tên của những người này nên không hoàn tác được.")]
    return [*_later_batches(changes), *_followed(changes)]


def _later_batches(changes: list[ScoreChange]) -> list[Obstacle]:
    """A later batch changed the same persons: that one has to be undone first."""
    latest = {change.score_id: change.pk for change in changes}
    rows = ScoreChange.objects.filter(score__in=latest, pk__gt=min(latest.values(), default=0)).order_by("batch_id")
    later = {row.batch_id for row in rows if row.pk > latest[row.score_id]}
    return [Obstacle("", f"Bảng điểm số {pk} nhập sau đã cập nhật những người này. Hoàn tác bảng đó trước.") for pk in sorted(later)]


def _followed(changes: list[ScoreChange]) -> list[Obstacle]:
    """Persons for whom their side wrote something down since. What was withdrawn still belongs to the person: it keeps one who was new."""
    known = {change.score_id: change for change in changes}
    new, standing = set(), set()
    for one in ScoreFollowUp.objects.filter(score__in=known):
        change = known[one.score_id]
        if change.action == ScoreChange.Action.CREATE:
            new.add(one.score_id)
        elif one.withdrawn_at is None and one.pk > change.before["last_follow_up"]:
            standing.add(one.score_id)
    found = []
    if new:
        found.append(
            Obstacle("", f"Đơn vị đã ghi việc theo dõi cho {_people(new)}; việc đã ghi, kể cả đã rút lại, được giữ cùng người đó.")
        )
    if standing:
        found.append(Obstacle("", f"Sau lần nhập này, đơn vị đã ghi việc theo dõi cho {_people(standing)}. Đơn vị rút lại việc đó trước."))
    return found


def _people(ids: Iterable[int]) -> str:
    numbers = sorted(ids)
    shown = ", ".join(f"người số {pk}" for pk in numbers[:_MOST_NAMED])
    return shown + (f" và {len(numbers) - _MOST_NAMED} người khác" if len(numbers) > _MOST_NAMED else "")
