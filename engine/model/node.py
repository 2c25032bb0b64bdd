"""Base and field types of every part of a plan, a condition or a rule."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Finite = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Seconds = Annotated[float, Field(strict=True, allow_inf_nan=False, ge=0, le=366 * 86400)]
Times = Annotated[int, Field(strict=True, ge=1, le=10**9)]
Text = Annotated[str, Field(strict=True, min_length=1, max_length=200)]


class Node(BaseModel):
    """Base of every part of a plan; refuses unknown fields."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


def field_names(model: type[BaseModel]) -> list[str]:
    """The names of a model's fields as JSON has them."""
    return [field.alias or name for name, field in model.model_fields.items()]
