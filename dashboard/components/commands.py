"""Command bars: buttons for what a scan, queue or instrument can be told in its present state.

Which state allows which command is the engine's own table, sent along with each button; what is pressed goes to REST.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from dash import html
from dash.development.base_component import Component

from dashboard.components.instruments import instrument_room
from dashboard.components.needs import needs
from dashboard.components.parts import attributes, button, icon
from engine.model.records import InstrumentRecord
from engine.model.states import (
    QUEUE_COMMANDS,
    SCAN_COMMANDS,
    SCAN_RESUMABLE,
    InstrumentCommand,
    InstrumentState,
    QueueCommand,
    ScanCommand,
    ScanState,
)


@dataclass(frozen=True, slots=True)
class _Look:
    """How a command's button looks; `asking` is its label while the engine is asked, `question` what it asks first."""

    label: str
    icon: str
    asking: str
    kind: str = ""
    question: str = ""
    title: str = ""


_LOOKS: Mapping[str, _Look] = {
    "start": _Look("Start", "play", "starting…", "primary"),
    "pause": _Look("Pause", "pause", "pausing…", title="Finish the present step, then hold (space)"),
    "resume": _Look("Resume", "play", "resuming…", "primary", title="Go on at the next step (space)"),
    "stop": _Look(
        "Stop", "square", "stopping…", question="Stop for good?", title="End in order and keep the data"
    ),
    "abort": _Look(
        "Abort", "abort", "aborting…", "danger", "Abort now?", "End now; instruments go to their safe values"
    ),
    "retry": _Look("Retry", "retry", "queueing a copy…", title="Put a copy at the end of the queue"),
    "clear": _Look(
        "Clear",
        "trash",
        "clearing…",
        "quiet",
        "Remove all that wait?",
        "Remove the scans that have not started",
    ),
}
_INSTRUMENT_LOOKS: Mapping[str, _Look] = {
    "stop": _Look("Stop", "square", "stopping…"),
    "connect": _Look("Connect", "plug", "connecting…", "primary"),
    "disconnect": _Look("Disconnect", "plug", "disconnecting…", "quiet"),
}
_SCAN_BAR = (ScanCommand.PAUSE, ScanCommand.RESUME, ScanCommand.STOP, ScanCommand.ABORT, ScanCommand.RETRY)
_GOES_ON = SCAN_RESUMABLE - {ScanState.INTERRUPTED}
_HELD: Mapping[str, _Look] = {
    "retry_point": _Look("Try again", "retry", "trying again…", "primary", title="Try the same step again"),
    "skip": _Look("Skip", "play", "leaving it out…", title="Leave the point out, as a marked gap"),
    "stop": _Look(
        "End", "square", "ending…", question="End the scan?", title="Keep the data; it can go on later"
    ),
}
_GO_ON: Mapping[str, _Look] = {
    "resume": _Look(
        "Go on",
        "play",
        "going on…",
        question="Go on at the next point?",
        title="Go on at its next point, in the same scan",
    )
}
_QUEUE_BAR = (
    QueueCommand.START,
    QueueCommand.PAUSE,
    QueueCommand.RESUME,
    QueueCommand.STOP,
    QueueCommand.ABORT,
    QueueCommand.CLEAR,
)
_REACHED = frozenset(InstrumentState) - {InstrumentState.DISCONNECTED}
_AT_REST = frozenset({InstrumentState.CONNECTED, InstrumentState.IDLE, InstrumentState.ERROR})
_INSTRUMENT_COMMANDS: Mapping[InstrumentCommand, frozenset[InstrumentState]] = {
    InstrumentCommand.STOP: _REACHED,
    InstrumentCommand.CONNECT: frozenset({InstrumentState.DISCONNECTED, InstrumentState.ERROR}),
    InstrumentCommand.DISCONNECT: _REACHED,
}


def scan_commands(scan_id: str, status: str = "") -> Component:
    """Pause, resume, stop, abort, retry and go on of a scan; `status` is its present state, where it is known."""
    allowed = {**SCAN_COMMANDS, ScanCommand.RESUME: SCAN_COMMANDS[ScanCommand.RESUME] - _GOES_ON}
    buttons = [_button(command, _LOOKS, allowed[command], status) for command in _SCAN_BAR]
    buttons.append(_button(ScanCommand.RESUME, _GO_ON, _GOES_ON, status))
    return _bar("scan", f"scan_{scan_id}", f"scans/{scan_id}", buttons)


def held_commands(scan_id: str, status: str = "") -> Component:
    """Try again, skip and end, of a scan that holds after a fault."""
    held = frozenset({ScanState.PAUSED})
    buttons = [_button(ScanCommand(name), _HELD, held, status) for name in _HELD]
    return _bar("scan", f"scan_{scan_id}", f"scans/{scan_id}", buttons)


def queue_commands(queue_id: str, status: str = "") -> Component:
    """Start, pause, resume, stop, abort and clear of a queue; `status` is its present state, where it is known."""
    buttons = [_button(command, _LOOKS, QUEUE_COMMANDS[command], status) for command in _QUEUE_BAR]
    return _bar("queue", f"queue_{queue_id}", f"queues/{queue_id}", buttons)


def instrument_commands(record: InstrumentRecord) -> Component:
    """Stop, connect and disconnect of an instrument."""
    buttons = [
        _button(command, _INSTRUMENT_LOOKS, states, record.status)
        for command, states in _INSTRUMENT_COMMANDS.items()
    ]
    return _bar("instrument", instrument_room(record), f"instruments/{record.instrument_id}", buttons)


def instrument_actions(record: InstrumentRecord) -> Component:
    """A button for each action of an instrument; one with a question asks it before."""
    states = sorted(state.value for state in _AT_REST)
    buttons = [
        button(
            [html.Span(action.title or name)],
            name=InstrumentCommand.ACTION.value,
            hidden=record.status not in states,
            **attributes(
                data_named=name,
                data_asking="asking…",
                data_question=action.confirm,
                data_allowed=" ".join(states),
            ),
        )
        for name, action in record.spec.actions.items()
    ]
    return _bar(
        "instrument", instrument_room(record), f"instruments/{record.instrument_id}", buttons, "Actions"
    )


def _bar(of: str, room: str, path: str, buttons: Sequence[Component], label: str = "Commands") -> Component:
    bar = html.Div(
        [html.Span(className="pb-said", role="alert", hidden=True), *buttons],
        className="pb-commands",
        role="group",
        tabIndex=-1,
        **attributes(
            data_pb="commands",
            data_of=of,
            data_room=room,
            data_path=f"{path}/commands",
            aria_label=label,
        ),
    )
    return needs(bar, said=False)


def _button(
    command: StrEnum, looks: Mapping[str, _Look], allowed: Collection[StrEnum], status: str
) -> Component:
    look = looks[command]
    states = sorted(state.value for state in allowed)
    return button(
        [icon(look.icon), html.Span(look.label)],
        name=command.value,
        kind=look.kind,
        title=look.title,
        hidden=status not in states,
        **attributes(data_asking=look.asking, data_question=look.question, data_allowed=" ".join(states)),
    )
