"""In-memory stand-ins for instruments and the journal, for tests of scans."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.errors import InstrumentError, LimitViolation, MotionCancelled
from engine.model.bench import AxisSpec, BenchSpec, Column, InstrumentSpec, ReadSpec, SettingSpec
from engine.model.states import InstrumentState
from engine.store.marks import Texts


def test_bench() -> BenchSpec:
    """A stage with axes x, y, z (±1000 mm), a source, and detectors d and e."""
    axis = AxisSpec(unit="mm", limits=(-1000, 1000))
    instruments = [
        InstrumentSpec(name="stage", axes={"x": axis, "y": axis, "z": axis}),
        InstrumentSpec(
            name="source",
            axes={"v": AxisSpec(unit="V", limits=(-1000, 1000), safe=0.0)},
            settings={
                "range": SettingSpec(unit="V", limits=(0, 100)),
                "mode": SettingSpec(choices=("a", "b")),
            },
        ),
        InstrumentSpec(name="d", reads={"v": ReadSpec(unit="V")}),
        InstrumentSpec(name="e", reads={"v": ReadSpec(unit="V"), "w": ReadSpec()}),
    ]
    return BenchSpec(instruments={i.name: i for i in instruments})


test_bench.__test__ = False  # type: ignore[attr-defined]


@dataclass
class World:
    """What the fake instruments share: where everything stands, and everything that was done, in order."""

    values: dict[str, Any] = field(default_factory=dict)
    done: list[tuple[Any, ...]] = field(default_factory=list)
    measured: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    on_measure: Callable[[int], None] = lambda count: None
    looks: list[str] = field(default_factory=list)
    on_look: Callable[[int], None] = lambda count: None
    """Called before a value is read for a condition."""
    on_act: Callable[[], None] = lambda: None
    """Called before anything is moved, set, measured or waited for."""
    reading: Callable[[str, dict[str, Any]], float] = lambda name, values: 0.0


class FakeInstrument:
    """An instrument without a driver; `hang` makes its next measure wait until it is set."""

    def __init__(self, spec: InstrumentSpec, world: World) -> None:
        self.name = spec.name
        self.spec = spec
        self.state = InstrumentState.IDLE
        self.wanted = True
        self.world = world
        self.group = "fake"
        self.others: frozenset[str] = frozenset()
        self.failure: Exception | None = None
        self.failure_of_move: Exception | None = None
        self.slow_move = False
        self.moving = threading.Event()
        self.hang: threading.Event | None = None

    def demand(self) -> None:
        self.world.done.append(("connect", self.name))
        if self.failure:
            raise self.failure
        self.state = InstrumentState.IDLE

    def check(self, axis: str, value: float) -> None:
        low, high = self.spec.axes[axis].limits or (float("-inf"), float("inf"))
        if not low <= value <= high:
            raise LimitViolation(self.name, f"{axis} may not go to {value:g}")

    def move(
        self,
        axis: str,
        value: float,
        cancelled: Callable[[], bool] = lambda: False,
        warn: Callable[[str, str], None] = lambda name, text: None,
    ) -> float:
        self.world.on_act()
        self.check(axis, value)
        self.moving.set()
        if self.failure_of_move:
            raise self.failure_of_move
        while self.slow_move and not cancelled():
            threading.Event().wait(0.005)
        if cancelled():
            raise MotionCancelled(self.name, "the move was stopped")
        self.world.done.append(("move", f"{self.name}.{axis}", value))
        self.world.values[f"{self.name}.{axis}"] = value
        return value

    def position(self, axis: str) -> float:
        return float(self.world.values.get(f"{self.name}.{axis}", 0.0))

    @property
    def connected(self) -> bool:
        """Whether it answers."""
        return self.state is not InstrumentState.DISCONNECTED

    def look(self, name: str) -> float:
        """The present value of an axis or a reading; nothing is counted as measured."""
        self.world.looks.append(f"{self.name}.{name}")
        self.world.on_look(len(self.world.looks) - 1)
        if self.failure:
            raise self.failure
        values = dict(self.world.values)
        return self.position(name) if name in self.spec.axes else self.world.reading(self.name, values)

    def measure(
        self,
        reads: Sequence[str] | None = None,
        warn: Callable[[str, str], None] = lambda name, text: None,
    ) -> dict[str, Any]:
        self.world.on_act()
        self.world.on_measure(len(self.world.measured))
        if self.hang is not None:
            self.hang.wait(30)
        if self.failure:
            raise self.failure
        values = dict(self.world.values)
        self.world.measured.append((self.name, values))
        self.world.done.append(("measure", self.name))
        return dict.fromkeys(self.spec.reads, self.world.reading(self.name, values))

    def apply(
        self,
        settings: Mapping[str, float | str],
        warn: Callable[[str, str], None] = lambda name, text: None,
    ) -> None:
        self.world.on_act()
        self.world.done.append(("apply", self.name, dict(settings)))
        self.world.values.update({f"{self.name}:{k}": v for k, v in settings.items()})

    def halt(self) -> None:
        self.world.done.append(("halt", self.name))

    def make_safe(self) -> None:
        self.world.done.append(("safe", self.name))

    def interrupt(self) -> None:
        self.world.done.append(("interrupt", self.name))

    def tidy(self) -> None:
        """Nothing ever comes from it unasked."""

    def confirm(self) -> None:
        """Every answer is its own."""


class FakeStream:
    """Counts the rows of a measurement."""

    def __init__(self, measurement: str, columns: tuple[Column, ...], first_index: int) -> None:
        self.measurement = measurement
        self.columns = columns
        self.next_index = first_index


class FakeRecorder:
    """Keeps rows and the checkpoint of one scan in memory, over any number of runs."""

    def __init__(self) -> None:
        self.rows: dict[str, list[dict[str, Any]]] = {}
        self.calls: list[list[str]] = []
        self.checkpoint: Any = None
        self.trouble: str | None = None
        self.texts = Texts()
        self.marks: dict[str, list[tuple[Any, ...]]] = {}
        """Setpoints, point, repeat and the numbers of label and quality of each row."""

    def open_stream(self, measurement: str, columns: tuple[Column, ...], first_index: int) -> FakeStream:
        assert first_index == len(self.rows.setdefault(measurement, []))
        return FakeStream(measurement, columns, first_index)

    def append_rows(self, rows: Sequence[tuple[FakeStream, tuple[Any, ...], float]]) -> None:
        self.calls.append([stream.measurement for stream, _, _ in rows])
        for stream, values, _ in rows:
            names = [c.name for c in stream.columns]
            count = len(names)
            self.rows[stream.measurement].append(dict(zip(names, values[:count], strict=True)))
            self.marks.setdefault(stream.measurement, []).append(values[count:])

    def keep(self, checkpoint: dict[str, Any]) -> None:
        self.checkpoint = checkpoint

    def past(self) -> tuple[dict[str, int], Any]:
        return {name: len(rows) for name, rows in self.rows.items()}, self.checkpoint

    def stored(self, measurement: str, index: int) -> dict[str, Any]:
        return self.rows[measurement][index]


def failing(name: str, message: str) -> InstrumentError:
    """An instrument's failure."""
    return InstrumentError(name, message)
