"""Socket.IO: `{prefix}socket.io`; a client is in `global` from the start and subscribes to other rooms."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from functools import partial
from http import HTTPStatus
from typing import Any

import gevent
from flask import Flask, request
from flask_socketio import ConnectionRefusedError as ConnectRefused
from flask_socketio import SocketIO

from dashboard.auth.base import Auth
from dashboard.live.access import admit, require_event, require_room
from dashboard.live.admission import TooMany
from dashboard.live.close_codes import CloseCode, Refused
from dashboard.live.engineio_limits import PolledMessages, check_messages, drop_strangers, hang_up
from dashboard.live.engineio_parts import use_own_parts
from dashboard.live.hub import Hub
from dashboard.live.presence import watcher
from dashboard.live.rooms import GLOBAL, INSTRUMENTS, RoomKind
from dashboard.live.socketio_client import Client, SubscriptionSink
from dashboard.server import json_input
from dashboard.server.limits import SOCKETIO_MESSAGE, SUBSCRIPTIONS_BURST, SUBSCRIPTIONS_PER_SECOND, Rate
from engine.errors import InputRefused, NotFound, StoreError
from engine.settings import Settings

_PATH = "socket.io"
CONNECTING_SECONDS = 1.0
"""Seconds that a client that cannot be served gets to finish connecting, before it is told so and disconnected."""
PING_SECONDS = 20
PING_TIMEOUT = 40
"""Seconds after which a client that has stopped reading is closed, a minute with the ping interval."""

_REQUESTS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "global": lambda _: GLOBAL.name,
    "instruments": lambda _: INSTRUMENTS.name,
    "scan": lambda asked: f"{RoomKind.SCAN}_{_field(asked, 'scan_id')}",
    "queue": lambda asked: f"{RoomKind.QUEUE}_{_field(asked, 'queue_id')}",
    "instrument": lambda asked: f"{RoomKind.INSTRUMENT}_{_field(asked, 'instrument_id')}",
}
"""Rooms of `subscribe_…` and `unsubscribe_…`."""

_LOG = logging.getLogger(__name__)


def register_socketio(app: Flask, hub: Hub, auth: Auth, settings: Settings) -> SocketIO:
    """Serve Socket.IO in front of a Flask application, below the prefix that its WSGI environment has stripped."""
    socketio = SocketIO(
        app,
        async_mode="gevent",
        path=_PATH,
        # Engine.io compares origins with names that a proxy may have changed; the connect handler asks `auth`
        # instead, and without CORS headers no page of another site can read an answer.
        cors_allowed_origins=[],
        http_compression=False,
        manage_session=False,
        async_handlers=False,
        max_http_buffer_size=SOCKETIO_MESSAGE,
        json=_Json,
        ping_interval=PING_SECONDS,
        ping_timeout=PING_TIMEOUT,
    )
    door = _Door(socketio.server, hub, auth, settings.max_subscriptions)
    app.wsgi_app = PolledMessages(app.wsgi_app, f"/{_PATH}/")  # type: ignore[method-assign]
    use_own_parts(socketio.server.eio)
    drop_strangers(socketio.server.eio, door.knows)
    check_messages(socketio.server.eio, door.refuse)
    socketio.on_event("connect", door.connected)
    socketio.on_event("disconnect", door.disconnected)
    socketio.on_event("*", door.unknown)
    for name in _REQUESTS:
        socketio.on_event(f"subscribe_{name}", partial(door.subscribe, name))
        socketio.on_event(f"unsubscribe_{name}", partial(door.unsubscribe, name))
    return socketio


class _Json:
    """The JSON of Socket.IO's packets."""

    dumps = staticmethod(json.dumps)

    @staticmethod
    def loads(text: str) -> Any:
        """The value of a JSON text. Raises ValueError where it is refused."""
        try:
            return json_input.read(text)
        except InputRefused as error:
            raise ValueError(str(error)) from None


class _Door:
    """Handles the requests of all clients; each runs within Flask's context of its connection."""

    def __init__(self, server: Any, hub: Hub, auth: Auth, most: int) -> None:
        self._server = server
        self._hub = hub
        self._auth = auth
        self._most = most
        self._requests = Rate(most + SUBSCRIPTIONS_BURST, SUBSCRIPTIONS_PER_SECOND)
        self._clients: dict[str, Client] = {}
        self._by_transport: dict[str, Client] = {}

    def knows(self, transport: str) -> bool:
        """Whether an engine.io connection belongs to a client that is connected."""
        return transport in self._by_transport

    def refuse(self, transport: str, refusal: Refused) -> None:
        """Close an engine.io connection, with the reason for clients that are connected."""
        client = self._by_transport.get(transport)
        if client is None:
            hang_up(self._server.eio, transport)
        else:
            client.end(refusal.code, str(refusal))

    def connected(self, offered: Any = None) -> None:
        """Connect a client; refusals carry `{code, message}`."""
        sid, environ = request.sid, dict(request.environ)  # type: ignore[attr-defined]
        transport = self._server.manager.eio_sid_from_sid(sid, "/")
        offered = offered if isinstance(offered, dict) else {}
        token = offered.get("token")
        if isinstance(token, str) and token.isascii() and "HTTP_AUTHORIZATION" not in environ:
            # A browser's Socket.IO client cannot set headers on a WebSocket.
            environ["HTTP_AUTHORIZATION"] = f"Bearer {token}"
        try:
            identity = admit(self._auth, environ)
            require_event(identity, "connect")
            self._hub.admission.enter(identity.client)
        except StoreError as error:
            _LOG.error("cannot connect a client: %s", error)
            message = "the server cannot read its database at the moment"
            raise ConnectRefused(message, {"code": CloseCode.TROUBLE, "message": message}) from None
        except (Refused, TooMany) as refusal:
            code = refusal.code if isinstance(refusal, Refused) else CloseCode.TOO_MANY
            raise ConnectRefused(str(refusal), {"code": code, "message": str(refusal)}) from None
        who = watcher(identity, environ, offered.get("name"))
        client = Client(self._server, sid, transport, identity, who, self._requests)
        self._clients[sid] = self._by_transport[transport] = client
        self._hub.signed_in.enter(identity, client.end)
        told = self._run_safely("subscribed", lambda client: self._enter(client, GLOBAL.name, {}), client)
        # The client learns that it is connected when this handler has returned.
        gevent.spawn(self._opened, client, *told)

    def disconnected(self, *_: Any) -> None:
        """A client is gone."""
        client = self._clients.pop(request.sid, None)  # type: ignore[attr-defined]
        if client is None:
            return
        client.open = False
        self._by_transport.pop(client.transport, None)
        for connection in client.subscriptions.values():
            self._hub.leave(connection)
        client.subscriptions.clear()
        self._hub.signed_in.leave(client.identity, client.end)
        self._hub.admission.leave(client.identity.client)

    def subscribe(self, name: str, *given: Any) -> dict[str, Any]:
        """Answer `subscribe_…`: `subscribed {room, cursor}` or `error {code, message}`, as event and as reply."""
        return self._answer("subscribed", partial(self._subscribed, name, given), f"subscribe_{name}")

    def unsubscribe(self, name: str, *given: Any) -> dict[str, Any]:
        """Answer `unsubscribe_…`: `unsubscribed {room, cursor}` or `error {code, message}`."""
        return self._answer("unsubscribed", partial(self._unsubscribed, name, given), f"unsubscribe_{name}")

    def unknown(self, event: Any, *_: Any) -> dict[str, Any]:
        """Answer anything else; a client may send anything as an event's name."""
        return self._answer(
            "", partial(_refuse, CloseCode.BAD_MESSAGE, f"there is no request {str(event)[:60]!r}")
        )

    def _opened(self, client: Client, event: str, answer: dict[str, Any]) -> None:
        if event == "error":
            # Clients that are disconnected while they still connect do not all reconnect.
            gevent.sleep(CONNECTING_SECONDS)
            client.end(answer["code"], answer["message"])
            return
        client.tell(event, answer)
        client.open = True

    def _answer(
        self, event: str, work: Callable[[Client], dict[str, Any]], request_name: str = ""
    ) -> dict[str, Any]:
        client = self._clients[request.sid]  # type: ignore[attr-defined]
        if not client.requests.take():
            message = (
                f"one connection may send {SUBSCRIPTIONS_PER_SECOND} requests a second; send them more slowly"
            )
            client.end(CloseCode.TOO_MANY, message)
            return {"code": CloseCode.TOO_MANY, "message": message}

        def permitted(client: Client) -> dict[str, Any]:
            if request_name:
                require_event(client.identity, request_name)
            return work(client)

        event, answer = self._run_safely(event, permitted, client)
        client.tell(event, answer)
        return answer

    def _run_safely(
        self, event: str, work: Callable[[Client], dict[str, Any]], client: Client
    ) -> tuple[str, dict[str, Any]]:
        """Answer a client: `event` with the result of `work`, or `error {code, message}`."""
        try:
            return event, work(client)
        except Refused as refusal:
            code, message = _told(refusal.code), str(refusal)
        except NotFound as error:
            code, message = CloseCode.NO_SUCH_ROOM, str(error)
        except StoreError as error:
            _LOG.error("cannot serve a subscription: %s", error)
            code, message = CloseCode.TROUBLE, "the server cannot read its database at the moment"
        except Exception:  # noqa: BLE001 - a client without an answer would wait forever
            _LOG.exception("serving a subscription failed")
            code, message = CloseCode.TROUBLE, "the server cannot read this room's events"
        return "error", {"code": code, "message": message}

    def _subscribed(self, name: str, given: tuple[Any, ...], client: Client) -> dict[str, Any]:
        asked = _arguments(given)
        room = _REQUESTS[name](asked)
        if room not in client.subscriptions and len(client.subscriptions) >= self._most:
            raise Refused(
                CloseCode.TOO_MANY,
                f"one connection may have {self._most} subscriptions; unsubscribe from others first",
            )
        return self._enter(client, room, asked)

    def _unsubscribed(self, name: str, given: tuple[Any, ...], client: Client) -> dict[str, Any]:
        room = _REQUESTS[name](_arguments(given))
        connection = client.subscriptions.get(room)
        self._drop(client, room)
        return {"room": room, "cursor": connection and self._hub.cursor_of(connection)}

    def _enter(self, client: Client, room: str, asked: Mapping[str, Any]) -> dict[str, Any]:
        require_room(client.identity, room)
        since, batch = asked.get("since"), asked.get("batch")
        if not isinstance(since, str | None) or batch not in (None, "points"):
            raise Refused(
                CloseCode.BAD_MESSAGE, 'since is the text of a cursor, and batch can only be "points"'
            )
        made = self._hub.connect(
            room,
            SubscriptionSink(client, partial(self._drop, client, room)),
            since=since,
            batch=batch is not None,
            snapshot=bool(asked.get("snapshot")),
            watcher=client.watcher,
        )
        self._drop(client, room)
        client.subscriptions[room] = made
        return {"room": room, "cursor": self._hub.cursor_of(made)}

    def _drop(self, client: Client, room: str) -> None:
        connection = client.subscriptions.pop(room, None)
        if connection is not None:
            self._hub.leave(connection)


def _told(code: CloseCode) -> int:
    """The code in an `error`: a role that does not suffice is 403, as in REST."""
    return HTTPStatus.FORBIDDEN if code is CloseCode.NOT_ALLOWED else code


def _arguments(given: tuple[Any, ...]) -> Mapping[str, Any]:
    asked = given[0] if given else {}
    if not isinstance(asked, dict):
        raise Refused(CloseCode.BAD_MESSAGE, "the data of a request must be an object")
    return asked


def _field(asked: Mapping[str, Any], name: str) -> str:
    value = asked.get(name)
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise Refused(CloseCode.BAD_MESSAGE, f"the request lacks {name}")
    return str(value)


def _refuse(code: CloseCode, message: str, _: Client) -> dict[str, Any]:
    raise Refused(code, message)
