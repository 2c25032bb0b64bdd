"""Turns an instrument's answers into values of a setting."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress

from engine.bench.answers import Written
from engine.bench.written_numbers import bare

_ON = frozenset({"1", "ON", "TRUE"})
_OFF = frozenset({"0", "OFF", "FALSE"})
_VOWELS = "AEIOU"
_IMPLIED = "DC"
"""The node that SCPI instruments may add or omit: VOLT and VOLT:DC are one function."""


def plain_setting(answer: Written) -> Written:
    """Value of a setting without choices: a number where it is a finite one, else the answer itself."""
    try:
        value = float(answer)
    except ValueError:
        return answer
    return value if math.isfinite(value) else str(answer)


class Choices:
    """The choices of one setting, and further answers that mean them."""

    def __init__(self, choices: Sequence[str], answers: Mapping[str, Sequence[Written]]) -> None:
        self._choices = choices
        self._answers = {choice: [str(answer) for answer in answers.get(choice, ())] for choice in choices}
        self._rules: tuple[Callable[[str, str], bool], ...] = (
            lambda choice, text: any(_equal(answer, text) for answer in self._answers[choice]),
            _equal,
            _same_switch,
            _same_keyword,
        )

    def value(self, answer: Written) -> Written:
        """The choice that an answer means, as a number where it is one; the answer itself where it matches none."""
        choice = self.meant(answer)
        return str(answer) if choice is None else plain_setting(choice)

    def meant(self, answer: Written) -> str | None:
        """The choice that an answer means; None where it matches none, or several equally well."""
        text = bare(str(answer))
        for fits in self._rules:
            found = [choice for choice in self._choices if fits(choice, text)]
            if found:
                return found[0] if len(found) == 1 else _exact(found, text)
        return None


def _exact(choices: Iterable[str], text: str) -> str | None:
    return next((choice for choice in choices if choice == text), None)


def _equal(choice: str, text: str) -> bool:
    """The same word in any case, or the same number in any notation."""
    choice = bare(choice)
    if choice.casefold() == text.casefold():
        return True
    try:
        return float(choice) == float(text)
    except ValueError:
        return False


def _same_switch(choice: str, text: str) -> bool:
    """SCPI's booleans: 1 and ON are equal, 0 and OFF are equal."""
    pair = {_switch(choice), _switch(text)}
    return len(pair) == 1 and None not in pair


def _switch(text: str) -> bool | None:
    word = bare(text).upper()
    with suppress(ValueError):
        word = f"{float(word):g}"
    return True if word in _ON else False if word in _OFF else None


def _same_keyword(choice: str, text: str) -> bool:
    """SCPI's keywords: each node in its long or short form, and DC where it may be omitted."""
    ours, theirs = (_nodes(bare(word)) for word in (choice, text))
    return len(ours) == len(theirs) and all(
        left.upper() == right.upper() or _short(left) == right.upper() or _short(right) == left.upper()
        for left, right in zip(ours, theirs, strict=True)
    )


def _nodes(keyword: str) -> list[str]:
    nodes = keyword.lstrip(":").split(":")
    return nodes[:-1] if len(nodes) > 1 and nodes[-1].upper() == _IMPLIED else nodes


def _short(node: str) -> str:
    """Short form of a keyword: its capitals where it is written like VOLTage, else SCPI's first three or four
    letters.
    """
    capitals = node.rstrip("abcdefghijklmnopqrstuvwxyz")
    if capitals and capitals != node and capitals.isupper():
        return capitals
    word = node.upper()
    if not word.isalpha() or len(word) <= 4:
        return word
    return word[:3] if word[3] in _VOWELS else word[:4]
