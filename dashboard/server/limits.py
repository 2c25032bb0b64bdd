"""What one client may send and how long it may take: every limit of the web server, with its unit and its reason.

Figures of real clients are measured with pages in Chromium, the Python client and `requests`. The reasons are in
docs/decisions/0021-every-reading-loop-yields-and-meters.md; how many connections and subscriptions there may be are
settings (`engine.settings`).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rate:
    """So many units at once, and so many a second after that."""

    burst: float
    per_second: float


KIB, MIB = 1024, 1024 * 1024

# How long one connection may keep the event loop.

TURN_SECONDS = 0.002
"""A greenlet that still has input goes on for this long, then every other connection is looked at."""

SWITCH_SECONDS = 0.001
"""A native thread that computes lets the event loop go on after this; Python's default of 5 ms adds up in a request."""

# Who has not signed in.

STRANGER_SECONDS = 5.0
"""A connection on which nobody has signed in ends after this, whatever was sent. A browser on a slow line needs one."""

# Reading a request.

IDLE_SECONDS = 75.0
"""Between two requests of somebody who is signed in: what browsers expect of a server."""
HEAD_SECONDS = 20.0
"""From the first byte of a request to the end of its head."""
HEAD_BYTES = 64 * KIB
"""A head: a browser's cookies for one host may have some 10 KiB, a JupyterHub's proxy adds a few."""
BODY_SECONDS = 30.0
"""For each piece of a body."""
BODY_PIECE = 16 * KIB
MAX_BODY = 2 * MIB
"""A body: the largest plans are lists of positions, 100,000 of them with ten digits are 1.2 MB."""
DISCARDED = 16 * MIB
"""How much of a refused body is read, so that a client that reads only afterwards gets to see the refusal."""
CHUNK_FRAMING = 64 * KIB
"""What may surround the content of a chunked body, beside a quarter of it: chunks of 24 bytes on average."""
AHEAD = Rate(burst=20, per_second=2)
"""Requests sent before the last one was answered. Browsers, `requests` and proxies send none."""
REQUESTS = Rate(burst=1000, per_second=250)
"""Requests of one connection; beyond that each waits for its turn. A script that asks without pause reaches 200."""
REQUEST_BYTES = Rate(burst=16 * MIB, per_second=4 * MIB)
"""Bytes of requests; beyond that the rest is read as slowly. 1,000 plans of 4 KB are submitted in 8 s."""

# JSON, wherever it comes in.

LARGE_BODY = 64 * KIB
"""Larger texts are read in a process of its own: one of MAX_BODY may take 0.1 s."""

JSON_DEPTH = 32
"""Lists and objects within one another: fifteen nested steps of a plan. Encoders behind the door give up at 254."""
JSON_NAMES = 200_000
"""Names in objects: steps of a plan have two to six, and MAX_BODY holds no more than some 50,000 steps."""
JSON_CONTAINERS = 100_000
"""Lists and objects."""
JSON_INTEGER = 2**53
"""The largest whole number that every reader of JSON takes for the same one (RFC 7493); browsers round beyond it."""

# Work in native threads, beside those that all requests share.

STOP_WORKERS = 4
"""Emergency stops at a time: where the database is held by another program, each waits for it."""
STOP_SECONDS = 2.0
"""How long a stop waits for the engine's answer, once the engine has been told past the database."""
STOP_RECORDED_WITHIN = 15.0
"""Seconds after which a stop that was carried out is not put on record any more: the engine may be another one by then,
and would stop what somebody has begun since."""
CHECK_WORKERS, CHECKS_WAITING = 1, 200
"""Checks of plans up to LARGE_PLAN at a time, and those that wait."""

# Work in a process of its own.

LARGE_PLAN = 8 * KIB
"""A plan (as JSON) up to this size takes some milliseconds to check; one of MAX_BODY takes up to two seconds."""
HEAVY_WAITING = 8
"""Requests that wait for it; more are answered with 503."""
HEAVY_SECONDS = 30.0
"""After this the process is ended; nothing that fits into MAX_BODY takes as long."""

# Answering.

SEND_PIECE = 64 * KIB
SEND_SECONDS = 60.0
"""A client that takes less than SEND_PIECE of an answer within this is gone."""
GOODBYE_SECONDS = 2.0
"""After the last answer: how long a client that still sends may take to read it, or to answer a WebSocket's close."""
GOODBYE_BYTES = MIB
GOODBYE_PIECE, GOODBYE_PAUSE = 16 * KIB, 0.01
"""What it still sends is read in such pieces, with so many seconds between them."""

# Room sockets.

ROOM_MESSAGE = 16 * KIB
"""Bytes of a message; an acknowledgement has less than a hundred."""
ROOM_FRAMES = Rate(burst=150, per_second=60)
"""Frames of the WebSocket, pings and fragments too. A page sends at most 29 acknowledgements a second."""
ROOM_BYTES = Rate(burst=256 * KIB, per_second=16 * KIB)
"""29 acknowledgements have 2 KB."""
CONNECTS_PER_SECOND = 20.0
"""Connections of one session or token, beyond as many at once as it may hold open (a page opens two, all pages of a
browser come back at once when the server does)."""

# Socket.IO.

SOCKETIO_MESSAGE = 64 * KIB
"""Bytes of a message; a subscription has some hundred."""
SOCKETIO_FRAMES = Rate(burst=3000, per_second=100)
"""Frames or packets. A program that follows as many scans as it may begins with as many requests."""
SOCKETIO_BYTES = Rate(burst=MIB, per_second=64 * KIB)
SUBSCRIPTIONS_BURST, SUBSCRIPTIONS_PER_SECOND = 100, 10
"""Requests to subscribe or unsubscribe: at once beside as many as one connection may hold, and a second after that."""
SOCKETIO_PACKETS = 16
"""Packets in one answer to a poll, and in one message of a polling client; the Python client refuses more."""
