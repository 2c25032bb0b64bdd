"""Makes write transactions on a database server run one after the other, and finds out whether a lost commit
succeeded.
"""

from __future__ import annotations

from sqlalchemy import Connection, text

_LOCK = 7_305_817
_MARK = "pybirch_mark"
_BEGIN = f"SELECT pg_advisory_xact_lock({_LOCK}), txid_current()"
_STATUS = text("SELECT CASE WHEN :mark < txid_current() THEN txid_status(:mark) END")
"""A server that was restored to an earlier state does not know numbers that it has not reached yet."""


def begin_in_turn(conn: Connection) -> None:
    """Let one writer run at a time, as SQLite does: journal numbers then grow in commit order, and reads stay valid."""
    if conn.get_execution_options().get("pybirch_write", False):
        conn.info[_MARK] = conn.exec_driver_sql(_BEGIN).one()[1]


def mark_of(conn: Connection) -> int | None:
    """Number by which `was_committed` recognises this write transaction; None for SQLite, where the end is always
    known.
    """
    mark: int | None = conn.info.get(_MARK)
    return mark


def was_committed(conn: Connection, mark: int) -> bool:
    """Whether an earlier write transaction was committed, though its connection was lost before the answer came.

    Call it within a later write transaction, which begins only after the earlier one has ended.
    """
    return bool(conn.scalar(_STATUS, {"mark": mark}) == "committed")
