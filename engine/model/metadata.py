"""Metadata of a scan: any JSON object that is small enough for lists of scans."""

from __future__ import annotations

import json
from typing import Annotated, Any

from pydantic import AfterValidator

MAX_BYTES = 64 * 1024
"""Largest size of the JSON in bytes: a page of 1,000 scans then has at most 64 MB."""
MAX_NAMES = 1000
MAX_DEPTH = 30
"""Most levels of nesting: 32 levels of JSON with the scan and the field around it."""


def _small(value: dict[str, Any]) -> dict[str, Any]:
    names, depth = 0, 0
    level: list[Any] = [value]
    while level:
        depth += 1
        if depth > MAX_DEPTH:
            raise ValueError(f"is nested deeper than {MAX_DEPTH} levels")
        names += sum(len(found) for found in level if isinstance(found, dict))
        inner = (one for found in level for one in (found.values() if isinstance(found, dict) else found))
        level = [one for one in inner if isinstance(one, list | tuple | dict)]
    if names > MAX_NAMES:
        raise ValueError(f"must have at most {MAX_NAMES:,} names")
    size = len(json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass"))
    if size > MAX_BYTES:
        raise ValueError(f"must have at most {MAX_BYTES:,} bytes as JSON; it has {size:,}")
    return value


Metadata = Annotated[dict[str, Any], AfterValidator(_small)]
"""A JSON object nested at most MAX_DEPTH levels, with at most MAX_NAMES names and MAX_BYTES of JSON."""
