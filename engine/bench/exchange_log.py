"""The last exchanges of one session: what was sent, what came back, and how long that took.

Every exchange is noted, so noting one must cost next to nothing: texts are made when somebody reads them.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator
from typing import Any

from engine.model.clock import rfc3339
from engine.model.exchange import Direction, ExchangeLine

MOST = 500
"""Exchanges that are kept."""
LONGEST = 400
"""Longest text that is kept of one message, in characters."""
_PLAIN = (float, int)


class ExchangeLog:
    """Bounded; threads may read it while one notes."""

    def __init__(self) -> None:
        self._noted: deque[tuple[float, float, Any, str, Any, Any, str]] = deque(maxlen=MOST)

    def note(
        self, who: Any, sent: str, answer: Any, began: float, error: str = "", value: Any = None
    ) -> None:
        """Note one exchange of `who`, an instrument, that began at `began` (`time.monotonic`).

        `value` is what something was set to, where `sent` does not say it.
        """
        if type(answer) not in _PLAIN:
            answer = _brief(answer)
        if len(sent) > LONGEST:
            sent = _brief(sent)
        self._noted.append((time.time(), time.monotonic() - began, who, sent, answer, value, error))

    def remark(self, direction: Direction, who: Any, text: str) -> None:
        """Note a line that is no exchange: who sends what by hand, or what came without being asked for."""
        self._noted.append((time.time(), 0.0, who, "", _brief(text), direction, ""))

    def lines(self) -> list[ExchangeLine]:
        """Everything that is kept, oldest first."""
        return [line for noted in list(self._noted) for line in _lines(noted)]


def _lines(noted: tuple[float, float, Any, str, Any, Any, str]) -> Iterator[ExchangeLine]:
    ended, seconds, who, sent, answer, value, error = noted
    name, took = str(getattr(who, "name", who) or ""), round(seconds, 6)

    def line(at: float, direction: Direction, text: str, duration: float | None = None) -> ExchangeLine:
        return ExchangeLine(
            timestamp=rfc3339(at), instrument=name, direction=direction, text=text, duration=duration
        )

    if isinstance(value, Direction):
        yield line(ended, value, str(answer))
        return
    alone = not error and answer == ""
    told = sent if value is None else f"{sent} = {value}"
    yield line(ended - seconds, Direction.SENT, told, took if alone else None)
    if error:
        yield line(ended, Direction.ERROR, error, took)
    elif not alone:
        yield line(ended, Direction.RECEIVED, str(answer), took)


def _brief(value: Any) -> Any:
    """What is kept of a text or an array."""
    if isinstance(value, str):
        return value if len(value) <= LONGEST else f"{value[:LONGEST]}… ({len(value)} characters)"
    if value is None:
        return ""
    if getattr(value, "shape", ()):
        return f"{' × '.join(map(str, value.shape))} numbers"
    text = str(value) if not hasattr(value, "__len__") or len(value) <= LONGEST else f"{len(value)} values"
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
