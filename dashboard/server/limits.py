"""Limits on what one client may send and how long it may take, each with its unit and reason.

Figures of real clients were measured with pages in Chromium, the Python client and `requests`. The reasons are in
docs/decisions/0021-every-reading-loop-yields-and-meters.md; the most connections and subscriptions are settings
(`engine.settings`).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rate:
    """An amount at once, and an amount a second after that."""

    burst: float
    per_second: float


KIB, MIB = 1024, 1024 * 1024

# How long one connection may keep the event loop.

TURN_SECONDS = 0.002
"""Seconds after which a greenlet with more input lets every other connection run."""

SWITCH_SECONDS = 0.001
"""Seconds after which a computing native thread lets the event loop run; Python's default of 5 ms adds up."""

# Without sign-in.

STRANGER_SECONDS = 5.0
"""Seconds after which a connection without sign-in ends, whatever was sent. A browser on a slow line needs one."""

# Reading a request.

IDLE_SECONDS = 75.0
"""Seconds between two requests of a signed-in client after which the idle connection is closed: what browsers
expect.
"""
HEAD_SECONDS = 20.0
"""Seconds from the first byte of a request to the end of its head."""
HEAD_BYTES = 64 * KIB
"""Bytes of a head: a browser's cookies for one host may have 10 KiB, a JupyterHub's proxy adds a few."""
BODY_SECONDS = 30.0
"""Seconds for each piece of a body."""
BODY_PIECE = 16 * KIB
MAX_BODY = 2 * MIB
"""Bytes of a body: the largest plans are lists of positions, and 100,000 of them with ten digits have 1.2 MB."""
DISCARDED = 16 * MIB
"""Bytes of a refused body that are read, so that a client that reads only afterwards receives the refusal."""
CHUNK_FRAMING = 64 * KIB
"""Bytes around the content of a chunked body, besides a quarter of it: chunks of 24 bytes on average."""
AHEAD = Rate(burst=20, per_second=2)
"""Requests sent before the last one was answered. Browsers, `requests` and proxies send none."""
REQUESTS = Rate(burst=1000, per_second=250)
"""Requests of one connection; beyond that each is delayed. A script that asks without pause reaches 200 a second."""
REQUEST_BYTES = Rate(burst=16 * MIB, per_second=4 * MIB)
"""Bytes of requests; beyond that the rest is read at this rate. 1,000 plans of 4 KB are submitted in 8 s."""

# JSON.

LARGE_BODY = 64 * KIB
"""Bytes above which a text is read in a process of its own: one of MAX_BODY may take 0.1 s."""

JSON_DEPTH = 32
"""Levels of lists and objects: fifteen nested steps of a plan. Encoders fail at 254."""
JSON_NAMES = 200_000
"""Names in objects: steps of a plan have two to six, and MAX_BODY holds at most some 50,000 steps."""
JSON_CONTAINERS = 100_000
"""Lists and objects."""
JSON_INTEGER = 2**53
"""Largest integer that every JSON reader takes exactly (RFC 7493, section 2.2); browsers round beyond it."""

# Native threads, besides those that all requests share.

STOP_WORKERS = 4
"""Emergency stops at the same time: each waits where another program locks the database."""
STOP_SECONDS = 2.0
"""Seconds that a stop waits for the engine's answer after the engine was told through the pipe."""
STOP_RECORDED_WITHIN = 15.0
"""Seconds after which a stop that was carried out is no longer recorded: another engine may run by then, and would
stop what people have started since.
"""
CHECK_WORKERS, CHECKS_WAITING = 1, 200
"""Checks of plans up to LARGE_PLAN at the same time, and those that wait."""

# The process for heavy work.

LARGE_PLAN = 8 * KIB
"""Bytes of a plan (as JSON) above which it goes there: a smaller one takes milliseconds to check, one of MAX_BODY
up to two seconds.
"""
HEAVY_WAITING = 8
"""Requests that wait for it; further ones get 503."""
HEAVY_SECONDS = 30.0
"""Seconds after which the process is ended; nothing that fits into MAX_BODY takes as long."""

# Answering.

SEND_PIECE = 64 * KIB
SEND_SECONDS = 60.0
"""Seconds after which a client that takes less than SEND_PIECE bytes of an answer counts as gone."""
GOODBYE_SECONDS = 2.0
"""Seconds after the last answer that a client which still sends gets to read it, or to answer a WebSocket's close."""
GOODBYE_BYTES = MIB
GOODBYE_PIECE, GOODBYE_PAUSE = 16 * KIB, 0.01
"""What such a client still sends is read in pieces of this many bytes, with this many seconds between them."""

# Room sockets.

ROOM_MESSAGE = 16 * KIB
"""Bytes of a message; an acknowledgement has less than a hundred."""
ROOM_FRAMES = Rate(burst=150, per_second=60)
"""Frames of the WebSocket, pings and fragments included. A page sends at most 29 acknowledgements a second."""
ROOM_BYTES = Rate(burst=256 * KIB, per_second=16 * KIB)
"""Bytes; 29 acknowledgements have 2 KB."""
CONNECTS_PER_SECOND = 20.0
"""Connections of one session or token a second, beyond as many at once as it may hold open (a page opens two, and
all pages of a browser reconnect at once when the server returns).
"""

# Socket.IO.

SOCKETIO_MESSAGE = 64 * KIB
"""Bytes of a message; a subscription has some hundred."""
SOCKETIO_FRAMES = Rate(burst=3000, per_second=100)
"""Frames or packets. A program that follows as many scans as it may starts with as many requests."""
SOCKETIO_BYTES = Rate(burst=MIB, per_second=64 * KIB)
SUBSCRIPTIONS_BURST, SUBSCRIPTIONS_PER_SECOND = 100, 10
"""Requests to subscribe or unsubscribe: at once, besides as many as one connection may hold, and a second after
that.
"""
SOCKETIO_PACKETS = 16
"""Packets in one answer to a poll, and in one message of a polling client; the Python client refuses more."""
