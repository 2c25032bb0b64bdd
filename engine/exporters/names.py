"""Names of exported files: readable, and safe on every system."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from engine.model.records import ScanRecord

_FORBIDDEN = re.compile(r'[\\/:*?"<>|]+')
_LONGEST = 80
_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
"""Names that Windows reserves."""


def safe(text: str) -> str:
    """Text as a part of a file name: without separators and invisible characters, and not too long."""
    shown = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in text)
    words = " ".join(_FORBIDDEN.sub("-", shown).split())
    return words[:_LONGEST].strip(" .")


def distinct(texts: Sequence[str]) -> list[str]:
    """Each text as a file name, different from all the others, also where case does not count."""
    made: list[str] = []
    taken = set(_RESERVED)
    for text in texts:
        first = name = safe(text) or "_"
        number = 2
        while name.lower() in taken:
            name, number = f"{first} {number}", number + 1
        taken.add(name.lower())
        made.append(name)
    return made


def stem(record: ScanRecord, measurement: str | None = None) -> str:
    """`SCAN_042 Raman map`, with the measurement where the file holds one of several."""
    several = len(record.measurements or []) > 1
    parts = (record.scan_id, safe(record.name), safe(measurement) if measurement and several else "")
    return " ".join(part for part in parts if part)
