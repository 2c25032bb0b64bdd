"""What scans, queues and instruments share: a record on the server that can be read again."""

from __future__ import annotations

from typing import Any, Self
from urllib.parse import quote

from pybirch.client.http import Server


class Thing:
    """One thing on the server.

    `info` is its whole record as last read; properties that change by themselves (`status` and others) read it
    again.
    """

    _KIND = ""
    """Its path below the API."""
    _ID = ""
    """The field of the record that identifies it."""

    def __init__(self, server: Server, info: dict[str, Any]) -> None:
        self._server = server
        self.info = info

    @classmethod
    def _find(cls, server: Server, identifier: str | int) -> Self:
        return cls(server, server.get(f"{cls._KIND}/{quote(str(identifier), safe='')}"))

    @property
    def _path(self) -> str:
        return f"{self._KIND}/{self.info[self._ID]}"

    @property
    def status(self) -> str:
        """Its state now."""
        return str(self._now("status"))

    def refresh(self) -> Self:
        """Read `info` again. Raises Error."""
        self.info = self._server.get(self._path)
        return self

    def command(self, command: str, **arguments: Any) -> dict[str, Any]:
        """Send a command of the REST interface; returns the answer. Raises Error."""
        answer: dict[str, Any] = self._server.post(
            f"{self._path}/commands", {"command": command, **arguments}
        )
        return answer

    def _now(self, field: str) -> Any:
        return self.refresh().info[field]

    def _change(self, fields: dict[str, Any]) -> Self:
        self.info = {**self.info, **self._server.send("PATCH", self._path, fields)}
        return self

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Thing) and (self._server.address.base, self._path) == (
            other._server.address.base,
            other._path,
        )

    def __hash__(self) -> int:
        return hash((self._server.address.base, self._path))
