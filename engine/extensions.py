"""Loads added files one by one: a bad file disables only itself, and the error names the file and line."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from threading import Thread
from types import ModuleType
from typing import TypeVar

from engine.model.left_out import LeftOut
from engine.reasons import reason

PATIENCE = 5.0
"""Longest time in seconds that loading a file may take: its top level must not wait for anything."""
T = TypeVar("T")
Aside = Callable[[Callable[[], None], float], bool]
"""Runs a function in parallel to the caller; returns whether it ended within the given seconds."""
_log = logging.getLogger(__name__)


class NotUsable(Exception):
    """A file was loaded, but what it defines cannot be used; the message says why."""


def in_a_thread(work: Callable[[], None], seconds: float) -> bool:
    """Run a function in a thread of its own; returns whether it ended within `seconds`."""
    thread = Thread(target=work, name="load", daemon=True)
    thread.start()
    thread.join(seconds)
    return not thread.is_alive()


def load_all(
    package: str,
    folder: Iterable[str],
    use: Callable[[ModuleType], T | None],
    *,
    aside: Aside = in_a_thread,
    patience: float = PATIENCE,
) -> tuple[list[T], list[LeftOut]]:
    """Load the files of a package; returns what `use` makes of each, and the files that were left out.

    `use` returns None for a file that only helps others, and raises NotUsable for one that cannot be used.
    """
    names = [f"{package}.{module.name}" for module in iter_modules(folder)]
    return load_each(names, use, aside=aside, patience=patience)


def load_each(
    names: Iterable[str],
    use: Callable[[ModuleType], T | None],
    *,
    aside: Aside = in_a_thread,
    patience: float = PATIENCE,
) -> tuple[list[T], list[LeftOut]]:
    """The same for modules by their full names."""
    found: list[T] = []
    left_out: list[LeftOut] = []
    for name in names:
        made, fault = _load(name, use, aside, patience)
        if fault is not None:
            _log.error("left out: %s", fault)
            left_out.append(fault)
        elif made is not None:
            found.append(made)
    return found, left_out


def load(name: str, patience: float = PATIENCE) -> ModuleType:
    """Load the module of this name. Raises NotUsable with file, line and reason when it cannot be loaded within so
    many seconds.
    """
    made, fault = _load(name, lambda module: module, in_a_thread, patience)
    if made is None:
        raise NotUsable(str(fault))
    return made


def line_in(folder: Path, error: BaseException) -> tuple[str, int]:
    """Name and line of the innermost file of a folder in which an error was raised; ("", 0) when there is none."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if Path(frame.filename).parent == folder:
            return Path(frame.filename).name, frame.lineno or 0
    return "", 0


def _load(
    name: str, use: Callable[[ModuleType], T | None], aside: Aside, patience: float
) -> tuple[T | None, LeftOut | None]:
    file = f"{name.rpartition('.')[2]}.py"
    results: list[T | None] = []
    errors: list[BaseException] = []

    def work() -> None:
        try:
            results.append(use(import_module(name)))
        except BaseException as error:  # noqa: BLE001 - a file may raise anything, SystemExit too
            errors.append(error)

    if not aside(work, patience):
        waits = (
            f"loading takes longer than {patience:g} s; the top level of the file must not wait for anything"
        )
        return None, LeftOut(file, 0, waits)
    if not errors:
        return results[0], None
    return None, _fault(file, errors[0])


def _fault(file: str, error: BaseException) -> LeftOut:
    if isinstance(error, NotUsable):
        return LeftOut(file, 0, str(error))
    if isinstance(error, SyntaxError):
        return LeftOut(Path(error.filename or file).name, error.lineno or 0, error.msg)
    why = (
        "it ends the program; a file that is loaded must not call exit()"
        if isinstance(error, SystemExit)
        else reason(error)
    )
    return LeftOut(file, _innermost(file, error), why)


def _innermost(file: str, error: BaseException) -> int:
    """Number of the last executed line of this file; 0 when the error came from elsewhere."""
    lines = [f.lineno for f in traceback.extract_tb(error.__traceback__) if Path(f.filename).name == file]
    return (lines[-1] or 0) if lines else 0
