"""Ports for servers that start later, or are ended and started again."""

from __future__ import annotations

import socket
from contextlib import suppress
from pathlib import Path
from random import SystemRandom

_RANGE = Path("/proc/sys/net/ipv4/ip_local_port_range")
_LOWEST, _GIVEN = 10_000, 32_768


def lasting_port() -> int:
    """A free port that stays free: one that the system gives to nobody who asks for any port, or connects."""
    given = int(_RANGE.read_text().split()[0]) if _RANGE.exists() else _GIVEN
    for _ in range(100):
        port = SystemRandom().randrange(min(_LOWEST, given - 1), given)
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port
    raise AssertionError(f"no port below {given} is free")
