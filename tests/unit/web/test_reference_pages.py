"""The committed reference pages say what the code does."""

from __future__ import annotations

import jsonschema
import pytest

from docs.generate import REFERENCE, pages
from engine.model.event_schema import json_schema
from engine.model.events import EVENTS, ScanStatus
from engine.model.states import ScanState

GENERATED = pages()


@pytest.mark.parametrize("name", sorted(GENERATED))
def test_no_page_is_out_of_date(name: str) -> None:
    committed = (REFERENCE / name).read_text(encoding="utf-8")
    assert committed == GENERATED[name], f"docs/reference/{name} is out of date: run `make docs`"


def test_the_schema_of_the_events_takes_events_and_nothing_else() -> None:
    checker = jsonschema.Draft202012Validator(json_schema())
    status = ScanStatus(
        scan_id="SCAN_001",
        queue_id="QUEUE_001",
        name="x",
        status=ScanState.RUNNING,
        progress=0.5,
        point=1,
        timestamp="2026-01-01T00:00:00.000000Z",
    )
    event = {"event": "scan_status", "data": status.model_dump(mode="json")}
    assert checker.is_valid(event)
    assert not checker.is_valid({**event, "event": "queue_status"})
    assert not checker.is_valid({**event, "data": {**event["data"], "status": "asleep"}})  # type: ignore[dict-item]
    assert len(json_schema()["oneOf"]) == len(EVENTS)


@pytest.mark.parametrize("name", ["rest.md", "events.md", "live-messages.md"])
def test_every_field_and_parameter_is_explained(name: str) -> None:
    unexplained = [
        line for line in GENERATED[name].splitlines() if line.startswith("| `") and line.endswith("|  |")
    ]
    assert unexplained == []
