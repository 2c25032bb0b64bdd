"""The end of a move: instruments report it in many ways, and some stand still before they move."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from support.positioner import Positioner

from engine.bench.bench import Bench
from engine.bench.done import DoneWhen
from engine.errors import BenchError, InstrumentError, MotionCancelled

Load = Callable[..., Bench]


def scpi_axis(resource: str, more: str) -> str:
    return f"""
[[instrument]]
name = "a"
resource = "{resource}"
termination = "\\n"
[instrument.axes.x]
set = "MOVE {{value}}"
get = "POS?"
done = "STAT?"
stop = "STOP"
{more}
"""


def pymeasure_axis(resource: str, more: str) -> str:
    return f"""
[[instrument]]
name = "a"
driver = "pymeasure:acme.Positioner"
resource = "{resource}"
termination = "\\n"
[instrument.axes.x]
set = "x.position"
get = "x.position"
done = "x.status"
stop = "x.halt"
{more}
"""


WAYS: list[tuple[str, Callable[[bool], str]]] = [
    ("done_when = 1", lambda moving: "0" if moving else "1"),
    ('done_when = "1"', lambda moving: "+0" if moving else "+1.0"),
    ('done_when = "1TS000033"', lambda moving: "1TS000028" if moving else "1TS000033"),
    ('done_when = "IDLE"', lambda moving: "MOVING" if moving else "IDLE"),
    ('done_when = ["IDLE", "HELD", 3]', lambda moving: "MOVING" if moving else "held"),
    ('done_when = { match = "1TS....3[2-5]" }', lambda moving: "1TS000028" if moving else "1TS000033"),
    ("done_when = { mask = 0x04 }", lambda moving: "0x21" if moving else "0x25"),
    ("done_when = { mask = 0x06, value = 2 }", lambda moving: "#H7" if moving else "#B10"),
    ("done_when = { mask = 1, value = 0 }", lambda moving: "129" if moving else "128"),
]


@pytest.mark.parametrize(("more", "status"), WAYS, ids=[more for more, _ in WAYS])
def test_a_move_is_over_when_the_instrument_says_so(
    load_bench: Load, positioner: Positioner, on_tcp: str, more: str, status: Callable[[bool], str]
) -> None:
    positioner.moves_for, positioner.status = 0.3, status
    instrument = load_bench(scpi_axis(on_tcp, more), start=False).instruments["a"]
    assert instrument.move("x", 5) == 5
    assert positioner.heard.count("STAT?") > 1


@pytest.mark.usefixtures("pymeasure_folder")
@pytest.mark.parametrize(("more", "status"), WAYS, ids=[more for more, _ in WAYS])
def test_a_move_of_a_pymeasure_class_is_over_when_it_says_so(
    load_bench: Load, positioner: Positioner, on_tcp: str, more: str, status: Callable[[bool], str]
) -> None:
    positioner.moves_for, positioner.status = 0.3, status
    instrument = load_bench(pymeasure_axis(on_tcp, more), start=False).instruments["a"]
    assert instrument.move("x", 5) == 5
    assert positioner.heard.count("STAT?") > 1


def test_on_a_serial_line_too(load_bench: Load, positioner: Positioner, on_serial_line: str) -> None:
    positioner.moves_for, positioner.status = 0.3, lambda moving: "MOVING" if moving else "IDLE"
    instrument = load_bench(scpi_axis(on_serial_line, 'done_when = "IDLE"'), start=False).instruments["a"]
    assert instrument.move("x", 5) == 5


@pytest.mark.usefixtures("pymeasure_folder")
@pytest.mark.parametrize("table", [scpi_axis, pymeasure_axis])
def test_an_instrument_that_stands_before_it_moves_is_not_believed_too_early(
    load_bench: Load, positioner: Positioner, on_tcp: str, table: Callable[[str, str], str]
) -> None:
    positioner.begins_after, positioner.moves_for = 0.8, 0.2
    text = table(on_tcp, "done_when = 0\ndone_delay = 2")
    assert load_bench(text, start=False).instruments["a"].move("x", 5) == 5


def test_what_is_left_moving_is_not_believed_too_early_either(
    load_bench: Load, positioner: Positioner, on_tcp: str
) -> None:
    positioner.begins_after, positioner.moves_for = 0.3, 0.2
    text = scpi_axis(on_tcp, "safe = 2\ndone_delay = 1.2")
    instrument = load_bench(text, start=False).instruments["a"]
    instrument.connect()
    instrument.make_safe()
    assert instrument.moves_unattended
    while instrument.moves_unattended:
        instrument.watch_motion()
    assert positioner.place == 2 and instrument.position("x") == 2


def test_a_halted_axis_is_not_believed_to_stand_too_early(
    load_bench: Load, positioner: Positioner, on_tcp: str
) -> None:
    """A halt makes this one answer "finished" at once, though it runs out for a while."""
    positioner.moves_for, positioner.status = 60.0, lambda moving: "0"
    instrument = load_bench(scpi_axis(on_tcp, "done_delay = 0.5"), start=False).instruments["a"]
    instrument.connect()
    began = time.monotonic()
    with pytest.raises(MotionCancelled):
        instrument.move("x", 5, lambda: "MOVE 5.0" in positioner.heard)
    assert instrument.state == "moving"
    while instrument.moves_unattended:
        instrument.watch_motion()
    assert time.monotonic() - began >= 0.5


def test_an_answer_that_can_mean_neither_is_an_error(
    load_bench: Load, positioner: Positioner, on_tcp: str
) -> None:
    positioner.status = lambda moving: "ERR"
    for more in ("", "done_when = 1", "done_when = { mask = 2 }"):
        instrument = load_bench(scpi_axis(on_tcp, more), start=False).instruments["a"]
        with pytest.raises(
            InstrumentError, match=r"'STAT\?' was answered 'ERR', which is not a (whole )?number"
        ):
            instrument.move("x", 1)


def test_a_move_that_takes_too_long_says_what_was_answered(
    load_bench: Load, positioner: Positioner, on_tcp: str
) -> None:
    positioner.status = lambda moving: "HOMING"
    text = scpi_axis(on_tcp, 'done_when = "IDLE"\ntimeout = 0.3')
    with pytest.raises(
        InstrumentError, match=r"within 0.3 s; it reads 1; 'STAT\?' was last answered 'HOMING'"
    ):
        load_bench(text, start=False).instruments["a"].move("x", 1)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ("done_when = {}", "either match or mask"),
        ('done_when = { match = "(" }', "not a regular expression"),
        ('done_when = { match = "a", mask = 1 }', "either match or mask"),
        ("done_when = { mask = 0 }", "mask is 0"),
        ("done_when = { mask = 2, value = 1 }", "has bits"),
        ('done_when = { mask = "2" }', "whole number"),
        ("done_when = { bits = 2 }", "unknown key 'bits'"),
        ("done_when = []", "it must be a text"),
        ('done_when = ""', "it must be a text"),
        ("done_delay = -1", "done_delay = -1"),
    ],
)
def test_mistakes_are_told_when_the_bench_is_loaded(load_bench: Load, more: str, words: str) -> None:
    with pytest.raises(BenchError) as told:
        load_bench(scpi_axis("GPIB::1::INSTR", more), start=False)
    (problem,) = told.value.problems
    assert problem.path == 'instrument "a" [axes.x]' and words in problem.message


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('done = "STAT?"', "done_when = 1", "done_when needs done"),
        ('done = "STAT?"', "done_delay = 1", "done_delay needs done"),
    ],
)
def test_what_waits_for_nothing_is_refused(load_bench: Load, old: str, new: str, words: str) -> None:
    with pytest.raises(BenchError, match=words):
        load_bench(scpi_axis("GPIB::1::INSTR", "").replace(old, new), start=False)


@pytest.mark.usefixtures("pymeasure_folder")
def test_a_pymeasure_axis_says_what_done_means(load_bench: Load, pymeasure_folder: Path) -> None:
    with pytest.raises(BenchError, match="done needs done_when"):
        load_bench(pymeasure_axis("GPIB::1::INSTR", ""), start=False)
    with pytest.raises(BenchError, match=r"done = 'x.statu'.*nearest first: status"):
        load_bench(
            pymeasure_axis("GPIB::1::INSTR", "done_when = 1").replace("x.status", "x.statu"), start=False
        )


def test_truth_values_of_python_are_understood() -> None:
    assert DoneWhen.of(True).says(True) and not DoneWhen.of(True).says(False)
    assert DoneWhen.of(False).says("0")
