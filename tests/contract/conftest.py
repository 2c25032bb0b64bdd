"""Real servers for a test file: a whole one, or one without an engine, whose place the test takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from support.live import Producer, producing
from support.running import Client, RunningServer


@pytest.fixture(scope="module")
def client(module_client: Client) -> Client:
    """HTTP to one real server for a whole test file, signed in; tests make their own queues in it."""
    return module_client


@pytest.fixture(scope="module")
def prefixed(start_for_module: Callable[..., RunningServer]) -> RunningServer:
    """One real server for a whole test file, under the prefix /lab/."""
    return start_for_module("--prefix", "/lab/")


@pytest.fixture(scope="module")
def web(start_for_module: Callable[..., RunningServer]) -> RunningServer:
    """One real server for a whole test file, without an engine."""
    return start_for_module("--no-engine")


@pytest.fixture(scope="module")
def lab(web: RunningServer) -> Iterator[Producer]:
    """Writes into the database of `web` what an engine would write."""
    with producing(web.home) as producer:
        yield producer
