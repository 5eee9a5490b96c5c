"""Where findings of an annex go: an inspection, a dispatch, and the point under which they become items."""

from dataclasses import dataclass
from datetime import date

from common import clock
from common.errors import Invalid
from common.identity import identity_mark
from common.text import clean, match_key
from directives.models import Directive, Inspection, Point
from directives.workflow import ENDED, DirectiveStatus

MAX_TITLE = 300
LATEST_DUE = 2100


@dataclass(frozen=True)
class Target:
    """Where findings go: a stored inspection or the title of a new one, and the point under which they become items (None: no items)."""

    inspection: Inspection | None
    new_title: str
    directive: Directive | None
    point: Point | None

    @property
    def time(self) -> tuple[date | None, int | None]:
        """(day, year) of the dispatch, for a file that states no time itself."""
        return (self.directive.issued_on, self.directive.issued_year) if self.directive is not None else (None, None)


def target_of(*, inspection_id: int | None, new_title: str, directive_id: int | None, point_key: str = "") -> Target:
    """Check where findings are to go. The dispatch is by default the inspection's, the point the one that speaks of inspected communes.
    A new title that says the same as that of a stored inspection of the dispatch means that inspection.
    """
    inspection = None
    if inspection_id is not None:
        inspection = Inspection.objects.select_related("directive").filter(pk=inspection_id).first()
        if inspection is None:
            raise Invalid(f"Không có đợt kiểm tra nào mang mã {inspection_id}.", field="inspection")
    title = clean(new_title)
    if inspection is None and not title:
        raise Invalid("Chọn đợt kiểm tra, hoặc ghi tên đợt kiểm tra mới.", field="new_title")
    if len(title) > MAX_TITLE:
        raise Invalid(f"Tên đợt kiểm tra dài quá {MAX_TITLE} chữ. Rút gọn.", field="new_title")
    directive = inspection.directive if inspection else None
    if directive_id is not None:
        directive = Directive.objects.filter(pk=directive_id).first()
        if directive is None:
            raise Invalid(f"Không có văn bản nào mang mã {directive_id}.", field="directive")
    if directive is not None and directive.status != DirectiveStatus.ISSUED:
        ended = "Văn bản này không còn được theo dõi nên không nhận thêm hạn chế. Theo dõi lại văn bản trước."
        draft = "Văn bản này chưa giao việc nên chưa nhận hạn chế được. Giao việc trước."
        raise Invalid(ended if directive.status in ENDED else draft, field="directive")
    if inspection is None:
        inspection = stored_inspection(directive, title)
    return Target(inspection, title, directive, _point(directive, point_key))


def stored_inspection(directive: Directive | None, title: str) -> Inspection | None:
    """The inspection of this dispatch (or of none) with the same title."""
    return Inspection.objects.select_related("directive").filter(directive=directive, identity=identity_mark(title)).first()


def _point(directive: Directive | None, key: str) -> Point | None:
    if directive is None:
        if key:
            raise Invalid("Có chọn điểm thì phải chọn văn bản.", field="point")
        return None
    leaves = list(leaf_points(directive))
    if key:
        point = next((one for one in leaves if one.key == key), None)
        if point is None:
            choices = ", ".join(one.key for one in leaves) or "không có điểm nào"
            raise Invalid(f"Điểm {key} không nhận hạn chế. Chọn một trong các điểm: {choices}.", field="point")
        return point
    return default_point(leaves)


def check_common_due(target: Target, due_on: date) -> None:
    """The Centre's due date for rows that state none: findings become items, and the day lies neither before the dispatch nor behind us."""
    if target.point is None:
        raise Invalid(
            "Không gắn văn bản thì hạn chế chưa thành nội dung, không đặt hạn được. Chọn văn bản, hoặc để không có hạn.", field="due_on"
        )
    issued_on = target.directive.issued_on if target.directive is not None else None
    if issued_on is not None and due_on < issued_on:
        raise Invalid(f"Hạn {due_on:%d/%m/%Y} trước ngày ban hành văn bản, {issued_on:%d/%m/%Y}. Ghi hạn muộn hơn.", field="due_on")
    if due_on < clock.today():
        raise Invalid(f"Hạn {due_on:%d/%m/%Y} đã qua. Ghi hạn từ hôm nay, {clock.today():%d/%m/%Y}, trở đi.", field="due_on")
    if due_on.year > LATEST_DUE:
        raise Invalid(f"Năm của hạn {due_on:%d/%m/%Y} không đúng. Ví dụ: 31/03/2021.", field="due_on")


def leaf_points(directive: Directive) -> list[Point]:
    """The points under which a finding may become an item: leaves that make items."""
    points = list(directive.points.select_related("directive"))
    parents = {point.parent_id for point in points}
    makes = (Point.Makes.ITEMS, Point.Makes.COMMUNE_ITEMS)
    return [point for point in points if point.pk not in parents and point.makes in makes]


def default_point(leaves: list[Point]) -> Point | None:
    """The leaf that speaks of inspected communes, else one that speaks of findings, else the first."""
    for fits in (
        lambda point: point.makes == Point.Makes.COMMUNE_ITEMS,
        lambda point: "được kiểm tra" in match_key(point.text),
        lambda point: "hạn chế" in match_key(point.text),
    ):
        found = next((point for point in leaves if fits(point)), None)
        if found is not None:
            return found
    return leaves[0] if leaves else None
