"""Every line of the tables of answers in the documentation, read through a real connection; and random answers."""

from __future__ import annotations

import json
import math
import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.scpi import ScpiServer

from engine.bench.answer_value import ReadingMeaning
from engine.bench.answers import Numbers
from engine.bench.bench import Bench
from engine.bench.scpi_config import ScpiRead
from engine.errors import BenchError, InstrumentError

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "reference" / "answers.md").read_text("utf-8")

Row = tuple[bytes, str, Any]
ERROR = object()


def rows(title: str) -> list[Row]:
    """The lines of the table under a title: answer, keys, value."""
    part = PAGE.partition(f"\n## {title}\n")[2].partition("\n## ")[0]
    lines = re.findall(r"^\| `(.*?)` \| ?(.*?) ?\| (.*?) \|$", part, re.MULTILINE)
    return [
        (
            answer.encode().decode("unicode_escape").encode("latin-1"),
            keys.strip("`"),
            ERROR if value == "error" else json.loads(value.strip("`")),
        )
        for answer, keys, value in lines
    ]


SHARED = re.findall(r"^(\[instrument\.reads\.voltage\].*?)```", PAGE, re.MULTILINE | re.DOTALL)[0]
ONE, ARRAYS, AROUND = rows("One number"), rows("Arrays"), rows("Around the answer")


def named(row: Row) -> str:
    return f"{row[0][:20]!r} {row[1]}"


def test_the_tables_are_found() -> None:
    assert len(ONE) > 30 and len(ARRAYS) > 25 and len(AROUND) == 5


def bench_with(server: ScpiServer, reads: str, more: str = "answer_lines = 1") -> str:
    return (
        f'[[instrument]]\nname = "meter"\nresource = "{server.resource}"\ntimeout = 20000\n{more}\n{reads}\n'
    )


def check(bench: Bench, wanted: Any) -> None:
    meter = bench.instruments["meter"]
    if wanted is ERROR:
        with pytest.raises(InstrumentError, match=r"'Q\?' was answered"):
            meter.measure()
        return
    value = meter.measure()["r"]
    expected = [math.nan if number is None else number for number in np.atleast_1d(wanted).tolist()]
    assert np.shape(value) == np.shape(wanted)
    np.testing.assert_allclose(np.atleast_1d(value), np.array(expected, dtype=float), rtol=1e-12)


@pytest.mark.parametrize("row", ONE, ids=named)
def test_a_number(row: Row, scpi: ScpiServer, load_bench: Callable[..., Bench]) -> None:
    answer, keys, wanted = row
    scpi.answers["Q?"] = answer
    reads = f'[instrument.reads]\nr = {{ query = "Q?"{", " * bool(keys)}{keys} }}'
    check(load_bench(bench_with(scpi, reads), start=False), wanted)


@pytest.mark.parametrize("row", ARRAYS, ids=named)
def test_an_array(row: Row, scpi: ScpiServer, load_bench: Callable[..., Bench]) -> None:
    answer, keys, wanted = row
    scpi.answers["Q?"] = answer
    reads = f'[instrument.reads]\nr = {{ query = "Q?", shape = [3]{", " * bool(keys)}{keys} }}'
    check(load_bench(bench_with(scpi, reads), start=False), wanted)


@pytest.mark.parametrize("row", AROUND, ids=named)
def test_what_is_around_an_answer(row: Row, scpi: ScpiServer, load_bench: Callable[..., Bench]) -> None:
    answer, keys, wanted = row
    scpi.answers["Q?"], scpi.ending = answer, b""
    more = "\n".join(
        f"{key} = {json.dumps(value)}" for key, value in tomllib.loads(f"k = {{ {keys} }}")["k"].items()
    )
    check(load_bench(bench_with(scpi, '[instrument.reads.r]\nquery = "Q?"', more), start=False), wanted)


def test_readings_with_one_query_share_its_answer(scpi: ScpiServer, load_bench: Callable[..., Bench]) -> None:
    reads = SHARED
    count = iter(range(1, 100))
    scpi.answers["READ?"] = lambda: f"{next(count)}.5,2E-3,9.91E37,+1.2E+02,+2.4E+01"
    meter = load_bench(bench_with(scpi, reads), start=False).instruments["meter"]
    assert meter.measure() == {"voltage": 1.5, "current": 2e-3, "status": 24.0}
    assert meter.measure() == {"voltage": 2.5, "current": 2e-3, "status": 24.0}
    assert scpi.heard == ["READ?", "READ?"]


def test_polls_share_answers_too(scpi: ScpiServer, load_bench: Callable[..., Bench]) -> None:
    reads = SHARED
    scpi.answers["READ?"] = "1,2,3,4,5"
    meter = load_bench(bench_with(scpi, reads), start=False).instruments["meter"]
    meter.connect()
    meter.refresh()
    assert scpi.heard == ["READ?"]


def test_an_axis_in_another_unit_than_the_instruments(
    scpi: ScpiServer, load_bench: Callable[..., Bench]
) -> None:
    axis = """
[instrument.axes.x]
set = "POS {value:.4f}"
get = "POS?"
pick = "X(.+)"
scale = 1000
offset = 5
unit = "um"
limits = [0, 2000]
safe = 10
"""
    scpi.answers["POS?"] = lambda: f"X{scpi.values.get('POS', '0')}"
    stage = load_bench(bench_with(scpi, axis, 'ack = ""\nanswer_lines = 1'), start=False).instruments["meter"]
    assert stage.move("x", 1234.5) == 1234.5
    assert scpi.values["POS"] == "1.2295"
    assert stage.move("x", 7.16) == 7.2, "rounded to the last digit that is sent"
    with pytest.raises(InstrumentError, match="outside its limits 0 to 2000 um"):
        stage.check("x", 2001)
    stage.make_safe()
    assert scpi.hears(lambda heard: "POS 0.0050" in heard)


@pytest.mark.parametrize(
    ("keys", "reason"),
    [
        ("pick = 0", "counted from 1"),
        ("pick = '('", "not a regular expression"),
        ("pick = '(a)(b)'", "one group"),
        ("scale = 0", "must not be 0"),
        ('convert = "value", scale = 2', "either convert"),
        ('convert = "x + 1"', "formula of value alone"),
        ('convert = "value + noise(1)"', "noise"),
        ('convert = "value >"', "value >"),
        ('block = "int16"', "needs byte_order"),
        ('byte_order = "big"', "needs block"),
        ("pad = true", "give shape"),
        ("base = 12", "base = 12"),
        ('codes = { A = 1 }, type = "integer"', "codes cannot"),
    ],
)
def test_keys_that_make_no_sense_are_refused(
    keys: str, reason: str, scpi: ScpiServer, load_bench: Callable[..., Bench]
) -> None:
    reads = f'[instrument.reads]\nr = {{ query = "Q?", {keys} }}'
    with pytest.raises(BenchError, match=re.escape(reason)):
        load_bench(bench_with(scpi, reads), start=False)


# Random answers.

NUMBER = re.compile(r"[+-]?\s*(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
WORDS = re.compile(r"OVLD|OVERLOAD|OVER|OVERRANGE|OVERFLOW|OVFL|OL|O\.L|INF|NINF|NAN", re.IGNORECASE)
PIECES = st.sampled_from(
    [
        "1",
        "2.5",
        "-3",
        "+4e2",
        " ",
        ",",
        ";",
        "\n",
        "#",
        "H",
        "0x",
        "V",
        "m",
        "OVLD",
        "_",
        "(",
        ")",
        "E",
        "é",
        "j",
        '"',
        "-",
        ".",
    ]
)
ANSWERS = st.one_of(
    st.binary(max_size=30).map(lambda raw: raw.decode("ascii", "replace").strip()),
    st.lists(PIECES, max_size=8).map("".join),
)


@given(ANSWERS)
def test_a_random_answer_is_a_number_only_when_it_is_one_number(answer: str) -> None:
    """A number, in quotes or with its unit or a separator, whole numbers of other bases, or a word for an overload."""
    meaning = ReadingMeaning(ScpiRead(query="Q?", unit="V"), Numbers(), (), "V")
    try:
        value = meaning.number(answer)
    except ValueError as error:
        assert "which is not a number" in str(error)
        return
    text = answer.strip(" ,;\t\r\n").strip("\"'").strip()
    if math.isfinite(value) and (other := re.fullmatch(r"(?:#[hH]|0[xX])([0-9a-fA-F]+)", text)):
        assert value == int(other[1], 16)
    elif math.isfinite(value):
        found = NUMBER.match(text)
        assert found is not None, "it begins with a number"
        rest = text[found.end() :].strip()
        factors = {"": 1, "V": 1, "mV": 1e-3}
        assert rest in factors, "nothing else follows"
        written = float(re.sub(r"\s", "", found[0]))
        assert math.isclose(value, written * factors[rest], rel_tol=1e-12)
    else:
        assert WORDS.search(text) or NUMBER.search(text)


@given(ANSWERS, st.sampled_from([row[1] for row in ARRAYS]))
def test_a_random_answer_is_an_array_only_of_numbers_in_it(answer: str, keys: str) -> None:
    read = ScpiRead.model_validate({"query": "Q?", "shape": [3], **tomllib.loads(f"k = {{ {keys} }}")["k"]})
    numbers = Numbers(form=read.form(read.unit))
    try:
        values = ReadingMeaning(read, numbers, (3,), read.unit).array(answer)
    except ValueError:
        return
    assert values.shape == (3,)
    if read.block is not None:
        assert answer.lstrip().startswith(("#", ":")), "only a block is read as one"
    elif not (read.part or read.pad or WORDS.search(answer) or read.type != "number"):
        text = answer.replace(",", ".") if read.decimal == "," else answer
        written = len(NUMBER.findall(text.replace("#H", "")))
        assert written >= 3, "each value is written somewhere"


@pytest.mark.parametrize(
    "raw", [b"\x00\x01\x02", b"\xff" * 9, b"#", b"#9", b"1\x002", b"\x1b[0m", b"E+3", b"--1", b"1..2"]
)
def test_bytes_that_mean_nothing_are_an_error_over_the_wire_too(
    raw: bytes, scpi: ScpiServer, load_bench: Callable[..., Bench]
) -> None:
    scpi.answers["Q?"] = raw
    bench = load_bench(bench_with(scpi, '[instrument.reads.r]\nquery = "Q?"'), start=False)
    with pytest.raises(InstrumentError, match="which is not a number"):
        bench.instruments["meter"].measure()


def test_a_conversion_without_a_value_is_an_error(scpi: ScpiServer, load_bench: Callable[..., Bench]) -> None:
    scpi.answers["Q?"] = "-1"
    reads = '[instrument.reads]\nr = { query = "Q?", convert = "log(value)" }'
    with pytest.raises(InstrumentError, match=r"'Q\?' was answered .*log"):
        load_bench(bench_with(scpi, reads), start=False).instruments["meter"].measure()
