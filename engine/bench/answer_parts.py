"""Takes an answer apart: the values in it, and those that the bench file wants."""

from __future__ import annotations

import re

from engine.bench.answers import short

_BRACKETS = {"(": ")", "[": "]", "{": "}"}
_ALL_BRACKETS = str.maketrans("", "", "()[]{}")


def matched(pattern: re.Pattern[str], answer: str) -> str:
    """What the expression's group, or all of it, finds in an answer. Raises ValueError."""
    found = pattern.search(answer)
    text = found and found[1 if pattern.groups else 0]
    if text is None:
        raise ValueError(f"{short(answer)}, in which pick = {pattern.pattern!r} finds nothing")
    return text


def at(parts: list[str], position: int, answer: str) -> str:
    """The value at a position counted from 1, or from the end with -1. Raises ValueError."""
    if abs(position) > len(parts):
        raise ValueError(
            f"{short(answer)}, which has {len(parts)} value{'s' * (len(parts) != 1)}, so that there is none for "
            f"pick = {position}"
        )
    return parts[position - 1 if position > 0 else position]


def split(text: str, separator: str | None, decimal: str) -> list[str]:
    """The values of a text, in brackets or not; a separator may follow the last one.

    Without `separator` they are separated by commas, semicolons or white space, the first of these that there is.
    """
    text = text.strip()
    if text[:1] in _BRACKETS and text.endswith(_BRACKETS[text[0]]) and text[0] not in text[1:]:
        text = text[1:-1].strip()
    if separator is None:
        usual = (";",) if decimal == "," else (",", ";")
        separator = next((each for each in usual if each in text), " ")
    parts = text.split() if separator == " " else text.split(separator)
    return parts[:-1] if len(parts) > 1 and not parts[-1].strip() else parts


def without_brackets(text: str) -> str:
    """A text whose brackets group values in pairs, as a flat list."""
    spaced = re.sub(r"\)\s*\(", "),(", text)
    return spaced.translate(_ALL_BRACKETS)
