"""Records who did what: sign-ins, commands, changes, refusals. A flood of refusals is cut short."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import gevent
from flask import Flask, Response, current_app, g, request

from dashboard.auth.base import Identity
from dashboard.auth.table import ROUTES
from dashboard.server.limits import Rate
from dashboard.server.metering import Bucket
from dashboard.server.off_loop import Busy, Lane
from engine.errors import PyBirchError, StoreError
from engine.model.people import AuditEntry, AuditResult, Role
from engine.store import audit
from engine.store.database import Database

REFUSALS = Rate(burst=200, per_second=1)
"""Refusals that are recorded; whoever is refused more often tells nothing new."""
_EXTENSION = "pybirch.audit"
_LOG = logging.getLogger(__name__)


class Audit:
    """Writes the record of one web process."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._refusals = Bucket(REFUSALS)
        self._lane = Lane(1, 1000)

    def note(self, entry: AuditEntry) -> None:
        """Record what somebody did; where the database does not take it, the log does."""
        if entry.result is not AuditResult.DONE and not self._refusals.take():
            return

        def write() -> None:
            with self._database.write() as conn:
                audit.add(conn, entry)

        try:
            self._lane.do(write)
        except (StoreError, Busy) as error:
            _LOG.error("cannot record %s: %s", entry, error)

    def note_later(self, entry: AuditEntry) -> None:
        """The same without waiting for it."""
        gevent.spawn(self.note, entry)


def record_changes(server: Flask, kept: Audit) -> None:
    """Record every request to REST that changes something or is refused to, unless it recorded itself."""
    server.extensions[_EXTENSION] = kept

    @server.after_request
    def record(response: Response) -> Response:
        name, who = request.endpoint or "", g.get("identity") or g.get("refused")
        changes = name.startswith("api.") and ROUTES.get(name) not in (None, Role.VIEWER)
        if who is None or not changes or request.method == "GET" or g.get("recorded"):
            return response
        detail = response.get_json(silent=True) if response.is_json or response.status_code >= 400 else None
        reason = (
            str(detail.get("detail", "")) if isinstance(detail, dict) and response.status_code >= 400 else ""
        )
        action = name.removeprefix("api.").replace("_", " ")
        target = " ".join(str(value) for value in (request.view_args or {}).values())
        kept.note(entry_of(who, action, target, result=_result(response.status_code), reason=reason))
        return response


@contextmanager
def recorded(who: Identity, action: str, target: str, detail: str = "") -> Iterator[None]:
    """Record what is done inside, by its result; only while a request is answered."""
    g.recorded = True
    try:
        yield
    except PyBirchError as error:
        current_audit().note(entry_of(who, action, target, detail, AuditResult.REFUSED, str(error)))
        raise
    current_audit().note(entry_of(who, action, target, detail))


def current_audit() -> Audit:
    """The record of the server that answers the present request."""
    return cast(Audit, current_app.extensions[_EXTENSION])


def entry_of(
    who: Identity,
    action: str,
    target: str,
    detail: str = "",
    result: AuditResult = AuditResult.DONE,
    reason: str = "",
) -> AuditEntry:
    """An entry about somebody who has signed in."""
    return AuditEntry(who.user, who.address, action, target, detail, result, reason)


def sign_in_entry(user: str, result: AuditResult = AuditResult.DONE, reason: str = "") -> AuditEntry:
    """An entry about an attempt to sign in, made by the present request."""
    return AuditEntry(user, request.remote_addr or "", "sign in", "", "", result, reason)


def _result(status: int) -> AuditResult:
    if status < 400:
        return AuditResult.DONE
    return AuditResult.REFUSED if status < 500 else AuditResult.FAILED


def in_words(arguments: Any) -> str:
    """Arguments of a command in one line: `x 4.2`, `exposure 0.05`."""
    if isinstance(arguments, dict):
        return ", ".join(f"{name} {in_words(value)}".strip() for name, value in arguments.items())
    if isinstance(arguments, list):
        return ", ".join(map(in_words, arguments[:20]))
    return "" if arguments is None else str(arguments)
