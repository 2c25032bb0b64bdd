"""Health of web server, engine and database, for people, scripts and service managers; no sign-in, no secrets."""

from __future__ import annotations

import os

from flask import Response

from dashboard.api.answers import DatabaseReady, EngineReady, Health, LeftOutFile, Ready, WebReady
from dashboard.api.context import Context
from dashboard.api.operations import Api
from dashboard.live.engine_status import EngineState, by_heartbeat_file, look_at_engine
from dashboard.server.off_loop import off_loop
from engine.errors import StoreError

_WORDS = {EngineState.ONLINE: "running"}


def register(api: Api, context: Context) -> None:
    """Add the operations."""

    @api.operation("GET", "/health", "Whether the web server is alive", group="Health", returns=Health)
    def health() -> Health:
        return Health()

    @api.operation(
        "GET",
        "/ready",
        "Whether web server, engine and database work; 503 while not",
        group="Health",
        returns=Ready,
        errors=(503,),
    )
    def ready() -> Response:
        state, fine = readiness(context)
        response = Response(state.model_dump_json(), 200 if fine else 503, mimetype="application/json")
        response.headers["Cache-Control"] = "no-store"
        return response


def readiness(context: Context) -> tuple[Ready, bool]:
    """What runs, and whether that is all that scans need."""
    database = "ok"
    try:
        found = off_loop(lambda: look_at_engine(context.database, context.settings.home))
    except StoreError:
        found, database = off_loop(lambda: by_heartbeat_file(context.settings.home)), "unavailable"
    if found.disk_full:
        database = "full"
    engine = EngineReady(
        pid=None if found.state is EngineState.OFFLINE else found.pid,
        status=_WORDS.get(found.state, found.state.value),
        bench=found.bench or str(context.settings.bench.resolve()),
        heartbeat_age=None if found.heartbeat_age is None else round(found.heartbeat_age, 3),
        message=found.told,
    )
    pages, exporters, procedures = context.own_pages(), context.exporters.loaded, context.procedures
    left_out = [*found.plugins.left_out, *procedures.left_out, *exporters.left_out, *pages.left_out]
    plugins = [*found.plugins.plugins, *procedures.plugins, *exporters.plugins, *pages.plugins]
    kind = context.database.url.get_backend_name()
    state = Ready(
        web=WebReady(pid=os.getpid(), connections=context.connections()),
        engine=engine,
        database=DatabaseReady(status=database, kind=kind, message=found.disk_warning),
        left_out=[LeftOutFile.of(one) for one in left_out],
        plugins=sorted(plugins, key=lambda plugin: (plugin.kind, plugin.name)),
    )
    fine = database == "ok" and found.state is EngineState.ONLINE and not found.blocked
    return state, fine
