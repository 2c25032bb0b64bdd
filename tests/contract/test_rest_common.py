"""What all addresses of REST share: locations, allowed methods, and answers to wrong requests."""

from __future__ import annotations

from typing import Any

import pytest
import requests
from support.running import Client, RunningServer


@pytest.fixture(scope="module")
def client(prefixed: RunningServer) -> Client:
    return prefixed.client()


def at(prefixed: RunningServer, path: str) -> str:
    return prefixed.url.removesuffix("/lab/") + path


def test_created_things_have_a_location(prefixed: RunningServer, client: Client) -> None:
    queue = client.post("api/v1/queues", {"name": "Morning"})
    assert queue.headers["Location"] == f"/lab/api/v1/queues/{queue.json()['queue_id']}"
    assert client.session.get(at(prefixed, queue.headers["Location"])).json() == queue.json()
    steps = [{"kind": "measure", "instruments": ["detector"]}]
    scan = client.post(f"api/v1/queues/{queue.json()['queue_id']}/scans", {"name": "one", "steps": steps})
    assert scan.headers["Location"] == f"/lab/api/v1/scans/{scan.json()['scan_id']}"


@pytest.mark.parametrize(
    ("path", "leads_to"),
    [("api/v1", "docs"), ("api/v1/", "docs"), ("openapi.json", "openapi.json")],
)
def test_common_addresses_redirect(client: Client, path: str, leads_to: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.url == f"{client.base}api/v1/{leads_to}"


def test_allowed_methods_of_an_address(client: Client) -> None:
    assert client.request("OPTIONS", "api/v1/queues").headers["Allow"] == "GET, HEAD, OPTIONS, POST"
    refused = client.request("DELETE", "api/v1/queues")
    assert refused.status_code == 405
    assert set(refused.headers["Allow"].split(", ")) == {"GET", "HEAD", "POST"}
    assert refused.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("body", ["[]", "null", '"text"', "5"])
def test_a_body_that_is_not_an_object(client: Client, body: str) -> None:
    refused = client.request("POST", "api/v1/queues", data=body, headers={"Content-Type": "application/json"})
    assert refused.status_code == 422
    assert refused.json()["errors"] == [{"path": "", "message": "must be an object"}]


def test_a_body_that_is_too_large_is_told_the_limit(client: Client) -> None:
    refused = client.post("api/v1/plans/check", {"name": "x" * 5_000_000})
    assert refused.status_code == 413
    assert "2,097,152 bytes" in refused.json()["detail"]


def test_a_query_value_that_is_not_a_number(client: Client) -> None:
    errors = client.get("api/v1/scans?limit=ten").json()["errors"]
    assert errors == [{"path": "limit", "message": "must be a whole number"}]


def test_a_text_that_is_too_long(client: Client) -> None:
    errors = client.post("api/v1/queues", {"name": "x" * 201}).json()["errors"]
    assert errors == [{"path": "name", "message": "must have at most 200 characters"}]


def test_the_character_nul_is_refused(client: Client) -> None:
    refused = client.post("api/v1/queues", {"name": "a\0b", "mode": "serial"})
    assert refused.status_code == 422
    assert [e["path"] for e in refused.json()["errors"]] == ["name"]
    steps = [{"kind": "set", "instrument": "detector", "settings": {"exposure": "\0"}}]
    refused = client.post("api/v1/plans/check", {"steps": steps, "metadata": {"\0": 1}})
    assert [e["path"] for e in refused.json()["errors"]] == ["steps[0].settings.exposure", "metadata.\0"]
    assert client.get("api/v1/scans?q=%00").status_code == 400
    assert client.get("api/v1/presets/a%00b").status_code == 404
    assert client.post("api/v1/queues", {"name": "a backslash and \\u0000"}).status_code == 201


def test_lists_by_pages(client: Client) -> None:
    for _ in range(3):
        client.new_queue()
    everything = client.get("api/v1/queues").json()
    assert everything["next"] is None
    found: list[Any] = []
    cursor = ""
    while cursor is not None:
        page = client.get("api/v1/queues", params={"limit": 2, "cursor": cursor}).json()
        assert len(page["items"]) <= 2
        found += page["items"]
        cursor = page["next"]
    assert found == everything["items"]
    first = client.get("api/v1/instruments?limit=1").json()
    assert [i["instrument_id"] for i in first["items"]] == [1]
    rest = client.get("api/v1/instruments", params={"cursor": first["next"]}).json()
    assert 1 not in [i["instrument_id"] for i in rest["items"]]
    refused = client.get("api/v1/queues?cursor=nonsense")
    assert (refused.status_code, refused.json()["errors"][0]["path"]) == (400, "cursor")


def test_a_plan_for_a_queue_that_does_not_exist(client: Client) -> None:
    assert client.post("api/v1/queues/QUEUE_999/scans", {"steps": []}).status_code == 404


@pytest.mark.parametrize("cookie", ["pybirch_session=\xff\xfe; =; ;;", "\xff", 'a="\\377'])
def test_cookies_that_are_not_text(prefixed: RunningServer, client: Client, cookie: str) -> None:
    url = f"{client.base}api/v1/queues"
    headers = {"Cookie": cookie.encode("latin-1")}
    assert requests.get(url, headers=headers, timeout=60).status_code == 401
    signed_in = {**headers, "Authorization": f"Bearer {prefixed.token}"}
    assert requests.get(url, headers=signed_in, timeout=60).status_code == 200
    handshake = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13"}
    room = requests.get(
        f"{client.base}ws/global",
        headers={**signed_in, **handshake, "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="},
        timeout=60,
        stream=True,
    )
    assert room.status_code == 101
    room.close()
