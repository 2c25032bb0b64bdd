"""Readings as groups of HDF5: the common part of HDF5 and netCDF files."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import h5py
import numpy as np

from engine.exporters.about import SOURCE, as_json, facts, plain, time_name
from engine.exporters.base import Blocks, Wanted
from engine.model.bench import Column
from engine.model.records import ScanRecord

_CHUNK = 32_768
"""Numbers in one chunk of a dataset."""
_PIECE = 1 << 18
_LONGEST_NAME = 1000
"""Longest name of an attribute in characters: HDF5 keeps all names of attributes in 64 kB."""
_ROOMY = Path("/var/tmp")
"""For large temporary files: the usual folder may be in memory."""
_EPOCH = "seconds since 1970-01-01T00:00:00Z"

Finish = Callable[[h5py.Group, Wanted, str], None]
"""Adds what a format needs to a measurement's group with all its readings; the text is the name of its timestamps."""


def pieces(
    record: ScanRecord,
    measurements: Sequence[Wanted],
    blocks: Blocks,
    finish: Finish | None = None,
) -> Iterator[bytes]:
    """A file with every measurement. HDF5 writes back and forth, so the file is written to disk first.

    While it is written, empty pieces let the caller do other things, or stop.
    """
    with tempfile.TemporaryDirectory(prefix="pybirch-", dir=_folder()) as folder:
        path = Path(folder) / "export.h5"
        with h5py.File(path, "w", libver=("earliest", "v110"), track_order=True) as file:
            _tell(file, record, measurements)
            for measurement in measurements:
                group = file.create_group(measurement.name, track_order=True)
                moments = time_name(measurement.columns)
                for _ in _fill(group, measurement, blocks, moments):
                    yield b""
                if finish is not None:
                    finish(group, measurement, moments)
        with path.open("rb") as made:
            while piece := made.read(_PIECE):
                yield piece


def _folder() -> Path | None:
    return _ROOMY if os.access(_ROOMY, os.W_OK) else None


def _tell(file: h5py.File, record: ScanRecord, measurements: Sequence[Wanted]) -> None:
    for name, value in facts(record, measurements).items():
        file.attrs[text(name)[:_LONGEST_NAME]] = value if _is_number(value) else text(value)
    file.attrs["source"] = SOURCE
    file.attrs["record"] = text(as_json(record))


def _is_number(value: object) -> bool:
    """Whether HDF5 takes a fact as a number; integers beyond 64 bits do not count."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return isinstance(value, float) or -(2**63) <= value < 2**63


def text(value: object) -> str:
    """A fact as HDF5 takes text."""
    return plain(value).replace("\0", "")


def _fill(group: h5py.Group, measurement: Wanted, blocks: Blocks, moments: str) -> Iterator[None]:
    columns = [*measurement.columns, Column(name=moments, unit=_EPOCH)]
    made = {column.name: _dataset(group, column) for column in columns}
    group.attrs["total"] = measurement.total
    count = 0
    for block in blocks(measurement.name, [column.name for column in measurement.columns]):
        if count == 0:
            group.attrs["first_index"] = block.first_index
        end = count + len(block.timestamps)
        for name, values in (*block.columns.items(), (moments, block.timestamps)):
            made[name].resize(end, axis=0)
            made[name][count:end] = values
        count = end
        yield


def _dataset(group: h5py.Group, column: Column) -> h5py.Dataset:
    # Not compressed: that would block everything else in this process.
    rows = max(1, _CHUNK // max(1, column.size))
    made = group.create_dataset(
        column.name,
        shape=(0, *column.shape),
        maxshape=(None, *column.shape),
        chunks=(rows, *column.shape),
        dtype=np.float64,
        track_order=True,
    )
    if column.unit:
        made.attrs["units"] = text(column.unit)
    return made
