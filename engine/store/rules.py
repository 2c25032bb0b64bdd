"""Rules in the store: those of the bench file and those that people made, with what each does at present."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from engine.errors import NotFound
from engine.model import clock, ids
from engine.model.rules import Rule, RuleRecord
from engine.store import tables
from engine.store.timestamps import as_text

_r = tables.rules.c
IDLE: dict[str, Any] = {"holding": False, "since": None, "reason": "", "trouble": ""}
"""What a rule does that holds nothing."""


def list_(conn: Connection) -> list[RuleRecord]:
    """All rules, oldest first."""
    return [_record(row) for row in conn.execute(select(tables.rules).order_by(_r.id))]


def get(conn: Connection, number: int) -> RuleRecord:
    """One rule. Raises NotFound when there is none."""
    row = conn.execute(select(tables.rules).where(_r.id == number)).one_or_none()
    if row is None:
        raise NotFound(f"there is no rule {ids.rule_id(number)}")
    return _record(row)


def create(conn: Connection, rule: Rule, user: str, *, of_bench: bool = False) -> RuleRecord:
    """Store a new rule."""
    moment = clock.now()
    row = {"rule": rule.as_json(), "state": IDLE, "of_bench": of_bench, "user": user}
    made = conn.execute(insert(tables.rules).values(**row, created_at=moment, updated_at=moment))
    assert made.inserted_primary_key is not None
    return get(conn, int(made.inserted_primary_key[0]))


def change(conn: Connection, number: int, rule: Rule) -> RuleRecord:
    """Store another definition of a rule. Raises NotFound."""
    values = {"rule": rule.as_json(), "updated_at": clock.now()}
    conn.execute(update(tables.rules).where(_r.id == number).values(values))
    return get(conn, number)


def remove(conn: Connection, number: int) -> None:
    """Remove a rule. Raises NotFound."""
    get(conn, number)
    conn.execute(delete(tables.rules).where(_r.id == number))


def set_state(conn: Connection, number: int, state: dict[str, Any]) -> None:
    """Store what a rule does at present."""
    conn.execute(update(tables.rules).where(_r.id == number).values(state=state))


def sync(conn: Connection, of_bench: Iterable[Rule]) -> list[RuleRecord]:
    """Bring the rules of the bench file up to date and forget what rules did before; returns all rules.

    A rule of the bench file keeps whether it is enabled as long as nothing else about it changes.
    """
    conn.execute(update(tables.rules).values(state=IDLE))
    known = {r.name: r for r in list_(conn) if r.of_bench}
    wanted = {rule.name: rule for rule in of_bench}
    for name, record in known.items():
        if name not in wanted:
            remove(conn, ids.rule_number(record.rule_id))
    for name, rule in wanted.items():
        before = known.get(name)
        if before is None:
            create(conn, rule, "", of_bench=True)
        elif before.definition().model_copy(update={"enabled": rule.enabled}) != rule:
            change(conn, ids.rule_number(before.rule_id), rule)
    return list_(conn)


def _record(row: Row[Any]) -> RuleRecord:
    return RuleRecord(
        rule_id=ids.rule_id(row.id),
        id=ids.rule_id(row.id),
        **row.rule,
        **row.state,
        of_bench=row.of_bench,
        user=row.user,
        created_at=as_text(row.created_at),
        updated_at=as_text(row.updated_at),
    )
