"""The record of who did what: over REST, in callbacks, at sign-in, and what administrators see of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from support.people import People

from dashboard.app import WebApp
from dashboard.auth import audit as recording
from engine.model import clock
from engine.model.people import Role
from engine.store.database import Database


@pytest.fixture
def people(web: WebApp, database: Database) -> People:
    return People(web, database, "/lab")


@pytest.fixture
def entries(api: Any) -> Iterator[Callable[..., list[dict[str, Any]]]]:
    """The entries since the test began that meet conditions, the latest first."""
    began = clock.timestamp()

    def found(**conditions: Any) -> list[dict[str, Any]]:
        answer = api("GET", "/audit", query_string={"since": began, **conditions})
        assert answer.status_code == 200, answer.text
        return list(answer.json["items"])

    yield found


def test_commands_are_recorded_with_who_and_what(
    api: Any, entries: Any, people: People, fake_engine: Any, queue: str
) -> None:
    ada = people.token("ada", Role.OPERATOR)
    assert ada("POST", f"/queues/{queue}/commands", json={"command": "start"}).status_code == 202
    move = {"command": "move", "axis": "x", "value": 4.2}
    assert ada("POST", "/instruments/1/commands", json=move).status_code == 202
    moved, started = entries(user="ada")
    assert (started["action"], started["target"], started["result"]) == ("start queue", queue, "done")
    assert moved["target"] in ("motor", "detector") and moved["detail"] == "axis x, value 4.2"
    assert set(moved) == {"timestamp", "user", "from", "action", "target", "detail", "result", "reason"}
    assert entries(target=queue, action="start") == [started]
    assert entries(target=moved["target"], action="move") == [moved]


def test_refusals_are_recorded_with_the_reason(
    entries: Any, people: People, fake_engine: Any, queue: str
) -> None:
    bea = people.token("bea", Role.VIEWER)
    assert bea("POST", f"/queues/{queue}/commands", json={"command": "start"}).status_code == 403
    (refused,) = entries(user="bea")
    assert (refused["action"], refused["target"], refused["result"]) == ("command queue", queue, "refused")
    assert "needs the role operator" in refused["reason"]
    ada = people.token("ada2", Role.OPERATOR)
    fake_engine.answer = lambda command: ("refused", "it does not run", None)
    assert ada("POST", f"/queues/{queue}/commands", json={"command": "pause"}).status_code == 409
    (refused,) = entries(user="ada2")
    assert (refused["action"], refused["reason"]) == ("pause queue", "it does not run")


def test_changes_without_the_engine_are_recorded(entries: Any, people: People, scan: str) -> None:
    ada = people.token("ada3", Role.OPERATOR)
    assert ada("PATCH", f"/scans/{scan}", json={"notes": "x"}).status_code == 200
    assert ada("PUT", "/presets/map", json={"steps": []}).status_code == 201
    assert ada("DELETE", "/presets/map").status_code == 204
    assert [(e["action"], e["target"]) for e in entries(user="ada3")] == [
        ("remove preset", "map"),
        ("save preset", "map"),
        ("annotate scan", scan),
    ]


def test_sign_ins_are_recorded(entries: Any, browser: Any) -> None:
    browser.post("/lab/login", data={"token": "guess"})
    browser.get("/lab/?token=the-token-of-these-tests")
    browser.post("/lab/logout")
    assert [(e["action"], e["result"]) for e in entries()] == [
        ("sign out", "done"),
        ("sign in", "done"),
        ("sign in", "refused"),
    ]
    assert "guess" not in str(entries())


def test_reading_is_not_recorded(api: Any, entries: Any) -> None:
    api("GET", "/scans")
    api("POST", "/plans/check", json={})
    assert entries() == []


def test_the_record_has_pages_and_can_be_taken_away(api: Any, entries: Any, people: People) -> None:
    ada = people.token("ada4", Role.OPERATOR)
    for name in ("a", "b", "=1+1"):
        ada("PUT", f"/presets/{name}", json={"steps": []})
    first = api("GET", "/audit", query_string={"user": "ada4", "limit": 2}).json
    last = api("GET", "/audit", query_string={"user": "ada4", "limit": 2, "cursor": first["next"]}).json
    assert [e["target"] for e in first["items"] + last["items"]] == ["=1+1", "b", "a"]
    assert last["next"] is None
    table = api("GET", "/audit/export", query_string={"user": "ada4"})
    rows = list(csv.DictReader(io.StringIO(table.text)))
    assert [row["target"] for row in rows] == ["'=1+1", "b", "a"]
    assert rows[0]["action"] == "save preset"


@pytest.mark.parametrize(
    "wrong", [{"since": "yesterday"}, {"since": "2026-01-01"}, {"cursor": "x"}, {"limit": "0"}]
)
def test_wrong_conditions(api: Any, wrong: dict[str, str]) -> None:
    assert api("GET", "/audit", query_string=wrong).status_code == 400


def test_a_flood_of_refusals_is_cut_short(people: People, entries: Any, web: WebApp) -> None:
    eve = people.token("eve", Role.VIEWER)
    for _ in range(recording.REFUSALS.burst + 50):
        eve("DELETE", "/presets/x")
    kept = entries(user="eve", limit=1000)
    assert 0 < len(kept) < recording.REFUSALS.burst + 40
