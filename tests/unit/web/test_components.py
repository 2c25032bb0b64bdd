"""The reusable components: what they put on a page, and that Python and scripts agree about states."""

from __future__ import annotations

import re
from pathlib import Path

import dash_bootstrap_components as dbc
import pytest

from dashboard.components.badge import LOOKS, badge
from dashboard.components.dialog import act_id, confirm, dialog_id, reason_id
from dashboard.components.form import number
from dashboard.components.live_input import live, live_id
from dashboard.components.menu import item, menu
from engine.model.states import InstrumentState, QueueState, ScanState

VOCABULARY = Path(__file__).resolve().parents[3] / "frontend" / "src" / "core" / "vocabulary.ts"


def test_python_and_scripts_show_states_alike() -> None:
    text = VOCABULARY.read_text("utf-8")
    rows = re.findall(r'looks\("(\w+)", "(\w+)", "([\w ]+)"(, true)?\)', text)
    shown = {
        state: (tone, mark, bool(going)) for tone, mark, states, going in rows for state in states.split()
    }
    assert shown == LOOKS


@pytest.mark.parametrize("state", [*ScanState, *QueueState, *InstrumentState])
def test_every_state_has_a_look(state: str) -> None:
    assert state in LOOKS
    assert badge(state).to_plotly_json()["props"]["data-state"] == state


def test_inputs_that_hold_other_keys_are_other_inputs() -> None:
    some, all_ = live("global", "scans", keys=("status",)), live("global", "scans")
    ids = [each["props"]["children"][0].id for each in (some.to_plotly_json(), all_.to_plotly_json())]
    assert ids == [live_id("global", "scans", ("status",)), live_id("global", "scans")]
    assert ids[0] != ids[1]


def test_a_confirmation_names_its_dialog_its_button_and_its_reason() -> None:
    made = confirm("discard", "Discard it?", "Nothing is kept.", "Discard", reason="Why?")
    assert made.id == dialog_id("discard")
    assert made[act_id("discard")].children == "Discard"
    assert isinstance(made[reason_id("discard")], dbc.Input)


def test_a_number_says_its_limits_and_unit() -> None:
    made = number("setpoint", "Setpoint", unit="K", limits=(280, 400))
    assert (made["setpoint"].min, made["setpoint"].max) == (280, 400)
    assert made.children[2].children == "280 to 400 K"


def test_a_menu_holds_what_callbacks_press() -> None:
    assert isinstance(menu("things", "Things", [item("Do it", name="do-it")])["do-it"], dbc.DropdownMenuItem)
