"""The command bar of a scan or queue: which state allows which command is the engine's own table, sent along."""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from dash import html

from dashboard.components.parts import island
from engine.model.states import QUEUE_COMMANDS, SCAN_COMMANDS, QueueCommand, ScanCommand

_SCAN_BAR = (ScanCommand.PAUSE, ScanCommand.RESUME, ScanCommand.STOP, ScanCommand.ABORT, ScanCommand.RETRY)
_QUEUE_BAR = (
    QueueCommand.START,
    QueueCommand.PAUSE,
    QueueCommand.RESUME,
    QueueCommand.STOP,
    QueueCommand.ABORT,
    QueueCommand.CLEAR,
)


def scan_commands(scan_id: str) -> html.Div:
    """Buttons for a scan, live over its room."""
    return _bar("scans", scan_id, f"scan_{scan_id}", _allowed(_SCAN_BAR, SCAN_COMMANDS))


def queue_commands(queue_id: str) -> html.Div:
    """Buttons for a queue, live over its room."""
    return _bar("queues", queue_id, f"queue_{queue_id}", _allowed(_QUEUE_BAR, QUEUE_COMMANDS))


def _bar(kind: str, thing: str, room: str, allowed: Mapping[str, list[str]]) -> html.Div:
    return island("commands", "pb-commands", kind=kind, thing=thing, room=room, allowed=json.dumps(allowed))


def _allowed(order: tuple[Any, ...], table: Mapping[Any, frozenset[Any]]) -> dict[str, list[str]]:
    def names(states: frozenset[StrEnum]) -> list[str]:
        return sorted(state.value for state in states)

    return {command.value: names(table[command]) for command in order}
