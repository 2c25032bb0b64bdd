"""Puts the documentation into wheel and sdist (docs/decisions/0025).

An sdist carries the built site, so that a wheel made from it needs no MkDocs. An editable install has none.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_TOOLS = ["mkdocs-material>=9.7,<10"]


class DocumentationHook(BuildHookInterface):  # type: ignore[type-arg]
    """Called by hatchling before it builds; named in pyproject.toml."""

    def dependencies(self) -> list[str]:
        """What building the site needs, unless it is built already."""
        return [] if self._carried else _TOOLS

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the site where it is lacking, and add it to what is packed."""
        if version == "editable":
            return
        site = Path(self.root) / "site"
        if not self._carried:
            sys.path.insert(0, self.root)
            from docs.build import build

            build(site)
        place = "site" if self.target_name == "sdist" else "pybirch/_server/site"
        build_data["force_include"][str(site)] = place

    @property
    def _carried(self) -> bool:
        """Whether this is an unpacked sdist, which holds the site."""
        root = Path(self.root)
        return (root / "PKG-INFO").is_file() and (root / "site" / "index.html").is_file()
