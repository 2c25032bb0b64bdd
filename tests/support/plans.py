"""Steps of plans, and plans on the test bench."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


def sweep(axis: str, positions: Any, *steps: Json, **options: Any) -> Json:
    """A sweep step."""
    return {"kind": "sweep", "axis": axis, "positions": positions, "steps": list(steps), **options}


def line(name: str = "Line", points: int = 11, *, settle: float = 0.0, **more: Any) -> dict[str, Any]:
    """A sweep of motor.x from 0 to 10 mm that measures the detector at each point."""
    positions = {"start": 0, "stop": 10, "num": points}
    measure = {"kind": "measure", "instruments": ["detector"]}
    sweep = {"kind": "sweep", "axis": "motor.x", "positions": positions, "settle": settle, "steps": [measure]}
    return {"name": name, "steps": [sweep], **more}


def area(name: str = "Map", side: int = 5, **more: Any) -> dict[str, Any]:
    """A map over motor.y and motor.x."""
    inner = line(points=side)["steps"]
    positions = {"start": 0, "stop": 10, "num": side}
    return {
        "name": name,
        "steps": [{"kind": "sweep", "axis": "motor.y", "positions": positions, "steps": inner}],
        **more,
    }


def two_at_once(name: str = "two at once", **more: Any) -> dict[str, Any]:
    """Three points of two measurements, the camera's readings being arrays."""
    measure = {"kind": "measure", "instruments": ["detector", "camera"]}
    return {"name": name, "steps": [sweep("motor.x", [0, 0.5, 1], measure)], **more}


def series(name: str = "Series", points: int = 100, *, every: float = 0.01, **more: Any) -> dict[str, Any]:
    """Measures the detector again and again, every so many seconds."""
    measure = {"kind": "measure", "instruments": ["detector"]}
    return {
        "name": name,
        "steps": [{"kind": "repeat", "times": points, "every": every, "steps": [measure]}],
        **more,
    }
