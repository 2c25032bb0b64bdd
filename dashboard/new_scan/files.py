"""Plans as files: a JSON file replaces the plan of the editor, and its plan is saved as one."""

from __future__ import annotations

import base64
import binascii
import json
import re
import unicodedata
from typing import Any

from dash import Input, Output, State, callback, dcc, no_update
from dash.development.base_component import Component

from dashboard.components.messages import Tone, say
from dashboard.components.parts import button, icon
from dashboard.new_scan import ids
from dashboard.new_scan.replacement import Replacement

_UPLOAD, _DOWNLOAD, _EXPORT = "ns-upload", "ns-download", "ns-export"
_LONGEST_NAME = 80


def file_buttons() -> list[Component]:
    """The buttons Import and Export."""
    chooser = button("Import", name="import", title="Take the plan from a JSON file")
    export = button(
        [icon("download"), "Export"], name="export", title="Save the plan as a JSON file", id=_EXPORT
    )
    accepted = ".json,application/json"
    return [
        dcc.Upload(chooser, id=_UPLOAD, accept=accepted, className="ns-upload"),
        export,
        dcc.Download(id=_DOWNLOAD),
    ]


def plan_in(text: str) -> dict[str, Any]:
    """The plan in a JSON text: a plan itself, or the `plan` of a scan or preset. ValueError says what is wrong."""
    try:
        data = json.loads(text)
    except ValueError as error:
        raise ValueError(f"This is not JSON: {error}.") from None
    if isinstance(data, dict) and isinstance(data.get("plan"), dict) and "steps" not in data:
        data = data["plan"]
    if not isinstance(data, dict):
        raise ValueError("A plan is an object with a list of steps.")
    if not isinstance(data.get("steps"), list):
        raise ValueError("There is no list of steps in it.")
    return data


def file_name(plan: dict[str, Any]) -> str:
    """The name of a plan as the name of a file, without what file systems do not take."""
    plain = unicodedata.normalize("NFKD", str(plan.get("name") or "plan"))
    tidy = re.sub(r"[^\w.-]+", "_", plain, flags=re.ASCII).strip("_.")
    return f"{tidy[:_LONGEST_NAME] or 'plan'}.json"


@callback(
    Output(ids.REPLACEMENT, "data"),
    Output(_UPLOAD, "contents"),
    Input(_UPLOAD, "contents"),
    State(_UPLOAD, "filename"),
    prevent_initial_call=True,
)
def import_plan(contents: str | None, name: str | None) -> tuple[Any, Any]:
    """Replace the plan by that of a file; the same file can be chosen again afterwards."""
    if not contents:
        return no_update, no_update
    try:
        text = base64.b64decode(contents.partition(",")[2], validate=True).decode("utf-8-sig")
        taken = Replacement(plan=plan_in(text), said=f"Started from the file {name}.")
    except (binascii.Error, UnicodeDecodeError):
        say(f"{name}: This is not a text file in UTF-8.", Tone.TROUBLE)
    except ValueError as error:
        say(f"{name}: {error}", Tone.TROUBLE)
    else:
        return taken.model_dump(mode="json"), None
    return no_update, None


@callback(
    Output(_DOWNLOAD, "data"),
    Input(_EXPORT, "n_clicks"),
    State(ids.PLAN, "data"),
    prevent_initial_call=True,
)
def export_plan(_pressed: int | None, kept: dict[str, Any] | None) -> Any:
    """Save the plan of the editor as a file."""
    plan = (kept or {}).get("plan") or {"steps": []}
    text = json.dumps(plan, indent=2, ensure_ascii=False)
    return {"content": f"{text}\n", "filename": file_name(plan), "type": "application/json"}
