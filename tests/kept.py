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

    A module names states of its own in ``BEGINNINGS``; they stand before all others. Who begins in none of them meets the database as the
    template is, whatever its neighbours keep.
    """
    makers = {**getattr(metafunc.module, "BEGINNINGS", {}), **makers}
    named = "kept" in metafunc.fixturenames and not has_real_transactions(metafunc.definition)
    maker = next((maker for name, maker in makers.items() if named and name in metafunc.fixturenames), None)
    metafunc.parametrize("kept_state", [maker], indirect=True, scope="module", ids=[pytest.HIDDEN_PARAM])


def has_real_transactions(test: pytest.Item) -> bool:
    marker = test.get_closest_marker("django_db")
    return marker is not None and bool(marker.kwargs.get("transaction", False))


@contextmanager
def made(maker: Maker, blocker: DjangoDbBlocker) -> Iterator[Any]:
    """What ``maker`` returns; what it stored is gone at the end."""
    with blocker.unblock(), transaction.atomic():
        state = maker()
        connection.run_on_commit.clear()  # what the making would have rung for is no business of the tests
        yield state
        transaction.set_rollback(True)
