"""Scans: commanded, waited for, followed and read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from pybirch.client import data
from pybirch.client.follow import Follower
from pybirch.client.http import Query, Server
from pybirch.client.listing import Listing
from pybirch.client.patience import wait_until
from pybirch.client.readings import measurements
from pybirch.client.states import has_ended
from pybirch.client.thing import Thing

if TYPE_CHECKING:
    import pandas
    import xarray


class Scan(Thing):
    """One scan: waiting, running or ended."""

    _KIND = "scans"
    _ID = "scan_id"

    @classmethod
    def every(cls, server: Server, query: Query) -> Listing[Scan]:
        """The scans that meet every condition of the query."""
        return Listing(server, cls._KIND, lambda record: cls(server, record), query)

    @classmethod
    def find(cls, server: Server, scan_id: str) -> Scan:
        """The scan with that identifier. Raises NotFound."""
        return cls._find(server, scan_id)

    @property
    def scan_id(self) -> str:
        """Its identifier, such as `SCAN_001`."""
        return str(self.info["scan_id"])

    @property
    def name(self) -> str:
        """Its name."""
        return str(self.info["name"])

    @property
    def queue_id(self) -> str:
        """The queue it is in."""
        return str(self.info["queue_id"])

    @property
    def progress(self) -> float:
        """The part of it that is done, from 0 to 1."""
        return float(self._now("progress"))

    @property
    def message(self) -> str:
        """Its message, such as the reason of its end."""
        return str(self._now("message"))

    @property
    def plan(self) -> dict[str, Any]:
        """Its plan."""
        if self.info.get("plan") is None:  # lists leave it out
            self.refresh()
        return dict(self.info["plan"] or {})

    @property
    def record(self) -> dict[str, Any]:
        """What the laboratory was: `plan`, `bench` (name, hash, text), `instruments` at `start` and `end`, `changes`,
        `software`, `user`, `times`, `checksums`.
        """
        return dict(self._server.get(f"{self._path}/record"))

    @property
    def measurements(self) -> list[dict[str, Any]]:
        """What it has measured so far: `name`, `total` (readings) and `columns` (`name`, `unit`, `shape`) of each
        measurement.
        """
        return [dict(measurement) for measurement in measurements(self.refresh().info)]

    def pause(self, *, now: bool = False) -> Self:
        """Hold it after the current step, or `now`: within it."""
        self.command("pause", **({"now": True} if now else {}))
        return self

    def resume(self) -> Self:
        """Continue at the next step; also a scan that was interrupted, failed, was stopped or aborted."""
        self.command("resume")
        return self

    def stop(self) -> Self:
        """End it in order and keep its data."""
        self.command("stop")
        return self

    def abort(self) -> Self:
        """End it now and send its instruments to their safe values; its data is kept."""
        self.command("abort")
        return self

    def halt(self) -> Self:
        """End it at once and move nothing; its data is kept."""
        self.command("halt")
        return self

    def retry_point(self) -> Self:
        """Held after a fault: try again."""
        self.command("retry_point")
        return self

    def skip(self) -> Self:
        """Held after a fault: leave the point out, as a gap."""
        self.command("skip")
        return self

    def retry(self) -> Scan:
        """Queue its plan again; returns the new scan."""
        answer = self.command("retry")
        return Scan.find(self._server, answer["result"]["scan_id"])

    def update(self, **fields: Any) -> Self:
        """Change its `notes`, `tags`, `sample` or `metadata`; while it waits also its `plan`, `priority`, `not_before`,
        `held` or `queue_id`.
        """
        return self._change(fields)

    def log(self, limit: int = 200) -> list[dict[str, Any]]:
        """The last lines of its log, oldest first."""
        return list(self._server.get(f"{self._path}/log", {"limit": limit})["items"])

    def wait(self, timeout: float | None = None) -> Self:
        """Wait until it has ended, however it ends. Raises TimeoutError after `timeout` seconds."""

        def late() -> str:
            return f"{self.scan_id} is still {self.info['status']} after {timeout} s"

        wait_until(lambda: has_ended(self.status), timeout, late)
        return self

    def follow(self, resumed_within: float = 15.0) -> Iterator[dict[str, Any]]:
        """Yield every point once and in order, from the first, until the scan ends; it survives restarts of the
        server.

        A point is a dict of its columns by name, and `measurement`, `sequence_index` and `timestamp`. An array is a
        list; NaN and infinities are None. When the engine dies, the scan is `interrupted`: following continues if
        somebody resumes it within `resumed_within` seconds, and ends otherwise. Raises Error.
        """
        return Follower(self._server, self.scan_id, resumed_within).points()

    def to_pandas(self, measurement: str | None = None) -> pandas.DataFrame:
        """Its readings as a pandas frame, a row for each reading; units are in `attrs["units"]`.

        Give `measurement` where there are several. Raises ValueError, Error, and ImportError without pandas.
        """
        return data.to_pandas(self._server, self.refresh().info, measurement)

    def to_xarray(self, measurement: str | None = None) -> xarray.Dataset:
        """Its readings as an xarray dataset with units and the scan's record as attributes.

        Give `measurement` where there are several. Raises ValueError, Error, and ImportError without xarray.
        """
        return data.to_xarray(self._server, self.refresh().info, measurement)

    def download(
        self,
        path: str | Path,
        format: str | None = None,  # noqa: A002 - the word of the REST interface
        *,
        measurement: str | None = None,
        columns: Sequence[str] | None = None,
        first: int | None = None,
        last: int | None = None,
        where: Sequence[str] | None = None,
    ) -> Path:
        """Write its readings to a file; the file's suffix gives the format unless `format` does. Raises Error.

        `where` are ranges such as `stage.x:0:2.5`, both ends included, which must all hold.
        """
        chosen = {"measurement": measurement, "columns": columns}
        query = {**chosen, "first": first, "last": last, "where": where}
        return data.download(self._server, f"{self._path}/data", Path(path), format, query)

    def __repr__(self) -> str:
        return f"<Scan {self.scan_id} {self.name!r} {self.info['status']}>"
