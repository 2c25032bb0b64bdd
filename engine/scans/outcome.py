"""What a runner reports: while it runs, and how the scan ended."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from engine.model.states import Level, ScanState


class Notice(Enum):
    """What a runner reports to the scheduler while it runs."""

    RUNNING = "running"
    HOLDING = "holding"
    FAULT = "fault"
    """It holds after a fault, which `Control.fault` describes."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a scan ended: a state, and a sentence for people."""

    state: ScanState
    message: str
    level: Level = Level.INFO
