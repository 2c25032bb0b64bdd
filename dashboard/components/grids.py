"""Lists as dash-ag-grid tables in the design's tokens; the page's script gives the rows, cells.ts draws the cells."""

from __future__ import annotations

import json
from typing import Any

from dash_ag_grid import AgGrid

_THEME = {
    "accentColor": "var(--pb-focus)",
    "backgroundColor": "var(--pb-surface)",
    "foregroundColor": "var(--pb-ink)",
    "borderColor": "var(--pb-line)",
    "browserColorScheme": "inherit",
    "chromeBackgroundColor": "var(--pb-surface)",
    "columnBorder": False,
    "fontFamily": "var(--pb-font)",
    "fontSize": "var(--pb-text-m)",
    "headerBackgroundColor": "var(--pb-surface)",
    "headerTextColor": "var(--pb-ink-3)",
    "headerFontSize": "var(--pb-text-xs)",
    "headerFontWeight": 500,
    "headerHeight": "2.25rem",
    "rowHeight": "var(--pb-grid-row)",
    "headerColumnResizeHandleColor": "transparent",
    "oddRowBackgroundColor": "var(--pb-surface)",
    "rowHoverColor": "var(--pb-hover)",
    "selectedRowBackgroundColor": "var(--pb-hover)",
    "cellHorizontalPadding": "var(--pb-3)",
    "wrapperBorder": False,
    "wrapperBorderRadius": 0,
}
"""Parameters of AG Grid's theme; `grids.ts` sets the height of rows in pixels."""
_OPTIONS: dict[str, Any] = {
    "theme": {"function": f"themeQuartz.withParams({json.dumps(_THEME)})"},
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
"""Options of a table whose rows can be selected."""

SORTED: dict[str, Any] = {
    "sortable": True,
    "comparator": {"function": "pybirchAsGiven"},
    "sortingOrder": ["asc", "desc", None],
}
"""Options of a column by which the server sorts the rows."""


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
    """One column; `renderer` is one of CELLS in cells.ts."""
    made: dict[str, Any] = {"field": field, "headerName": title, **options}
    if renderer:
        made["cellRenderer"] = renderer
    return made


def state_column(width: int = 124) -> dict[str, Any]:
    """The badge of a row's status."""
    return column("status", "Status", "PyBirchBadge", width=width, minWidth=116, suppressSizeToFit=True)
