"""Names of exported files: what is in them, readable, and safe on every system."""

from __future__ import annotations

import re
import unicodedata

from engine.model.records import ScanRecord

_FORBIDDEN = re.compile(r'[\\/:*?"<>|]+')
_LONGEST = 80


def safe(text: str) -> str:
    """Text as a part of a file name: no separators, nothing invisible, not too long."""
    shown = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in text)
    words = " ".join(_FORBIDDEN.sub("-", shown).split())
    return words[:_LONGEST].strip(" .")


def stem(record: ScanRecord, measurement: str | None = None) -> str:
    """`SCAN_042 Raman map`, and the measurement where the file holds one of several."""
    several = len(record.measurements or []) > 1
    parts = (record.scan_id, safe(record.name), safe(measurement) if measurement and several else "")
    return " ".join(part for part in parts if part)
