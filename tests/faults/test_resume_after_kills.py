"""An engine is killed again and again while its bench is edited: every point once, each after its waits."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path

import pytest
from support.engine_process import EngineProcess, until
from support.oven import Oven
from support.plan_strategies import EXAMPLES
from support.plans import Json, sweep

from engine.model.states import ScanState

TEMPERATURES, POSITIONS = (300, 310, 320), (1, 2, 3)
SOAK, SETTLE = 0.25, 0.05
INNER = sweep("oven.x", list(POSITIONS), {"kind": "measure", "instruments": ["oven"]}, settle=SETTLE)
PLANS: dict[str, list[Json]] = {
    "a wait before an inner sweep": [
        sweep("oven.t", list(TEMPERATURES), {"kind": "wait", "seconds": SOAK}, INNER)
    ],
    "the settle of the outer sweep": [sweep("oven.t", list(TEMPERATURES), INNER, settle=SOAK)],
    "set and wait in a repeat": [
        {"kind": "repeat", "times": 1, "steps": [
            {"kind": "set", "instrument": "oven", "settings": {"t": temperature}},
            {"kind": "wait", "seconds": SOAK}, INNER]}
        for temperature in TEMPERATURES
    ],
    "several waits": [
        sweep("oven.t", list(TEMPERATURES),
              {"kind": "repeat", "times": 5, "steps": [{"kind": "wait", "seconds": SOAK / 5}]}, INNER)
    ],
}  # fmt: skip
EDITS = {
    "unit": ('"SOAKED?"\nunit = "s"', '"SOAKED?"\nunit = "min"', "oven.soaked: unit was s and is min"),
    "shape": ('"SOAKED?"', '"SOAKED?"\nshape = [2]', "oven.soaked: shape was not given and is [2]"),
    "query": ("SETTLED?", "SOAKED?", "oven.settled: query was SETTLED? and is SOAKED?"),
    "axis": ('unit = "mm"', 'unit = "um"', "oven.x: unit was mm and is um"),
}


@contextmanager
def engine_on(home: Path, bench: Path) -> Iterator[EngineProcess]:
    """An engine that is killed at the end, whatever it does."""
    made = EngineProcess(home, bench=bench).ready()
    try:
        yield made
    finally:
        made.kill()
        made.database.dispose()


@pytest.fixture
def oven() -> Iterator[Oven]:
    """The oven."""
    made = Oven()
    made.start()
    yield made
    made.stop()


@pytest.mark.timeout(600)
@pytest.mark.parametrize("seed", range(2 * EXAMPLES))
def test_every_point_once_and_after_its_waits(tmp_path: Path, oven: Oven, seed: int) -> None:
    draw = random.Random(seed)
    case, edit = draw.choice(sorted(PLANS)), draw.choice(sorted(EDITS))
    kills = [draw.randint(1, 40) for _ in range(draw.randint(1, 3))]
    home = tmp_path / "home"
    home.mkdir()
    bench = home / "bench.toml"
    bench.write_text(oven.bench())
    oven.lose_power()
    with engine_on(home, bench) as engine:
        engine.queue({"name": case, "steps": PLANS[case]})
        until(lambda: engine.scan("SCAN_001").point >= 1, "the first point")
    refused_under(edit, home, bench, oven)
    for kill in kills:
        oven.lose_power()
        with engine_on(home, bench) as engine:
            if engine.scan("SCAN_001").status is not ScanState.INTERRUPTED:
                break
            until_heard(engine, oven, kill)
    oven.lose_power()
    with engine_on(home, bench) as engine:
        if engine.scan("SCAN_001").status is ScanState.INTERRUPTED:
            engine.do("scan", "SCAN_001", "resume")
        engine.scan_is("SCAN_001", ScanState.COMPLETED)
        rows = engine.rows("SCAN_001", "oven")
    assert rows.units["soaked"] == "s"
    assert rows.total == len(rows.timestamps) == len(TEMPERATURES) * len(POSITIONS)
    positions = rows.columns["oven.x"].tolist()
    assert positions == [x for _, x in product(TEMPERATURES, POSITIONS)]
    if "oven.t" in rows.columns:
        assert rows.columns["oven.t"].tolist() == [t for t, _ in product(TEMPERATURES, POSITIONS)]
    assert min(rows.columns["soaked"]) >= SOAK
    assert min(rows.columns["settled"]) >= SETTLE


def until_heard(engine: EngineProcess, oven: Oven, messages: int) -> None:
    """Let the scan go on until the oven has heard so many messages more, or to its end."""
    before = len(oven.heard)
    engine.do("scan", "SCAN_001", "resume")

    def enough() -> bool:
        return len(oven.heard) >= before + messages or engine.scan("SCAN_001").status is ScanState.COMPLETED

    until(enough, "some messages")


def refused_under(edit: str, home: Path, bench: Path, oven: Oven) -> None:
    """An engine on the edited bench lets the interrupted scan be, and says why."""
    old, new, said = EDITS[edit]
    assert old in oven.bench()
    bench.write_text(oven.bench().replace(old, new, 1))
    with engine_on(home, bench) as engine:
        found = engine.scan("SCAN_001")
        if found.status is ScanState.INTERRUPTED:
            answer = engine.ask("scan", "SCAN_001", "resume")
            assert (answer.status, said in answer.reason) == ("refused", True), answer
            assert engine.scan("SCAN_001").point == found.point
            assert engine.rows("SCAN_001", "oven").units["soaked"] == "s"
    bench.write_text(oven.bench())
