"""Identifiers that people see, `QUEUE_001` and `SCAN_001`, and the integers that the store uses for them."""

from __future__ import annotations

import re

from engine.errors import NotFound

_SHAPE = re.compile(r"(SCAN|QUEUE|RULE)_([0-9]{3,15})")


def scan_id(number: int) -> str:
    """`SCAN_001` for 1; at least three digits."""
    return f"SCAN_{number:03d}"


def queue_id(number: int) -> str:
    """`QUEUE_001` for 1; at least three digits."""
    return f"QUEUE_{number:03d}"


def rule_id(number: int) -> str:
    """`RULE_001` for 1; at least three digits."""
    return f"RULE_{number:03d}"


def _number(kind: str, text: str) -> int:
    match = _SHAPE.fullmatch(text)
    if match is None or match[1] != kind or f"{kind}_{int(match[2]):03d}" != text:
        raise NotFound(f"there is no {kind.lower()} {text!r}")
    return int(match[2])


def scan_number(text: str) -> int:
    """The number of a scan's identifier. Raises NotFound when it is not an identifier."""
    return _number("SCAN", text)


def queue_number(text: str) -> int:
    """The number of a queue's identifier. Raises NotFound when it is not an identifier."""
    return _number("QUEUE", text)


def rule_number(text: str) -> int:
    """The number of a rule's identifier. Raises NotFound when it is not an identifier."""
    return _number("RULE", text)
