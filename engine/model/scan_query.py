"""The query language of lists of scans: `laser_nm > 500 and sample:S-42`.

    query  = and_  {"or" and_}            and_   = not_ {["and"] not_}
    not_   = ["not"] ("(" query ")" | term)
    term   = NAME (">" | ">=" | "<" | "<=" | "=" | "!=") VALUE | NAME ":" VALUE | WORD

Values with blanks stand in double quotes. A text without any of these signs is no query: it is searched as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from engine.errors import InputRefused, Problem

FIELDS = ("sample", "tag", "name", "notes", "status", "queue", "user", "scan")
"""Names before a colon that mean the scan itself; all others are metadata and settings."""
_LONGEST, _DEEPEST = 2000, 20
_NAME = r"[^\W\d][\w.]*"
_LOOKS_LIKE = re.compile(rf"(?:^|[\s(]){_NAME}(?:\s*(?:>=|<=|!=|==?|>|<)\s*[^\s=<>]|:[^\s:/])")
_TOKEN = re.compile(
    r'\s*(?:(?P<sign>>=|<=|!=|==|=|>|<|:|\(|\))|"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<word>[^\s()<>=!:"]+))'
)


class Sign(StrEnum):
    """How a term compares."""

    ABOVE = ">"
    AT_LEAST = ">="
    BELOW = "<"
    AT_MOST = "<="
    EQUAL = "="
    UNEQUAL = "!="
    IS = ":"


@dataclass(frozen=True, slots=True)
class Term:
    """A comparison of a name with a value."""

    name: str
    sign: Sign
    value: str


@dataclass(frozen=True, slots=True)
class Word:
    """A text to search for."""

    text: str


@dataclass(frozen=True, slots=True)
class Not:
    """What must not hold."""

    inner: Query


@dataclass(frozen=True, slots=True)
class Both:
    """What must all hold."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """Of what one must hold."""

    parts: tuple[Query, ...]


Query = Term | Word | Not | Both | Either


def parse(text: str) -> Query | None:
    """The query that a text is; None where it is a plain text to search for. Raises InputRefused for a mistake."""
    if not _LOOKS_LIKE.search(text):
        return None
    if len(text) > _LONGEST:
        raise wrong(f"is longer than {_LONGEST} characters")
    parser = _Parser(list(_tokens(text)))
    made = parser.either(0)
    if parser.left:
        raise wrong(f"cannot be read from {parser.left[0][1]!r} on")
    return made


def wrong(what: str) -> InputRefused:
    """The error for a query with a mistake."""
    return InputRefused("scans", [Problem("q", f"{what}; write it like laser_nm > 500 and sample:S-42")])


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    at = 0
    text = text.rstrip()
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise wrong(f"cannot be read from {text[at:].strip()[:20]!r} on")
        at = found.end()
        kind = found.lastgroup or ""
        token = found[kind]
        yield kind, re.sub(r"\\(.)", r"\1", token) if kind == "quoted" else token


class _Parser:
    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.left = tokens

    def either(self, depth: int) -> Query:
        if depth > _DEEPEST:
            raise wrong(f"has more than {_DEEPEST} brackets inside one another")
        parts = [self._both(depth)]
        while self._takes("or"):
            parts.append(self._both(depth))
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def _both(self, depth: int) -> Query:
        parts = [self._not(depth)]
        while self._takes("and") or (self.left and self.left[0] != ("sign", ")") and not self._at("or")):
            parts.append(self._not(depth))
        return parts[0] if len(parts) == 1 else Both(tuple(parts))

    def _not(self, depth: int) -> Query:
        turned = False
        while self._takes("not"):
            turned = not turned
        inner = self._part(depth)
        return Not(inner) if turned else inner

    def _part(self, depth: int) -> Query:
        kind, token = self._next("a name")
        if (kind, token) == ("sign", "("):
            inner = self.either(depth + 1)
            if self._next("a closing bracket") != ("sign", ")"):
                raise wrong("lacks a closing bracket")
            return inner
        if kind == "sign":
            raise wrong(f"has {token!r} where a name is expected")
        if self.left and self.left[0][0] == "sign" and self.left[0][1] not in "()":
            sign = self._next("")[1]
            value_kind, value = self._next(f"a value after {token} {sign}")
            if value_kind == "sign":
                raise wrong(f"has {value!r} where a value is expected")
            return Term(token, Sign("=" if sign == "==" else sign), value)
        return Word(token)

    def _at(self, word: str) -> bool:
        return bool(self.left) and self.left[0][0] == "word" and self.left[0][1].lower() == word

    def _takes(self, word: str) -> bool:
        if self._at(word):
            self.left.pop(0)
            return True
        return False

    def _next(self, wanted: str) -> tuple[str, str]:
        if not self.left:
            raise wrong(f"ends where {wanted} is expected")
        return self.left.pop(0)
