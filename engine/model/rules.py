"""Rules: conditions while which scans are suspended."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from engine.errors import Problem
from engine.model.bench import BenchSpec
from engine.model.condition import Condition
from engine.model.condition_check import condition_problems
from engine.model.node import Node, Seconds, Text
from engine.model.plan_problems import validated
from engine.model.suggestions import did_you_mean


class ScansUsing(Node):
    """Scans that use at least one of certain instruments."""

    instruments: Annotated[tuple[Text, ...], Field(min_length=1)]
    """Names of the instruments."""


class Rule(Node):
    """Suspends scans from the moment at which a condition holds until another one has held for some time."""

    name: Text
    """What people call the rule."""
    hold_when: Condition
    """The condition that suspends scans."""
    resume_when: Condition | None = None
    """The condition on which they go on; without it, that `hold_when` no longer holds."""
    settle: Seconds = 0.0
    """How long the condition to go on must hold without a break, in s."""
    scans: Literal["all"] | ScansUsing = "all"
    """Which scans it suspends."""
    enabled: Annotated[bool, Field(strict=True)] = True
    """Whether it is looked at."""

    def concerns(self, instruments: frozenset[str]) -> bool:
        """Whether it suspends scans that use these instruments."""
        return self.scans == "all" or not instruments.isdisjoint(self.scans.instruments)

    def as_json(self) -> dict[str, Any]:
        """Plain data of the rule with all fields."""
        return self.model_dump(mode="json", by_alias=True)


class RuleRecord(Rule):
    """A rule as REST answers it: its definition, where it comes from, and what it does at present."""

    rule_id: str
    """Identifier of the rule."""
    id: str
    """The same identifier."""
    of_bench: bool
    """Whether it stands in the bench file, where its definition is edited."""
    user: str
    """Who made it; empty for a rule of the bench file."""
    created_at: str
    """Time at which it was made, RFC 3339 in UTC."""
    updated_at: str
    """Time of the last change of its definition, RFC 3339 in UTC."""
    holding: bool
    """Whether it suspends scans now."""
    since: str | None
    """Since when it suspends them, RFC 3339 in UTC; null while it does not."""
    reason: str
    """Why it suspends them; empty while it does not."""
    trouble: str
    """Why it cannot be looked at now, such as a value that cannot be read; empty where it can."""

    def definition(self) -> Rule:
        """The rule alone."""
        return Rule(**{name: getattr(self, name) for name in Rule.model_fields})


def rule_problems(data: Any, bench: BenchSpec) -> list[Problem]:
    """Say everything that is wrong with plain data of a rule; never raises."""
    if not isinstance(data, dict):
        return [Problem("", "must be an object with name and hold_when")]
    _, found = validated(Rule, data, "")
    for name in ("hold_when", "resume_when"):
        found += condition_problems(data.get(name), name, bench)
    scans = data.get("scans")
    if isinstance(scans, dict) and isinstance(scans.get("instruments"), list):
        for i, name in enumerate(scans["instruments"]):
            if isinstance(name, str) and name not in bench.instruments:
                known = did_you_mean(name, bench.instruments)
                found.append(
                    Problem(f"scans.instruments[{i}]", f"no instrument {name!r} on this bench{known}")
                )
    return list({problem.path: problem for problem in reversed(found)}.values())[::-1]
