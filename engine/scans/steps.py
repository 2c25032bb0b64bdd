"""The steps that a runner can execute, each with the path of the plan's step that it comes from."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np

from engine.model.condition import AnyCondition

Reading = Mapping[str, float | np.ndarray]
"""Readings of one instrument by name."""
Readings = Mapping[str, Reading]
"""Readings of a measure step by instrument."""


@dataclass(slots=True)
class Move:
    """Move an axis to a setpoint (in its unit) and let it settle (in seconds)."""

    path: str
    instrument: str
    axis: str
    column: str
    value: float
    settle: float = 0.0


@dataclass(slots=True, eq=False)
class Measure:
    """Measure one point: a reading of each instrument. The same object is used for every point of a plan's step."""

    path: str
    instruments: tuple[str, ...]
    wanted: bool = False
    """Whether the plan depends on the readings, so that a replay reads the stored ones."""
    label: str = ""
    """Label of the nearest step of the plan around the point that has one."""
    repeat: int = 0
    """How often the point that comes was measured before at the same setpoints; changes from point to point."""


@dataclass(slots=True)
class Apply:
    """Change settings of an instrument."""

    path: str
    instrument: str
    settings: Mapping[str, float | str]


@dataclass(slots=True)
class Wait:
    """Wait for some seconds."""

    path: str
    seconds: float


@dataclass(slots=True)
class Together:
    """Move several axes at the same time, then let them settle at the same time."""

    path: str
    moves: tuple[Move, ...]


@dataclass(slots=True)
class Await:
    """Wait until a condition holds, or until a time."""

    path: str
    until: AnyCondition | datetime
    lasting: float = 0.0
    """How long the condition must hold without a break, in s."""
    timeout: float | None = None
    """Longest wait, in s."""
    fails: bool = True
    """Whether the scan fails after the longest wait; otherwise it goes on."""


@dataclass(slots=True)
class Check:
    """Find out whether a condition holds now; the answer is in `met` once the step was executed."""

    path: str
    condition: AnyCondition
    known: Mapping[str, Reading] = field(default_factory=dict)
    """Readings by instrument that were just measured, and are not read again."""
    met: bool = False


Step = Move | Measure | Apply | Wait | Together | Await | Check
Steps = Generator[Step, Readings | None, None]
"""Yields steps; a measure step is sent its readings, every other step None."""
