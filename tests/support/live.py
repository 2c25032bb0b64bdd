"""Both sides of live delivery for tests: a producer that writes the journal, and a client of room sockets."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import numpy as np
import websocket
from support.running import RunningServer

from engine.journal.stream import Stream
from engine.journal.writer import JournalWriter
from engine.model import clock, ids
from engine.model.bench import AxisSpec, BenchSpec, Column, InstrumentSpec
from engine.model.events import (
    InstrumentPosition,
    InstrumentStatus,
    QueueLog,
    QueueStatus,
    ScanLog,
    ScanStatus,
)
from engine.model.states import InstrumentState, QueueState, ScanState
from engine.settings import Settings
from engine.store import instruments, queues, scans
from engine.store.database import Database

COLUMNS = (Column(name="stage.x", unit="mm"), Column(name="intensity", unit="counts"))


class Producer:
    """Writes what an engine would write, into the database of a server."""

    def __init__(self, home: Path) -> None:
        self.database = Database(Settings(home=home).url)
        self.writer = JournalWriter(self.database)
        self.writer.start()

    def close(self) -> None:
        self.writer.close()
        self.database.dispose()

    def new_queue(self) -> int:
        return ids.queue_number(self.writer.transact(lambda conn: queues.create(conn, "Queue")).queue_id)

    def new_scan(self, queue: int | None = None) -> ProducedScan:
        place = self.new_queue() if queue is None else queue
        made = self.writer.transact(
            lambda conn: scans.create(conn, place, "Scan", {"name": "Scan", "steps": []})
        )
        return ProducedScan(self, ids.scan_number(made.scan_id), place)

    def new_instrument(self, name: str = "stage") -> int:
        spec = InstrumentSpec(name=name, axes={"x": AxisSpec(unit="mm")})
        bench = BenchSpec(instruments={name: spec})
        return self.writer.transact(lambda conn: instruments.sync_bench(conn, "bench.toml", bench))[name]

    def instrument(self, number: int, x: float, state: InstrumentState = InstrumentState.IDLE) -> None:
        status = InstrumentStatus(
            instrument_id=number,
            instrument_name="stage",
            status=state,
            position={"x": x},
            timestamp=clock.timestamp(),
        )
        self.writer.emit(status)

    def position(self, number: int, x: float) -> None:
        moved = InstrumentPosition(
            instrument_id=number,
            instrument_name="stage",
            position={"x": x},
            target={"x": 1.0},
            is_moving=True,
            timestamp=clock.timestamp(),
        )
        self.writer.emit(moved, conflate=True)

    def queue_status(self, queue: int, message: str = "") -> None:
        status = QueueStatus(
            queue_id=ids.queue_id(queue),
            name="Queue",
            status=QueueState.RUNNING,
            message=message,
            timestamp=clock.timestamp(),
        )
        self.writer.emit(status)

    def queue_log(self, queue: int, message: str) -> None:
        self.writer.emit(QueueLog(queue_id=ids.queue_id(queue), message=message, timestamp=clock.timestamp()))


class ProducedScan:
    """One scan and the readings of its measurements; reading i of `intensity` is i."""

    def __init__(self, producer: Producer, number: int, queue: int) -> None:
        self.producer = producer
        self.number = number
        self.queue = queue
        self.id = ids.scan_id(number)
        self.room = f"scan_{self.id}"
        self._streams: dict[str, Stream] = {}

    def points(self, count: int, measurement: str = "lockin") -> None:
        stream = self._stream(measurement, COLUMNS)
        first = stream.next_index
        now = time.time()
        self.producer.writer.append_rows([(stream, (0.5, float(first + i)), now) for i in range(count)])

    def spectra(self, count: int, length: int, measurement: str = "spectrometer") -> None:
        stream = self._stream(measurement, (Column(name="spectrum", unit="counts", shape=(length,)),))
        row = np.linspace(0.1, 0.9, length)
        self.producer.writer.append_rows([(stream, (row + i,), time.time()) for i in range(count)])

    def status(self, point: int = 0, state: ScanState = ScanState.RUNNING) -> None:
        status = ScanStatus(
            scan_id=self.id,
            queue_id=ids.queue_id(self.queue),
            name="Scan",
            status=state,
            progress=0.0,
            point=point,
            timestamp=clock.timestamp(),
        )
        self.producer.writer.emit(status)

    def log(self, message: str) -> None:
        line = ScanLog(
            queue_id=ids.queue_id(self.queue), scan_id=self.id, message=message, timestamp=clock.timestamp()
        )
        self.producer.writer.emit(line)

    def _stream(self, measurement: str, columns: tuple[Column, ...]) -> Stream:
        if measurement not in self._streams:
            self._streams[measurement] = self.producer.writer.open_stream(self.number, measurement, columns)
        return self._streams[measurement]


@contextmanager
def producing(home: Path) -> Iterator[Producer]:
    """A producer that ends with the block."""
    made = Producer(home)
    try:
        yield made
    finally:
        made.close()


class RoomClient:
    """A WebSocket in one room."""

    def __init__(self, url: str, headers: Sequence[str] = (), timeout: float = 30.0, **options: Any) -> None:
        self.socket = websocket.create_connection(
            url, header=list(headers), timeout=timeout, suppress_origin=True, **options
        )

    @classmethod
    def enter(cls, server: RunningServer, room: str, **query: Any) -> RoomClient:
        """Signed in by token."""
        return cls(room_url(server, room, **query), [f"Authorization: Bearer {server.token}"])

    def frame(self) -> dict[str, Any]:
        """The next frame."""
        return dict(json.loads(self.socket.recv()))

    def news(self) -> dict[str, Any]:
        """The next frame that is no heartbeat."""
        while True:
            frame = self.frame()
            if frame["kind"] != "heartbeat":
                return frame

    def events(
        self, enough: Callable[[list[dict[str, Any]]], bool], ack: bool = False
    ) -> list[dict[str, Any]]:
        """Events of the frames to come, until there are enough."""
        found: list[dict[str, Any]] = []
        while not enough(found):
            frame = self.news()
            found += frame.get("events", [])
            if ack:
                self.ack(frame)
        return found

    def ack(self, frame: dict[str, Any], **more: Any) -> None:
        """Acknowledge a frame."""
        self.say({"ack": frame["cursor"], **more})

    def say(self, message: Any) -> None:
        """Send JSON."""
        self.socket.send(json.dumps(message))

    def close_code(self) -> int:
        """The code with which the server closes, frames before that left out."""
        while True:
            opcode, data = self.socket.recv_data()
            if opcode == websocket.ABNF.OPCODE_CLOSE:
                return int.from_bytes(data[:2], "big")

    def close(self) -> None:
        """End the connection."""
        self.socket.close()


def room_url(server: RunningServer, room: str, **query: Any) -> str:
    """Where a room socket is."""
    wanted = {name: value for name, value in query.items() if value is not None}
    return f"{server.websocket_url}ws/{room}" + (f"?{urlencode(wanted)}" if wanted else "")


def names(events: list[dict[str, Any]]) -> list[str]:
    """The names of events, in order."""
    return [event["event"] for event in events]


def indices(events: Sequence[dict[str, Any]], measurement: str = "lockin") -> list[int]:
    """The sequence indices of a measurement's readings, in the order in which they came."""
    found: list[int] = []
    for event in events:
        data = event["data"]
        if data.get("measurement") != measurement:
            continue
        if event["event"] == "data_point":
            found.append(data["sequence_index"])
        elif event["event"] == "data_points":
            found += range(data["first_index"], data["first_index"] + len(data["timestamps"]))
    return found
