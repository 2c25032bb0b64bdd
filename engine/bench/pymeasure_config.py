"""Tables of PyMeasure instruments in a bench file: a class, and names of what the class has."""

from __future__ import annotations

from typing import Self

from pydantic import model_validator
from typing_extensions import override

from engine.bench.object_config import ObjectConfig
from engine.bench.pymeasure_check import problem_of
from engine.bench.pymeasure_class import ClassMissing, ClassUnavailable, find_class, members_of
from engine.errors import Problem


class PyMeasureConfig(ObjectConfig):
    """The table of a PyMeasure instrument."""

    @model_validator(mode="after")
    def _names_a_class(self) -> Self:
        module, _, name = self.class_path.rpartition(".")
        if not module or not name.isidentifier():
            raise ValueError(
                f"driver = {self.driver!r}: it must name a class, such as pymeasure:keithley.Keithley2400"
            )
        return self

    @property
    def class_path(self) -> str:
        """The class within `pymeasure.instruments`, such as `keithley.Keithley2400`."""
        return self.driver.partition(":")[2]

    @override
    def problems(self) -> list[Problem]:
        """Find names that the class does not have. Without PyMeasure nothing is checked before the instrument is
        connected.
        """
        return [*super().problems(), *self._wrong_names()]

    def _wrong_names(self) -> list[Problem]:
        try:
            members = members_of(find_class(self.class_path))
        except ClassMissing as error:
            return [Problem("", f"driver = {self.driver!r}: {error}")]
        except ClassUnavailable:
            return []
        return [
            Problem(table, f"{key} = {path!r}: {wrong}")
            for table, key, path, use in self.names()
            if (wrong := problem_of(members, path, use))
        ]
