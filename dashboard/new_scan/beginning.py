"""What the page begins with: nothing, the plan of another scan, or the plan of a waiting scan that is changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from dashboard.api.context import Context
from engine.errors import PyBirchError
from engine.model import ids
from engine.model.records import ScanRecord
from engine.model.states import ScanState
from engine.store import scans


class Beginning(BaseModel):
    """Where a plan comes from and where it goes."""

    draft: str = ""
    """What a draft is kept under: "", "from SCAN_042" or "edit SCAN_042"."""
    plan: dict[str, Any] | None = None
    """The plan of another scan; None to begin with a template."""
    said: str = ""
    """A sentence about it for the head of the page."""
    scan: str = ""
    """The scan whose plan it is."""
    replaces: str = ""
    """The waiting scan whose place the changed one takes."""
    queue: str = ""
    """The queue that is asked for, or that of the scan."""


def beginning(context: Context, query: Mapping[str, str]) -> Beginning:
    """What `?from=SCAN_042`, `?edit=SCAN_042` and `?queue=QUEUE_001` ask for."""
    edited, copied, queue = (query.get(name, "") for name in ("edit", "from", "queue"))
    wanted = edited or copied
    if not wanted:
        return Beginning(queue=queue)
    draft = f"edit {wanted}" if edited else f"from {wanted}"
    try:
        number = ids.scan_number(wanted)
        scan = context.read(lambda conn: scans.get(conn, number))
    except PyBirchError as error:
        said = f"The plan of {wanted} cannot be read: {error}. This is a new plan."
        return Beginning(draft=draft, queue=queue, said=said)
    waits = bool(edited) and scan.status is ScanState.QUEUED
    if waits:
        said = ""
    elif edited:
        said = f"{wanted} is {scan.status.value} and can no longer be changed; this adds a changed copy."
    else:
        said = f"Started from the plan of {wanted}."
    return Beginning(
        draft=draft,
        plan=_plan(scan),
        said=said,
        scan=wanted,
        replaces=wanted if waits else "",
        queue=scan.queue_id if waits or not queue else queue,
    )


def _plan(scan: ScanRecord) -> dict[str, Any]:
    """The plan with the name, sample and tags that the scan has now."""
    known = {"name": scan.name, "sample": scan.sample, "tags": scan.tags}
    return {**(scan.plan or {}), **{name: value for name, value in known.items() if value}}
