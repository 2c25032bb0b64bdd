"""The emergency stop: to the engine before everything else, and recorded as soon as the database allows it."""

from __future__ import annotations

import time
from typing import cast
from uuid import uuid4

import gevent
from gevent.socket import wait_read
from gevent.timeout import Timeout
from sqlalchemy import Connection

from dashboard.api.answers import CommandAnswer
from dashboard.api.commands import submit
from dashboard.api.context import Context
from dashboard.live.engine_status import EngineState, by_heartbeat_file
from dashboard.server.limits import STOP_RECORDED_WITHIN, STOP_SECONDS
from dashboard.server.off_loop import Busy
from engine.commands.stop_pipe import StopAnswer, StopRequest, request_stop
from engine.errors import EngineUnavailable, StoreError
from engine.store.commands import CommandStatus

_NOT_RECORDED = (EngineUnavailable, StoreError, Busy)


def stop_everything(context: Context, request: StopRequest) -> CommandAnswer:
    """Stop every scan and every instrument.

    The engine on this machine is told and answers through pipes, whatever the database does; the record of the stop
    follows. An engine elsewhere is told by that record and answers there. Raises EngineUnavailable or StoreError
    when the engine was told neither way, or hangs.
    """
    urgent, asked, command_id = context.urgent, time.monotonic(), str(uuid4())
    with StopAnswer(context.settings.home, request) as answer:
        told = request_stop(context.settings.home, request)
        recording = gevent.spawn(_recorded, urgent, request, command_id, asked if told else None)
        if not told:
            return _result(recording)
        hearing = gevent.spawn(_heard, answer)
        gevent.wait([recording, hearing], count=1)
        if not hearing.ready() and not isinstance(recording.value, CommandAnswer):
            hearing.join()
        reason = hearing.value if hearing.ready() else None
        hearing.kill()
    if reason is not None:
        return _accepted(command_id, reason)
    if recording.ready() or not _goes_on(urgent, asked):
        try:
            return _result(recording)
        except _NOT_RECORDED:
            urgent.refuse_where_the_engine_hangs(then="It stops everything as soon as it runs again.")
    # Everything is being stopped; only its record is missing.
    return _accepted(command_id, "")


def _accepted(command_id: str, reason: str) -> CommandAnswer:
    return CommandAnswer(command_id=command_id, status=CommandStatus.ACCEPTED, reason=reason)


def _heard(answer: StopAnswer) -> str | None:
    """The engine's answer within STOP_SECONDS; None without one."""
    if answer.descriptor is None:
        gevent.sleep(STOP_SECONDS)
        return None
    try:
        wait_read(answer.descriptor, timeout=STOP_SECONDS, timeout_exc=Timeout())
    except Timeout:
        return None
    return answer.read()


def _goes_on(context: Context, since: float) -> bool:
    """Whether the engine on this machine has given a sign of life since that moment (monotonic clock)."""
    found = context.do(lambda: by_heartbeat_file(context.settings.home))
    alive = found.state in (EngineState.ONLINE, EngineState.STARTING)
    return alive and found.heartbeat_age is not None and found.heartbeat_age < time.monotonic() - since


def _result(recording: gevent.Greenlet[..., CommandAnswer | Exception]) -> CommandAnswer:
    recording.join()
    found = cast("CommandAnswer | Exception", recording.value)
    if isinstance(found, CommandAnswer):
        return found
    raise found


def _recorded(
    context: Context, request: StopRequest, command_id: str, told_at: float | None
) -> CommandAnswer | Exception:
    """Send the stop through the database. Returns an error instead of raising it, because nobody may be waiting any
    more.
    """

    def wanted(_: Connection) -> None:
        if told_at is not None and time.monotonic() - told_at > STOP_RECORDED_WITHIN:
            raise EngineUnavailable("This stop was carried out earlier; it is not repeated.")

    try:
        command = submit(
            context,
            request.user,
            "engine",
            "",
            "stop_all",
            {"request_id": request.request_id},
            before=wanted,
            command_id=command_id,
        )
        return CommandAnswer.of(command)
    except Exception as error:  # noqa: BLE001 - raised again where somebody waits for it
        return error
