"""What is found in PyMeasure's classes without an instrument agrees with their instances."""

from __future__ import annotations

import time
from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

import pytest
from pymeasure.adapters import Adapter
from pymeasure.instruments import Instrument

from engine.bench.pymeasure_class import Kind, Members, OfInstance, members_of

MAKERS = ["agilent", "keithley", "lakeshore", "newport", "oxfordinstruments", "siglenttechnologies", "srs"]
"""They make channels in every way that PyMeasure has: class attributes, `__init__`, what the instrument answers."""


class Silent(Adapter):
    """An instrument that takes everything and answers 1."""

    def __init__(self) -> None:
        super().__init__()
        self.connection = type("Connection", (), {"timeout": 1000})()

    def _write(self, command: str, **kwargs: Any) -> None:
        pass

    def _write_bytes(self, content: bytes, **kwargs: Any) -> None:
        pass

    def _read(self, **kwargs: Any) -> str:
        return "1"

    def _read_bytes(self, count: int, break_on_termchar: bool = False, **kwargs: Any) -> bytes:
        return b"1" * max(count, 1)

    def flush_read_buffer(self) -> None:
        pass

    def close(self) -> None:
        pass


def classes(maker: str) -> Iterator[type]:
    package = import_module(f"pymeasure.instruments.{maker}")
    for module in walk_packages(package.__path__, f"{package.__name__}."):
        yield from (
            found
            for found in vars(import_module(module.name)).values()
            if isinstance(found, type) and issubclass(found, Instrument) and found is not Instrument
        )


def differences(label: str, known: Members, live: Members) -> Iterator[str]:
    for name in live.names():
        before, there = known.find(name), live.find(name)
        if before is None or there is None:
            yield f"{label}.{name}: {before} / {there}"
        elif Kind.UNKNOWN in (before.kind, there.kind):
            continue
        elif (before.kind, before.readable, before.settable) != (there.kind, there.readable, there.settable):
            yield f"{label}.{name}: {before} / {there}"
        elif before.kind is Kind.CHANNEL and before.inside and there.inside and label.count(".") < 2:
            yield from differences(f"{label}.{name}", before.inside, there.inside)


@pytest.mark.parametrize("maker", MAKERS)
def test_no_name_of_an_instance_is_unknown_before_it_is_made(
    maker: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "sleep", lambda seconds: None)
    made = 0
    for kind in set(classes(maker)):
        try:
            instance = kind(Silent())
        except Exception:
            continue  # it wants other answers than 1
        made += 1
        live = OfInstance(kind.__name__, instance)
        assert list(differences(kind.__name__, members_of(kind), live)) == []
    assert made
