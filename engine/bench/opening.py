"""Opens VISA resources: which library, which keys of the bench file, and which wire the exchange uses."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pyvisa
from pyvisa import rname
from pyvisa.constants import BufferOperation, InterfaceType
from pyvisa.resources import MessageBasedResource

from engine.bench.message_wire import MessageWire
from engine.bench.py_library import PyLibrary
from engine.bench.visa_errors import visa_library_at, visa_reason
from engine.bench.wire import Wire, stream_of

OPEN_TIMEOUT = 3000
"""Milliseconds that opening a resource may take, unless the bench file says otherwise."""

_SPEAKS_488 = (InterfaceType.usb, InterfaceType.tcpip)
"""Interfaces whose INSTR sessions always have a status byte as in IEEE 488.2."""

_log = logging.getLogger(__name__)


class LibraryMissing(Exception):
    """The VISA library cannot be used; the message says why."""


def open_session(
    resource: str, library: str, folder: Path, options: dict[str, Any], *, clear: bool, speaks_488: bool
) -> tuple[MessageBasedResource, Wire]:
    """Open a new session of a resource, with empty buffers when `clear`.

    Raises LibraryMissing, and whatever the library raises.
    """
    try:
        manager = resource_manager(library, folder)
    except Exception as error:
        reason = f"the VISA library {library!r} cannot be used (is it installed?): {visa_reason(error)}"
        raise LibraryMissing(reason) from error
    keywords = {"open_timeout": OPEN_TIMEOUT, **pyvisa_keywords(resource, options)}
    keywords.pop("timeout", None)  # each instrument on the resource has its own
    ending = read_ending(resource, options)
    if ending[-1:] in ending[:-1]:  # PyVISA takes no such termination, though our own sessions can
        keywords["read_termination"] = ending[-1:]
    made: Any = manager.open_resource(resource, **keywords)
    try:
        if not isinstance(made, MessageBasedResource):
            raise ValueError("it does not take messages")
        if not made.session:  # pyvisa-sim says so where there is no such device
            raise ValueError("there is nothing at this address")
        if clear:
            _clear(made)
        encoded = ending.encode(str(options.get("encoding", "ascii")))
        return made, wire_of(made, encoded, lambda: manager.open_resource(resource, **keywords), speaks_488)
    except Exception:
        made.close()
        raise


def wire_of(resource: MessageBasedResource, ending: bytes, again: Any, speaks_488: bool) -> Wire:
    """What the exchange needs of an open session; `again` opens a second one."""
    stream = stream_of(resource)
    if stream is None:
        parsed = rname.parse_resource_name(resource.resource_name)
        always = parsed.interface_type_const in _SPEAKS_488
        status_byte = parsed.resource_class == "INSTR" and (speaks_488 or always)
        return MessageWire(resource, ending, again, status_byte)
    stream.ending = ending
    return stream


def pyvisa_keywords(resource: str, options: dict[str, Any]) -> dict[str, Any]:
    """The options as PyVISA takes them; `termination` stands for both of its terminations."""
    made = dict(options)
    termination = made.pop("termination", None)
    if termination is None and resource.upper().endswith("SOCKET"):
        termination = "\n"  # on other interfaces messages have an end of their own
    if termination is None:
        return made
    return {"read_termination": termination, "write_termination": termination, **made}


def read_ending(resource: str, options: dict[str, Any]) -> str:
    """The whole termination of an answer; "" where its end is not marked by characters."""
    return str(pyvisa_keywords(resource, options).get("read_termination") or "")


def resource_manager(library: str, folder: Path) -> pyvisa.ResourceManager:
    """PyVISA's resource manager of a library; a relative file is searched in the bench's folder."""
    if library == "@py":
        return pyvisa.ResourceManager(PyLibrary("py"))
    return pyvisa.ResourceManager(visa_library_at(library, folder))


def _clear(session: MessageBasedResource) -> None:
    """VISA clear: empty the instrument's and the interface's buffers, as far as possible."""
    for work in (session.clear, lambda: session.flush(BufferOperation.discard_read_buffer)):
        try:
            work()
        except Exception as error:  # noqa: BLE001 - not every interface can
            _log.debug("clearing %s: %s", session.resource_name, error)
