"""Heavy work (large JSON, large plans) in a process of its own, one piece after the other.

A native thread is not enough: Python runs one thread at a time, so the event loop would wait for it again and
again; requests took seconds instead of milliseconds (measured).
"""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any

import gevent
import orjson
from gevent.lock import Semaphore

from dashboard.server import json_input
from dashboard.server.limits import HEAVY_SECONDS, HEAVY_WAITING
from dashboard.server.off_loop import Busy
from engine.errors import Problem
from engine.model.bench import BenchSpec
from engine.model.plan_check import PlanReport

_ROOT = Path(__file__).resolve().parent.parent.parent
_SIZES = struct.Struct(">II")
_SIZE = struct.Struct(">I")


class HeavyWork:
    """The process, started when it is first needed. Raises Busy when too much work waits for it."""

    def __init__(self, plugins: Path | None = None) -> None:
        """`plugins` is the laboratory's folder."""
        self._plugins = plugins
        self._process: subprocess.Popen[bytes] | None = None
        self._time_slice = Semaphore(1)
        self._waiting = 0

    def read(self, text: bytes) -> Any:
        """Like `json_input.read`."""
        answer = self._ask({"kind": "read"}, text)
        if answer["problems"]:
            refusal = json_input.JsonRefused if answer["is_json"] else json_input.NotJson
            raise refusal(_problems(answer))
        return orjson.loads(text)

    def check_plan(self, plan: bytes, bench: BenchSpec) -> PlanReport:
        """Like `engine.model.plan_check.check_plan`, for the JSON text of a plan; the report does not hold the plan."""
        answer = self._ask({"kind": "check", "bench": bench.model_dump(mode="json")}, plan)
        return PlanReport(
            problems=_problems(answer),
            more=answer["more"],
            points=answer["points"],
            duration=answer["duration"],
            size=answer["size"],
            instruments=frozenset(answer["instruments"]),
        )

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()

    def _ask(self, question: dict[str, Any], payload: bytes) -> dict[str, Any]:
        if self._waiting > HEAVY_WAITING:
            raise Busy("The server is busy with other large requests; try again in a moment.")
        self._waiting += 1
        try:
            with self._time_slice:
                return self._exchange(orjson.dumps(question), payload)
        finally:
            self._waiting -= 1

    def _exchange(self, question: bytes, payload: bytes) -> dict[str, Any]:
        process = self._process = self._process or _start(self._plugins)
        assert process.stdin is not None and process.stdout is not None
        done = False
        try:
            with gevent.Timeout(HEAVY_SECONDS, TimeoutError()):
                process.stdin.write(_SIZES.pack(len(question), len(payload)) + question + payload)
                process.stdin.flush()
                size = process.stdout.read(_SIZE.size)
                answer: dict[str, Any] = orjson.loads(process.stdout.read(_SIZE.unpack(size)[0]))
            done = True
            return answer
        except (OSError, ValueError, struct.error):
            # The process has ended or takes much too long; the next request gets a new one.
            raise Busy("The request takes the server too long; send less at once.") from None
        finally:
            if not done:
                self.close()


def _problems(answer: dict[str, Any]) -> list[Problem]:
    return [Problem(found["path"], found["message"]) for found in answer["problems"]]


def _start(plugins: Path | None) -> subprocess.Popen[bytes]:
    path = os.pathsep.join(part for part in (str(_ROOT), os.environ.get("PYTHONPATH", "")) if part)
    return subprocess.Popen(
        [sys.executable, "-m", "dashboard.server.heavy_worker", *([str(plugins)] if plugins else [])],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": path},
    )
