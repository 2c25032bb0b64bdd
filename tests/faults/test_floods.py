"""A connection that sends without pause is ended, without delaying stops or viewers.

Each flood lasts until the server ends it. `PYBIRCH_FLOOD_SECONDS=8` watches for at least so long each time and
prints the figures.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from support import floods
from support.floods import FLOODS, Outcome, Target
from support.live import Producer, producing
from support.running import RunningServer
from support.watched import Watch, percentile, watching

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]

SECONDS = float(os.environ.get("PYBIRCH_FLOOD_SECONDS", "0"))
LONGEST = 40.0
"""Seconds within which each flood is ended even on a slow machine; strangers have 5."""
ALLOWED = 0.25
"""Seconds within which health and stop answer at the 99th percentile, on a machine that has nothing else to do."""


@pytest.fixture(scope="module")
def server(start_for_module: Callable[..., RunningServer]) -> RunningServer:
    """One server for all floods."""
    return start_for_module()


@pytest.fixture(scope="module")
def lab(server: RunningServer) -> Iterator[Producer]:
    """Measures what is watched."""
    with producing(server.home) as producer:
        yield producer


@pytest.fixture(scope="module")
def calm(server: RunningServer, lab: Producer) -> float:
    """The longest answer while nobody floods: what this machine, and whatever else runs on it, make of 250 ms."""
    with watching(server, lab) as watch:
        time.sleep(3)
    watch.assert_nothing_missed()
    return max(watch.times.health + watch.times.stop)


def flooded(server: RunningServer, lab: Producer, name: str) -> tuple[Outcome, Watch]:
    """What became of a flood, and what was seen meanwhile."""
    parts = urlsplit(server.url)
    target = Target(parts.hostname or "", parts.port or 0, parts.path, server.token)
    until = time.monotonic() + SECONDS
    with watching(server, lab) as watch:
        found = floods.outcome(floods.start(name, target, max(SECONDS, LONGEST)), LONGEST * 2)
        time.sleep(max(0.0, until - time.monotonic()))
    return found, watch


@pytest.mark.parametrize("name", FLOODS)
def test_a_flood(server: RunningServer, lab: Producer, calm: float, name: str) -> None:
    found, watch = flooded(server, lab, name)
    times = {"health": watch.times.health, "stop": watch.times.stop}
    figures = {kind: percentile(values, 0.99) for kind, values in times.items()}
    if SECONDS:
        told = ", ".join(f"{kind} {seconds * 1000:.0f} ms" for kind, seconds in figures.items())
        print(f"\n{name}: p99 of {told}; ended after {found.closed_after} s with {found.codes}")
    assert found.closed_after is not None, f"it went on for {LONGEST:g} s: {found}"
    watch.assert_nothing_missed()
    assert set(found.codes) & FLOODS[name].told, found
    assert max(figures.values()) < ALLOWED + 4 * calm, figures
