"""Carries out the fault policies of a scan: tries again, leaves out, or holds until somebody decides."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from engine.errors import (
    IdentityMismatch,
    InstrumentError,
    InstrumentUnreachable,
    Interlocked,
    Interrupted,
    LimitViolation,
    MotionCancelled,
    NotReached,
    PyBirchError,
)
from engine.model.bench import BenchSpec
from engine.model.clock import span
from engine.model.faults import FaultKind, HeldFault, OnFault, Then, policy_for
from engine.model.plan import Plan, Procedure, Sweeping
from engine.model.plan_paths import nodes_along
from engine.model.states import Level
from engine.reasons import reason_and_place
from engine.scans.control import Control, Decision
from engine.scans.scan_tracker import ScanTracker

T = TypeVar("T")
_KINDS: tuple[tuple[type[Exception] | tuple[type[Exception], ...], FaultKind], ...] = (
    (LimitViolation, FaultKind.OUT_OF_RANGE),
    ((InstrumentUnreachable, IdentityMismatch), FaultKind.NO_ANSWER),
    (NotReached, FaultKind.NOT_REACHED),
    (Interlocked, FaultKind.INTERLOCK),
    (InstrumentError, FaultKind.GARBAGE),
)


def kind_of(error: Exception) -> FaultKind:
    """The kind of an instrument's failure."""
    return next((kind for types, kind in _KINDS if isinstance(error, types)), FaultKind.DRIVER)


def is_end(error: Exception) -> bool:
    """Whether the instrument was stopped on purpose, which no policy covers."""
    return isinstance(error, MotionCancelled | Interrupted)


class LeftOut(Exception):
    """The step that failed is left out."""

    def __init__(self, instrument: str) -> None:
        self.instrument = instrument
        super().__init__(instrument)


@dataclass
class Faults:
    """The policies of one scan. Used by its runner, in the scan's thread."""

    plan: Plan
    bench: BenchSpec
    control: Control
    tracker: ScanTracker
    held: Callable[[], None]
    """Called when the scan holds for a fault; `control.fault` says which."""
    check: Callable[[], None]
    """Holds while the scan is asked to; raises when it is to end."""

    def insist(
        self,
        path: str,
        instrument: str,
        error: Exception,
        attempt: Callable[[], T],
        *,
        repeatable: bool = True,
        can_skip: bool = False,
    ) -> T:
        """Try a failed step again as its policy says; returns what the attempt returns.

        Only what is `repeatable` is tried again without a person: a measurement, or a move to the same setpoint.
        Raises LeftOut when the step is left out, and the last error when the scan is to fail.
        """
        tried = in_all = 1
        while True:
            if is_end(error):
                raise error
            instrument = error.instrument if isinstance(error, InstrumentError) else instrument
            fault = self._fault(instrument, error, in_all, can_skip)
            policy = policy_for(fault.kind, self._places(path, instrument))
            if repeatable and tried <= policy.attempts:
                pause = f" in {span(policy.delay)}" if policy.delay else ""
                self._log(fault, f"trying again{pause} ({tried} of {policy.attempts})")
                self.control.wait(policy.delay)
            elif policy.then is Then.HOLD:
                tried = 0
                if self._ask(fault) is Decision.SKIP:
                    self._leave_out(fault)
            elif policy.then is Then.SKIP and can_skip:
                self._leave_out(fault)
            else:
                if policy.attempts or policy.then is not Then.FAIL:
                    self._log(fault, f"failed after {in_all} attempts" if in_all > 1 else "failed")
                raise error
            self.check()
            tried, in_all = tried + 1, in_all + 1
            try:
                result = attempt()
            except Exception as again:  # noqa: BLE001 - whatever a driver raises is a fault of its instrument
                error = again
                continue
            self.tracker.log(f"point {self.tracker.point}: attempt {in_all} succeeded")
            return result

    def leads_to_points(self, path: str) -> bool:
        """Whether moves of the step at this path lead to points, so that their position can be left out."""
        return isinstance(next(reversed([*nodes_along(self.plan, path)]), None), Sweeping | Procedure)

    def _fault(self, instrument: str, error: Exception, tried: int, can_skip: bool) -> HeldFault:
        told = str(error) if isinstance(error, PyBirchError) else reason_and_place(error)
        message = told if isinstance(error, PyBirchError) or not instrument else f"{instrument}: {told}"
        return HeldFault(
            kind=kind_of(error),
            instrument=instrument,
            message=message,
            point=self.tracker.point,
            attempts=tried,
            can_skip=can_skip,
        )

    def _places(self, path: str, instrument: str) -> Iterator[OnFault | None]:
        for node in reversed([self.plan, *nodes_along(self.plan, path)]):
            yield getattr(node, "on_fault", None)
        spec = self.bench.instruments.get(instrument)
        yield spec.on_fault if spec else None

    def _ask(self, fault: HeldFault) -> Decision:
        self._log(fault, "held: waiting for a decision")
        decision = self.control.ask(fault, self.held)
        self.check()
        return decision

    def _leave_out(self, fault: HeldFault) -> None:
        self._log(fault, "left out")
        raise LeftOut(fault.instrument)

    def _log(self, fault: HeldFault, what: str) -> None:
        self.tracker.log(f"point {fault.point}: {fault.message} [{fault.kind.value}]; {what}", Level.WARNING)
