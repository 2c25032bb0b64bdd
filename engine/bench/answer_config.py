"""Keys of a bench file that say how a value is found in an answer."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, StrictInt, model_validator

from engine.bench.config import Part
from engine.bench.conversion import Conversion
from engine.bench.written_numbers import Form


class ValueType(StrEnum):
    """What the values of a reading are."""

    NUMBER = "number"
    INTEGER = "integer"
    BOOLEAN = "boolean"


class ComplexPart(StrEnum):
    """What a reading takes of complex numbers."""

    REAL = "real"
    IMAGINARY = "imaginary"
    MAGNITUDE = "magnitude"
    PHASE = "phase"


class ByteOrder(StrEnum):
    """Which byte of a number comes first: the most significant or the least significant one."""

    BIG = "big"
    LITTLE = "little"


class BlockType(StrEnum):
    """What the bytes of a block are."""

    TEXT = "text"
    INT8 = "int8"
    UINT8 = "uint8"
    INT16 = "int16"
    UINT16 = "uint16"
    INT32 = "int32"
    UINT32 = "uint32"
    INT64 = "int64"
    UINT64 = "uint64"
    FLOAT32 = "float32"
    FLOAT64 = "float64"


def _pick(pick: int | str) -> int | str:
    if isinstance(pick, int):
        if pick == 0:
            raise ValueError("positions are counted from 1; -1 is the last one")
        return pick
    try:
        groups = re.compile(pick).groups
    except re.error as error:
        raise ValueError(f"it is not a regular expression: {error}") from None
    if groups > 1:
        raise ValueError("a regular expression may have one group (…); write the others as (?:…)")
    return pick


def _not_zero(scale: float) -> float:
    if scale == 0:
        raise ValueError("it must not be 0")
    return scale


Pick = Annotated[StrictInt | str, AfterValidator(_pick)]
Scale = Annotated[float, AfterValidator(_not_zero)]


class NumberKeys(Part):
    """How a number is written in an answer; for readings and positions."""

    pick: Pick | None = Field(
        None, description="position of the value in the answer, or regular expression for it"
    )
    separator: str | None = Field(None, min_length=1, description="what separates the values of the answer")
    decimal: Literal[".", ","] = Field(".", description="decimal sign")
    base: Literal[2, 8, 10, 16] = Field(10, description="base of whole numbers without prefix")
    scale: Scale = Field(1.0, description="factor from the number that the instrument writes to the value")
    offset: float = Field(0.0, description="what is added then")

    def form(self, unit: str) -> Form:
        """How the numbers are written; a unit after them is one that becomes `unit`."""
        return Form("" if self.scale != 1 or self.offset else unit, self.decimal, self.base)


class ReadingKeys(NumberKeys):
    """How a reading is found in an answer."""

    type: ValueType = Field(ValueType.NUMBER, description='"number", "integer" or "boolean"')
    codes: dict[str, float] = Field(default_factory=dict, description="number that stands for each answer")
    convert: str | None = Field(None, description="formula from `value`, what the instrument writes")
    part: ComplexPart | None = Field(
        None, description='"real", "imaginary", "magnitude" or "phase" of complex numbers'
    )
    every: int = Field(1, ge=1, description="take only every second, third … value, from `pick` on")
    pad: bool = Field(False, description="whether a shorter array is filled up with no value")
    block: BlockType | None = Field(None, description="what the bytes of an IEEE 488.2 block are")
    byte_order: ByteOrder | None = Field(None, description='"big" or "little"')

    @model_validator(mode="before")
    @classmethod
    def _codes_by_text(cls, data: Any) -> Any:
        if isinstance(data, dict) and isinstance(data.get("codes"), dict):
            return {**data, "codes": {str(answer): code for answer, code in data["codes"].items()}}
        return data

    @model_validator(mode="after")
    def _keys_go_together(self) -> Self:
        if self.convert is not None:
            if self.scale != 1 or self.offset:
                raise ValueError("write either convert, or scale and offset")
            Conversion(self.convert)
        wide = self.block not in (None, BlockType.TEXT, BlockType.INT8, BlockType.UINT8)
        if wide and self.byte_order is None:
            raise ValueError(f'block = "{self.block}" needs byte_order = "big" or "little"')
        if self.byte_order is not None and not wide:
            raise ValueError("byte_order needs block with numbers of several bytes")
        if self.codes and (self.type is not ValueType.NUMBER or self.part is not None):
            raise ValueError("codes cannot be combined with type or part")
        if wide and isinstance(self.pick, str):
            raise ValueError("a regular expression cannot pick from numbers in bytes")
        return self
