"""Parses formulas by recursive descent; precedence as in Python."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches

from engine.model.expressions.functions import CONSTANTS, Function
from engine.model.expressions.tokens import ExpressionError, Token, TokenKind, tokens
from engine.model.expressions.tree import (
    Binary,
    Call,
    Choice,
    Comparison,
    Logic,
    Name,
    Negative,
    Node,
    Not,
    Number,
    Text,
)

_WORDS = ("and", "or", "not", "if", "else")
_COMPARING = ("<", "<=", ">", ">=", "==", "!=")
_MAX_DEPTH = 50


class Parser:
    """Parses one text; `functions` are those that it may call."""

    def __init__(self, text: str, functions: Mapping[str, Function]) -> None:
        self._text = text
        self._functions = functions
        self._tokens = list(tokens(text))
        self._next = 0
        self._depth = 0

    def parse(self) -> Node:
        """The tree of the whole text. Raises ExpressionError."""
        node = self._choice()
        if self._token.kind is not TokenKind.END:
            raise self._error(f"{self._token.text!r} does not belong here", self._token)
        return node

    @property
    def _token(self) -> Token:
        return self._tokens[self._next]

    def _error(self, message: str, token: Token) -> ExpressionError:
        return ExpressionError(self._text, token.at, message)

    def _take(self, *texts: str) -> Token | None:
        """The next token where it is one of these signs or words, which is then behind us."""
        token = self._token
        if token.kind in (TokenKind.SIGN, TokenKind.NAME) and token.text in texts and not token.quoted:
            self._next += 1
            return token
        return None

    def _expect(self, text: str) -> None:
        if self._take(text) is None:
            found = repr(self._token.text) if self._token.text else "the end"
            raise self._error(f"expected {text!r}, found {found}", self._token)

    def _choice(self) -> Node:
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise self._error("parentheses are nested too deeply", self._token)
        node = self._joined("or", lambda: self._joined("and", self._negated))
        if word := self._take("if"):
            condition = self._joined("or", lambda: self._joined("and", self._negated))
            self._expect("else")
            node = Choice(word.at, condition, node, self._choice())
        self._depth -= 1
        return node

    def _joined(self, word: str, part: Callable[[], Node]) -> Node:
        first = part()
        values, at = [first], None
        while found := self._take(word):
            at = found.at if at is None else at
            values.append(part())
        return first if at is None else Logic(at, word, tuple(values))

    def _negated(self) -> Node:
        words = []
        while found := self._take("not"):
            words.append(found)
        node = self._comparison()
        return node if not words else (Not(words[0].at, node) if len(words) % 2 else Not(0, Not(0, node)))

    def _comparison(self) -> Node:
        first = self._sum()
        values, signs, at = [first], [], None
        while found := self._take(*_COMPARING):
            at = found.at if at is None else at
            signs.append(found.text)
            values.append(self._sum())
        return first if at is None else Comparison(at, tuple(signs), tuple(values))

    def _sum(self) -> Node:
        return self._left_to_right(("+", "-"), self._product)

    def _product(self) -> Node:
        return self._left_to_right(("*", "/", "%"), self._signed)

    def _left_to_right(self, signs: tuple[str, ...], part: Callable[[], Node]) -> Node:
        node = part()
        while found := self._take(*signs):
            node = Binary(found.at, found.text, node, part())
        return node

    def _signed(self) -> Node:
        signs = []
        while found := self._take("-", "+"):
            signs.append(found)
        node = self._power()
        if sum(sign.text == "-" for sign in signs) % 2:
            node = Negative(signs[0].at, node)
        return node

    def _power(self) -> Node:
        base = self._value()
        if found := self._take("**"):
            self._depth += 1
            if self._depth > _MAX_DEPTH:
                raise self._error("powers are nested too deeply", found)
            base = Binary(found.at, "**", base, self._signed())
            self._depth -= 1
        return base

    def _value(self) -> Node:
        token = self._token
        if self._take("("):
            node = self._choice()
            self._expect(")")
            return node
        if token.kind is TokenKind.NUMBER:
            self._next += 1
            value = float(token.text)
            if value == float("inf"):
                raise self._error(f"{token.text} is too large", token)
            unit = self._token
            if unit.kind is TokenKind.UNIT:
                self._next += 1
                return Number(token.at, value, unit.text.strip())
            return Number(token.at, value)
        if token.kind is TokenKind.TEXT:
            self._next += 1
            return Text(token.at, token.text)
        if token.kind is TokenKind.NAME and (token.quoted or token.text not in _WORDS):
            self._next += 1
            return self._call(token) if self._take("(") else self._named(token)
        found = repr(token.text) if token.text else "the end"
        raise self._error(f"expected a number or a name, found {found}", token)

    def _named(self, token: Token) -> Node:
        if not token.quoted and token.text in CONSTANTS:
            return Number(token.at, CONSTANTS[token.text])
        return Name(token.at, token.text)

    def _call(self, name: Token) -> Node:
        function = self._functions.get(name.text)
        if function is None:
            near = get_close_matches(name.text, self._functions, 1)
            hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(sorted(self._functions))}"
            raise self._error(f"there is no function {name.text!r}; {hint}", name)
        arguments = []
        if not self._take(")"):
            arguments.append(self._choice())
            while self._take(","):
                arguments.append(self._choice())
            self._expect(")")
        if not function.least <= len(arguments) <= function.most:
            takes = f"{'' if function.least == function.most else 'at least '}{function.least}"
            plural = "value" if takes == "1" else "values"
            raise self._error(f"{name.text} takes {takes} {plural}, not {len(arguments)}", name)
        return Call(name.at, name.text, tuple(arguments))
