"""netCDF-4: the same groups as HDF5, with named and shared dimensions as netCDF needs them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count

import h5py
import numpy as np

from engine.exporters import groups
from engine.exporters.base import Blocks, Exporter, Wanted
from engine.model.records import ScanRecord

_POINT = "point"
_NUMBER = "_Netcdf4Dimid"
_BARE = "This is a netCDF dimension but not a netCDF variable.{:10d}"
"""How netCDF marks a dimension that has only a length."""


def write(record: ScanRecord, measurements: Sequence[Wanted], blocks: Blocks) -> Iterator[bytes]:
    """Every measurement as a group over the dimension `point`, whose values are sequence indices."""
    numbers = count()

    def finish(group: h5py.Group, measurement: Wanted, moments: str) -> None:
        _name_dimensions(group, measurement, moments, numbers)

    return groups.pieces(record, measurements, blocks, finish)


def _name_dimensions(group: h5py.Group, measurement: Wanted, moments: str, numbers: Iterator[int]) -> None:
    taken = {column.name for column in measurement.columns}
    point = _free(_POINT, taken)
    first, length = int(group.attrs.get("first_index", 0)), len(group[moments])
    group.create_dataset(
        point, data=np.arange(first, first + length, dtype=np.int64), maxshape=(None,), track_order=True
    )
    _scale(group[point], point, next(numbers))
    group[moments].dims[0].attach_scale(group[point])
    for column in measurement.columns:
        dataset = group[column.name]
        dataset.dims[0].attach_scale(group[point])
        for axis, size in enumerate(column.shape):
            name = _free(f"{column.name}_{axis}", taken)
            bare = group.create_dataset(name, shape=(size,), dtype=">f4", track_order=True)
            _scale(bare, _BARE.format(size), next(numbers))
            dataset.dims[axis + 1].attach_scale(bare)


def _scale(dataset: h5py.Dataset, name: str, number: int) -> None:
    dataset.make_scale(name)
    dataset.attrs[_NUMBER] = np.int32(number)


def _free(name: str, taken: set[str]) -> str:
    while name in taken:
        name += "_"
    taken.add(name)
    return name


EXPORTER = Exporter("netcdf", "application/x-netcdf", ".nc", write)
