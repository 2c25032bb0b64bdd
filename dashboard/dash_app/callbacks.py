"""The callbacks of a Dash app, complete in each app that a process makes.

A module registers its callbacks with Dash once, when it is imported. The first app that answers a request takes them
out of Dash's lists: a second app would have none, and the check of a laboratory's own pages would not know which
outputs are taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from dash import Dash, _callback

# Of the process, as Dash's own lists and the imported modules are.
_SPECS: dict[str, dict[str, Any]] = {}
"""What browsers are told about each callback, by its output."""
_FUNCTIONS: dict[str, Any] = {}
"""What the server runs, by output."""
_SCRIPTS: dict[str, None] = {}
"""Texts of inline scripts, in order."""


def keep_callbacks() -> None:
    """Move what modules have registered out of Dash's lists, so that no app takes it away from the others."""
    # Each app imports the pages anew: the newest callback for an output counts.
    _SPECS.update((spec["output"], spec) for spec in _callback.GLOBAL_CALLBACK_LIST)
    _FUNCTIONS.update(_callback.GLOBAL_CALLBACK_MAP)
    _SCRIPTS.update(dict.fromkeys(_callback.GLOBAL_INLINE_SCRIPTS))
    _clear()


@contextmanager
def callbacks_for(app: Dash) -> Iterator[None]:
    """Show all kept callbacks in Dash's lists; at the end `app` has them, and those that were registered meanwhile."""
    keep_callbacks()
    _callback.GLOBAL_CALLBACK_LIST.extend(_SPECS.values())
    _callback.GLOBAL_CALLBACK_MAP.update(_FUNCTIONS)
    _callback.GLOBAL_INLINE_SCRIPTS.extend(_SCRIPTS)
    try:
        yield
        app._callback_list.extend(_callback.GLOBAL_CALLBACK_LIST)
        app.callback_map.update(_callback.GLOBAL_CALLBACK_MAP)
        app._inline_scripts.extend(_callback.GLOBAL_INLINE_SCRIPTS)
    finally:
        _clear()


def _clear() -> None:
    _callback.GLOBAL_CALLBACK_LIST.clear()
    _callback.GLOBAL_CALLBACK_MAP.clear()
    _callback.GLOBAL_INLINE_SCRIPTS.clear()
