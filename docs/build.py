"""Builds the documentation into a site: `python docs/build.py [--if-stale]`, part of `make docs` and of every wheel.

A link that leads nowhere, a page outside the menu, or any other warning fails the build.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "site"
"""Where the web server looks for the site."""
_MADE_FROM = ("mkdocs.yml", "docs", "assets/fonts", "assets/icons")


class BuildFailed(Exception):
    """The site was not built; the message is what MkDocs wrote."""


def is_current(site: Path = SITE) -> bool:
    """Whether the site was built after the last change of what it is made from."""
    start = site / "index.html"
    return start.is_file() and start.stat().st_mtime >= max(path.stat().st_mtime for path in _sources())


def build(site: Path = SITE) -> None:
    """Build the site anew; an older one is served until the new one is complete.

    Raises BuildFailed with the warnings of MkDocs.
    """
    with TemporaryDirectory(dir=site.parent, prefix=".site-") as folder:
        made = Path(folder) / "site"
        # Not `--quiet`: warnings that MkDocs does not write do not count as failures.
        done = subprocess.run(
            [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(made)],
            cwd=ROOT,
            env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise BuildFailed(done.stdout + done.stderr)
        if site.exists():
            site.rename(Path(folder) / "before")
        shutil.move(made, site)


def _sources() -> list[Path]:
    found: list[Path] = []
    for name in _MADE_FROM:
        path = ROOT / name
        found += [path] if path.is_file() else [path, *path.rglob("*")]
    return [path for path in found if "__pycache__" not in path.parts]


if __name__ == "__main__":
    try:
        if "--if-stale" not in sys.argv or not is_current():
            build()
    except BuildFailed as failed:
        sys.exit(f"{failed}error: the documentation was not built; the lines above say why")
