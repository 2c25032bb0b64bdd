"""A figure and its peer's from the same run, and the table they are printed in."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

RESULTS = Path(__file__).with_name("results.json")


@dataclass(frozen=True)
class Figure:
    """One measured figure; `ratio` is ours over the peer's, both from this run."""

    name: str
    value: float
    unit: str
    peer: str = ""
    peer_value: float | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Ours over the peer's, or None without a peer."""
        return self.value / self.peer_value if self.peer_value else None


def percentiles(seconds: Sequence[float]) -> tuple[float, float]:
    """p50 and p99 in milliseconds."""
    p50, p99 = np.percentile(np.asarray(seconds) * 1e3, (50, 99))
    return float(p50), float(p99)


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def table(figures: Iterable[Figure]) -> str:
    """The figures as aligned text."""
    rows = [("measured", "PyBirch", "unit", "peer", "peer's", "ratio", "note")]
    for f in figures:
        peer = _number(f.peer_value) if f.peer_value is not None else ""
        ratio = f"{f.ratio:.2f}" if f.ratio is not None else ""
        rows.append((f.name, _number(f.value), f.unit, f.peer, peer, ratio, f.note))
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    right = {1, 4, 5}
    lines = [
        "  ".join(
            c.rjust(w) if i in right else c.ljust(w) for i, (c, w) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]
    return "\n".join([lines[0].rstrip(), "-" * len(lines[0]), *(line.rstrip() for line in lines[1:])])


def save(figures: Sequence[Figure], path: Path = RESULTS) -> None:
    """Writes the figures and what they were measured on as JSON."""
    machine = {"python": platform.python_version(), "cores": os.cpu_count(), "system": platform.platform()}
    items = [{**asdict(f), "ratio": f.ratio} for f in figures]
    path.write_text(json.dumps({"machine": machine, "figures": items}, indent=1) + "\n")
