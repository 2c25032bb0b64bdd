"""The nodes of a parsed formula; each knows where it stands in the text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Number:
    """A number, with its unit where one is given."""

    at: int
    value: float
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A text to compare with."""

    at: int
    value: str


@dataclass(frozen=True, slots=True)
class Name:
    """A value by its name, such as `stage.x`."""

    at: int
    name: str


@dataclass(frozen=True, slots=True)
class Negative:
    """The value with the other sign."""

    at: int
    value: Node


@dataclass(frozen=True, slots=True)
class Binary:
    """Two values and a sign: `+ - * / % **`."""

    at: int
    sign: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Comparison:
    """A chain such as `0 < x <= 5`: one sign fewer than values."""

    at: int
    signs: tuple[str, ...]
    values: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Logic:
    """Values joined by `and` or `or`."""

    at: int
    word: str
    values: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite of a condition."""

    at: int
    value: Node


@dataclass(frozen=True, slots=True)
class Choice:
    """`then if condition else otherwise`."""

    at: int
    condition: Node
    then: Node
    otherwise: Node


@dataclass(frozen=True, slots=True)
class Call:
    """A function and its arguments."""

    at: int
    function: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Converted:
    """A value in another unit: `value * factor + offset`."""

    at: int
    value: Node
    factor: float
    offset: float = 0.0


Node = (
    Number
    | Text
    | Name
    | Negative
    | Binary
    | Comparison
    | Logic
    | Not
    | Choice
    | Call
    | Converted
)  # fmt: skip


def inner(node: Node) -> tuple[Node, ...]:
    """The nodes that a node consists of."""
    match node:
        case Number() | Text() | Name():
            return ()
        case Negative(value=value) | Not(value=value) | Converted(value=value):
            return (value,)
        case Binary(left=left, right=right):
            return left, right
        case Comparison(values=values) | Logic(values=values) | Call(arguments=values):
            return values
        case Choice():
            return node.condition, node.then, node.otherwise


def walk(node: Node) -> Iterator[Node]:
    """A node and everything in it."""
    yield node
    for part in inner(node):
        yield from walk(part)
