"""The address of a server, and how to sign in to it."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

DEFAULT_URL = "http://127.0.0.1:8050/"
_SOCKETS = {"http": "ws", "https": "wss"}


@dataclass(frozen=True)
class Address:
    """The address of a server: `base` ends with a slash, `token` may be empty."""

    base: str
    token: str = field(default="", repr=False)

    @classmethod
    def of(cls, url: str | None, token: str | None) -> Address:
        """The given address, else that of PYBIRCH_URL and PYBIRCH_TOKEN, else that of the server which this user's
        Jupyter has started, else port 8050 of this machine.

        `url` may contain the token, as the server prints it. Raises ValueError.
        """
        text = url or os.environ.get("PYBIRCH_URL")
        if not text and (started := started_by_jupyter()):
            text, token = started["url"], token or started["token"]
        text = text or DEFAULT_URL
        parts = urlsplit(text if "://" in text else f"http://{text}")
        if parts.scheme not in _SOCKETS or not parts.hostname:
            raise ValueError(f"{text!r} is not the address of a server, such as {DEFAULT_URL}")
        carried = parse_qs(parts.query).get("token", [""])[0]
        base = f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}/"
        return cls(base, token or carried or os.environ.get("PYBIRCH_TOKEN", ""))

    @property
    def headers(self) -> dict[str, str]:
        """The headers that sign a request in."""
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}

    @property
    def here(self) -> bool:
        """Whether the server is on this machine, for which no proxy is used."""
        name = urlsplit(self.base).hostname or ""
        try:
            return ip_address(name).is_loopback
        except ValueError:
            return name == "localhost"

    def socket(self, room: str) -> str:
        """The address of a room's socket."""
        scheme, rest = self.base.split(":", 1)
        return f"{_SOCKETS[scheme]}:{rest}ws/{quote(room)}"


def started_by_jupyter() -> dict[str, str] | None:
    """Address and token of the server that was started from Jupyter's launcher; None where there is none."""
    try:
        told: dict[str, str] = json.loads(Path(os.environ["PYBIRCH_JUPYTER"]).read_text("utf-8"))
    except (KeyError, OSError):
        return None
    return told
