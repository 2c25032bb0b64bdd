"""The command line within the test's process, and an instrument on TCP."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from click.testing import CliRunner, Result
from support.scpi import ScpiServer

from pybirch.commands import command

Run = Callable[..., Result]


@pytest.fixture
def run() -> Run:
    """Runs `pybirch` with these arguments to its end: its exit code, output and errors."""

    def invoke(*arguments: object, typed: str = "") -> Result:
        return CliRunner().invoke(command, [str(argument) for argument in arguments], input=typed)

    return invoke


@pytest.fixture
def scpi() -> Iterator[ScpiServer]:
    made = ScpiServer()
    made.start()
    yield made
    made.stop()
