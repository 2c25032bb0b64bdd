"""Plans to start from, filled with what the bench has: whole ranges, the first instrument that measures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from pydantic import BaseModel

from dashboard.new_scan.choices import Axis, Sensor

Step = dict[str, Any]
_Maker = Callable[[Sequence[Axis], Sensor | None], list[Step]]

_NO_SENSOR = "No instrument of this bench measures anything."
_NO_AXIS = "No instrument of this bench has an axis to sweep."
_NO_SECOND_AXIS = "A grid needs two axes."
_NO_SPECTRA = "No instrument of this bench measures spectra."


class Template(BaseModel):
    """A plan to start from; `lacks` says why this bench cannot run it, "" when it can."""

    name: str
    label: str
    about: str
    lacks: str
    steps: list[Step]


def templates(axes: Sequence[Axis], sensors: Sequence[Sensor]) -> list[Template]:
    """Every template on this bench; axes with limits come first, since their range is known."""
    best = [*(axis for axis in axes if axis.limits), *(axis for axis in axes if not axis.limits)]
    sensor = sensors[0] if sensors else None
    spectral = next((each for each in sensors if any(read.shape for read in each.reads)), None)
    no_sensor = "" if sensor else _NO_SENSOR
    no_axis = "" if best else _NO_AXIS
    no_pair = "" if len(best) > 1 else _NO_SECOND_AXIS

    def made(name: str, label: str, about: str, lacks: str, steps: Callable[[], list[Step]]) -> Template:
        return Template(name=name, label=label, about=about, lacks=lacks, steps=[] if lacks else steps())

    return [
        made(
            "line",
            "Line",
            "Sweep one axis and measure at each position",
            no_sensor or no_axis,
            lambda: [_sweep(best[0], 51, [_measure(sensor)])],
        ),
        made(
            "grid",
            "Grid",
            "Sweep two axes for a map, back and forth",
            no_sensor or no_pair,
            lambda: _map(best, 21, [_measure(sensor)]),
        ),
        made(
            "time",
            "Time series",
            "Measure again and again, moving nothing",
            no_sensor,
            lambda: [{"kind": "repeat", "times": 60, "every": 1, "steps": [_measure(sensor)]}],
        ),
        made(
            "list",
            "List",
            "Measure at positions you write down",
            no_sensor or no_axis,
            lambda: [_listed(best[0], [_measure(sensor)])],
        ),
        made(
            "spectra",
            "Spectrum map",
            "Take a whole spectrum at each place of a map",
            ("" if spectral else _NO_SPECTRA) or no_axis,
            lambda: (
                _map(best, 11, [_measure(spectral)])
                if len(best) > 1
                else [_sweep(best[0], 51, [_measure(spectral)])]
            ),
        ),
        made("empty", "Empty", "Build it step by step", "", list),
    ]


def _measure(sensor: Sensor | None) -> Step:
    return {"kind": "measure", "instruments": [sensor.name] if sensor else []}


def _range(axis: Axis) -> tuple[float, float]:
    """The limits of an axis; 0 to 1 where it has none."""
    return axis.limits or (0, 1)


def _sweep(axis: Axis, num: int, steps: list[Step]) -> Step:
    start, stop = _range(axis)
    positions = {"start": start, "stop": stop, "num": 1 if start == stop else num}
    return {"kind": "sweep", "axis": axis.column, "positions": positions, "steps": steps}


def _listed(axis: Axis, steps: list[Step]) -> Step:
    start, stop = _range(axis)
    positions = [float(f"{start + (stop - start) * k / 4:.10g}") for k in range(5)]
    return {"kind": "sweep", "axis": axis.column, "positions": positions, "steps": steps}


def _map(axes: Sequence[Axis], num: int, steps: list[Step]) -> list[Step]:
    """Lines along the first of two axes, there and back, the second moving from line to line."""
    across, up = _pair(axes)
    return [_sweep(up, num, [{**_sweep(across, num, steps), "snake": True}])]


def _pair(axes: Sequence[Axis]) -> tuple[Axis, Axis]:
    """Two axes of one instrument, else the first two."""
    for at, first in enumerate(axes):
        for second in axes[at + 1 :]:
            if second.instrument == first.instrument:
                return first, second
    return axes[0], axes[1]
