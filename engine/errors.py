"""Every error PyBirch raises on purpose; each message says what happened, where, and what to do."""

from __future__ import annotations

from dataclasses import dataclass


class PyBirchError(Exception):
    """Root of the tree: anything a user can be told."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with an input: `path` is where (`steps[0].positions`), `message` is what."""

    path: str
    message: str

    def as_dict(self) -> dict[str, str]:
        """The wire shape of a problem."""
        return {"path": self.path, "message": self.message}


class InputRefused(PyBirchError):
    """An input has problems; all of them are listed at once."""

    def __init__(self, what: str, problems: list[Problem]) -> None:
        self.problems = problems
        lines = "; ".join(f"{p.path}: {p.message}" if p.path else p.message for p in problems)
        super().__init__(f"{what}: {lines}" if lines else what)


class SettingsError(PyBirchError):
    """A setting cannot be used; the process ends with exit code 2."""


class BenchError(InputRefused):
    """A bench file has mistakes; `problems` carry the table of each."""


class PlanRefused(InputRefused):
    """A plan cannot be queued."""


class ProcedureFailed(PyBirchError):
    """The Python code of a procedure went wrong; the message names its file and line."""


class NotFound(PyBirchError):
    """The thing named does not exist."""


class CommandRefused(PyBirchError):
    """A command is not legal in the present state; the message is the reason."""


class EngineUnavailable(PyBirchError):
    """No engine answered."""


class LeaseHeld(PyBirchError):
    """Another engine already drives this bench."""


class StoreError(PyBirchError):
    """The database cannot be used; the message says where it is and what to do."""


class DataDamaged(StoreError):
    """Stored readings are not what was written; the message says whose, which, and what to do."""


class InstrumentError(PyBirchError):
    """An instrument did not do what it was asked to."""

    def __init__(self, instrument: str, message: str) -> None:
        self.instrument = instrument
        super().__init__(f"{instrument}: {message}")


class InstrumentUnreachable(InstrumentError):
    """The instrument cannot be opened or does not answer."""


class IdentityMismatch(InstrumentError):
    """Something else than the expected instrument answers at this resource."""


class LimitViolation(InstrumentError):
    """A setpoint lies outside the axis's soft limits; nothing was moved."""


class Interrupted(InstrumentError):
    """A call was cut off by a stop before its answer came."""


class MotionCancelled(InstrumentError):
    """A move was ended before its setpoint: stopped on purpose, or overtaken by a later move of the same axis."""
