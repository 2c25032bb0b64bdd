"""Checks plans on a bench with a stage, a spectrometer and a meter."""

from __future__ import annotations

from typing import Any

from engine.model.bench import AxisSpec, BenchSpec, InstrumentSpec, ReadSpec, SettingSpec
from engine.model.plan_check import check_plan
from engine.scans.procedures import catalogue

BENCH = BenchSpec(
    instruments={
        "stage": InstrumentSpec(
            name="stage",
            axes={
                "x": AxisSpec(unit="mm", limits=(0, 25), speed=5),
                "y": AxisSpec(unit="mm", limits=(0, 25)),
            },
        ),
        "spectrometer": InstrumentSpec(
            name="spectrometer",
            reads={
                "intensity": ReadSpec(unit="counts", duration=0.1),
                "spectrum": ReadSpec(shape=(1024,), duration=0.4),
            },
            settings={
                "exposure": SettingSpec(unit="s", limits=(0, 1)),
                "grating": SettingSpec(choices=("300", "1200")),
                "serial": SettingSpec(writable=False),
            },
        ),
        "meter": InstrumentSpec(name="meter", reads={"intensity": ReadSpec(unit="V")}),
    }
)
MEASURE = {"kind": "measure", "instruments": ["spectrometer"]}


def problems(*steps: Any, **fields: Any) -> dict[str, str]:
    """The check's messages by their path."""
    return {
        p.path: p.message for p in check_plan({"steps": list(steps), **fields}, BENCH, catalogue()).problems
    }


def sweep(axis: str = "stage.x", positions: Any = (0.0, 1.0), *steps: Any, **options: Any) -> dict[str, Any]:
    """A sweep that measures the spectrometer unless told otherwise."""
    inner = list(steps) or [MEASURE]
    positions = list(positions) if isinstance(positions, tuple) else positions
    return {"kind": "sweep", "axis": axis, "positions": positions, "steps": inner, **options}
