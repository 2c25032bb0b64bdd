"""One real server for each test file, and the Python client connected to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from support.running import RunningServer

import pybirch


@pytest.fixture(scope="module")
def lab(module_server: RunningServer) -> Iterator[pybirch.Lab]:
    """The client, connected by the address that the server printed."""
    with pybirch.connect(module_server.ready_url) as connected:
        yield connected
