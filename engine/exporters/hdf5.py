"""HDF5 as NeXus: each measurement is a group `NXdata` with a dataset for each column, which programs can plot.

The group `entry` (`NXentry`) holds the same groups once more, by links, with what NeXus wants to know of the scan.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import h5py

from engine.exporters import groups
from engine.exporters.base import Blocks, Exporter, Wanted
from engine.exporters.groups import Table
from engine.model.bench import ColumnType
from engine.model.records import ScanRecord

_ENTRY = "entry"


def write(record: ScanRecord, measurements: Sequence[Wanted], blocks: Blocks) -> Iterator[bytes]:
    """Every measurement; arrays are datasets of rows x shape, timestamps are seconds since 1970."""

    def end(file: h5py.File) -> None:
        _entry(file, record, [m.name for m in measurements])

    return groups.pieces(record, measurements, blocks, _plotted, end)


def _plotted(table: Table) -> None:
    """Say what to plot over what: the first reading that is a number (or an array) over the axes."""
    group, columns = table.group, table.measurement.columns
    group.attrs["NX_class"] = "NXdata"
    own = {column.name for column in table.measurement.measured if not column.axis}
    numbers = [c for c in columns if c.name in own and c.type is not ColumnType.TEXT]
    signal = next(iter(sorted(numbers, key=lambda c: len(c.shape))), None)
    if table.grid is not None:
        axes = [dimension.name for dimension in table.grid.dimensions]
        for name in axes:
            group[name].make_scale(name)
        for name, dataset in group.items():
            if name not in axes:
                for index, axis in enumerate(axes):
                    dataset.dims[index].attach_scale(group[axis])
    else:
        swept = [
            c.name for c in columns if c.axis and c.name not in {m.name for m in table.measurement.marks}
        ]
        axes = swept[:1] or [table.moments]
    if signal is not None:
        group.attrs["signal"] = groups.text(table.names[signal.name])
        group.attrs["axes"] = [groups.text(name) for name in axes] + ["."] * len(signal.shape)


def _entry(file: h5py.File, record: ScanRecord, names: Sequence[str]) -> None:
    name = _ENTRY
    while name in file:
        name += "_"
    file.attrs["NX_class"] = "NXroot"
    file.attrs["default"] = name
    entry = file.create_group(name)
    entry.attrs["NX_class"] = "NXentry"
    entry["title"] = groups.text(record.name)
    entry["entry_identifier"] = record.scan_id
    for key, moment in (("start_time", record.started_at), ("end_time", record.ended_at)):
        if moment:
            entry[key] = moment
    if record.sample:
        entry.create_group("sample").attrs["NX_class"] = "NXsample"
        entry["sample/name"] = groups.text(record.sample)
    if record.user:
        entry.create_group("user").attrs["NX_class"] = "NXuser"
        entry["user/name"] = groups.text(record.user)
    for measurement in names:
        called = measurement
        while called in entry:
            called += "_"
        entry[called] = file[measurement]
        entry.attrs.setdefault("default", called)


EXPORTER = Exporter("hdf5", "application/x-hdf5", ".h5", write)
