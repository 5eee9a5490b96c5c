"""States of the database that many tests begin in, each made once a module instead of once a test.

A maker builds its state by the real services inside a transaction that stays open for the tests of one module; every test works in a
savepoint of its own on top of it, so each meets the state as it was made. pytest groups a module's tests by the state they ask for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

Maker = Callable[[], Any]


def keep(metafunc: pytest.Metafunc, makers: Mapping[str, Maker]) -> None:
    """For ``pytest_generate_tests``: the test begins in the first of these states whose fixture it uses; the furthest stands first.

    One that uses none of them begins in an empty state, so that it never meets what its neighbours keep; one with real transactions
    begins in none.
    """
    marker = metafunc.definition.get_closest_marker("django_db")
    if marker is None and "db" not in metafunc.fixturenames:
        return
    named = "kept_state" in metafunc.fixturenames
    maker = next((maker for name, maker in makers.items() if named and name in metafunc.fixturenames), nothing)
    if not named:
        metafunc.fixturenames.insert(0, "kept_state")
    real = marker is not None and marker.kwargs.get("transaction", False)
    metafunc.parametrize("kept_state", [None if real else maker], indirect=True, scope="module", ids=[pytest.HIDDEN_PARAM])


def nothing() -> None:
    """The template database as it is."""


@contextmanager
def made(maker: Maker | None, blocker: DjangoDbBlocker) -> Iterator[Any]:
    """What ``maker`` returns; what it stored is gone at the end."""
    if maker is None:
        yield None
        return
    with blocker.unblock(), transaction.atomic():
        state = maker()
        connection.run_on_commit.clear()  # what the making would have rung for is no business of the tests
        yield state
        transaction.set_rollback(True)
