"""Rules through REST: made, listed, changed, removed; and plans with parameters, conditions and axes together."""

from __future__ import annotations

import time
from typing import Any

import pytest
from support.running import Client

RULE: dict[str, Any] = {
    "name": "too far",
    "hold_when": {"any": [{"column": "motor.x", "above": 50}, {"disconnected": "motor"}]},
    "resume_when": {"column": "motor.x", "below": 40},
    "settle": 0.1,
    "scans": {"instruments": ["detector"]},
}


@pytest.fixture
def client(module_client: Client) -> Client:
    for rule in module_client.get("api/v1/rules").json()["items"]:
        module_client.delete(f"api/v1/rules/{rule['rule_id']}")
    return module_client


def scan(client: Client, plan: dict[str, Any]) -> dict[str, Any]:
    """A scan of this plan, in a queue of its own that was started."""
    queue = client.post("api/v1/queues", json={"name": "rules"}).json()["queue_id"]
    made = client.post(f"api/v1/queues/{queue}/scans", json=plan)
    assert made.status_code == 201, made.text
    assert client.post(f"api/v1/queues/{queue}/commands", json={"command": "start"}).status_code == 202
    found: dict[str, Any] = made.json()
    return found


def until(client: Client, path: str, wanted: Any) -> dict[str, Any]:
    """Wait until what REST answers is as wanted."""
    deadline = time.monotonic() + 60
    while not wanted(found := client.get(path).json()):
        assert time.monotonic() < deadline, found
        time.sleep(0.05)
    return dict(found)


def test_a_rule_suspends_a_scan_until_it_lets_go(client: Client) -> None:
    motor = next(
        i["instrument_id"]
        for i in client.get("api/v1/instruments").json()["items"]
        if i["instrument_name"] == "motor"
    )

    def move(x: float) -> None:
        done = client.post(
            f"api/v1/instruments/{motor}/commands", json={"command": "move", "axis": "x", "value": x}
        )
        assert done.status_code == 202, done.text

    made = client.post("api/v1/rules", json=RULE)
    assert made.status_code == 201, made.text
    rule = made.json()
    assert rule["holding"] is False
    assert {key: rule[key] for key in ("name", "settle", "scans", "enabled", "of_bench")} == {
        "name": "too far", "settle": 0.1, "scans": {"instruments": ["detector"]}, "enabled": True, "of_bench": False,
    }  # fmt: skip
    move(60)
    held = until(client, f"api/v1/rules/{rule['rule_id']}", lambda r: r["holding"])
    assert held["since"] is not None
    assert "motor.x is 60 mm" in held["reason"]
    steps = [{"kind": "repeat", "times": 3, "steps": [{"kind": "measure", "instruments": ["detector"]}]}]
    waiting = scan(client, {"steps": steps})
    path = f"api/v1/scans/{waiting['scan_id']}"
    suspended = until(client, path, lambda s: s["status"] == "suspended")
    assert "too far" in suspended["message"]
    assert client.post(f"{path}/commands", json={"command": "resume"}).status_code == 409
    move(45)
    time.sleep(1.2)  # two looks of the rule, between both bounds
    assert client.get(path).json()["status"] == "suspended"
    move(30)
    ended = until(client, path, lambda s: s["status"] == "completed")
    assert ended["point"] == 3
    assert "let go" in client.get(f"{path}/log").text


def test_a_rule_is_changed_disabled_and_removed(client: Client) -> None:
    rule = client.post("api/v1/rules", json=RULE).json()
    path = f"api/v1/rules/{rule['rule_id']}"
    changed = client.request("PATCH", path, json={"settle": 5, "enabled": False}).json()
    assert (changed["settle"], changed["enabled"], changed["name"]) == (5, False, "too far")
    assert client.get("api/v1/rules").json()["items"] == [changed]
    assert client.delete(path).status_code == 204
    assert client.get(path).status_code == 404
    assert client.request("PATCH", path, json={"enabled": True}).status_code == 404


def test_all_problems_of_a_rule_come_with_their_paths(client: Client) -> None:
    wrong = {
        "name": "",
        "hold_when": {"all": [{"column": "motor.q", "above": 1}, {"column": "motor.x"}]},
        "settle": -1,
        "scans": {"instruments": ["nobody"]},
        "colour": "red",
    }
    refused = client.post("api/v1/rules", json=wrong)
    assert refused.status_code == 422
    paths = {problem["path"] for problem in refused.json()["errors"]}
    assert paths == {
        "name",
        "hold_when.all[0].column",
        "hold_when.all[1]",
        "settle",
        "scans.instruments[0]",
        "colour",
    }
    assert client.post("api/v1/rules", json=[RULE]).status_code == 422
    assert client.get("api/v1/rules").json()["items"] == []


def test_a_plan_with_parameters_conditions_and_axes_together(client: Client) -> None:
    plan = {
        "parameters": {"far": {"unit": "mm", "limits": [0, 10], "default": 4}},
        "arguments": {"far": {"value": 0.6, "unit": "cm"}},
        "steps": [
            {"kind": "sweep", "axes": {"motor.x": [0, "=far / 2", "=far"], "motor.y": [1, 2, 3]}, "steps": [
                {"kind": "wait", "until": {"column": "motor.x", "above": -1, "below": 11}, "for": 0.01, "timeout": 60},
                {"kind": "if", "condition": {"column": "motor.x", "above": 5},
                 "steps": [{"kind": "measure", "instruments": ["detector"], "label": "far", "repeats": 2}],
                 "else": [{"kind": "measure", "instruments": ["detector"]}]}]},
            {"kind": "repeat", "until": {"column": "motor.x", "above": 5}, "times": 9, "steps": [
                {"kind": "measure", "instruments": ["detector"], "label": "end"}]},
        ],
    }  # fmt: skip
    made = scan(client, plan)
    path = f"api/v1/scans/{made['scan_id']}"
    until(client, path, lambda s: s["status"] == "completed")
    assert client.get(path).json()["plan"] == plan
    found = client.get(f"{path}/data?format=json").json()["measurements"]["detector"]["columns"]
    assert found["motor.x"] == [0, 3, 6, 6, 6]
    assert found["motor.y"] == [1, 2, 3, 3, 3]
    assert found["label"] == ["", "", "far", "far", "end"]
    wrong = client.post("api/v1/plans/check", json={**plan, "arguments": {"far": 11}}).json()
    assert [problem["path"] for problem in wrong["problems"]] == ["arguments.far"]
