"""The library of descriptions: common instruments that a bench file uses by name."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from engine.reasons import reason

FOLDER = Path(__file__).resolve().parents[2] / "benches" / "library"
_MERGED = ("axes", "reads", "settings")


class About(BaseModel):
    """What a description says about itself."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str = Field(description="manufacturer and models")
    checked: str = Field(description="what its messages and answers were checked against")
    untested: str = Field(description="what nobody has tried on hardware")
    notes: str = Field("", description="what to set on the instrument, and what to adapt")


class StoredValue(BaseModel):
    """A value that the simulated instrument stores and answers; `{}` is where it stands."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    set: str
    get: str
    answer: str = "{}"
    initial: str
    ack: str | None = None


class Simulator(BaseModel):
    """What the instrument answers, as far as the sources of the description show it; the tests run scans on it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    answers: dict[str, str] = Field(default_factory=dict)
    silent: tuple[str, ...] = Field((), description="commands without answer")
    values: tuple[StoredValue, ...] = ()
    readings: dict[str, float | list[float]] = Field(description="what a measurement gives")
    settings: dict[str, str | float] = Field(default_factory=dict, description="settings that a scan changes")
    moves: dict[str, list[float]] = Field(default_factory=dict, description="positions that a scan moves to")


class Description(BaseModel):
    """A file of the library: `[about]`, `[instrument]` with the keys of an instrument's table, `[simulator]`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    about: About
    instrument: dict[str, Any]
    simulator: Simulator


def names(folder: Path = FOLDER) -> list[str]:
    """Every description."""
    return sorted(path.stem for path in folder.glob("*.toml"))


def description(name: str, folder: Path = FOLDER) -> Description:
    """One description. Raises LookupError in one line where there is none, or it is damaged."""
    known = names(folder)
    if name not in known:
        near = get_close_matches(name, known, 1)
        raise LookupError(
            f"use = {name!r}: the library has no such description"
            + (f"; did you mean {near[0]!r}?" if near else f"; it has {', '.join(known)}")
        )
    try:
        return Description.model_validate(tomllib.loads((folder / f"{name}.toml").read_text("utf-8")))
    except (OSError, ValueError, ValidationError) as error:
        raise LookupError(f"use = {name!r}: the description cannot be read: {reason(error)}") from None


def completed(table: Mapping[str, Any], folder: Path = FOLDER) -> dict[str, Any]:
    """An instrument's table with what it takes from the library; its own keys come first. Raises LookupError.

    Of an axis, reading or setting that both have, the single keys are put together.
    """
    if "use" not in table:
        return dict(table)
    if not isinstance(table["use"], str):
        raise LookupError("use must be the name of a description")
    base = description(table["use"], folder).instrument
    made = {**base, **{key: value for key, value in table.items() if key != "use"}}
    for part in _MERGED:
        theirs, ours = base.get(part), table.get(part)
        if isinstance(theirs, dict) and isinstance(ours, dict):
            made[part] = {**theirs, **ours, **{
                name: {**theirs[name], **keys} for name, keys in ours.items()
                if name in theirs and isinstance(keys, dict) and isinstance(theirs[name], dict)
            }}  # fmt: skip
    return made
