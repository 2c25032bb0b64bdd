"""The parts of the supervisor that need no processes."""

from __future__ import annotations

import io
import threading
from pathlib import Path

from pybirch.supervisor.log_files import Copier, RotatedFile
from pybirch.supervisor.processes import Backoff


def test_back_off_doubles_up_to_its_longest() -> None:
    backoff = Backoff()
    assert [backoff.after(1.0) for _ in range(9)] == [0.5, 1, 2, 4, 8, 16, 30, 30, 30]


def test_back_off_begins_anew_after_health() -> None:
    backoff = Backoff()
    for _ in range(5):
        backoff.after(1.0)
    assert [backoff.after(31.0), backoff.after(1.0)] == [0.5, 1]


def test_log_files_are_bounded(tmp_path: Path) -> None:
    log = RotatedFile(tmp_path / "web.log", size=100, kept=2)
    for number in range(50):
        log.write(b"%03d " % number * 5 + b"\n")
    assert {p.name for p in tmp_path.iterdir()} <= {"web.log", "web.log.1", "web.log.2"}
    texts = [p.read_text() for p in sorted(tmp_path.iterdir(), reverse=True)]
    assert "".join(texts).split()[-1] == "049"
    assert all(p.stat().st_size < 200 for p in tmp_path.iterdir())


def test_an_unwritable_log_does_not_fail(tmp_path: Path) -> None:
    RotatedFile(tmp_path / "missing" / "web.log").write(b"x\n")


def test_a_blocked_stream_delays_nothing() -> None:
    released = threading.Event()

    class Stuck(io.BytesIO):
        def write(self, data: object) -> int:
            released.wait()
            return super().write(data)  # type: ignore[arg-type]

    stream = Stuck()
    copier = Copier(stream)
    for number in range(5000):
        copier.write(b"%d\n" % number)
    released.set()
    copier.close()
    lines = stream.getvalue().split()
    assert lines[0] == b"0"
    assert 500 < len(lines) < 5000
