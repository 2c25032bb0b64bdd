"""Instruments of one measure step on different resources are read at the same time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support.scan_rig import Rig, at, measure
from support.scpi import ScpiServer

from engine.bench.bench import Bench
from engine.bench.instrument import ManagedInstrument
from engine.errors import InstrumentError
from engine.scans.reading_together import Reader, ReadingThreads, order_of
from engine.scans.sources import Source, take_point

SWEEP = {"kind": "sweep", "axis": "stage.x", "positions": [1, 2, 3], "steps": [measure("d", "e")]}


@pytest.fixture
def servers() -> Iterator[list[ScpiServer]]:
    made = [ScpiServer(), ScpiServer()]
    for server in made:
        server.start()
    yield made
    for server in made:
        server.stop()


@pytest.fixture
def threads() -> Iterator[ReadingThreads]:
    made = ReadingThreads()
    yield made
    made.close()


@pytest.fixture
def load_bench(tmp_path: Path) -> Iterator[Callable[[str], Bench]]:
    made: list[Bench] = []

    def load(text: str) -> Bench:
        (tmp_path / "bench.toml").write_text(text)
        made.append(Bench.load(tmp_path / "bench.toml", lambda event: None))
        return made[-1]

    yield load
    for bench in made:
        bench.close()


def source(instrument: ManagedInstrument, threads: ReadingThreads) -> Source:
    reader = Reader(instrument.name, instrument.group, instrument.others)
    return Source.of(instrument.spec, instrument.measure, None, [], reader, threads)


def test_each_answers_while_the_other_is_asked(
    servers: list[ScpiServer], threads: ReadingThreads, load_bench: Callable[[str], Bench]
) -> None:
    both = threading.Barrier(2, timeout=20)

    def answer(text: str) -> Callable[[], str]:
        def wait() -> str:
            both.wait()  # nobody answers before both are asked
            return text

        return wait

    text = '[[instrument]]\nname = "sum"\ndriver = "simulated"\nderived.s = { formula = "a.u + b.u" }\n'
    for name, server in zip("ab", servers, strict=True):
        text += f'[[instrument]]\nname = "{name}"\nresource = "{server.resource}"\nanswer_lines = 1\n'
        text += 'reads.u = { query = "U?", poll = false }\n'
        server.answers["U?"] = answer({"a": "1", "b": "2"}[name])
    bench = load_bench(text)
    sources = [source(bench.instruments[name], threads) for name in ("sum", "a", "b")]
    for _ in range(3):
        rows, answers = take_point(sources, {}, {}, (0, 0, 0, 0))
        assert answers == {"sum": {"s": 3.0}, "a": {"u": 1.0}, "b": {"u": 2.0}}
        assert [row[1][0] for row in rows] == [3.0, 1.0, 2.0]
    assert [len([said for said in server.heard if said == "U?"]) for server in servers] == [3, 3]
    servers[1].answers["U?"] = answer("oops")
    with pytest.raises(InstrumentError, match=r"b: .*oops"):
        take_point(sources, {}, {}, (0, 0, 0, 0))


def test_those_of_one_resource_are_read_in_turn() -> None:
    readers = [Reader("a", 1), Reader("b", 2), Reader("c", 1), Reader("d", 3, frozenset({"e", "b"}))]
    assert order_of(readers) == ([[0, 2], [1]], [3])
    assert order_of([*readers, Reader("e", 4, frozenset({"a"}))]) == ([[0, 2], [1]], [4, 3])
    assert order_of(readers[3:]) == ([[0]], [])


def test_a_scan_reads_them_together_at_each_point() -> None:
    rig = Rig([SWEEP])
    rig.instruments["e"].group = "elsewhere"
    both = threading.Barrier(2, timeout=20)
    rig.world.on_measure = lambda count: _wait(both)
    assert rig.run().state == "completed"
    assert [len(rows) for rows in rig.recorder.rows.values()] == [3, 3]


def _wait(both: threading.Barrier) -> None:
    both.wait()


def test_a_failure_of_one_ends_the_scan_after_the_other_has_answered() -> None:
    rig = Rig([SWEEP])
    rig.instruments["e"].group = "elsewhere"
    at(rig, 2, lambda: setattr(rig.instruments["e"], "failure", InstrumentError("e", "it burns")))
    outcome = rig.run()
    assert outcome.state == "failed"
    assert "it burns" in outcome.message
