"""Tables of PyMeasure instruments in a bench file: a class, and names of what the class has."""

from __future__ import annotations

from typing import ClassVar

from typing_extensions import override

from engine.bench.named_class import NamedClassConfig
from engine.bench.pymeasure_check import problem_of
from engine.bench.pymeasure_class import ClassMissing, ClassUnavailable, find_class, members_of
from engine.errors import Problem


class PyMeasureConfig(NamedClassConfig):
    """The table of a PyMeasure instrument."""

    example: ClassVar[str] = "pymeasure:keithley.Keithley2400"

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
