"""Signs of life, for people, scripts and service managers; no sign-in, no secrets."""

from __future__ import annotations

import os

from flask import Response

from dashboard.api.commands import engine_alive
from dashboard.api.context import Context
from dashboard.api.operations import Api
from dashboard.api.shapes import Alive, DatabaseReady, EngineReady, Ready, WebReady
from engine.errors import StoreError
from engine.model.records import EngineRecord
from engine.store import engines


def register(api: Api, context: Context) -> None:
    """Add the operations."""

    @api.operation(
        "GET", "/health", "Whether the web server is alive", group="Health", returns=Alive, open=True
    )
    def health() -> Alive:
        return Alive()

    @api.operation(
        "GET",
        "/ready",
        "Whether web server, engine and database are there; 503 while not",
        group="Health",
        returns=Ready,
        errors=(503,),
        open=True,
    )
    def ready() -> Response:
        state, fine = readiness(context)
        response = Response(state.model_dump_json(), 200 if fine else 503, mimetype="application/json")
        response.headers["Cache-Control"] = "no-store"
        return response


def readiness(context: Context) -> tuple[Ready, bool]:
    """What is there, and whether that is all that scans need."""
    record: EngineRecord | None = None
    database = "ok"
    try:
        record = context.read(engines.current)
    except StoreError:
        database = "unavailable"
    alive = engine_alive(record)
    running = record is not None and alive and record.status == "running"
    engine = EngineReady(
        pid=record.pid if record and alive else None,
        status=record.status if record and alive else "offline",
        bench=record.bench if record else str(context.settings.bench.resolve()),
        heartbeat_age=round(record.heartbeat_age, 3) if record else None,
    )
    kind = context.database.url.get_backend_name()
    state = Ready(
        web=WebReady(pid=os.getpid()), engine=engine, database=DatabaseReady(status=database, kind=kind)
    )
    return state, running and database == "ok"
