"""The leaders' page: where the dispatch stands in one sentence, what they have to know, the units, this week. One A4 when printed.

Every sentence follows from the figures by a rule below; nobody writes them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.text import Truncator

from common import clock
from common.formats import vn_date, vn_num
from common.paging import with_query
from common.past import day_params
from directives.models import Difficulty, Item, Obligation
from directives.presenters.links import items_url
from directives.scope import Scope
from directives.workflow import DifficultyStatus
from reports import dashboard
from reports.dashboard import Figures, Matrix
from reports.owed import OwedReport, ReportFigures, owed_reports, report_figures, rounds_of
from reports.presenters.chart import Burn, burn
from reports.presenters.links import decision_url, unit_url
from reports.presenters.overview import (
    DispatchRow,
    HeatCell,
    Tile,
    dispatch_rows,
    district_tiles,
    matrix_of,
    pace_of,
    units_of,
    waiting_of,
)
from reports.presenters.pace import Pace
from reports.presenters.report_state import REPORT_PHRASES
from reports.presenters.side import Side, Stuck, read_side
from units.models import Unit, User

UNITS_NAMED = 3
DIFFICULTIES_TOLD = 2
TITLE_CHARS = 90
DISPATCHES = 10
"""Dispatches named, those with overdue work and those due first."""
ROWS = 14
"""Units in the table, the slowest; more would push the page over its sheet, so the others are said as a number."""


@dataclass(frozen=True)
class Standing:
    """One accountable unit with its figures and the state of the report that it owes."""

    unit: Unit
    figures: Figures
    report: OwedReport | None
    url: str
    items_url: str

    @property
    def is_late(self) -> bool:
        return self.figures.overdue > 0

    @property
    def bar_tone(self) -> str:
        return "done" if not self.figures.unfinished else "late" if self.is_late else ""

    @property
    def cell(self) -> HeatCell:
        """Done of all, as the link to the list."""
        return HeatCell(self.figures, self.items_url)


@dataclass(frozen=True)
class LeaderPoint:
    """One line of what leaders have to know: the bold part is a link where there is a page."""

    icon: str
    tone: str
    lead: str
    rest: str
    url: str = ""


@dataclass(frozen=True)
class Week:
    """What stands now, and how much of it came this week."""

    label: str
    value: int
    new: int


@dataclass(frozen=True)
class LeaderPage:
    """``standings`` are the last units of the league, ``more`` the others; ``dispatches`` are named where there are several,

    ``more_dispatches`` are not.
    """

    scope: Scope
    today: date
    monday: date
    pace: Pace
    sentence: str
    reports: ReportFigures | None
    points: Sequence[LeaderPoint]
    districts: Sequence[Tile]
    standings: Sequence[Standing]
    more: int
    week: Sequence[Week]
    burn: Burn | None
    dispatches: Sequence[DispatchRow]
    more_dispatches: int

    @property
    def overview_url(self) -> str:
        return with_query(reverse("overview"), {**self.scope.params, **day_params()})


def leader_page(user: User, scope: Scope) -> LeaderPage:
    """All that the page shows; the number of queries does not depend on the number of rows."""
    today = clock.today()
    monday = today - timedelta(days=today.weekday())
    items = scope.items(Item.objects.visible_to(user))
    table = matrix_of(scope, items, today)
    rounds = rounds_of(owed_reports(scope.reports(Obligation.objects.visible_to(user))))
    owed = [report for each in rounds for report in each.owed]
    units = units_of(scope, table, owed, today)
    pace = pace_of(scope, table, rounds, today)
    finished = dashboard.finished_by_day(items if pace.frame else items.filter(verified_at__date__gte=monday))
    visible = Difficulty.objects.visible_to(user)
    side = read_side(
        scope.directives[0],
        today,
        counts={
            "waiting": visible.waiting(),
            "new_waiting": visible.waiting().filter(raised_at__date__gte=monday),
            "escalated": visible.in_state(DifficultyStatus.ESCALATED),
            "new_overdue": dashboard.newly_overdue(items, monday, today),
        },
        difficulties=visible.pressing(),
        rows=DIFFICULTIES_TOLD,
    )
    dispatches = dispatch_rows(scope, table, rounds, today)
    standings = _standings(scope, table, owed, units)
    late = behind(standings, pace, several=scope.one is None)
    reports = report_figures(owed, today) if owed else None
    return LeaderPage(
        scope,
        today,
        monday,
        pace,
        sentence(pace, late, len(scope.directives)),
        reports,
        points(late, side, waiting_of(units, table), owed, today, scope),
        district_tiles(units, table),
        standings[-ROWS:],
        max(len(standings) - ROWS, 0),
        _week(table.total, finished, owed, reports, side, monday),
        burn(pace.frame, today, finished, table.total.total) if pace.frame else None,
        dispatches[:DISPATCHES],
        max(len(dispatches) - DISPATCHES, 0),
    )


def _standings(scope: Scope, table: Matrix, owed: Sequence[OwedReport], units: Sequence[Unit]) -> list[Standing]:
    """The best first, as in a league: who is done, then by what is done, overdue work counting against."""
    reports = {report.unit_id: report for report in owed} if scope.one else {}
    rows = [
        Standing(
            unit,
            table.of_unit(unit.pk),
            reports.get(unit.pk),
            unit_url(unit.code),
            items_url(**scope.params, chu_tri=unit.code),
        )
        for unit in units
        if unit.pk in table.by_unit
    ]
    return sorted(rows, key=lambda row: (-row.figures.percent_done, row.figures.overdue, row.unit.sort_key))


# The sentence


@dataclass(frozen=True)
class Behind:
    """The units that the page speaks of: headline and list both, so they can't differ. ``named`` by name, the others as a number."""

    named: Sequence[Standing]
    others: int
    is_plain: bool
    """Only that it is overdue is said: the deadline is past, or each of several dispatches has its own."""

    @property
    def words(self) -> str:
        return _names([row.unit.inline_name for row in self.named], self.others)


def behind(standings: Sequence[Standing], pace: Pace, *, several: bool = False) -> Behind:
    """Units with overdue work: until the deadline those in danger of missing it, after it all; the largest overdue share is named first.

    What is past is in no danger: then it is only said that the work is overdue.
    """
    is_plain = several or pace.is_past
    late = [row for row in standings if row.is_late and (is_plain or _in_danger(row, pace))]
    late.sort(key=lambda row: (-row.figures.overdue / row.figures.total, row.figures.percent_done))
    named = late if len(late) <= UNITS_NAMED else late[: UNITS_NAMED - 1]
    return Behind(named, len(late) - len(named), is_plain)


def _in_danger(row: Standing, pace: Pace) -> bool:
    return pace.frame is None or dashboard.in_danger(row.figures, pace.gone, pace.frame.days)


def sentence(pace: Pace, late: Behind, dispatches: int = 1) -> str:
    """How much is done against how much time is gone, and who is in danger of being late; after the deadline, who is."""
    figures = pace.figures
    if not figures.total:
        return f"{'Văn bản này' if dispatches == 1 else 'Các văn bản này'} chưa có nội dung khắc phục nào."
    if not figures.unfinished:
        return f"Đã xong cả {vn_num(figures.total)} nội dung."
    first = _done_words(pace, dispatches)
    if not figures.overdue:
        return f"{first} Chưa có nội dung nào quá hạn."
    if not late.named:
        return f"{first} Đã có {vn_num(figures.overdue)} nội dung quá hạn."
    if late.is_plain:
        return f"{first} Còn {vn_num(figures.overdue)} nội dung quá hạn ở {late.words}."
    return f"{first} Nguy cơ không kịp hạn ở {late.words}."


def _done_words(pace: Pace, dispatches: int) -> str:
    figures = pace.figures
    done = f"{vn_num(figures.verified)}/{vn_num(figures.total)} nội dung ({figures.percent_done}%)"
    if dispatches > 1:
        return f"Đã xong {done} của {vn_num(dispatches)} văn bản đang theo dõi."
    if pace.frame is None:
        return f"Đã xong {done}; văn bản không ghi hạn."
    if pace.is_past:
        return f"{pace.frame.title} đã qua {vn_num(pace.left)} ngày, mới xong {done}."
    if pace.is_last_day:
        return f"Hôm nay là {pace.frame.title[:1].lower()}{pace.frame.title[1:]}, mới xong {done}."
    verb = "Mới xong" if figures.percent_done < pace.percent_gone else "Đã xong"
    return f"{verb} {done} khi đã qua {pace.percent_gone}% thời gian."


def _names(names: Sequence[str], others: int) -> str:
    """'huyện Lai Vung', 'huyện Lai Vung và huyện Tam Nông', 'huyện Lai Vung, huyện Tam Nông và 3 đơn vị khác'."""
    shown = [*names, f"{vn_num(others)} đơn vị khác"] if others else list(names)
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} và {shown[-1]}"


# What leaders have to know


def points(
    late: Behind,
    side: Side,
    waiting_units: Sequence[Unit],
    owed: Sequence[OwedReport],
    today: date,
    scope: Scope,
) -> list[LeaderPoint]:
    """The units of the headline, difficulties before UBND Tỉnh or without an answer in time, late reports, units without a decision."""
    found = [_unit_point(row) for row in late.named]
    if late.others:
        rest = " cũng có nội dung quá hạn" + ("." if late.is_plain else " và chậm hơn thời gian.")
        overdue = items_url(**scope.params, han="overdue")
        found.append(LeaderPoint("alert-octagon", "late", f"{vn_num(late.others)} đơn vị khác", rest, overdue))
    found += _difficulty_points(side)
    found += _report_points(owed, today)
    if waiting_units:
        names = _names([unit.inline_name for unit in waiting_units[:UNITS_NAMED]], max(len(waiting_units) - UNITS_NAMED, 0))
        rest = " có tên trong văn bản nhưng không điểm nào giao việc: cần xác định phạm vi."
        found.append(LeaderPoint("help-circle", "", names[:1].upper() + names[1:], rest, decision_url(waiting_units[0].waiting_in)))  # type: ignore[attr-defined]
    return found


def _report_points(owed: Sequence[OwedReport], today: date) -> list[LeaderPoint]:
    late = [report for report in owed if report.is_overdue(today)]
    if not late:
        return []
    days = sorted({report.due_on for report in late if report.due_on})
    since = f" (hạn {'' if len(days) == 1 else 'sớm nhất '}{vn_date(days[0])})."
    return [LeaderPoint("alert-octagon", "late", f"{vn_num(len(late))} báo cáo quá hạn nộp", since)]


def _unit_point(row: Standing) -> LeaderPoint:
    """The bold part, then what is late and how the report stands; no comma between two numbers."""
    figures = row.figures
    said = "mới xong" if figures.verified else "chưa xong nội dung nào"
    done = f"{vn_num(figures.verified)}/{vn_num(figures.total)}"
    lead = f"{row.unit.short_name} {said} {f'{done} nội dung' if figures.verified else f'({done})'}"
    report = f"; {REPORT_PHRASES[row.report.state]}" if row.report else ""
    return LeaderPoint("alert-octagon", "late", lead, f"; {vn_num(figures.overdue)} nội dung quá hạn{report}.", row.url)


def _difficulty_points(side: Side) -> list[LeaderPoint]:
    """Those that lie before UBND Tỉnh, then those that wait beyond the promise (``pressing`` orders them); the others as a number."""
    shown = [_stuck_point(each) for each in side.difficulties if each.is_escalated or each.wait.is_late]
    others = side.counts["waiting"] + side.counts["escalated"] - len(shown)
    if shown and others:
        rest = " chờ trả lời hoặc đã trình UBND Tỉnh."
        shown.append(LeaderPoint("alert-triangle", "soon", f"{vn_num(others)} vướng mắc khác", rest, reverse("difficulty_list")))
    return shown


def _stuck_point(each: Stuck) -> LeaderPoint:
    wait = each.wait.words
    said = f"đã trình UBND Tỉnh ngày {vn_date(each.answered_on)}" if each.is_escalated else f"{wait[:1].lower()}{wait[1:]}, chưa có trả lời"
    return LeaderPoint("alert-triangle", "soon", Truncator(each.title).chars(TITLE_CHARS), f" ({each.unit}): {said}.", each.url)


# This week


def _week(
    figures: Figures,
    finished: Sequence[tuple[date, int]],
    owed: Sequence[OwedReport],
    reports: ReportFigures | None,
    side: Side,
    monday: date,
) -> list[Week]:
    """Read from today's rows, so a step back this week is not in it."""
    rows = [
        ("Nội dung hoàn thành", figures.verified, sum(count for day, count in finished if day >= monday)),
        ("Nội dung quá hạn", figures.overdue, side.counts["new_overdue"]),
        ("Vướng mắc chờ trả lời", side.counts["waiting"], side.counts["new_waiting"]),
    ]
    if reports:
        new = sum(report.is_handed_in and (report.first_submitted_on or date.min) >= monday for report in owed)
        rows.append(("Báo cáo đã nộp", reports.handed_in, new))
    return [Week(*row) for row in rows]
