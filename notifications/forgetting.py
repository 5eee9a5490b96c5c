"""Old messages and kept mails go. Safe to run at any time and twice."""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from notifications.models import OutboundMessage
from notifications.workflow import UNDER_WAY


@transaction.atomic
def forget_messages(*, before: datetime) -> int:
    """Messages made before that moment of the portal's clock, with their lines; what is still under way stays. Returns how many messages.

    The lines are the ledger of what was told. Their keys hold the day or the act, none of which comes again after months.
    """
    old = list(OutboundMessage.objects.filter(made_at__lt=before).exclude(status__in=UNDER_WAY).values_list("pk", flat=True))
    OutboundMessage.objects.filter(pk__in=old).delete()
    return len(old)


def forget_kept_mails(*, before: datetime) -> int:
    """Files of mails that were kept for want of a mail server, by the machine's clock."""
    old = [path for path in Path(settings.KEPT_MAIL_DIR).glob("*") if path.is_file() and path.stat().st_mtime < before.timestamp()]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
