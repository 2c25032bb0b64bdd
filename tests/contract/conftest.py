"""A web server without an engine, and the test itself in the engine's place: for tests of what is delivered."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from support.live import Producer, producing
from support.running import RunningServer


@pytest.fixture(scope="module")
def web(start_for_module: Callable[..., RunningServer]) -> RunningServer:
    """One real server for a whole test file, without an engine."""
    return start_for_module("--no-engine")


@pytest.fixture(scope="module")
def lab(web: RunningServer) -> Iterator[Producer]:
    """Writes into the database of `web` what an engine would write."""
    with producing(web.home) as producer:
        yield producer
