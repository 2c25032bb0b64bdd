"""A bench for a test, the instruments behind it, and the events that it emitted."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support.positioner import PYMEASURE, OnSerialLine, OnTcp, Positioner
from support.scpi import Reported, ScpiServer

from engine.bench.bench import Bench


@pytest.fixture
def scpi() -> Iterator[ScpiServer]:
    made = ScpiServer()
    made.start()
    yield made
    made.stop()


@pytest.fixture
def reported() -> Reported:
    return Reported()


@pytest.fixture
def load_bench(tmp_path: Path, reported: Reported) -> Iterator[Callable[..., Bench]]:
    """Makes a bench from TOML text; started unless told otherwise, and closed at the end."""
    made: list[Bench] = []

    def load(text: str, start: bool = True) -> Bench:
        path = tmp_path / f"bench{len(made)}.toml"
        path.write_text(text)
        bench = Bench.load(path, reported)
        bench.assign_ids({name: number + 1 for number, name in enumerate(bench.instruments)})
        made.append(bench)
        if start:
            bench.start()
        return bench

    yield load
    for bench in made:
        bench.close()


@pytest.fixture
def make_server() -> Iterator[Callable[[], ScpiServer]]:
    """Makes further instruments."""
    made: list[ScpiServer] = []

    def make() -> ScpiServer:
        made.append(ScpiServer())
        return made[-1]

    yield make
    for one in made:
        one.stop()


@pytest.fixture
def positioner() -> Positioner:
    return Positioner()


@pytest.fixture
def on_tcp(positioner: Positioner) -> Iterator[str]:
    """The resource of the positioner on a TCP socket."""
    door = OnTcp(positioner)
    yield door.resource
    door.close()


@pytest.fixture
def on_serial_line(positioner: Positioner) -> Iterator[str]:
    """The resource of the positioner on a serial line."""
    door = OnSerialLine(positioner)
    yield door.resource
    door.close()


@pytest.fixture
def pymeasure_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder whose modules stand beside PyMeasure's makers: `acme.py` has the positioner's class."""
    from pymeasure import instruments

    folder = tmp_path / "instruments"
    folder.mkdir()
    (folder / "acme.py").write_text(PYMEASURE)
    monkeypatch.setattr(instruments, "__path__", [*instruments.__path__, str(folder)])
    importlib.invalidate_caches()
    yield folder
    for name in [name for name in sys.modules if name == "pymeasure.instruments.acme"]:
        del sys.modules[name]
