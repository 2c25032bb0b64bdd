"""Finds what changed in the bench since a scan started, as far as the scan uses it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.model.bench import Column, plain
from engine.model.plan import Measure, Procedure, Set, Step, Sweeping, inner_steps
from engine.model.plan_shape import Catalogue

Description = Mapping[str, Any]
"""An instrument's table in the bench file, with only the keys that the file gives."""

_OF_NO_MATTER = frozenset({"title"})
_OF_ALL = frozenset({"driver", "constants", "tables"})
"""Keys of an instrument that decide what all its numbers mean."""
_NOT_OF_A_READING = frozenset({"duration", "poll", "answer_lines"})
"""Keys of a reading that do not change what its numbers mean."""
_OF_AN_AXIS = frozenset({"unit", "set", "get", "scale", "formula", "values"})
_OF_A_SETTING = frozenset({"unit", "set", "scale", "values"})
"""Keys that decide what a setpoint means."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One change: where, which key, and what in words; `grave` when stored numbers no longer mean the same."""

    where: str
    key: str
    what: str
    grave: bool = True

    def __str__(self) -> str:
        """The change in words: `detector.signal: unit was V and is mV`."""
        return f"{self.where}: {self.what}"


@dataclass(frozen=True, slots=True)
class Use:
    """What a plan uses of a bench."""

    measured: frozenset[str] = frozenset()
    axes: frozenset[str] = frozenset()
    """Axes as `instrument.axis`."""
    settings: frozenset[str] = frozenset()
    """Settings as `instrument.setting`."""

    @property
    def instruments(self) -> frozenset[str]:
        """All instruments that the plan uses."""
        return self.measured | {name.partition(".")[0] for name in self.axes | self.settings}


def use_of(steps: Iterable[Step], descriptions: Mapping[str, Description], procedures: Catalogue) -> Use:
    """Find what the steps of a checked plan use; a value that is set counts as an axis where the bench has one."""
    measured: set[str] = set()
    moved: set[str] = set()
    changed: set[str] = set()
    for step in _all(steps):
        match step:
            case Measure():
                measured.update(step.instruments)
            case Sweeping():
                moved.update(step.tracks())
            case Set():
                changed.update(f"{step.instrument}.{name}" for name in step.settings)
            case Procedure() if procedures is not None:
                kind = procedures[step.name]
                arguments = kind.arguments.model_validate(step.arguments)
                measured.update(kind.measures(arguments))
                moved.update(kind.axes(arguments))
            case _:
                pass
    axes = {name for name in changed if _part(descriptions, name, "axes") is not None}
    return Use(frozenset(measured), frozenset(moved | axes), frozenset(changed - axes))


def edits(before: Mapping[str, Description], now: Mapping[str, Description], use: Use) -> list[Edit]:
    """Compare two descriptions of instruments; returns the changes that concern what a plan uses."""
    found: list[Edit] = []
    for name in sorted(use.instruments & before.keys()):
        if name not in now:
            found.append(Edit(name, "", "it is no longer on the bench"))
        else:
            found += _of_instrument(name, before[name], now[name], use)
    return found


def column_edits(measurement: str, before: Iterable[Column], now: Iterable[Column]) -> list[Edit]:
    """Compare the stored columns of a measurement with the present ones."""
    old, new = ({column.name: column for column in columns} for columns in (before, now))
    found: list[Edit] = []
    for name in dict.fromkeys((*old, *new)):
        where = name if "." in name else f"{measurement}.{name}"
        if name not in new:
            found.append(Edit(where, "", "it is no longer measured"))
        elif name not in old:
            found.append(Edit(where, "", "it was not measured before"))
        else:
            was, is_ = old[name].model_dump(mode="json"), new[name].model_dump(mode="json")
            found += [_changed(where, key, was[key], is_[key], True) for key in was if was[key] != is_[key]]
    return found


def merged(*several: Iterable[Edit]) -> list[Edit]:
    """All these changes, each only once."""
    known: dict[tuple[str, str], Edit] = {}
    for edit in (edit for some in several for edit in some):
        known.setdefault((edit.where, edit.key), edit)
    return list(known.values())


def _of_instrument(name: str, before: Description, now: Description, use: Use) -> Iterator[Edit]:
    for key in sorted({*before, *now} - _OF_NO_MATTER):
        was, is_ = before.get(key), now.get(key)
        if was == is_:
            continue
        if key in ("axes", "reads", "settings", "derived"):
            yield from _of_parts(name, key, was or {}, is_ or {}, use)
        else:
            yield _changed(name, key, was, is_, key in _OF_ALL)


def _of_parts(
    instrument: str, kind: str, before: Mapping[str, Any], now: Mapping[str, Any], use: Use
) -> Iterator[Edit]:
    for name in sorted({*before, *now}):
        where = f"{instrument}.{name}"
        if kind in ("reads", "derived"):
            used = instrument in use.measured
        else:
            used = where in (use.axes if kind == "axes" else use.settings)
        if not used or before.get(name) == now.get(name):
            continue
        if name not in now:
            yield Edit(where, "", "it is no longer on the bench")
        elif name not in before:
            yield Edit(where, "", "it was not on the bench before")
        else:
            for key in sorted({*before[name], *now[name]}):
                was, is_ = before[name].get(key), now[name].get(key)
                if was != is_:
                    yield _changed(where, key, was, is_, _is_grave(kind, key))


def _is_grave(kind: str, key: str) -> bool:
    if kind in ("reads", "derived"):
        return key not in _NOT_OF_A_READING
    return key in (_OF_AN_AXIS if kind == "axes" else _OF_A_SETTING)


def _changed(where: str, key: str, was: Any, is_: Any, grave: bool) -> Edit:
    return Edit(where, key, f"{key} was {_told(was)} and is {_told(is_)}", grave)


def _told(value: Any) -> str:
    if value is None or value in ("", []):
        return "not given"
    text = _plainly(value)
    return text if len(text) <= 80 else f"{text[:77]}..."


def _plainly(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_plainly, value))}]"
    return plain(value) if isinstance(value, int | float) and not isinstance(value, bool) else str(value)


def _part(descriptions: Mapping[str, Description], name: str, kind: str) -> Any:
    instrument, _, part = name.partition(".")
    return descriptions.get(instrument, {}).get(kind, {}).get(part)


def _all(steps: Iterable[Step]) -> Iterator[Step]:
    for step in steps:
        yield step
        yield from _all(inner_steps(step))
