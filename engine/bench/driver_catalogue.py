"""The drivers of one process by name: PyBirch's own, and those of the laboratory's folder and of packages."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches

from engine.bench import drivers
from engine.bench.broken_driver import broken_kind
from engine.bench.driver import DriverKind
from engine.bench.own_class import own_kind
from engine.model.left_out import LeftOut
from engine.model.plugin import LoadedPlugins, PluginKind
from engine.plugins import Plugins


class Drivers:
    """Finds the kind of driver that a bench file names."""

    def __init__(
        self,
        own: Mapping[str, DriverKind] | None = None,
        faults: Mapping[str, LeftOut] | None = None,
        loaded: LoadedPlugins | None = None,
    ) -> None:
        """`faults` says why files of drivers were left out, by the name of the driver."""
        self._own = dict(own or {})
        self._faults = dict(faults or {})
        self.loaded = loaded or LoadedPlugins()

    @classmethod
    def load(cls, plugins: Plugins) -> Drivers:
        """Load the laboratory's drivers, each by itself."""
        found = plugins.load(PluginKind.DRIVERS, own_kind, taken=drivers.names().__contains__)
        own = {source.name: kind for source, kind in found.found}
        return cls(own, found.faults, LoadedPlugins(plugins=found.plugins, left_out=found.left_out))

    def find(self, driver: str) -> DriverKind:
        """Find the kind of `driver`; what follows a colon is for the driver itself.

        The driver of a file that was left out is one that refuses to connect. Raises LookupError in one line.
        """
        name = driver.partition(":")[0]
        if name in drivers.names():
            return drivers.find(name)
        if name in self._own:
            return self._own[name]
        if name in self._faults:
            return broken_kind(self._faults[name])
        known = [*drivers.names(), *self._own]
        near = get_close_matches(name, known, 1)
        hint = f"; did you mean {near[0]!r}?" if near else f"; there are {', '.join(known)}"
        raise LookupError(f"there is no driver {name!r}{hint}")


PYBIRCHS_OWN = Drivers()
"""Without any of a laboratory."""
