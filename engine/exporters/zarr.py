"""Zarr (format 2) in a zip, as zarr and xarray read it: the groups, grids and attributes of the netCDF file.

Written by hand, as the library runs an event loop of its own, which a web process with greenlets cannot have. The zip
compresses the chunks.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any

import h5py
import numpy as np

from engine.exporters import netcdf
from engine.exporters.base import Blocks, Exporter, Wanted
from engine.exporters.sink import Sink
from engine.model.records import ScanRecord

_GROUP = {"zarr_format": 2}
_MOMENT = (1980, 1, 1, 0, 0, 0)
"""Of every entry, so that the same readings are the same bytes."""
_CHUNK = 131_072
_HIDDEN = {"CLASS", "NAME", "REFERENCE_LIST", "DIMENSION_LIST", "_Netcdf4Dimid", "_FillValue"}
"""Attributes that only HDF5 needs."""


def write(record: ScanRecord, measurements: Sequence[Wanted], blocks: Blocks) -> Iterator[bytes]:
    """Every measurement as a group, with coordinates as arrays of one dimension."""
    return netcdf.pieces(record, measurements, blocks, _zipped)


def _zipped(file: h5py.File) -> Iterator[bytes]:
    sink = Sink()
    known: dict[str, Any] = {}
    with zipfile.ZipFile(sink, "w") as archive:

        def tell(path: str, content: Any) -> None:
            known[path] = content
            archive.writestr(_entry(path), json.dumps(content, ensure_ascii=False))

        tell(".zgroup", _GROUP)
        tell(".zattrs", _attributes(file))
        # By name: h5py's views keep its lock between two items, and the next piece may be made by another thread.
        for name in list(file):
            group = file[name]
            tell(f"{name}/.zgroup", _GROUP)
            tell(f"{name}/.zattrs", _attributes(group))
            for dataset in [group[each] for each in group]:
                if str(dataset.attrs.get("NAME", b"")).startswith(("b'This is a netCDF", "This is a netCDF")):
                    continue
                path = dataset.name.removeprefix("/")
                values = _texts(dataset) if dataset.dtype == object else dataset
                shape, chunks = values.shape, _chunk(values.shape)
                tell(f"{path}/.zarray", _array(values, dataset, chunks))
                tell(f"{path}/.zattrs", {**_attributes(dataset), "_ARRAY_DIMENSIONS": _dimensions(dataset)})
                for key, content in _chunks(values, shape, chunks):
                    archive.writestr(_entry(f"{path}/{key}"), content)
                    yield sink.take()
        tell(".zmetadata", {"zarr_consolidated_format": 1, "metadata": dict(known)})
    yield sink.take()


def _entry(path: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, _MOMENT)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


def _texts(dataset: h5py.Dataset) -> np.ndarray[Any, Any]:
    texts = dataset.asstr()[...]
    return np.array(texts.tolist(), dtype=str).reshape(dataset.shape)


def _array(values: Any, dataset: h5py.Dataset, chunks: Sequence[int]) -> dict[str, Any]:
    kind = np.dtype(values.dtype).newbyteorder("<")
    fill: Any = None
    if kind.kind == "f":
        fill = "NaN"
    elif "_FillValue" in dataset.attrs:
        fill = int(dataset.attrs["_FillValue"])
    return {
        "zarr_format": 2,
        "shape": list(values.shape),
        "chunks": [max(1, length) for length in chunks],
        "dtype": kind.str if kind.itemsize else "<U1",
        "compressor": None,
        "filters": None,
        "fill_value": fill,
        "order": "C",
    }


def _chunks(values: Any, shape: Sequence[int], chunks: Sequence[int]) -> Iterator[tuple[str, bytes]]:
    """Every chunk by its key; those at the edges are filled up."""
    if 0 in shape:
        return
    counts = [-(-length // chunk) for length, chunk in zip(shape, chunks, strict=True)]
    for place in product(*map(range, counts)):
        part = values[tuple(slice(i * c, (i + 1) * c) for i, c in zip(place, chunks, strict=True))]
        missing = [(0, chunk - length) for chunk, length in zip(chunks, part.shape, strict=True)]
        whole = np.pad(part, missing) if any(more for _, more in missing) else part
        little = np.dtype(whole.dtype).newbyteorder("<")
        yield ".".join(map(str, place)), np.ascontiguousarray(whole, little).tobytes()


def _chunk(shape: tuple[int, ...]) -> tuple[int, ...]:
    """About a megabyte: each chunk is an entry of the zip."""
    inner = int(np.prod(shape[1:], dtype=object))
    return (max(1, min(shape[0], _CHUNK // max(1, inner))), *shape[1:]) if shape else ()


def _dimensions(dataset: h5py.Dataset) -> list[str]:
    if dataset.is_scale:
        return [dataset.name.rpartition("/")[2]]
    return [dim[0].name.rpartition("/")[2] for dim in dataset.dims]


def _attributes(thing: Any) -> dict[str, Any]:
    return {name: _plain(value) for name, value in thing.attrs.items() if name not in _HIDDEN}


def _plain(value: Any) -> Any:
    if isinstance(value, np.ndarray | np.generic):
        return value.tolist()
    return value


EXPORTER = Exporter("zarr", "application/zip", ".zarr.zip", write)
