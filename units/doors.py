"""How many wrong passwords are taken, from where, and who waits then: one ledger (django-axes' table), one rule wherever one is given.

A *source* is where a try comes from: a browser in which this very account has logged in before (a known browser), the person's own
session (the password page), or else the network address. Each source has five tries a name, then twelve hours' pause for that name (TCVN
14423:2026, business software). So nobody can be locked out by a stranger: the stranger locks his own address for that name.
Many addresses on one name, or one address on many names, only slow down the browsers that are not known (docs/adr/0006).

All times are the machine's. A try is counted before its password is checked and forgiven when it was right: tries sent at once count too.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from axes.helpers import get_cool_off
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Max, Q, QuerySet, Sum
from django.utils import timezone

STRANGER = ""
KNOWN = "quen:"
SIGNED_IN = "trong-cong"


@dataclass(frozen=True)
class Slowing:
    """From ``after`` wrong tries on, a pause after each, doubled with every ``step`` more, ``most`` at the end."""

    after: int
    step: int
    first: timedelta
    most: timedelta

    def pause(self, failures: int) -> timedelta:
        if failures < self.after:
            return timedelta(0)
        doublings = min((failures - self.after) // self.step, 16)
        return min(self.first * 2**doublings, self.most)


ONE_NAME = Slowing(after=15, step=1, first=timedelta(seconds=30), most=timedelta(minutes=15))
ONE_ADDRESS = Slowing(after=30, step=10, first=timedelta(seconds=5), most=timedelta(minutes=1))


@dataclass(frozen=True)
class Try:
    """Somebody gives a password for ``name``; ``browser`` is ``STRANGER``, ``SIGNED_IN`` or ``KNOWN`` with the browser's number."""

    name: str
    address: str | None
    browser: str

    def same_source(self) -> Q:
        """The condition for tries of one source: a known browser is recognised at any address, a stranger by the address alone."""
        if self.browser == STRANGER:
            return Q(username=self.name, user_agent=STRANGER, ip_address=self.address)
        return Q(username=self.name, user_agent=self.browser)


@dataclass(frozen=True)
class Refusal:
    """No password is taken before ``until``, because of wrong ones by this ``source``, for this ``name``, or from this ``address``."""

    because_of: str
    until: datetime
    browser: str


def begin(given: Try) -> Refusal | None:
    """Count the try; or say why it is not even looked at. What is refused is not counted, so no pause grows by waiting people."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('log-in'), hashtext(%s))", [given.name])
        refusal = standing(given)
        if refusal is None:
            _count(given)
        return refusal


def standing(given: Try) -> Refusal | None:
    """The refusal that keeps this try out at this moment, if any, in one query."""
    strange = Q(user_agent=STRANGER)
    groups = {"source": given.same_source(), "name": strange & Q(username=given.name), "address": strange & Q(ip_address=given.address)}
    found = (
        _counted()
        .filter(Q(username=given.name) | Q(ip_address=given.address))
        .aggregate(
            **{f"{group}_failures": Sum("failures_since_start", filter=which, default=0) for group, which in groups.items()},
            **{f"{group}_last": Max("attempt_time", filter=which) for group, which in groups.items()},
        )
    )
    pauses = {"source": pause() if found["source_failures"] >= settings.AXES_FAILURE_LIMIT else timedelta(0)}
    if given.browser == STRANGER:
        pauses |= {"name": ONE_NAME.pause(found["name_failures"]), "address": ONE_ADDRESS.pause(found["address_failures"])}
    ends = {group: found[f"{group}_last"] + length for group, length in pauses.items() if length}
    late = {group: end for group, end in ends.items() if end > timezone.now()}
    if not late:
        return None
    group = max(late, key=late.__getitem__)
    return Refusal(group, late[group], given.browser)


def forgive(given: Try) -> None:
    """The password was right: forget the wrong tries of this source for this name."""
    AccessAttempt.objects.filter(given.same_source()).delete()


def open_for(name: str) -> int:
    """Forget every wrong password for this name, wherever it was given; how many sources that were."""
    return AccessAttempt.objects.filter(username=name).delete()[0]


def open_all() -> int:
    """Forget every wrong password; how many sources and names that were."""
    return AccessAttempt.objects.all().delete()[0]


def forget_log_ins(*, before: datetime) -> int:
    """Log-ins and wrong passwords from before that moment of the machine's clock; returns how many."""
    return sum(model.objects.filter(attempt_time__lt=before).delete()[0] for model in (AccessLog, AccessAttempt, AccessFailureLog))


def kept_out() -> QuerySet[AccessAttempt]:
    """The sources that are kept out for a name at this moment."""
    return _counted().filter(failures_since_start__gte=settings.AXES_FAILURE_LIMIT)


def pause() -> timedelta:
    """How long a source waits after its last wrong password."""
    length: timedelta = get_cool_off()
    return length


def _counted() -> QuerySet[AccessAttempt]:
    """The rows of wrong tries that are not too old to count."""
    return AccessAttempt.objects.filter(attempt_time__gt=timezone.now() - pause())


def _count(given: Try) -> None:
    now = timezone.now()
    rows = AccessAttempt.objects.filter(given.same_source())
    rows.exclude(pk__in=_counted().values("pk")).delete()
    if not rows.update(failures_since_start=F("failures_since_start") + 1, attempt_time=now, ip_address=given.address):
        AccessAttempt.objects.create(username=given.name, ip_address=given.address, user_agent=given.browser, failures_since_start=1)
