"""The panel of a scan that holds after a fault, and the buttons for scans that ended before their last point."""

from __future__ import annotations

import json
from typing import Any

import pytest
from support.scan_rig import scan_record

from dashboard.components.commands import scan_commands
from dashboard.components.fault_panel import fault_panel
from engine.model.faults import FaultKind, HeldFault
from engine.model.states import ScanState


def text_of(component: Any) -> str:
    return json.dumps(component.to_plotly_json(), default=lambda c: c.to_plotly_json())


def fault(**changes: Any) -> HeldFault:
    fields = {
        "kind": FaultKind.NO_ANSWER,
        "instrument": "lamp",
        "message": "lamp: no answer within 2 s",
        "point": 7,
    }
    return HeldFault(**{**fields, "attempts": 3, "can_skip": True, **changes})


def test_a_held_scan_says_what_happened_and_what_it_can_be_told() -> None:
    scan = scan_record(status=ScanState.PAUSED, fault=fault())
    told = text_of(fault_panel(scan, "scan_SCAN_001"))
    assert "Held at point 7: lamp: no answer within 2 s" in told
    assert "Kind of fault: no answer. Tried 3 times." in told
    for word in ("Try again", "Skip", "End"):
        assert f'"{word}"' in told
    assert '"hidden": true' not in told.split("pb-held")[1].split("pb-said")[0]


def test_what_cannot_be_left_out_is_said() -> None:
    scan = scan_record(status=ScanState.PAUSED, fault=fault(can_skip=False, attempts=1))
    told = text_of(fault_panel(scan, "scan_SCAN_001"))
    assert "Tried once." in told
    assert "cannot be left out" in told


@pytest.mark.parametrize("state", [ScanState.FAILED, ScanState.STOPPED, ScanState.ABORTED])
def test_a_scan_that_ended_before_its_last_point_can_go_on(state: ScanState) -> None:
    buttons = {
        (b.children[1].children, b.hidden) for b in scan_commands("SCAN_001", state.value).children[1:]
    }
    assert ("Go on", False) in buttons
    assert ("Resume", True) in buttons
