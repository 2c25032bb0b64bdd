"""PyBirch built as wheel and sdist, and installed into environments of its own."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from support.running import ROOT, clean_environment

_PIP = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "--python")
_PATIENCE = 600
"""Seconds that one step may take where packages have to be downloaded first."""


@dataclass(frozen=True)
class Built:
    """What is handed to users."""

    sdist: Path
    wheel: Path


@dataclass(frozen=True)
class Installed:
    """An environment that PyBirch was installed into."""

    folder: Path

    @property
    def python(self) -> str:
        """Its Python."""
        return str(self.folder / "bin" / "python")

    @property
    def command(self) -> str:
        """Its command `pybirch`."""
        return str(self.folder / "bin" / "pybirch")

    def run(self, *command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
        """Run a program to its end, whatever its exit code."""
        return subprocess.run(
            command,
            cwd=cwd,
            env=clean_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=_PATIENCE,
            check=False,
        )

    def packages(self) -> set[str]:
        """The distributions in it, by name."""
        script = "from importlib.metadata import distributions; print(*(d.name for d in distributions()))"
        return set(_run(self.python, "-c", script).split())


def build(folder: Path) -> Built:
    """The sdist of this tree, and the wheel made from that sdist."""
    _run(sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT))
    return Built(next(folder.glob("*.tar.gz")), next(folder.glob("*.whl")))


def install(folder: Path, requirement: str) -> Installed:
    """An empty environment with `requirement` and what it depends on, as this machine's pip is set up to find it."""
    made = Installed(folder)
    _run(sys.executable, "-m", "venv", "--without-pip", str(folder))
    _run(*_PIP, made.python, "install", "--no-compile", requirement)
    return made


def _run(*command: str) -> str:
    done = subprocess.run(
        command,
        env=clean_environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=_PATIENCE,
        check=False,
    )
    assert done.returncode == 0, f"{' '.join(command)}:\n{done.stdout}\n{done.stderr}"
    return done.stdout
