"""What every test may ask for. The settings (``settings_test``) have started the servers by now."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from pytest_django import DjangoDbBlocker

from tests import chromium
from tests.databases import Databases
from tests.kept import has_real_transactions, made

DATABASES = pytest.StashKey[tuple[Databases, DjangoDbBlocker]]()


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Overrides pytest-django's: this process's copy of the migrated template, named in ``DATABASE_URL`` for processes that tests start."""
    with django_db_blocker.unblock():
        databases = Databases(settings.RUN_ID, settings.WORKER)
        databases.create()
    request.config.stash[DATABASES] = databases, django_db_blocker
    main_url = os.environ["DATABASE_URL"]
    os.environ["DATABASE_URL"] = main_url.rsplit("/", 1)[0] + "/" + connection.settings_dict["NAME"]
    yield
    os.environ["DATABASE_URL"] = main_url
    with django_db_blocker.unblock():
        databases.drop()


@pytest.fixture(scope="module", autouse=True)
def kept_state(request: pytest.FixtureRequest) -> Iterator[Any]:
    """The state of the database in which tests of a module begin (``tests.kept``); of most tests none."""
    maker = getattr(request, "param", None)
    if maker is None:
        yield None
        return
    request.getfixturevalue("django_db_setup")
    with made(maker, request.getfixturevalue("django_db_blocker")) as state:
        yield state


@pytest.fixture
def kept(kept_state: Any) -> Any:
    """What the maker of that state returned; None for who begins in none."""
    return kept_state


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """After tests with real transactions, which leave empty tables: else each later test of this process would load the units anew."""
    yield
    if nextitem is not None and has_real_transactions(item) and not has_real_transactions(nextitem) and DATABASES in item.config.stash:
        databases, blocker = item.config.stash[DATABASES]
        with blocker.unblock():
            databases.renew()


@pytest.fixture
def empty_cache() -> Iterator[None]:
    """A cache without keys of earlier tests of this process."""
    cache.clear()
    yield
    cache.clear()


LONG = ("tests/e2e/", "tests/portal/", "tests/notifications/test_faults.py", "tests/directives/importing/")
"""Files that take long are begun first: no process ends with one of them while the other waits."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))
    if chromium.find() is None:
        for item in items:
            if item.get_closest_marker("e2e"):
                item.add_marker(pytest.mark.skip(reason=chromium.MISSING))
