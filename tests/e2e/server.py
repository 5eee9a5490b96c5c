"""A portal of its own for each module of browser tests: a fresh copy of the database, the real units, a real web server, a fixed day.

The server answers in threads of this process, so that tests may also ask services and commands about the same database.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.test import override_settings
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from tests.databases import Databases
from units.models import Unit, User
from units.roles import Role
from units.services import create_user

PASSWORD = "Mat-khau-thu-2021"


@dataclass(frozen=True)
class Portal:
    """A running portal. ``day`` is what its clock says."""

    address: str
    day: date

    @contextlib.contextmanager
    def on(self, day: date) -> Iterator[None]:
        """The portal's clock says another day for a while; the web server answers in this process, so it lives on that day too."""
        with override_settings(PORTAL_TODAY=day):
            yield

    def make_user(self, username: str, unit: str, role: Role) -> User:
        """An account that need not change its password first."""
        return create_user(
            by=None,
            username=username,
            full_name=f"Cán bộ {username}",
            email="",
            unit=Unit.objects.get(code=unit),
            role=role,
            password=PASSWORD,
            must_change_password=False,
        )


@contextlib.contextmanager
def open_portal(day: date, blocker: DjangoDbBlocker) -> Iterator[Portal]:
    """An empty portal: units, no people, no dispatches."""
    # Playwright's loop runs in this thread; Django would take its own queries here for asynchronous ones.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with blocker.unblock(), override_settings(PORTAL_TODAY=day):
        databases = Databases(settings.RUN_ID, f"{settings.WORKER}_e2e")
        databases.create()
        try:
            cache.clear()
            call_command("load_units", verbosity=0)
            server = LiveServer("localhost")
            try:
                yield Portal(server.url, day)
            finally:
                server.stop()
        finally:
            databases.drop()
            del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
