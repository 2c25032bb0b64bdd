"""What a laboratory adds to PyBirch: files of its own folder, and packages."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from engine.model.left_out import LeftOut


class PluginKind(StrEnum):
    """What a plugin adds; also the name of its folder, and of its group of entry points after `pybirch.`."""

    DRIVERS = "drivers"
    PROCEDURES = "procedures"
    EXPORTERS = "exporters"
    PAGES = "pages"


class Plugin(BaseModel):
    """A file or an entry point that was loaded."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)

    kind: PluginKind
    """What it adds."""
    name: str
    """Name of the file without `.py`, or of the entry point."""
    version: str
    """Version of the package; of a file its `__version__`, or else the first 12 digits of its SHA-256."""
    origin: str
    """Name of the file, or of the package."""


class LoadedPlugins(BaseModel):
    """The plugins of one process, and what is wrong with those that it left out."""

    plugins: list[Plugin] = Field(default_factory=list)
    left_out: list[LeftOut] = Field(default_factory=list)
    described: int = 0
    """How often instruments added to their descriptions when they were connected."""

    def as_json(self) -> dict[str, Any]:
        """Plain data for the store."""
        return self.model_dump(mode="json")
