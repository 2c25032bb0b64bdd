"""Virtual axes: an energy from an angle, polar coordinates from x and y; moving them moves the real ones."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from threading import Lock, Thread
from typing import Any, Self

from pydantic import Field, model_validator
from typing_extensions import override

from engine.bench.config import AxisConfig, ConfigFormula, InstrumentConfig, Name
from engine.bench.driver import BenchInstrument, Driver, DriverContext, DriverKind
from engine.bench.scope import BoundFormula, Kind, bind
from engine.errors import InstrumentError, MotionCancelled
from engine.model.expressions import ExpressionError


class VirtualAxis(AxisConfig):
    """An axis that is calculated from real ones, and moved by moving them."""

    formula: str = Field(description="its position as a formula of real axes")
    set: dict[str, str] = Field(
        min_length=1, description="setpoint of each real axis, as a formula of the virtual axes"
    )

    @model_validator(mode="after")
    def _real_axes_know(self) -> Self:
        for key in ("safe", "ramp", "ramp_step", "backlash"):
            if key in self.model_fields_set:
                raise ValueError(f"{key} belongs to the real axes, which keep to it when this one moves them")
        return self


class VirtualConfig(InstrumentConfig):
    """Table of an instrument whose axes are calculated."""

    axes: dict[Name, VirtualAxis] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _measures_nothing(self) -> Self:
        if self.reads or self.settings:
            raise ValueError("a virtual instrument has axes and derived readings, but no reads and settings")
        return self

    @override
    def formulas(self) -> list[ConfigFormula]:
        made = super().formulas()
        for name, axis in self.axes.items():
            made.append(ConfigFormula(f"axes.{name}", "formula", axis.formula, axis.unit))
            made += [
                ConfigFormula(f"axes.{name}", f"set.{real}", text, result=real)
                for real, text in axis.set.items()
            ]
        return made


class _RealMove:
    """A move of a real axis in a thread of its own."""

    def __init__(self, instrument: BenchInstrument, axis: str, value: float) -> None:
        self.instrument = instrument
        self.error: InstrumentError | None = None
        self.replaced = False
        self._axis, self._value = axis, value
        self._thread = Thread(target=self._run, name=f"virtual axis {axis}", daemon=True)

    def start(self) -> None:
        """Start moving."""
        self._thread.start()

    @property
    def over(self) -> bool:
        """Whether the move has ended, one way or another."""
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            self.instrument.move(self._axis, self._value)
        except MotionCancelled as error:
            self.error = None if self.replaced else error
        except InstrumentError as error:
            self.error = error


class VirtualDriver(Driver):
    """Calculates axes from real ones, and moves those."""

    def __init__(self, config: VirtualConfig, instruments: Mapping[str, BenchInstrument]) -> None:
        self._config = config
        self._name = config.name
        self._instruments = instruments
        self._lock = Lock()
        self._moves: dict[str, _RealMove] = {}
        """The last move of each real axis."""
        self._targets: dict[str, float] = {}
        """Setpoints of the virtual axes that move."""
        self._bound: dict[tuple[str, str], BoundFormula] = {}
        self.group = ("virtual", config.name)

    @override
    def open(self) -> str:
        return "virtual"

    @override
    def close(self) -> None:
        return

    @override
    def check_axis(self, axis: str, value: float) -> None:
        for real, setpoint in self._setpoints(axis, value).items():
            instrument, _, name = real.partition(".")
            self._instruments[instrument].check(name, setpoint)

    @override
    def set_axis(self, axis: str, value: float) -> None:
        with self._lock:
            self.check_axis(axis, value)
            self._targets[axis] = value
            for real, setpoint in self._setpoints(axis, value).items():
                instrument, _, name = real.partition(".")
                earlier = self._moves.get(real)
                if earlier is not None:
                    earlier.replaced = True
                self._moves[real] = move = _RealMove(self._instruments[instrument], name, setpoint)
                move.start()

    @override
    def get_axis(self, axis: str) -> float:
        return self._calculated(axis, "formula", axis)

    @override
    def follows(self, axis: str) -> bool:
        return True

    @override
    def arrived(self, axis: str, value: float | None) -> bool:
        moves = [self._moves[real] for real in self._config.axes[axis].set if real in self._moves]
        failed = next((move.error for move in moves if move.error is not None), None)
        if failed is not None:
            self.halt(())
            raise failed
        if not all(move.over for move in moves):
            return False
        self._targets.pop(axis, None)
        return True

    @override
    def halt(self, moving: Collection[str]) -> None:
        self._targets.clear()
        for instrument in {
            id(m.instrument): m.instrument for m in self._moves.values() if not m.over
        }.values():
            instrument.halt()

    @override
    def interrupt(self) -> None:
        for move in self._moves.values():
            if not move.over:
                move.instrument.interrupt()

    @override
    def secure(self) -> None:
        """The real axes have the safe values."""
        used = {real.partition(".")[0] for axis in self._config.axes.values() for real in axis.set}
        for name in sorted(used):
            if self._instruments[name].wanted:
                self._instruments[name].make_safe()

    @override
    def read(self, name: str) -> float:
        raise InstrumentError(self._name, f"there is no reading {name!r}")

    def _setpoints(self, axis: str, value: float) -> dict[str, float]:
        """Where the real axes go when a virtual one goes to `value` and the other virtual ones stay."""
        return {
            real: self._calculated(axis, f"set.{real}", real, {f"{self._name}.{axis}": value})
            for real in self._config.axes[axis].set
        }

    def _calculated(self, axis: str, key: str, what: str, given: Mapping[str, float] | None = None) -> float:
        formula = self._formula(axis, key)
        values = dict(given or {})
        for value in formula.needs:
            if value.name in values:
                continue
            if value.instrument == self._name:
                target = self._targets.get(value.part)
                values[value.name] = self.get_axis(value.part) if target is None else target
            elif value.kind is Kind.AXIS:
                instrument = self._instruments[value.instrument]
                last = instrument.positions[value.part]
                values[value.name] = instrument.position(value.part) if last is None else last
            else:
                raise InstrumentError(
                    self._name, f"{value.name} is no axis; a virtual axis has only axes in its formulas"
                )
        try:
            return formula.expression.number(values)
        except ExpressionError as error:
            raise InstrumentError(self._name, f"{what} cannot be calculated: {error}") from None

    def _formula(self, axis: str, key: str) -> BoundFormula:
        """The formula with checked units; made at its first use, when all instruments exist."""
        found = self._bound.get((axis, key))
        if found is None:
            specs = {name: instrument.spec for name, instrument in self._instruments.items()}
            wanted = next(f for f in self._config.formulas() if (f.table, f.key) == (f"axes.{axis}", key))
            found = self._bound[axis, key] = bind(self._config, wanted, specs)
        return found


def _build(config: Any, around: DriverContext) -> Driver:
    return VirtualDriver(config, around.instruments)


KIND = DriverKind(VirtualConfig, _build)
