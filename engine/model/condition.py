"""Conditions on axes, readings, links and the clock: what ends a wait, chooses between steps, or holds scans."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, time
from typing import Annotated, Any, Protocol, Self
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Discriminator, Field, Tag, model_validator

from engine.errors import InstrumentError
from engine.model.node import Finite, Node, Text

MAX_DEPTH = 20
"""Levels of `any` and `all` within each other."""
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


class Comparison(Node):
    """Holds while an axis or a reading is above a number, below one, or between two."""

    column: Text
    """Name of the axis or reading, `stage.x` or `thermostat.temperature`."""
    instrument: Text | None = None
    """Name of the instrument, where `column` is the name of one of its readings alone."""
    above: Finite | None = None
    """Number that the value must exceed, in the column's unit."""
    below: Finite | None = None
    """Number that the value must stay below, in the column's unit."""

    @model_validator(mode="after")
    def _bounded(self) -> Self:
        if self.above is None and self.below is None:
            raise ValueError("a condition needs above, below or both")
        if self.above is not None and self.below is not None and not self.above < self.below:
            raise ValueError(
                f"no value is above {self.above:g} and below {self.below:g}; above must be the smaller one"
            )
        return self

    def met_by(self, value: float) -> bool:
        """Whether the value is within the bounds; NaN never is."""
        return (self.above is None or value > self.above) and (self.below is None or value < self.below)

    def __str__(self) -> str:
        """The condition in words: `thermostat.temperature above 299.9 and below 300.1`."""
        name = self.column if self.instrument is None else f"{self.instrument}.{self.column}"
        bounds = [f"{w} {b:g}" for w, b in (("above", self.above), ("below", self.below)) if b is not None]
        return f"{name} {' and '.join(bounds)}"


class Disconnected(Node):
    """Holds while an instrument is not connected."""

    disconnected: Text
    """Name of the instrument."""

    def __str__(self) -> str:
        """The condition in words."""
        return f"{self.disconnected} disconnected"


def _time_of_day(text: str) -> str:
    if not _CLOCK.fullmatch(text):
        raise ValueError("must be a time of day such as 02:00")
    return text


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError(f"{name!r} is not a time zone; write it as Europe/Berlin") from None
    return name


TimeOfDay = Annotated[str, Field(strict=True), AfterValidator(_time_of_day)]


class Clock(Node):
    """Holds from one time of day to another, past midnight too."""

    after: TimeOfDay
    """When it begins, `02:00`."""
    before: TimeOfDay
    """When it ends, `04:00`."""
    zone: Annotated[Text, AfterValidator(_zone)] | None = None
    """Time zone, `Europe/Berlin`; that of the engine's computer where it is left out."""

    @model_validator(mode="after")
    def _apart(self) -> Self:
        if self.after == self.before:
            raise ValueError("after and before must be different times of day")
        return self

    def met_at(self, moment: datetime) -> bool:
        """Whether a moment is within the window."""
        local = moment.astimezone(None if self.zone is None else ZoneInfo(self.zone))
        present = time(local.hour, local.minute)
        begin, end = time.fromisoformat(self.after), time.fromisoformat(self.before)
        return begin <= present < end if begin < end else present >= begin or present < end

    def __str__(self) -> str:
        """The condition in words."""
        zone = f" ({self.zone})" if self.zone else ""
        return f"between {self.after} and {self.before}{zone}"


class ClockWindow(Node):
    """Holds at certain times of day."""

    clock: Clock
    """From when to when."""

    def __str__(self) -> str:
        """The condition in words."""
        return str(self.clock)


class AnyOf(Node):
    """Holds while at least one of several conditions holds."""

    any: Annotated[tuple[Condition, ...], Field(min_length=1, max_length=100)]
    """The conditions."""

    def __str__(self) -> str:
        """The condition in words."""
        return f"({' or '.join(map(str, self.any))})"


class AllOf(Node):
    """Holds while several conditions hold."""

    all: Annotated[tuple[Condition, ...], Field(min_length=1, max_length=100)]
    """The conditions."""

    def __str__(self) -> str:
        """The condition in words."""
        return f"({' and '.join(map(str, self.all))})"


_FORMS: dict[str, type[Node]] = {
    "any": AnyOf,
    "all": AllOf,
    "clock": ClockWindow,
    "disconnected": Disconnected,
}


def _form(value: Any) -> str:
    if isinstance(value, dict):
        return next((f"<{name}>" for name in _FORMS if name in value), "<comparison>")
    return next((f"<{name}>" for name, model in _FORMS.items() if isinstance(value, model)), "<comparison>")


Condition = Annotated[
    Annotated[Comparison, Tag("<comparison>")]
    | Annotated[AnyOf, Tag("<any>")]
    | Annotated[AllOf, Tag("<all>")]
    | Annotated[ClockWindow, Tag("<clock>")]
    | Annotated[Disconnected, Tag("<disconnected>")],
    Discriminator(_form),
]
AnyCondition = Comparison | AnyOf | AllOf | ClockWindow | Disconnected
AnyOf.model_rebuild()
AllOf.model_rebuild()

MODELS: dict[str, type[Node]] = {
    "<comparison>": Comparison,
    **{f"<{name}>": model for name, model in _FORMS.items()},
}
"""The model of each form of a condition, by the tag in the places of its validation errors."""


class Values(Protocol):
    """Where the values of conditions come from."""

    def value(self, comparison: Comparison) -> float:
        """The present value. Raises InstrumentError when it cannot be read."""
        ...

    def connected(self, instrument: str) -> bool:
        """Whether an instrument is connected."""
        ...

    def now(self) -> datetime:
        """The present time."""
        ...


def met(condition: AnyCondition, values: Values) -> bool:
    """Whether a condition holds now.

    Raises InstrumentError when a value that decides it cannot be read.
    """
    match condition:
        case Comparison():
            return condition.met_by(values.value(condition))
        case ClockWindow():
            return condition.clock.met_at(values.now())
        case Disconnected():
            return not values.connected(condition.disconnected)
        case AnyOf():
            return _decided(condition.any, values, by=True)
        case AllOf():
            return _decided(condition.all, values, by=False)


def _decided(conditions: tuple[AnyCondition, ...], values: Values, *, by: bool) -> bool:
    """One condition with the value `by` decides, whatever the others are; otherwise all of them are needed."""
    failure: InstrumentError | None = None
    for condition in conditions:
        try:
            if met(condition, values) is by:
                return by
        except InstrumentError as error:
            failure = error
    if failure is not None:
        raise failure
    return not by


def leaves(condition: AnyCondition) -> Iterator[AnyCondition]:
    """The parts of a condition that are no `any` or `all`."""
    match condition:
        case AnyOf():
            for one in condition.any:
                yield from leaves(one)
        case AllOf():
            for one in condition.all:
                yield from leaves(one)
        case _:
            yield condition
