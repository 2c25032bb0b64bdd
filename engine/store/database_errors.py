"""Who is at fault when a statement fails: the database for the moment, or the statement and its values for good."""

from __future__ import annotations

import sqlite3
from typing import Any

from sqlalchemy import exc

_LASTING = frozenset({"0A", "21", "22", "23", "42"})
"""SQLSTATE classes of a statement's own faults (PostgreSQL, appendix A): unsupported, values, constraints, syntax."""
_NOT_ALLOWED = "42501"


def is_trouble(error: exc.DBAPIError) -> bool:
    """Whether the database is at fault, so that the same statement may succeed later."""
    state = _sqlstate(error.orig)
    if state:
        return state[:2] not in _LASTING or state == _NOT_ALLOWED
    return isinstance(error, exc.OperationalError | exc.InternalError | exc.InterfaceError) or (
        type(error) is exc.DatabaseError
    )


def is_wrong_sql(error: Exception) -> bool:
    """Whether the text of the statement is at fault; SQLite reports that like trouble of its own."""
    return getattr(getattr(error, "orig", None), "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR


def is_unreadable(error: exc.DBAPIError) -> bool:
    """Whether what is stored is at fault: a page of SQLite's file, or text that is none."""
    code = getattr(error.orig, "sqlite_errorcode", None)
    return (code is not None and code & 0xFF == sqlite3.SQLITE_CORRUPT) or "decode to UTF-8" in str(
        error.orig
    )


def reason(error: BaseException | None) -> str:
    """The driver's own words in one line."""
    told: Any = error.args[0] if error is not None and error.args else error
    text = str(told["M"] if isinstance(told, dict) and "M" in told else error)
    # pg8000 goes on with settings of its own that nobody made.
    return " ".join(text.partition(" (timeout is ")[0].split())


def _sqlstate(error: BaseException | None) -> str:
    """SQLSTATE as PostgreSQL's drivers give it, empty where there is none."""
    told: Any = error.args[0] if error is not None and error.args else None
    state = told.get("C") if isinstance(told, dict) else getattr(error, "sqlstate", None)
    return str(state or "")
