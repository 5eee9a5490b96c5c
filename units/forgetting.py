"""What of people's comings and goings is kept no longer than it is needed. Safe to run at any time and twice."""

from datetime import datetime

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.utils import timezone

from units.keeping import KEPT_FOR
from units.models import KeptWords


def forget_log_ins(*, before: datetime) -> int:
    """Log-ins and wrong passwords from before that moment of the machine's clock; returns how many."""
    return sum(model.objects.filter(attempt_time__lt=before).delete()[0] for model in (AccessLog, AccessAttempt, AccessFailureLog))


def forget_late_words() -> int:
    """Words of forms that came too late and that nobody came back for; returns how many."""
    return KeptWords.objects.filter(kept_at__lte=timezone.now() - KEPT_FOR).delete()[0]
