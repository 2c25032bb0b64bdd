"""PyVISA's pure Python library with own sessions for raw TCP sockets and serial lines."""

from __future__ import annotations

import threading
from typing import Any

from pyvisa import constants, rname
from pyvisa.constants import StatusCode
from pyvisa_py.highlevel import PyVisaLibrary

from engine.bench.serial_line import LineSession
from engine.bench.tcp_socket import SocketSession


class PyLibrary(PyVisaLibrary):  # type: ignore[misc]
    """The pure Python library; many threads may open sessions at the same time."""

    def _init(self) -> None:
        super()._init()
        self._registering = threading.Lock()

    def _register(self, obj: Any) -> Any:
        with self._registering:
            return super()._register(obj)

    def open(
        self,
        session: Any,
        resource_name: str,
        access_mode: constants.AccessModes = constants.AccessModes.no_lock,
        open_timeout: int | None = constants.VI_TMO_IMMEDIATE,
    ) -> tuple[Any, StatusCode]:
        """Open a session. Raises OSError when a raw TCP connection fails."""
        parsed = rname.parse_resource_name(resource_name)
        if isinstance(parsed, rname.TCPIPSocket):
            made = SocketSession(session, resource_name, parsed, open_timeout)
            return self._register(made), StatusCode.success
        if isinstance(parsed, rname.ASRLInstr):
            return self._register(
                LineSession(session, resource_name, parsed, open_timeout)
            ), StatusCode.success
        return super().open(session, resource_name, access_mode, open_timeout)  # type: ignore[no-any-return]
