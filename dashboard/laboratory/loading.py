"""Loads a laboratory's own pages: the files of its folder `pages/`, and entry points of packages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextvars import copy_context
from inspect import signature
from types import ModuleType
from typing import Any

import dash
from dash import _callback
from dash.development.base_component import Component
from flask import Flask

from dashboard.components.page import page_root
from dashboard.laboratory import registering
from dashboard.laboratory.own import EXTENSION, OwnPages, OwnPanel
from dashboard.server.procedures import in_a_native_thread
from engine.extensions import NotUsable, load_each
from engine.model.plugin import PluginKind
from engine.plugins import Plugins, Source


def load_own_pages(server: Flask, own: OwnPages, plugins: Plugins) -> None:
    """Load each file by itself; what cannot be used is left out and noted.

    Dash must know the other pages and callbacks already. Own pages that an earlier app of the process loaded go.
    """
    server.extensions[EXTENSION] = own
    for module in [page["module"] for page in dash.page_registry.values() if page.get("own")]:
        del dash.page_registry[module]
    for source in plugins.sources(PluginKind.PAGES):
        _load(source, own)
    own.panels.sort(key=lambda panel: panel.order)


def _load(source: Source, own: OwnPages) -> None:
    before = _Registered()
    context = copy_context()  # Dash keeps in it what `register_page` looks at
    found, left_out = load_each(
        [source.module],
        before.usable,
        aside=lambda work, seconds: in_a_native_thread(lambda: context.run(work), seconds),
    )
    for fault in left_out:
        before.restore()
        own.faults.add(fault.file, fault)
    for module in found:
        own.plugins.append(source.plugin(module))
        own.faults.belongs(module.__file__)
        own.panels += before.panels()
        for page in _pages_of(module.__name__):
            page.update(own=True, layout=_guarded(page, page["layout"], str(module.__file__), own))
    registering.pending.clear()


class _Registered:
    """What was registered before a file is loaded, so that all traces of a file that fails can be taken away."""

    def __init__(self) -> None:
        self._pages = set(dash.page_registry)
        self._callbacks = dict(_callback.GLOBAL_CALLBACK_MAP)
        self._count = len(_callback.GLOBAL_CALLBACK_LIST)
        self._scripts = len(_callback.GLOBAL_INLINE_SCRIPTS)

    def usable(self, module: ModuleType) -> ModuleType | None:
        """The module, None where it registers nothing. Raises NotUsable where its registrations cannot be used."""
        pages = _pages_of(module.__name__)
        for page in pages:
            page["layout"] = page["supplied_layout"] or getattr(module, "layout", None)
            if page["layout"] is None:
                raise NotUsable("it registers a page and defines no `layout`")
            others = [other for other in dash.page_registry.values() if other is not page]
            if page["path"] in {other["path"] for other in others}:
                raise NotUsable(f"its path {page['path']} belongs to another page; choose another `path`")
        taken = self._outputs(0, self._count) & self._outputs(self._count, None)
        if taken:
            raise NotUsable(f"another callback fills {', '.join(sorted(taken))}; use ids of your own")
        return module if pages or registering.pending else None

    def panels(self) -> list[OwnPanel]:
        """The panels that the file registered."""
        return list(registering.pending)

    def restore(self) -> None:
        """Take away what was registered since."""
        for name in set(dash.page_registry) - self._pages:
            del dash.page_registry[name]
        del _callback.GLOBAL_CALLBACK_LIST[self._count :]
        del _callback.GLOBAL_INLINE_SCRIPTS[self._scripts :]
        _callback.GLOBAL_CALLBACK_MAP.clear()
        _callback.GLOBAL_CALLBACK_MAP.update(self._callbacks)

    @staticmethod
    def _outputs(first: int, end: int | None) -> set[str]:
        lines: Iterable[str] = (each["output"] for each in _callback.GLOBAL_CALLBACK_LIST[first:end])
        return {output for line in lines for output in line.strip(".").split("...")} - {""}


def _pages_of(module: str) -> list[dict[str, Any]]:
    return [page for page in dash.page_registry.values() if page["module"] == module]


def _guarded(page: dict[str, Any], layout: Any, file: str, own: OwnPages) -> Callable[..., Component]:
    """A layout that shows a notice where the page's own fails, and takes any query that the address has."""
    draw = layout if callable(layout) else lambda: layout
    known = signature(draw).parameters
    takes_all = any(each.kind is each.VAR_KEYWORD for each in known.values())

    def shown(**given: Any) -> Component:
        arguments = given if takes_all else {key: value for key, value in given.items() if key in known}
        content = own.faults.guard(page["name"], file, lambda: draw(**arguments))
        return page_root("own", [content], thing=page["path"].strip("/").replace("/", "-"))

    return shown
