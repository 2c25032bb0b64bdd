"""Finds VISA resources and asks each who it is."""

from __future__ import annotations

import warnings
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyvisa
from pyvisa import rname
from pyvisa.constants import StatusCode
from pyvisa.errors import VisaIOError
from pyvisa.resources import MessageBasedResource

from engine.bench.visa_errors import visa_library_at, visa_reason
from engine.errors import InstrumentUnreachable

QUESTION = "*IDN?"
_TALKATIVE = ("INSTR", "SOCKET", "RAW")
"""Resource classes that take messages."""
_LINES = {"read_termination": "\n", "write_termination": "\n"}
_OPEN_WITHIN = 2000
"""Milliseconds that opening a resource may take."""


@dataclass(frozen=True)
class Found:
    """A resource, and its answer to *IDN?: None where it was not asked or did not answer; `error` says why."""

    resource: str
    identity: str | None = None
    error: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {"resource": self.resource, "identity": self.identity, "error": self.error}


def discover(library: str, ask: bool = True, timeout: float = 2.0) -> list[Found]:
    """List every message-based resource of a VISA library, sorted; with `ask`, each with its identity.

    Resources on one interface are asked one after the other, interfaces at the same time; an answer may take
    `timeout` seconds. Raises InstrumentUnreachable when the library cannot be used.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pyvisa-py names the optional packages that it lacks
        try:
            manager = pyvisa.ResourceManager(visa_library_at(library, Path.cwd()))
            names = sorted(name for name in manager.list_resources("?*") if _takes_messages(name))
        except Exception as error:
            raise InstrumentUnreachable(f"VISA library {library!r}", visa_reason(error)) from error
        if not ask:
            return [Found(name) for name in names]
        groups: dict[str, list[str]] = defaultdict(list)
        for name in names:
            groups[_interface(name)].append(name)
        with ThreadPoolExecutor(max_workers=max(1, len(groups))) as pool:
            asked = pool.map(lambda group: [_ask(manager, name, timeout) for name in group], groups.values())
            return sorted((found for group in asked for found in group), key=lambda found: found.resource)


def _takes_messages(name: str) -> bool:
    try:
        return rname.parse_resource_name(name).resource_class in _TALKATIVE
    except rname.InvalidResourceName:
        return False


def _interface(name: str) -> str:
    """What resources share that must not be asked at the same time: a GPIB board, a serial port, a host."""
    return name if name.upper().startswith("TCPIP") else name.partition("::")[0]


def _ask(manager: pyvisa.ResourceManager, name: str, timeout: float) -> Found:
    session: Any = None
    try:
        # On other interfaces messages have an end of their own.
        ending: dict[str, Any] = _LINES if name.upper().endswith("SOCKET") else {}
        session = manager.open_resource(name, open_timeout=_OPEN_WITHIN, **ending)
        if not isinstance(session, MessageBasedResource):
            return Found(name, error="it does not take messages")
        session.timeout = timeout * 1000
        return Found(name, identity=session.query(QUESTION).strip())
    except Exception as error:  # noqa: BLE001 - libraries raise anything
        silent = isinstance(error, VisaIOError) and error.error_code == StatusCode.error_timeout
        return Found(name, error=f"no answer within {timeout:g} s" if silent else visa_reason(error))
    finally:
        if session is not None:
            session.close()
