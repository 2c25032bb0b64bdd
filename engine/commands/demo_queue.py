"""The demo queue: scans on the demo bench that are interesting to watch, a quick one first."""

from __future__ import annotations

from typing import Any

from engine.model.bench import BenchSpec
from engine.model.plan_check import check_plan

Json = dict[str, Any]


def plans(bench: BenchSpec) -> list[Json]:
    """The plans of the demo that this bench can run, in order."""
    wanted = [_diode(), _map(), _spectra(), _resonance(), _warming(), _fine_map()]
    return [plan for plan in wanted if not check_plan(plan, bench).problems]


def _diode() -> Json:
    return _plan(
        "Diode I-V",
        "Diode D7",
        ["demo", "i-v"],
        {"kind": "set", "instrument": "sourcemeter", "settings": {"nplc": 1}},
        _sweep(
            "sourcemeter.voltage",
            {"start": -1, "stop": 0.9, "num": 96},
            _measure("sourcemeter"),
            settle=0.03,
        ),
        {"kind": "set", "instrument": "sourcemeter", "settings": {"voltage": 0}},
    )


def _map() -> Json:
    return _plan(
        "Raman map",
        "Graphene flake 12",
        ["demo", "raman", "map"],
        {"kind": "set", "instrument": "spectrometer", "settings": {"exposure": 0.01}},
        _sweep(
            "stage.y",
            {"start": 2, "stop": 22, "num": 41},
            _sweep("stage.x", {"start": 2, "stop": 22, "num": 41}, _measure("spectrometer"), snake=True),
        ),
    )


def _spectra() -> Json:
    return _plan(
        "Raman spectra along a line",
        "Graphene flake 12",
        ["demo", "raman"],
        {"kind": "set", "instrument": "spectrometer", "settings": {"exposure": 0.1}},
        _sweep("stage.x", {"start": 0, "stop": 25, "num": 126}, _measure("spectrometer"), settle=0.05),
    )


def _resonance() -> Json:
    return _plan(
        "Lock-in frequency response",
        "Cantilever 3",
        ["demo", "lock-in"],
        {"kind": "set", "instrument": "lockin", "settings": {"amplitude": 0.5, "time_constant": 0.01}},
        _sweep(
            "lockin.frequency",
            {"start": 10, "stop": 100_000, "num": 301, "spacing": "log"},
            _measure("lockin"),
            settle=0.05,
        ),
    )


def _warming() -> Json:
    return _plan(
        "Diode while warming up",
        "Diode D7",
        ["demo", "temperature"],
        {"kind": "set", "instrument": "sourcemeter", "settings": {"voltage": 0.6}},
        _sweep(
            "thermostat.setpoint",
            {"start": 295, "stop": 325, "step": 2},
            {
                "kind": "repeat",
                "times": 10,
                "every": 0.2,
                "steps": [_measure("thermostat", "sourcemeter")],
            },
        ),
        _sweep("thermostat.setpoint", [295], _measure("thermostat", "sourcemeter")),
        {"kind": "set", "instrument": "sourcemeter", "settings": {"voltage": 0}},
    )


def _fine_map() -> Json:
    made = _map()
    sweep = made["steps"][1]
    sweep["positions"] = {"start": 0, "stop": 25, "num": 101}
    sweep["steps"][0]["positions"] = {"start": 0, "stop": 25, "num": 101}
    return {**made, "name": "Raman map, fine"}


def _plan(name: str, sample: str, tags: list[str], *steps: Json) -> Json:
    return {"name": name, "sample": sample, "tags": tags, "steps": list(steps)}


def _sweep(axis: str, positions: Json | list[float], *steps: Json, **options: Any) -> Json:
    return {"kind": "sweep", "axis": axis, "positions": positions, "steps": list(steps), **options}


def _measure(*instruments: str) -> Json:
    return {"kind": "measure", "instruments": list(instruments)}
