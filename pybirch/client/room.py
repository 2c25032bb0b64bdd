"""The socket of one room: yields frames, each acknowledged when the next one is wanted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from pybirch.client.address import Address
from pybirch.client.errors import Error, NotFound, Refused, in_words

_SILENCE = 45.0
"""Seconds without a frame after which a connection counts as broken; a heartbeat comes every 15 s."""
_OPEN = 10.0
"""Seconds that opening the socket may take."""
_NO_SUCH_ROOM, _REFUSALS = 4404, (4400, 4401, 4403)
"""Close codes of the server for which trying again does not help."""


class Lost(Exception):
    """The connection broke, or could not be made; a new one can continue after the last frame."""


def frames(address: Address, room: str, since: str | None) -> Iterator[dict[str, Any]]:
    """Yield the frames of a room after the cursor `since`, without heartbeats, over one connection.

    The server sends the next frame only after this one was processed. Raises Lost, NotFound and Refused.
    """
    query = {"flow": "ack", "batch": "points", "snapshot": "light", **({"since": since} if since else {})}
    try:
        with connect(
            f"{address.socket(room)}?{urlencode(query)}",
            additional_headers=address.headers,
            compression=None,
            proxy=None if address.here else True,
            open_timeout=_OPEN,
            max_size=None,
        ) as socket:
            yield from _received(socket)
    except ConnectionClosed as closed:
        code = closed.rcvd.code if closed.rcvd else 0
        if code in (_NO_SUCH_ROOM, *_REFUSALS):
            raise _refusal(code, closed.rcvd.reason if closed.rcvd else "", room) from None
        raise Lost(str(closed)) from None
    except (OSError, TimeoutError, InvalidHandshake) as error:
        if isinstance(error, InvalidStatus) and error.response.status_code in (401, 403):
            raise Refused(f"the socket of {room} was refused", error.response.status_code) from None
        raise Lost(in_words(error)) from error


def _received(socket: ClientConnection) -> Iterator[dict[str, Any]]:
    while True:
        frame: dict[str, Any] = json.loads(socket.recv(timeout=_SILENCE))
        if frame["kind"] == "heartbeat":
            continue
        yield frame
        socket.send(json.dumps({"ack": frame["cursor"]}))


def _refusal(code: int, reason: str, room: str) -> Error:
    if code == _NO_SUCH_ROOM:
        return NotFound(reason or f"there is no room {room}")
    return Refused(f"the socket of {room} was closed: {reason or code}")
