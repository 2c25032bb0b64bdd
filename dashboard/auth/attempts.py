"""Bounds attempts to sign in, for each address and each account: after some failures each next one has to wait longer.

No I/O; what is remembered is bounded, and belongs to one web process.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

_REMEMBERED = 10_000
FORGOTTEN_AFTER = 3600.0
"""Seconds without a failure after which nothing is held against anybody."""


@dataclass(frozen=True, slots=True)
class Bound:
    """So many failures are free; then the wait is 1 s, and doubles with each failure up to `longest` seconds."""

    free: int
    longest: float


BY_ADDRESS = Bound(free=5, longest=300.0)
BY_ACCOUNT = Bound(free=10, longest=60.0)
"""A shorter wait than that of addresses, so that nobody can lock somebody else out for long."""


class Attempts:
    """Failures of late, by address and by account."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._addresses = _Failures(BY_ADDRESS)
        self._accounts = _Failures(BY_ACCOUNT)

    def wait(self, address: str, account: str = "") -> float:
        """Seconds until the next attempt is looked at; 0 when it may be made now."""
        now = self._clock()
        return max(
            self._addresses.wait(address, now), self._accounts.wait(_key(account), now) if account else 0.0
        )

    def failed(self, address: str, account: str = "") -> None:
        """An attempt failed."""
        now = self._clock()
        self._addresses.add(address, now)
        if account:
            self._accounts.add(_key(account), now)

    def succeeded(self, address: str, account: str = "") -> None:
        """Somebody signed in: earlier failures were their own mistakes."""
        self._addresses.forget(address)
        self._accounts.forget(_key(account))


class _Failures:
    def __init__(self, bound: Bound) -> None:
        self._bound = bound
        self._counts: OrderedDict[str, tuple[int, float]] = OrderedDict()

    def wait(self, key: str, now: float) -> float:
        count, at = self._counts.get(key, (0, now))
        beyond = count - self._bound.free
        if beyond < 0 or now - at > FORGOTTEN_AFTER:
            return 0.0
        return max(0.0, at + min(2.0 ** min(beyond, 30), self._bound.longest) - now)

    def add(self, key: str, now: float) -> None:
        count, at = self._counts.pop(key, (0, now))
        self._counts[key] = (1 if now - at > FORGOTTEN_AFTER else count + 1, now)
        if len(self._counts) > _REMEMBERED:
            self._counts.popitem(last=False)

    def forget(self, key: str) -> None:
        self._counts.pop(key, None)


def _key(account: str) -> str:
    return account.strip().casefold()[:200]
