"""What a laboratory's own pages and panels are made of: `from pybirch.pages import register_page, panel, live, …`.

These names stay; docs/how-to/make-your-own-page.md shows them in use. Works in a checkout and in an installed package.
"""

from __future__ import annotations

from pybirch.server_code import make_importable

make_importable()

from dashboard.api.laboratory import (  # noqa: E402 - the server's code is importable from here on
    instrument,
    instruments,
    move,
    queues,
    scan,
    scans,
    set_settings,
)
from dashboard.components.badge import badge  # noqa: E402
from dashboard.components.chart import chart_panel as chart  # noqa: E402
from dashboard.components.commands import instrument_commands, queue_commands, scan_commands  # noqa: E402
from dashboard.components.dialog import act_id, confirm, dialog, dialog_id, reason_id  # noqa: E402
from dashboard.components.form import field, number  # noqa: E402
from dashboard.components.instruments import instrument_room  # noqa: E402
from dashboard.components.live_input import live, live_id  # noqa: E402
from dashboard.components.live_value import live_badge, live_value  # noqa: E402
from dashboard.components.menu import divider, item, menu  # noqa: E402
from dashboard.components.messages import Tone, say  # noqa: E402
from dashboard.components.page import below, page_head, panel  # noqa: E402
from dashboard.components.plot import look  # noqa: E402
from dashboard.components.position_panel import position_panel  # noqa: E402
from dashboard.components.room import room_socket  # noqa: E402
from dashboard.components.tabs import tabs  # noqa: E402
from dashboard.components.value import value  # noqa: E402
from dashboard.laboratory.registering import register_page, register_panel  # noqa: E402

__all__ = [
    "Tone",
    "act_id",
    "badge",
    "below",
    "chart",
    "confirm",
    "dialog",
    "dialog_id",
    "divider",
    "field",
    "instrument",
    "instrument_commands",
    "instrument_room",
    "instruments",
    "item",
    "live",
    "live_badge",
    "live_id",
    "live_value",
    "look",
    "menu",
    "move",
    "number",
    "page_head",
    "panel",
    "position_panel",
    "queue_commands",
    "queues",
    "reason_id",
    "register_page",
    "register_panel",
    "room_socket",
    "say",
    "scan",
    "scan_commands",
    "scans",
    "set_settings",
    "tabs",
    "value",
]
