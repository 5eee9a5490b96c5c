"""One helper of the views: a rule that is not met becomes a 403 that says why."""

from __future__ import annotations

from collections.abc import Callable

from common.errors import Forbidden
from django.core.exceptions import PermissionDenied
from units.models import User


def require(check: Callable[[User], None], user: User) -> None:
    """Run a check; what it refuses is shown by the page of the 403."""
    try:
        check(user)
    except Forbidden as refusal:
        raise PermissionDenied(refusal.message) from refusal
