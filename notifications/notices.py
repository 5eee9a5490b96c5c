"""Tell the people of a unit that something happened: an answer, a return, a confirmation. In the caller's transaction, once a topic.

Read on the portal at once. ``tell`` mails it too: its words come from the room that registered the topic's kind (``register``), now and
again when the mail leaves, so a mail that waited says what is true then or is not sent. ``show`` and ``show_each`` are for the portal
alone, so their words leave at once. Who did it is not told.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from common import clock
from common.workflow import Step
from notifications import outbox, registry
from notifications.outbox import LONGEST_DETAIL, LONGEST_TITLE, Draft, cut
from notifications.registry import LetterLine, Reader, Told
from notifications.workflow import MessageKind
from units.models import Membership, User
from units.roles import WORKING_ROLES

ACTION = "Mở trên cổng"


@dataclass(frozen=True)
class Notice:
    """What one unit is told. ``about`` names the thing: of several notices of one thing that wait for the post, the last one counts."""

    title: str
    path: str
    detail: str = ""
    headline: str = "Thông báo"
    tone: str = ""
    about: str = ""


def told(step: Step, path: str, detail: str = "", *, thing: str = "", **said: str) -> Notice:
    """What the table says of this act (``Step.news``), with its words filled in. ``thing`` is what it is about."""
    if step.news is None:
        raise ValueError(f"nobody is told of {step.name!r}")
    return Notice(step.news.title.format(**said), path, detail, step.news.headline, step.news.tone, about=thing)


Say = Callable[[int, str], Notice | None]
"""(unit, topic) → the words, or None where it is not true any more or no longer that unit's."""


def register(*kinds: str, say: Say) -> None:
    """Called at start by the room that knows these kinds."""

    def teller(reader: Reader, topics: Sequence[str], _on: date) -> list[Told]:
        found: dict[str, Told] = {}
        for topic in topics:
            if (notice := say(reader.unit_id, topic)) is not None:
                about = notice.about or topic
                found.pop(about, None)  # the last one takes its place at the end
                found[about] = _told(topic, notice)
        return list(found.values())

    registry.register(*kinds, teller=teller)


def tell(*, topic: str, unit_ids: Iterable[int | None], by: User | None) -> int:
    """One notice, by mail too, to everyone who does the work of these units; returns how many persons are told now.

    ``topic`` names the event for ever ("difficulty:7:v2"): told again under it, nobody hears it twice.
    """
    wanted = [pk for pk in dict.fromkeys(unit_ids) if pk is not None]
    today = clock.today()
    found = {pk: registry.told(Reader(0, pk), [topic], today) for pk in wanted}
    return _store({pk: told for pk, told in found.items() if told is not None}, by=by, mail=True)


def show(*, topic: str, unit_ids: Iterable[int | None], by: User | None, notice: Notice) -> int:
    """Tell the people of these units one thing, on the portal alone."""
    return _store({pk: _told(topic, notice) for pk in unit_ids if pk is not None}, by=by, mail=False)


def show_each(notices: Mapping[int, Notice], *, by: User | None, topic: str) -> int:
    """Each of these units (by id) its own notice of the same event, on the portal alone; as many queries for one unit as for all."""
    return _store({pk: _told(f"{topic}:{pk}", notice) for pk, notice in notices.items()}, by=by, mail=False)


def _store(told: Mapping[int, Told], *, by: User | None, mail: bool) -> int:
    posts = (
        Membership.objects.current()
        .filter(unit__in=told, role__in=WORKING_ROLES, user__is_active=True)
        .select_related("user")
        .order_by("user_id")
    )
    return outbox.enqueue([_draft(post, told[post.unit_id], mail=mail) for post in posts if by is None or post.user_id != by.pk])


def _told(topic: str, notice: Notice) -> Told:
    title = cut(notice.title, LONGEST_TITLE)
    line = LetterLine(topic, 0, notice.headline, title, notice.path, notice.tone, detail=cut(notice.detail, LONGEST_DETAIL))
    return Told(title, notice.path, ACTION, (line,))


def _draft(post: Membership, told: Told, *, mail: bool) -> Draft:
    return Draft(
        key=f"notice:{outbox.line_key(told.lines[0].topic, post.user_id)}",
        kind=MessageKind.NOTICE,
        recipient_id=post.user_id,
        unit_id=post.unit_id,
        mail=mail and bool(post.user.email),
        day=clock.today(),
        told=told,
    )
