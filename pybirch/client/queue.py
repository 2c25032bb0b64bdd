"""Queues: filled with plans, started and commanded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Self

from pybirch.client.errors import Problem, Refused
from pybirch.client.http import Server
from pybirch.client.listing import Listing
from pybirch.client.patience import wait_until
from pybirch.client.scan import Scan
from pybirch.client.thing import Thing

Plan = Mapping[str, Any]
"""A plan as REST takes it: name, steps and more (docs/reference/plans.md)."""
_TAKES_NO_LIST = (400, 422)


class Queue(Thing):
    """One queue of scans."""

    _KIND = "queues"
    _ID = "queue_id"

    @classmethod
    def every(cls, server: Server) -> Listing[Queue]:
        """All queues, oldest first."""
        return Listing(server, cls._KIND, lambda record: cls(server, record), {})

    @classmethod
    def find(cls, server: Server, queue_id: str) -> Queue:
        """The queue with that identifier. Raises NotFound."""
        return cls._find(server, queue_id)

    @property
    def queue_id(self) -> str:
        """Its identifier, such as `QUEUE_001`."""
        return str(self.info["queue_id"])

    @property
    def name(self) -> str:
        """Its name."""
        return str(self.info["name"])

    @property
    def progress(self) -> float:
        """The part of it that is done, from 0 to 1."""
        return float(self._now("progress"))

    @property
    def scans(self) -> Listing[Scan]:
        """Its scans, newest first."""
        return Scan.every(self._server, {"queue_id": self.queue_id})

    def submit(self, plan: Plan) -> Scan:
        """Add a scan at the end. Raises Refused with every problem of the plan."""
        return Scan(self._server, self._server.post(f"{self._path}/scans", dict(plan)))

    def submit_all(self, plans: Iterable[Plan]) -> list[Scan]:
        """Add scans at the end, all or none. Raises Refused; the path of a problem begins with the plan's
        `[index]`.

        A server that takes one plan at a time gets them one by one, after all of them were checked.
        """
        wanted = [dict(plan) for plan in plans]
        if not wanted:
            return []
        try:
            made = self._server.post(f"{self._path}/scans", wanted)
        except Refused as refused:
            if refused.status not in _TAKES_NO_LIST:
                raise
            self._check(wanted)
            return [self.submit(plan) for plan in wanted]
        return [Scan(self._server, record) for record in made["items"]]

    def _check(self, plans: Sequence[Plan]) -> None:
        problems = [
            Problem(f"[{number}].{found['path']}".rstrip("."), found["message"])
            for number, plan in enumerate(plans)
            for found in self._server.post("plans/check", dict(plan))["problems"]
        ]
        if problems:
            raise Refused("no plan was queued", _TAKES_NO_LIST[-1], problems)

    def start(self) -> Self:
        """Run its scans."""
        self.command("start")
        return self

    def pause(self) -> Self:
        """Hold each running scan after its current step."""
        self.command("pause")
        return self

    def resume(self) -> Self:
        """Continue after a pause."""
        self.command("resume")
        return self

    def stop(self) -> Self:
        """End the running scans in order and keep their data; the others wait."""
        self.command("stop")
        return self

    def abort(self) -> Self:
        """End the running scans now and send their instruments to their safe values."""
        self.command("abort")
        return self

    def clear(self) -> Self:
        """Remove the waiting scans."""
        self.command("clear")
        return self

    def rehearse(self) -> dict[str, Any]:
        """What would fail and what would run when, on a simulated bench: `problems`, `timeline` and `duration` (s)."""
        return dict(self._server.post(f"{self._path}/rehearse", {}))

    def duplicate(self) -> Queue:
        """Make a queue with the same settings and copies of its scans; returns the new queue."""
        return Queue.find(self._server, self.command("duplicate")["result"]["queue_id"])

    def remove(self, *scans: Scan | str) -> Self:
        """Remove these waiting scans."""
        self._server.send("DELETE", f"{self._path}/scans", {"scan_ids": _ids(scans)})
        return self

    def reorder(self, scans: Iterable[Scan | str]) -> Self:
        """Put the waiting scans in this order."""
        self._server.send("PATCH", f"{self._path}/scans", {"scan_ids": _ids(scans)})
        return self

    def update(self, **fields: Any) -> Self:
        """Change its `name`, `mode`, `on_failure`, `loop` or `parallel`."""
        return self._change(fields)

    def log(self, limit: int = 200) -> list[dict[str, Any]]:
        """The last lines of its log, oldest first."""
        return list(self._server.get(f"{self._path}/log", {"limit": limit})["items"])

    def wait(self, timeout: float | None = None) -> Self:
        """Wait until it no longer runs. Raises TimeoutError after `timeout` seconds."""
        late = f"{self.queue_id} still runs after {timeout} s"
        wait_until(lambda: self.status == "idle", timeout, lambda: late)
        return self

    def __repr__(self) -> str:
        return f"<Queue {self.queue_id} {self.name!r}>"


def _ids(scans: Iterable[Scan | str]) -> list[str]:
    return [scan if isinstance(scan, str) else scan.scan_id for scan in scans]
