"""The portal's Celery app, with the teller of the tests: ``celery -A tests.notifications.worker``."""

from __future__ import annotations

from dongthap_remediation.celery import app
from tests.notifications import teller

teller.register()
__all__ = ["app"]
