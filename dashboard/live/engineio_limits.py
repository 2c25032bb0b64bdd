"""Limits on engine.io before Socket.IO reads anything: rates, malformed packets, and connections without sign-in."""

from __future__ import annotations

import io
import logging
from base64 import b64decode
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import gevent
from werkzeug.exceptions import HTTPException

from dashboard.live.close_codes import CloseCode, Refused
from dashboard.live.engineio_parts import is_packet
from dashboard.server.limits import SOCKETIO_FRAMES, SOCKETIO_MESSAGE, SOCKETIO_PACKETS, STRANGER_SECONDS
from dashboard.server.metering import Bucket

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_SEPARATOR = "\x1e"
_LOG = logging.getLogger(__name__)


def drop_strangers(server: Any, known: Callable[[str], bool]) -> None:
    """Disconnect clients without sign-in soon after they connect: engine.io itself asks nobody to sign in."""
    connect = server.handlers["connect"]

    def connect_for_now(sid: str, environ: WSGIEnvironment) -> Any:
        gevent.spawn_later(STRANGER_SECONDS, drop, sid)
        return connect(sid, environ)

    def drop(sid: str) -> None:
        if not known(sid):
            hang_up(server, sid)

    server.on("connect", connect_for_now)


def check_messages(server: Any, refuse: Callable[[str, Refused], None]) -> None:
    """Call `refuse` when a client sends too much or a malformed packet; such messages are not passed on."""
    handle = server.handlers["message"]
    meters: WeakKeyDictionary[Any, Bucket] = WeakKeyDictionary()

    def message(sid: str, data: Any) -> None:
        socket = server.sockets.get(sid)
        if socket is None or socket.closing:
            return
        try:
            if not meters.setdefault(socket, Bucket(SOCKETIO_FRAMES)).take():
                raise Refused(CloseCode.TOO_MANY, "the client sends too many messages at once")
            handle(sid, data)
        except Refused as refusal:
            refuse(sid, refusal)
        except Exception as error:  # noqa: BLE001 - the libraries raise anything for what they cannot decode
            _LOG.info("cannot read a message of Socket.IO: %s", error)
            refuse(sid, Refused(CloseCode.BAD_MESSAGE, "this is not a message of Socket.IO"))

    server.on("message", message)


def hang_up(server: Any, sid: str) -> None:
    """End an engine.io connection, without waiting for the client."""
    socket = server.sockets.get(sid)
    if socket is not None:
        socket.close(wait=False, abort=True, reason=server.reason.SERVER_DISCONNECT)


class PolledMessages:
    """WSGI middleware that reads what a polling client sends before engine.io does, and refuses what is too large.

    engine.io would say goodbye first, and wait until the client polls for that, while the client waits for this
    answer.
    """

    def __init__(self, application: WSGIApplication, path: str) -> None:
        self._application = application
        self._path = path

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer instead of engine.io, or pass the request on."""
        if environ["REQUEST_METHOD"] != "POST" or not environ.get("PATH_INFO", "").startswith(self._path):
            return self._application(environ, start_response)
        length = int(environ.get("CONTENT_LENGTH") or "0")
        if length > SOCKETIO_MESSAGE:
            return _plain(
                start_response, "413 Content Too Large", f"a message may have {SOCKETIO_MESSAGE} bytes"
            )
        try:
            body = environ["wsgi.input"].read(length)
        except HTTPException as refusal:
            return _plain(start_response, f"{refusal.code} {refusal.name}", refusal.description or "")
        except OSError:
            return _plain(start_response, "400 Bad Request", "the message did not arrive completely")
        if not _is_payload(body):
            return _plain(start_response, "400 Bad Request", "this is not a message of engine.io")
        return self._application({**environ, "wsgi.input": io.BytesIO(body)}, start_response)


def _is_payload(body: bytes) -> bool:
    """Whether a body consists of packets; engine.io fails on anything else."""
    try:
        packets = body.decode().split(_SEPARATOR)
        for packet in packets:
            if packet[:1] == "b":
                b64decode(packet[1:], validate=True)
    except ValueError:
        return False
    return len(packets) <= SOCKETIO_PACKETS and all(is_packet(p) or p[:1] == "b" for p in packets)


def _plain(start_response: StartResponse, status: str, text: str) -> Iterable[bytes]:
    start_response(status, [("Content-Type", "text/plain; charset=utf-8")])
    return [text.encode() + b"\n"]
