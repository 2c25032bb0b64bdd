"""What the components of scans and instruments put on a page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from dash.development.base_component import Component

from dashboard.components.commands import held_commands, instrument_commands, scan_commands
from dashboard.components.facts import facts
from dashboard.components.live_value import live_value
from dashboard.components.numbers import exact, quantity
from dashboard.components.position_panel import jog_steps, position_panel
from engine.model.bench import AxisSpec, InstrumentSpec
from engine.model.records import InstrumentRecord
from engine.model.states import SCAN_COMMANDS, InstrumentState, ScanCommand, ScanState

AFTER_A_FAULT = (ScanCommand.RETRY_POINT, ScanCommand.SKIP)


def stage(status: InstrumentState = InstrumentState.IDLE) -> InstrumentRecord:
    axes = {"x": AxisSpec(unit="mm", limits=(0, 25)), "angle": AxisSpec(unit="°")}
    return InstrumentRecord(
        instrument_id=3,
        instrument_name="stage",
        status=status,
        position={},
        target={},
        value={},
        settings={},
        units={},
        identity="",
        held_by=None,
        error=None,
        warning=None,
        timestamp="2026-01-01T00:00:00Z",
        spec=InstrumentSpec(name="stage", axes=axes),
    )


def elements(component: Component) -> Iterator[dict[str, Any]]:
    """The properties of every element in a component, itself included."""
    yield component.to_plotly_json()["props"]  # type: ignore[no-untyped-call]
    for found in component._traverse():  # type: ignore[no-untyped-call]
        if isinstance(found, Component):
            yield found.to_plotly_json()["props"]  # type: ignore[no-untyped-call]


def texts(component: Component) -> list[str]:
    """Every text in a component."""
    children = [each.get("children") for each in elements(component)]
    parts = [part for each in children for part in (each if isinstance(each, list) else [each])]
    return [part for part in parts if isinstance(part, str)]


def shown(bar: Component) -> set[str]:
    """The commands of a bar that can be pressed."""
    return {each["data-do"] for each in elements(bar) if each.get("data-do") and not each.get("hidden")}


@pytest.mark.parametrize("state", list(ScanState))
def test_a_scan_offers_what_its_state_allows(state: ScanState) -> None:
    allowed = {command.value for command in ScanCommand if state in SCAN_COMMANDS[command]}
    assert shown(scan_commands("SCAN_001", state)) == allowed - {"halt", *AFTER_A_FAULT}


def test_a_scan_that_holds_after_a_fault_offers_what_to_do_with_its_point() -> None:
    assert shown(held_commands("SCAN_001", ScanState.PAUSED)) == {*AFTER_A_FAULT, "stop"}
    assert all(ScanState.PAUSED in SCAN_COMMANDS[command] for command in AFTER_A_FAULT)


def test_a_disconnected_instrument_can_only_be_connected() -> None:
    assert shown(instrument_commands(stage(InstrumentState.DISCONNECTED))) == {"connect"}
    assert shown(instrument_commands(stage())) == {"stop", "disconnect"}


def test_a_position_panel_follows_the_room_it_is_given() -> None:
    rooms = {each.get("data-room") for each in elements(position_panel(stage(), room="instruments"))}
    assert rooms == {None, "instruments"}
    assert "instrument_3" in {each.get("data-room") for each in elements(position_panel(stage()))}


def test_only_a_panel_that_steers_has_controls() -> None:
    made = {
        True: [position_panel(stage())],
        False: [position_panel(stage(), steer=False), position_panel(stage(), compact=True)],
    }
    for controls, panels in made.items():
        for panel in panels:
            names = {each.get("data-do") for each in elements(panel)}
            assert ({"go", "jog-up", "jog-down"} <= names) is controls


def test_an_axis_without_limits_has_no_track() -> None:
    tracks = [each for each in elements(position_panel(stage())) if each.get("className") == "pb-track"]
    assert [each["title"] for each in tracks] == ["Limits 0 to 25 mm"]


@pytest.mark.parametrize("limits", [(0.0, 25.0), (-1e-6, 1e-6), (5.0, 5.0), None])
def test_steps_to_jog_by_lie_well_within_the_limits(limits: tuple[float, float] | None) -> None:
    steps = jog_steps(limits)
    assert steps == sorted(steps) and len(set(steps)) == 8
    if limits and limits[1] > limits[0]:
        assert steps[0] > 0 and steps[-1] <= limits[1] - limits[0]


def test_numbers_have_all_their_digits_and_a_real_minus() -> None:
    written = [exact(value) for value in (25.0, 0.1 + 0.2, -1e-7, 1e15, 12.345678)]
    assert written == ["25", "0.3", "\u22121e\u22127", "1e15", "12.345678"]
    assert quantity(-3.5, "") == "\u22123.5"


def test_a_fact_is_a_dash_only_where_nothing_is_known() -> None:
    made = facts([("Driver", ""), ("Duration", live_value("scan_SCAN_001", "scan.elapsed"))])
    assert texts(made).count("–") == 1
