"""In what scans differ: sample, tags, what people wrote, and every value of their plans, as a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import dash_bootstrap_components as dbc
import pandas as pd
from dash import html
from dash.development.base_component import Component

from dashboard.components.parts import attributes
from dashboard.components.texts import count, duration
from engine.model.records import ScanRecord

_LISTED = 6
"""Values of a list that are written out; of longer ones the first, the last and the number are."""
_MISSING = "–"


def differences(scans: Sequence[ScanRecord]) -> pd.DataFrame:
    """A row for each fact in which the scans differ, a column for each scan by its identifier, texts as values."""
    facts = {scan.scan_id: pd.Series(dict(_facts(scan)), dtype=object) for scan in scans}
    names = dict.fromkeys(name for each in facts.values() for name in each.index)
    table = pd.DataFrame(facts).reindex(list(names)).fillna(_MISSING)
    return table[table.nunique(axis=1) > 1]


def difference_table(scans: Sequence[ScanRecord]) -> Component:
    """The differences, or a sentence where there are none."""
    if len(scans) < 2:
        return html.P("Compare at least two scans to see in what they differ.", className="pb-empty-line")
    found = differences(scans)
    if found.empty:
        return html.P("These scans have the same plan, sample and notes.", className="pb-empty-line")
    shown = found.rename(columns={scan.scan_id: f"{scan.scan_id} {scan.name}" for scan in scans})
    table = dbc.Table.from_dataframe(
        shown.rename_axis("Fact").reset_index(), size="sm", hover=True, class_name="pb-table"
    )
    # Scrolled by keyboard where it is wider than the page.
    return html.Div(
        table, className="table-responsive", tabIndex=0, role="region", **attributes(aria_label="Differences")
    )


def _facts(scan: ScanRecord) -> Iterator[tuple[str, str]]:
    yield "state", scan.status.value
    yield "queue", scan.queue_id
    yield "sample", scan.sample or _MISSING
    yield "tags", ", ".join(scan.tags) or _MISSING
    yield "notes", scan.notes or _MISSING
    yield "started by", scan.user or _MISSING
    yield "points", count(scan.point)
    yield "duration", duration(scan.elapsed)
    for name, value in scan.metadata.items():
        yield f"metadata {name}", _text(value)
    written = {"name", "sample", "tags", "notes", "metadata"}
    yield from leaves("", {name: value for name, value in (scan.plan or {}).items() if name not in written})


def leaves(path: str, value: Any) -> Iterator[tuple[str, str]]:
    """Every value of a plan by its path, such as `steps[0].positions`."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from leaves(f"{path}.{name}" if path else str(name), inner)
    elif isinstance(value, list) and any(isinstance(inner, (dict, list)) for inner in value):
        for at, inner in enumerate(value):
            yield from leaves(f"{path}[{at}]", inner)
    else:
        yield path, _text(value)


def _text(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.12g}"
    if not isinstance(value, list):
        return str(value)
    texts = [_text(each) for each in value]
    if len(texts) <= _LISTED:
        return ", ".join(texts)
    return f"{texts[0]}, {texts[1]} … {texts[-1]} ({count(len(texts))} values)"
