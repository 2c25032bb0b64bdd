"""netCDF-4 with the attributes of the CF conventions: the same groups as HDF5, with named and shared dimensions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import count

import h5py
import numpy as np

from engine.exporters import groups
from engine.exporters.base import Blocks, Exporter, Wanted
from engine.exporters.groups import Table
from engine.exporters.typed import NO_INTEGER
from engine.model.marks import Mark, mark_columns
from engine.model.records import ScanRecord

_ROW = "row"
_NUMBER = "_Netcdf4Dimid"
_BARE = "This is a netCDF dimension but not a netCDF variable.{:10d}"
"""How netCDF marks a dimension that has only a length."""


def write(record: ScanRecord, measurements: Sequence[Wanted], blocks: Blocks) -> Iterator[bytes]:
    """Every measurement as a group over the dimensions of its grid, else over `point`, or where that is not in the file
    over `row`, whose values are sequence indices.
    """
    return pieces(record, measurements, blocks)


def pieces(
    record: ScanRecord,
    measurements: Sequence[Wanted],
    blocks: Blocks,
    converted: Callable[[h5py.File], Iterator[bytes]] | None = None,
) -> Iterator[bytes]:
    """The bytes of the file, or of what `converted` makes of it."""
    numbers = count()

    def finish(table: Table) -> None:
        _name_dimensions(table, numbers)

    def end(file: h5py.File) -> None:
        file.attrs["Conventions"] = "CF-1.11"
        file.attrs["title"] = groups.text(record.name)

    return groups.pieces(record, measurements, blocks, finish, end, converted)


def _name_dimensions(table: Table, numbers: Iterator[int]) -> None:
    group = table.group
    taken = set(group)
    if table.grid is not None:
        scales = [dimension.name for dimension in table.grid.dimensions]
    elif (point := _point(table)) is not None:
        scales = [point]
    else:
        scales = [_free(_ROW, taken)]
        first, length = int(group.attrs.get("first_index", 0)), table.measurement.rows
        group.create_dataset(
            scales[0], data=np.arange(first, first + length, dtype=np.int64), track_order=True
        )
    for name in scales:
        _scale(group[name], name, next(numbers))
        group[name].attrs["long_name"] = groups.text(name)
    lengths: dict[tuple[str, int, int], h5py.Dataset] = {}
    for column in table.measurement.columns:
        name = table.names[column.name]
        if name not in group or name in scales:
            continue
        dataset = group[name]
        dataset.attrs["long_name"] = groups.text(column.name)
        coordinate = table.names.get(column.x or "")
        if coordinate is not None and coordinate in group:
            dataset.attrs["coordinates"] = groups.text(coordinate)
        _attach(group, dataset, scales)
        for axis, size in enumerate(column.shape):
            # an array and its coordinates have one dimension
            key = (column.x or column.name, axis, size)
            if key not in lengths:
                bare_name = _free(f"{key[0]}_{axis}", taken)
                lengths[key] = group.create_dataset(bare_name, shape=(size,), dtype=">f4", track_order=True)
                _scale(lengths[key], _BARE.format(size), next(numbers))
            dataset.dims[len(scales) + axis].attach_scale(lengths[key])
    moments = group[table.moments]
    moments.attrs["standard_name"] = "time"
    moments.attrs["calendar"] = "proleptic_gregorian"
    _attach(group, moments, scales)


def _point(table: Table) -> str | None:
    """Name of the dataset with the index of each row's point, where all are known and different."""
    marks = mark_columns(table.measurement.measured)
    mark = next((m.column for m in marks if m.mark is Mark.POINT), None)
    if mark is None or mark.name not in table.group or not table.measurement.rows:
        return None
    values = table.group[mark.name][...]
    known = (values != NO_INTEGER).all() and len(np.unique(values)) == len(values)
    return mark.name if known else None


def _attach(group: h5py.Group, dataset: h5py.Dataset, scales: Sequence[str]) -> None:
    for axis, name in enumerate(scales):
        dataset.dims[axis].attach_scale(group[name])


def _scale(dataset: h5py.Dataset, name: str, number: int) -> None:
    dataset.make_scale(name)
    dataset.attrs[_NUMBER] = np.int32(number)


def _free(name: str, taken: set[str]) -> str:
    while name in taken:
        name += "_"
    taken.add(name)
    return name


EXPORTER = Exporter("netcdf", "application/x-netcdf", ".nc", write)
