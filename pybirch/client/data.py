"""A scan's readings as files and as tables of other libraries, which are imported when they are needed."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from pybirch.client.http import Query, Server
from pybirch.client.readings import measurements, numbers

if TYPE_CHECKING:
    import pandas
    import xarray

_FORMATS = {
    ".arrow": "arrow",
    ".csv": "csv",
    ".feather": "arrow",
    ".h5": "hdf5",
    ".hdf5": "hdf5",
    ".json": "json",
    ".jsonl": "event-model",
    ".nc": "netcdf",
    ".parquet": "parquet",
    ".xlsx": "xlsx",
    ".zip": "zarr",
}
"""Formats by the suffix of a file's name."""


def download(server: Server, source: str, path: Path, format_name: str | None, query: Query) -> Path:
    """Download a path of the server to a file, which appears when it is complete. Raises ValueError and Error."""
    chosen = format_name or _FORMATS.get(path.suffix.lower())
    if chosen is None:
        endings = ", ".join(_FORMATS)
        raise ValueError(
            f"no format is known for {path.name!r}: give format=… or one of the suffixes {endings}"
        )
    unfinished = path.with_name(f"{path.name}.part")
    try:
        with server.stream(source, {**query, "format": chosen}) as pieces, unfinished.open("wb") as file:
            for piece in pieces:
                file.write(piece)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return path


def to_pandas(server: Server, scan: Mapping[str, Any], measurement: str | None) -> pandas.DataFrame:
    """The readings of a scan's record as a pandas frame; through Parquet with pyarrow, else through JSON."""
    _need("pandas", install="pandas pyarrow")
    import pandas

    name = _measurement(scan, measurement)
    if name is None:
        return pandas.DataFrame()
    if find_spec("pyarrow") is not None:
        with TemporaryDirectory(prefix="pybirch-") as folder:
            file = Path(folder) / "readings.parquet"
            download(server, _data(scan), file, None, {"measurement": name})
            return pandas.read_parquet(file)
    found = server.get(_data(scan), {"format": "json", "measurement": name})["measurements"][name]
    frame = pandas.DataFrame({column: numbers(told) for column, told in found["columns"].items()})
    frame["timestamp"] = pandas.to_datetime(found["timestamps"], utc=True)
    frame.attrs["units"] = found["units"]
    return frame


def to_xarray(server: Server, scan: Mapping[str, Any], measurement: str | None) -> xarray.Dataset:
    """The readings of a scan's record as an xarray dataset, through netCDF."""
    _need("xarray", "h5netcdf", install="xarray h5netcdf")
    import xarray

    name = _measurement(scan, measurement)
    if name is None:
        return xarray.Dataset()
    with TemporaryDirectory(prefix="pybirch-") as folder:
        file = download(server, _data(scan), Path(folder) / "readings.nc", None, {"measurement": name})
        with xarray.open_dataset(file, engine="h5netcdf") as whole:
            about = dict(whole.attrs)
        with xarray.open_dataset(file, engine="h5netcdf", group=name) as group:
            return group.load().assign_attrs({**about, **group.attrs})


def _need(*libraries: str, install: str) -> None:
    """Import libraries that the client does not require. Raises ImportError, which says how to install them."""
    for name in libraries:
        try:
            import_module(name)
        except ImportError as error:
            raise ImportError(f"{name} is needed for this; install it with: pip install {install}") from error


def _data(scan: Mapping[str, Any]) -> str:
    return f"scans/{scan['scan_id']}/data"


def _measurement(scan: Mapping[str, Any], wanted: str | None) -> str | None:
    """The wanted measurement; None when nothing was measured. Raises ValueError, Refused."""
    names = [measurement["name"] for measurement in measurements(scan)]
    if wanted is not None and wanted not in names:
        raise ValueError(
            f"{scan['scan_id']} has no measurement {wanted!r}; it has {', '.join(names) or 'none yet'}"
        )
    if wanted is None and len(names) > 1:
        raise ValueError(
            f"{scan['scan_id']} has several measurements; give measurement=… with one of {', '.join(names)}"
        )
    return wanted or next(iter(names), None)
