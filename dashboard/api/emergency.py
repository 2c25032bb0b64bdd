"""The emergency stop: to the engine past everything else, and on record as soon as the database allows it."""

from __future__ import annotations

import time
from threading import Event
from typing import cast
from uuid import uuid4

import gevent
from sqlalchemy import Connection

from dashboard.api.commands import submit
from dashboard.api.context import Context
from dashboard.api.shapes import Answered
from dashboard.live.engine_status import EngineState, by_pulse
from dashboard.server.limits import STOP_SECONDS
from dashboard.server.off_loop import Busy
from engine.commands.stop_pipe import ring
from engine.errors import EngineUnavailable, StoreError
from engine.store.commands import CommandStatus

_NOT_RECORDED = (EngineUnavailable, StoreError, Busy)


def stop_everything(context: Context, user: str) -> Answered:
    """Stop every scan and every instrument.

    The engine on this machine is told first; its answer comes by way of the database, which is waited for
    STOP_SECONDS where the engine has given a sign of life since. EngineUnavailable or StoreError when the engine was
    told by neither way, or hangs.
    """
    urgent, asked, late = context.urgent, time.monotonic(), Event()
    told = ring(context.settings.home, user)
    recording = gevent.spawn(_recorded, urgent, user, late)
    recording.join(STOP_SECONDS if told else None)
    if not recording.ready() and not _goes_on(urgent, asked):
        recording.join()
    found = cast("Answered | Exception | None", recording.value)
    if isinstance(found, Answered):
        return found
    if found is not None and not (told and isinstance(found, _NOT_RECORDED)):
        raise found
    late.set()
    urgent.refuse_where_the_engine_hangs(then="It stops everything as soon as it goes on.")
    # Everything is being stopped; only the record of it is missing.
    return Answered(command_id=str(uuid4()), status=CommandStatus.ACCEPTED)


def _goes_on(context: Context, since: float) -> bool:
    """Whether the engine on this machine has given a sign of life since that moment of the steady clock."""
    found = context.do(lambda: by_pulse(context.settings.home))
    alive = found.state in (EngineState.ONLINE, EngineState.STARTING)
    return alive and found.heartbeat_age is not None and found.heartbeat_age < time.monotonic() - since


def _recorded(context: Context, user: str, late: Event) -> Answered | Exception:
    """The stop by way of the database. An error is given back, because nobody may be waiting any more."""

    def wanted(_: Connection) -> None:
        if late.is_set():
            raise EngineUnavailable("This stop was carried out long ago; it is not repeated now.")

    try:
        return Answered.of(submit(context, user, "engine", "", "stop_all", before=wanted))
    except Exception as error:  # noqa: BLE001 - raised again where somebody waits for it
        return error
