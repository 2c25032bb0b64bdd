"""Plans: trees of sweeps, measurements, settings, waits, repeats and procedures."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import (
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    model_validator,
)

from engine.model.metadata import Metadata
from engine.model.positions import Linear, Listed, Logarithmic, Positions, Stepped

Finite = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Seconds = Annotated[float, Field(strict=True, allow_inf_nan=False, ge=0, le=366 * 86400)]
Times = Annotated[int, Field(strict=True, ge=1, le=10**9)]
Text = Annotated[str, Field(strict=True, min_length=1, max_length=200)]
MAX_DEPTH = 100
"""Levels of nesting a plan may have: more than anybody writes, and no more than every thread has the stack for."""


class Node(BaseModel):
    """Base of every part of a plan; refuses unknown fields."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Range(Node):
    """Positions from `start` to `stop`: either `num` of them or every `step`."""

    start: Finite
    stop: Finite
    num: Times | None = None
    step: Finite | None = None
    spacing: Literal["linear", "log"] = "linear"

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if (self.num is None) == (self.step is None):
            raise ValueError("positions need either num or step beside start and stop")
        if self.step is not None:
            if self.spacing != "linear":
                raise ValueError("log spacing needs num, not step")
            if self.step == 0:
                raise ValueError("step must not be 0")
            if (self.stop - self.start) * self.step < 0:
                raise ValueError(f"a step of {self.step:g} leads away from stop {self.stop:g}")
            if abs(self.stop - self.start) / abs(self.step) > 10**9:
                raise ValueError("these are more than 1,000,000,000 positions")
        if self.spacing == "log" and not self.start * self.stop > 0:
            raise ValueError("log spacing needs start and stop on the same side of 0, and neither of them 0")
        return self


def _form(value: Any) -> str:
    return "<range>" if isinstance(value, dict | Range) else "<list>"


PositionsField = Annotated[
    Annotated[tuple[Finite, ...], Field(min_length=1), Tag("<list>")] | Annotated[Range, Tag("<range>")],
    Discriminator(_form),
]


class Measure(Node):
    """Take a reading of each instrument, `repeats` times."""

    kind: Literal["measure"] = "measure"
    instruments: Annotated[tuple[Text, ...], Field(min_length=1)]
    repeats: Times = 1


class Set(Node):
    """Change settings of an instrument, or bring axes of it to a value without sweeping them."""

    kind: Literal["set"] = "set"
    instrument: Text
    settings: Annotated[dict[str, Finite | Annotated[str, Field(strict=True)]], Field(min_length=1)]


class Wait(Node):
    """Do nothing for `seconds`."""

    kind: Literal["wait"] = "wait"
    seconds: Seconds


class Procedure(Node):
    """Steps made by a Python procedure of the registry."""

    kind: Literal["procedure"] = "procedure"
    name: Text
    arguments: dict[str, Any] = Field(default_factory=dict)


class Condition(Node):
    """True once the last reading of a column lies above or below a value."""

    column: Text
    instrument: Text | None = None
    """Whose column it is, where more than one instrument has it."""
    above: Finite | None = None
    below: Finite | None = None

    @model_validator(mode="after")
    def _one_side(self) -> Self:
        if (self.above is None) == (self.below is None):
            raise ValueError("a condition needs either above or below")
        return self


def _until(value: Any) -> str:
    return "<condition>" if isinstance(value, dict | Condition) else "<moment>"


def _moment(value: Any) -> Any:
    if isinstance(value, bool | int | float):
        raise ValueError("a moment is written as in 2026-01-31T18:00:00Z")
    return value


Until = Annotated[
    Annotated[AwareDatetime, BeforeValidator(_moment), Tag("<moment>")]
    | Annotated[Condition, Tag("<condition>")],
    Discriminator(_until),
]


class Sweep(Node):
    """Bring an axis to each position in turn and do the inner steps there.

    `snake` reverses the order at every other entry; `relative` counts positions from where the axis stands on
    entry and brings it back there afterwards; `settle` is a wait in seconds after each move.
    """

    kind: Literal["sweep"] = "sweep"
    axis: Text
    positions: PositionsField
    snake: Annotated[bool, Field(strict=True)] = False
    relative: Annotated[bool, Field(strict=True)] = False
    settle: Seconds = 0.0
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]

    def exact(self) -> Positions:
        """The positions as an indexable sequence that is never materialised."""
        p = self.positions
        if not isinstance(p, Range):
            return Listed(p)
        if p.num is None:
            assert p.step is not None
            return Stepped(p.start, p.stop, p.step)
        return Logarithmic(p.start, p.stop, p.num) if p.spacing == "log" else Linear(p.start, p.stop, p.num)


class Repeat(Node):
    """Do the inner steps `times` times, or at least once and `until` a moment or condition.

    `every` is the time in seconds from the beginning of one pass to that of the next, if that is longer.
    """

    kind: Literal["repeat"] = "repeat"
    times: Times | None = None
    until: Until | None = None
    every: Seconds = 0.0
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _one_end(self) -> Self:
        if (self.times is None) == (self.until is None):
            raise ValueError("repeat needs either times or until")
        return self


KINDS: dict[str, type[Node]] = {
    "sweep": Sweep,
    "measure": Measure,
    "set": Set,
    "wait": Wait,
    "repeat": Repeat,
    "procedure": Procedure,
}
"""Every kind of step a plan may hold."""


def _kind(value: Any) -> str:
    return f"<{value.get('kind')}>" if isinstance(value, dict) else f"<{getattr(value, 'kind', None)}>"


Step = Annotated[
    Annotated[Sweep, Tag("<sweep>")]
    | Annotated[Measure, Tag("<measure>")]
    | Annotated[Set, Tag("<set>")]
    | Annotated[Wait, Tag("<wait>")]
    | Annotated[Repeat, Tag("<repeat>")]
    | Annotated[Procedure, Tag("<procedure>")],
    Discriminator(_kind),
]


class Plan(Node):
    """What a scan does, and what people want to know it by."""

    name: Text = "Scan"
    sample: Annotated[str, Field(strict=True, max_length=200)] = ""
    tags: Annotated[
        tuple[Annotated[str, Field(strict=True, min_length=1, max_length=100)], ...], Field(max_length=50)
    ] = ()
    notes: Annotated[str, Field(strict=True, max_length=100_000)] = ""
    metadata: Metadata = Field(default_factory=dict)
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]

    def as_json(self) -> dict[str, Any]:
        """Plain data of the plan with only the fields that were given: what the store keeps."""
        return self.model_dump(mode="json", exclude_unset=True)


Sweep.model_rebuild()
Repeat.model_rebuild()
Plan.model_rebuild()
