"""What an exchange needs of a session, whatever the transport."""

from __future__ import annotations

from typing import Protocol

from pyvisa.resources import MessageBasedResource

from engine.bench.stream import Stream


class Wire(Protocol):
    """A session with an instrument. One thread uses it at a time; `aside` and `cut_off` are for others.

    Everything that waits raises TimeoutError, OSError when the connection broke, CallCut after `cut_off`.
    """

    cut: bool
    """Whether a stop interrupted this session; it works again after `renew`."""
    spoiled: bool
    """Whether something is left on this session that only opening it again removes."""
    separate: bool
    """Whether a newly opened session gets nothing that was meant for the one before."""

    def send(self, data: bytes, seconds: float | None) -> None:
        """Send one message with its termination."""

    def message(self, seconds: float | None) -> bytes:
        """The next message with its termination."""

    def block(self, seconds: float) -> bytes:
        """The next message, which is a block of bytes; its termination may be missing, or left unread."""

    def pending(self) -> bool:
        """Whether it is known, without asking, that more than one message had arrived."""

    def unread(self, wait: float = 0.0) -> bytes:
        """Read what arrived without being asked for, waiting up to `wait` seconds for its start."""

    def aside(self, data: bytes) -> bool:
        """Send a message while another thread waits for an answer; returns whether it was sent."""

    def undelivered(self) -> int:
        """Bytes sent that the other end has not received, as far as that can be told. Raises OSError."""

    def cut_off(self) -> None:
        """Make a running call of another thread raise CallCut at once, where possible."""

    def renew(self, seconds: float) -> bool:
        """Make the session usable again; False where it must be closed and opened again."""


def stream_of(resource: MessageBasedResource) -> Stream | None:
    """The session behind a PyVISA resource when it is one of our own."""
    sessions = getattr(resource.visalib, "sessions", {})
    found = sessions.get(resource.session)
    return found if isinstance(found, Stream) else None
