"""The process of `dashboard.server.heavy_work` that does heavy work; it ends with its standard input."""

from __future__ import annotations

import os
import signal
import struct
import sys
from pathlib import Path
from typing import Any

import orjson

from dashboard.server import json_input
from engine.errors import Problem
from engine.model.bench import BenchSpec
from engine.model.plan_check import check_plan
from engine.plugins import Plugins
from engine.scans.procedures import catalogue

_SIZES = struct.Struct(">II")
_SIZE = struct.Struct(">I")
_NICE = 5
"""Lower priority than the web server's: all other answers come first."""


def main() -> int:
    """Answer questions until there are no more."""
    # Ctrl-C at a terminal is for the web server.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(_NICE)
    procedures = catalogue(Plugins(Path(sys.argv[1])) if len(sys.argv) > 1 else None)
    while len(sizes := sys.stdin.buffer.read(_SIZES.size)) == _SIZES.size:
        asked, payload = (sys.stdin.buffer.read(size) for size in _SIZES.unpack(sizes))
        question = orjson.loads(asked)
        answer = orjson.dumps(
            _read(payload) if question["kind"] == "read" else _check(question, payload, procedures)
        )
        sys.stdout.buffer.write(_SIZE.pack(len(answer)) + answer)
        sys.stdout.buffer.flush()
    return 0


def _read(text: bytes) -> dict[str, Any]:
    try:
        json_input.read(text)
    except (json_input.NotJson, json_input.JsonRefused) as error:
        return {
            "problems": _plain(error.problems),
            "is_json": isinstance(error, json_input.JsonRefused),
        }
    return {"problems": []}


def _check(question: dict[str, Any], plan: bytes, procedures: Any) -> dict[str, Any]:
    bench = BenchSpec.model_validate(question["bench"])
    found = check_plan(orjson.loads(plan), bench, procedures)
    return {
        "problems": _plain(found.problems),
        "more": found.more,
        "points": found.points,
        "duration": found.duration,
        "size": found.size,
        "instruments": sorted(found.instruments),
    }


def _plain(problems: list[Problem]) -> list[dict[str, str]]:
    return [problem.as_dict() for problem in problems]


if __name__ == "__main__":
    sys.exit(main())
