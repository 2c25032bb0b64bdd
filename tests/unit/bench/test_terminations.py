"""Terminations that are not white space: exactly the termination is removed from an answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from support.talker import OnPty, OnTcp, Talker

from engine.bench.bench import Bench
from engine.errors import InstrumentError

Load = Callable[..., Bench]
BENCH = """
[[instrument]]
name = "stage"
resource = "{resource}"
read_termination = "{end}"
write_termination = "\\n"
{keys}
[instrument.axes.x]
set = "POS {{value:g}}"
get = "POS?"
[instrument.reads.signal]
query = "MEAS?"
[instrument.settings.state]
get = "STATE?"
"""
ENDS = ["#", ";", "\r\n> ", "\x03", "\r", ">>", "\r\n", "OK\r\n"]


@pytest.fixture(params=[OnTcp, OnPty], ids=["tcp", "serial"])
def serve(request: pytest.FixtureRequest) -> Iterator[Callable[[Talker], str]]:
    made: list[OnTcp | OnPty] = []

    def start(talker: Talker) -> str:
        made.append(request.param(talker))
        return made[-1].resource

    yield start
    for one in made:
        one.close()


def toml(text: str) -> str:
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)


@pytest.mark.parametrize("end", ENDS, ids=repr)
@pytest.mark.parametrize("state", ["READY", "a > b", "1 K, 2 mm", "o k"])
def test_an_answer_is_what_comes_before_its_termination(
    serve: Callable[[Talker], str], load_bench: Load, end: str, state: str
) -> None:
    talker = Talker(end=end.encode(), states={"STATE?": state})
    text = BENCH.format(resource=serve(talker), end=toml(end), keys='ack = ""\nanswer_lines = 1')
    stage = load_bench(text, start=False).instruments["stage"]
    for value in (1, 2, 3):
        assert stage.move("x", value) == value
        assert stage.driver.get_setting("state") == state
        assert stage.measure() == {"signal": 10.0 * value}
    stage.confirm()


@pytest.mark.parametrize("end", ENDS, ids=repr)
def test_white_space_beside_the_termination_does_no_harm(
    serve: Callable[[Talker], str], load_bench: Load, end: str
) -> None:
    talker = Talker(end=f" {end}\r\n".encode())
    text = BENCH.format(resource=serve(talker), end=toml(end), keys="")
    stage = load_bench(text, start=False).instruments["stage"]
    for value in (1, 2, 3):
        assert stage.move("x", value) == value
        assert stage.measure() == {"signal": 10.0 * value}
    stage.confirm()


def test_a_prompt_after_each_answer_is_an_error_that_names_the_key(
    serve: Callable[[Talker], str], load_bench: Load
) -> None:
    talker = Talker(end=b"\r\n> ")
    text = BENCH.format(resource=serve(talker), end="\\r\\n", keys="")
    stage = load_bench(text, start=False).instruments["stage"]
    with pytest.raises(InstrumentError, match=re.escape(r'read_termination = "\r\n> "')):
        stage.measure()
