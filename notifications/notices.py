"""Tell the people of a unit that something happened: an answer, a return, a confirmation. In the caller's transaction, once a key.

Read on the portal at once; mailed too, unless ``mail=False``. Who did it is not told. Source: design, page 17.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

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
    posts = (
        Membership.objects.filter(unit__in={pk for pk in unit_ids if pk is not None}, role__in=WORKING_ROLES, ended_on=None)
        .filter(user__is_active=True)
        .select_related("user", "unit__area__parent")
        .order_by("user_id")
    )
    line = Line(
        key=f"notice:{key}",
        urgency=0,
        headline=headline,
        title=_cut(title, LONGEST_TITLE),
        path=path,
        tone=tone,
        detail=_cut(detail, LONGEST_DETAIL),
    )
    return outbox.enqueue([_draft(post, line, mail=mail) for post in posts if by is None or post.user_id != by.pk])


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
