"""The emergency stop past the database: heard at once, and harmless where nobody listens."""

import os
from pathlib import Path
from queue import SimpleQueue

import pytest

from engine.commands.stop_pipe import StopLine, ring


def test_every_ring_is_heard_with_who_rang(tmp_path: Path) -> None:
    heard: SimpleQueue[str] = SimpleQueue()
    line = StopLine(tmp_path / "home", heard.put)
    line.open()
    assert ring(tmp_path / "home", "ann")
    assert heard.get(timeout=5) == "ann"
    assert ring(tmp_path / "home", "two\nlines")
    assert heard.get(timeout=5) == "two lines"
    line.close()


def test_a_new_engine_uses_the_pipe_that_a_dead_one_left(tmp_path: Path) -> None:
    heard: SimpleQueue[str] = SimpleQueue()
    first = StopLine(tmp_path, heard.put)
    first.open()
    first.close()
    second = StopLine(tmp_path, heard.put)
    second.open()
    assert ring(tmp_path, "ann")
    assert heard.get(timeout=5) == "ann"
    second.close()


@pytest.mark.parametrize("there", ["nothing", "pipe", "file"])
def test_nobody_listens(tmp_path: Path, there: str) -> None:
    path = tmp_path / "emergency-stop"
    if there == "pipe":
        os.mkfifo(path)
    elif there == "file":
        path.write_text("")
    assert not ring(tmp_path, "ann")


def test_what_is_no_pipe_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "emergency-stop").write_text("mine")
    StopLine(tmp_path, lambda user: None).open()
    assert (tmp_path / "emergency-stop").read_text() == "mine"
