"""The table of roles: which role each address, page, room and Socket.IO event needs. docs/reference/roles.md shows it.

What is not in the table is refused, and a test fails (tests/unit/web/test_roles.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from engine.model.people import Role

OPEN: Final = None
"""Needs no sign-in."""
VIEWER, OPERATOR, ADMINISTRATOR = Role

ROUTES: Mapping[str, Role | None] = {
    # Signing in, and what browsers ask for by themselves.
    "sign_in": OPEN,
    "sign_out": VIEWER,
    "fonts": OPEN,
    "icons/icon.svg": OPEN,
    "icons/favicon.ico": OPEN,
    "icons/robots.txt": OPEN,
    # REST.
    "api.health": OPEN,
    "api.ready": OPEN,
    "api.me": VIEWER,
    "api.list_audit": ADMINISTRATOR,
    "api.export_audit": ADMINISTRATOR,
    "api.list_instruments": VIEWER,
    "api.get_instrument": VIEWER,
    "api.list_exchanges": VIEWER,
    "api.command_instrument": OPERATOR,
    "api.stop_everything": VIEWER,
    "api.list_stops": VIEWER,
    "api.get_stop": VIEWER,
    "api.command_stop": OPERATOR,
    "api.list_queues": VIEWER,
    "api.make_queue": OPERATOR,
    "api.get_queue": VIEWER,
    "api.change_queue": OPERATOR,
    "api.command_queue": OPERATOR,
    "api.add_scan": OPERATOR,
    "api.reorder_scans": OPERATOR,
    "api.remove_scans": OPERATOR,
    "api.remove_scan": OPERATOR,
    "api.queue_log": VIEWER,
    "api.rehearse_queue": VIEWER,
    "api.list_scans": VIEWER,
    "api.scan_labels": VIEWER,
    "api.get_scan": VIEWER,
    "api.annotate_scan": OPERATOR,
    "api.command_scan": OPERATOR,
    "api.scan_log": VIEWER,
    "api.export_scans": VIEWER,
    "api.scan_data": VIEWER,
    "api.scan_record": VIEWER,
    "api.delete_scan": OPERATOR,
    "api.scan_columns": VIEWER,
    "api.check": VIEWER,
    "api.list_rules": VIEWER,
    "api.make_rule": OPERATOR,
    "api.get_rule": VIEWER,
    "api.change_rule": OPERATOR,
    "api.remove_rule": OPERATOR,
    "api.list_presets": VIEWER,
    "api.get_preset": VIEWER,
    "api.put_preset": OPERATOR,
    "api.remove_preset": OPERATOR,
    "api.list_procedures": VIEWER,
    "api.openapi": VIEWER,
    "api.docs": VIEWER,
    "api.nothing": VIEWER,
    "api.short/api/v1": VIEWER,
    "api.short/api/v1/": VIEWER,
    "api.short/openapi.json": VIEWER,
    # Documentation, pages and what they load. Callbacks read; what they change, they change by ACTIONS.
    "docs": VIEWER,
    "docs_root": VIEWER,
    "docs_start": VIEWER,
    "/": VIEWER,
    "/<path:path>": VIEWER,
    "/_dash-layout": VIEWER,
    "/_dash-dependencies": VIEWER,
    "/_dash-update-component": VIEWER,
    "/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>": VIEWER,
    "/_reload-hash": VIEWER,
    "/_favicon.ico": VIEWER,
    "_dash_assets.static": VIEWER,
    "built_language_js": VIEWER,
    "built_pybirch_js": VIEWER,
    "built_pybirch_css": VIEWER,
    "built_parts": VIEWER,
    "plotly": VIEWER,
    "plotly_without_version": VIEWER,
    "package_files": VIEWER,
}
"""By the endpoint's name in Flask."""

ROOMS: Mapping[str, Role] = {
    "global": VIEWER,
    "scan": VIEWER,
    "queue": VIEWER,
    "instruments": VIEWER,
    "instrument": VIEWER,
}
"""By the kind of room, for room sockets and Socket.IO."""

ROOM_MESSAGES: Mapping[str, Role] = {"ack": VIEWER, "stop": VIEWER}
"""By the message that a client sends on a room socket."""

EVENTS: Mapping[str, Role] = {
    "connect": VIEWER,
    **{f"{verb}_{kind}": role for kind, role in ROOMS.items() for verb in ("subscribe", "unsubscribe")},
}
"""By the event that a Socket.IO client sends."""


class Action(StrEnum):
    """What pages show and their callbacks change, those of the laboratory's own pages included."""

    COMMAND = "command a scan, a queue or an instrument, add a scan, make or change a queue"
    KEEP_PRESETS = "save, rename or delete a preset"
    DISMISS_STOP = "take away the banner of an emergency stop"
    READ_AUDIT = "read who did what"


ACTIONS: Mapping[Action, Role] = {
    Action.COMMAND: OPERATOR,
    Action.KEEP_PRESETS: OPERATOR,
    Action.DISMISS_STOP: OPERATOR,
    Action.READ_AUDIT: ADMINISTRATOR,
}
"""Checked where the change is made, whichever callback asks for it."""
