"""Presets through REST: saved, listed, replaced, removed, and refused when they are not plans."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
import requests
from support.running import Client, RunningServer

PLAN: dict[str, Any] = {"name": "Line", "steps": [{"kind": "measure", "instruments": ["detector"]}]}


def put(client: Client, name: str, plan: Any) -> requests.Response:
    return client.request("PUT", f"api/v1/presets/{quote(name, safe='')}", json=plan)


@pytest.fixture
def client(module_client: Client) -> Client:
    for preset in module_client.get("api/v1/presets").json()["items"]:
        module_client.delete(f"api/v1/presets/{quote(preset['name'], safe='')}")
    return module_client


def test_a_preset_is_kept_and_given_back_as_it_was(client: Client) -> None:
    made = put(client, "Überblick, 50 %", PLAN)
    assert made.status_code == 201
    found = client.get(f"api/v1/presets/{quote('Überblick, 50 %')}").json()
    assert found == made.json()
    assert found["plan"] == PLAN
    assert found["created_at"].endswith("Z")


def test_a_second_one_of_the_same_name_replaces_the_first(client: Client) -> None:
    first = put(client, "Line", PLAN).json()
    second = put(client, "Line", {**PLAN, "sample": "S-1"})
    assert second.status_code == 200
    assert second.json()["plan"]["sample"] == "S-1"
    assert second.json()["created_at"] == first["created_at"]
    assert len(client.get("api/v1/presets").json()["items"]) == 1


def test_the_list_is_by_name_without_plans(client: Client) -> None:
    for name in ("beta", "Alpha", "gamma"):
        put(client, name, PLAN)
    found = client.get("api/v1/presets").json()
    assert [(p["name"], p["plan"]) for p in found["items"]] == [
        ("Alpha", None),
        ("beta", None),
        ("gamma", None),
    ]
    assert found["next"] is None


def test_a_removed_preset_is_gone(client: Client) -> None:
    put(client, "Line", PLAN)
    assert client.delete("api/v1/presets/Line").status_code == 204
    assert client.get("api/v1/presets/Line").status_code == 404
    assert client.delete("api/v1/presets/Line").status_code == 404


def test_an_unfinished_plan_may_be_kept(client: Client) -> None:
    assert put(client, "Half", {"steps": [{"kind": "sweep", "axis": "nowhere"}]}).status_code == 201


@pytest.mark.parametrize("plan", [[], "text", {}, {"steps": "none"}, {"steps": {}}])
def test_an_invalid_plan_is_refused_with_its_path(client: Client, plan: Any) -> None:
    answer = put(client, "Line", plan)
    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert [e["path"] for e in answer.json()["errors"]] == ["steps"]


@pytest.mark.parametrize("name", [" ", " Line", "Line\n", "x" * 201])
def test_preset_names_that_cannot_be_chosen_again_are_refused(client: Client, name: str) -> None:
    answer = put(client, name, PLAN)
    assert answer.status_code == 422
    assert [e["path"] for e in answer.json()["errors"]] == ["name"]


def test_presets_need_a_sign_in(module_server: RunningServer) -> None:
    for method in ("GET", "PUT", "DELETE"):
        answer = requests.request(method, f"{module_server.url}api/v1/presets/Line", json=PLAN, timeout=60)
        assert answer.status_code == 401


def test_procedures_are_listed_with_their_arguments(client: Client) -> None:
    found = {p["name"]: p for p in client.get("api/v1/procedures").json()["items"]}
    assert {"axis", "start", "stop"} <= set(found["find_peak"]["arguments"]["properties"])
    assert found["find_peak"]["summary"]


def test_an_unknown_procedure_is_a_problem_of_the_plan(client: Client) -> None:
    plan = {"steps": [{"kind": "procedure", "name": "find_paek", "arguments": {}}]}
    [problem] = client.post("api/v1/plans/check", plan).json()["problems"]
    assert problem["path"] == "steps[0].name"
    assert "did you mean 'find_peak'" in problem["message"]
