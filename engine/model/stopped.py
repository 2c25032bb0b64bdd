"""Where an emergency stop left the instruments."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from engine.model.states import StopOutcome

_CONFIG = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class StoppedAxis(BaseModel):
    """An axis after an emergency stop."""

    model_config = _CONFIG
    name: str
    """Name of the axis."""
    unit: str = ""
    """Unit of `position` and `safe`."""
    position: float | None = None
    """Readback; null where it is not known."""
    safe: float | None = None
    """Safe value; null where the bench gives none."""


class StoppedInstrument(BaseModel):
    """An instrument after an emergency stop."""

    model_config = _CONFIG
    instrument_id: int
    """Number of the instrument."""
    instrument_name: str
    """Name of the instrument on its bench."""
    outcome: StopOutcome
    """What the stop did to the instrument so far."""
    reason: str = ""
    """Why the stop did not reach the instrument; empty where it did."""
    axes: list[StoppedAxis] = Field(default_factory=list)
    """Its axes."""
