"""Small pictures of scans, queues and instruments as SVG, for notebooks that are read without a server."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape
from itertools import pairwise
from typing import Any

from pybirch.client.http import Server
from pybirch.client.readings import measurements, numbers

WIDTH = 640
_HEIGHT, _TOP, _LEFT, _RIGHT, _BOTTOM = 260, 44, 64, 16, 40
_MOST = 4000
"""Most readings that are drawn: the last ones."""
LINES = 12
"""Most scans of a queue that are told."""
_BESIDE = frozenset({"point", "repeat", "label", "quality", "timestamp"})
"""Columns that tell of a reading and are none."""
_INK, _QUIET, _LINE, _DONE = "#12161c", "#5c6675", "#c6ccd5", "#2563eb"
_COLOURS = ((68, 1, 84), (33, 145, 140), (253, 231, 37))
"""A map's colours from low to high, those of the chart: the ends and the middle of Viridis."""

Column = Mapping[str, Any]


def of_scan(server: Server, scan: Mapping[str, Any]) -> str:
    """A scan: its first measurement as a line, the last array of it, or a map where two axes are swept."""
    head = f"{scan['scan_id']} · {scan['name']} · {scan['status']}"
    measured = next((each for each in measurements(scan) if each["total"]), None)
    if measured is None:
        return _svg([*_head(head), _text(_LEFT, 120, "nothing measured yet", _QUIET)], _HEIGHT)
    axes, reading = _choose(measured["columns"])
    if reading is None:
        return _svg(_head(head), _HEIGHT)
    query: dict[str, Any] = {
        "format": "json",
        "measurement": measured["name"],
        "columns": [*(axis["name"] for axis in axes), reading["name"]],
        "first": max(0, measured["total"] - (1 if reading["shape"] else _MOST)),
    }
    columns = server.get(f"scans/{scan['scan_id']}/data", query)["measurements"][measured["name"]]["columns"]
    values = numbers(columns[reading["name"]])
    if reading["shape"]:
        last = _flat(values[-1]) if values else []
        drawn = _curve(list(range(len(last))), last, "", _titled(reading))
    elif len(axes) > 1:
        y, x = axes[-2:]
        drawn = _map(numbers(columns[x["name"]]), numbers(columns[y["name"]]), values, x, y)
    elif axes:
        drawn = _curve(numbers(columns[axes[-1]["name"]]), values, _titled(axes[-1]), _titled(reading))
    else:
        drawn = _curve(list(range(len(values))), values, "reading", _titled(reading))
    return _svg([*_head(head), *drawn], _HEIGHT)


def of_queue(queue: Mapping[str, Any], scans: Sequence[Mapping[str, Any]]) -> str:
    """A queue: its first scans with their states and how far they are, and how many there are beside."""
    parts = _head(f"{queue['queue_id']} · {queue['name']} · {queue['status']}")
    for row, scan in enumerate(scans[:LINES]):
        y = _TOP + 22 * row
        parts += [
            _text(16, y + 14, f"{scan['scan_id']}  {scan['name']}"),
            _text(400, y + 14, str(scan["status"]), _QUIET),
            f'<rect x="490" y="{y + 5}" width="134" height="8" rx="4" fill="{_LINE}"/>',
            f'<rect x="490" y="{y + 5}" width="{134 * float(scan["progress"]):.1f}" height="8" rx="4" fill="{_DONE}"/>',
        ]
    rows = min(len(scans), LINES)
    more = queue["total_scans"] - rows
    if more > 0:
        parts.append(_text(16, _TOP + 22 * rows + 14, f"and {more} more", _QUIET))
        rows += 1
    return _svg(parts, _TOP + 22 * max(rows, 1) + 16)


def of_instrument(instrument: Mapping[str, Any]) -> str:
    """An instrument: its state, where its axes are, and what it measured last."""
    parts = _head(f"{instrument['instrument_name']} · {instrument['status']}")
    units = instrument.get("units") or {}
    told = {**(instrument.get("position") or {}), **(instrument.get("value") or {})}
    for row, (name, value) in enumerate(told.items()):
        number = value if isinstance(value, str) else "–" if value is None else f"{value:g}"
        parts += [
            _text(16, _TOP + 22 * row + 14, name),
            _text(240, _TOP + 22 * row + 14, f"{number} {units.get(name) or ''}".strip()),
        ]
    return _svg(parts, _TOP + 22 * max(len(told), 1) + 16)


def of_words(title: str, text: str) -> str:
    """A title and one line."""
    return _svg([*_head(title), _text(16, _TOP + 14, text, _QUIET)], _TOP + 32)


def _choose(columns: Sequence[Column]) -> tuple[list[Column], Column | None]:
    """The swept axes, innermost last, and what to draw: the first number, else the first array."""
    known = [c for c in columns if c["name"] not in _BESIDE and not c["name"].endswith(".setpoint")]
    axes = [c for c in known if "." in c["name"]]
    readings = [c for c in known if c not in axes]
    plain = [c for c in readings if not c["shape"]]
    return axes, next(iter([*plain, *readings]), None)


def _flat(value: Any) -> list[float | None]:
    return [each for part in value for each in _flat(part)] if isinstance(value, list) else [value]


def _titled(column: Column) -> str:
    return f"{column['name']} ({column['unit']})" if column["unit"] else str(column["name"])


def _span(values: Sequence[float | None]) -> tuple[float, float]:
    known = [v for v in values if v is not None and math.isfinite(v)]
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    return (low, high) if high > low else (low - 0.5, high + 0.5)


def _curve(x: Sequence[float | None], y: Sequence[float | None], x_title: str, y_title: str) -> list[str]:
    (left, right), (low, high) = _span(x), _span(y)
    wide, high_px = WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM
    path, pen = [], "M"
    for here, value in zip(x, y, strict=False):
        if here is None or value is None or not math.isfinite(here) or not math.isfinite(value):
            pen = "M"  # nothing is drawn across a gap
            continue
        at_x = _LEFT + wide * (here - left) / (right - left)
        at_y = _TOP + high_px * (1 - (value - low) / (high - low))
        path.append(f"{pen}{at_x:.1f} {at_y:.1f}")
        pen = "L"
    line = f'<path d="{"".join(path)}" fill="none" stroke="{_DONE}" stroke-width="1.5"/>'
    return [*_scales(left, right, low, high, x_title, y_title), line]


def _map(
    x: Sequence[float | None],
    y: Sequence[float | None],
    values: Sequence[float | None],
    across: Column,
    up: Column,
) -> list[str]:
    """A cell for each pair of positions; of several readings at one pair the last."""
    (left, right), (low, high), (least, most) = _span(x), _span(y), _span(values)
    wide, high_px = WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM
    size_x, size_y = wide * _cell(x, left, right), high_px * _cell(y, low, high)
    cells = {
        (a, b): v
        for a, b, v in zip(x, y, values, strict=False)
        if a is not None and b is not None and v is not None and math.isfinite(v)
    }
    drawn = []
    for (a, b), value in cells.items():
        at_x = _LEFT + (wide - size_x) * (a - left) / (right - left)
        at_y = _TOP + (high_px - size_y) * (1 - (b - low) / (high - low))
        drawn.append(
            f'<rect x="{at_x:.1f}" y="{at_y:.1f}" width="{size_x + 0.3:.1f}" height="{size_y + 0.3:.1f}" '
            f'fill="{_colour((value - least) / (most - least))}"/>'
        )
    return [*_scales(left, right, low, high, _titled(across), _titled(up)), *drawn]


def _colour(part: float) -> str:
    low, middle, high = _COLOURS
    begin, end, share = (low, middle, 2 * part) if part < 0.5 else (middle, high, 2 * part - 1)
    return f"rgb({','.join(str(round(b + (e - b) * share)) for b, e in zip(begin, end, strict=True))})"


def _cell(positions: Sequence[float | None], low: float, high: float) -> float:
    """The part of the picture that a cell takes: the smallest step between positions, between 1/100 and 1/2."""
    places = sorted({p for p in positions if p is not None and math.isfinite(p)})
    step = min((b - a for a, b in pairwise(places)), default=high - low)
    return min(0.5, max(0.01, step / (high - low + step)))


def _scales(left: float, right: float, low: float, high: float, x_title: str, y_title: str) -> list[str]:
    bottom = _HEIGHT - _BOTTOM
    return [
        f'<path d="M{_LEFT} {_TOP}V{bottom}H{WIDTH - _RIGHT}" fill="none" stroke="{_LINE}"/>',
        _text(_LEFT, bottom + 16, f"{left:.4g}", _QUIET),
        _text(WIDTH - _RIGHT, bottom + 16, f"{right:.4g}", _QUIET, "end"),
        _text((_LEFT + WIDTH - _RIGHT) / 2, bottom + 30, x_title, _QUIET, "middle"),
        _text(_LEFT - 6, bottom, f"{low:.4g}", _QUIET, "end"),
        _text(_LEFT - 6, _TOP + 10, f"{high:.4g}", _QUIET, "end"),
        _text(_LEFT + 6, _TOP - 4, y_title, _QUIET),
    ]


def _head(title: str) -> list[str]:
    return [f'<text x="16" y="24" fill="{_INK}" font-size="14" font-weight="600">{escape(title)}</text>']


def _text(x: float, y: float, text: str, colour: str = _INK, anchor: str = "start") -> str:
    return f'<text x="{x:g}" y="{y:g}" fill="{colour}" text-anchor="{anchor}">{escape(text)}</text>'


def _svg(parts: Sequence[str], height: float) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:g}" width="{WIDTH}" '
        f'height="{height:g}" font-family="system-ui, sans-serif" font-size="12">'
        f'<rect width="100%" height="100%" fill="#fff"/>{"".join(parts)}</svg>'
    )
