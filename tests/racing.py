"""Acts at the same moment, each in a connection of its own, with real transactions."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from django.db import connection

from common import clock
from common.errors import PortalError
from tests.factories.directives import TODAY

Done = TypeVar("Done")


def at_once(*acts: Callable[[], Done]) -> list[Done | PortalError]:
    """Runs the acts in threads that start together; what an act raised, if the portal refused it, stands for its result."""
    start = Barrier(len(acts))

    def run(act: Callable[[], Done]) -> Done | PortalError:
        try:
            start.wait(timeout=60)
            with clock.at(TODAY):
                return act()
        except PortalError as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [future.result(timeout=60) for future in [pool.submit(run, act) for act in acts]]
