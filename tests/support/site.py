"""The documentation as the server shows it, built where it is not."""

from __future__ import annotations

import fcntl
from pathlib import Path

from docs.build import ROOT, SITE, build, is_current


def current_site() -> Path:
    """The folder of the site, built from the present sources; tests that run at the same time build it once."""
    with (ROOT / "mkdocs.yml").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not is_current():
            build()
    return SITE
