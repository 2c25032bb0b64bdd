"""REST: one module per resource, described once and served, checked and documented from that."""

from __future__ import annotations

from flask import Flask

from engine.settings import Settings
from engine.store.database import Database


def register_api(server: Flask, database: Database, settings: Settings) -> None:
    """Serve the REST interface below `/api/v1`."""

    @server.get("/api/v1/health")
    def health() -> dict[str, str]:
        return {"status": "ok"}
