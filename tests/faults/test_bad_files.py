"""Bad files of a laboratory: engine and web server continue, and reports name file and line."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.procedure_files import with_steps
from support.running import ROOT, Client, RunningServer

BENCH = """
[[instrument]]
name = "stage"
driver = "simulated"
[instrument.axes.x]
unit = "mm"
[[instrument]]
name = "d"
driver = "simulated"
[instrument.reads.v]
formula = "stage.x"
"""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of PyBirch with files in it that cannot be used."""
    place = tmp_path_factory.mktemp("copy")
    for name in ("engine", "dashboard", "pages", "pybirch", "assets", "benches"):
        shutil.copytree(ROOT / name, place / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "app.py", place)
    folder = place / "engine" / "scans" / "procedures"
    (folder / "wrong_syntax.py").write_text("x = 1\ndef broken(:\n")
    (folder / "needs_much.py").write_text("import nowhere_at_all\n")
    (folder / "failing.py").write_text(with_steps("yield tools.measure()", "1 / 0"))
    (place / "engine" / "exporters" / "wrong_too.py").write_text("import nowhere_at_all\n")
    (place / "engine" / "bench" / "drivers" / "wrong_driver.py").write_text("\nx = 1 / 0\n")
    return place


@pytest.fixture(scope="module")
def server(copy: Path) -> Iterator[RunningServer]:
    """The copy, running."""
    (copy / "bench.toml").write_text(BENCH)
    arguments = ("--bench", str(copy / "bench.toml"))
    made = RunningServer.start(
        copy / "home", *arguments, cwd=copy, program=(sys.executable, str(copy / "app.py"))
    )
    yield made.wait_ready().wait_engine()
    made.stop()


@pytest.fixture(scope="module")
def client(server: RunningServer) -> Client:
    """HTTP to it, signed in."""
    return server.client()


def test_what_was_left_out_is_listed_with_file_and_line(client: Client) -> None:
    listed = client.get("api/v1/procedures").json()
    assert {entry["name"] for entry in listed["items"]} == {"find_peak", "soak"}
    assert sorted((fault["file"], fault["line"]) for fault in listed["left_out"]) == [
        ("needs_much.py", 1), ("wrong_syntax.py", 2),
    ]  # fmt: skip
    assert "nowhere_at_all" in str(listed["left_out"])


def test_both_logs_name_them(server: RunningServer, client: Client) -> None:
    client.get("api/v1/procedures")
    for name in ("engine", "web"):
        log = (server.home / "logs" / f"{name}.log").read_text()
        assert "left out: wrong_syntax.py, line 2: invalid syntax" in log
        assert "left out: needs_much.py, line 1: " in log


def test_everything_else_works(client: Client) -> None:
    plan = {"name": "fine", "steps": [{"kind": "measure", "instruments": ["d"]}]}
    scan = client.measured(plan)
    assert client.data(scan, format="csv").status_code == 200
    refused = client.data(scan, format="wrong_too")
    assert refused.status_code == 400
    assert "wrong_too.py, line 1" in refused.text


def test_an_error_while_it_runs_is_told_in_a_sentence(client: Client) -> None:
    plan = {"name": "failing", "steps": [{"kind": "procedure", "name": "soak"}]}
    failed = client.wait_scan(client.begin(plan), "failed")
    assert failed["message"] == "the procedure soak failed (failing.py, line 16): division by zero"
    assert failed["point"] == 1, "what it had measured is kept"


def test_a_plan_that_calls_what_was_left_out_is_told_why(client: Client) -> None:
    plan = {"name": "gone", "steps": [{"kind": "procedure", "name": "wrong_syntax"}]}
    found = client.post("api/v1/plans/check", plan).json()["problems"]
    assert "wrong_syntax.py, line 2: invalid syntax" in found[0]["message"]


def test_a_bench_that_names_a_bad_driver_is_refused_with_file_and_line(copy: Path, tmp_path: Path) -> None:
    bench = tmp_path / "bench.toml"
    bench.write_text(BENCH.replace('"simulated"', '"wrong_driver"', 1))
    made = RunningServer.start(
        tmp_path / "home", "--bench", str(bench), cwd=copy, program=(sys.executable, str(copy / "app.py"))
    )
    try:
        assert made.process.wait(60) == 2
        said = made.error_text()
        assert "the driver 'wrong_driver' cannot be loaded: wrong_driver.py, line 2: division by zero" in said
        assert "Traceback" not in said
    finally:
        made.stop()
