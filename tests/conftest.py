"""Fixtures shared by all kinds of tests; the program itself is in `support.running`."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings as hypothesis_settings
from support.postgres import Cluster, open_cluster
from support.running import ROOT, Client, RunningServer, start_server

# A change is judged by the same examples each time; whoever develops gets new ones. How long one takes is no matter.
hypothesis_settings.register_profile("new", deadline=None)
hypothesis_settings.register_profile("steady", derandomize=True, deadline=None)
hypothesis_settings.load_profile("steady" if os.environ.get("CI") else "new")

StartServer = Callable[..., RunningServer]

TEST_BENCH = ROOT / "tests" / "support" / "bench.toml"
"""Quick in-process instruments; the demo lab is `benches/demo.toml`."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that take long come first: workers take files in this order, and no long one is left for the end."""
    quick: dict[Path, tuple[bool, bool]] = {}
    for item in items:
        marks = (item.get_closest_marker(name) is None for name in ("slow", "browser"))
        quick[item.path] = min(quick.get(item.path, (True, True)), (next(marks), next(marks)))
    items.sort(key=lambda item: quick[item.path])


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An empty HOME."""
    return tmp_path / "home"


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """A PostgreSQL server."""
    with open_cluster() as cluster:
        yield cluster


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind that is supported."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'lab.sqlite'}"
    cluster: Cluster = request.getfixturevalue("postgres")
    return cluster.new_database()


def _starter(make_home: Callable[[], Path]) -> Iterator[StartServer]:
    with ExitStack() as ending:

        def start(
            *arguments: str, home: Path | None = None, bench: Path | None = None, **options: Any
        ) -> RunningServer:
            every = ("--bench", str(bench or TEST_BENCH), *arguments)
            server = start_server(home or make_home(), every, **options)
            ending.callback(server.stop)
            return server

        yield start


@pytest.fixture
def start(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StartServer]:
    """Starts real servers: `start("--prefix", "/lab/", bench=..., home=...)`; all end with the test."""
    yield from _starter(lambda: tmp_path_factory.mktemp("home"))


@pytest.fixture
def server(start: StartServer) -> RunningServer:
    """A real server of this test's own on the test bench."""
    return start()


@pytest.fixture
def client(server: RunningServer) -> Client:
    """HTTP to `server`, signed in."""
    return server.client()


@pytest.fixture(scope="module")
def start_for_module(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StartServer]:
    """Like `start`, for fixtures that live as long as a test file."""
    yield from _starter(lambda: tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def module_server(start_for_module: StartServer) -> RunningServer:
    """One real server for a whole test file; tests make their own queues in it."""
    return start_for_module()


@pytest.fixture(scope="module")
def module_client(module_server: RunningServer) -> Client:
    """HTTP to `module_server`, signed in."""
    return module_server.client()
