"""Who has connections open: they are closed with 4401 once the session or token behind them has ended."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection

import gevent

from dashboard.auth.base import Identity
from dashboard.live.close_codes import CloseCode
from engine.errors import PyBirchError

LOOK_SECONDS = 0.5
"""Time in seconds between two looks."""
_REASON = "the session or token has ended; sign in again"
_LOG = logging.getLogger(__name__)
End = Callable[[CloseCode, str], None]


class SignedIn:
    """The open connections of one web process; `ended` says which of some identities hold no longer."""

    def __init__(self, ended: Callable[[Collection[Identity]], Collection[Identity]]) -> None:
        self._ended = ended
        self._open: dict[Identity, set[End]] = {}

    def enter(self, who: Identity, end: End) -> None:
        """A connection is open; `end` closes it, without waiting."""
        self._open.setdefault(who, set()).add(end)

    def leave(self, who: Identity, end: End) -> None:
        """That connection is closed."""
        ends = self._open.get(who, set())
        ends.discard(end)
        if not ends:
            self._open.pop(who, None)

    def run(self) -> None:
        """Look forever; while the database does not answer, connections stay open."""
        trouble = ""
        while True:
            gevent.sleep(LOOK_SECONDS)
            try:
                self.look()
                trouble = ""
            except PyBirchError as error:
                if str(error) != trouble:
                    trouble = str(error)
                    _LOG.warning("cannot check who is still signed in: %s", error)
            except Exception:  # noqa: BLE001 - without the next look nobody would be signed out
                _LOG.exception("checking who is still signed in failed")

    def look(self) -> None:
        """Close what must not be open any more."""
        if not self._open:
            return
        for who in self._ended(list(self._open)):
            for end in list(self._open.get(who, ())):
                end(CloseCode.NOT_SIGNED_IN, _REASON)
