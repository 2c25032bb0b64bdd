"""Instruments through REST, with the real server and engine."""

from __future__ import annotations

from typing import Any

import pytest
from openapi_spec_validator import validate
from support.running import Client, wait_until

FIELDS = {
    "instrument_id", "instrument_name", "status", "position", "target", "value", "units", "error", "timestamp"
}  # fmt: skip


@pytest.fixture
def numbers(client: Client) -> dict[str, int]:
    """Instrument numbers by name."""
    items = client.get("api/v1/instruments").json()["items"]
    return {item["instrument_name"]: item["instrument_id"] for item in items}


def instrument(client: Client, number: int) -> dict[str, Any]:
    return dict(client.get(f"api/v1/instruments/{number}").json())


def test_every_instrument_is_listed(client: Client, numbers: dict[str, int]) -> None:
    assert set(numbers) == {"motor", "slow", "detector", "camera"}
    listed = client.get("api/v1/instruments").json()
    assert listed["next"] is None
    for item in listed["items"]:
        assert set(item) >= FIELDS
    found = instrument(client, numbers["motor"])
    assert found["units"]["x"] == "mm"
    assert found["spec"]["axes"]["x"]["limits"] == [0, 100]


def test_an_instrument_is_moved(client: Client, numbers: dict[str, int]) -> None:
    number = numbers["motor"]
    moved = client.command("instruments", number, "move", axis="x", value=12.5)
    assert moved.status_code == 202
    wait_until(lambda: instrument(client, number)["position"]["x"] == 12.5, "the move")
    assert (
        client.command("instruments", number, "move", axis="x", value=-2.5, relative=True).status_code == 202
    )
    wait_until(lambda: instrument(client, number)["position"]["x"] == 10, "the relative move")


def test_an_action_is_carried_out(client: Client, numbers: dict[str, int]) -> None:
    number = numbers["motor"]
    assert instrument(client, number)["spec"]["actions"]["home"]["confirm"] == "Home the motor?"
    assert client.command("instruments", number, "move", target={"x": 3, "y": 4}).status_code == 202
    wait_until(lambda: instrument(client, number)["position"] == {"x": 3, "y": 4}, "the move")
    assert client.command("instruments", number, "action", action="home").status_code == 202
    wait_until(lambda: instrument(client, number)["position"] == {"x": 0, "y": 0}, "the action")


def test_a_move_is_stopped(client: Client, numbers: dict[str, int]) -> None:
    number = numbers["slow"]
    assert client.command("instruments", number, "move", axis="z", value=100).status_code == 202
    wait_until(lambda: instrument(client, number)["status"] == "moving", "the move beginning")
    assert client.command("instruments", number, "stop").status_code == 202
    wait_until(lambda: instrument(client, number)["status"] != "moving", "the stop")
    assert instrument(client, number)["position"]["z"] < 100


def test_several_axes_are_moved_at_once(client: Client, numbers: dict[str, int]) -> None:
    number = numbers["motor"]
    assert client.command("instruments", number, "move", target={"x": 30, "y": 40}).status_code == 202
    wait_until(
        lambda: instrument(client, number)["position"].items() >= {"x": 30, "y": 40}.items(), "both moves"
    )


@pytest.mark.parametrize(
    ("name", "order", "paths"),
    [
        ("motor", {"command": "move", "axis": "x", "value": 101}, ["value"]),
        ("motor", {"command": "move", "axis": "x", "value": 1000, "relative": True}, ["value"]),
        ("motor", {"command": "move", "axis": "q", "value": 1}, ["axis"]),
        ("motor", {"command": "move", "target": {"x": 101, "y": 1, "q": 1}}, ["target.x", "target.q"]),
        ("motor", {"command": "move", "target": {}}, ["target"]),
        ("motor", {"command": "move", "axis": "x"}, ["value"]),
        ("motor", {"command": "set", "settings": {"gain": 1}}, ["settings.gain"]),
        ("motor", {"command": "action", "action": "hone"}, ["action"]),
        ("motor", {"command": "action"}, ["action"]),
        ("motor", {"command": "stop", "action": "home"}, ["action"]),
        (
            "detector",
            {"command": "set", "settings": {"exposure": 11, "gain": 1}},
            ["settings.exposure", "settings.gain"],
        ),
    ],
)
def test_what_an_instrument_cannot_do(
    client: Client, numbers: dict[str, int], name: str, order: dict[str, Any], paths: list[str]
) -> None:
    before = instrument(client, numbers[name])["position"]
    refused = client.post(f"api/v1/instruments/{numbers[name]}/commands", order)
    assert refused.status_code == 422
    assert [error["path"] for error in refused.json()["errors"]] == paths
    assert instrument(client, numbers[name])["position"] == before


@pytest.mark.parametrize(
    "order",
    [
        {"command": "move", "axis": "x", "value": True},
        {"command": "move", "axis": "x", "value": "5"},
        {"command": "move", "axis": "x", "value": 5, "relative": 1},
        {"command": "set", "settings": {"gain": True}},
    ],
)
def test_a_setpoint_that_is_not_a_number_moves_nothing(
    client: Client, numbers: dict[str, int], order: dict[str, Any]
) -> None:
    assert client.post(f"api/v1/instruments/{numbers['motor']}/commands", order).status_code == 422


def test_a_setting_is_changed(client: Client, numbers: dict[str, int]) -> None:
    number = numbers["detector"]
    assert client.command("instruments", number, "set", settings={"exposure": 0.5}).status_code == 202
    wait_until(lambda: instrument(client, number)["settings"].get("exposure") == 0.5, "the setting")


def test_disconnecting_and_connecting(client: Client, numbers: dict[str, int]) -> None:
    number = numbers["camera"]
    assert client.command("instruments", number, "disconnect").status_code == 202
    wait_until(lambda: instrument(client, number)["status"] == "disconnected", "the end of the connection")
    assert client.command("instruments", number, "connect").status_code == 202
    wait_until(lambda: instrument(client, number)["status"] in ("connected", "idle"), "the connection")


def test_a_refusal_reads_well(client: Client, numbers: dict[str, int]) -> None:
    refused = client.command("instruments", numbers["motor"], "move", axis="x", value=101)
    assert refused.json()["detail"] == "motor: x = 101 mm is outside its limits 0 to 100 mm"


def test_a_disconnected_instrument_is_not_moved(client: Client, numbers: dict[str, int]) -> None:
    number = numbers["slow"]
    assert client.command("instruments", number, "disconnect").status_code == 202
    refused = client.command("instruments", number, "move", axis="z", value=1)
    assert refused.status_code == 409
    assert "connect it first" in refused.json()["detail"]
    assert client.command("instruments", number, "connect").status_code == 202


def test_an_emergency_stop_says_what_it_left_alone(client: Client, numbers: dict[str, int]) -> None:
    assert client.post("api/v1/stop").json()["reason"] == ""
    assert client.command("instruments", numbers["camera"], "disconnect").status_code == 202
    stopped = client.post("api/v1/stop")
    assert stopped.status_code == 202
    assert stopped.json()["reason"] == "not reached: camera was disconnected on purpose"
    assert client.command("instruments", numbers["camera"], "connect").status_code == 202


@pytest.mark.parametrize("number", ["0", "99", "99999999999999999999", "stage"])
def test_an_unknown_instrument(client: Client, number: str) -> None:
    assert client.get(f"api/v1/instruments/{number}").status_code == 404
    assert client.command("instruments", number, "stop").status_code == 404


def test_a_held_instrument_is_not_moved_by_hand(client: Client, numbers: dict[str, int]) -> None:
    queue = client.new_queue()
    measure = {"kind": "measure", "instruments": ["detector"]}
    positions = {"start": 0, "stop": 10, "num": 4000}
    sweep = {"kind": "sweep", "axis": "motor.x", "positions": positions, "settle": 0.02, "steps": [measure]}
    scan = client.new_scan(queue, {"name": "holds the motor", "steps": [sweep]})
    client.command("queues", queue, "start")
    client.wait_scan(scan, "running")
    refused = client.command("instruments", numbers["motor"], "move", axis="x", value=1)
    assert refused.status_code == 409
    assert scan in refused.json()["detail"]
    assert instrument(client, numbers["motor"])["held_by"] == scan
    client.command("scans", scan, "abort")
    client.wait_scan(scan, "aborted")


def test_the_running_server_describes_itself(client: Client) -> None:
    described = client.get("api/v1/openapi.json").json()
    validate(described)
    assert client.get("api/v1/docs").headers["Content-Type"].startswith("text/html")
