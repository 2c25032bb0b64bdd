"""JSON from clients: accepted only when database, encoders and browsers can all read it again."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate, islice
from typing import Any

import orjson

from dashboard.server.limits import JSON_CONTAINERS, JSON_DEPTH, JSON_INTEGER, JSON_NAMES
from engine.errors import InputRefused, Problem

_TEXT = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"')
_LONG_NUMBER = re.compile(rb"(?<![\d.])\d{16,}+(?![.eE])")
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_STEPS = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}
_MOST_TOLD = 100


class NotJson(InputRefused):
    """A text is not JSON."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("the text is not JSON", problems)


class JsonRefused(InputRefused):
    """The JSON has values that could not be read again; `problems` say where."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("the JSON was refused", problems)


def read(text: bytes | str) -> Any:
    """Read a JSON text. Raises NotJson when it is none; JsonRefused with the path of everything that is refused.

    Refused are: nesting deeper than JSON_DEPTH, too many names or lists, a name twice in one object, integers
    beyond JSON_INTEGER, and the character U+0000.
    """
    try:
        # orjson reports encoding errors.
        data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
        value = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        message = f"not JSON: {error.msg} at line {error.lineno}, column {error.colno}"
        raise NotJson([Problem("", message)]) from None
    problems = list(islice(_problems(data, value), _MOST_TOLD))
    if problems:
        raise JsonRefused(problems)
    return value


def _problems(data: bytes, value: Any) -> Iterator[Problem]:
    skeleton = _TEXT.sub(b"", data)
    brackets = skeleton.translate(None, _NO_BRACKETS)
    names, containers = skeleton.count(b":"), len(brackets) // 2
    if names > JSON_NAMES:
        yield Problem("", f"has {names:,} names in objects; at most {JSON_NAMES:,} are allowed")
    elif containers > JSON_CONTAINERS:
        yield Problem("", f"has {containers:,} lists and objects; at most {JSON_CONTAINERS:,} are allowed")
    elif max(accumulate(map(_STEPS.__getitem__, brackets)), default=0) > JSON_DEPTH:
        yield Problem(_too_deep(value), f"is nested deeper than {JSON_DEPTH} levels")
    else:
        if names != sum(len(found) for found in _containers(value) if isinstance(found, dict)):
            yield from _names_twice(data)
        if _LONG_NUMBER.search(skeleton):
            yield from _large_numbers(data)
        if b"\\u0000" in data:
            yield from _nuls(value)


def _names_twice(data: bytes) -> Iterator[Problem]:
    """Names that are given twice in one object: without this check the last one would win silently."""
    for path, found in _located(json.loads(data, object_pairs_hook=_Pairs)):
        if isinstance(found, _Pairs) and found.twice:
            yield Problem(_below(path, found.twice), "is given twice")


class _Pairs(dict[str, Any]):
    """An object, and the first name that it has twice."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.twice = next(
            (name for name, times in Counter(name for name, _ in pairs).items() if times > 1), None
        )


def _large_numbers(data: bytes) -> Iterator[Problem]:
    """Integers that not every reader takes exactly."""
    for path, found in _located(json.loads(data)):
        if isinstance(found, int) and abs(found) > JSON_INTEGER:
            yield Problem(path, f"must be between -{JSON_INTEGER:,} and {JSON_INTEGER:,}; write it as a text")


def _nuls(value: Any) -> Iterator[Problem]:
    """Texts and names with a character that no database and no file takes."""
    for path, found in _located(value):
        if isinstance(found, str) and "\0" in found:
            yield Problem(path, "must not hold the character U+0000")
        elif isinstance(found, dict):
            yield from (
                Problem(_below(path, name), "must not hold the character U+0000")
                for name in found
                if "\0" in name
            )


def _too_deep(value: Any) -> str:
    """Path of the first value that is nested too deeply."""
    depths = {id(value): 1}
    for path, found in _located(value):
        depth = depths.get(id(found), 0)
        if depth > JSON_DEPTH:
            return path
        if isinstance(found, list | dict):
            inner = found.values() if isinstance(found, dict) else found
            depths.update((id(one), depth + 1) for one in inner if isinstance(one, list | dict))
    return ""


def _containers(value: Any) -> Iterator[list[Any] | dict[str, Any]]:
    """Every list and object in a value, itself included."""
    waiting = [value] if isinstance(value, list | dict) else []
    while waiting:
        found = waiting.pop()
        yield found
        inner = found.values() if isinstance(found, dict) else found
        waiting.extend(one for one in inner if isinstance(one, list | dict))


def _located(value: Any) -> Iterator[tuple[str, Any]]:
    """Every value within a value, in order, with its path (`steps[0].axis`)."""
    waiting: list[tuple[str, Any]] = [("", value)]
    while waiting:
        path, found = waiting.pop()
        yield path, found
        if isinstance(found, dict):
            waiting.extend((_below(path, name), inner) for name, inner in reversed(found.items()))
        elif isinstance(found, list):
            numbered = [(f"{path}[{number}]", inner) for number, inner in enumerate(found)]
            waiting.extend(reversed(numbered))


def _below(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
