"""Instruments that send more than one answer: none is taken for the answer to another question."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from support.talker import OnPty, OnTcp, Talker

from engine.bench.bench import Bench
from engine.bench.driver import NoAnswer
from engine.bench.instrument import ManagedInstrument
from engine.errors import InstrumentError

Load = Callable[..., Bench]
Serve = Callable[[Talker], str]

BENCH = """
[[instrument]]
name = "stage"
resource = "{resource}"
termination = "\\n"
{keys}
[instrument.axes.x]
set = "POS {{value:g}}"
get = "POS?"
{axis}
[instrument.reads.signal]
query = "MEAS?"
{read}
[instrument.settings.speed]
set = "SPEED {{value:g}}"
{setting}
"""


@pytest.fixture(params=["tcp", "serial"])
def serve(request: pytest.FixtureRequest) -> Iterator[Serve]:
    """Serves a talker over a transport; its resource."""
    made: list[OnTcp | OnPty] = []

    def start(talker: Talker) -> str:
        made.append(OnTcp(talker) if request.param == "tcp" else OnPty(talker))
        return made[-1].resource

    yield start
    for one in made:
        one.close()


@pytest.fixture
def stage(serve: Serve, load_bench: Load) -> Callable[..., ManagedInstrument]:
    """The instrument of a bench that nobody watches."""

    def make(
        talker: Talker, keys: str = "", axis: str = "", read: str = "", setting: str = ""
    ) -> ManagedInstrument:
        text = BENCH.format(resource=serve(talker), keys=keys, axis=axis, read=read, setting=setting)
        return load_bench(text, start=False).instruments["stage"]

    return make


Stage = Callable[..., ManagedInstrument]


def sweeps(stage: ManagedInstrument, points: int = 12) -> None:
    """Every position is read back and measured as it is."""
    for value in range(1, points + 1):
        assert stage.move("x", value) == value
        assert stage.measure() == {"signal": 10.0 * value}


@pytest.mark.parametrize("after", [0.0, 0.02, 0.05])
@pytest.mark.parametrize("ack", ["OK", "0"])
def test_a_command_that_is_answered_unknown_to_the_bench_is_an_error_that_names_the_key(
    stage: Stage, ack: str, after: float
) -> None:
    made = stage(Talker(ack=ack, ack_after=after))
    for value in (1, 2):
        with pytest.raises(
            InstrumentError, match=rf"'POS {value}' .* ack = \"{ack}\" into \[instrument.axes.x\]"
        ):
            made.move("x", value)
    with pytest.raises(InstrumentError, match=r"'SPEED 3' was answered .*\[instrument.settings.speed\]"):
        made.apply({"speed": 3})
    assert made.measure() == {"signal": 20.0}


@pytest.mark.parametrize("after", [0.0, 0.02, 0.05])
@pytest.mark.parametrize("ack", ["OK", "0"])
def test_a_command_whose_answer_the_bench_names_is_waited_for(stage: Stage, ack: str, after: float) -> None:
    sweeps(stage(Talker(ack=ack, ack_after=after), f'ack = "{ack}"'))


def test_an_acknowledgement_may_be_a_regular_expression_and_a_matter_of_the_axis(stage: Stage) -> None:
    sweeps(stage(Talker(ack="DONE 17", ack_after=0.01), axis="ack = 'DONE \\d+'", setting='ack = ""'))


def test_an_answer_other_than_the_acknowledgement_is_an_error_and_the_session_heals(stage: Stage) -> None:
    talker = Talker(ack="OK")
    made = stage(talker, 'ack = "OK"')
    talker.ack = "ERR 3"
    with pytest.raises(InstrumentError, match="'POS 1' was answered 'ERR 3', but the bench says"):
        made.move("x", 1)
    talker.ack = "OK"
    sweeps(made, 3)


def test_an_acknowledgement_that_does_not_come_is_an_error(stage: Stage) -> None:
    made = stage(Talker(), 'ack = "OK"\ntimeout = 300')
    with pytest.raises(InstrumentError, match=r"no answer to 'POS 1' within 0\.3 s"):
        made.move("x", 1)
    assert made.measure() == {"signal": 10.0}


@pytest.mark.parametrize("after", [0.0, 0.02, 0.05])
def test_a_status_line_after_each_answer_is_an_error_that_names_the_key(stage: Stage, after: float) -> None:
    made = stage(Talker(status="READY", status_after=after))
    for _ in range(2):
        with pytest.raises(InstrumentError, match=r"'0' and then 'READY'.* status_line = \"READY\""):
            made.measure()


@pytest.mark.parametrize("after", [0.0, 0.02])
@pytest.mark.parametrize("keys", ['status_line = "READY"', "answer_lines = 2", "status_line = 'READ.'"])
def test_lines_that_the_bench_says_follow_an_answer_are_taken_with_it(
    stage: Stage, keys: str, after: float
) -> None:
    sweeps(stage(Talker(status="READY", status_after=after), keys))


def test_one_reading_may_have_further_lines(stage: Stage) -> None:
    talker = Talker()
    made = stage(talker, read="answer_lines = 2")
    assert made.move("x", 1) == 1
    talker.status = "READY"
    assert made.measure() == {"signal": 10.0}


def test_a_status_line_that_says_something_else_is_an_error(stage: Stage) -> None:
    talker = Talker(status="READY")
    made = stage(talker, 'status_line = "READY"')
    talker.status = "FAULT"
    with pytest.raises(InstrumentError, match="'0 and then FAULT', but the bench says"):
        made.measure()
    talker.status = "READY"
    sweeps(made, 3)


@pytest.mark.parametrize("after", [0.0, 0.05])
def test_a_greeting_is_not_taken_for_an_answer(stage: Stage, after: float) -> None:
    sweeps(stage(Talker(greeting="17", greeting_after=after)), 3)
    sweeps(stage(Talker(greeting="17", greeting_after=after), 'identity = "ACME"'), 3)


def test_a_late_greeting_is_not_taken_for_an_answer(stage: Stage) -> None:
    made = stage(Talker(greeting="17", greeting_after=0.15), "timeout = 5000")
    for _ in range(3):  # the first answer has two lines; from then on the greeting is waited for
        try:
            sweeps(made, 2)
            return
        except InstrumentError:
            continue
    pytest.fail("the session does not heal")


def test_an_instrument_that_repeats_what_it_is_sent(stage: Stage) -> None:
    with pytest.raises(InstrumentError, match="echo = true"):
        stage(Talker(echo=True)).measure()
    sweeps(stage(Talker(echo=True), "echo = true"), 3)
    sweeps(stage(Talker(echo=True, ack="OK"), 'echo = true\nack = "OK"'), 3)


def test_what_comes_within_the_delay_after_a_command_is_thrown_away(stage: Stage) -> None:
    sweeps(stage(Talker(ack="0", ack_after=0.02), "write_delay = 0.15"), 4)


@pytest.mark.parametrize("keys", ["", "identify = '*IDN?'", "identity = 'ACME'"])
def test_an_answer_that_comes_after_its_timeout_is_never_taken_for_the_next(stage: Stage, keys: str) -> None:
    talker = Talker(reads_on=False)
    made = stage(talker, f"timeout = 400\n{keys}")
    sweeps(made, 2)
    talker.late["MEAS?"] = 0.7
    with pytest.raises(NoAnswer, match=r"no answer to 'MEAS\?' within 0\.4 s"):
        made.measure()
    for value in range(3, 9):
        try:
            assert made.move("x", value) == value
            assert made.measure() == {"signal": 10.0 * value}
        except InstrumentError:
            continue  # it is still busy with the question before
    sweeps(made, 3)


@pytest.mark.parametrize("late", [0.45, 0.5, 0.6, 0.8])
@pytest.mark.parametrize("keys", ["", "identify = '*IDN?'"])
def test_a_late_answer_on_a_new_connection_is_not_taken_for_another(
    load_bench: Load, keys: str, late: float
) -> None:
    talker = Talker()
    served = OnTcp(talker, converter=True)
    text = BENCH.format(resource=served.resource, keys=f"timeout = 400\n{keys}", axis="", read="", setting="")
    made = load_bench(text, start=False).instruments["stage"]
    sweeps(made, 2)
    made.tidy()
    talker.late["MEAS?"] = late
    with pytest.raises(NoAnswer):
        made.measure()
    wrong = False
    try:
        for value in range(3, 9):
            assert made.move("x", value) == value or (wrong := True)
            assert made.measure() == {"signal": 10.0 * value} or (wrong := True)
        made.confirm()
    except InstrumentError:
        wrong = False  # a scan fails by it
    assert not wrong
    for _ in range(10):
        made.tidy()
    sweeps(made, 3)
    served.close()


@pytest.mark.parametrize("keys", ["", "identify = '*IDN?'"])
@pytest.mark.parametrize("takes", [0.0, 0.02])
def test_a_line_that_looks_like_the_answer_spoils_everything_up_to_the_next_proof(
    stage: Stage, takes: float, keys: str
) -> None:
    """With time between it and the true answer each answer is taken for that of the question after it."""
    talker = Talker(before_takes=takes)
    made = stage(talker, f"ack = ''\n{keys}")
    sweeps(made, 3)
    made.tidy()
    made.confirm()
    talker.before["MEAS?"] = ["666"]
    with pytest.raises(InstrumentError, match=r"it sent something|came after|and then"):
        for _ in range(5):
            made.measure()
        made.confirm()
    with pytest.raises(InstrumentError, match="they may belong to other questions"):
        made.confirm()
    sweeps(made, 3)
    made.tidy()
    made.confirm()


def test_an_answer_without_meaning_does_not_spoil_the_next(stage: Stage) -> None:
    talker = Talker(before_takes=0.02)
    made = stage(talker)
    sweeps(made, 2)
    talker.before["MEAS?"] = ["what?"]
    with pytest.raises(InstrumentError, match=r"'MEAS\?' was answered 'what\?'"):
        made.measure()
    sweeps(made, 3)


def test_unasked_input_between_measurements_is_discarded_and_logged(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    talker = Talker()
    made = stage(talker)
    sweeps(made, 2)
    talker.says("LID OPEN")
    deadline = time.monotonic() + 20
    while "'LID OPEN'" not in caplog.text and time.monotonic() < deadline:
        made.tidy()
    assert "sent 'LID OPEN' without being asked; it is discarded" in caplog.text
    sweeps(made, 2)
    made.confirm()
