"""Raises the process's limit of open files, which a bench with many connections or many connected clients would
exceed.
"""

from __future__ import annotations

import logging

_log = logging.getLogger(__name__)
_OTHERS = 256


def allow_open_files(count: int) -> None:
    """Raise the limit so that `count` connections fit, as far as the system allows; does nothing on Windows."""
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
        _log.warning("cannot raise the limit of open files from %d to %d: %s", soft, wanted, error)
        return
    if allowed < wanted:
        _log.warning("up to %d open files may be needed, but the system allows only %d", wanted, allowed)
