"""What withdrawing a point would take from whom, before it is done."""

from collections.abc import Sequence
from dataclasses import dataclass

from directives.models import Evidence, Item, Point
from directives.services.withdrawing import items_of_point


@dataclass(frozen=True)
class DropRow:
    """One item that would go, with what its unit has done of it."""

    item: Item
    done: str


@dataclass(frozen=True)
class PointDropPage:
    point: Point
    rows: Sequence[DropRow]
    kept: Sequence[Item]
    """Verified: what is done stays done."""

    @property
    def units(self) -> int:
        return len({row.item.responsible_id for row in self.rows})


def point_drop_page(point: Point) -> PointDropPage:
    items = items_of_point(point)
    files = set(Evidence.objects.standing().filter(item__point=point).values_list("item", flat=True))
    rows = [DropRow(item, _done(item, item.pk in files)) for item in items if item.is_unfinished]
    return PointDropPage(point, rows, [item for item in items if not item.is_unfinished])


def _done(item: Item, has_files: bool) -> str:
    said = [f"{item.percent}%"] if item.percent else []
    said += ["có kết quả đã ghi"] if item.progress_note else []
    said += ["có minh chứng"] if has_files else []
    said += ["đang vướng mắc"] if item.is_blocked else []  # type: ignore[attr-defined]
    return ", ".join(said) or "chưa làm gì"
