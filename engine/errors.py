"""Every error that PyBirch raises on purpose; its message says what happened, where, and what to do."""

from __future__ import annotations

from dataclasses import dataclass


class PyBirchError(Exception):
    """Base class: any error whose message is shown to people."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem of an input: `path` says where (`steps[0].positions`), `message` says what."""

    path: str
    message: str

    def as_dict(self) -> dict[str, str]:
        """The problem as it is sent: `path` and `message`."""
        return {"path": self.path, "message": self.message}


class InputRefused(PyBirchError):
    """An input has problems; the error lists all of them."""

    def __init__(self, what: str, problems: list[Problem]) -> None:
        self.problems = problems
        lines = "; ".join(f"{p.path}: {p.message}" if p.path else p.message for p in problems)
        super().__init__(f"{what}: {lines}" if lines else what)


class SettingsError(PyBirchError):
    """The process cannot use a setting and ends with exit code 2."""


class BenchError(InputRefused):
    """A bench file has mistakes; the path of each problem names its table."""


class PlanRefused(InputRefused):
    """The engine refuses to queue a plan."""


class ProcedureFailed(PyBirchError):
    """A procedure's Python code failed; the message names its file and line."""


class NotFound(PyBirchError):
    """The named thing does not exist."""


class CommandRefused(PyBirchError):
    """The present state does not allow a command; the message is the reason."""


class EngineUnavailable(PyBirchError):
    """No engine answered in time, or none is running."""


class LeaseHeld(PyBirchError):
    """Another engine already runs this bench or uses this database."""


class StoreError(PyBirchError):
    """The database does not work at the moment; the message says where it is and what to do."""


class DataDamaged(StoreError):
    """Stored readings are not what was written; the message says of which scan, which readings, and what to do."""


class ConditionNotMet(PyBirchError):
    """A condition that a scan waited for did not come in time."""


class InstrumentError(PyBirchError):
    """An instrument did not do what it was told to."""

    def __init__(self, instrument: str, message: str) -> None:
        self.instrument = instrument
        super().__init__(f"{instrument}: {message}")


class InstrumentUnreachable(InstrumentError):
    """The connection to the instrument cannot be opened, or the instrument does not answer."""


class IdentityMismatch(InstrumentError):
    """Another instrument than the expected one answers at this resource."""


class LimitViolation(InstrumentError):
    """A setpoint is outside the axis's limits; nothing was moved."""


class NotReached(InstrumentError):
    """A move ended, and the axis is not at its setpoint."""


class Interlocked(InstrumentError):
    """The instrument refused a command."""


class Interrupted(InstrumentError):
    """A stop interrupted a call before its answer came."""


class MotionCancelled(InstrumentError):
    """A move ended before its setpoint: it was stopped on purpose, or a later move of the same axis replaced it."""
