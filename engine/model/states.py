"""States of scans, queues and instruments, the allowed transitions, and which command each state accepts."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any, Literal, TypeVar

from pydantic import Field

from engine.errors import CommandRefused


class ScanState(StrEnum):
    """What a scan is doing, or how it ended."""

    QUEUED = "queued"
    STARTING = "starting"
    RUNNING = "running"
    PAUSING = "pausing"
    PAUSED = "paused"
    SUSPENDED = "suspended"
    STOPPING = "stopping"
    ABORTING = "aborting"
    COMPLETED = "completed"
    STOPPED = "stopped"
    ABORTED = "aborted"
    FAILED = "failed"
    INTERRUPTED = "interrupted"

    @property
    def ended(self) -> bool:
        """Whether the scan has ended: no thread runs it any more."""
        return self in SCAN_ENDED

    @property
    def active(self) -> bool:
        """Whether a thread runs the scan now; it may be waiting for an instrument."""
        return self not in SCAN_ENDED and self is not ScanState.QUEUED


class QueueState(StrEnum):
    """What a queue is doing."""

    IDLE = "idle"
    RUNNING = "running"
    PAUSING = "pausing"
    PAUSED = "paused"
    STOPPING = "stopping"


class InstrumentState(StrEnum):
    """What an instrument is doing."""

    CONNECTED = "connected"
    IDLE = "idle"
    MOVING = "moving"
    MEASURING = "measuring"
    ERROR = "error"
    DISCONNECTED = "disconnected"


class StopOutcome(StrEnum):
    """What an emergency stop achieved at one instrument."""

    SAFE = "safe"
    """Its axes are at their safe values."""
    STOPPED = "stopped"
    """It stopped, and its axes stay where they are: it has no safe values, or did not reach them."""
    MOVING = "moving"
    """It took the stop and still moves, usually to its safe values."""
    NOT_REACHED = "not reached"
    """It has not taken the stop; `reason` says why."""
    LEFT_ALONE = "left alone"
    """Somebody disconnected it on purpose, so it may be in use elsewhere."""


class ScanCommand(StrEnum):
    """A command to a scan."""

    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"
    ABORT = "abort"
    HALT = "halt"
    RETRY = "retry"
    RETRY_POINT = "retry_point"
    SKIP = "skip"


class QueueCommand(StrEnum):
    """A command to a queue."""

    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"
    ABORT = "abort"
    CLEAR = "clear"
    DUPLICATE = "duplicate"


class InstrumentCommand(StrEnum):
    """A command to an instrument."""

    MOVE = "move"
    STOP = "stop"
    SET = "set"
    ACTION = "action"
    CONNECT = "connect"
    DISCONNECT = "disconnect"
    QUERY = "query"
    WRITE = "write"


class QueueMode(StrEnum):
    """How many scans of a queue run at a time: one, or as many as their instruments allow."""

    SERIAL = "serial"
    PARALLEL = "parallel"


class OnFailure(StrEnum):
    """What a queue does after one of its scans failed."""

    STOP = "stop"
    CONTINUE = "continue"


Loop = Annotated[int, Field(strict=True, ge=1, le=10**6)] | Literal["for ever"] | None
"""How many times a queue runs its scans; None: once."""


class Level(StrEnum):
    """Severity of a log line."""

    DEBUG = "DEBUG"
    INFO = "INFO"
    WARNING = "WARNING"
    ERROR = "ERROR"


S = TypeVar("S", ScanState, QueueState)
_S, _Q = ScanState, QueueState

SCAN_ENDED = frozenset({_S.COMPLETED, _S.STOPPED, _S.ABORTED, _S.FAILED, _S.INTERRUPTED})
SCAN_RESUMABLE = SCAN_ENDED - {_S.COMPLETED}
"""Ends after which a scan can be resumed at its next point."""

_ENDINGS_WHILE_ACTIVE = frozenset({_S.STOPPING, _S.ABORTING, _S.FAILED, _S.INTERRUPTED})

SCAN_TRANSITIONS: dict[ScanState, frozenset[ScanState]] = {
    _S.QUEUED: frozenset({_S.STARTING, _S.STOPPED, _S.ABORTED}),
    _S.STARTING: _ENDINGS_WHILE_ACTIVE | {_S.RUNNING, _S.PAUSING, _S.SUSPENDED, _S.QUEUED},
    _S.RUNNING: _ENDINGS_WHILE_ACTIVE | {_S.PAUSING, _S.PAUSED, _S.SUSPENDED, _S.COMPLETED},
    _S.PAUSING: _ENDINGS_WHILE_ACTIVE | {_S.PAUSED, _S.RUNNING, _S.COMPLETED},
    _S.PAUSED: _ENDINGS_WHILE_ACTIVE | {_S.RUNNING, _S.SUSPENDED, _S.STARTING},
    _S.SUSPENDED: _ENDINGS_WHILE_ACTIVE | {_S.RUNNING, _S.PAUSED},
    _S.STOPPING: frozenset({_S.STOPPED, _S.ABORTING, _S.ABORTED, _S.FAILED, _S.INTERRUPTED, _S.COMPLETED}),
    _S.ABORTING: frozenset({_S.ABORTED, _S.FAILED, _S.INTERRUPTED}),
    _S.COMPLETED: frozenset(),
    _S.STOPPED: frozenset({_S.QUEUED}),
    _S.ABORTED: frozenset({_S.QUEUED}),
    _S.FAILED: frozenset({_S.QUEUED}),
    _S.INTERRUPTED: frozenset({_S.QUEUED}),
}
"""Allowed transitions of a scan."""

QUEUE_TRANSITIONS: dict[QueueState, frozenset[QueueState]] = {
    _Q.IDLE: frozenset({_Q.RUNNING}),
    _Q.RUNNING: frozenset({_Q.PAUSING, _Q.PAUSED, _Q.STOPPING, _Q.IDLE}),
    _Q.PAUSING: frozenset({_Q.PAUSED, _Q.RUNNING, _Q.STOPPING, _Q.IDLE}),
    _Q.PAUSED: frozenset({_Q.RUNNING, _Q.STOPPING, _Q.IDLE}),
    _Q.STOPPING: frozenset({_Q.IDLE, _Q.PAUSED}),
}
"""Allowed transitions of a queue."""

_WORKING = frozenset({_S.STARTING, _S.RUNNING, _S.PAUSING, _S.PAUSED, _S.SUSPENDED})

SCAN_COMMANDS: dict[ScanCommand, frozenset[ScanState]] = {
    ScanCommand.PAUSE: frozenset({_S.STARTING, _S.RUNNING, _S.SUSPENDED}),
    ScanCommand.RESUME: SCAN_RESUMABLE | {_S.PAUSED, _S.PAUSING},
    ScanCommand.STOP: _WORKING | {_S.QUEUED},
    ScanCommand.ABORT: _WORKING | {_S.QUEUED, _S.STOPPING},
    ScanCommand.HALT: _WORKING | {_S.QUEUED},
    ScanCommand.RETRY: SCAN_ENDED,
    ScanCommand.RETRY_POINT: frozenset({_S.PAUSED}),
    ScanCommand.SKIP: frozenset({_S.PAUSED}),
}
"""States in which a scan accepts a command."""

QUEUE_COMMANDS: dict[QueueCommand, frozenset[QueueState]] = {
    QueueCommand.START: frozenset({_Q.IDLE}),
    QueueCommand.PAUSE: frozenset({_Q.RUNNING}),
    QueueCommand.RESUME: frozenset({_Q.PAUSED, _Q.PAUSING}),
    QueueCommand.STOP: frozenset({_Q.RUNNING, _Q.PAUSING, _Q.PAUSED}),
    QueueCommand.ABORT: frozenset({_Q.RUNNING, _Q.PAUSING, _Q.PAUSED, _Q.STOPPING}),
    QueueCommand.CLEAR: frozenset(_Q),
    QueueCommand.DUPLICATE: frozenset(_Q),
}
"""States in which a queue accepts a command (`clear` removes the scans that have not started)."""


TRANSITIONS: Mapping[type[StrEnum], Mapping[Any, frozenset[Any]]] = {
    ScanState: SCAN_TRANSITIONS,
    QueueState: QUEUE_TRANSITIONS,
}
"""The allowed transitions of everything that has them; a state may always be kept."""


def require_transition(thing: str, present: S, wanted: S) -> None:
    """Raise CommandRefused when `thing` may not go from its present state to another one."""
    if wanted is not present and wanted not in TRANSITIONS[type(present)][present]:
        raise CommandRefused(f"{thing} cannot go from {present.value} to {wanted.value}")


def refusal(
    thing: str,
    state: ScanState | QueueState,
    command: ScanCommand | QueueCommand,
) -> str | None:
    """Say why `thing` in `state` cannot take `command`; None when it can."""
    table = SCAN_COMMANDS if isinstance(command, ScanCommand) else QUEUE_COMMANDS
    allowed = table[command]  # type: ignore[index]
    if state in allowed:
        return None
    states = ", ".join(sorted(s.value for s in allowed))
    return f"{thing} is {state.value}; {command.value} works only when it is {states}"
