"""What a laboratory's own drivers are made of: `from pybirch.drivers import Axis, Driver, Reading, Setting`.

These names stay. Works in a checkout and in an installed package.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from pybirch.server_code import make_importable

make_importable()

from engine.bench.bench import Bench  # noqa: E402 - importable from here on
from engine.bench.driver_catalogue import Drivers  # noqa: E402
from engine.bench.own_driver import Axis, Driver, Reading, Setting  # noqa: E402
from engine.errors import InstrumentError, InstrumentUnreachable, LimitViolation  # noqa: E402
from engine.plugins import Plugins  # noqa: E402

__all__ = [
    "Axis",
    "Driver",
    "InstrumentError",
    "InstrumentUnreachable",
    "LimitViolation",
    "Reading",
    "Setting",
    "open_bench",
]


@contextmanager
def open_bench(file: Path, plugins: Path | None = None) -> Iterator[Bench]:
    """The instruments of a bench file for a test, with the drivers of the folder `plugins`, without an engine.

    Each instrument connects when it is first used, and is closed at the end. Raises BenchError.
    """
    with closing(Bench.load(file, lambda event: None, Drivers.load(Plugins(plugins)))) as bench:
        try:
            yield bench
        finally:
            for instrument in bench.instruments.values():
                instrument.disconnect()
