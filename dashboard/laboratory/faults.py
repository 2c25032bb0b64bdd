"""What went wrong in a laboratory's own files, and where it is found while a page is drawn."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import TypeVar

from dash import html
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from engine.model.left_out import LeftOut
from engine.reasons import reason

T = TypeVar("T")
_log = logging.getLogger(__name__)


class Faults:
    """The last fault of each part of the laboratory's own files; a part that works again has none."""

    def __init__(self) -> None:
        self._faults: dict[str, LeftOut] = {}
        self._files: set[Path] = set()
        self._lock = Lock()

    def all(self) -> list[LeftOut]:
        """Every fault there is now."""
        with self._lock:
            return list(self._faults.values())

    def owns(self, file: str) -> bool:
        """Whether `file` is one of the laboratory's."""
        return Path(file) in self._files or Path(file).parent in {known.parent for known in self._files}

    def belongs(self, file: str | None) -> None:
        """Note that `file` is one of the laboratory's: errors that pass through it are its own."""
        if file:
            self._files.add(Path(file))

    def add(self, part: str, fault: LeftOut) -> None:
        """Note and log what is wrong with a part; the same fault again is not logged again."""
        with self._lock:
            known, self._faults[part] = self._faults.get(part), fault
        if known != fault:
            _log.error("%s failed: %s", part, fault)

    def located(self, error: BaseException) -> LeftOut | None:
        """The innermost line of the laboratory's files that the error passed through; None if it did not."""
        for frame in reversed(traceback.extract_tb(error.__traceback__)):
            if self.owns(frame.filename):
                return LeftOut(Path(frame.filename).name, frame.lineno or 0, _why(error))
        return None

    def guard(self, part: str, file: str, draw: Callable[[], T]) -> T | Component:
        """What `draw` makes; where it fails, a notice that says so in its place."""
        try:
            made = draw()
        except PreventUpdate:
            raise
        except (Exception, SystemExit) as error:  # noqa: BLE001 - a laboratory's file may raise anything
            fault = self.located(error) or LeftOut(Path(file).name, 0, _why(error))
            self.add(part, fault)
            return notice(f"{part} cannot be shown.", [fault])
        with self._lock:
            self._faults.pop(part, None)
        return made


def _why(error: BaseException) -> str:
    return "it ends the program" if isinstance(error, SystemExit) else reason(error)


def notice(what: str, faults: list[LeftOut]) -> Component:
    """Says what does not work, and the file and line of each fault."""
    return html.Div(
        [html.P(what), html.Ul([html.Li(str(fault)) for fault in faults])],
        className="alert alert-warning",
        role="alert",
    )
