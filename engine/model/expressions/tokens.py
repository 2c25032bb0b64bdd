"""Splits the text of a formula into tokens with their positions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

MAX_LENGTH = 2000
"""Characters that a formula may have."""


class ExpressionError(ValueError):
    """A formula is wrong or has no value; `position` counts its characters from 0, None where no single one is to
    blame.
    """

    def __init__(self, text: str, position: int | None, message: str) -> None:
        self.text = text
        self.position = position
        shown = text if len(text) <= 120 else f"{text[:117]}..."
        where = "" if position is None else f" at character {position + 1}"
        super().__init__(f"in {shown!r}{where}: {message}")


class TokenKind(Enum):
    """What a token is."""

    NUMBER = "number"
    NAME = "name"
    TEXT = "text"
    UNIT = "unit"
    SIGN = "sign"
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    """A token, and where it begins."""

    kind: TokenKind
    text: str
    at: int
    quoted: bool = False
    """Whether a name stands in backquotes, so that it is no word of the language."""


_TOKEN = re.compile(
    r"""(?P<space>\s+)
    |(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
    |(?P<name>[^\W\d]\w*(?:\.[^\W\d]\w*)*)
    |`(?P<quoted>[^`]+)`
    |(?P<text>'[^']*'|"[^"]*")
    |\[(?P<unit>[^\[\]]*)\]
    |(?P<sign>\*\*|<=|>=|==|!=|[-+*/%<>(),])""",
    re.VERBOSE,
)
_HINTS = {
    "^": "write ** for a power",
    "=": "write == to compare",
    "&": "write and",
    "|": "write or",
    "!": "write not",
}


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a formula, the last of kind END. Raises ExpressionError."""
    if len(text) > MAX_LENGTH:
        raise ExpressionError(text, None, f"a formula has at most {MAX_LENGTH} characters")
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise ExpressionError(text, at, _HINTS.get(text[at], f"{text[at]!r} means nothing here"))
        kind = found.lastgroup or ""
        if kind == "quoted":
            yield Token(TokenKind.NAME, found[kind], at, quoted=True)
        elif kind == "text":
            yield Token(TokenKind.TEXT, found[kind][1:-1], at)
        elif kind != "space":
            yield Token(TokenKind(kind), found[kind], at)
        at = found.end()
    yield Token(TokenKind.END, "", at)
