"""`pybirch bench discover`: VISA resources and their identities."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
import pyvisa
from click.testing import Result
from support.running import ROOT
from support.scpi import ScpiServer

Run = Callable[..., Result]

SIM = f"{ROOT / 'benches' / 'examples' / 'sim.yaml'}@sim"


def test_each_resource_is_asked_what_it_is(run: Run) -> None:
    result = run("bench", "discover", "--visa-library", SIM)
    assert result.exit_code == 0, result.output
    head, row = result.stdout.splitlines()
    assert head.split() == ["RESOURCE", "ANSWER", "TO", "*IDN?"]
    assert row.split(maxsplit=1) == ["GPIB0::8::INSTR", "ACME,GENERATOR,1,1.0"]


def test_resources_can_be_listed_without_being_asked(run: Run) -> None:
    told = json.loads(run("bench", "discover", "--json", "--no-ask", "--visa-library", SIM).stdout)
    assert told == [{"resource": "GPIB0::8::INSTR", "identity": None, "error": None}]


def test_who_is_silent_and_who_is_not_there(
    run: Run, scpi: ScpiServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = ScpiServer()
    gone.reserve()
    silent = ScpiServer()
    silent.hang = True
    silent.start()
    listed = (scpi.resource, gone.resource, silent.resource, "GPIB0::INTFC", "whatever")
    monkeypatch.setattr(pyvisa.ResourceManager, "list_resources", lambda self, query: listed)
    result = run("bench", "discover", "--json", "--timeout", "0.3")
    silent.stop()
    found = {each["resource"]: each for each in json.loads(result.stdout)}
    assert set(found) == {scpi.resource, gone.resource, silent.resource}
    assert (found[scpi.resource]["identity"], found[scpi.resource]["error"]) == ("ACME,TEST,1,1.0", None)
    assert (found[gone.resource]["identity"], found[silent.resource]["identity"]) == (None, None)
    assert found[gone.resource]["error"]
    assert found[silent.resource]["error"] == "no answer within 0.3 s"


def test_a_library_that_is_not_there_is_said(run: Run) -> None:
    result = run("bench", "discover", "--visa-library", "missing.yaml@sim")
    assert result.exit_code == 1
    assert result.stderr.startswith("error: VISA library 'missing.yaml@sim': there is no file missing.yaml")
