"""What people note beside a scan: any JSON object, small enough that lists of scans can hold it."""

from __future__ import annotations

import json
from typing import Annotated, Any

from pydantic import AfterValidator

MAX_BYTES = 64 * 1024
"""Of its JSON: a page of 1,000 scans then has 64 MB at most."""
MAX_NAMES = 1000
MAX_DEPTH = 30
"""Lists and objects within one another: JSON of 32 levels with the scan and the field around it."""


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
"""An object that is nested no deeper than MAX_DEPTH, with at most MAX_NAMES names and MAX_BYTES of JSON."""
