"""The `done` query of an axis: which answers say that a move has ended."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from pydantic import Field, field_validator, model_validator

from engine.bench.answers import Numbers, Written, short
from engine.bench.config import AxisConfig
from engine.bench.written_numbers import bare

_BASES = {"0X": 16, "#H": 16, "#Q": 8, "#B": 2}
"""Prefixes of whole numbers; those with # are from IEEE 488.2."""
_KEYS = ("match", "mask", "value")


@dataclass(frozen=True, slots=True)
class DoneWhen:
    """Answers that mean "finished": one of some texts or numbers, a regular expression, or bits of a whole number."""

    texts: tuple[str, ...] = ()
    numbers: tuple[float, ...] = ()
    match: re.Pattern[str] | None = None
    mask: int = 0
    value: int = 0

    @classmethod
    def of(cls, said: Any) -> Self:
        """From a bench file: a text, a number, a list of them, or a table. Raises ValueError in one line."""
        if isinstance(said, cls):
            return said
        if isinstance(said, Mapping):
            return cls._of_table(said)
        items = said if isinstance(said, list | tuple) else [said]
        if not items or not all(isinstance(item, str | int | float) and str(item).strip() for item in items):
            raise ValueError("it must be a text, a number, a list of them, or a table with match or mask")
        numbers = [_number(item) for item in items]
        return cls(
            texts=tuple(bare(str(i)) for i, n in zip(items, numbers, strict=True) if n is None),
            numbers=tuple(n for n in numbers if n is not None),
        )

    @classmethod
    def _of_table(cls, said: Mapping[str, Any]) -> Self:
        unknown = [key for key in said if key not in _KEYS]
        if unknown:
            raise ValueError(f"unknown key {unknown[0]!r}; it may have {', '.join(_KEYS)}")
        if ("match" in said) == ("mask" in said):
            raise ValueError("it must have either match or mask")
        if "match" in said:
            if "value" in said:
                raise ValueError("value goes with mask, not with match")
            if not isinstance(said["match"], str):
                raise ValueError("match must be a regular expression, as text")
            try:
                return cls(match=re.compile(said["match"]))
            except re.error as error:
                raise ValueError(f"match is not a regular expression: {error}") from None
        mask, value = said["mask"], said.get("value", said["mask"])
        for key, number in (("mask", mask), ("value", value)):
            if isinstance(number, bool) or not isinstance(number, int) or number < 0:
                raise ValueError(f"{key} must be a whole number of 0 or more, such as 0x10")
        if not mask or value & ~mask:
            raise ValueError(
                f"value = {value:#x} has bits that mask = {mask:#x} does not have" if mask else "mask is 0"
            )
        return cls(mask=mask, value=value)

    def says(self, answer: Any) -> bool:
        """Whether the answer means that the move has ended. Raises ValueError for an answer that means neither."""
        if self.match is not None:
            return self.match.fullmatch(str(answer).strip()) is not None
        if self.mask:
            return _whole(answer) & self.mask == self.value
        text = bare(str(answer)).casefold()
        if any(text == wanted.casefold() for wanted in self.texts):
            return True
        if not self.numbers:
            return False
        if self.texts and _number(answer) is None:
            return False
        return Numbers().number(answer) in self.numbers


class FollowedAxis(AxisConfig):
    """An axis whose position or motion can be queried."""

    get: str | None = Field(None, description="query of the position")
    done: str | None = Field(None, description="query that tells whether the axis has finished its move")
    done_when: DoneWhen | None = Field(None, description="answer to `done` that says that the move has ended")

    @field_validator("done_when", mode="plain")
    @classmethod
    def _done_when(cls, said: Any) -> DoneWhen | None:
        return None if said is None else DoneWhen.of(said)

    @model_validator(mode="after")
    def _can_be_read_back(self) -> Self:
        if self.needs_readback and self.get is None:
            raise ValueError(
                f"{self.needs_readback} needs get: without it PyBirch does not know where the axis is"
            )
        if self.ramp_step and not self.ramp and self.done is None and self.tolerance is None:
            raise ValueError(
                "ramp_step needs ramp, or done or tolerance: without them all steps are sent at once"
            )
        return self

    @model_validator(mode="after")
    def _asks_what_it_waits_for(self) -> Self:
        if self.done_when is not None and self.done is None:
            raise ValueError("done_when needs done, the query that it is about")
        if self.done_delay and self.done is None and (self.tolerance is None or self.get is None):
            raise ValueError(
                "done_delay needs done, or get and tolerance: without them no move is waited for"
            )
        return self


def _number(item: Written) -> float | None:
    try:
        return Numbers().number(item)
    except ValueError:
        return None


def _whole(answer: Any) -> int:
    text = bare(str(answer)).upper()
    base = _BASES.get(text[:2])
    try:
        if base is not None:
            return int(text[2:], base)
        number = float(text)
    except ValueError:
        number = 0.5
    if not number.is_integer():
        raise ValueError(f"{short(answer)}, which is not a whole number")
    return int(number)
