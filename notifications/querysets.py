"""Every named set of messages: what a person may read, what waits for the post, what is stuck."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from notifications.workflow import HANDED_OVER, TROUBLED, UNDER_WAY, MessageKind, MessageStatus
from units.models import Membership

if TYPE_CHECKING:
    from notifications.models import OutboundMessage  # noqa: F401 - named as text below


class MessageQuerySet(models.QuerySet["OutboundMessage"]):
    """Named sets of messages."""

    def of(self, user: Any) -> Self:
        """The inbox: a person sees the messages to himself and no other."""
        return self.filter(recipient=user.pk)

    def still_own(self) -> Self:
        """Told for the unit in which the person works now; what he was told in an earlier post is that unit's matter."""
        posts = Membership.objects.current().filter(user=OuterRef("recipient"), unit=OuterRef("unit"))
        return self.filter(Q(unit=None) | Exists(posts))

    def unread(self) -> Self:
        """Messages that were not read yet and are still the reader's own."""
        return self.still_own().filter(read_at=None)

    def unread_by(self, user: Any) -> Self:
        """Those of one person, whose post every page knows already."""
        own = user.unit.pk if user.unit else None
        return self.of(user).filter(Q(unit=None) | Q(unit=own), read_at=None)

    def digests(self) -> Self:
        return self.filter(kind=MessageKind.DIGEST)

    def on_day(self, day: date) -> Self:
        return self.filter(day=day)

    def waiting(self, moment: datetime) -> Self:
        """To be mailed now: waiting, and not put off until later."""
        return self.filter(status=MessageStatus.PENDING, next_try_at__lte=moment)

    def under_way(self) -> Self:
        return self.filter(status__in=UNDER_WAY)

    def handed_over(self) -> Self:
        """Given to the mail server, or kept because there is none."""
        return self.filter(status__in=HANDED_OVER)

    def troubled(self) -> Self:
        """A person has to look: could not be sent, or nobody knows whether it arrived."""
        return self.filter(status__in=TROUBLED)
