"""The demo laboratory: a microscope with a stage and a spectrometer, and a bench of electronics, warmed together."""

from __future__ import annotations

from engine.bench.virtual.device import Device
from engine.bench.virtual.lockin import LockIn
from engine.bench.virtual.sample import Sample
from engine.bench.virtual.sourcemeter import SourceMeter
from engine.bench.virtual.spectrometer import Spectrometer
from engine.bench.virtual.stage import Stage
from engine.bench.virtual.thermostat import Thermostat

DEVICES = ("stage", "spectrometer", "lockin", "sourcemeter", "thermostat")


def demo_devices() -> list[Device]:
    """The devices, freshly switched on."""
    stage, thermostat = Stage(), Thermostat()
    return [stage, Spectrometer(stage, Sample()), LockIn(thermostat), SourceMeter(thermostat), thermostat]
