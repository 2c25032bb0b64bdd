"""The panel of rules says what each rule does, why and since when."""

from __future__ import annotations

from typing import Any

from dashboard.components.rules_panel import rule_rows
from engine.model.rules import RuleRecord


def record(**changes: Any) -> RuleRecord:
    """A rule that holds nothing."""
    known: dict[str, Any] = {
        "name": "too warm", "hold_when": {"column": "room.temperature", "above": 310}, "rule_id": "RULE_001",
        "id": "RULE_001", "of_bench": False, "user": "ann", "created_at": "", "updated_at": "", "holding": False,
        "since": None, "reason": "", "trouble": "",
    }  # fmt: skip
    return RuleRecord(**{**known, **changes})


def test_a_rule_that_holds_says_why_and_since_when() -> None:
    holding = record(holding=True, since="2026-01-31T18:00:00.123456Z", reason="room.temperature is 311 K")
    text = str(rule_rows([holding]))
    assert "Holds since 2026-01-31 18:00:00 UTC: room.temperature is 311 K" in text
    assert "Suspends all scans when room.temperature above 310." in text
    assert "suspended" in text


def test_a_rule_that_cannot_be_looked_at_says_so() -> None:
    text = str(rule_rows([record(trouble="room: is not connected", scans={"instruments": ["meter"]})]))
    assert "Cannot be looked at: room: is not connected" in text
    assert "scans with meter" in text
    assert "disabled" in str(rule_rows([record(enabled=False)]))
    assert "There is no rule." in str(rule_rows([]))
