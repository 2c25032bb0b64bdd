"""Parts of the tables of a bench file: names, limits, actions, derived readings, calibration tables."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

_NAME = re.compile(r"[^\W\d][\w-]{0,99}")


def _name(text: str) -> str:
    if not _NAME.fullmatch(text):
        raise ValueError(f"{text!r} must begin with a letter and have only letters, digits, '_' and '-'")
    return text


def _pair(limits: Any) -> Any:
    if not isinstance(limits, list | tuple) or len(limits) != 2:
        raise ValueError("it must be a list of two numbers, [least, greatest]")
    return limits


def _limits(limits: tuple[float, float]) -> tuple[float, float]:
    if limits[0] > limits[1]:
        raise ValueError(f"the lower limit {limits[0]} is above the upper one {limits[1]}")
    return limits


Name = Annotated[str, AfterValidator(_name)]
Limits = Annotated[tuple[float, float], BeforeValidator(_pair), AfterValidator(_limits)]


class Part(BaseModel):
    """Base of every table; refuses unknown keys, NaN and infinities."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, strict=False)


class ActionConfig(Part):
    """Something that the instrument does when it is told to, such as homing."""

    title: str = Field("", description="what people call it; its name by default")
    confirm: str = Field("", description="question that a page asks before")
    axes: tuple[Name, ...] = Field((), description="axes that it moves")
    timeout: float = Field(600.0, gt=0, description="seconds that it may take")


class DerivedConfig(Part):
    """A reading that is calculated from others when they are measured."""

    formula: str = Field(description="value as a formula of readings, axes and settings")
    unit: str = Field("", description="unit of the reading; the value is converted to it")
    shape: tuple[int, ...] = Field((), description="[] for a number, [2048] for an array of that many")


class TableConfig(Part):
    """A calibration table, which formulas call as a function."""

    file: str = Field(min_length=1, description="file with two columns of numbers")
    takes: str = Field("", description="unit of the first column")
    gives: str = Field("", description="unit of the second column")
    points: tuple[tuple[float, float], ...] = ()
    """The rows of the file, by the first column; PyBirch reads them when it loads the bench."""


@dataclass(frozen=True, slots=True)
class ConfigFormula:
    """A formula of an instrument's table: where it stands, and what its value must be."""

    table: str
    key: str
    text: str
    unit: str = ""
    shape: tuple[int, ...] = ()
    result: str = ""
    """The axis for which it calculates a setpoint, as `instrument.axis`; empty where there is none."""
