"""Reports how many lines of the scripts their unit tests run; exit code 1 when it is less than recorded.

`python tools/script_coverage.py REPORT` reads the lcov report of node's test runner. Scripts that no test loads
count with all their lines. The folder and the least percentage are in pyproject.toml,
`tool.pybirch.script_coverage`.
"""

from __future__ import annotations

import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Lines:
    """Lines of one script, and how many of them were run."""

    run: int
    all: int


def read_lcov(report: str, root: Path) -> dict[Path, Lines]:
    """The lines of each script in an lcov report, by its path."""
    found: dict[Path, Lines] = {}
    path, run, every = Path(), 0, 0
    for line in report.splitlines():
        kind, _, value = line.partition(":")
        if kind == "SF":
            path, run, every = (root / value).resolve(), 0, 0
        elif kind == "DA":
            every += 1
            run += value.partition(",")[2] != "0"
        elif kind == "end_of_record":
            found[path] = Lines(run, every)
    return found


def coverage(report: str, folder: Path, root: Path = ROOT) -> dict[Path, Lines]:
    """The lines of every script below `folder`."""
    told = read_lcov(report, root)
    scripts = sorted(path.resolve() for ending in ("*.js", "*.ts") for path in folder.rglob(ending))
    return {path: told.get(path) or Lines(0, _lines(path)) for path in scripts}


def _lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def main(report: Path) -> int:
    """Print the least covered scripts and the total; returns the exit code."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["pybirch"][
        "script_coverage"
    ]
    found = coverage(report.read_text("utf-8"), ROOT / settings["folder"])
    for path, lines in sorted(found.items(), key=lambda each: each[1].run - each[1].all)[:20]:
        print(f"{path.relative_to(ROOT)}  {lines.run} of {lines.all} lines")
    run, every = sum(lines.run for lines in found.values()), sum(lines.all for lines in found.values())
    percent = 100 * run / max(1, every)
    print(
        f"TOTAL {settings['folder']}: {percent:.1f} % of {every} lines; at least {settings['fail_under']} % is required"
    )
    return int(percent < settings["fail_under"])


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
