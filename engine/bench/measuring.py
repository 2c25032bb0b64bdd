"""Taking readings of one instrument, measured and derived."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np

from engine.bench.limits import unknown
from engine.bench.linked import LinkedInstrument
from engine.bench.mismatch_check import Warn, ignore_warning
from engine.errors import InstrumentError

Readings = Mapping[str, Mapping[str, float | np.ndarray]]
"""Readings by instrument and name."""


class MeasuringInstrument(LinkedInstrument):
    """What can be read from an instrument; any thread may call any method."""

    def look(self, name: str) -> float:
        """Read an axis or a reading that is a number, in its unit; unlike `measure`, it does not count as a use.

        Returns the last readback or setpoint where an axis cannot be read.
        """
        if not self.connected:
            self.demand()
        try:
            if name in self._axes:
                found = self.driver.get_axis(name)
            else:
                derived = name in self.derived.formulas
                read = self._derived([name], {})[name] if derived else self.driver.read(name)
                self._last_values.take({name: read})
                return float(read)
        except InstrumentError as error:
            self._failed(error)
            raise
        except KeyError:
            raise unknown(self.name, "reading", name, self.spec.reads) from None
        finally:
            self._changed()
        if found is None:
            found = self._last_values.position[name]
        if found is None:
            raise self._unknown_position(name)
        self._last_values.position[name] = found
        return found

    def measure(
        self,
        reads: Sequence[str] | None = None,
        together: Readings = MappingProxyType({}),
        warn: Warn = ignore_warning,
    ) -> dict[str, float | np.ndarray]:
        """Take the named readings (default: all of `spec.reads`), in order.

        `together` holds what other instruments measured for the same point, from which readings may be calculated.
        `warn` is called when the instrument reports an error.
        """
        if not self.connected:
            self.demand()
        self._measuring = True
        if not self._marked:
            self._changed()
        try:
            if not self.derived.formulas:
                result = self.driver.read_all(self._reads if reads is None else reads)
            else:
                result = self._derived(reads, together)
            if self._complains:
                self._complain(warn)
            if self.error is not None:
                self.error = None
        except InstrumentError as error:
            self._failed(error)
            raise
        except KeyError:
            wrong = next((name for name in reads or () if name not in self.spec.reads), None)
            if wrong is None:
                raise
            raise unknown(self.name, "reading", wrong, self.spec.reads) from None
        finally:
            self._measuring = self._fresh = False
            self.last_used = time.monotonic()
        self._last_values.take(result)
        if not self._marked:
            self._changed()
        return result

    def _derived(self, reads: Sequence[str] | None, together: Readings) -> dict[str, float | np.ndarray]:
        return self.derived.measured(self.driver.read_all, self._reads, reads, together)

    def _complain(self, warn: Warn) -> None:
        """Report what the instrument itself says went wrong. Raises InstrumentError where that is a failure."""
        if self._complains:
            for text in self.driver.complaints():
                warn(text.partition(" after ")[0], text)

    def _unknown_position(self, axis: str) -> InstrumentError:
        return InstrumentError(
            self.name, f"{axis} cannot be read and was not set yet, so its position is unknown"
        )
