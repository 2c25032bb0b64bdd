"""The commands of `pybirch`, and how settings reach the server's processes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import Result

import pybirch

Run = Callable[..., Result]


def test_every_command_is_listed_with_what_it_does(run: Run) -> None:
    told = run("--help").stdout
    for name in ("bench", "engine", "run"):
        assert f"\n  {name} " in told
    told = run("bench", "--help").stdout
    for name in ("check", "discover", "try"):
        assert f"\n  {name} " in told


def test_the_version(run: Run) -> None:
    assert run("--version").stdout == f"pybirch, version {pybirch.__version__}\n"


@pytest.mark.parametrize(
    "arguments", [("fly",), ("bench", "fly"), ("bench", "check"), ("bench", "check", "a", "b")]
)
def test_a_wrong_command_line_is_refused(run: Run, arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("Usage: ")


@pytest.mark.parametrize("name", ["run", "engine"])
def test_settings_are_handed_on(run: Run, name: str) -> None:
    told = run(name, "--help")
    assert told.exit_code == 0
    assert told.stdout.startswith(f"usage: pybirch {name} ")
    assert "PYBIRCH_BENCH" in told.stdout
    wrong = run(name, "--port", "many")
    assert wrong.exit_code == 2
    assert wrong.stderr.startswith("error: --port='many'")
