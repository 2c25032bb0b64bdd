"""The process's limit of open files, which a bench of many connections exceeds, and a room of many people."""

from __future__ import annotations

import logging

_log = logging.getLogger(__name__)
_OTHERS = 256


def allow_open_files(count: int) -> None:
    """Raise the limit so that `count` connections fit, as far as the system lets us; nothing to do on Windows."""
    try:
        import resource
    except ImportError:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = count + _OTHERS
    if soft >= wanted or soft == resource.RLIM_INFINITY:
        return
    allowed = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
    except (ValueError, OSError) as error:
        _log.warning("the limit of open files stays at %d; %d may be needed: %s", soft, wanted, error)
        return
    if allowed < wanted:
        _log.warning("%d open files may be needed, and the system allows %d", wanted, allowed)
