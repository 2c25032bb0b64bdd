"""A failure ends the scan with one sentence, and leaves the instruments safe."""

from __future__ import annotations

import re

import numpy as np
from support.plans import sweep
from support.scan_fakes import failing
from support.scan_rig import Rig, at, measure

from engine.errors import MotionCancelled
from engine.model.bench import ReadSpec
from engine.model.states import InstrumentState, ScanState


def test_an_axis_that_somebody_stopped_by_hand_stays_where_it_is() -> None:
    rig = Rig([sweep("stage.x", [0], sweep("source.v", [1], measure()))])
    rig.instruments["source"].failure_of_move = MotionCancelled("source", "the move of v was stopped")
    outcome = rig.run()
    assert (outcome.state, outcome.message) == (ScanState.FAILED, "source: the move of v was stopped")
    assert {name for what, name, *_ in rig.world.done if what == "safe"} == {"stage", "d"}


def test_a_failing_instrument_fails_the_scan_with_its_own_sentence() -> None:
    rig = Rig([sweep("stage.x", [0, 1, 2], measure("d"))])

    def fail() -> None:
        rig.instruments["d"].failure = failing("d", "no answer within 2 s")

    at(rig, 1, fail)
    outcome = rig.run()
    assert outcome.state is ScanState.FAILED
    assert outcome.message == "d: no answer within 2 s"
    assert len(rig.recorder.rows["d"]) == 1
    assert {("safe", "stage"), ("safe", "d")} <= set(rig.world.done)


def test_nothing_is_half_recorded_when_the_second_instrument_fails() -> None:
    rig = Rig([measure("d", "e")])
    rig.instruments["e"].failure = failing("e", "garbage")
    assert rig.run().state is ScanState.FAILED
    assert not rig.recorder.calls


def test_an_unreachable_instrument_fails_the_scan() -> None:
    rig = Rig([measure("d")])
    rig.instruments["d"].state = InstrumentState.DISCONNECTED
    rig.instruments["d"].failure = failing("d", "nobody listens at 127.0.0.1:5025")
    outcome = rig.run()
    assert outcome.state is ScanState.FAILED
    assert outcome.message == "d: nobody listens at 127.0.0.1:5025"


def test_a_failing_scan_leaves_alone_what_was_disconnected_on_purpose() -> None:
    rig = Rig([sweep("stage.x", [0, 1], measure("d"))])
    rig.instruments["d"].wanted = False
    rig.instruments["d"].failure = failing("d", "it was disconnected on purpose; connect it first")
    assert rig.run().state is ScanState.FAILED
    assert ("safe", "stage") in rig.world.done
    assert ("safe", "d") not in rig.world.done
    assert not [event for event in rig.events if "cannot be made safe" in getattr(event, "message", "")]


def test_a_bug_in_a_driver_fails_the_scan_and_not_the_engine() -> None:
    rig = Rig([measure("d")])
    rig.instruments["d"].failure = ZeroDivisionError("oops")
    outcome = rig.run()
    assert outcome.state is ScanState.FAILED
    assert re.fullmatch(r"a procedure or driver failed: oops \(scan_fakes\.py, line \d+\)", outcome.message)


def test_an_array_of_the_wrong_length_is_refused_with_both_lengths() -> None:
    rig = Rig([measure("d")])
    spec = rig.bench.instruments["d"]
    wide = spec.model_copy(update={"reads": {"v": ReadSpec(shape=(4,))}})
    rig.bench.instruments["d"] = rig.instruments["d"].spec = wide
    rig.world.reading = lambda name, values: np.zeros(3)  # type: ignore[assignment,return-value]
    outcome = rig.run()
    assert outcome.state is ScanState.FAILED
    assert "3 numbers" in outcome.message
    assert "4 numbers" in outcome.message


def test_stored_rows_that_do_not_fit_the_plan_fail_the_scan() -> None:
    rig = Rig([measure("d", "e")])
    rig.ran = True
    rig.recorder.rows["d"] = [{"v": 1.0}]
    outcome = rig.run()
    assert outcome.state is ScanState.FAILED
    assert "do not match the plan" in outcome.message
