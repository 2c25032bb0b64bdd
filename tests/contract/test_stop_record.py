"""The record of an emergency stop, until somebody dismisses it."""

from __future__ import annotations

from typing import Any

import pytest
from support.live import RoomClient
from support.plans import line
from support.running import Client, RunningServer, wait_until

from engine.model.events import EVENTS, EventName

Stop = dict[str, Any]


def stops(client: Client) -> list[Stop]:
    return list(client.get("api/v1/stops").json()["items"])


def outcomes(client: Client) -> dict[str, str]:
    kept = stops(client)
    return {i["instrument_name"]: i["outcome"] for i in kept[0]["instruments"]} if kept else {}


def stop(client: Client) -> Stop:
    """Stop everything and wait until every instrument stands."""
    before = len(stops(client))
    assert client.post("api/v1/stop").status_code == 202
    wait_until(lambda: len(stops(client)) > before, "the record")
    wait_until(lambda: not {"moving", "not reached"} & set(outcomes(client).values()), "instruments at rest")
    return stops(client)[0]


def with_instruments(client: Client) -> Client:
    """The client, once every instrument of the bench is connected."""

    def away() -> list[str]:
        every = client.get("api/v1/instruments").json()["items"]
        return [i["instrument_name"] for i in every if i["status"] == "disconnected"]

    wait_until(lambda: not away(), "the bench")
    return client


@pytest.fixture
def connected(client: Client) -> Client:
    return with_instruments(client)


def test_a_stop_is_told_to_everybody_and_kept(connected: Client, module_server: RunningServer) -> None:
    room = RoomClient.enter(module_server, "global")
    assert room.frame()["state"]["stop"] is None
    queue = connected.new_queue()
    scan = connected.new_scan(queue, line(points=4000, settle=0.02))
    connected.command("queues", queue, "start")
    connected.wait_scan(scan, "running")
    kept = stop(connected)
    assert (kept["user"], kept["scans"], kept["queues"]) == ("operator", [scan], [queue])
    assert (kept["dismissed_at"], kept["dismissed_by"]) == (None, None)
    motor = next(i for i in kept["instruments"] if i["instrument_name"] == "motor")
    assert motor["outcome"] == "safe"
    assert motor["axes"][0] == {"name": "x", "unit": "mm", "position": 0, "safe": 0}
    told = room.events(lambda events: any(e["event"] == EventName.EMERGENCY_STOP for e in events))
    event = next(e for e in told if e["event"] == EventName.EMERGENCY_STOP)
    assert EVENTS[EventName.EMERGENCY_STOP].model_validate(event["data"]).key == kept["stop_id"]
    assert connected.get(f"api/v1/stops/{kept['stop_id']}").json() == kept
    progress = connected.get(f"api/v1/queues/{queue}").json()["progress"]
    assert progress == pytest.approx(connected.wait_scan(scan, "aborted")["progress"])
    assert progress < 1


def test_a_request_is_one_stop_and_the_next_one_another(connected: Client) -> None:
    first, second = stop(connected), stop(connected)
    assert first["stop_id"] != second["stop_id"]
    assert [each["stop_id"] for each in stops(connected)[:2]] == [second["stop_id"], first["stop_id"]]
    assert len(connected.get("api/v1/stops?limit=1").json()["items"]) == 1


def test_it_stays_over_restarts_until_somebody_dismisses_it(server: RunningServer) -> None:
    own = with_instruments(server.client())
    kept = stop(own)
    for role in ("engine", "web"):
        server.kill(role)
    wait_until(lambda: _again(server, kept["stop_id"]), "the same stop after a restart", 100)
    room = RoomClient.enter(server, "global")
    assert room.frame()["state"]["stop"]["dismissed_at"] is None
    path = f"api/v1/stops/{kept['stop_id']}/commands"
    done = own.post(path, {"command": "dismiss"})
    assert done.status_code == 200
    assert done.json()["dismissed_by"] == "operator"
    told = room.events(lambda events: any(e["event"] == EventName.STOP_DISMISSED for e in events))
    event = next(e["data"] for e in told if e["event"] == EventName.STOP_DISMISSED)
    assert (event["stop_id"], event["dismissed_by"]) == (kept["stop_id"], "operator")
    assert own.post(path, {"command": "dismiss"}).json() == done.json()
    assert RoomClient.enter(server, "global").frame()["state"]["stop"]["dismissed_at"] is not None


def _again(server: RunningServer, stop_id: str) -> bool:
    try:
        answer = server.client().get("api/v1/stops", timeout=5)
    except OSError:  # it is not back yet
        return False
    return [each["stop_id"] for each in answer.json()["items"]] == [stop_id]


def test_unknown_stops_and_commands_are_refused(client: Client) -> None:
    assert client.get("api/v1/stops/none").status_code == 404
    assert client.post("api/v1/stops/none/commands", {"command": "dismiss"}).status_code == 404
    assert client.post("api/v1/stops/none/commands", {"command": "forget"}).status_code == 422
    assert client.get("api/v1/stops?limit=0").status_code == 400
