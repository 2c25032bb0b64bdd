"""The states of a scan that the client has to tell apart."""

from __future__ import annotations

ENDED = frozenset({"completed", "stopped", "aborted", "failed", "interrupted"})
INTERRUPTED = "interrupted"
"""The engine ended under the scan; it can be resumed at its next point."""


def has_ended(status: str) -> bool:
    """Whether nothing works on a scan any more."""
    return status in ENDED
