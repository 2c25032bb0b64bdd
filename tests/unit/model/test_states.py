"""The tables of transitions and commands agree with one another."""

from __future__ import annotations

import pytest

from engine.model.states import (
    QUEUE_COMMANDS,
    QUEUE_TRANSITIONS,
    SCAN_COMMANDS,
    SCAN_TRANSITIONS,
    QueueCommand,
    QueueState,
    ScanCommand,
    ScanState,
    refusal,
)


def test_every_state_has_its_row() -> None:
    assert set(SCAN_TRANSITIONS) == set(ScanState)
    assert set(QUEUE_TRANSITIONS) == set(QueueState)
    assert set(SCAN_COMMANDS) == set(ScanCommand)
    assert set(QUEUE_COMMANDS) == set(QueueCommand)


def test_every_ended_scan_can_be_resumed_except_a_completed_one() -> None:
    leaving = {state for state in ScanState if state.ended and SCAN_TRANSITIONS[state]}
    assert leaving == {state for state in ScanState if state.ended} - {ScanState.COMPLETED}


@pytest.mark.parametrize("state", [s for s in ScanState if not s.ended])
def test_every_other_scan_can_reach_an_end(state: ScanState) -> None:
    reached, found = set(), {state}
    while found:
        reached |= found
        found = {after for before in found for after in SCAN_TRANSITIONS[before]} - reached
    assert {s for s in reached if s.ended} >= {ScanState.ABORTED}


@pytest.mark.parametrize("state", [s for s in ScanState if s.active])
def test_an_active_scan_can_always_fail_or_be_interrupted_or_aborted(state: ScanState) -> None:
    after = SCAN_TRANSITIONS[state]
    assert {ScanState.FAILED, ScanState.INTERRUPTED} <= after
    assert {ScanState.ABORTING, ScanState.ABORTED} & after


def test_a_refusal_names_the_state_and_what_would_be_needed() -> None:
    reason = refusal("SCAN_007", ScanState.COMPLETED, ScanCommand.PAUSE)
    assert reason == "SCAN_007 is completed; pause works only when it is running, starting, suspended"
    assert refusal("SCAN_007", ScanState.RUNNING, ScanCommand.PAUSE) is None
