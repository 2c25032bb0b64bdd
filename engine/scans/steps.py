"""What a plan comes down to: the few things a runner can do, each with the path of the plan's step behind it."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass

import numpy as np

Reading = Mapping[str, float | np.ndarray]
"""What one instrument answered: its readings by name."""
Readings = Mapping[str, Reading]
"""What a measure step brought, by instrument."""


@dataclass(slots=True)
class Move:
    """Bring an axis to a value (in its unit) and let it settle (in seconds)."""

    path: str
    instrument: str
    axis: str
    column: str
    value: float
    settle: float = 0.0


@dataclass(slots=True, eq=False)
class Measure:
    """Take one point: a reading of each instrument. One object stands for every point of a plan's step."""

    path: str
    instruments: tuple[str, ...]
    wanted: bool = False
    """Whether the plan decides by the readings, so that stored ones are read back when going on."""


@dataclass(slots=True)
class Apply:
    """Change settings of an instrument."""

    path: str
    instrument: str
    settings: Mapping[str, float | str]


@dataclass(slots=True)
class Wait:
    """Do nothing for some seconds."""

    path: str
    seconds: float


Step = Move | Measure | Apply | Wait
Steps = Generator[Step, Readings | None, None]
"""A producer of steps; a measure step is answered with its readings, every other with None."""
