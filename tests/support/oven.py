"""An oven on TCP that knows how long it was heated, and loses its power with its laboratory."""

from __future__ import annotations

import socket
import threading
import time

from support.scpi import ScpiServer

BENCH = """
[[instrument]]
name = "oven"
resource = "{resource}"
[instrument.axes.t]
set = "T {{value}}"
get = "T?"
unit = "K"
[instrument.axes.x]
set = "X {{value}}"
get = "X?"
unit = "mm"
[instrument.reads.soaked]
query = "SOAKED?"
unit = "s"
[instrument.reads.settled]
query = "SETTLED?"
unit = "s"
"""


class Oven(ScpiServer):
    """`SOAKED?` and `SETTLED?` give the seconds since `T` and `X` were set; -1 since the power came on."""

    def __init__(self) -> None:
        super().__init__()
        self._given: dict[str, float] = {}
        self._guard = threading.Lock()
        self.answers |= {"SOAKED?": lambda: self._since("T"), "SETTLED?": lambda: self._since("X")}
        self.lose_power()

    def lose_power(self) -> None:
        """Everything stands at 0, and nothing has been given any time."""
        with self._guard:
            self._given.clear()
            self.values.update(T="0", X="0")

    def bench(self) -> str:
        """The bench file that describes it."""
        return BENCH.format(resource=self.resource)

    def _serve(self, connection: socket.socket, message: str) -> None:
        header = message.partition(" ")[0]
        if header in ("T", "X"):
            with self._guard:
                self._given[header] = time.monotonic()
        super()._serve(connection, message)

    def _since(self, header: str) -> str:
        with self._guard:
            given = self._given.get(header)
        return "-1" if given is None else f"{time.monotonic() - given:.6f}"
