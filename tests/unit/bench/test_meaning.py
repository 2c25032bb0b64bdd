"""Overloads and settings as instruments answer them, over TCP, a serial line and PyMeasure."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from support.positioner import Positioner

from engine.bench.bench import Bench
from engine.errors import BenchError, InstrumentError, LimitViolation
from engine.model.events import InstrumentStatus

Load = Callable[..., Bench]

SCPI = """
[[instrument]]
name = "a"
resource = "{resource}"
termination = "\\n"
{instrument}
[instrument.axes.x]
set = "MOVE {{value}}"
get = "POS?"
[instrument.reads.level]
query = "MEAS?"
{read}
[instrument.reads.trace]
query = "CURV?"
shape = [3]
{read}
[instrument.settings.output]
set = "OUTP {{value}}"
get = "OUTP?"
{setting}
"""

PYMEASURE = """
[[instrument]]
name = "a"
driver = "pymeasure:acme.Positioner"
resource = "{resource}"
termination = "\\n"
{instrument}
[instrument.axes.x]
set = "x.position"
get = "x.position"
[instrument.reads.level]
query = "level"
{read}
[instrument.reads.trace]
query = "trace"
shape = [3]
{read}
[instrument.settings.output]
set = "output"
get = "output"
{setting}
"""


@pytest.fixture(params=["scpi", "serial", "pymeasure"])
def table(request: pytest.FixtureRequest) -> Callable[..., str]:
    """The bench file of the positioner, each way to reach it in turn."""
    if request.param == "pymeasure":
        request.getfixturevalue("pymeasure_folder")
    resource = request.getfixturevalue("on_serial_line" if request.param == "serial" else "on_tcp")
    form = PYMEASURE if request.param == "pymeasure" else SCPI

    def made(instrument: str = "", read: str = "", setting: str = "") -> str:
        return form.format(resource=resource, instrument=instrument, read=read, setting=setting)

    return made


OVERLOADS = [
    ("9.99999E+37", math.inf),
    ("199.999E+99", math.inf),
    ("-OVLD", -math.inf),
    ("9.91E37", math.nan),
]


@pytest.mark.parametrize(("answer", "value"), OVERLOADS)
def test_an_overload_is_infinite_and_no_number_is_nan(
    load_bench: Load, positioner: Positioner, table: Callable[..., str], answer: str, value: float
) -> None:
    positioner.answers |= {"MEAS?": answer, "CURV?": f"1,{answer},3"}
    result = load_bench(table(), start=False).instruments["a"].measure()
    assert np.array_equal([result["level"]], [value], equal_nan=True)
    assert np.array_equal(result["trace"], [1, value, 3], equal_nan=True)


@pytest.mark.parametrize(
    ("answer", "told"), [("OVLD", "Infinity"), ("-9.9E37", "-Infinity"), ("9.91E37", "NaN"), ("5", 5.0)]
)
def test_the_instrument_status_tells_an_overload_from_a_missing_value(
    load_bench: Load, positioner: Positioner, on_tcp: str, answer: str, told: str | float
) -> None:
    positioner.answers["MEAS?"] = answer
    text = SCPI.format(resource=on_tcp, instrument="", read="", setting="")
    instrument = load_bench(text, start=False).instruments["a"]
    instrument.measure(["level"])
    status = next(e for e in instrument.changes() if isinstance(e, InstrumentStatus))
    assert status.value == {"level": told}
    instrument.measure(["level"])
    assert [e for e in instrument.changes() if isinstance(e, InstrumentStatus) and e.status == "idle"] == []


@pytest.mark.parametrize("where", ["instrument", "read"])
def test_the_bench_lists_what_an_instrument_writes_instead_of_numbers(
    load_bench: Load, positioner: Positioner, table: Callable[..., str], where: str
) -> None:
    text = table(**{where: 'overload = ["TOO BIG", 999999]\nno_value = "----"'})
    instrument = load_bench(text, start=False).instruments["a"]
    for answer, value in (("too big", math.inf), ("-999999", -math.inf), ("----", math.nan), ("5", 5.0)):
        positioner.answers |= {"MEAS?": answer, "CURV?": f"1,{answer},3"}
        result = instrument.measure()
        assert np.array_equal([result["level"]], [value], equal_nan=True)
        assert np.array_equal(result["trace"], [1, value, 3], equal_nan=True)


def test_an_unlisted_word_is_an_error(
    load_bench: Load, positioner: Positioner, table: Callable[..., str]
) -> None:
    positioner.answers |= {"MEAS?": "----"}
    with pytest.raises(InstrumentError, match="'----', which is not a number"):
        load_bench(table(), start=False).instruments["a"].measure(["level"])


def setting_of(bench: Bench) -> float | str | None:
    instrument = bench.instruments["a"]
    instrument.connect()
    instrument.refresh(settings=True)
    return next(e for e in instrument.changes() if isinstance(e, InstrumentStatus)).settings["output"]


@pytest.mark.parametrize(
    ("more", "answer", "shown"),
    [
        ('choices = ["ON", "OFF"]', "1", "ON"),
        ('choices = ["ON", "OFF"]', "+0", "OFF"),
        ('values = { ON = "0", OFF = ["1", "3"] }', "3", "OFF"),
        ('values = { VOLT = 0, CURR = 1 }\nchoices = ["VOLT", "CURR", "RES"]', '"VOLT:DC"', "VOLT"),
        ('choices = ["VOLTage", "CURRent"]', "CURR", "CURRent"),
        ("choices = [4, 5, 6]", "+5.000E+00", 5.0),
        ('choices = ["ON", "OFF"]', "STANDBY", "STANDBY"),
        ('choices = ["VOLT", "CURR"]', '"RES"', '"RES"'),
        ("", '"RES"', '"RES"'),
    ],
)
def test_a_setting_is_shown_as_a_choice_or_as_it_came(
    load_bench: Load,
    positioner: Positioner,
    table: Callable[..., str],
    more: str,
    answer: str,
    shown: str | float,
) -> None:
    positioner.answers["OUTP?"] = answer
    assert setting_of(load_bench(table(setting=more), start=False)) == shown


def test_the_words_of_values_are_the_choices(
    load_bench: Load, positioner: Positioner, table: Callable[..., str]
) -> None:
    positioner.answers["OUTP?"] = "1"
    bench = load_bench(table(setting='values = { ON = "1", OFF = "0" }'), start=False)
    assert bench.spec.instruments["a"].settings["output"].choices == ("ON", "OFF")
    with pytest.raises(LimitViolation, match="not one of ON, OFF"):
        bench.instruments["a"].apply({"output": "MAYBE"})
    bench.instruments["a"].apply({"output": "ON"})
    assert "OUTP ON" in positioner.heard and setting_of(bench) == "ON"


@pytest.mark.parametrize(
    ("where", "text", "words"),
    [
        (
            "setting",
            'values = { ON = "1" }\nchoices = ["OFF"]',
            "values has 'ON', which is not one of the choices",
        ),
        ("setting", "values = 1", "it must be a table of choices and answers"),
        ("setting", "values = { ON = true }", "it must be a text or a number"),
        ("read", "overload = true", "it must be a text or a number"),
        ("instrument", "no_value = [[1]]", "it must be a text or a number"),
    ],
)
def test_mistakes_are_told_when_the_bench_is_loaded(
    load_bench: Load, where: str, text: str, words: str
) -> None:
    parts = {"instrument": "", "read": "", "setting": ""} | {where: text}
    with pytest.raises(BenchError) as told:
        load_bench(SCPI.format(resource="GPIB::1::INSTR", **parts), start=False)
    assert words in str(told.value) and "union" not in str(told.value)
