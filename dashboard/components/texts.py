"""Numbers and durations as people read them, the same as the scripts of the pages write them."""

from __future__ import annotations

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
"""Seconds."""


def count(number: float) -> str:
    """A whole number with thousands separated: 1,284."""
    return f"{round(number):,}"


def counted(number: float, thing: str) -> str:
    """`1,284 points`, `1 point`."""
    return f"{count(number)} {thing if number == 1 else thing + 's'}"


def duration(seconds: float) -> str:
    """Seconds as `0.4 s`, `12 s`, `3 m 10 s`, `2 h 14 m` or `3 d 4 h`."""
    if seconds < 0.95:
        tenths = -(-max(0.0, seconds) * 10 // 1) / 10
        return f"{tenths:g} s"
    whole = round(seconds)
    if whole < _MINUTE:
        return f"{whole} s"
    if whole < _HOUR:
        return _pair(whole, (_MINUTE, "m"), (1, "s"))
    if whole < _DAY:
        return _pair(whole, (_HOUR, "h"), (_MINUTE, "m"))
    return _pair(whole, (_DAY, "d"), (_HOUR, "h"))


def _pair(seconds: int, large: tuple[int, str], small: tuple[int, str]) -> str:
    rest = seconds % large[0] // small[0]
    first = f"{seconds // large[0]} {large[1]}"
    return f"{first} {rest} {small[1]}" if rest else first
