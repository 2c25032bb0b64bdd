"""The AsyncAPI 3.0 document of room sockets and Socket.IO, made from the models of what travels.

https://www.asyncapi.com/docs/reference/specification/v3.0.0
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from dashboard.live.frames import FrameKind
from dashboard.live.messages import (
    REQUESTS,
    STATES,
    Acknowledge,
    EngineView,
    Error,
    Heartbeat,
    Place,
    StopEverything,
)
from dashboard.live.rooms import Room, RoomKind, rooms_of
from engine.journal.reader import Entry
from engine.model.events import EVENTS, STREAMS, EventName

Json = dict[str, Any]
ADDRESSES: Mapping[RoomKind, str] = {
    RoomKind.GLOBAL: "global",
    RoomKind.SCAN: "scan_{scan_id}",
    RoomKind.QUEUE: "queue_{queue_id}",
    RoomKind.INSTRUMENTS: "instruments",
    RoomKind.INSTRUMENT: "instrument_{instrument_id}",
}
"""Name of the rooms of each kind."""
_CONTENTS: Mapping[RoomKind, str] = {
    RoomKind.GLOBAL: "The states of all scans, queues and instruments, and emergency stops.",
    RoomKind.SCAN: "One scan: its state, rows, log, notes, and who watches it.",
    RoomKind.QUEUE: "One queue: its state, order and log, the states of its scans, and who watches it.",
    RoomKind.INSTRUMENTS: "The states and positions of all instruments.",
    RoomKind.INSTRUMENT: "The state and positions of one instrument.",
}
_PARAMETERS = {
    "scan_id": {"description": "Identifier of the scan.", "examples": ["SCAN_001"]},
    "queue_id": {"description": "Identifier of the queue.", "examples": ["QUEUE_001"]},
    "instrument_id": {"description": "Number of the instrument.", "examples": ["1"]},
}
QUERY: Json = {
    "type": "object",
    "properties": {
        "since": {
            "type": "string",
            "description": "Cursor after which to go on; the first frame then holds events.",
        },
        "flow": {
            "const": "ack",
            "description": "The server sends each frame after the last one was acknowledged.",
        },
        "batch": {"const": "points", "description": "Rows come as `data_points` instead of as `data_point`."},
        "snapshot": {"const": "light", "description": "The snapshot holds fewer rows where they are large."},
        "name": {"type": "string", "description": "How to call the client to others in the room."},
    },
}
"""Query parameters of a room socket."""
_SCHEMAS = "#/components/schemas/{model}"
_SOCKETIO = "socketio"


def events_of(kind: RoomKind) -> list[EventName]:
    """The events that rooms of this kind carry."""
    numbers: Json = {"scan": 1, "queue": 1, "instrument": 1}
    carried = [
        name
        for name in EventName
        if any(room.kind is kind for room in rooms_of(Entry(seq=1, kind=name, payload=b"", **numbers)))
    ]
    if RoomKind.SCAN is kind:
        carried.append(EventName.DATA_POINT)
    if Room(kind).watched:
        carried.append(EventName.PRESENCE)
    return [name for name in EventName if name in carried]


def document() -> Json:
    """The AsyncAPI document of a server without a prefix."""
    schemas = _schemas()
    for name, model in EVENTS.items():
        schemas[_event_schema(name)] = {
            "type": "object",
            "description": (model.__doc__ or "").partition("\n")[0],
            "properties": {"event": {"const": name.value}, "data": _reference(model)},
            "required": ["event", "data"],
            "additionalProperties": False,
        }
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "PyBirch live events",
            "version": "1",
            "description": "Room sockets (WebSocket) and Socket.IO of a PyBirch server. Both carry the same events.",
            "license": {"name": "BSD-3-Clause"},
        },
        "defaultContentType": "application/json",
        "servers": {
            "rooms": _server("ws", "/ws", "One WebSocket for each room."),
            _SOCKETIO: _server("socketio", "/socket.io", "One Socket.IO connection for any number of rooms."),
        },
        "channels": {**{kind.value: _room(kind) for kind in RoomKind}, _SOCKETIO: _socketio()},
        "operations": _operations(),
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "`Authorization: Bearer TOKEN`, or the session cookie of a browser.",
                }
            },
        },
    }


def _server(protocol: str, path: str, description: str) -> Json:
    return {
        "host": "127.0.0.1:8050",
        "pathname": path,
        "protocol": protocol,
        "description": f"{description} A prefix of the server goes before the path.",
        "security": [{"$ref": "#/components/securitySchemes/token"}],
    }


def _room(kind: RoomKind) -> Json:
    parameters = {name: told for name, told in _PARAMETERS.items() if f"{{{name}}}" in ADDRESSES[kind]}
    return {
        "address": ADDRESSES[kind],
        "title": ADDRESSES[kind],
        "description": _CONTENTS[kind],
        "servers": [{"$ref": "#/servers/rooms"}],
        **({"parameters": parameters} if parameters else {}),
        "messages": {
            "snapshot": _message("The whole state of the room.", _snapshot(kind)),
            "events": _message("What happened since the last frame, in order.", _events(kind)),
            "heartbeat": _message("Sign of life.", _reference(Heartbeat)),
            "acknowledge": _message("The client asks for the next frame.", _reference(Acknowledge)),
            "stop": _message("The emergency stop.", _reference(StopEverything)),
        },
        "bindings": {"ws": {"method": "GET", "query": QUERY}},
    }


def _snapshot(kind: RoomKind) -> Json:
    return _frame(FrameKind.SNAPSHOT, state=_reference(STATES[kind]), engine=_reference(EngineView))


def _events(kind: RoomKind) -> Json:
    several = [{"$ref": _SCHEMAS.format(model=_event_schema(name))} for name in events_of(kind)]
    return _frame(FrameKind.EVENTS, events={"type": "array", "items": {"oneOf": several}})


def _frame(kind: FrameKind, **fields: Json) -> Json:
    properties = {
        "room": {"type": "string", "description": "Name of the room."},
        "kind": {"const": kind.value},
        "cursor": {
            "type": "string",
            "description": "Cursor up to which the client has everything after this frame.",
        },
        **fields,
    }
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _socketio() -> Json:
    messages = {
        name.value: _message(
            f"{_kind_of(name)}: {(model.__doc__ or '').partition(chr(10))[0]}", _reference(model)
        )
        for name, model in EVENTS.items()
    }
    snapshots = [_snapshot(kind) for kind in RoomKind]
    messages |= {
        "snapshot": _message("The whole state of a room, where it was asked for.", {"oneOf": snapshots}),
        "cursor": _message("Everything up to this cursor was sent.", _reference(Place)),
        "subscribed": _message("Answer to `subscribe_…`.", _reference(Place)),
        "unsubscribed": _message("Answer to `unsubscribe_…`.", _reference(Place)),
        "error": _message("A request is refused, or the connection ends.", _reference(Error)),
    }
    for kind, model in REQUESTS.items():
        for verb in ("subscribe", "unsubscribe"):
            messages[f"{verb}_{kind}"] = _message(
                f"Request for the room `{ADDRESSES[kind]}`.", _reference(model)
            )
    return {
        "address": "/",
        "title": "Socket.IO",
        "description": "The default namespace. Each message is a Socket.IO event of its name with the payload as data.",
        "servers": [{"$ref": f"#/servers/{_SOCKETIO}"}],
        "messages": {name: {"name": name, **message} for name, message in messages.items()},
    }


def _operations() -> Json:
    made: Json = {}
    for kind in RoomKind:
        made[f"{kind}_send"] = _operation("send", kind.value, ("snapshot", "events", "heartbeat"))
        made[f"{kind}_receive"] = _operation("receive", kind.value, ("acknowledge", "stop"))
    requests = [f"{verb}_{kind}" for kind in REQUESTS for verb in ("subscribe", "unsubscribe")]
    sent = [*EVENTS, "snapshot", "cursor", "subscribed", "unsubscribed", "error"]
    made["socketio_send"] = _operation("send", _SOCKETIO, sent)
    made["socketio_receive"] = _operation("receive", _SOCKETIO, requests)
    return made


def _operation(action: str, channel: str, messages: Any) -> Json:
    return {
        "action": action,
        "channel": {"$ref": f"#/channels/{channel}"},
        "messages": [{"$ref": f"#/channels/{channel}/messages/{name}"} for name in messages],
    }


def _message(summary: str, payload: Json) -> Json:
    return {"summary": summary, "payload": payload}


def _kind_of(name: EventName) -> str:
    return "Stream" if name in STREAMS else "State"


def _event_schema(name: EventName) -> str:
    return f"{EVENTS[name].__name__}Event"


def _schemas() -> Json:
    return {name: _draft_7(schema) for name, schema in _generated()[1]["$defs"].items()}


def _reference(model: type[BaseModel]) -> Json:
    return dict(_generated()[0][model])


@cache
def _generated() -> tuple[dict[type[BaseModel], Json], Json]:
    models: list[type[BaseModel]] = [
        *EVENTS.values(),
        *STATES.values(),
        *dict.fromkeys(REQUESTS.values()),
        *(EngineView, Heartbeat, Acknowledge, StopEverything, Place, Error),
    ]
    references, definitions = models_json_schema(
        [(model, "serialization") for model in models], ref_template=_SCHEMAS
    )
    return {model: dict(references[(model, "serialization")]) for model in models}, definitions


def _draft_7(schema: Any) -> Any:
    """The same in draft 7 of JSON Schema, which AsyncAPI takes: a tuple is a list in `items`."""
    if isinstance(schema, list):
        return [_draft_7(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    changed = {name: _draft_7(value) for name, value in schema.items()}
    if "prefixItems" in changed:
        changed["items"] = changed.pop("prefixItems")
    return changed
