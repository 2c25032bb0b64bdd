"""What a scan does when an instrument fails: kinds of faults, and policies in plans and benches."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag


class FaultKind(StrEnum):
    """What went wrong with an instrument."""

    NO_ANSWER = "no answer"
    """It cannot be reached, or does not answer in time."""
    GARBAGE = "garbage"
    """Its answer cannot be read or attributed."""
    OUT_OF_RANGE = "out of range"
    """A setpoint is outside the limits; nothing was moved."""
    NOT_REACHED = "not reached"
    """A move ended, and the axis is not at its setpoint."""
    INTERLOCK = "interlock"
    """The instrument refused a command."""
    DRIVER = "driver"
    """The instrument's driver failed unexpectedly."""


class Then(StrEnum):
    """What follows when trying again did not help."""

    FAIL = "fail"
    """The scan fails."""
    SKIP = "skip"
    """The point is left out as a marked gap, and the scan goes on."""
    HOLD = "hold"
    """The scan holds until somebody says what to do."""


class FaultPolicy(BaseModel):
    """What to do when an instrument fails."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    attempts: Annotated[int, Field(strict=True, ge=0, le=10_000)] = 0
    """How many times to try again."""
    delay: Annotated[float, Field(strict=True, allow_inf_nan=False, ge=0, le=86_400)] = 0.0
    """Pause before each further attempt, in s."""
    then: Then = Then.FAIL
    """What to do when no attempt succeeded: `fail`, `skip` or `hold`."""
    kinds: Annotated[tuple[FaultKind, ...], Field(min_length=1)] | None = None
    """Kinds of faults that this is for; all by default."""

    def covers(self, kind: FaultKind) -> bool:
        """Whether this is for faults of a kind."""
        return self.kinds is None or kind in self.kinds


def _form(value: Any) -> str:
    return "<policies>" if isinstance(value, list | tuple) else "<policy>"


OnFault = Annotated[
    Annotated[FaultPolicy, Tag("<policy>")]
    | Annotated[tuple[FaultPolicy, ...], Field(min_length=1), Tag("<policies>")],
    Discriminator(_form),
]
"""One policy, or several of which the first that covers the kind of a fault counts."""


class HeldFault(BaseModel):
    """The fault for which a scan holds."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    kind: FaultKind
    """What went wrong."""
    instrument: str
    """Name of the instrument; empty where it is not known."""
    message: str
    """What happened, for people."""
    point: int
    """The point that was to be measured, from 0."""
    attempts: int
    """How many times it was tried."""
    can_skip: bool
    """Whether the point can be left out: not where the instrument failed to take a setting."""


def policy_for(kind: FaultKind, places: Iterable[OnFault | None]) -> FaultPolicy:
    """The first policy that covers a kind, from the nearest place to the farthest; without one the scan fails."""
    for place in places:
        for policy in place if isinstance(place, tuple) else (place,):
            if policy is not None and policy.covers(kind):
                return policy
    return FaultPolicy()
