"""Tables of instruments whose bench file names a Python class, as in `driver = "python:package.module:Class"`."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from pydantic import Field, model_validator

from engine.bench.object_config import ObjectConfig, named_after_their_tables


class NamedClassConfig(ObjectConfig):
    """The table of an instrument whose driver names the class after the colon."""

    between: ClassVar[str] = "."
    """What separates module and class."""
    example: ClassVar[str]

    @model_validator(mode="after")
    def _names_a_class(self) -> Self:
        module, _, name = self.class_path.rpartition(self.between)
        if not module or not name.isidentifier():
            raise ValueError(f"driver = {self.driver!r}: it must name a class, such as {self.example}")
        return self

    @property
    def class_path(self) -> str:
        """Module and class, as the driver names them."""
        return self.driver.partition(":")[2]


class AnyClassConfig(NamedClassConfig):
    """The table of an instrument whose class may take an address and arguments of any kind."""

    resource: str = Field(
        "", description="VISA address, which the class gets as its first argument, if it takes one"
    )
    arguments: dict[str, Any] = Field(default_factory=dict, description="what the class is made with")

    @model_validator(mode="before")
    @classmethod
    def _names(cls, data: Any) -> Any:
        return named_after_their_tables(data)
