"""Virtual laboratories: instruments with physics, served as SCPI over TCP like real ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from engine.bench.virtual.demo import DEVICES, demo_devices
from engine.bench.virtual.device import Device
from engine.bench.virtual.server import Lab

__all__ = ["LABS", "Lab", "LabKind"]


@dataclass(frozen=True)
class LabKind:
    """A laboratory that a bench file can start."""

    devices: tuple[str, ...]
    build: Callable[[], list[Device]]

    def start(self) -> Lab:
        """Serve the laboratory's devices, each on a free port."""
        return Lab(self.build())


LABS = {"demo": LabKind(DEVICES, demo_devices)}
"""Laboratories by the name in `virtual = …`."""
