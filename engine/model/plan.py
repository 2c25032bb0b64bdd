"""Plans: trees of sweeps, measurements, settings, waits, repeats, choices and procedures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import AwareDatetime, BeforeValidator, Discriminator, Field, Tag, model_validator

from engine.model.condition import Condition
from engine.model.faults import OnFault
from engine.model.metadata import Metadata
from engine.model.node import Finite, Node, Seconds, Text, Times
from engine.model.parameters import Arguments, Parameters
from engine.model.positions import Linear, Listed, Logarithmic, Positions, Stepped

MAX_DEPTH = 100
"""Levels of nesting a plan may have: more than anybody writes, and no more than every thread has the stack for."""


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


class Described(Node):
    """What every step may carry."""

    label: Text | None = None
    """Name of the points that are taken in this step; the label of a step inside it comes first."""
    metadata: Metadata = Field(default_factory=dict)
    """Further values by name, any JSON."""


class Measure(Described):
    """Measures instruments once: takes each of their readings."""

    kind: Literal["measure"] = "measure"
    instruments: Annotated[tuple[Text, ...], Field(min_length=1)]
    """Names of the instruments."""
    repeats: Times = 1
    """How many times to measure, one row each time."""
    on_fault: OnFault | None = None
    """What to do when an instrument fails here."""


class Set(Described):
    """Changes settings of an instrument, or moves its axes to one setpoint each."""

    kind: Literal["set"] = "set"
    instrument: Text
    """Name of the instrument."""
    settings: Annotated[dict[str, Finite | Annotated[str, Field(strict=True)]], Field(min_length=1)]
    """Values by name of setting or axis, in its unit."""


class Wait(Described):
    """Waits."""

    kind: Literal["wait"] = "wait"
    seconds: Seconds
    """How long, in s."""


class Procedure(Described):
    """Runs the steps that a Python procedure produces."""

    kind: Literal["procedure"] = "procedure"
    name: Text
    """Name of the procedure."""
    arguments: dict[str, Any] = Field(default_factory=dict)
    """Its arguments by name."""


def _until(value: Any) -> str:
    return "<condition>" if isinstance(value, dict | Node) else "<moment>"


def _moment(value: Any) -> Any:
    if isinstance(value, bool | int | float):
        raise ValueError("a time must be written as in 2026-01-31T18:00:00Z")
    return value


Until = Annotated[
    Annotated[AwareDatetime, BeforeValidator(_moment), Tag("<moment>")]
    | Annotated[Condition, Tag("<condition>")],
    Discriminator(_until),
]


class WaitUntil(Described):
    """Waits until a condition holds, or until a time."""

    kind: Literal["wait"] = "wait"
    until: Until
    """The condition, or the time in RFC 3339 with its zone."""
    lasting: Seconds = Field(default=0.0, alias="for")
    """How long the condition must hold without a break, in s."""
    timeout: Seconds | None = None
    """Longest wait, in s; without it the scan waits as long as it takes."""
    then: Literal["fail", "go on"] = "fail"
    """What the scan does after the longest wait."""


class Sweeping(Described):
    """What all sweeps have."""

    kind: Literal["sweep"] = "sweep"
    snake: Annotated[bool, Field(strict=True)] = False
    """Whether to go through the positions backwards every other time."""
    relative: Annotated[bool, Field(strict=True)] = False
    """Whether positions count from where the axes stand before the sweep; they return there afterwards."""
    settle: Seconds = 0.0
    """Wait after each move, in s."""
    on_fault: OnFault | None = None
    """What to do when an instrument fails here or in an inner step."""
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]
    """What to do at each position."""

    def tracks(self) -> dict[str, Positions]:
        """The positions of each axis as sequences that are never materialised."""
        raise NotImplementedError


class Sweep(Sweeping):
    """Moves an axis to one position after the other and runs the inner steps at each."""

    axis: Text
    """Name of the axis, `stage.x`."""
    positions: PositionsField
    """The positions as a list or a range, in the axis's unit."""

    def exact(self) -> Positions:
        """The positions as an indexable sequence that is never materialised."""
        return _exact(self.positions)

    def tracks(self) -> dict[str, Positions]:
        """The positions of its axis."""
        return {self.axis: self.exact()}


class SweepTogether(Sweeping):
    """Moves several axes together, each to its next position, and runs the inner steps at each."""

    axes: Annotated[dict[Text, PositionsField], Field(min_length=1)]
    """Equally many positions for each axis, `stage.x`, in its unit."""

    def tracks(self) -> dict[str, Positions]:
        """The positions of each axis."""
        return {axis: _exact(positions) for axis, positions in self.axes.items()}


def _exact(p: tuple[float, ...] | Range) -> Positions:
    if not isinstance(p, Range):
        return Listed(p)
    if p.num is None:
        assert p.step is not None
        return Stepped(p.start, p.stop, p.step)
    return Logarithmic(p.start, p.stop, p.num) if p.spacing == "log" else Linear(p.start, p.stop, p.num)


class Repeat(Described):
    """Runs the inner steps `times` times, or again and again `until` a time comes or a condition holds."""

    kind: Literal["repeat"] = "repeat"
    times: Times | None = None
    """How many times; with `until` the most."""
    until: Until | None = None
    """The condition, or the time in RFC 3339 with its zone, that ends the repetition; checked after each pass."""
    every: Seconds = 0.0
    """Time from the start of one pass to the start of the next, in s; a pass that takes longer is not cut short."""
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]
    """What to repeat."""

    @model_validator(mode="after")
    def _ends(self) -> Self:
        if self.times is None and self.until is None:
            raise ValueError("repeat needs times, until or both")
        return self


class If(Described):
    """Runs some steps where a condition holds at that moment, and others where it does not."""

    kind: Literal["if"] = "if"
    condition: Condition
    """The condition."""
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]
    """What to do where it holds."""
    otherwise: tuple[Step, ...] = Field(default=(), alias="else")
    """What to do where it does not hold."""


KINDS: dict[str, type[Node]] = {
    "sweep": Sweep,
    "measure": Measure,
    "set": Set,
    "wait": Wait,
    "repeat": Repeat,
    "if": If,
    "procedure": Procedure,
}
"""Every kind of step a plan may hold."""
BRANCHES = ("steps", "else")
"""Fields of a step that hold further steps."""


def form_of(step: Mapping[str, Any]) -> type[Node]:
    """The model of a step whose kind is known: sweeps and waits have two forms."""
    kind = step["kind"]
    if kind == "sweep" and "axes" in step and "axis" not in step:
        return SweepTogether
    if kind == "wait" and "until" in step and "seconds" not in step:
        return WaitUntil
    return KINDS[kind]


def _form_tag(value: Any) -> str:
    if not isinstance(value, dict):
        return f"<{type(value).__name__}>"
    kind = value.get("kind")
    return f"<{form_of(value).__name__ if isinstance(kind, str) and kind in KINDS else kind}>"


Step = Annotated[
    Annotated[Sweep, Tag("<Sweep>")]
    | Annotated[SweepTogether, Tag("<SweepTogether>")]
    | Annotated[Measure, Tag("<Measure>")]
    | Annotated[Set, Tag("<Set>")]
    | Annotated[Wait, Tag("<Wait>")]
    | Annotated[WaitUntil, Tag("<WaitUntil>")]
    | Annotated[Repeat, Tag("<Repeat>")]
    | Annotated[If, Tag("<If>")]
    | Annotated[Procedure, Tag("<Procedure>")],
    Discriminator(_form_tag),
]


def inner_steps(step: Step) -> tuple[Step, ...]:
    """The steps inside a step, of all its branches."""
    match step:
        case Sweeping() | Repeat():
            return step.steps
        case If():
            return (*step.steps, *step.otherwise)
        case _:
            return ()


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
    parameters: Parameters = Field(default_factory=dict)
    """Values that are given when the scan is submitted; used in the steps as `"=name"` or in an expression."""
    arguments: Arguments = Field(default_factory=dict)
    """The values of parameters by name; those without one have their default."""
    on_fault: OnFault | None = None
    """What to do when an instrument fails, where no step says otherwise."""
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]
    """What the scan does, in order."""

    def as_json(self) -> dict[str, Any]:
        """Plain data of the plan with only the fields that were given: what the store keeps."""
        return self.model_dump(mode="json", by_alias=True, exclude_unset=True)


for _model in (Sweep, SweepTogether, Repeat, If):
    _model.model_rebuild()
Plan.model_rebuild()
