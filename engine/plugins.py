"""Finds and loads a laboratory's own files and the entry points of packages; a bad one disables only itself."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from importlib.metadata import entry_points
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType
from typing import Generic, TypeVar

from engine.extensions import Aside, NotUsable, in_a_thread, load_each
from engine.model.left_out import LeftOut
from engine.model.plugin import Plugin, PluginKind

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Source:
    """A module to load: a file of the folder, or what an entry point names."""

    kind: PluginKind
    name: str
    module: str
    attribute: str = ""
    """What the entry point names in the module; empty where it names the module."""
    package: str = ""
    """Name of the package; empty for a file."""
    version: str = ""

    def plugin(self, module: ModuleType) -> Plugin:
        """The record of this source after loading."""
        origin = self.package or f"{self.name}.py"
        return Plugin(kind=self.kind, name=self.name, version=self.version or _version(module), origin=origin)


@dataclass(slots=True)
class Loaded(Generic[T]):
    """What was made of the sources of one kind."""

    found: list[tuple[Source, T]] = field(default_factory=list)
    plugins: list[Plugin] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    faults: dict[str, LeftOut] = field(default_factory=dict)
    """What is wrong with each source that was left out, by its name."""


class Plugins:
    """The folder of a laboratory with `drivers/`, `procedures/`, `exporters/` and `pages/`, and all entry points."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder

    def sources(self, kind: PluginKind) -> list[Source]:
        """The files of the folder by name, except those that begin with `_`, and then the entry points.

        Files of one folder can import each other: `from pybirch_own_drivers.helpers import …`.
        """
        files = [Source(kind, name, f"{_package(kind)}.{name}") for name in self._files(kind)]
        points = [
            Source(
                kind,
                point.name,
                point.module,
                point.attr,
                point.dist.name if point.dist else point.module,
                point.dist.version if point.dist else "",
            )
            for point in sorted(entry_points(group=f"pybirch.{kind}"), key=lambda point: point.name)
        ]
        return [*files, *points]

    def load(
        self,
        kind: PluginKind,
        use: Callable[[ModuleType, Source], T | None],
        *,
        taken: Callable[[str], bool] = lambda name: False,
        aside: Aside = in_a_thread,
    ) -> Loaded[T]:
        """Load every source by itself, and keep what `use` makes of it.

        `use` returns None for a file that only helps others, and raises NotUsable for one that cannot be used.
        `taken` says which names PyBirch itself has.
        """
        loaded: Loaded[T] = Loaded()
        for source in self.sources(kind):
            made, fault = _made(source, use, aside)
            if made is not None and (taken(source.name) or source.name in {s.name for s, _ in loaded.found}):
                fault = LeftOut(
                    f"{source.name}.py", 0, f"there is already one called {source.name!r}; rename it"
                )
            if fault is not None:
                where = f"{source.package}, {fault.file}" if source.package else fault.file
                loaded.left_out.append(replace(fault, file=where))
                loaded.faults[source.name] = loaded.left_out[-1]
            elif made is not None:
                loaded.found.append((source, made))
                loaded.plugins.append(source.plugin(sys.modules[source.module]))
        return loaded

    def _files(self, kind: PluginKind) -> list[str]:
        """Names of the modules in the folder, importable from now on."""
        package_name = _package(kind)
        for name in [name for name in sys.modules if name.split(".")[0] == package_name]:
            del sys.modules[name]
        if self._folder is None:
            return []
        folder = str(self._folder / kind.value)
        package = ModuleType(package_name)
        package.__path__ = [folder]
        sys.modules[package_name] = package
        return [each.name for each in iter_modules([folder]) if not each.name.startswith("_")]


def _package(kind: PluginKind) -> str:
    """The name under which files of a folder are imported."""
    return f"pybirch_own_{kind.value}"


def _made(
    source: Source, use: Callable[[ModuleType, Source], T | None], aside: Aside
) -> tuple[T | None, LeftOut | None]:
    found, left_out = load_each([source.module], lambda module: use(module, source), aside=aside)
    return (found[0] if found else None), (left_out[0] if left_out else None)


def named(module: ModuleType, source: Source, default: str) -> object:
    """What the source names in its module: the entry point's attribute, else `default`. None when there is none.

    Raises NotUsable where an entry point names something that the module does not have.
    """
    if source.attribute and not hasattr(module, source.attribute):
        raise NotUsable(f"the module {module.__name__} has no {source.attribute}")
    return getattr(module, source.attribute or default, None)


def _version(module: ModuleType) -> str:
    given = getattr(module, "__version__", None)
    if isinstance(given, str) and given:
        return given
    file = Path(module.__file__ or "")
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12] if file.is_file() else ""
