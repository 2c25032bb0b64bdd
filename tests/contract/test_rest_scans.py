"""Queues and scans through REST, with the real server and engine."""

from __future__ import annotations

import re
from typing import Any

from support.running import Client, wait_until

MOMENT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z"
SCAN_FIELDS = {
    "scan_id", "queue_id", "name", "status", "progress", "message", "point", "total_points", "elapsed", "eta",
    "timestamp", "sample", "tags", "notes", "metadata", "plan", "measurements",
}  # fmt: skip
QUEUE_FIELDS = {
    "queue_id", "name", "status", "current_scan", "current_scans", "completed_scans", "total_scans", "progress",
    "eta", "timestamp", "mode", "on_failure",
}  # fmt: skip


def line(name: str = "line", num: int = 5, settle: float = 0.0, **more: Any) -> dict[str, Any]:
    """A plan that sweeps motor.x."""
    measure = {"kind": "measure", "instruments": ["detector"]}
    positions = {"start": 0, "stop": 4, "num": num}
    sweep = {"kind": "sweep", "axis": "motor.x", "positions": positions, "settle": settle, "steps": [measure]}
    return {"name": name, "steps": [sweep], **more}


def problem(answer: Any, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    return dict(answer.json())


def scan_ids(client: Client, queue: str) -> list[str]:
    """The scans of a queue in its order: REST lists the newest first, so order is what runs, seen in the results."""
    items = client.get(f"api/v1/scans?queue_id={queue}").json()["items"]
    return [item["scan_id"] for item in items]


def test_a_queue_is_made_and_found(client: Client) -> None:
    made = client.post("api/v1/queues", {"name": "Overnight", "mode": "parallel", "on_failure": "continue"})
    assert made.status_code == 201
    queue = made.json()
    assert set(queue) >= QUEUE_FIELDS
    assert re.fullmatch(r"QUEUE_\d{3,}", queue["queue_id"])
    assert re.fullmatch(MOMENT, queue["timestamp"])
    assert (queue["status"], queue["mode"], queue["on_failure"]) == ("idle", "parallel", "continue")
    assert client.get(f"api/v1/queues/{queue['queue_id']}").json() == queue
    listed = client.get("api/v1/queues").json()
    assert queue in listed["items"] and listed["next"] is None


def test_a_queue_is_changed(client: Client) -> None:
    queue = client.new_queue("before")
    changed = client.patch(f"api/v1/queues/{queue}", {"name": "after", "on_failure": "continue"})
    assert changed.status_code == 200
    assert (changed.json()["name"], changed.json()["on_failure"]) == ("after", "continue")


def test_a_scan_runs_to_its_end(client: Client) -> None:
    queue = client.new_queue()
    plan = line("first light", sample="S-1", tags=["a", "b"], metadata={"operator": "Ann"})
    made = client.post(f"api/v1/queues/{queue}/scans", plan)
    assert made.status_code == 201
    scan = made.json()
    assert set(scan) >= SCAN_FIELDS
    assert (scan["status"], scan["total_points"], scan["sample"], scan["tags"]) == (
        "queued",
        5,
        "S-1",
        ["a", "b"],
    )
    started = client.command("queues", queue, "start")
    assert started.status_code == 202
    assert {"command_id", "status"} <= set(started.json())
    done = client.wait_scan(scan["scan_id"], "completed")
    assert (done["progress"], done["point"]) == (1.0, 5)
    assert done["plan"]["name"] == "first light" and done["metadata"] == {"operator": "Ann"}
    assert [(m["name"], m["total"]) for m in done["measurements"]] == [("detector", 5)]
    wait_until(lambda: client.get(f"api/v1/queues/{queue}").json()["status"] == "idle", "the queue ending")
    ended = client.get(f"api/v1/queues/{queue}").json()
    assert (ended["completed_scans"], ended["total_scans"], ended["progress"]) == (1, 1, 1.0)
    lines = client.get(f"api/v1/scans/{scan['scan_id']}/log").json()["items"]
    assert lines and {"level", "message", "timestamp", "scan_id"} <= set(lines[0])
    assert client.get(f"api/v1/queues/{queue}/log").json()["items"]


def test_pause_resume_stop_and_retry(client: Client) -> None:
    queue = client.new_queue()
    scan = client.new_scan(queue, line(num=4000, settle=0.02))
    problem(client.command("scans", scan, "pause"), 409)
    client.command("queues", queue, "start")
    wait_until(lambda: client.scan(scan)["point"], "the first point")
    assert client.command("scans", scan, "pause").status_code == 202
    client.wait_scan(scan, "paused")
    refused = problem(client.command("scans", scan, "pause"), 409)
    assert scan in refused["detail"] and "paused" in refused["detail"]
    assert client.command("scans", scan, "resume").status_code == 202
    client.wait_scan(scan, "running")
    assert client.command("scans", scan, "stop").status_code == 202
    stopped = client.wait_scan(scan, "stopped")
    assert 0 < stopped["point"] < 4000
    again = client.command("scans", scan, "retry")
    assert again.status_code == 202
    copy = client.scan(again.json()["result"]["scan_id"])
    assert copy["retry_of"] == scan and copy["plan"] == stopped["plan"]
    assert client.command("queues", queue, "clear").status_code == 202


def test_abort_of_a_queue(client: Client) -> None:
    queue = client.new_queue()
    running, waiting = (client.new_scan(queue, line(num=4000, settle=0.02)) for _ in range(2))
    client.command("queues", queue, "start")
    client.wait_scan(running, "running")
    assert client.command("queues", queue, "abort").status_code == 202
    client.wait_scan(running, "aborted")
    wait_until(lambda: client.get(f"api/v1/queues/{queue}").json()["status"] == "idle", "the queue ending")
    assert client.scan(waiting)["status"] in ("queued", "aborted")


def test_queued_scans_are_put_in_order_and_removed(client: Client) -> None:
    queue = client.new_queue()
    a, b, c = (client.new_scan(queue, line(name, num=2)) for name in "abc")
    assert client.patch(f"api/v1/queues/{queue}/scans", {"scan_ids": [c, a, b]}).status_code == 202
    assert client.delete(f"api/v1/queues/{queue}/scans/{a}").status_code in (200, 202)
    problem(client.get(f"api/v1/scans/{a}"), 404)
    problem(client.delete(f"api/v1/queues/{queue}/scans/{a}"), 404)
    problem(client.patch(f"api/v1/queues/{queue}/scans", {"scan_ids": [c, c]}), 422)
    client.command("queues", queue, "start")
    ended = [client.wait_scan(scan, "completed") for scan in (c, b)]
    assert ended[0]["ended_at"] <= ended[1]["started_at"]
    problem(client.delete(f"api/v1/queues/{queue}/scans", {"scan_ids": [b]}), 409)


def test_a_scan_of_another_queue_is_not_removed(client: Client) -> None:
    mine, other = client.new_queue(), client.new_queue()
    scan = client.new_scan(mine, line())
    assert client.delete(f"api/v1/queues/{other}/scans/{scan}").status_code in (404, 409)
    assert client.scan(scan)["status"] == "queued"


def test_every_problem_of_a_plan_is_named(client: Client) -> None:
    queue = client.new_queue()
    bad = line()
    bad["steps"][0] |= {"positions": [0, 1000], "axsi": "motor.x"}
    bad["steps"][0]["steps"] = [{"kind": "measure", "instruments": ["detecter"]}, {"kind": "dance"}]
    told = problem(client.post(f"api/v1/queues/{queue}/scans", bad), 422)
    paths = {e["path"] for e in told["errors"]}
    assert paths == {
        "steps[0].positions",
        "steps[0].axsi",
        "steps[0].steps[0].instruments[0]",
        "steps[0].steps[1].kind",
    }
    checked = client.post("api/v1/plans/check", bad)
    assert checked.status_code == 200
    assert {p["path"] for p in checked.json()["problems"]} == paths
    assert scan_ids(client, queue) == []


def test_a_plan_is_estimated_without_being_queued(client: Client) -> None:
    before = len(client.get("api/v1/scans?limit=1000").json()["items"])
    checked = client.post("api/v1/plans/check", line(num=100, settle=0.5)).json()
    assert (checked["problems"], checked["points"]) == ([], 100)
    assert checked["duration"] >= 50 and checked["size"] > 0
    assert len(client.get("api/v1/scans?limit=1000").json()["items"]) == before


def test_null_empties_a_field(client: Client) -> None:
    written = {"notes": "n", "tags": ["t"], "sample": "s", "metadata": {"k": None}}
    scan = client.new_scan(client.new_queue(), line(**written))
    kept = client.patch(f"api/v1/scans/{scan}", {"tags": None, "metadata": None}).json()
    assert (kept["notes"], kept["tags"], kept["sample"], kept["metadata"]) == ("n", [], "s", {})
    kept = client.patch(f"api/v1/scans/{scan}", {"notes": None, "sample": None}).json()
    assert (kept["notes"], kept["sample"]) == ("", "")


def test_a_new_order_that_names_a_scan_twice_is_refused(client: Client) -> None:
    queue = client.new_queue()
    scan = client.new_scan(queue, line())
    refused = client.patch(f"api/v1/queues/{queue}/scans", {"scan_ids": [scan, scan]})
    assert refused.status_code == 422
    assert refused.json()["errors"] == [{"path": "scan_ids", "message": f"{scan} is named twice"}]


def test_notes_are_kept_and_found(client: Client) -> None:
    queue = client.new_queue()
    scan = client.new_scan(queue, line())
    changed = client.patch(f"api/v1/scans/{scan}", {"notes": "zzyzx <script>", "tags": ["gold"]})
    assert changed.status_code == 200
    for filters in ("q=zzyzx", "tag=gold", f"queue_id={queue}&status=queued"):
        found = client.get(f"api/v1/scans?{filters}").json()["items"]
        assert [s["scan_id"] for s in found] == [scan], filters
    assert client.scan(scan)["notes"] == "zzyzx <script>"


def test_emergency_stop(client: Client) -> None:
    queue = client.new_queue()
    scan = client.new_scan(queue, line(num=4000, settle=0.02))
    client.command("queues", queue, "start")
    client.wait_scan(scan, "running")
    assert client.post("api/v1/stop").status_code == 202
    client.wait_scan(scan, "aborted")


def test_a_scan_goes_to_the_bin_and_back(client: Client) -> None:
    scan = client.measured({"name": "thrown away", "steps": line(num=2)["steps"]})

    def listed(**query: Any) -> list[str]:
        found = client.get("api/v1/scans", params={"q": "thrown away", **query}).json()["items"]
        return [each["scan_id"] for each in found]

    gone = client.request("DELETE", f"api/v1/scans/{scan}")
    assert gone.status_code == 200 and gone.json()["deleted_at"]
    assert (listed(), listed(deleted="true")) == ([], [scan])
    assert client.data(scan).status_code == 200
    command = f"api/v1/scans/{scan}/commands"
    assert client.post(command, {"command": "restore"}).status_code == 202
    assert (listed(), listed(deleted="true")) == ([scan], [])
    assert client.post(command, {"command": "restore"}).status_code == 409


def test_only_a_scan_that_has_ended_goes_to_the_bin(client: Client) -> None:
    scan = client.new_scan(client.new_queue("waiting"), {"name": "waits", "steps": line(num=2)["steps"]})
    answer = client.request("DELETE", f"api/v1/scans/{scan}")
    assert answer.status_code == 409 and "has ended" in answer.json()["detail"]


def test_a_list_of_plans_is_queued_whole_or_not_at_all(client: Client) -> None:
    queue = client.new_queue("many")
    path = f"api/v1/queues/{queue}/scans"
    made = client.post(path, [line(f"line {n}", sample=f"S-{n}") for n in range(30)])
    assert made.status_code == 201, made.text
    items = made.json()["items"]
    assert [(scan["name"], scan["sample"], scan["status"]) for scan in items] == [
        (f"line {n}", f"S-{n}", "queued") for n in range(30)
    ]
    refused = problem(client.post(path, [line(), {**line(), "steps": []}]), 422)
    assert [found["path"] for found in refused["errors"]] == ["[1].steps"]
    problem(client.post(path, []), 422)
    assert client.get(f"api/v1/queues/{queue}").json()["total_scans"] == 30


def test_a_waiting_scan_is_changed(client: Client) -> None:
    queue, other = client.new_queue("one"), client.new_queue("two")
    scan = client.post(f"api/v1/queues/{queue}/scans", line()).json()["scan_id"]
    path = f"api/v1/scans/{scan}"
    changes = {
        "plan": line("other", num=7),
        "priority": 3,
        "not_before": "2100-01-01T00:00:00Z",
        "notes": "mine",
    }
    changed = client.patch(path, {**changes, "queue_id": other})
    assert changed.status_code == 200, changed.text
    found = changed.json()
    assert (found["name"], found["total_points"], found["priority"]) == ("other", 7, 3)
    assert (found["queue_id"], found["notes"]) == (other, "mine")
    assert found["not_before"] == "2100-01-01T00:00:00.000000Z"
    assert client.patch(path, {"not_before": None}).json()["not_before"] is None
    wrong = problem(client.patch(path, {"plan": {**line(), "steps": [{"kind": "wait", "seconds": 1}]}}), 422)
    assert [found["path"] for found in wrong["errors"]] == ["steps"]
    client.post(f"api/v1/scans/{scan}/commands", {"command": "abort"})
    problem(client.patch(path, {"priority": 1}), 409)


def test_a_queue_has_a_loop_and_a_most_at_once(client: Client) -> None:
    made = client.post(
        "api/v1/queues", {"name": "loop", "mode": "parallel", "loop": "for ever", "parallel": 2}
    ).json()
    assert (made["loop"], made["parallel"]) == ("for ever", 2)
    path = f"api/v1/queues/{made['queue_id']}"
    changed = client.patch(path, {"loop": 3}).json()
    assert (changed["loop"], changed["parallel"], changed["name"]) == (3, 2, "loop")
    assert client.patch(path, {"loop": None, "parallel": None}).json()["loop"] is None
    problem(client.patch(path, {"loop": 0}), 422)
    problem(client.patch(path, {"parallel": 0}), 422)


def test_a_queue_is_rehearsed(client: Client) -> None:
    queue = client.new_queue("rehearsal")
    beyond = line("beyond")
    beyond["steps"][0] |= {"relative": True, "positions": [0, 98]}
    inside = line("inside", settle=0.5)
    client.post(f"api/v1/queues/{queue}/scans", [*[inside] * 36, beyond, inside])
    found = client.post(f"api/v1/queues/{queue}/rehearse", {})
    assert found.status_code == 200, found.text
    told = found.json()
    assert [problem["scan_id"] for problem in told["problems"]] == [told["timeline"][36]["scan_id"]]
    assert len(told["timeline"]) == 38
    assert told["timeline"][1]["waits_for"] == told["timeline"][0]["scan_id"]
    assert told["timeline"][0]["end"] >= 2.5
    assert told["duration"] == told["timeline"][-1]["end"]
    assert client.get(f"api/v1/queues/{queue}").json()["status"] == "idle"
