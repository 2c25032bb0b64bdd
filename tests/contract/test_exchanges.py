"""The record of an instrument's exchanges and the console, through REST with the real engine."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest
from support.running import ROOT, Client, RunningServer, wait_until

WAITS = {
    "name": "waits",
    "steps": [{"kind": "measure", "instruments": ["thermostat"]}, {"kind": "wait", "seconds": 600},
              {"kind": "measure", "instruments": ["thermostat"]}],
}  # fmt: skip


@pytest.fixture(scope="module")
def module_server(start_for_module: Callable[..., RunningServer]) -> RunningServer:
    return start_for_module("--demo", "0", bench=ROOT / "benches" / "demo.toml")


@pytest.fixture(scope="module")
def number(client: Client) -> int:
    """The thermostat's number, once it is connected."""

    def connected() -> int | None:
        items = client.get("api/v1/instruments").json()["items"]
        found = next(item for item in items if item["instrument_name"] == "thermostat")
        return int(found["instrument_id"]) if found["identity"] else None

    return int(wait_until(connected, "the thermostat"))


def test_what_was_sent_and_came_back_is_told(client: Client, number: int) -> None:
    lines = client.get(f"api/v1/instruments/{number}/exchanges").json()["items"]
    assert set(lines[0]) == {"timestamp", "instrument", "direction", "text", "duration"}
    at = next(index for index, line in enumerate(lines) if line["text"] == "*IDN?")
    assert (lines[at]["direction"], lines[at + 1]["direction"]) == ("sent", "received")
    assert lines[at + 1]["duration"] > 0


def test_it_can_be_saved_as_text(client: Client, number: int) -> None:
    saved = client.get(f"api/v1/instruments/{number}/exchanges", params={"format": "text"})
    assert saved.headers["Content-Type"].startswith("text/plain")
    assert saved.headers["Content-Disposition"] == 'attachment; filename="thermostat exchanges.txt"'
    assert "thermostat  → *IDN?\n" in saved.text
    assert client.get(f"api/v1/instruments/{number}/exchanges", params={"format": "x"}).status_code == 400


def test_a_message_by_hand_is_answered_and_on_record(client: Client, number: int) -> None:
    asked = client.command("instruments", number, "query", message="*IDN?")
    assert asked.status_code == 202
    assert "PyBirch" in asked.json()["result"]["answer"]
    assert client.command("instruments", number, "write", message="SIM:NOISE 1").status_code == 202
    lines = client.get(f"api/v1/instruments/{number}/exchanges").json()["items"]
    by_hand = [line["text"] for line in lines if line["direction"] == "by hand"]
    assert by_hand == ["operator sends *IDN?", "operator sends SIM:NOISE 1"]


def test_nothing_is_sent_while_a_scan_holds_the_instrument(client: Client, number: int) -> None:
    scan = client.begin(WAITS)
    wait_until(lambda: client.scan(scan)["point"] == 1, "the first point")
    refused = client.command("instruments", number, "query", message="SECRET?")
    assert refused.status_code == 409
    assert scan in refused.json()["detail"]
    lines = client.get(f"api/v1/instruments/{number}/exchanges").json()["items"]
    assert "SECRET?" not in str(lines)
    client.command("scans", scan, "abort")
    client.wait_scan(scan, "aborted")


def test_what_is_wrong_is_refused(client: Client, number: int) -> None:
    lacking = client.command("instruments", number, "query")
    assert (lacking.status_code, lacking.json()["errors"][0]["path"]) == (422, "message")
    assert client.command("instruments", number, "stop", message="x").status_code == 422
    assert client.command("instruments", number, "write", message=" ").status_code == 422
    assert client.get("api/v1/instruments/99999/exchanges").status_code == 404


def test_asking_leaves_nothing_in_the_database(
    client: Client, number: int, module_server: RunningServer
) -> None:
    assert client.get(f"api/v1/instruments/{number}/exchanges").status_code == 200
    with closing(sqlite3.connect(module_server.home / "pybirch.sqlite")) as database:
        rows = database.execute("SELECT count(*) FROM commands WHERE command = 'exchanges'").fetchone()
        kept = database.execute("SELECT user FROM commands WHERE command = 'query'").fetchall()
    assert rows == (0,)
    assert ("operator",) in kept
