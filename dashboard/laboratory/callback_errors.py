"""What happens when a callback of a page fails: the person who waits for it is told."""

from __future__ import annotations

import logging

from dashboard.components.messages import Tone, say
from dashboard.laboratory.own import own_pages
from engine.errors import PyBirchError

_log = logging.getLogger(__name__)


def callback_failed(error: Exception) -> None:
    """Tell of a refusal as a message, and of an error in the laboratory's own files with file and line.

    Any other error is raised again: it is PyBirch's own.
    """
    if isinstance(error, PyBirchError):
        say(str(error), Tone.ATTENTION)
        return
    faults = own_pages().faults
    fault = faults.located(error)
    if fault is None:
        raise error
    _log.error("a callback failed", exc_info=error)
    faults.add(f"a callback of {fault.file}", fault)
    say(f"This page has an error: {fault}", Tone.TROUBLE, stays=True)
