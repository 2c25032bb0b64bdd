"""What REST answers to a request it refuses, and a plan to ask with."""

from __future__ import annotations

from typing import Any

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


def refused(answer: Any, status: int) -> dict[str, str]:
    """The messages of a refusal by their path; it is one, of this status."""
    assert answer.status_code == status, answer.text
    assert answer.mimetype == "application/problem+json"
    body = answer.json
    assert body["status"] == status and body["title"] and body["detail"]
    return {e["path"]: e["message"] for e in body["errors"]}
