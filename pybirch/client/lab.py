"""The laboratory: everything that a server offers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

from pybirch.client import data
from pybirch.client.address import Address
from pybirch.client.http import Server
from pybirch.client.instrument import Instrument
from pybirch.client.listing import Listing
from pybirch.client.me import Me
from pybirch.client.queue import Plan, Queue
from pybirch.client.scan import Scan


def connect(url: str | None = None, *, token: str | None = None, timeout: float = 30.0) -> Lab:
    """Connect to the server at `url`, by default that of PYBIRCH_URL, else to the one that was started from
    Jupyter's launcher, else to port 8050 of this machine.

    `token` signs in; by default it is the one in the address, else that of PYBIRCH_TOKEN. An answer must start
    within `timeout` seconds. Raises ValueError for something that is not an address, NotFound where no PyBirch
    answers, Refused when the token is wrong, and Unreachable.
    """
    server = Server(Address.of(url, token), timeout)
    try:
        server.get("queues", {"limit": 1})
    except BaseException:
        server.close()
        raise
    return Lab(server)


class Lab:
    """A laboratory's server; made by `connect`. Any thread may use it; it is also a context manager."""

    def __init__(self, server: Server) -> None:
        self._server = server

    @property
    def url(self) -> str:
        """The server's address."""
        return self._server.address.base

    @property
    def me(self) -> Me:
        """Who the server takes this client for, asked now. Raises Error."""
        return Me(self._server.get("me"))

    def instruments(self) -> Listing[Instrument]:
        """All instruments of the bench."""
        return Instrument.every(self._server)

    def instrument(self, name: str | int) -> Instrument:
        """The instrument with that name or number. Raises NotFound."""
        return Instrument.find(self._server, name)

    def queues(self) -> Listing[Queue]:
        """All queues, oldest first."""
        return Queue.every(self._server)

    def queue(self, queue_id: str) -> Queue:
        """The queue with that identifier. Raises NotFound."""
        return Queue.find(self._server, queue_id)

    def create_queue(
        self,
        name: str,
        *,
        mode: str = "serial",
        on_failure: str = "stop",
        loop: int | str | None = None,
        parallel: int | None = None,
    ) -> Queue:
        """Create a queue: `mode` is serial or parallel, `on_failure` is stop or continue.

        `loop` is how many times it runs its scans, or "for ever"; `parallel` the most scans at once.
        """
        body: dict[str, object] = {"name": name, "mode": mode, "on_failure": on_failure}
        more = {"loop": loop, "parallel": parallel}
        body |= {field: value for field, value in more.items() if value is not None}
        return Queue(self._server, self._server.post("queues", body))

    def scans(
        self,
        *,
        status: str | Iterable[str] | None = None,
        q: str | None = None,
        sample: str | None = None,
        tag: str | None = None,
        queue: Queue | str | None = None,
        since: str | None = None,
        until: str | None = None,
        sort: str | None = None,
    ) -> Listing[Scan]:
        """The scans that meet every condition, newest first unless `sort` says otherwise; `q` searches their texts.

        `since` and `until` are times (RFC 3339) between which the scans were created.
        """
        query = {
            "status": status if status is None or isinstance(status, str) else list(status),
            "q": q,
            "sample": sample,
            "tag": tag,
            "queue_id": queue.queue_id if isinstance(queue, Queue) else queue,
            "since": since,
            "until": until,
            "sort": sort,
        }
        return Scan.every(self._server, query)

    def scan(self, scan_id: str) -> Scan:
        """The scan with that identifier. Raises NotFound."""
        return Scan.find(self._server, scan_id)

    def check(self, plan: Plan) -> dict[str, Any]:
        """What a plan would do: `problems`, `points`, `duration` (s), `size` (bytes), `instruments`. Queues nothing."""
        checked: dict[str, Any] = self._server.post("plans/check", dict(plan))
        return checked

    def procedures(self) -> list[dict[str, Any]]:
        """All procedures that a plan can call, with their arguments."""
        return list(self._server.get("procedures")["items"])

    def presets(self) -> dict[str, dict[str, Any]]:
        """The saved plans, without their steps."""
        return {preset["name"]: preset for preset in self._server.get("presets")["items"]}

    def preset(self, name: str) -> dict[str, Any]:
        """The plan saved under that name. Raises NotFound."""
        return dict(self._server.get(_preset(name))["plan"])

    def keep_preset(self, name: str, plan: Plan) -> None:
        """Save a plan under a name, replacing an earlier one."""
        self._server.send("PUT", _preset(name), dict(plan))

    def remove_preset(self, name: str) -> None:
        """Remove the plan saved under that name. Raises NotFound."""
        self._server.send("DELETE", _preset(name))

    def export(
        self,
        scans: Iterable[Scan | str],
        path: str | Path,
        format: str = "csv",  # noqa: A002 - the word of the REST interface
    ) -> Path:
        """Write scans to one zip file, each in a folder of its own with its record and plan."""
        identifiers = [scan if isinstance(scan, str) else scan.scan_id for scan in scans]
        return data.download(self._server, "scans/export", Path(path), format, {"scan_id": identifiers})

    def ready(self) -> Mapping[str, Any]:
        """The state of web server, engine and database. Raises Unreachable while one of them does not work."""
        found: dict[str, Any] = self._server.get("ready")
        return found

    def stop(self) -> dict[str, Any]:
        """The emergency stop: every scan and every instrument, now."""
        answer: dict[str, Any] = self._server.post("stop")
        return answer

    def close(self) -> None:
        """Close the connections; the laboratory continues."""
        self._server.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Lab {self.url}>"


def _preset(name: str) -> str:
    return f"presets/{quote(name, safe='')}"
