"""Lists as dash-ag-grid tables in the theme's tokens; rows come from the page's script, cells are drawn by grids.js."""

from __future__ import annotations

from typing import Any

from dash_ag_grid import AgGrid

_OPTIONS: dict[str, Any] = {
    "theme": {"function": "pybirchTheme(themeQuartz)"},
    "suppressMovableColumns": True,
    "suppressColumnVirtualisation": True,
    "animateRows": False,
    "enableCellTextSelection": True,
    "suppressScrollOnNewData": True,
}

CHOOSING: dict[str, Any] = {
    "rowSelection": {
        "mode": "multiRow",
        "checkboxes": True,
        "headerCheckbox": False,
        "enableClickSelection": False,
    },
    "selectionColumnDef": {
        "headerName": "Chosen",
        "headerClass": "pb-header-sr",
        "width": 40,
        "maxWidth": 40,
        "resizable": False,
        "suppressSizeToFit": True,
    },
}
"""Options of a table whose rows can be chosen, beside being opened."""

SORTED: dict[str, Any] = {
    "sortable": True,
    "comparator": {"function": "pybirchAsGiven"},
    "sortingOrder": ["asc", "desc", None],
}
"""Options of a column by which the server puts the rows in order."""


def grid(name: str, columns: list[dict[str, Any]], *, key: str, fit: bool = True, **options: Any) -> AgGrid:
    """A table called `name` (its component id); `key` is the field that tells rows apart."""
    return AgGrid(
        id=name,
        className="pb-grid",
        columnDefs=columns,
        rowData=[],
        getRowId=f"params.data.{key}",
        defaultColDef={
            "cellDataType": False,
            "sortable": False,
            "resizable": True,
            "suppressHeaderMenuButton": True,
        },
        dashGridOptions={**_OPTIONS, **options},
        style={"height": "100%", "width": "100%"},
        columnSize="responsiveSizeToFit" if fit else None,
    )


def column(field: str, title: str, renderer: str = "", **options: Any) -> dict[str, Any]:
    """One column; `renderer` is a function of grids.js."""
    made: dict[str, Any] = {"field": field, "headerName": title, **options}
    if renderer:
        made["cellRenderer"] = renderer
    return made


def state_column(width: int = 124) -> dict[str, Any]:
    """The badge of a row's status."""
    return column("status", "Status", "PyBirchBadge", width=width, minWidth=116, suppressSizeToFit=True)
