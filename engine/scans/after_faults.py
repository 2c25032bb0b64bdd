"""Executes the steps of a scan whose instruments fail: tries again, or leaves marked gaps."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from engine.bench.instrument import ManagedInstrument
from engine.bench.mismatch_check import Warn
from engine.model.condition import met
from engine.model.marks import Quality
from engine.model.states import Level
from engine.model.values import BEYOND, NO_VALUE
from engine.scans.conditions import PresentValues
from engine.scans.driving import Send, next_step
from engine.scans.faults import Faults, LeftOut, is_end
from engine.scans.moving_together import move_together
from engine.scans.recording import Recording
from engine.scans.replay import Replay
from engine.scans.scan_tracker import ScanTracker
from engine.scans.sources import Marks, Row, Source, gap_of, take_point
from engine.scans.steps import Apply, Check, Measure, Move, Reading, Readings, Step, Together

Point = tuple[list[Row], dict[str, Reading]]
"""The rows of a point, and its readings by source."""


def belongs(step: Step, to: Step) -> bool:
    """Whether a step belongs to the position that a move leads to: it comes before the next move of the same axes."""
    if step.path != to.path:
        return step.path.startswith(f"{to.path}.")
    if isinstance(step, Together):
        return False
    return not (isinstance(step, Move) and isinstance(to, Move) and step.column == to.column)


@dataclass
class AfterFaults:
    """What a runner does besides its hot loop; used in the scan's thread."""

    faults: Faults
    instruments: Mapping[str, ManagedInstrument]
    warn: Mapping[str, Warn]
    positions: dict[str, float]
    setpoints: dict[str, float]
    sources_of: Callable[[tuple[str, ...]], Sequence[Source]]
    recorder: Recording[Any]
    tracker: ScanTracker
    replay: Replay

    def position(self, column: str) -> float:
        """Read where an axis is now."""
        name, _, axis = column.partition(".")

        def attempt() -> float:
            return self.instruments[name].position(axis)

        try:
            return attempt()
        except Exception as error:  # noqa: BLE001 - whatever a driver raises is a fault of its instrument
            return self.faults.insist(self.tracker.step, name, error, attempt)

    def apply(self, step: Apply) -> None:
        """Change settings. They are not sent again unless somebody says so: that may not be the same as once."""
        try:
            self._apply(step)
        except Exception as error:  # noqa: BLE001 - whatever a driver raises is a fault of its instrument
            self.faults.insist(step.path, step.instrument, error, lambda: self._apply(step), repeatable=False)

    def move(self, step: Move) -> bool:
        """Move an axis; False when its position is left out."""
        self.setpoints[step.column] = step.value
        try:
            self.positions[step.column] = self._move(step)
        except Exception as error:  # noqa: BLE001 - whatever a driver raises is a fault of its instrument
            return self.move_again(step, error)
        return True

    def move_again(self, step: Move, error: Exception) -> bool:
        """Move again to a setpoint that an axis did not reach; False when its position is left out."""
        if is_end(error) and self.faults.control.take_cut():
            # The scan holds at once: the move follows when it is resumed.
            self.faults.check()
            return self.move(step)
        try:
            self.positions[step.column] = self.faults.insist(
                step.path,
                step.instrument,
                error,
                lambda: self._move(step),
                can_skip=self.faults.leads_to_points(step.path),
            )
        except LeftOut:
            self.positions[step.column] = NO_VALUE
            return False
        return True

    def move_together(self, step: Together) -> bool:
        """Move several axes at the same time; False when their position is left out."""
        self.setpoints.update({one.column: one.value for one in step.moves})
        try:
            self._move_together(step)
        except Exception as error:  # noqa: BLE001 - whatever a driver raises is a fault of its instrument
            if is_end(error) and self.faults.control.take_cut():
                self.faults.check()
                return self.move_together(step)
            try:
                self.faults.insist(
                    step.path,
                    "",
                    error,
                    lambda: self._move_together(step),
                    can_skip=self.faults.leads_to_points(step.path),
                )
            except LeftOut:
                self.positions.update(dict.fromkeys((one.column for one in step.moves), NO_VALUE))
                return False
        return True

    def ask(self, step: Check, values: PresentValues) -> None:
        """Find out whether a condition holds now."""

        def attempt() -> bool:
            return met(step.condition, values)

        try:
            step.met = attempt()
        except Exception as error:  # noqa: BLE001 - whatever a driver raises is a fault of its instrument
            step.met = self.faults.insist(step.path, "", error, attempt)
        told = f"{values or step.condition}: {step.condition} {'holds' if step.met else 'does not hold'}"
        self.tracker.log(f"{step.path}: {told}", Level.DEBUG)

    def measure_again(self, step: Measure, sources: Sequence[Source], error: Exception) -> Point:
        """Measure a point again whose measurement failed; what is left out is a gap."""
        only = step.instruments[0] if len(step.instruments) == 1 else ""
        good = self._marks(step, Quality.OK)
        try:
            return self.faults.insist(
                step.path,
                only,
                error,
                lambda: take_point(sources, self.positions, self.setpoints, good),
                can_skip=True,
            )
        except LeftOut as left:
            return self._with_gaps(step, sources, left.instrument)

    def leave_out(
        self, failed: Step, step: Step | None, send: Send, check: Callable[[], None]
    ) -> Step | None:
        """Leave out what belongs to a position that was not reached: its points are gaps, and nothing moves.

        Returns the first step after it. `check` holds or raises as somebody asked.
        """
        self.replay.leaving_out = True
        try:
            while step is not None and belongs(step, failed):
                check()
                self.tracker.step = step.path
                step = next_step(send, self._left_out(step))
        finally:
            self.replay.leaving_out = False
        return step

    def _left_out(self, step: Step) -> Readings | None:
        match step:
            case Move():
                self.setpoints[step.column] = step.value
            case Together():
                self.setpoints.update({one.column: one.value for one in step.moves})
            case Measure():
                rows, readings = self._gaps(step, self.sources_of(step.instruments), BEYOND)
                self.recorder.append_rows(rows)
                self.tracker.point += 1
                return readings
            case _:
                pass
        return None

    def _with_gaps(self, step: Measure, sources: Sequence[Source], failed: str) -> Point:
        """A point without the readings of an instrument that failed (empty: of all); the others are measured."""
        rows: list[Row] = []
        readings: dict[str, Reading] = {}
        for source in sources:
            try:
                if source.name == failed or not failed:
                    raise LeftOut(source.name)
                taken = take_point([source], self.positions, self.setpoints, self._marks(step, Quality.OK))
            except Exception as error:
                if is_end(error):
                    raise
                taken = self._gaps(step, [source], NO_VALUE)
            rows += taken[0]
            readings |= taken[1]
        return rows, readings

    def _gaps(self, step: Measure, sources: Sequence[Source], missing: float) -> Point:
        marks = self._marks(step, Quality.GAP)
        made = [gap_of(source, self.positions, self.setpoints, marks, missing) for source in sources]
        readings = {source.name: reading for source, (_, reading) in zip(sources, made, strict=True)}
        return [row for row, _ in made], readings

    def _marks(self, step: Measure, quality: Quality) -> Marks:
        texts = self.recorder.texts
        return self.tracker.point, step.repeat, texts[step.label], texts[quality.value]

    def _move(self, step: Move) -> float:
        move = self.instruments[step.instrument].move
        return move(step.axis, step.value, self.faults.control.halts, self.warn[step.instrument])

    def _move_together(self, step: Together) -> None:
        moves = [partial(self.instruments[one.instrument].move, one.axis, one.value) for one in step.moves]
        warns = [self.warn[one.instrument] for one in step.moves]
        readbacks = move_together(moves, warns, self.faults.control.halts)
        self.positions.update({one.column: at for one, at in zip(step.moves, readbacks, strict=True)})

    def _apply(self, step: Apply) -> None:
        self.instruments[step.instrument].apply(step.settings, self.warn[step.instrument])
