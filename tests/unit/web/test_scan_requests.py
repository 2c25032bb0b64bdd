"""Scans through REST: found, annotated, their plans checked before they are queued."""

from __future__ import annotations

from typing import Any

from support.refusals import PLAN, refused

from engine.store import scans
from engine.store.database import Database


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


def test_data_of_a_scan_without_readings(api: Any, scan: str) -> None:
    data = api("GET", f"/scans/{scan}/data").json
    assert (data.pop("record")["plan"]["name"], data) == ("line", {"scan_id": scan, "measurements": {}})
    assert "csv" in refused(api("GET", f"/scans/{scan}/data?format=xls"), 400)["format"]
    refused(api("GET", f"/scans/{scan}/data?first=-1"), 400)
    refused(api("GET", f"/scans/{scan}/data?measurement=nothing"), 404)
