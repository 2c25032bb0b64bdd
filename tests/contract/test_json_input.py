"""JSON that could not be read again is refused everywhere; accepted JSON never breaks a list."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
import requests
from support.live import RoomClient
from support.plans import line
from support.running import Client, RunningServer

JSON = {"Content-Type": "application/json"}
Send = Callable[[Client, str], requests.Response]


def nested(levels: int) -> str:
    """Objects within one another, as JSON."""
    return '{"a":' * levels + "1" + "}" * levels


def send(client: Client, method: str, path: str, text: str) -> requests.Response:
    """A body as it stands."""
    return client.request(method, path, data=text.encode("utf-8", "surrogatepass"), headers=JSON)


def scan_with(client: Client, metadata: str) -> requests.Response:
    """A scan whose metadata is this JSON."""
    plan = json.dumps(line())[:-1] + f', "metadata": {metadata}}}'
    return send(client, "POST", f"api/v1/queues/{client.new_queue()}/scans", plan)


def annotation_with(client: Client, metadata: str) -> requests.Response:
    """A change of a scan's metadata to this JSON."""
    scan = client.new_scan(client.new_queue(), line())
    return send(client, "PATCH", f"api/v1/scans/{scan}", f'{{"metadata": {metadata}}}')


def preset_with(client: Client, metadata: str) -> requests.Response:
    """A preset whose plan holds this JSON."""
    text = f'{{"steps": [], "metadata": {metadata}}}'
    return send(client, "PUT", "api/v1/presets/kept", text)


def check_of(client: Client, metadata: str) -> requests.Response:
    """A plan that is only checked."""
    return send(client, "POST", "api/v1/plans/check", json.dumps(line())[:-1] + f', "metadata": {metadata}}}')


def update_of(client: Client, value: str) -> requests.Response:
    """What a page sends to a callback."""
    text = (
        '{"output": "x.y", "inputs": [{"id": "a", "property": "b", "value": %s}], "changedPropIds": ["a.b"]}'
    )
    return send(client, "POST", "_dash-update-component", text % value)


PLACES: dict[str, Send] = {
    "scan": scan_with,
    "annotation": annotation_with,
    "preset": preset_with,
    "check": check_of,
    "page": update_of,
}
BAD = {
    "deep": nested(33),
    "deeper": nested(251),
    "deepest": nested(5000),
    "lists": "[" * 40 + "]" * 40,
    "large": "1" + "0" * 400,
    "past-64-bits": str(2**64),
    "rounded": str(2**53 + 1),
    "nan": "NaN",
    "infinity": "-Infinity",
    "huge": "1e999",
    "half": '"\\ud800"',
    "half-raw": '"\ud800"',
    "nul": '"\\u0000"',
    "twice": '{"a": 1, "a": 2}',
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", BAD)
def test_what_could_not_be_read_again_is_refused(client: Client, place: str, name: str) -> None:
    refused = PLACES[place](client, f'{{"x": {BAD[name]}}}')
    assert refused.status_code in (400, 422), refused.text
    problem = refused.json()
    assert problem["errors"], problem
    assert all(error["message"] for error in problem["errors"])
    for listing in ("scans", "queues", "presets"):
        assert client.get(f"api/v1/{listing}").status_code == 200


@pytest.mark.parametrize("place", ["scan", "annotation", "preset", "check"])
@pytest.mark.parametrize("levels", [1, 28])
def test_what_is_accepted_is_given_back(client: Client, place: str, levels: int) -> None:
    metadata = {
        "deep": json.loads(nested(levels)),
        "text": "\U0001f600 \x7f é",
        "numbers": [2**53, -0.5, 1e300],
    }
    made = PLACES[place](client, json.dumps(metadata))
    assert made.ok, made.text
    if place == "preset":
        assert client.get("api/v1/presets/kept").json()["plan"]["metadata"] == metadata
    elif place != "check":
        assert client.get(f"api/v1/scans/{made.json()['scan_id']}").json()["metadata"] == metadata
        assert metadata in [scan["metadata"] for scan in client.get("api/v1/scans").json()["items"]]


@pytest.mark.parametrize("place", ["scan", "annotation"])
@pytest.mark.parametrize("metadata", [{f"n{i}": i for i in range(1001)}, {"text": "x" * 70_000}])
def test_metadata_has_a_size(client: Client, place: str, metadata: dict[str, Any]) -> None:
    refused = PLACES[place](client, json.dumps(metadata))
    assert refused.status_code == 422
    assert [error["path"] for error in refused.json()["errors"]] == ["metadata"]


def test_the_path_of_what_is_too_deep(client: Client) -> None:
    (error,) = annotation_with(client, nested(40)).json()["errors"]
    assert error == {"path": "metadata" + ".a" * 31, "message": "is nested deeper than 32 levels"}


def test_sixty_thousand_unknown_names(client: Client) -> None:
    names = [f"name{i}" for i in range(60_000)]
    plan = {"steps": [{"kind": "measure", "instruments": names}]}
    found = client.post("api/v1/plans/check", plan, timeout=60)
    assert found.elapsed.total_seconds() < 20, "a tenth of that is usual"
    told = found.json()
    assert (len(told["problems"]), told["problem_count"]) == (100, 60_000)
    refused = client.post(f"api/v1/queues/{client.new_queue()}/scans", plan, timeout=60)
    assert refused.status_code == 422
    assert len(refused.json()["errors"]) == 100
    assert "the first 100 of 60,000" in refused.json()["detail"]


def test_a_large_plan_that_is_right_is_queued(client: Client) -> None:
    positions = [i / 7 % 10 for i in range(20_000)]
    plan = line()
    plan["steps"][0]["positions"] = positions
    scan = client.new_scan(client.new_queue(), plan)
    found = client.scan(scan)
    assert found["total_points"] == 20_000
    assert found["plan"]["steps"][0]["positions"] == positions


@pytest.mark.parametrize(
    "update", ["[]", "{}", '{"output": 1}', '{"output": "no.such"}', '{"output": "..a..", "inputs": 5}']
)
def test_a_malformed_callback_request_is_refused_with_a_reason(client: Client, update: str) -> None:
    refused = send(client, "POST", "_dash-update-component", update)
    assert refused.status_code in (404, 422)
    assert refused.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "message", [nested(33), '{"ack": "x", "ack": "y"}', "[" * 1000, '{"ack": "\\u0000"}']
)
def test_a_room_socket_takes_nothing_deep(module_server: RunningServer, message: str) -> None:
    room = RoomClient.enter(module_server, "global")
    room.socket.send(message)
    assert room.close_code() == 4400
