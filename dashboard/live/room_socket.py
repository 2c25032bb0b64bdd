"""Room sockets: `GET {prefix}ws/{room}`, one WebSocket for one room."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

import gevent
from flask import Flask

from dashboard.auth.audit import Audit, entry_of
from dashboard.auth.base import Auth, Identity
from dashboard.live.access import admit, require_message, require_room
from dashboard.live.admission import TooMany
from dashboard.live.close_codes import CloseCode, Refused
from dashboard.live.connection import Connection
from dashboard.live.cursors import is_cursor
from dashboard.live.frames import Frame
from dashboard.live.hub import Hub
from dashboard.live.presence import watcher
from dashboard.live.socket_meter import SocketMeter
from dashboard.live.websocket import Closed, WebSocket, upgrade_problem
from dashboard.server import json_input
from dashboard.server.limits import ROOM_BYTES, ROOM_FRAMES, ROOM_MESSAGE
from engine.commands.stop_pipe import StopRequest, request_stop
from engine.errors import InputRefused, NotFound, StoreError
from engine.settings import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PATH = "/ws/"
SILENCE_SECONDS = 80.0
"""Seconds without a sign of life after which a client is closed; it is asked for one every 25 s."""

_LOG = logging.getLogger(__name__)


def register_room_sockets(app: Flask, hub: Hub, auth: Auth, settings: Settings, audit: Audit) -> None:
    """Serve room sockets in front of a Flask application, below the prefix that its WSGI environment has stripped."""

    def stop(who: Identity, request_id: object) -> bool:
        told = request_stop(settings.home, StopRequest.of(who.user, request_id))
        audit.note_later(entry_of(who, "stop everything", "", "by a room socket"))
        return told

    app.wsgi_app = RoomSockets(app.wsgi_app, hub, auth, stop)  # type: ignore[method-assign]


@dataclass(frozen=True, slots=True)
class StopMessage:
    """A client asks for an emergency stop."""

    request_id: object


class RoomSockets:
    """WSGI middleware that answers requests below `/ws/`; `stop` tells the engine to stop everything."""

    def __init__(
        self, application: WSGIApplication, hub: Hub, auth: Auth, stop: Callable[[Identity, object], object]
    ) -> None:
        self._application = application
        self._hub = hub
        self._auth = auth
        self._stop = stop

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Serve one socket until it ends; a request that is not a WebSocket handshake gets a plain answer."""
        path = environ.get("PATH_INFO", "")
        if not path.startswith(PATH):
            return self._application(environ, start_response)
        problem = upgrade_problem(environ)
        if problem:
            return _plain(start_response, problem, upgrade="HTTP_UPGRADE" not in environ)
        socket = WebSocket(environ, ROOM_MESSAGE, SocketMeter(ROOM_FRAMES, ROOM_BYTES))
        try:
            self._serve(socket, environ, path[len(PATH) :])
        except Refused as refusal:
            socket.close(refusal.code, str(refusal))
        except NotFound as error:
            socket.close(CloseCode.NO_SUCH_ROOM, str(error))
        except StoreError as error:
            _LOG.error("cannot serve a room socket: %s", error)
            socket.close(CloseCode.TROUBLE, "the server cannot read its database at the moment")
        except Closed:
            pass
        finally:
            socket.finish()
        return []

    def _serve(self, socket: WebSocket, environ: WSGIEnvironment, name: str) -> None:
        identity = admit(self._auth, environ)
        require_room(identity, name)
        since, flow, batch, light = _parse_query(environ.get("QUERY_STRING", ""))
        sink = _SocketSink(socket)
        try:
            self._hub.admission.enter(identity.client)
        except TooMany as error:
            raise Refused(CloseCode.TOO_MANY, str(error)) from None
        self._hub.signed_in.enter(identity, sink.end)
        try:
            connection = self._hub.connect(
                name,
                sink,
                since=since,
                flow=flow,
                batch=batch,
                light=light,
                watcher=watcher(identity, environ),
            )
            try:
                socket.on_idle(connection.ready_again)
                while True:
                    if (stop := _handle_message(socket.receive(), connection, identity)) is not None:
                        _LOG.warning("emergency stop requested by %s on a room socket", identity.user)
                        self._stop(identity, stop.request_id)
            finally:
                self._hub.leave(connection)
        finally:
            self._hub.signed_in.leave(identity, sink.end)
            self._hub.admission.leave(identity.client)


class _SocketSink:
    """A room socket as the hub uses it."""

    def __init__(self, socket: WebSocket) -> None:
        self._socket = socket

    def ready(self) -> bool:
        return not self._socket.busy

    def deliver(self, frame: Frame) -> None:
        self._socket.offer(frame.wire)

    def end(self, code: CloseCode, reason: str) -> None:
        # It waits behind a message that is being sent, so not in the caller's greenlet.
        gevent.spawn(self._socket.close, code, reason)

    def probe(self) -> None:
        if time.monotonic() - self._socket.heard_at > SILENCE_SECONDS:
            self._socket.cut()
        else:
            self._socket.ping()


def _parse_query(query: str) -> tuple[str | None, bool, bool, bool]:
    """since, flow=ack, batch=points and snapshot=light of a query; empty values count as absent."""
    given = dict(parse_qsl(query))
    for name, known in (("flow", "ack"), ("batch", "points"), ("snapshot", "light")):
        if given.get(name, known) != known:
            raise Refused(CloseCode.BAD_MESSAGE, f"{name} can only be {known}")
    return given.get("since"), "flow" in given, "batch" in given, "snapshot" in given


def _handle_message(message: str | bytes, connection: Connection, identity: Identity) -> StopMessage | None:
    """Handle a client's message: an acknowledgement, or an emergency stop, which is returned.

    A page has this way to stop everything besides REST, because a browser sends no request while six others wait.
    """
    try:
        said = json_input.read(message) if isinstance(message, str) else None
    except InputRefused:
        said = None
    given = said if isinstance(said, dict) else {}
    if given.get("stop") is True and "ack" not in given:
        require_message(identity, "stop")
        return StopMessage(given.get("request_id"))
    cursor = given.get("ack")
    if not isinstance(cursor, str) or not is_cursor(cursor):
        raise Refused(CloseCode.BAD_MESSAGE, 'a message is JSON text like {"ack": CURSOR}')
    require_message(identity, "ack")
    connection.acknowledge(cursor)
    return None


def _plain(start_response: StartResponse, problem: str, upgrade: bool) -> Iterable[bytes]:
    body = (problem + "\n").encode()
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))]
    if upgrade:
        start_response(
            "426 Upgrade Required", [*headers, ("Upgrade", "websocket"), ("Connection", "Upgrade")]
        )
    else:
        start_response("400 Bad Request", headers)
    return [body]
