"""Either process may be killed at any moment: nothing shown is lost, and clients continue."""

from __future__ import annotations

import pytest
from support.rooms import RoomClient
from support.running import Client, RunningServer, wait_until

PLAN = {
    "name": "long line",
    "steps": [
        {
            "kind": "sweep",
            "axis": "motor.x",
            "positions": {"start": 0, "stop": 10, "num": 200},
            "settle": 0.02,
            "steps": [{"kind": "measure", "instruments": ["detector"]}],
        }
    ],
}


def running_scan(client: Client) -> tuple[str, str]:
    queue = client.new_queue("faults")
    scan = client.new_scan(queue, PLAN)
    assert client.command("queues", queue, "start").status_code == 202
    client.wait_scan(scan, "running")
    return queue, scan


def stored_total(client: Client, scan: str) -> int:
    data = client.get(f"api/v1/scans/{scan}/data?format=json").json()
    return int(data["measurements"]["detector"]["total"])


def test_a_killed_web_process_comes_back_on_its_port_and_its_clients_go_on(
    server: RunningServer, client: Client
) -> None:
    _, scan = running_scan(client)
    engine = server.pid("engine")
    watchers = [
        RoomClient(server, f"scan_{scan}", batch=b, flow=f) for b, f in ((True, True), (False, False))
    ]
    for watcher in watchers:
        watcher.wait_points(50)
    killed = server.kill("web")
    wait_until(lambda: all(w.connections >= 2 for w in watchers), "both clients reconnecting")
    assert server.pid("web") != killed
    assert server.pid("engine") == engine
    ended = client.wait_scan(scan, "completed", "failed", "interrupted")
    assert ended["status"] == "completed"
    for watcher in watchers:
        watcher.wait_points(200)
        watcher.assert_whole(200)
        assert watcher.first_kinds == ["snapshot", "events"], "resumed after its cursor, not started anew"
        watcher.close()


def test_a_killed_engine_comes_back_and_its_scan_resumes_where_it_was(
    server: RunningServer, client: Client
) -> None:
    queue, scan = running_scan(client)
    web = server.pid("web")
    watcher = RoomClient(server, f"scan_{scan}")
    watcher.wait_points(50)
    killed = server.kill("engine")
    interrupted = client.wait_scan(scan, "interrupted")
    assert interrupted["message"]
    watcher.wait_status("interrupted")
    assert server.pid("engine") != killed
    assert server.pid("web") == web
    shown = len(watcher.indices)
    assert shown == stored_total(client, scan), "what was shown is what is stored"
    wait_until(lambda: client.get(f"api/v1/queues/{queue}").json()["status"] == "paused", "the queue pausing")
    assert client.command("scans", scan, "resume").status_code == 202
    client.wait_scan(scan, "completed")
    watcher.wait_points(200)
    watcher.assert_whole(200)
    data = client.get(f"api/v1/scans/{scan}/data?format=json").json()["measurements"]["detector"]
    positions = data["columns"]["motor.x"]
    expected = [10 * i / 199 for i in range(200)]
    assert positions == pytest.approx(expected), "nothing measured twice, nothing skipped"
    watcher.close()


def test_without_an_engine_commands_are_refused_and_readings_stay(
    server: RunningServer, client: Client
) -> None:
    _, scan = running_scan(client)
    client.wait_scan(scan, "completed", timeout=40)
    server.kill("engine")
    answer = client.post("api/v1/queues", {"name": "nobody there"})
    assert answer.status_code in (201, 503)
    assert stored_total(client, scan) == 200
    server.wait_engine()
    assert client.post("api/v1/queues", {"name": "back again"}).status_code == 201


def test_a_graceful_end_interrupts_the_scan_and_the_next_start_can_resume_it(start) -> None:  # type: ignore[no-untyped-def]
    first = start()
    client = first.client()
    _, scan = running_scan(client)
    wait_until(lambda: client.scan(scan)["point"] > 20, "twenty points")
    assert first.stop() == 0
    second = start(home=first.home)
    client = second.client()
    found = client.scan(scan)
    assert found["status"] == "interrupted"
    before = stored_total(client, scan)
    assert before > 20
    assert client.command("scans", scan, "resume").status_code == 202
    client.wait_scan(scan, "completed")
    data = client.get(f"api/v1/scans/{scan}/data?format=json").json()["measurements"]["detector"]
    assert data["columns"]["motor.x"] == pytest.approx([10 * i / 199 for i in range(200)])
