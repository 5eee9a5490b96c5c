"""The pages of passing on: units that have ended with what they left, the preview of one, and the work by the units of today."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.forms import BoundField
from django.urls import reverse

from common import clock
from common.formats import vn_num
from directives.models import Difficulty, Item
from directives.presenters.links import items_url
from directives.scope import ALL
from reports import dashboard
from reports.dashboard import Figures
from reports.forms.passing import PassOnForm
from reports.left_behind import Left, left_behind, left_words
from reports.passing import Plan, plans_of
from reports.presenters.links import unit_url
from units.models import Unit, User
from units.succession import Succession

MOST_CHOICES = 200
"""Items of which the page asks one by one; of more, the proposal and the receiver of the whole stand."""
SHOWN_PREDECESSORS = 12


@dataclass(frozen=True)
class LeftNotice:
    """'1 đơn vị đã kết thúc hoạt động, còn 3 nội dung chưa bàn giao', with where it is done."""

    words: str
    url: str


def left_notice(counts: Mapping[str, int]) -> LeftNotice | None:
    """For the Centre's own pages, of ``left_sets`` counted: None while every unit that ended has passed on its work."""
    if not counts["left_units"]:
        return None
    left = left_words(counts["left_items"], counts["left_reports"], counts["left_stuck"])
    return LeftNotice(f"{vn_num(counts['left_units'])} đơn vị đã kết thúc hoạt động, còn {left} chưa bàn giao.", reverse("unit_left"))


def _pass_url(unit: Unit) -> str:
    return reverse("unit_pass_on", args=[unit.code])


@dataclass(frozen=True)
class LeftRow:
    left: Left
    heir: Unit | None
    why_not: str
    url: str


@dataclass(frozen=True)
class LeftPage:
    rows: Sequence[LeftRow]

    @property
    def ready(self) -> int:
        return sum(not row.why_not for row in self.rows)


def left_page() -> LeftPage:
    left = left_behind()
    plans = plans_of([one.unit for one in left])
    return LeftPage([LeftRow(one, plan.heir, _why_not(plan), _pass_url(one.unit)) for one, plan in zip(left, plans, strict=True)])


def _why_not(plan: Plan) -> str:
    return "" if plan.is_ready else plan.why_not or "quản trị chuyển tài khoản"


@dataclass(frozen=True)
class PassRow:
    """One item: who has it, who takes it; ``field`` is where another one can be chosen."""

    item: Item
    url: str
    before: str
    after: str
    field: BoundField | None


@dataclass(frozen=True)
class PassPage:
    plan: Plan
    rows: Sequence[PassRow]
    undecided: Sequence[PassRow]
    more: int

    @property
    def stuck(self) -> list[tuple[Difficulty, Unit | None]]:
        """Open difficulties with who has them next."""
        rows = [*self.plan.stuck_undecided, *self.plan.difficulties]
        return [(row, self.plan.difficulty_to.get(row.pk)) for row in rows]


def choosable(plan: Plan) -> list[int]:
    """The numbers of the items of which the page may ask: those that need it first."""
    own = [move.item.number for move in plan.moves if move.item.responsible_id == plan.unit.pk]
    return [*(item.number for item in plan.undecided), *own][:MOST_CHOICES]


def pass_page(plan: Plan, form: PassOnForm) -> PassPage:
    units = plan.succession.units

    def row(item: Item, after: str) -> PassRow:
        name = f"nhan_{item.number}"
        before = _pair(units[item.responsible_id], units[item.accountable_id])
        return PassRow(item, reverse("item_detail", args=[item.number]), before, after, form[name] if name in form.fields else None)

    return PassPage(
        plan,
        [row(move.item, _pair(move.responsible, move.accountable)) for move in plan.moves[:MOST_CHOICES]],
        [row(item, "") for item in plan.undecided[:MOST_CHOICES]],
        max(0, len(plan.moves) - MOST_CHOICES),
    )


def _pair(responsible: Unit, accountable: Unit) -> str:
    if responsible.pk == accountable.pk:
        return responsible.qualified_name
    return f"{responsible.qualified_name} (chủ trì: {accountable.name})"


@dataclass(frozen=True)
class NowRow:
    """A unit of today with the work done and still to be done under its own name and under those that it took over from."""

    unit: Unit
    url: str
    before: Sequence[str]
    figures: Figures
    links: Sequence[tuple[str, str, int]]


@dataclass(frozen=True)
class NowPage:
    rows: Sequence[NowRow]
    alone: int


def now_page(user: User) -> NowPage:
    """Followed work by who has it, or would have it, today. The finished stays under the old names; here both stand together."""
    succession = Succession.on(clock.today())
    by_unit = dashboard.figures_by(Item.objects.visible_to(user).followed(), clock.today(), "responsible_id")
    predecessors = succession.predecessors()
    rows, alone = [], 0
    heirs = {pk: heir for pk in by_unit if (heir := _today(succession, succession.units[pk])) is not None}
    alone = sum(by_unit[pk].total for pk in by_unit if pk not in heirs)
    for unit in sorted({heir.pk: heir for heir in heirs.values()}.values(), key=lambda one: one.sort_key):
        names = [pk for pk, heir in heirs.items() if heir.pk == unit.pk]
        links = [
            (succession.units[pk].qualified_name, items_url(van_ban=ALL, thuc_hien=succession.units[pk].code), by_unit[pk].total)
            for pk in names
        ]
        before = [one.qualified_name for one in predecessors.get(unit.pk, [])[:SHOWN_PREDECESSORS] if one.kind == unit.kind]
        rows.append(NowRow(unit, unit_url(unit.code), before, dashboard.total(by_unit[pk] for pk in names), links))
    return NowPage(rows, alone)


def _today(succession: Succession, unit: Unit) -> Unit | None:
    return unit if succession.is_active(unit) else succession.heir(unit)
