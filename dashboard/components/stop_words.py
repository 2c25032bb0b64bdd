"""An emergency stop in words: what every instrument did, and which queues can go on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from dashboard.components.numbers import exact
from dashboard.components.texts import counted
from engine.model.records import QueueRecord, StopRecord
from engine.model.states import QueueState, StopOutcome
from engine.model.stopped import StoppedInstrument

_REACHED = (StopOutcome.SAFE, StopOutcome.STOPPED, StopOutcome.MOVING)
_TONES = {
    StopOutcome.SAFE: ("green", "at its safe values"),
    StopOutcome.STOPPED: ("slate", "stopped where it is"),
    StopOutcome.MOVING: ("amber", "still moving"),
    StopOutcome.NOT_REACHED: ("red", "not reached"),
    StopOutcome.LEFT_ALONE: ("amber", "left alone: it was disconnected on purpose"),
}
_MOST_NAMED = 3


def outcome(instrument: StoppedInstrument) -> tuple[str, str]:
    """Tone and words of what an instrument did."""
    tone, words = _TONES[instrument.outcome]
    return tone, f"{words}: {instrument.reason}" if instrument.reason else words


def where(instrument: StoppedInstrument) -> str:
    """Where its axes stand: `x 0 mm (safe), y 12.5 mm`."""
    return ", ".join(
        f"{axis.name} {_value(axis.position, axis.unit)}{_safe(axis.position, axis.safe, axis.unit)}"
        for axis in instrument.axes
    )


def _value(value: float | str | None, unit: str) -> str:
    if not isinstance(value, float | int):
        return "–" if value is None else str(value)
    return f"{exact(value)} {unit}".strip()


def _safe(position: float | str | None, safe: float | str | None, unit: str) -> str:
    if safe is None:
        return ""
    return " (safe)" if _value(position, "") == _value(safe, "") else f" (safe at {_value(safe, unit)})"


def sentences(stop: StopRecord) -> list[str]:
    """What became of instruments and scans, a sentence each; what needs somebody comes last."""

    def of(*wanted: StopOutcome) -> list[StoppedInstrument]:
        return [each for each in stop.instruments if each.outcome in wanted]

    safe, moving, left = of(StopOutcome.SAFE), of(StopOutcome.MOVING), of(StopOutcome.LEFT_ALONE)
    return [
        *_reached(of(*_REACHED), safe),
        *_others(stop, moving, left),
        *_missed(of(StopOutcome.NOT_REACHED)),
    ]


def _reached(reached: Sequence[StoppedInstrument], safe: Sequence[StoppedInstrument]) -> list[str]:
    if not reached:
        return []
    at = f", {_names(safe)} at {'its' if len(safe) == 1 else 'their'} safe values" if safe else ""
    return [f"{counted(len(reached), 'instrument')} told to stop{at}."]


def _others(
    stop: StopRecord, moving: Sequence[StoppedInstrument], left: Sequence[StoppedInstrument]
) -> list[str]:
    said = [f"{counted(len(stop.scans), 'scan')} aborted."] if stop.scans else []
    if moving:
        said.append(f"{_names(moving)} still {'moves' if len(moving) == 1 else 'move'}.")
    if left:
        said.append(
            f"{_names(left)} {'was' if len(left) == 1 else 'were'} left alone, disconnected on purpose."
        )
    return said


def _missed(missed: Sequence[StoppedInstrument]) -> list[str]:
    said = [
        f"{each.instrument_name} was not reached{f' ({each.reason})' if each.reason else ''}: look at it."
        for each in missed[:2]
    ]
    more = missed[2:]
    if more:
        said.append(f"{_names(more)} {'was' if len(more) == 1 else 'were'} not reached either: look at them.")
    return said


def _names(instruments: Sequence[StoppedInstrument]) -> str:
    names = [each.instrument_name for each in instruments]
    if len(names) > _MOST_NAMED:
        return f"{', '.join(names[:2])} and {len(names) - 2} more"
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def needs_looking(stop: StopRecord) -> bool:
    """Whether somebody has to look at an instrument."""
    return any(each.outcome not in (StopOutcome.SAFE, StopOutcome.STOPPED) for each in stop.instruments)


def queues_to_go_on(
    stop: StopRecord, queues: Iterable[QueueRecord], waiting: Mapping[str, int]
) -> list[QueueRecord]:
    """The idle queues that the stop ended and in which scans wait; `waiting` is their number by queue."""
    known = {queue.queue_id: queue for queue in queues if queue.status is QueueState.IDLE}
    return [known[each] for each in stop.queues if each in known and waiting.get(each)]
