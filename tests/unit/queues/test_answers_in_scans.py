"""Scans with instruments that send more than one answer fail instead of completing with shifted numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from support.engine_lab import EngineLab, measure, open_engine_lab, plan, sweep
from support.talker import OnPty, OnTcp, Talker

from engine.model.states import ScanState

S = ScanState
BENCH = """
[[instrument]]
name = "stage"
resource = "{resource}"
termination = "\\n"
{keys}
[instrument.axes.x]
set = "POS {{value:g}}"
get = "POS?"
[instrument.reads.signal]
query = "MEAS?"
"""
MakeLab = Callable[..., EngineLab]
TEN = plan(sweep("stage.x", list(range(1, 11)), measure("stage")))


@pytest.fixture(params=[OnTcp, OnPty], ids=["tcp", "serial"])
def make_lab(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[MakeLab]:
    with ExitStack() as stack:

        def make(talker: Talker, keys: str = "") -> EngineLab:
            served = request.param(talker)
            stack.callback(served.close)
            bench = tmp_path / "bench.toml"
            bench.write_text(BENCH.format(resource=served.resource, keys=keys))
            return stack.enter_context(open_engine_lab(tmp_path, bench))

        yield make


def ends(lab: EngineLab) -> tuple[ScanState, str]:
    lab.do("queue", lab.queue(TEN), "start")
    record = lab.scan_is("SCAN_001", S.COMPLETED, S.FAILED)
    return record.status, record.message


def test_a_scan_of_a_plain_instrument_completes(make_lab: MakeLab) -> None:
    lab = make_lab(Talker())
    assert ends(lab)[0] is S.COMPLETED
    assert lab.column("SCAN_001", "stage", "signal") == [10.0 * n for n in range(1, 11)]


@pytest.mark.parametrize("after", [0.0, 0.03])
@pytest.mark.parametrize(
    ("answer_format", "key"),
    [({"ack": "0"}, "ack = "), ({"ack": "OK"}, "ack = "), ({"status": "0"}, "status_line = ")],
)
def test_a_scan_of_an_instrument_that_says_more_than_the_bench_fails_with_the_key_to_write(
    make_lab: MakeLab, answer_format: dict[str, str], key: str, after: float
) -> None:
    state, message = ends(make_lab(Talker(**answer_format, ack_after=after, status_after=after)))  # type: ignore[arg-type]
    assert state is S.FAILED
    assert key in message


@pytest.mark.parametrize("keys", ["", "identify = '*IDN?'"])
@pytest.mark.parametrize("takes", [0.0, 0.03])
@pytest.mark.parametrize("question", ["MEAS?", "POS?"])
def test_a_scan_with_one_line_too_many_never_completes(
    make_lab: MakeLab, question: str, takes: float, keys: str
) -> None:
    lab = make_lab(Talker(before_takes=takes, after={"POS 8": {question: ["777"]}}), keys)
    state, message = ends(lab)
    assert state is S.FAILED
    assert "stage: " in message
