"""Tell the people of a unit that something happened: an answer, a return, a confirmation. In the caller's transaction, once a key.

Read on the portal at once; mailed too, unless ``mail=False``. Who did it is not told. Source: design, page 17.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from common import clock
from notifications import outbox
from notifications.models import MessageLine
from notifications.outbox import Draft, Line
from notifications.workflow import MessageKind
from units.models import Membership, User
from units.roles import WORKING_ROLES

LONGEST_TITLE = int(MessageLine._meta.get_field("title").max_length or 0)
LONGEST_DETAIL = int(MessageLine._meta.get_field("detail").max_length or 0)


def tell(
    *,
    unit_ids: Iterable[int | None],
    by: User | None,
    key: str,
    title: str,
    path: str,
    detail: str = "",
    headline: str = "Thông báo",
    tone: str = "",
    mail: bool = True,
) -> int:
    """One notice to everyone who does the work of these units; returns how many persons are told now.

    ``key`` names the event for ever ("difficulty:7:v2"): told again under it, nobody hears it twice. ``path`` is the page behind the title,
    ``detail`` the words that matter (the answer, the reason), ``tone`` "late", "soon" or "".
    """
    notice = Notice(title, path, detail, headline, tone)
    wanted = dict.fromkeys((pk for pk in unit_ids if pk is not None), notice)
    return _tell(wanted, dict.fromkeys(wanted, key), by=by, mail=mail)


@dataclass(frozen=True)
class Notice:
    """What one unit is told."""

    title: str
    path: str
    detail: str = ""
    headline: str = "Thông báo"
    tone: str = ""


def tell_each(notices: Mapping[int, Notice], *, by: User | None, key: str, mail: bool = True) -> int:
    """Each of these units (by id) its own notice, for the same event; as many queries for one unit as for all. Returns the persons told."""
    return _tell(notices, {pk: f"{key}:{pk}" for pk in notices}, by=by, mail=mail)


def _tell(notices: Mapping[int, Notice], keys: Mapping[int, str], *, by: User | None, mail: bool) -> int:
    posts = (
        Membership.objects.filter(unit__in=notices, role__in=WORKING_ROLES, ended_on=None, user__is_active=True)
        .select_related("user", "unit__area__parent")
        .order_by("user_id")
    )
    lines = {pk: _line(keys[pk], notice) for pk, notice in notices.items()}
    return outbox.enqueue([_draft(post, lines[post.unit_id], mail=mail) for post in posts if by is None or post.user_id != by.pk])


def _line(key: str, notice: Notice) -> Line:
    return Line(
        key=f"notice:{key}",
        urgency=0,
        headline=notice.headline,
        title=_cut(notice.title, LONGEST_TITLE),
        path=notice.path,
        tone=notice.tone,
        detail=_cut(notice.detail, LONGEST_DETAIL),
    )


def _draft(post: Membership, line: Line, *, mail: bool) -> Draft:
    key = f"{line.key}:{post.user_id}"
    return Draft(
        key=key,
        kind=MessageKind.NOTICE,
        recipient_id=post.user_id,
        address=post.user.email if mail else "",
        day=clock.today(),
        title=line.title,
        greeting=post.unit.qualified_name,
        path=line.path,
        action="Mở trên cổng",
        lines=[replace(line, key=key)],
    )


def _cut(text: str, most: int) -> str:
    """Long answers are read whole behind the link."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
