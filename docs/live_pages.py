"""The reference pages of the live events and of the messages that carry them, from the AsyncAPI document."""

from __future__ import annotations

from typing import Any

from dashboard.live import connection, frames, snapshots
from dashboard.live.asyncapi import ADDRESSES, events_of
from dashboard.live.close_codes import MEANINGS
from dashboard.live.hub import HEARTBEAT_SECONDS
from dashboard.live.messages import STATES
from dashboard.live.rooms import RoomKind
from dashboard.server import limits
from docs.schema_text import anchor, field_table
from engine.model.events import EVENTS, STREAMS, Event, EventName

_EVENTS = """# Live events

An event is `{"event": NAME, "data": {...}}`. [Room sockets](room-sockets.md) put events into frames;
[Socket.IO](socketio.md) sends each under its own name with `data` as the payload.

- A client receives every event of a **stream**, in order.
- A **state** replaces the last one with the same key. PyBirch may leave out a state that a newer one has overtaken; it
  always sends the last one.

Times are RFC 3339 in UTC, progress is 0 to 1. A number that is not finite is one of the texts `"NaN"`, `"Infinity"` and
`"-Infinity"`; null means that there is no value. A later version may add events, fields and states: ignore what you do
not know.

The same for programs: [JSON Schema of the events](events.schema.json), [AsyncAPI 3.0](asyncapi.json).
"""

_MESSAGES = """# Messages of live connections

What the server and a client send to each other, field by field. [Room sockets](room-sockets.md) and
[Socket.IO](socketio.md) say when they send it.
"""

_FRAMES = """## Frames of the server

Every frame of a room socket has these fields:

| field | type | meaning |
|---|---|---|
| `room` | string | Name of the room. |
| `kind` | `snapshot`, `events` or `heartbeat` | What the frame holds. |
| `cursor` | string | Cursor up to which the client has everything after this frame. |

and beside them

| kind | field | type | meaning |
|---|---|---|---|
| `snapshot` | `state` | [State of the room](#states-of-rooms) | The whole state of the room. |
| `snapshot` | `engine` | [EngineView](#engineview) | The engine now. |
| `events` | `events` | list of [events](events.md) of the room | What happened since the last frame, in order. |
| `heartbeat` | `engine` | [EngineView](#engineview) | The engine now. |
"""


def events_page(described: dict[str, Any]) -> str:
    """Which events there are, in which rooms, and the fields of each."""
    definitions = described["components"]["schemas"]
    rooms = {name: [kind for kind in RoomKind if name in events_of(kind)] for name in EVENTS}
    lines = [_EVENTS, "| event | kind | key of the state | rooms |", "|---|---|---|---|"]
    for name, model in EVENTS.items():
        told = ", ".join(f"`{ADDRESSES[kind]}`" for kind in rooms[name])
        key = "" if name in STREAMS else f"`{_key(model)}`"
        lines.append(
            f"| [`{name}`](#{anchor(name)}) | {'stream' if name in STREAMS else 'state'} | {key} | {told} |"
        )
    lines.append("")
    for name, model in EVENTS.items():
        lines += [f"## `{name}`\n", *_text(model.__doc__ or "")]
        if name is EventName.DATA_POINTS:
            lines.append(
                "Room sockets and subscriptions with `batch=points` carry it instead of `data_point`.\n"
            )
        lines += field_table(definitions[model.__name__], definitions, _here)
    for part in ("HeldFault", "StoppedInstrument", "StoppedAxis"):
        lines += [f"## {part}\n", *_text(definitions[part]["description"])]
        lines += field_table(definitions[part], definitions, _here)
    return "\n".join(lines)


def messages_page(described: dict[str, Any]) -> str:
    """Frames, states of rooms, messages of clients, close codes and limits."""
    definitions = described["components"]["schemas"]
    lines = [_MESSAGES, _FRAMES, "## States of rooms\n"]
    for kind, model in STATES.items():
        lines += [f"### {model.__name__}\n", f"`state` in a snapshot of `{ADDRESSES[kind]}`.\n"]
        lines += field_table(definitions[model.__name__], definitions, _record)
    for part in ("Points", "EngineView"):
        lines += [f"### {part}\n", *_text(definitions[part]["description"])]
        lines += field_table(definitions[part], definitions, _record)
    lines.append("## Messages of the client\n")
    for part in ("Acknowledge", "StopEverything"):
        lines += [f"### {part}\n", *_text(definitions[part]["description"])]
        lines += field_table(definitions[part], definitions, _record)
    lines.append("## Socket.IO\n")
    for part in ("SubscribeScan", "SubscribeQueue", "SubscribeInstrument", "Subscribe", "Place", "Error"):
        lines += [f"### {part}\n", *_text(definitions[part]["description"])]
        lines += field_table(definitions[part], definitions, _record)
    return "\n".join([*lines, *_close_codes(), *_limits()])


def _close_codes() -> list[str]:
    lines = ["## Close codes\n", "| code | means | what to do |", "|---|---|---|"]
    return [*lines, *(f"| {code.value} | {what} | {then} |" for code, (what, then) in MEANINGS.items()), ""]


def _limits() -> list[str]:
    """What the constants of the server say, with their units."""
    rows = (
        ("frames of events in a second, each connection", f"{1 / connection.FRAME_INTERVAL:.0f}"),
        ("size of a frame of events (a single event may be larger)", f"{frames.MAX_BYTES / 1e6:g} MB"),
        ("time between two heartbeats, without other frames", f"{HEARTBEAT_SECONDS:g} s"),
        ("time to acknowledge a frame, with `flow=ack`", f"{connection.ACK_SECONDS:g} s"),
        ("rows of each measurement in a snapshot", f"{snapshots.POINTS:,}"),
        ("numbers of each measurement in a light snapshot", f"{snapshots.LIGHT_NUMBERS:,}"),
        ("lines of a log in a snapshot", f"{snapshots.LOG_LINES:,}"),
        ("size of a message to a room socket", _size(limits.ROOM_MESSAGE)),
        ("WebSocket frames that a client sends to a room socket", _rate(limits.ROOM_FRAMES)),
        ("bytes that a client sends to a room socket", _bytes(limits.ROOM_BYTES)),
        ("size of a message to Socket.IO", _size(limits.SOCKETIO_MESSAGE)),
        ("frames or packets that a client sends to Socket.IO", _rate(limits.SOCKETIO_FRAMES)),
        ("bytes that a client sends to Socket.IO", _bytes(limits.SOCKETIO_BYTES)),
        (
            "new connections of one session or token, beyond as many as it may hold open",
            f"{limits.CONNECTS_PER_SECOND:g} a second",
        ),
    )
    return [
        "## Limits\n",
        "The settings `MAX_CONNECTIONS`, `MAX_CONNECTIONS_PER_CLIENT` and `MAX_SUBSCRIPTIONS` limit their number "
        "([settings](settings.md)). Beyond a rate the server closes the connection with 4429.\n",
        "| what | at most |",
        "|---|---|",
        *(f"| {what} | {most} |" for what, most in rows),
        "",
    ]


def _rate(rate: limits.Rate) -> str:
    return f"{rate.burst:,.0f} at once, then {rate.per_second:,.0f} a second"


def _bytes(rate: limits.Rate) -> str:
    return f"{_size(rate.burst)} at once, then {_size(rate.per_second)} a second"


def _size(count: float) -> str:
    return f"{count / limits.MIB:g} MiB" if count >= limits.MIB else f"{count / limits.KIB:g} KiB"


def _key(model: type[Event]) -> str:
    """The field that identifies the state of an event."""
    return model.model_construct(**{name: name for name in model.model_fields}).key  # type: ignore[arg-type]


def _text(docstring: str) -> list[str]:
    return [" ".join(part.split()) + "\n" for part in docstring.split("\n\n")]


def _here(name: str) -> str:
    return f"[{name}](#{anchor(name)})"


def _record(name: str) -> str:
    """Leads to a record on the page of the REST interface, or to a part of this page."""
    return f"[{name}](rest.md#{anchor(name)})" if name.endswith("Record") else _here(name)
