"""One line of the record of an instrument's session."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Direction(StrEnum):
    """What a line tells."""

    SENT = "sent"
    RECEIVED = "received"
    ERROR = "error"
    UNASKED = "unasked"
    """It came without being asked for, and was discarded."""
    BY_HAND = "by hand"
    """Who sends the next message by hand."""


class ExchangeLine(BaseModel):
    """One line."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)

    timestamp: str
    """When it was sent or came, RFC 3339 in UTC."""
    instrument: str
    """Name of the instrument that the session was used for; several may share one."""
    direction: Direction
    """What the line tells."""
    text: str
    """The message, cut after 400 characters; of an array how many numbers it has."""
    duration: float | None = None
    """Time from sending to the end of the answer, in s; null on the lines before."""

    def __str__(self) -> str:
        """The line as a text file has it."""
        marks = {
            Direction.SENT: "→",
            Direction.RECEIVED: "←",
            Direction.ERROR: "×",
            Direction.UNASKED: "← unasked",
        }
        took = "" if self.duration is None else f"  {self.duration * 1000:.1f} ms"
        return f"{self.timestamp}  {self.instrument}  {marks.get(self.direction, '#')} {self.text}{took}"
