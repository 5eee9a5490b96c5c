"""What the page "Ai sẽ nhận gì hôm nay" shows: a day's reminders by the unit that gets them, how, and why others get nothing."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.core.paginator import Paginator
from django.urls import reverse

from common import workdays
from common.formats import code_nb
from common.models import Holiday
from common.page_parts import Chip, Pager
from common.paging import pager_of
from common.vocabulary import State, due_state
from notifications import server
from notifications.models import OutboundMessage, Round
from notifications.presenters import status_mark
from notifications.server import PostState
from notifications.workflow import MessageStatus
from reports.reminders import schedule, sending
from reports.reminders.planning import Kind, Person, Reminder
from reports.reminders.sending import ALREADY_QUEUED, CAPPED, NO_RECIPIENT, QUEUED, SUPPRESSED_HOLIDAY, Outcome, Sent
from reports.reminders.silence import Silence, silence_on
from units.models import Unit

PAGE_SIZE = 50
WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
FURTHEST = timedelta(days=366)
"""Days further ahead are not asked for: nobody knows their holidays."""


@dataclass(frozen=True)
class Work:
    """``note``: why it comes on this day, where that is not its own."""

    name: str
    url: str
    title: str
    note: str


@dataclass
class Mark:
    """One state of due dates with the works that are in it: "Quá hạn 7 ngày · ND-048, ND-014"."""

    tone: str
    icon: str
    label: str
    works: list[Work] = field(default_factory=list)


@dataclass(frozen=True)
class LetterState:
    """How far the letter of one person is: state, when it left, why not; ``name`` where the unit has several people."""

    status: State
    sent_at: datetime | None
    why: str
    name: str
    url: str


@dataclass
class Row:
    """One unit that is reminded on this day, or would be."""

    unit: Unit
    copies_only: bool
    copied: bool
    status: str
    people: list[Person]
    without_address: list[str]
    letter_url: str
    letters: list[LetterState]
    marks: list[Mark]
    moved_to: date | None


@dataclass(frozen=True)
class PlanPage:
    """``rows`` are those of this page; ``overdue``: today's round did not leave at its hour; ``last`` is the round that went out last."""

    on: date
    is_today: bool
    sent: Sent
    post: PostState
    rows: Sequence[Row]
    pager: Pager | None
    weekday: str
    day_off: str
    next_working_day: date
    people_count: int
    subject_count: int
    mails: int
    overdue: bool
    can_send: bool
    without_address: Sequence[tuple[str, Sequence[str]]]
    without_people: Sequence[str]
    tabs: Sequence[Chip]
    last: Round | None
    last_url: str
    stages: schedule.Stages
    silence: Silence


def plan_page(on: date, today: date, page_number: str | None) -> PlanPage:
    """``on`` is today or a day ahead. For a day ahead what goes out until then is taken as told."""
    sent = sending.look_ahead(on=on, since=on if on > today else None)
    post = server.state()
    rows = _rows(sent, post)
    page = Paginator(rows, PAGE_SIZE).get_page(page_number)
    goes = on == today and sent.works
    last = Round.objects.filter(day__lt=today).order_by("-day").first()
    kept = {"ngay": on.isoformat() if on != today else ""}
    return PlanPage(
        on=on,
        is_today=on == today,
        sent=sent,
        post=post,
        rows=list(page.object_list),
        pager=pager_of(page, reverse("reminder_plan"), "đơn vị", kept) if len(rows) > PAGE_SIZE else None,
        weekday=WEEKDAYS[on.weekday()],
        day_off="" if sent.works else _day_off(on),
        next_working_day=workdays.next_working_day(max(on, today)),
        people_count=len({person.pk for row in rows for person in row.people}),
        subject_count=len({outcome.reminder.about for outcome in sent.outcomes if outcome.reminder.kind != Kind.ESCALATION}),
        mails=sum(draft.mail for draft in sent.digests),
        overdue=goes and sending.is_due(),
        can_send=goes and bool(sent.digests),
        without_address=[(row.unit.qualified_name, row.without_address) for row in rows if row.without_address],
        without_people=[row.unit.qualified_name for row in rows if row.status == NO_RECIPIENT],
        tabs=_tabs(on, today, last, len(rows)),
        last=last,
        last_url=_book_url(last.day) if last else "",
        stages=schedule.STAGES,
        silence=silence_on(on, _told_reports(sent)),
    )


def _tabs(on: date, today: date, last: Round | None, count: int) -> list[Chip]:
    """The last round, today, the next working day."""
    address = reverse("reminder_plan")
    days = [(today, f"Hôm nay {today:%d/%m}", address)]
    ahead = sorted({workdays.next_working_day(today), on} - {today})
    days += [(day, f"{WEEKDAYS[day.weekday()]} {day:%d/%m}", f"{address}?ngay={day.isoformat()}") for day in ahead]
    chips = [Chip(label, url, day == on, count if day == on else None) for day, label, url in days]
    return [Chip(f"Đợt {last.day:%d/%m}", _book_url(last.day)), *chips] if last else chips


def _book_url(day: date) -> str:
    return f"{reverse('mail_list')}?ngay={day.isoformat()}"


def _rows(sent: Sent, post: PostState) -> list[Row]:
    """One a unit, the unit with the most urgent work first; superiors that only get copies last."""
    grouped: dict[int, list[Outcome]] = defaultdict(list)
    for outcome in sent.outcomes:
        grouped[outcome.reminder.unit.pk].append(outcome)
    copied = {one.about for outcome in sent.outcomes if (one := outcome.reminder).kind == Kind.ESCALATION}
    stored = _stored_letters(sent)
    rows = [_row(sent, outcomes, copied, stored, post) for outcomes in grouped.values()]
    return sorted(rows, key=lambda row: row.copies_only)


def _row(sent: Sent, outcomes: Sequence[Outcome], copied: set[tuple[str, int]], stored: dict[str, OutboundMessage], post: PostState) -> Row:
    reminders = [outcome.reminder for outcome in outcomes]
    unit = reminders[0].unit
    people = list({person.pk: person for one in reminders for person in one.people}.values())
    statuses = {outcome.status for outcome in outcomes}
    status = next(status for status in (QUEUED, CAPPED, NO_RECIPIENT, SUPPRESSED_HOLIDAY, ALREADY_QUEUED) if status in statuses)
    letters = [stored[key] for person in people if (key := sending.digest_key(sent.on, person.pk)) in stored]
    url = f"{reverse('reminder_letter', args=[unit.code])}?ngay={sent.on.isoformat()}" if status == QUEUED else ""
    return Row(
        unit=unit,
        copies_only=all(one.kind == Kind.ESCALATION for one in reminders),
        copied=any(one.kind != Kind.ESCALATION and one.about in copied for one in reminders),
        status=status,
        people=people,
        without_address=[person.name for person in people if not person.address],
        letter_url=url,
        letters=_letter_states(letters, post, many=len(people) > 1),
        marks=_marks(reminders, sent.on),
        moved_to=max(one.stage.moved_to for one in reminders) if status == SUPPRESSED_HOLIDAY else None,
    )


def _marks(reminders: Sequence[Reminder], on: date) -> list[Mark]:
    """Works of one state together; each says why it comes on this day where that is not its own."""
    found: dict[str, Mark] = {}
    for one in reminders:
        state = due_state(one.due_on, on, "doing")
        assert state is not None  # noqa: S101 - only a missing date has no words
        mark = found.setdefault(state.label, Mark(state.tone, state.icon, state.label))
        name = one.short[:1].upper() + one.short[1:] if one.is_report else code_nb(one.subject)
        mark.works.append(Work(name, one.line.path, one.line.title, _why_this_day(one, on)))
    return list(found.values())


def _why_this_day(one: Reminder, on: date) -> str:
    falls_on = one.stage.falls_on(one.due_on)
    name = "đúng hạn" if not one.stage.offset else f"{abs(one.stage.offset)} ngày"
    if one.stage.moved_to != falls_on:
        how = "trước" if one.stage.moved_to < falls_on else "sau"
        said = f"mốc {name} rơi vào {WEEKDAYS[falls_on.weekday()]} {falls_on:%d/%m}, gửi {how}"
        return said + ("" if one.stage.moved_to >= on else ", gửi bù hôm nay")
    return f"mốc {name} là {falls_on:%d/%m}, gửi bù" if falls_on < on else ""


def _stored_letters(sent: Sent) -> dict[str, OutboundMessage]:
    """The day's letters that are stored already, by key."""
    keys = {sending.digest_key(sent.on, person.pk) for outcome in sent.outcomes for person in outcome.reminder.people}
    if not any(outcome.status in (ALREADY_QUEUED, CAPPED) for outcome in sent.outcomes):
        return {}
    rows = OutboundMessage.objects.order_by().filter(dedupe_key__in=keys).select_related("recipient")
    return {message.dedupe_key: message for message in rows}


def _letter_states(letters: Sequence[OutboundMessage], post: PostState, *, many: bool) -> list[LetterState]:
    """Why a letter waits is said once, on top, while the server takes nothing."""
    return [
        LetterState(
            status_mark(message, post),
            sent_at=message.sent_at,
            why="" if post.is_down and message.status == MessageStatus.PENDING else message.error,
            name=message.recipient.full_name if many else "",
            url=reverse("mail_detail", args=[message.pk]),
        )
        for message in letters
    ]


def _told_reports(sent: Sent) -> set[tuple[str, int, date]]:
    """The reports of which somebody is told on this day: (period, unit that owes, day by which it is awaited)."""
    told = (outcome.reminder for outcome in sent.outcomes if outcome.status != SUPPRESSED_HOLIDAY)
    return {(one.subject, one.owing_id, one.due_on) for one in told if one.is_report}


def _day_off(on: date) -> str:
    """'Chủ nhật', or the holiday's name."""
    return Holiday.objects.filter(date=on).values_list("name", flat=True).first() or WEEKDAYS[on.weekday()]
