"""Sorts database errors: the database fails at the moment, or the statement and its values can never succeed."""

from __future__ import annotations

import sqlite3
from typing import Any

from sqlalchemy import exc

_LASTING = frozenset({"0A", "21", "22", "23", "42"})
"""SQLSTATE classes of wrong statements (PostgreSQL, appendix A): unsupported, values, constraints, syntax."""
_NOT_ALLOWED = "42501"


def is_trouble(error: exc.DBAPIError) -> bool:
    """Whether the database failed, so that the same statement may succeed later."""
    state = _sqlstate(error.orig)
    if state:
        return state[:2] not in _LASTING or state == _NOT_ALLOWED
    return isinstance(error, exc.OperationalError | exc.InternalError | exc.InterfaceError) or (
        type(error) is exc.DatabaseError
    )


def is_wrong_sql(error: Exception) -> bool:
    """Whether the text of the statement is wrong; SQLite reports that like a failure of its own."""
    return getattr(getattr(error, "orig", None), "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR


def is_unreadable(error: exc.DBAPIError) -> bool:
    """Whether stored data is damaged: a page of SQLite's file, or text that is not text."""
    code = getattr(error.orig, "sqlite_errorcode", None)
    return (code is not None and code & 0xFF == sqlite3.SQLITE_CORRUPT) or "decode to UTF-8" in str(
        error.orig
    )


def reason(error: BaseException | None) -> str:
    """The driver's own message in one line."""
    told: Any = error.args[0] if error is not None and error.args else error
    text = str(told["M"] if isinstance(told, dict) and "M" in told else error)
    # pg8000 appends settings that nobody made.
    return " ".join(text.partition(" (timeout is ")[0].split())


def _sqlstate(error: BaseException | None) -> str:
    """SQLSTATE as PostgreSQL's drivers give it; empty where there is none."""
    told: Any = error.args[0] if error is not None and error.args else None
    state = told.get("C") if isinstance(told, dict) else getattr(error, "sqlstate", None)
    return str(state or "")
