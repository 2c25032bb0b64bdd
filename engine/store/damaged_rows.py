"""Reads rows of lists so that a damaged row does not hide the others: it becomes a record with the readable fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any, Generic, TypeVar

from pydantic import ValidationError
from sqlalchemy import Column, Connection, Select, exc, select

from engine.model.records import ListedRecord

R = TypeVar("R", bound=ListedRecord)
Reader = Callable[[Any], Any]
_DAMAGE = (ValueError, TypeError, KeyError, AttributeError, RecursionError)
"""What reading a damaged value raises: wrong JSON, a wrong timestamp, a state that does not exist."""


class RowReader(Generic[R]):
    """Turns rows of a table into records.

    `readers` compute the record's fields from a row, `defaults` replace those that cannot be read (None for all
    others). The record's `unreadable` names them.
    """

    def __init__(
        self, record: type[R], key: Column[Any], readers: Mapping[str, Reader], defaults: Mapping[str, Any]
    ) -> None:
        self._record = record
        self._key = key
        self._readers = readers
        self._defaults = defaults

    def one(
        self, conn: Connection, statement: Select[Any], parameters: Mapping[str, Any], **more: Any
    ) -> R | None:
        """Read the record of the only row; None when there is none. `more` are fields that are not in the row."""
        found = self.all(conn, statement, parameters, **more)
        return found[0] if found else None

    def all(
        self,
        conn: Connection,
        statement: Select[Any],
        parameters: Mapping[str, Any] | None = None,
        **more: Any,
    ) -> list[R]:
        """Read the records of all rows, in order."""
        try:
            return [self._of(row, more) for row in conn.execute(statement, parameters)]
        except _DAMAGE:
            return self._one_by_one(conn, statement, parameters, more)
        except exc.DBAPIError as error:
            if not _no_text(error):
                raise
            return self._one_by_one(conn, statement, parameters, more)

    def _of(self, row: Any, more: Mapping[str, Any]) -> R:
        return self._record(**{name: read(row) for name, read in self._readers.items()}, **more)

    def _one_by_one(
        self,
        conn: Connection,
        statement: Select[Any],
        parameters: Mapping[str, Any] | None,
        more: Mapping[str, Any],
    ) -> list[R]:
        keys = conn.scalars(statement.with_only_columns(self._key), parameters).all()
        return [self._whole_or_in_part(conn, statement, key, more) for key in keys]

    def _whole_or_in_part(
        self, conn: Connection, statement: Select[Any], key: Any, more: Mapping[str, Any]
    ) -> R:
        columns = list(statement.selected_columns)
        try:
            return self._of(conn.execute(select(*columns).where(self._key == key)).one(), more)
        except (*_DAMAGE, exc.DBAPIError):
            pass
        values: dict[str, Any] = {}
        for column in columns:
            try:
                values[str(column.key)] = conn.scalar(select(column).where(self._key == key))
            except (*_DAMAGE, exc.DBAPIError):
                continue
        return self._in_part(SimpleNamespace(**values), more)

    def _in_part(self, row: Any, more: Mapping[str, Any]) -> R:
        lost: dict[str, None] = {}
        fields: dict[str, Any] = {}
        for name, read in self._readers.items():
            try:
                fields[name] = read(row)
            except _DAMAGE:
                lost[name] = None
                fields[name] = self._defaults.get(name)
        fields |= more
        while True:
            note = f"{', '.join(lost)} cannot be read from the database"
            try:
                return self._record(**fields, unreadable=note)
            except ValidationError as error:
                wrong = {str(problem["loc"][0]) for problem in error.errors()} - lost.keys()
                if not wrong:
                    raise
                lost |= dict.fromkeys(sorted(wrong))
                fields |= {name: self._defaults.get(name) for name in wrong}


def _no_text(error: exc.DBAPIError) -> bool:
    """Whether SQLite has bytes in place of a text."""
    return "decode to utf-8" in str(error.orig).lower()
