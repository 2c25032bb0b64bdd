"""Finds the exporters: every module of this package, and every plugin, that defines an `EXPORTER`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from types import ModuleType
from typing import Self

from sqlalchemy import Connection

from engine import exporters as package
from engine.errors import DataDamaged, InputRefused, NotFound, Problem
from engine.exporters.about import TIME
from engine.exporters.base import Export, ExportedScan, Exporter, Wanted
from engine.extensions import Aside, NotUsable, in_a_thread, load_all
from engine.model import ids
from engine.model.left_out import LeftOut
from engine.model.plugin import LoadedPlugins, PluginKind
from engine.model.records import MeasurementRecord
from engine.plugins import Plugins, Source, named
from engine.store import lab_records, readings, scans
from engine.store.readings import Measurement
from engine.store.windows import Range, needed, only


@cache
def _loaded() -> tuple[dict[str, Exporter], list[LeftOut]]:
    found, left_out = load_all(package.__name__, package.__path__, _exporter)
    return {exporter.name: exporter for exporter in found}, left_out


def _exporter(module: ModuleType) -> Exporter | None:
    exporter = getattr(module, "EXPORTER", None)
    if exporter is not None and not isinstance(exporter, Exporter):
        raise NotUsable("EXPORTER is not an Exporter")
    return exporter


def exporters() -> dict[str, Exporter]:
    """All exporters by name; those whose file cannot be used are left out."""
    return _loaded()[0]


class Exporters(dict[str, Exporter]):
    """PyBirch's own exporters and those of plugins, by name."""

    def __init__(self, more: Iterable[Exporter] = (), loaded: LoadedPlugins | None = None) -> None:
        super().__init__({each.name: each for each in more} | exporters())
        self.loaded = loaded or LoadedPlugins()

    @classmethod
    def load(cls, plugins: Plugins, aside: Aside = in_a_thread) -> Self:
        """Load the laboratory's exporters, each by itself."""
        found = plugins.load(PluginKind.EXPORTERS, _of_plugin, aside=aside)
        return cls(
            (exporter for _, exporter in found.found),
            LoadedPlugins(plugins=found.plugins, left_out=found.left_out),
        )

    def named(self, name: str) -> Exporter:
        """The exporter with this name. Raises InputRefused when there is none."""
        return _named(name, self, [*_loaded()[1], *self.loaded.left_out])


def _of_plugin(module: ModuleType, source: Source) -> Exporter | None:
    exporter = named(module, source, "EXPORTER")
    if exporter is not None and not isinstance(exporter, Exporter):
        raise NotUsable("EXPORTER is not an Exporter")
    if exporter is not None and exporter.name in exporters():
        raise NotUsable(f"PyBirch itself has the format {exporter.name!r}; choose another name")
    return exporter


def find(name: str) -> Exporter:
    """Find PyBirch's own exporter with this name. Raises InputRefused when there is none."""
    return _named(name, *_loaded())


def _named(name: str, known: Mapping[str, Exporter], left_out: Sequence[LeftOut]) -> Exporter:
    if name not in known:
        files = "".join(f"; left out: {one}" for one in left_out)
        text = f"there is no format {name!r}; choose one of {', '.join(sorted(known))}{files}"
        raise InputRefused("export", [Problem("format", text)])
    return known[name]


def export(
    conn: Connection,
    scan: int,
    exporter: Exporter,
    measurement: str | None = None,
    columns: Sequence[str] | None = None,
    first: int | None = None,
    last: int | None = None,
    ranges: Sequence[Range] = (),
) -> Export:
    """A scan's readings `first` to `last` (both included) in a format, within `conn`'s transaction; with `ranges` only
    those within all of them.

    Everything that is wrong with the request is raised here, before the first piece: NotFound, InputRefused. So is
    DataDamaged for missing readings and, if they are few, for damaged ones; otherwise the pieces raise it.
    """
    record = with_record(conn, scan)
    if record.damage:
        raise DataDamaged(record.damage)
    chosen = _chosen(record.measurements or [], scan, measurement, columns)
    if exporter.single and len(chosen) > 1:
        names = ", ".join(m.name for m in chosen)
        raise InputRefused(
            "export",
            [Problem("measurement", f"a {exporter.name} file holds one measurement; choose one of {names}")],
        )
    measured = {m.name: m.columns for m in record.measurements or []}
    looked_at = needed(ranges)
    _ranged([m for m in record.measurements or [] if m.name in {each.name for each in chosen}], looked_at)

    def blocks(name: str, names: Sequence[str]) -> Iterator[Measurement]:
        if not ranges:
            return readings.iterate(conn, scan, name, first, last, names)
        found = readings.iterate(conn, scan, name, first, last, [*names, *looked_at])
        return (only(block, ranges, names) for block in found)

    def rows(name: str) -> int:
        count = readings.inspect(conn, scan, name, first, last)
        return sum(len(block.timestamps) for block in blocks(name, [])) if ranges else count

    wanted = [Wanted(**dict(m), measured=measured[m.name], rows=rows(m.name)) for m in chosen]
    return Export(record, sum(m.rows for m in wanted), exporter.write(record, wanted, blocks))


def with_record(conn: Connection, scan: int) -> ExportedScan:
    """All that goes into a file besides readings. Raises NotFound when there is no such scan."""
    found = scans.get(conn, scan)
    return ExportedScan(**dict(found), record=lab_records.read(conn, scan, found).model_dump(mode="json"))


def _ranged(chosen: Sequence[MeasurementRecord], names: Sequence[str]) -> None:
    """Raise InputRefused when a measurement lacks a column that a range is about."""
    for m in chosen:
        there = {column.name for column in (*m.columns, *m.marks)}
        for name in names:
            if name not in there:
                text = f"{m.name} has no column {name!r}; choose a measurement that has it"
                raise InputRefused("export", [Problem("where", text)])


def _chosen(
    known: list[MeasurementRecord], scan: int, measurement: str | None, columns: Sequence[str] | None
) -> list[MeasurementRecord]:
    chosen = [m for m in known if measurement in (None, m.name)]
    if measurement is not None and not chosen:
        raise NotFound(f"{ids.scan_id(scan)} has no measurement {measurement!r}")
    chosen = [m.model_copy(update={"columns": [*m.columns, *m.marks]}) for m in chosen]
    if columns is None:
        return chosen
    names = dict.fromkeys(columns)
    there = {column.name for m in chosen for column in m.columns}
    # Every file has the timestamps.
    unknown = [name for name in names if name not in there and name != TIME]
    if unknown:
        hint = f"there is {', '.join(sorted(there))}" if there else "there are no readings yet"
        raise InputRefused("export", [Problem("columns", f"no column {name!r}; {hint}") for name in unknown])
    made = []
    for m in chosen:
        by_name = {column.name: column for column in m.columns}
        made.append(m.model_copy(update={"columns": [by_name[name] for name in names if name in by_name]}))
    return made
