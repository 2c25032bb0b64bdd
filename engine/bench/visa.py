"""One VISA session for each resource: its instruments' calls never overlap, and a late answer is never taken."""

from __future__ import annotations

import logging
import time
from collections.abc import Hashable
from pathlib import Path
from threading import Lock
from typing import Any

import pyvisa
from pyvisa.constants import BufferOperation, StatusCode
from pyvisa.resources import MessageBasedResource

from engine.bench.tcp_socket import PyLibrary, SocketSession
from engine.bench.turns import Turns
from engine.bench.visa_errors import visa_library_at, visa_reason

OPEN_TIMEOUT = 3000
"""Milliseconds that opening a resource may take, unless the bench file says otherwise."""

_LONG = 0.5
"""Seconds after which opening in vain counts as waiting for somebody who is not there."""

_log = logging.getLogger(__name__)


class LinkError(Exception):
    """A resource cannot be talked to; the message says why."""


class LinkDown(LinkError):
    """The resource cannot be opened, or its connection broke."""


class LinkBroke(LinkDown):
    """The connection broke while the instrument was talked to."""


class LinkSilent(LinkError):
    """No answer in time. The session was closed, so that a late answer cannot be taken for the next one."""


class LinkReopened(LinkError):
    """The session is not the one the caller knows; it must introduce itself again. Nothing was sent."""


class Link:
    """The session of one resource. `generation` grows with every opening; every call names the one it means."""

    def __init__(self, resource: str, library: str, options: dict[str, Any], folder: Path) -> None:
        self.resource = resource
        self.turns = Turns()
        self.generation = 0
        self._library = library
        self._options = dict(options)
        self._folder = folder
        self._session: MessageBasedResource | None = None
        self._socket: SocketSession | None = None
        self._users: set[Hashable] = set()
        self._timeout = 0
        self._clear = False
        self._down: tuple[float, str] = (0.0, "")
        self._encoding = str(options.get("encoding", "ascii"))
        self._ending = b""
        self._delay = 0.0

    def add_options(self, options: dict[str, Any]) -> None:
        """Take what another instrument on the resource says about it."""
        self._options.update(options)
        self._encoding = str(self._options.get("encoding", "ascii"))

    def join(self, user: Hashable, urgent: bool = False) -> int:
        """Open the session if it is not; its generation. Raises LinkDown."""
        self.turns.take(urgent)
        try:
            if self._session is None:
                self._open()
            self._users.add(user)
            return self.generation
        finally:
            self.turns.give()

    def leave(self, user: Hashable) -> None:
        """Close the session when nobody else uses it, also under a call that hangs."""
        self._users.discard(user)
        if self._users:
            return
        if self._socket is not None and self.turns.busy:
            self._socket.hang_up()
        if self.turns.take(urgent=True, timeout=1.0):
            try:
                self._close()
            finally:
                self.turns.give()

    def write(self, message: str, timeout: int, generation: int, urgent: bool = False) -> None:
        """Send one message. Raises LinkError."""
        self.turns.take(urgent)
        try:
            self._send(message, timeout, generation)
        finally:
            self.turns.give()

    def query(self, message: str, timeout: int, generation: int, urgent: bool = False) -> str:
        """Send one message and return its answer without its end. Raises LinkError."""
        self.turns.take(urgent)
        try:
            session = self._send(message, timeout, generation)
            if self._delay:
                time.sleep(self._delay)
            try:
                return session.read_raw().decode(self._encoding, "replace").strip()
            except Exception as error:
                raise self._failure(error, f"no answer to {message!r} within {timeout / 1000:g} s") from error
        finally:
            self.turns.give()

    def _send(self, message: str, timeout: int, generation: int) -> MessageBasedResource:
        if generation != self.generation or self._session is None:
            raise LinkReopened(self.resource)
        session = self._session
        try:
            if timeout != self._timeout:
                session.timeout = timeout
                self._timeout = timeout
            if self._socket is None:
                self._discard(session)
            elif not self._socket.discard():
                self._close()
                raise LinkReopened(self.resource)  # nothing was sent: the caller may open it again and go on
            session.write_raw(message.encode(self._encoding, "replace") + self._ending)
        except LinkError:
            raise
        except Exception as error:
            raise self._failure(error, f"{message!r} was not taken within {timeout / 1000:g} s") from error
        return session

    def _discard(self, session: MessageBasedResource) -> None:
        """Forget what arrived on a serial line without being asked for."""
        waiting = getattr(session, "bytes_in_buffer", 0)
        if waiting:
            session.read_bytes(waiting)

    def _failure(self, error: Exception, silent: str) -> LinkError:
        """Close the session and say why."""
        self._close()
        if isinstance(error, pyvisa.errors.VisaIOError) and error.error_code == StatusCode.error_timeout:
            self._clear = True
            return LinkSilent(silent)
        return LinkBroke(f"the connection to {self.resource} broke: {visa_reason(error)}")

    def _open(self) -> None:
        """Open the session. Where that took long in vain, the next in line are told so without trying again."""
        began = time.monotonic()
        until, reason = self._down
        if began < until:
            raise LinkDown(reason)
        try:
            self._open_now()
        except LinkDown as error:
            took = time.monotonic() - began
            self._down = (time.monotonic() + 2 * took if took > _LONG else 0.0, str(error))
            raise

    def _open_now(self) -> None:
        try:
            manager = _manager(self._library, self._folder)
        except Exception as error:
            reason = (
                f"the VISA library {self._library!r} cannot be used (is it installed?): {visa_reason(error)}"
            )
            raise LinkDown(reason) from error
        options = {"open_timeout": OPEN_TIMEOUT, **pyvisa_keywords(self.resource, self._options)}
        options.pop("timeout", None)  # each instrument on the resource has its own
        session: Any = None
        try:
            session = manager.open_resource(self.resource, **options)
            if not isinstance(session, MessageBasedResource):
                raise ValueError("it does not take messages")
            if not session.session:  # pyvisa-sim says so where there is no such device
                raise ValueError("there is nothing at this address")
            if self._clear:
                _clear(session)
        except Exception as error:
            if session is not None:
                session.close()
            raise LinkDown(f"{self.resource} cannot be opened: {visa_reason(error)}") from error
        self._clear = False
        self._session = session
        self._socket = _socket(session)
        self._ending = (session.write_termination or "").encode(self._encoding)
        self._timeout = 0
        self._delay = float(options.get("query_delay", 0.0))
        self.generation += 1

    def _close(self) -> None:
        session, self._session, self._socket = self._session, None, None
        if session is not None:
            try:
                session.close()
            except Exception as error:  # noqa: BLE001 - whatever it was, it is closed
                _log.debug("closing %s: %s", self.resource, error)


def pyvisa_keywords(resource: str, options: dict[str, Any]) -> dict[str, Any]:
    """The options as PyVISA takes them, `termination` being both of its terminations."""
    made = dict(options)
    termination = made.pop("termination", None)
    if termination is None and resource.upper().endswith("SOCKET"):
        termination = "\n"  # elsewhere messages have an end of their own
    if termination is None:
        return made
    return {"read_termination": termination, "write_termination": termination, **made}


def _clear(session: MessageBasedResource) -> None:
    """After a timeout: empty the instrument's and the interface's buffers, as far as they can be."""
    for work in (session.clear, lambda: session.flush(BufferOperation.discard_read_buffer)):
        try:
            work()
        except Exception as error:  # noqa: BLE001 - not every interface can
            _log.debug("clearing %s: %s", session.resource_name, error)


def _socket(session: MessageBasedResource) -> SocketSession | None:
    sessions = getattr(session.visalib, "sessions", {})
    found = sessions.get(session.session)
    return found if isinstance(found, SocketSession) else None


def _manager(library: str, folder: Path) -> pyvisa.ResourceManager:
    """PyVISA's one resource manager of a library; a relative file is sought in the bench's folder."""
    if library == "@py":
        return pyvisa.ResourceManager(PyLibrary("py"))
    return pyvisa.ResourceManager(visa_library_at(library, folder))


class Links:
    """The links of a bench, one a resource and library."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._links: dict[tuple[str, str], Link] = {}
        self._lock = Lock()

    def get(self, resource: str, library: str, options: dict[str, Any]) -> Link:
        """The link of a resource; nothing is opened."""
        with self._lock:
            link = self._links.get((resource, library))
            if link is None:
                link = self._links[(resource, library)] = Link(resource, library, options, self._folder)
            else:
                link.add_options(options)
            return link
