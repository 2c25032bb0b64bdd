"""The pipe for emergency stops: requests arrive at once, are answered, and do no harm without an engine."""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue

import pytest

from engine.commands.stop_pipe import Answer, StopAnswer, StopPipe, StopRequest, request_stop

Heard = SimpleQueue[tuple[StopRequest, Answer]]


@pytest.fixture
def heard(tmp_path: Path) -> Iterator[Heard]:
    queue: Heard = SimpleQueue()
    pipe = StopPipe(tmp_path / "home", lambda request, answer: queue.put((request, answer)))
    pipe.open()
    yield queue
    pipe.close()


def test_every_request_is_heard_with_who_asked(heard: Heard, tmp_path: Path) -> None:
    for given, user in (("ann", "ann"), ("two\nlines", "two lines"), ("é" * 500, "é" * 200)):
        request = StopRequest(given)
        assert request_stop(tmp_path / "home", request)
        assert heard.get(timeout=5)[0] == StopRequest(user, request.request_id)


def test_each_request_gets_its_own_answer(heard: Heard, tmp_path: Path) -> None:
    home = tmp_path / "home"
    one, two = StopRequest("ann"), StopRequest("bob")
    with StopAnswer(home, one) as of_one, StopAnswer(home, two) as of_two:
        for request in (one, two):
            assert request_stop(home, request)
        answers = dict(heard.get(timeout=5) for _ in range(2))
        assert of_one.read() is None
        answers[two]("not reached: stage")
        answers[one]("")
        assert (of_one.read(), of_two.read()) == ("", "not reached: stage")
    assert [path.name for path in home.iterdir()] == ["emergency-stop"]


def test_an_unclaimed_answer_is_dropped(heard: Heard, tmp_path: Path) -> None:
    assert request_stop(tmp_path / "home", StopRequest("ann"))
    heard.get(timeout=5)[1]("too late")


def test_an_unreadable_request_stops_everything_too(heard: Heard, tmp_path: Path) -> None:
    (tmp_path / "home" / "emergency-stop").open("w").write("somebody at a terminal\n")
    assert heard.get(timeout=5)[0].user == "somebody at a terminal"


def test_a_new_engine_uses_the_pipe_that_a_dead_one_left(tmp_path: Path) -> None:
    calls: SimpleQueue[StopRequest] = SimpleQueue()
    first = StopPipe(tmp_path, lambda request, _: calls.put(request))
    first.open()
    first.close()
    second = StopPipe(tmp_path, lambda request, _: calls.put(request))
    second.open()
    assert request_stop(tmp_path, StopRequest("ann"))
    assert calls.get(timeout=5).user == "ann"
    second.close()


def test_pipes_of_killed_web_servers_are_removed_and_recent_ones_stay(tmp_path: Path) -> None:
    old, recent = tmp_path / "emergency-stop-old", tmp_path / "emergency-stop-recent"
    for path in (old, recent):
        os.mkfifo(path)
    hour_ago = time.time() - 3600
    os.utime(old, (hour_ago, hour_ago))
    pipe = StopPipe(tmp_path, lambda *_: None)
    pipe.open()
    assert not old.exists()
    assert recent.exists()
    pipe.close()


@pytest.mark.parametrize("there", ["nothing", "pipe", "file"])
def test_a_request_without_an_engine_returns_false(tmp_path: Path, there: str) -> None:
    path = tmp_path / "emergency-stop"
    if there == "pipe":
        os.mkfifo(path)
    elif there == "file":
        path.write_text("")
    assert not request_stop(tmp_path, StopRequest("ann"))


def test_a_file_of_that_name_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "emergency-stop").write_text("mine")
    StopPipe(tmp_path, lambda *_: None).open()
    assert (tmp_path / "emergency-stop").read_text() == "mine"
