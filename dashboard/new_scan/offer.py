"""What the bench offers to a plan: axes to sweep, instruments to measure, settings to change, procedures, templates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from pydantic import BaseModel

from dashboard.api.context import Context
from dashboard.api.procedures import ProcedureEntry
from dashboard.new_scan.choices import Axis, Read, Sensor, Settable, Value
from dashboard.new_scan.procedures import ProcedureForm, procedure_form
from dashboard.new_scan.templates import Template, templates
from engine.model.bench import AxisSpec, SettingSpec
from engine.model.records import InstrumentRecord
from engine.store import instruments

_S = TypeVar("_S", bound=Settable)


class Offer(BaseModel):
    """Everything that the plan editor lets people choose from."""

    axes: list[Axis]
    sensors: list[Sensor]
    settables: dict[str, list[Settable]]
    """By instrument: its writable settings, then its axes."""
    procedures: list[ProcedureForm]
    templates: list[Template]

    @property
    def empty(self) -> bool:
        """Whether no instrument is known that could be swept or measured."""
        return not self.axes and not self.sensors

    def same_bench(self, other: Offer) -> bool:
        """Whether both offer the same things, whatever their present values are."""
        return self._without_values() == other._without_values()

    def _without_values(self) -> Offer:
        settables = {name: [_unset(each) for each in own] for name, own in self.settables.items()}
        return self.model_copy(update={"axes": [_unset(axis) for axis in self.axes], "settables": settables})


def present_offer(context: Context) -> Offer:
    """What the present bench offers, as the database knows it."""
    procedures = [ProcedureEntry.of(procedure) for procedure in context.procedures.values()]
    return offer(context.read(instruments.list_), procedures)


def offer(records: Iterable[InstrumentRecord], procedures: list[ProcedureEntry]) -> Offer:
    """What these instruments and procedures offer."""
    axes: list[Axis] = []
    sensors: list[Sensor] = []
    settables: dict[str, list[Settable]] = {}
    for record in records:
        name, spec = record.instrument_name, record.spec
        own = [_axis(name, axis, about, record.position) for axis, about in spec.axes.items()]
        writable = {setting: about for setting, about in spec.settings.items() if about.writable}
        settings = [_setting(setting, about, record.settings) for setting, about in writable.items()]
        reads = [Read(name=read, unit=about.unit, shape=about.shape) for read, about in spec.reads.items()]
        axes += own
        if reads:
            sensors.append(Sensor(name=name, reads=reads))
        if settings or own:
            settables[name] = [*settings, *own]
    return Offer(
        axes=axes,
        sensors=sensors,
        settables=settables,
        procedures=[procedure_form(entry, axes, sensors) for entry in procedures],
        templates=templates(axes, sensors),
    )


def _axis(instrument: str, name: str, about: AxisSpec, now: Mapping[str, float | None]) -> Axis:
    return Axis(
        name=name,
        instrument=instrument,
        column=f"{instrument}.{name}",
        unit=about.unit,
        limits=about.limits,
        now=now.get(name),
    )


def _setting(name: str, about: SettingSpec, now: Mapping[str, Value]) -> Settable:
    value = now.get(name)
    return Settable(name=name, unit=about.unit, limits=about.limits, choices=about.choices, now=value)


def _unset(each: _S) -> _S:
    return each.model_copy(update={"now": None})
