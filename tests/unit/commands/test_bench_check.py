"""`pybirch bench check`: everything is asked once, with an exit code for scripts."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from support.running import ROOT
from support.scpi import ScpiServer

from engine.bench.bench_lock import BenchLock

Run = Callable[..., Result]

STAGE = """
[[instrument]]
name = "stage"
resource = "{resource}"
timeout = 500
identify = "*IDN?"
stop = "STOP"
[instrument.axes.x]
set = "POS:X {{value}}"
get = "POS:X?"
unit = "mm"
safe = 0
[instrument.axes.blind]
set = "POS:B {{value}}"
[instrument.reads.signal]
query = "MEAS?"
unit = "V"
[instrument.reads.trace]
query = "CURV?"
shape = [3]
[instrument.settings.exposure]
set = "EXP {{value}}"
get = "EXP?"
unit = "s"
"""
LOCAL = """
[[instrument]]
name = "local"
driver = "simulated"
[instrument.axes.x]
[instrument.reads.level]
formula = "2 * x + {term}"
"""


@pytest.fixture
def bench(tmp_path: Path, scpi: ScpiServer) -> Path:
    scpi.answers |= {"POS:X?": "1.5", "MEAS?": "0.25", "CURV?": "1,2,4", "EXP?": "0.1"}
    path = tmp_path / "bench.toml"
    path.write_text(STAGE.format(resource=scpi.resource) + LOCAL.format(term="1"))
    return path


def rows(result: Result) -> list[list[str]]:
    """The cells of the table that tell something."""
    return [line.split(maxsplit=3) for line in result.stdout.splitlines()[1:] if line][:-1]


def test_a_table_of_everything_that_answered(run: Run, bench: Path, scpi: ScpiServer) -> None:
    result = run("bench", "check", bench)
    assert result.exit_code == 0, result.output
    assert rows(result) == [
        ["stage", "identity", "ACME,TEST,1,1.0"],
        ["stage", "axis", "x", "1.5 mm"],
        ["stage", "axis", "blind", "cannot be read"],
        ["stage", "read", "signal", "0.25 V"],
        ["stage", "read", "trace", "3 numbers from 1 to 4"],
        ["stage", "setting", "exposure", "0.1 s"],
        ["local", "identity", "simulated"],
        ["local", "axis", "x", "0"],
        ["local", "read", "level", "1"],
    ]
    assert result.stdout.endswith("\n2 of 2 instruments answered everything\n")
    assert all(message.endswith("?") for message in scpi.heard), "nothing is moved or set"


def test_the_same_as_json(run: Run, bench: Path) -> None:
    result = run("bench", "check", bench, "--json")
    told = json.loads(result.stdout)
    assert result.exit_code == 0
    assert told["problems"] == []
    stage, local = told["instruments"]
    assert (stage["name"], stage["driver"], stage["answered"]) == ("stage", "scpi", True)
    assert stage["resource"].startswith("TCPIP::127.0.0.1::")
    answers = {(a["part"], a["name"]): a for a in stage["answers"]}
    assert answers["axis", "x"]["value"] == 1.5
    assert answers["axis", "x"]["unit"] == "mm"
    assert answers["read", "trace"]["value"] == [1, 2, 4]
    assert answers["axis", "blind"]["value"] is None
    assert all(a["error"] is None and a["seconds"] >= 0 for a in answers.values())
    assert local["answered"]


def test_who_did_not_answer_is_named(run: Run, bench: Path, scpi: ScpiServer) -> None:
    scpi.stop()
    result = run("bench", "check", bench)
    assert result.exit_code == 1
    assert "cannot be opened" in rows(result)[0][2] + rows(result)[0][3]
    assert [row[0] for row in rows(result)].count("stage") == 1, "nothing more is asked of it"
    assert result.stdout.endswith("1 of 2 instruments answered everything; not stage\n")


def test_one_reading_that_fails_keeps_nothing_else_from_answering(
    run: Run, bench: Path, scpi: ScpiServer
) -> None:
    scpi.answers["MEAS?"] = "banana"
    bench.write_text(STAGE.format(resource=scpi.resource) + LOCAL.format(term="1 / (x - x)"))
    result = run("bench", "check", bench, "--json")
    assert result.exit_code == 1
    answers = {a["name"]: a for i in json.loads(result.stdout)["instruments"] for a in i["answers"]}
    assert "banana" in answers["signal"]["error"]
    assert answers["exposure"]["value"] == 0.1
    assert answers["level"]["value"] is None, "NaN and infinities are no JSON"


def test_every_mistake_of_the_file_is_listed(run: Run, bench: Path, scpi: ScpiServer) -> None:
    bench.write_text(bench.read_text().replace("query =", "qery =").replace("timeout = 500", "timeout = -1"))
    result = run("bench", "check", bench)
    assert result.exit_code == 2
    assert result.stdout == ""
    errors = result.stderr.splitlines()
    assert len(errors) >= 3
    assert all(line.startswith(f"error: {bench}: ") for line in errors)
    assert scpi.heard == []
    told = json.loads(run("bench", "check", bench, "--json").stdout)
    assert len(told["problems"]) == len(errors)
    assert run("bench", "check", bench.with_name("missing.toml")).exit_code == 2


@pytest.mark.parametrize("example", ["demo.toml", "simulated.toml", "examples/sim.toml"])
def test_the_benches_that_come_with_it_answer(run: Run, example: str) -> None:
    result = run("bench", "check", ROOT / "benches" / example)
    assert result.exit_code == 0, result.output


def test_a_bench_in_use_is_left_alone(run: Run, bench: Path, scpi: ScpiServer) -> None:
    lock = BenchLock(bench, "elsewhere")
    lock.take()
    try:
        result = run("bench", "check", bench)
    finally:
        lock.release()
    assert result.exit_code == 1
    assert "already runs" in result.stderr
    assert scpi.heard == []
    assert run("bench", "check", bench).exit_code == 0


def test_a_file_beside_the_bench_is_found_from_anywhere(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("sim.toml", "sim.yaml"):
        shutil.copy(ROOT / "benches" / "examples" / name, tmp_path)
    monkeypatch.chdir("/")
    assert run("bench", "check", tmp_path / "sim.toml").exit_code == 0
