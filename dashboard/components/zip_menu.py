"""The menu that saves several scans as one zip, in any format."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from dashboard.components.menu import item
from dashboard.components.page import below
from dashboard.components.parts import icon

EXPORT = "export-zip"
"""Type in the id of an entry, beside the menu's `menu` and the `format`; callbacks set its `href`."""
_FILES = {
    "csv": ("CSV", "CSV files"),
    "parquet": ("Parquet", "Parquet files"),
    "json": ("JSON", "A JSON file"),
    "hdf5": ("HDF5", "An HDF5 file"),
    "netcdf": ("netCDF", "A netCDF file"),
    "arrow": ("Arrow", "Arrow files"),
}
"""Label of each format, and what the folder of a scan holds."""


def zip_menu(name: str, scan_ids: Sequence[str] = ()) -> Component:
    """A button that opens the formats; each saves `scan_ids`, or what a callback puts into the entries."""
    entries = [
        item(
            f"Zip of {label}",
            f"{files}, record and plan, in a folder for each scan",
            name={"type": EXPORT, "menu": name, "format": each},
            mark="download",
            href=zip_address(scan_ids, each),
            target="_blank",
        )
        for each, (label, files) in _FILES.items()
    ]
    made: Component = dbc.DropdownMenu(
        entries, id=name, label=[icon("download"), html.Span("Export")], color="secondary", caret=False
    )
    return made


def zip_address(scan_ids: Sequence[str], format_: str) -> str:
    """The address of one zip of these scans."""
    return below(f"/api/v1/scans/export?{urlencode({'scan_id': ','.join(scan_ids), 'format': format_})}")
