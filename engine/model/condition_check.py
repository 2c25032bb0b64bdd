"""Checks the columns of conditions against a bench, and finds where their values come from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.errors import Problem
from engine.model.bench import BenchSpec
from engine.model.condition import MAX_DEPTH, AnyCondition, Comparison, Disconnected, leaves
from engine.model.plan import If, Plan, Repeat, Step, WaitUntil, inner_steps
from engine.model.suggestions import did_you_mean


@dataclass(frozen=True, slots=True)
class Source:
    """Where a condition's value comes from: an axis or a reading of an instrument."""

    instrument: str
    name: str
    axis: bool
    unit: str = ""


class _Wrong(Exception):
    """A field of a comparison does not fit the bench."""

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        super().__init__(message)


def source_of(comparison: Comparison, bench: BenchSpec, inside: Iterable[str] = ()) -> Source:
    """The source of a checked comparison; `inside` are the instruments that are measured in its repeat."""
    return _found(comparison.column, comparison.instrument, bench, inside)


def condition_problems(
    raw: Any, path: str, bench: BenchSpec, inside: Iterable[str] | None = None
) -> Iterator[Problem]:
    """Say what is wrong with the columns and instruments of a condition, whether or not the rest of it is valid."""
    for where, one in _leaves(raw, path, 0):
        if one is None:
            yield Problem(where, f"any and all are nested deeper than {MAX_DEPTH} levels")
            return
        name = one.get("disconnected")
        if isinstance(name, str) and name not in bench.instruments:
            known = did_you_mean(name, bench.instruments)
            yield Problem(f"{where}.disconnected", f"no instrument {name!r} on this bench{known}")
        column, instrument = one.get("column"), one.get("instrument")
        if not isinstance(column, str) or not column or not isinstance(instrument, str | None):
            continue
        try:
            if inside is not None and instrument is not None and instrument not in inside:
                raise _Wrong("instrument", f"{instrument!r} is not measured inside this repeat")
            _found(column, instrument, bench, inside)
        except _Wrong as wrong:
            yield Problem(f"{where}.{wrong.field}", str(wrong))


def watched(plan: Plan, bench: BenchSpec) -> frozenset[str]:
    """Names of the instruments that the conditions of a checked plan name."""
    return frozenset(
        name for one in _conditions(plan.steps) for name in named(one) if name in bench.instruments
    )


def named(condition: AnyCondition) -> Iterator[str]:
    """Names that a condition uses where instruments are named."""
    for one in leaves(condition):
        match one:
            case Comparison():
                yield one.instrument or one.column.partition(".")[0]
            case Disconnected():
                yield one.disconnected
            case _:
                pass


def _conditions(steps: Iterable[Step]) -> Iterator[AnyCondition]:
    for step in steps:
        match step:
            case WaitUntil() | Repeat() if step.until is not None and not isinstance(step.until, datetime):
                yield step.until
            case If():
                yield step.condition
            case _:
                pass
        yield from _conditions(inner_steps(step))


def _leaves(raw: Any, path: str, depth: int) -> Iterator[tuple[str, Mapping[str, Any] | None]]:
    """The parts of a condition that are no `any` or `all`, with their paths; None beyond the deepest level."""
    if depth > MAX_DEPTH:
        yield path, None
        return
    if not isinstance(raw, dict):
        return
    several = [(key, raw[key]) for key in ("any", "all") if isinstance(raw.get(key), list)]
    if not several:
        yield path, raw
    for key, inner in several:
        for i, one in enumerate(inner):
            yield from _leaves(one, f"{path}.{key}[{i}]", depth + 1)


def _found(column: str, instrument: str | None, bench: BenchSpec, inside: Iterable[str] | None) -> Source:
    if instrument is not None:
        if instrument not in bench.instruments:
            known = did_you_mean(instrument, bench.instruments)
            raise _Wrong("instrument", f"no instrument {instrument!r} on this bench{known}")
        return _of_instrument(instrument, column, bench)
    name, dot, part = column.partition(".")
    if dot and name in bench.instruments:
        return _of_instrument(name, part, bench)
    offering = [
        i
        for i in dict.fromkeys(inside or ())
        if i in bench.instruments and column in bench.instruments[i].reads
    ]
    if len(offering) == 1:
        return _of_instrument(offering[0], column, bench)
    if offering:
        raise _Wrong("instrument", f"{column!r} is read by {', '.join(offering)}; choose one of them")
    if inside is not None and not dot:
        raise _Wrong("column", f"no measure step inside this repeat has a reading {column!r}")
    raise _Wrong("column", f"no axis or reading {column!r} on this bench{_similar(column, bench)}")


def _of_instrument(instrument: str, name: str, bench: BenchSpec) -> Source:
    spec = bench.instruments[instrument]
    if name in spec.axes:
        return Source(instrument, name, True, spec.axes[name].unit)
    if name not in spec.reads:
        known = did_you_mean(name, [*spec.axes, *spec.reads])
        raise _Wrong("column", f"{instrument} has no axis or reading {name!r}{known}")
    if spec.reads[name].shape:
        raise _Wrong("column", f"{name!r} is an array; a condition needs a number")
    return Source(instrument, name, False, spec.reads[name].unit)


def _similar(column: str, bench: BenchSpec) -> str:
    known = [f"{i.name}.{part}" for i in bench.instruments.values() for part in (*i.axes, *i.reads)]
    for name in known:
        if name.partition(".")[2] == column:
            return f"; did you mean {name!r}?"
    return did_you_mean(column, known)
