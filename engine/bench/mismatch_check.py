"""Checks whether the axes and settings of one instrument read back their setpoints."""

from __future__ import annotations

import time
from collections.abc import Callable

from engine.bench.choices import Choices, plain_setting
from engine.bench.config import InstrumentConfig
from engine.bench.driver import Driver
from engine.bench.readback import LOOKS, OnMismatch, Readback
from engine.errors import NotReached
from engine.model.bench import InstrumentSpec

Warn = Callable[[str, str], None]
"""Takes the name of an axis or setting and a sentence about its mismatch."""


def ignore_warning(name: str, text: str) -> None:
    """The default of `warn`: the instrument's status reports the mismatch all the same."""


class MismatchCheck:
    """Compares setpoints with readbacks, and remembers mismatches."""

    def __init__(self, config: InstrumentConfig, spec: InstrumentSpec, driver: Driver) -> None:
        self._name = config.name
        self._driver = driver
        self._axes = {
            name: Readback(
                name,
                axis.unit,
                axis.on_mismatch,
                axis.tolerance,
                axis.limits,
                spec.axes[name].format,
                spec.axes[name].scale,
                spec.axes[name].offset,
            )
            for name, axis in config.axes.items()
        }
        self._settings = {
            name: Readback(name, s.unit, s.on_mismatch, s.tolerance, s.limits, spec.settings[name].format)
            for name, s in config.settings.items()
        }
        self._choices = {
            name: Choices(setting.choices, setting.values)
            for name, setting in config.settings.items()
            if setting.choices is not None
        }
        self._wrong: dict[str, str] = {}

    @property
    def warning(self) -> str | None:
        """All present mismatches, a sentence each; None when there are none."""
        return "; ".join(self._wrong.values()) or None

    def note(self, name: str, text: str, warn: Warn) -> None:
        """Report something about an axis and remember it until the axis reads back its setpoint again."""
        self._wrong[name] = text
        warn(name, text)

    def axis(self, axis: str, sent: float, read: float) -> tuple[float, str | None]:
        """The readback to use after a move, and what is wrong with it."""
        written = self._driver.written(axis)
        if read == sent and not written:  # without digits to learn from, only the position is known
            self._axes[axis].agrees()
            return read, None
        written = written or repr(read).removesuffix(".0")
        return self._axes[axis].compare(sent, read, written, lambda: self._driver.get_axis(axis))

    def value(self, setting: str) -> float | str | None:
        """The present value of a setting, as one of its choices where it has some; None where it cannot be read."""
        return self._meaning(setting, self._driver.get_setting(setting))

    def setting(self, setting: str, asked: float | str) -> tuple[float | str | None, str | None]:
        """The value of a setting after it was set to `asked` (None: it cannot be read), and what is wrong with it."""
        answer = self._driver.get_setting(setting)
        present = self._meaning(setting, answer)
        readback = self._settings[setting]
        if answer is None or present is None or readback.on_mismatch is OnMismatch.IGNORE:
            return present, None
        choices = self._choices.get(setting)
        if choices is not None:
            return self._chosen(setting, choices, asked, present)
        return self._measured(setting, readback, asked, present, str(answer))

    def report(self, name: str, wrong: str | None, warn: Warn) -> None:
        """Report and remember what is wrong with an axis or setting. Raises NotReached when the bench file
        says fail.
        """
        if wrong is None:
            if self._wrong:
                self._wrong.pop(name, None)
            return
        readback = self._axes.get(name) or self._settings[name]
        if readback.on_mismatch is OnMismatch.FAIL:
            self._wrong.pop(name, None)  # the instrument's error says it
            raise NotReached(self._name, wrong)
        self.note(name, wrong, warn)

    def _chosen(
        self, setting: str, choices: Choices, asked: float | str, present: float | str
    ) -> tuple[float | str, str | None]:
        """An answer that means another choice is a mismatch; one that means no choice may be anything."""
        wanted = choices.meant(asked)
        for pause in (0.0, *LOOKS):
            if pause:
                time.sleep(pause)
                present = self.value(setting) or present
            got = choices.meant(present)
            if wanted is None or got is None or got == wanted:
                return present, None
        return present, f"{setting} was set to {wanted}, but reads {got}"

    def _measured(
        self, setting: str, readback: Readback, asked: float | str, present: float | str, written: str
    ) -> tuple[float | str, str | None]:
        """Numbers are compared; texts are not, because instruments answer in their own words."""
        try:
            sent = readback.as_sent(float(asked))
            read = float(present)
        except ValueError:
            return present, None

        def again() -> float | None:
            try:
                return float(self._driver.get_setting(setting) or "")
            except ValueError:
                return None

        return readback.compare(sent, read, written, again)

    def _meaning(self, setting: str, answer: float | str | None) -> float | str | None:
        if answer is None:
            return None
        choices = self._choices.get(setting)
        return plain_setting(answer) if choices is None else choices.value(answer)
