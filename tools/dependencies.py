"""Compares the dependencies of pyproject.toml with the versions in requirements.in; exit code 1 where they disagree."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent


def problems(root: Path = ROOT) -> list[str]:
    """What to correct, a sentence each."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    ranges = _by_name([*project["dependencies"], *project["optional-dependencies"]["server"]])
    pins = _by_name(_lines(root / "requirements.in"))
    return [
        *(
            f"add {name} to requirements.in, at a version to test with"
            for name in ranges.keys() - pins.keys()
        ),
        *(
            f"add {name} to the dependencies or the extra `server` in pyproject.toml"
            for name in pins.keys() - ranges.keys()
        ),
        *(
            f"{pins[name]} in requirements.in is outside {ranges[name]} in pyproject.toml"
            for name in pins.keys() & ranges.keys()
            if not all(ranges[name].specifier.contains(pin.version) for pin in pins[name].specifier)
        ),
    ]


def _by_name(lines: Iterator[str] | list[str]) -> dict[str, Requirement]:
    return {made.name: made for made in map(Requirement, lines)}


def _lines(file: Path) -> Iterator[str]:
    for line in file.read_text("utf-8").splitlines():
        text = line.partition("#")[0].strip()
        if text and not text.startswith("-"):
            yield text


if __name__ == "__main__":
    found = sorted(problems())
    print("\n".join(found))
    sys.exit(bool(found))
