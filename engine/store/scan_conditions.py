"""Turns queries of scans into conditions of SQL; every text and number of a query is a bound parameter.

Names that are not fields of a scan are looked for in its metadata and in its plan: values under that name at any
depth, and `instrument.setting` in steps that set it. Only scans whose JSON has the name as text are looked into.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, bindparam, cast, false, not_, or_, text

from engine.errors import NotFound
from engine.model import ids
from engine.model.scan_query import Both, Either, Not, Query, Sign, Term, Word, wrong
from engine.store import tables

Condition = ColumnElement[bool]
_s = tables.scans.c
_ESCAPE = "\\"


def condition(query: Query, sqlite: bool, search: Callable[[str], Condition]) -> Condition:
    """The condition that a row of `scans` meets a query; `search` makes that for a word. Raises InputRefused."""
    match query:
        case Word(text=word):
            return search(word)
        case Not(inner=inner):
            return not_(condition(inner, sqlite, search))
        case Both(parts=parts):
            return and_(*(condition(part, sqlite, search) for part in parts))
        case Either(parts=parts):
            return or_(*(condition(part, sqlite, search) for part in parts))
        case Term():
            return _term(query, sqlite)


def _term(term: Term, sqlite: bool) -> Condition:
    field = term.name.lower()
    if field in _FIELDS:
        if term.sign not in (Sign.IS, Sign.EQUAL, Sign.UNEQUAL):
            raise wrong(f"compares {field} with {term.sign}, which only numbers can be")
        made = _FIELDS[field](term.value)
        return not_(made) if term.sign is Sign.UNEQUAL else made
    return or_(_inside("metadata", term, sqlite), _inside("plan", term, sqlite))


def _contains(column: ColumnElement[Any]) -> Callable[[str], Condition]:
    return lambda value: column.ilike(pattern(value), escape=_ESCAPE)


def _tag(value: str) -> Condition:
    return cast(_s.tags, Text).ilike(pattern(json.dumps(value, ensure_ascii=False)), escape=_ESCAPE)


def _number(read: Callable[[str], int], column: ColumnElement[Any]) -> Callable[[str], Condition]:
    def made(value: str) -> Condition:
        try:
            return column == read(value.upper())
        except NotFound:
            return false()

    return made


_FIELDS: dict[str, Callable[[str], Condition]] = {
    "sample": lambda value: _s.sample.ilike(exactly(value), escape=_ESCAPE),
    "user": lambda value: _s.user.ilike(exactly(value), escape=_ESCAPE),
    "status": lambda value: _s.status == value.lower(),
    "name": _contains(_s.name),
    "notes": _contains(_s.notes),
    "tag": _tag,
    "queue": _number(ids.queue_number, _s.queue),
    "scan": _number(ids.scan_number, _s.id),
}


def pattern(wanted: str) -> str:
    """A LIKE pattern for texts that contain this one."""
    return f"%{exactly(wanted)}%"


def exactly(wanted: str) -> str:
    """A LIKE pattern for this text, in capitals or not."""
    for special in (_ESCAPE, "%", "_"):
        wanted = wanted.replace(special, _ESCAPE + special)
    return wanted


def _inside(column: str, term: Term, sqlite: bool) -> Condition:
    """Whether a JSON column has the value; `column` is a name of this module, never of a query."""
    instrument, _, setting = term.name.rpartition(".")
    here = cast(_s[column], Text)
    name = setting if instrument and column == "plan" else term.name
    has_name = here.like(pattern(json.dumps(name, ensure_ascii=False)), escape=_ESCAPE)
    value = _value(term)
    deep = _sqlite if sqlite else _postgresql
    return and_(has_name, deep(column, term.name, instrument, setting, term.sign, value))


def _value(term: Term) -> float | str:
    try:
        number = float(term.value)
    except ValueError:
        number = math.nan
    if math.isfinite(number):
        return number
    if term.sign in (Sign.ABOVE, Sign.AT_LEAST, Sign.BELOW, Sign.AT_MOST):
        raise wrong(f"compares {term.name} with {term.value!r}, which is no number")
    return term.value


_SQL_SIGNS = {Sign.IS: "=", Sign.UNEQUAL: "<>"}
_PATH_SIGNS = {Sign.IS: "==", Sign.EQUAL: "=="}


def _sqlite(
    column: str, name: str, instrument: str, setting: str, sign: Sign, value: float | str
) -> Condition:
    kinds = "('text')" if isinstance(value, str) else "('integer', 'real')"
    compare = f"{_SQL_SIGNS.get(sign, sign.value)} :value"
    compare += " COLLATE NOCASE" if isinstance(value, str) else ""
    tree = f"json_tree(scans.{column}) AS t"
    found = f"EXISTS (SELECT 1 FROM {tree} WHERE t.key = :name AND t.type IN {kinds} AND t.atom {compare})"
    parts = {"name": name, "value": value}
    if instrument and column == "plan":
        inner = "json_extract(t.value, :path)"
        found += (
            f" OR EXISTS (SELECT 1 FROM json_tree(scans.plan) AS t WHERE t.key = 'settings' AND t.type = 'object' "
            f"AND json_extract(scans.plan, t.path || '.instrument') = :instrument AND typeof({inner}) IN {kinds} "
            f"AND {inner} {compare})"
        )
        parts |= {"instrument": instrument, "path": f"$.{json.dumps(setting)}"}
    return _bound(f"(json_valid(scans.{column}) AND ({found}))", parts)


def _postgresql(
    column: str, name: str, instrument: str, setting: str, sign: Sign, value: float | str
) -> Condition:
    compare = f"? (@ {_PATH_SIGNS.get(sign, sign.value)} $value)"
    paths = {"path": f"$.**.{json.dumps(name)} {compare}"}
    if instrument and column == "plan":
        paths["settings"] = f"$.** ? (@.instrument == $instrument).settings.{json.dumps(setting)} {compare}"
    known = json.dumps({"value": value, "instrument": instrument})
    found = " OR ".join(
        f"jsonb_path_exists(CAST(scans.{column} AS jsonb), CAST(:{path} AS jsonpath), CAST(:known AS jsonb))"
        for path in paths
    )
    return _bound(f"({found})", {**paths, "known": known})


def _bound(sql: str, parts: dict[str, Any]) -> Condition:
    made: Any = text(sql).bindparams(*(bindparam(name, value, unique=True) for name, value in parts.items()))
    return made  # type: ignore[no-any-return]
