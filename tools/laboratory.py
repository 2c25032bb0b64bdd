"""A day in the demo laboratory, for screenshots: some scans have completed, one has failed, two run, others wait."""

from __future__ import annotations

import socket
from typing import Any

from support.running import Client, wait_until

Json = dict[str, Any]


def work(client: Client) -> dict[str, str]:
    """Run it all; returns the identifiers of the scans by what they show."""
    first = client.new_queue("Sample check", on_failure="continue")
    done = client.new_scan(first, _diode("Diode I-V"))
    spectra = client.new_scan(first, _spectra())
    again = client.new_scan(first, _diode("Diode I-V, warmer", kelvin=320))
    broken = client.new_scan(first, _diode("Diode I-V, second contact", settle=0.08))
    client.command("queues", first, "start")
    client.wait_scan(again, "completed", timeout=90)
    _break(client, broken)
    night = client.new_queue("Overnight map")
    map_ = client.new_scan(night, _map("Raman map of S-42", 101, 81))
    client.new_scan(night, _map("Raman map of S-42, edge", 61, 61))
    client.new_scan(night, _spectra("Raman spectra after annealing"))
    side = client.new_queue("Diode D7", mode="parallel")
    client.new_scan(side, _warming())
    for queue in (night, side):
        client.command("queues", queue, "start")
    wait_until(lambda: client.scan(map_)["point"] > 1500, "a map filling", 180, 0.5)
    return {
        "done": done,
        "again": again,
        "spectra": spectra,
        "failed": broken,
        "running": map_,
        "queue": night,
    }


def _break(client: Client, scan: str) -> None:
    """Let the source-meter answer nonsense in the middle of this scan, and correctly after it."""
    wait_until(lambda: client.scan(scan)["point"] > 40, f"some points of {scan}", 60, 0.05)
    found = client.get("api/v1/instruments").json()["items"]
    meter = next(each for each in found if each["instrument_name"] == "sourcemeter")
    resource = meter["spec"]["resource"]
    with socket.create_connection(("127.0.0.1", int(resource.split("::")[2])), timeout=10) as line:
        line.sendall(b"SIM:FAULT GARBAGE\n")
        client.wait_scan(scan, "failed")
        line.sendall(b"SIM:FAULT NONE\n")
        line.sendall(b"*IDN?\n")
        line.recv(100)  # the fault is over when it answers
    client.command("instruments", meter["instrument_id"], "connect")
    path = f"api/v1/instruments/{meter['instrument_id']}"
    wait_until(
        lambda: client.get(path).json()["status"] in ("connected", "idle"), "a meter that is well", 60, 0.2
    )


def _plan(name: str, sample: str, tags: list[str], *steps: Json) -> Json:
    return {"name": name, "sample": sample, "tags": tags, "steps": list(steps)}


def _sweep(axis: str, start: float, stop: float, num: int, *steps: Json, **more: Any) -> Json:
    positions = {"start": start, "stop": stop, "num": num}
    return {"kind": "sweep", "axis": axis, "positions": positions, "steps": list(steps), **more}


def _measure(instrument: str) -> Json:
    return {"kind": "measure", "instruments": [instrument]}


def _set(instrument: str, **settings: float) -> Json:
    return {"kind": "set", "instrument": instrument, "settings": settings}


def _diode(name: str, *, kelvin: float = 295, settle: float = 0.02) -> Json:
    sweep = _sweep("sourcemeter.voltage", -1, 0.9, 96, _measure("sourcemeter"), settle=settle)
    steps = [
        _set("thermostat", setpoint=kelvin),
        _set("sourcemeter", nplc=1),
        sweep,
        _set("sourcemeter", voltage=0),
    ]
    return _plan(name, "Diode D7", ["i-v"], *steps)


def _spectra(name: str = "Raman spectra along a line") -> Json:
    sweep = _sweep("stage.x", 0, 25, 76, _measure("spectrometer"), settle=0.02)
    return _plan(name, "Graphene flake S-42", ["raman"], _set("spectrometer", exposure=0.05), sweep)


def _map(name: str, across: int, up: int) -> Json:
    inner = _sweep("stage.x", 2, 22, across, _measure("spectrometer"), snake=True)
    exposure = _set("spectrometer", exposure=0.01)
    return _plan(name, "Graphene flake S-42", ["raman", "map"], exposure, _sweep("stage.y", 2, 22, up, inner))


def _warming() -> Json:
    sweep = _sweep("thermostat.setpoint", 295, 355, 181, _measure("sourcemeter"), settle=0.5)
    return _plan(
        "Diode while warming up", "Diode D7", ["temperature"], _set("sourcemeter", voltage=0.6), sweep
    )
