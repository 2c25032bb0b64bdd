"""Transactions that write to a database server: one after the other, and known again when their end was not heard."""

from __future__ import annotations

from sqlalchemy import Connection, text

_LOCK = 7_305_817
_MARK = "pybirch_mark"
_BEGIN = f"SELECT pg_advisory_xact_lock({_LOCK}), txid_current()"
_STATUS = text("SELECT CASE WHEN :mark < txid_current() THEN txid_status(:mark) END")
"""A server that was set back to an earlier state has never heard of numbers that are yet to come there."""


def begin_in_turn(conn: Connection) -> None:
    """One writer after the other, as in SQLite: journal numbers grow in commit order, and what was read still holds."""
    if conn.get_execution_options().get("pybirch_write", False):
        conn.info[_MARK] = conn.exec_driver_sql(_BEGIN).one()[1]


def mark_of(conn: Connection) -> int | None:
    """What `was_committed` knows this write transaction by; None on SQLite, whose commits fail or are done."""
    mark: int | None = conn.info.get(_MARK)
    return mark


def was_committed(conn: Connection, mark: int) -> bool:
    """Whether an earlier write transaction was committed, though its connection was lost before that was heard.

    Only within a later write transaction: that one's turn comes when the earlier one is over.
    """
    return bool(conn.scalar(_STATUS, {"mark": mark}) == "committed")
