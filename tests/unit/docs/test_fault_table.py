"""The table of docs/reference/faults.md is what the engine does."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from support.plans import sweep
from support.scan_rig import Rig, measure

from engine.errors import (
    InstrumentError,
    InstrumentUnreachable,
    Interlocked,
    LimitViolation,
    NotReached,
)
from engine.model.faults import FaultKind, Then
from engine.scans.control import Request
from engine.scans.outcome import Notice

DOCUMENT = Path(__file__).parents[3] / "docs" / "reference" / "faults.md"
ERRORS: Mapping[FaultKind, Callable[[], Exception]] = {
    FaultKind.NO_ANSWER: lambda: InstrumentUnreachable("x", "no answer within 2 s"),
    FaultKind.GARBAGE: lambda: InstrumentError("x", "'MEAS?' was answered 'ERR', which is no number"),
    FaultKind.OUT_OF_RANGE: lambda: LimitViolation("x", "x may not go to 1"),
    FaultKind.NOT_REACHED: lambda: NotReached("x", "x did not arrive"),
    FaultKind.INTERLOCK: lambda: Interlocked("x", "refused"),
    FaultKind.DRIVER: lambda: ZeroDivisionError("a bug"),
}
METHODS = {"measurement": ("d", "measure"), "move": ("stage", "move"), "setting": ("source", "apply")}


def rows() -> list[list[str]]:
    table = DOCUMENT.read_text("utf-8").partition("## Table of faults")[2]
    lines = [line.strip()[1:-1] for line in table.splitlines() if line.startswith("|")]
    found = [[cell.strip().strip("`") for cell in line.split("|")] for line in lines[2:]]
    assert all(len(row) == 6 for row in found), found
    return found


def failing(rig: Rig, what: str, kind: FaultKind, lasts: str) -> None:
    """Let calls of an instrument's method fail at the second point."""
    instrument = rig.instruments[METHODS[what][0]]
    method = getattr(instrument, METHODS[what][1])
    failed: list[Any] = []

    def call(*arguments: Any, **named: Any) -> Any:
        if rig.tracker.point == 1 and (lasts == "always" or not failed):
            failed.append(arguments)
            raise ERRORS[kind]()
        return method(*arguments, **named)

    setattr(instrument, METHODS[what][1], call)


@pytest.mark.parametrize("row", rows(), ids="/".join)
def test_a_row_of_the_table(row: list[str]) -> None:
    what, kind, lasts, policy, state, qualities = row
    setting = {"kind": "set", "instrument": "source", "settings": {"range": 1}}
    plan = {"on_fault": json.loads(policy)} if policy else {}
    rig = Rig([sweep("stage.x", [0, 1, 2], setting, measure())], **plan)
    runner = rig.runner()
    asked = []

    def notice(told: Notice) -> None:
        if told is Notice.FAULT:
            assert rig.control.fault is not None
            asked.append(rig.control.fault.kind)
            rig.control.end(Request.STOP)

    runner.notify = notice
    failing(rig, what, FaultKind(kind), lasts)
    outcome = runner.run()
    assert ("paused" if asked else outcome.state.value) == state
    assert asked in ([], [FaultKind(kind)])
    texts = rig.recorder.texts.listed
    assert " ".join(texts[int(marks[-1])] for marks in rig.recorder.marks["d"]) == qualities


def test_every_kind_and_every_outcome_is_in_the_table() -> None:
    assert {row[1] for row in rows()} == {kind.value for kind in FaultKind}
    said = " ".join(row[3] for row in rows())
    assert set(re.findall(r'"then": "(\w+)"', said)) | {Then.FAIL.value} == {then.value for then in Then}


def test_the_kinds_are_told_with_their_names() -> None:
    told = DOCUMENT.read_text("utf-8").partition("## Kinds")[2].partition("##")[0]
    assert set(re.findall(r"^\| `([\w ]+)` \|", told, re.MULTILINE)) == {kind.value for kind in FaultKind}
