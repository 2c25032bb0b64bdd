"""The states of a scan that the client must distinguish."""

from __future__ import annotations

ENDED = frozenset({"completed", "stopped", "aborted", "failed", "interrupted"})
INTERRUPTED = "interrupted"
"""The engine ended while the scan ran; it can be resumed at its next point."""


def has_ended(status: str) -> bool:
    """Whether a scan has ended."""
    return status in ENDED
