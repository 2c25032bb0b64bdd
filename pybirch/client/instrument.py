"""Instruments: read, moved and set by hand."""

from __future__ import annotations

from typing import Self

from pybirch.client.errors import NotFound, Refused
from pybirch.client.http import Server
from pybirch.client.listing import Listing
from pybirch.client.patience import wait_until
from pybirch.client.readings import number
from pybirch.client.thing import Thing

Value = float | str | None


class Instrument(Thing):
    """One instrument of the bench."""

    _KIND = "instruments"
    _ID = "instrument_id"

    @classmethod
    def every(cls, server: Server) -> Listing[Instrument]:
        """All instruments of the bench."""
        return Listing(server, cls._KIND, lambda record: cls(server, record), {})

    @classmethod
    def find(cls, server: Server, name: str | int) -> Instrument:
        """The instrument with that name or number. Raises NotFound, which names all instruments."""
        if isinstance(name, int):
            return cls._find(server, name)
        every = list(cls.every(server))
        for instrument in every:
            if instrument.name == name:
                return instrument
        raise NotFound(
            f"there is no instrument {name!r}; the instruments are {', '.join(i.name for i in every) or 'none'}"
        )

    @property
    def name(self) -> str:
        """Its name in the bench file."""
        return str(self.info["instrument_name"])

    @property
    def units(self) -> dict[str, str]:
        """Units by the name of axis, reading or setting."""
        return dict(self.info["units"])

    @property
    def position(self) -> dict[str, float | None]:
        """Where its axes are now, in their units; None while unknown."""
        return dict(self._now("position"))

    @property
    def readings(self) -> dict[str, float | None]:
        """What it measured last, in the units of the bench file; arrays are left out."""
        return {name: number(value) for name, value in self._now("value").items()}

    @property
    def warning(self) -> str:
        """Axes and settings whose readback is not their setpoint, in a sentence; empty when there are none."""
        return str(self._now("warning") or "")

    @property
    def settings(self) -> dict[str, Value]:
        """Its settings now."""
        return dict(self._now("settings"))

    @property
    def values(self) -> dict[str, Value]:
        """Present positions, readings and settings by name; an axis wins over a reading of the same name."""
        now = self.refresh().info
        readings = {name: number(value) for name, value in now["value"].items()}
        return {**now["settings"], **readings, **now["position"]}

    def move(
        self, *, wait: bool = False, timeout: float | None = None, relative: bool = False, **axes: float
    ) -> Self:
        """Move axes together: `stage.move(x=1.0, y=2.5, wait=True)`.

        With `wait` it returns when they have arrived. Raises Refused when an axis cannot move there, was stopped or
        did not arrive, and TimeoutError after `timeout` seconds, while the axes still move.
        """
        self.command("move", target=axes, **({"relative": True} if relative else {}))
        if wait:
            wait_until(self._stands, timeout, lambda: f"{self.name} still moves after {timeout} s")
            self._check_arrival({} if relative else axes)
        return self

    def set(self, **settings: float | str) -> Self:
        """Change settings: `spectrometer.set(exposure=0.05)`. Raises Refused."""
        self.command("set", settings=settings)
        return self

    def stop(self) -> Self:
        """Stop its motion now."""
        self.command("stop")
        return self

    def connect(self) -> Self:
        """Connect it, and keep it connected."""
        self.command("connect")
        return self

    def disconnect(self) -> Self:
        """Disconnect it until `connect`."""
        self.command("disconnect")
        return self

    def _stands(self) -> bool:
        # The engine holds the instrument while it is moved by hand.
        now = self.refresh().info
        return not str(now["held_by"] or "").startswith("manual control") and now["status"] != "moving"

    def _check_arrival(self, axes: dict[str, float]) -> None:
        if self.info["error"]:
            raise Refused(f"{self.name} did not arrive: {self.info['error']}")
        for axis, value in axes.items():
            if self.info["target"].get(axis) != value:
                here = self.info["position"].get(axis)
                raise Refused(
                    f"{self.name} did not arrive: {axis} was stopped or sent elsewhere, and is at {here}"
                )

    def __repr__(self) -> str:
        return f"<Instrument {self.info['instrument_id']} {self.name!r}>"
