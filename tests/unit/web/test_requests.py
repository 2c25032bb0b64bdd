"""Answers of REST to requests that are wrong, too large, or for unknown things."""

from __future__ import annotations

import json
from typing import Any

import pytest
from support.refusals import PLAN, refused

from dashboard.app import MAX_BODY, WebApp
from engine.store import queues


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
def test_unknown_things_are_not_found(api: Any, method: str, path: str) -> None:
    bodies = {"commands": {"command": "pause"}, "scans": PLAN}
    body = bodies.get(path.rpartition("/")[2], {})
    if path.startswith("/queues") and path.endswith("commands"):
        body = {"command": "pause"}
    refused(api(method, path, **({"json": body} if method != "GET" else {})), 404)


def test_the_wrong_method(api: Any) -> None:
    answer = api("DELETE", "/queues")
    refused(answer, 405)
    assert "GET" in answer.headers["Allow"]


def test_an_unexpected_error_is_reported_without_details(
    web: WebApp, api: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(queues, "list_", broken)
    monkeypatch.setitem(web.server.view_functions, "api.list_queues", broken)
    answer = api("GET", "/queues")
    refused(answer, 500)
    assert "secret" not in answer.text
