"""One instrument as the engine uses it: moves, readings and settings, with its state kept and reported."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from engine.model.bench import InstrumentSpec
from engine.model.states import InstrumentState


def never() -> bool:
    """The default of `cancelled`: a move that nobody cancels."""
    return False


class ManagedInstrument:
    """An instrument with its state; every method may be called from any thread."""

    id: int
    name: str
    spec: InstrumentSpec

    @property
    def state(self) -> InstrumentState:
        """What the instrument is doing now."""
        raise NotImplementedError

    @property
    def holder(self) -> str | None:
        """Who holds the instrument (a scan's identifier), or None."""
        raise NotImplementedError

    def connect(self) -> None:
        """Open and identify the instrument now; raises InstrumentUnreachable or IdentityMismatch."""
        raise NotImplementedError

    def disconnect(self) -> None:
        """Close the instrument and leave it closed until `connect`."""
        raise NotImplementedError

    def check(self, axis: str, value: float) -> None:
        """Raise LimitViolation (or InstrumentError for an unknown axis) when `value` is no legal setpoint."""
        raise NotImplementedError

    def move(self, axis: str, value: float, cancelled: Callable[[], bool] = never) -> float:
        """Move an axis and wait until it stands there; the readback, in the axis's unit.

        The setpoint itself is returned where the axis cannot be read. Raises LimitViolation before anything moved,
        MotionCancelled after halting when `cancelled()` turns true or `halt()` is called, InstrumentError otherwise.
        """
        raise NotImplementedError

    def position(self, axis: str) -> float:
        """Where an axis stands now, read from the instrument; its last setpoint where it cannot be read."""
        raise NotImplementedError

    def measure(self, reads: Sequence[str] | None = None) -> dict[str, float | np.ndarray]:
        """Take the named readings (default: all of `spec.reads`), in order."""
        raise NotImplementedError

    def apply(self, settings: Mapping[str, float | str]) -> None:
        """Change settings; every name, limit and choice is checked before anything is sent."""
        raise NotImplementedError

    def halt(self) -> None:
        """Stop motion now, from any thread; moves under way raise MotionCancelled."""
        raise NotImplementedError

    def make_safe(self) -> None:
        """Halt, then send the axes to their safe values without waiting for them to arrive."""
        raise NotImplementedError
