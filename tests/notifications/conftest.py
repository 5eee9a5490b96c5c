from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django.fixtures import Settings

from tests.notifications import teller
from tests.notifications.sink import Sink


@pytest.fixture
def sink() -> Iterator[Sink]:
    server = Sink()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def mail_server(sink: Sink, settings: Settings) -> Sink:
    """The sink as this process's mail server, as ``EMAIL_URL`` would make it."""
    settings.EMAIL_BACKEND = "notifications.smtp.CarefulBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.server_address[1]
    settings.EMAIL_TIMEOUT = 1
    return sink


@pytest.fixture(autouse=True)
def _nothing_is_gone() -> Iterator[None]:
    """What a test says of its topics ends with it."""
    yield
    for said in (teller.GONE, teller.WORDS, teller.FRAME):
        said.clear()
