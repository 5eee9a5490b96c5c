"""Sessions that run from the last act, not from the log-in (``SESSION_ENGINE``)."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends import db
from django.utils import timezone

KEY_LENGTH = 32


class SessionStore(db.SessionStore):
    """Django's sessions in the database; one that is used is stored anew, at most once in ``SESSION_REFRESH_SECONDS``."""

    def load(self) -> dict[str, Any]:
        row = self._get_session_from_db()  # type: ignore[attr-defined]  # the stubs do not know it
        if row is None:
            return {}
        left = row.expire_date - timezone.now()
        if left < timedelta(seconds=settings.SESSION_COOKIE_AGE - settings.SESSION_REFRESH_SECONDS):
            self.modified = True  # the middleware stores it and sends the cookie again
        data: dict[str, Any] = self.decode(row.session_data)
        return data

    def _validate_session_key(self, key: str | None) -> bool:
        """What is no key of ours is never asked of the database."""
        return bool(key) and len(key) == KEY_LENGTH and key.isascii() and key.isalnum()  # type: ignore[union-attr,arg-type]
