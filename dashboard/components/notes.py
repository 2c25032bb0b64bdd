"""What people add to a scan: sample, tags, notes and metadata, edited in place and saved by themselves."""

from __future__ import annotations

import json

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from dashboard.components.needs import needs
from dashboard.components.parts import attributes, button
from engine.model.records import ScanRecord

FIELDS = ("sample", "tags", "notes", "metadata")


def note_id(field: str) -> str:
    """Id of the input of a field."""
    return f"note-{field}"


def notes(scan: ScanRecord) -> Component:
    """The fields of `scan`; the page must hold the socket of its room.

    What is typed is kept in the browser until the server has it, and is never overwritten by what comes in. Where two
    people change the same field, they are told and decide.
    """
    first = scan.model_dump(mode="json", include=set(FIELDS))
    inputs = {
        "sample": ("Sample", _line(note_id("sample"), 200)),
        "tags": ("Tags, separated by commas", _line(note_id("tags"))),
        "notes": ("Notes", _text("notes", 8, "What you saw, what to try next", "pb-notes-text")),
        "metadata": (
            "Metadata, one fact a line",
            _text("metadata", 4, "operator: Ada\nlaser_nm: 532", "pb-mono pb-notes-metadata"),
        ),
    }
    fields = html.Div(
        [_field(name, label, control) for name, (label, control) in inputs.items()],
        className="pb-notes",
        **attributes(data_pb="notes", data_scan=scan.scan_id, data_first=json.dumps(first)),
    )
    return needs(fields)


def _line(name: str, longest: int | None = None) -> Component:
    control: Component = dbc.Input(
        id=name, type="text", autocomplete="off", maxlength=longest, class_name="pb-input"
    )
    return control


def _text(field: str, rows: int, placeholder: str, class_name: str) -> Component:
    # Not dbc.Textarea: it would put back its own value over what the script shows.
    return html.Textarea(
        id=note_id(field),
        rows=rows,
        placeholder=placeholder,
        spellCheck="false" if field == "metadata" else "true",
        className=f"pb-input {class_name}",
    )


def _field(name: str, label: str, control: Component) -> Component:
    state = html.Span(className="pb-field-state", role="status")
    theirs = [
        html.Strong("Somebody else has changed this meanwhile:"),
        html.Pre(className="pb-theirs"),
        html.Div(
            [
                button("Take theirs", kind="small", name="take-theirs"),
                button("Keep mine", kind="small", name="keep-mine"),
            ],
            className="pb-conflict-choice",
        ),
    ]
    return html.Div(
        [
            html.Div(
                [dbc.Label(label, html_for=note_id(name), class_name="pb-note-label"), state],
                className="pb-note-name",
            ),
            control,
            html.Div(theirs, className="pb-conflict", role="alert", hidden=True),
        ],
        className="pb-note",
        **attributes(data_note=name),
    )
