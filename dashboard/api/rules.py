"""Rules that suspend scans: listed, made, changed and removed."""

from __future__ import annotations

from typing import Any

from flask import Response

from dashboard.api.answers import Answer
from dashboard.api.context import Context
from dashboard.api.operations import Api, Made
from dashboard.api.orders import order
from dashboard.api.validation import json_body
from dashboard.server.problems import Refusal
from engine.errors import Problem
from engine.model import ids
from engine.model.rules import Rule, RuleRecord
from engine.store import rules


class RuleList(Answer):
    """One page of a list: rules."""

    items: list[RuleRecord]
    """The entries of this page."""
    next: str | None = None
    """Cursor of the following page; null at the end."""


class RuleChanges(Answer):
    """Fields of a rule that are to change; `Rule` says what each may be."""

    name: str | None = None
    """Another name."""
    hold_when: dict[str, Any] | None = None
    """Another condition that suspends scans."""
    resume_when: dict[str, Any] | None = None
    """Another condition on which they go on."""
    settle: float | None = None
    """Another time that the condition must last, in s."""
    scans: str | dict[str, Any] | None = None
    """Other scans that it suspends."""
    enabled: bool | None = None
    """Whether it is looked at."""


def register(api: Api, context: Context) -> None:
    """Add the operations."""

    def existing(rule_id: str) -> RuleRecord:
        return context.read(lambda conn: rules.get(conn, ids.rule_number(rule_id)))

    @api.operation("GET", "/rules", "Every rule, oldest first", group="Rules", returns=RuleList)
    def list_rules() -> RuleList:
        return RuleList(items=context.read(rules.list_))

    @api.operation(
        "POST",
        "/rules",
        "Make a rule that suspends scans",
        group="Rules",
        body=Rule,
        returns=RuleRecord,
        status=201,
        errors=(400, 409, 415, 422, 503, 504),
    )
    def make_rule() -> Made:
        made = order(context, "rule", "", "create", _object(json_body()))
        rule = existing(str((made.result or {})["rule_id"]))
        return Made(rule, f"/rules/{rule.rule_id}")

    @api.operation("GET", "/rules/{rule_id}", "A rule", group="Rules", returns=RuleRecord, errors=(404,))
    def get_rule(rule_id: str) -> RuleRecord:
        return existing(rule_id)

    @api.operation(
        "PATCH",
        "/rules/{rule_id}",
        "Change a rule, or enable or disable it",
        group="Rules",
        body=RuleChanges,
        returns=RuleRecord,
        errors=(400, 404, 409, 415, 422, 503, 504),
    )
    def change_rule(rule_id: str) -> RuleRecord:
        existing(rule_id)
        order(context, "rule", rule_id, "change", _object(json_body()))
        return existing(rule_id)

    @api.operation(
        "DELETE",
        "/rules/{rule_id}",
        "Remove a rule; scans that it suspends go on",
        group="Rules",
        status=204,
        errors=(404, 409, 503, 504),
    )
    def remove_rule(rule_id: str) -> Response:
        existing(rule_id)
        order(context, "rule", rule_id, "remove")
        return Response(status=204)


def _object(data: Any) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise Refusal(422, "The rule was not stored.", [Problem("", "must be an object")])
    return data
