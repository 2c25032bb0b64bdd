"""What REST says to requests that are wrong, too big, or for an engine that does not answer."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from openapi_spec_validator import validate
from werkzeug.test import Client

from dashboard.api import commands as web_commands
from dashboard.server import MAX_BODY, WebApp
from engine.model import clock
from engine.model.records import CommandRecord
from engine.store import commands, engines, queues, scans
from engine.store.database import Database

PLAN = {
    "name": "line",
    "steps": [
        {
            "kind": "sweep",
            "axis": "motor.x",
            "positions": [0, 1],
            "steps": [{"kind": "measure", "instruments": ["detector"]}],
        }
    ],
}


@pytest.fixture
def queue(database: Database) -> str:
    with database.write() as conn:
        return queues.create(conn, "q").queue_id


@pytest.fixture
def scan(database: Database, queue: str) -> str:
    with database.write() as conn:
        return scans.create(conn, int(queue[6:]), "s", PLAN).scan_id


def refused(answer: Any, status: int) -> dict[str, str]:
    assert answer.status_code == status, answer.text
    assert answer.mimetype == "application/problem+json"
    body = answer.json
    assert body["status"] == status and body["title"] and body["detail"]
    return {e["path"]: e["message"] for e in body["errors"]}


def test_malformed_json(api: Any) -> None:
    wrong = api("POST", "/queues", data=b'{"name": ', content_type="application/json")
    assert "not JSON" in refused(wrong, 400)[""]
    assert refused(api("POST", "/queues", data=b"name=x", content_type="text/plain"), 415) == {}
    deep = b"[" * 100_000
    refused(api("POST", "/plans/check", data=deep, content_type="application/json"), 400)


@pytest.mark.parametrize(
    ("body", "paths"),
    [
        ({"nmae": "x", "mode": "sideways"}, {"nmae", "name", "mode"}),
        ({"name": ""}, {"name"}),
        ({"name": "   "}, {"name"}),
        ({"name": 5}, {"name"}),
        ({"name": "x" * 201}, {"name"}),
        ([], {""}),
        ("text", {""}),
        (None, {""}),
    ],
)
def test_every_wrong_field_of_a_body_is_named(api: Any, body: Any, paths: set[str]) -> None:
    answer = api("POST", "/queues", data=json.dumps(body), content_type="application/json")
    assert set(refused(answer, 422)) == paths


def test_an_unknown_field_comes_with_a_guess(api: Any) -> None:
    assert "name" in refused(api("POST", "/queues", json={"nmae": "x"}), 422)["nmae"]


def test_a_body_that_is_too_big(api: Any) -> None:
    big = b'{"name": "' + b"x" * MAX_BODY + b'"}'
    refused(api("POST", "/queues", data=big, content_type="application/json"), 413)


@pytest.mark.parametrize(
    ("query", "path"),
    [
        ("limit=x", "limit"),
        ("limit=0", "limit"),
        ("limit=1000000", "limit"),
        ("status=running,sleeping", "status[1]"),
        ("cursor=zzz", "cursor"),
        ("queue_id=SCAN_001", "queue_id"),
        ("since=yesterday", "since"),
        ("since=2026-01-01T00:00:00", "since"),
        ("statsu=running", "statsu"),
    ],
)
def test_every_wrong_query_parameter_is_named(api: Any, query: str, path: str) -> None:
    assert set(refused(api("GET", f"/scans?{query}"), 400)) == {path}


def test_filters_and_pages(api: Any, database: Database, queue: str) -> None:
    with database.write() as conn:
        made = [
            scans.create(
                conn, int(queue[6:]), f"scan {i}", PLAN, sample=f"S-{i % 2}", tags=["odd"] * (i % 2)
            ).scan_id
            for i in range(5)
        ]
    first = api("GET", f"/scans?queue_id={queue}&limit=2").json
    assert [s["scan_id"] for s in first["items"]] == made[:2:-1]
    second = api("GET", f"/scans?queue_id={queue}&limit=3&cursor={first['next']}").json
    assert [s["scan_id"] for s in second["items"]] == made[2::-1]
    assert second["next"] is None
    for filters, expected in (
        ("sample=S-1", [made[3], made[1]]),
        ("tag=odd", [made[3], made[1]]),
        ("q=scan+4", [made[4]]),
        ("status=queued&status=running&sample=S-1", [made[3], made[1]]),
        ("status=running,paused", []),
        ("status=", made[::-1]),
    ):
        found = api("GET", f"/scans?queue_id={queue}&{filters}").json["items"]
        assert [s["scan_id"] for s in found] == expected, filters


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/queues/QUEUE_999"),
        ("GET", "/queues/QUEUE_1"),
        ("GET", "/scans/SCAN_999"),
        ("GET", "/scans/../queues"),
        ("GET", "/scans/SCAN_999/data"),
        ("GET", "/scans/SCAN_999/log"),
        ("PATCH", "/scans/SCAN_999"),
        ("POST", "/scans/SCAN_999/commands"),
        ("POST", "/queues/QUEUE_999/commands"),
        ("POST", "/queues/QUEUE_999/scans"),
        ("GET", "/instruments/999"),
        ("GET", "/instruments/x"),
        ("GET", "/nothing"),
    ],
)
def test_what_is_not_there(api: Any, method: str, path: str) -> None:
    bodies = {"commands": {"command": "pause"}, "scans": PLAN}
    body = bodies.get(path.rpartition("/")[2], {})
    if path.startswith("/queues") and path.endswith("commands"):
        body = {"command": "pause"}
    refused(api(method, path, **({"json": body} if method != "GET" else {})), 404)


def test_the_wrong_method(api: Any) -> None:
    answer = api("DELETE", "/queues")
    refused(answer, 405)
    assert "GET" in answer.headers["Allow"]


def test_annotations(api: Any, scan: str) -> None:
    changes = {"notes": "<b>hot</b>", "tags": ["a", "b"], "sample": "S-1", "metadata": {"k": [1]}}
    answer = api("PATCH", f"/scans/{scan}", json=changes)
    assert answer.status_code == 200
    assert {k: answer.json[k] for k in changes} == changes
    assert api("PATCH", f"/scans/{scan}", json={"notes": ""}).json["notes"] == ""
    assert api("GET", f"/scans/{scan}").json["tags"] == ["a", "b"]
    assert set(refused(api("PATCH", f"/scans/{scan}", json={"tags": "a", "status": "x"}), 422)) == {
        "tags",
        "status",
    }


def test_a_change_of_what_somebody_else_has_changed_is_refused(api: Any, scan: str) -> None:
    api("PATCH", f"/scans/{scan}", json={"notes": "theirs", "tags": ["a"]})
    late = {"notes": "mine", "expected": {"notes": ""}}
    answer = api("PATCH", f"/scans/{scan}", json=late)
    assert answer.status_code == 409
    assert "changed the notes" in answer.json["detail"]
    assert api("GET", f"/scans/{scan}").json["notes"] == "theirs"
    informed = {"notes": "both", "expected": {"notes": "theirs", "tags": ["a"]}}
    assert api("PATCH", f"/scans/{scan}", json=informed).json["notes"] == "both"
    assert set(refused(api("PATCH", f"/scans/{scan}", json={"expected": {"status": "x"}}), 422)) == {
        "expected.status"
    }


def test_commands_without_an_engine(api: Any, queue: str) -> None:
    answer = api("POST", f"/queues/{queue}/commands", json={"command": "start"})
    refused(answer, 503)
    assert answer.headers["Retry-After"]
    refused(api("POST", "/stop"), 503)


def test_an_engine_that_cannot_write_is_not_called_absent(
    api: Any, queue: str, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.write() as conn:
        engines.acquire(conn, "/lab/bench.toml", "mine")
        engines.renew(conn, "/lab/bench.toml", "mine")
    present = clock.now()
    monkeypatch.setattr(clock, "now", lambda: present + timedelta(seconds=42))
    answer = api("POST", f"/queues/{queue}/commands", json={"command": "start"})
    refused(answer, 503)
    assert "the engine runs, but has not been able to write to the database for 42 s" in answer.json["detail"]


def test_an_accepted_command(api: Any, queue: str, fake_engine: Any) -> None:
    answer = api("POST", f"/queues/{queue}/commands", json={"command": "start"})
    assert answer.status_code == 202
    command = fake_engine.seen[-1]
    assert answer.json == {"command_id": command.command_id, "status": "done", "reason": "", "result": None}
    assert (command.target, command.target_id, command.command) == ("queue", queue, "start")
    assert command.user == "operator"


def test_a_refused_command_says_why(api: Any, scan: str, fake_engine: Any) -> None:
    fake_engine.answer = lambda command: ("refused", f"{command.target_id} is queued", None)
    answer = api("POST", f"/scans/{scan}/commands", json={"command": "pause"})
    refused(answer, 409)
    assert answer.json["detail"] == f"{scan} is queued"


def test_a_command_nobody_answers_is_withdrawn(
    api: Any, scan: str, fake_engine: Any, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web_commands, "ANSWER_WITHIN", 0.05)
    fake_engine.close()
    fake_engine.__init__(database, fake_engine._bench)
    fake_engine._ended.set()
    fake_engine._thread.join()
    refused(api("POST", f"/scans/{scan}/commands", json={"command": "pause"}), 503)
    with database.read() as conn:
        assert commands.pending(conn) == []


def test_a_command_that_was_begun_is_not_called_undone(
    api: Any, scan: str, fake_engine: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web_commands, "ANSWER_WITHIN", 0.2)
    fake_engine.answer = lambda command: ("taken", "", None)
    answer = api("POST", f"/scans/{scan}/commands", json={"command": "pause"})
    refused(answer, 504)
    assert "has begun" in answer.json["detail"]
    assert "Retry-After" not in answer.headers


@pytest.mark.parametrize(
    "body", [{"command": "explode"}, {}, {"command": "start", "force": True}, {"command": None}]
)
def test_commands_that_do_not_exist(api: Any, queue: str, scan: str, body: dict[str, Any]) -> None:
    wrong = set(body) - {"command"} or {"command"}
    assert set(refused(api("POST", f"/queues/{queue}/commands", json=body), 422)) == wrong
    assert "command" in refused(api("POST", f"/scans/{scan}/commands", json=body), 422)


@pytest.mark.parametrize(
    ("body", "paths"),
    [
        ({"command": "move"}, {"axis", "value"}),
        ({"command": "move", "axis": "x", "value": "far"}, {"value"}),
        ({"command": "set"}, {"settings"}),
        ({"command": "stop", "axis": "x"}, {"axis"}),
        ({"command": "set", "settings": {"gain": [1]}}, {"settings.gain"}),
        ({"command": "jump"}, {"command"}),
    ],
)
def test_instrument_commands_that_make_no_sense(api: Any, body: dict[str, Any], paths: set[str]) -> None:
    assert set(refused(api("POST", "/instruments/1/commands", json=body), 422)) == paths


def test_instrument_commands_carry_their_arguments(api: Any, fake_engine: Any) -> None:
    for body in (
        {"command": "move", "axis": "x", "value": 2.5},
        {"command": "move", "axis": "x", "value": -1, "relative": True},
        {"command": "set", "settings": {"gain": 3, "mode": "fast"}},
        {"command": "disconnect"},
    ):
        assert api("POST", "/instruments/1/commands", json=body).status_code == 202
        command: CommandRecord = fake_engine.seen[-1]
        assert (command.target, command.target_id) == ("instrument", "1")
        assert {"command": command.command, **command.arguments} == body


def test_stop_reaches_the_engine(api: Any, fake_engine: Any) -> None:
    assert api("POST", "/stop").status_code == 202
    assert (fake_engine.seen[-1].target, fake_engine.seen[-1].command) == ("engine", "stop_all")


def test_a_plan_with_problems_is_not_queued(api: Any, queue: str, fake_engine: Any) -> None:
    bad = {"name": "p", "steps": [{**PLAN["steps"][0], "positions": [0, 99], "axsi": 1}]}  # type: ignore[dict-item]
    found = refused(api("POST", f"/queues/{queue}/scans", json=bad), 422)
    assert {"steps[0].positions", "steps[0].axsi"} <= set(found)
    assert fake_engine.seen == []


def test_checking_a_plan(api: Any) -> None:
    good = api("POST", "/plans/check", json=PLAN).json
    assert good["problems"] == [] and good["points"] == 2 and good["instruments"] == ["detector", "motor"]
    bad = api("POST", "/plans/check", json={"name": "p", "steps": []})
    assert bad.status_code == 200
    assert [p["path"] for p in bad.json["problems"]] == ["steps"]


def test_reordering_and_removing_go_to_the_engine(api: Any, queue: str, scan: str, fake_engine: Any) -> None:
    for method, path, command in (
        ("PATCH", f"/queues/{queue}/scans", "reorder"),
        ("DELETE", f"/queues/{queue}/scans", "remove"),
        ("DELETE", f"/queues/{queue}/scans/{scan}", "remove"),
    ):
        body = {} if path.endswith(scan) else {"json": {"scan_ids": [scan]}}
        assert api(method, path, **body).status_code == 202
        assert (fake_engine.seen[-1].command, fake_engine.seen[-1].arguments) == (
            command,
            {"scan_ids": [scan]},
        )
    assert set(refused(api("PATCH", f"/queues/{queue}/scans", json={"scan_ids": []}), 422)) == {"scan_ids"}


def test_data_of_a_scan_without_readings(api: Any, scan: str) -> None:
    assert api("GET", f"/scans/{scan}/data").json == {"scan_id": scan, "measurements": {}}
    assert "csv" in refused(api("GET", f"/scans/{scan}/data?format=xls"), 400)["format"]
    refused(api("GET", f"/scans/{scan}/data?first=-1"), 400)
    refused(api("GET", f"/scans/{scan}/data?measurement=nothing"), 404)


def test_the_description_is_valid_openapi(api: Any) -> None:
    described = api("GET", "/openapi.json").json
    validate(described)
    assert described["openapi"].startswith("3.1")
    assert described["servers"] == [{"url": "/lab/api/v1"}]
    page = api("GET", "/docs")
    assert page.mimetype == "text/html"
    for path in described["paths"]:
        assert path in page.text
    assert "http" not in page.text.replace("http://localhost", "")


def test_what_nobody_foresaw_is_told_without_details(
    web: WebApp, api: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(queues, "list_", broken)
    monkeypatch.setitem(web.server.view_functions, "api.list_queues", broken)
    answer = api("GET", "/queues")
    refused(answer, 500)
    assert "secret" not in answer.text


@pytest.mark.parametrize("path", ["/lab/api/v1/health", "/api/v1/health"])
def test_a_proxy_may_strip_the_prefix(web: WebApp, path: str) -> None:
    assert Client(web.wsgi).get(path).status_code == 200


def test_the_bare_prefix_leads_to_its_page(browser: Client) -> None:
    answer = browser.get("/lab?x=1")
    assert (answer.status_code, answer.headers["Location"]) == (308, "/lab/?x=1")


def test_pages_are_made_below_the_prefix(signed_in: Client) -> None:
    page = signed_in.get("/lab/", headers={"Accept": "text/html"})
    assert page.status_code == 200
    config = re.search(r'<script id="_dash-config" type="application/json">(.*?)</script>', page.text)
    assert config is not None
    assert json.loads(config[1])["requests_pathname_prefix"] == "/lab/"
    assert 'src="/lab/_dash-component-suites/' in page.text
    assert "://" not in page.text.replace("http://localhost", "")


def test_headers_that_protect(signed_in: Client) -> None:
    headers = signed_in.get("/lab/").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "frame-ancestors 'self'" in headers["Content-Security-Policy"]
    assert "default-src 'self'" in headers["Content-Security-Policy"]
