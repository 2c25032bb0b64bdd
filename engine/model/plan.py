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

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class Range(Node):
    """Positions from `start` to `stop`, given by their number `num` or by the distance `step`."""

    start: Finite
    """First position, in the axis's unit."""
    stop: Finite
    """Last position, in the axis's unit; with `step` the last one may lie before it."""
    num: Times | None = None
    """Number of positions, both ends included."""
    step: Finite | None = None
    """Distance from one position to the next, in the axis's unit; negative for a descending sweep."""
    spacing: Literal["linear", "log"] = "linear"
    """Whether neighbours have the same distance or the same ratio; `log` needs `num`."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if (self.num is None) == (self.step is None):
            raise ValueError("positions need start, stop, and either num or step")
        if self.step is not None:
            if self.spacing != "linear":
                raise ValueError("log spacing needs num, not step")
            if self.step == 0:
                raise ValueError("step must not be 0")
            if (self.stop - self.start) * self.step < 0:
                raise ValueError(
                    f"a step of {self.step:g} leads away from stop {self.stop:g}; change its sign"
                )
            if abs(self.stop - self.start) / abs(self.step) > 10**9:
                raise ValueError("a sweep can have at most 1,000,000,000 positions; use a larger step")
        if self.spacing == "log" and not self.start * self.stop > 0:
            raise ValueError("log spacing needs start and stop both above 0 or both below 0")
        return self


def _form(value: Any) -> str:
    return "<range>" if isinstance(value, dict | Range) else "<list>"


PositionsField = Annotated[
    Annotated[tuple[Finite, ...], Field(min_length=1), Tag("<list>")] | Annotated[Range, Tag("<range>")],
    Discriminator(_form),
]


class Measure(Node):
    """Measures instruments once: takes each of their readings."""

    kind: Literal["measure"] = "measure"
    instruments: Annotated[tuple[Text, ...], Field(min_length=1)]
    """Names of the instruments."""
    repeats: Times = 1
    """How many times to measure, one row each time."""


class Set(Node):
    """Changes settings of an instrument, or moves its axes to one setpoint each."""

    kind: Literal["set"] = "set"
    instrument: Text
    """Name of the instrument."""
    settings: Annotated[dict[str, Finite | Annotated[str, Field(strict=True)]], Field(min_length=1)]
    """Values by name of setting or axis, in its unit."""


class Wait(Node):
    """Waits."""

    kind: Literal["wait"] = "wait"
    seconds: Seconds
    """How long, in s."""


class Procedure(Node):
    """Runs the steps that a Python procedure produces."""

    kind: Literal["procedure"] = "procedure"
    name: Text
    """Name of the procedure."""
    arguments: dict[str, Any] = Field(default_factory=dict)
    """Its arguments by name."""


class Condition(Node):
    """Holds when the last value of a column is above or below a number."""

    column: Text
    """Name of the column: a reading, or an axis as `stage.x`."""
    instrument: Text | None = None
    """Name of the instrument, where more than one has the column."""
    above: Finite | None = None
    """Number that the value must exceed, in the column's unit."""
    below: Finite | None = None
    """Number that the value must stay below, in the column's unit."""

    @model_validator(mode="after")
    def _one_side(self) -> Self:
        if (self.above is None) == (self.below is None):
            raise ValueError("a condition needs either above or below")
        return self


def _until(value: Any) -> str:
    return "<condition>" if isinstance(value, dict | Condition) else "<moment>"


def _moment(value: Any) -> Any:
    if isinstance(value, bool | int | float):
        raise ValueError("a time must be written as in 2026-01-31T18:00:00Z")
    return value


Until = Annotated[
    Annotated[AwareDatetime, BeforeValidator(_moment), Tag("<moment>")]
    | Annotated[Condition, Tag("<condition>")],
    Discriminator(_until),
]


class Sweep(Node):
    """Moves an axis to one position after the other and runs the inner steps at each."""

    kind: Literal["sweep"] = "sweep"
    axis: Text
    """Name of the axis, `stage.x`."""
    positions: PositionsField
    """The positions as a list or a range, in the axis's unit."""
    snake: Annotated[bool, Field(strict=True)] = False
    """Whether to go through the positions backwards every other time."""
    relative: Annotated[bool, Field(strict=True)] = False
    """Whether positions count from where the axis stands before the sweep; it returns there afterwards."""
    settle: Seconds = 0.0
    """Wait after each move, in s."""
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]
    """What to do at each position."""

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
    """Runs the inner steps `times` times, or once and again `until` a time or condition is reached."""

    kind: Literal["repeat"] = "repeat"
    times: Times | None = None
    """How many times."""
    until: Until | None = None
    """The condition, or the time in RFC 3339 with its zone, that ends the repetition; looked at after each pass."""
    every: Seconds = 0.0
    """Time from the start of one pass to the start of the next, in s; a pass that takes longer is not cut short."""
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]
    """What to repeat."""

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
    """What a scan does, and how people find it again."""

    name: Text = "Scan"
    """Name of the scan."""
    sample: Annotated[str, Field(strict=True, max_length=200)] = ""
    """Name of the sample."""
    tags: Annotated[
        tuple[Annotated[str, Field(strict=True, min_length=1, max_length=100)], ...], Field(max_length=50)
    ] = ()
    """Words to find the scan by."""
    notes: Annotated[str, Field(strict=True, max_length=100_000)] = ""
    """Plain text."""
    metadata: Metadata = Field(default_factory=dict)
    """Further values by name, any JSON."""
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]
    """What the scan does, in order."""

    def as_json(self) -> dict[str, Any]:
        """Plain data of the plan with only the fields that were given: what the store keeps."""
        return self.model_dump(mode="json", exclude_unset=True)


Sweep.model_rebuild()
Repeat.model_rebuild()
Plan.model_rebuild()
