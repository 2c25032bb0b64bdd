"""What of a scan can be taken away as files that the server makes: entries of a menu."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from dash.development.base_component import Component

from dashboard.components.menu import item
from dashboard.components.page import below
from engine.model.records import ScanRecord


@dataclass(frozen=True, slots=True)
class _Format:
    """A format of `engine/exporters`; one with `single` holds one measurement in a file."""

    name: str
    label: str
    detail: str
    single: bool = False


_FORMATS = (
    _Format("csv", "CSV", "One row a point; opens in any spreadsheet", single=True),
    _Format("parquet", "Parquet", "Typed columns, compressed; for pandas and MATLAB", single=True),
    _Format("json", "JSON", "Columns with units; for programs"),
    _Format("hdf5", "HDF5", "Datasets with units and the plan; for archives"),
    _Format("netcdf", "netCDF", "Labelled arrays with units; for xarray"),
    _Format("arrow", "Arrow", "Tables as they lie in memory; for polars and R", single=True),
)

_MARK = "download"


def export_items(scan: ScanRecord) -> list[Component]:
    """The readings of `scan` in every format; several measurements come as a zip where a file holds only one."""
    measurements = scan.measurements or []
    if not measurements:
        return [
            item("No readings yet", "Files can be had as soon as there is a point", mark=_MARK, disabled=True)
        ]
    return [_download(scan.scan_id, each, len(measurements)) for each in _FORMATS]


def _download(scan_id: str, made: _Format, measurements: int) -> Component:
    if made.single and measurements > 1:
        query = urlencode({"scan_id": scan_id, "format": made.name})
        detail = f"A file for each of {measurements} measurements"
        href = below(f"/api/v1/scans/export?{query}")
        return item(f"{made.label}, zipped", detail, mark=_MARK, href=href, target="_blank")
    href = below(f"/api/v1/scans/{scan_id}/data?format={made.name}")
    return item(made.label, made.detail, mark=_MARK, href=href, target="_blank")
