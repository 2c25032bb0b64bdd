"""Instruments moved by hand while scans need them."""

from __future__ import annotations

import threading

import pytest
from support.engine_lab import EngineLab, measure, plan, sweep, until, wait

from engine.model.states import ScanState

S = ScanState


def test_an_instrument_is_moved_by_hand_unless_a_scan_holds_it(lab: EngineLab) -> None:
    lab.answered(lab.order("motor", "move", axis="x", value=12.5), "done")
    lab.answered(lab.order("motor", "move", axis="x", value=-2.5, relative=True), "done")
    assert lab.bench.instruments["motor"].position("x") == 10
    refused = lab.answered(lab.order("motor", "move", axis="x", value=1e6), "refused")
    assert "motor" in refused.reason
    lab.answered(lab.order("detector", "set", settings={"exposure": 0.5}), "done")
    queue = lab.queue(plan(sweep("motor.x", [1], measure("detector"), wait(600))))
    lab.do("queue", queue, "start")
    lab.measuring("SCAN_001")
    for instrument, command, arguments in (
        ("motor", "move", {"axis": "x", "value": 1}),
        ("detector", "set", {"settings": {"exposure": 0.1}}),
        ("detector", "disconnect", {}),
    ):
        held = lab.answered(lab.order(instrument, command, **arguments), "refused")
        assert f"{instrument} is held by SCAN_001" in held.reason


def test_an_instrument_reported_connected_can_be_used(
    lab: EngineLab, monkeypatch: pytest.MonkeyPatch
) -> None:
    motor = lab.bench.instruments["motor"]
    lab.answered(lab.order("motor", "disconnect"), "done")
    late = threading.Event()
    monkeypatch.setattr(motor, "connect", lambda: late.wait(30))
    lab.answered(lab.order("motor", "connect"), "accepted")
    lab.answered(lab.order("motor", "move", axis="x", value=1), "done")
    late.set()


def test_a_move_by_hand_is_accepted_when_begun_and_a_scan_waits_for_its_end(lab: EngineLab) -> None:
    order = lab.order("slow", "move", axis="z", value=100)
    lab.answered(order, "accepted")
    queue = lab.queue(plan(sweep("slow.z", [1], measure("camera"))))
    lab.do("queue", queue, "start")
    until(lambda: "waiting" in lab.scan("SCAN_001").message, "the scan to wait")
    assert lab.scan("SCAN_001").message == "waiting for slow, held by manual control of slow"
    lab.answered(lab.order("slow", "stop"), "done")
    assert "stopped" in lab.answered(order, "failed").reason
    lab.scan_is("SCAN_001", S.RUNNING, S.COMPLETED)
