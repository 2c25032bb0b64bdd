"""The entity tag of a download belongs to the readings that were sent, also while a scan grows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.store import LINE, Lab, open_lab
from werkzeug.test import Client

from dashboard.app import create_app
from engine.exporters import registry
from engine.settings import Settings
from engine.store.database import Database

TOKEN = "the-token-of-these-tests"
PATH = "/api/v1/scans/SCAN_001/data?format=csv"


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[Lab]:
    with open_lab(str(Database(Settings(home=tmp_path).url).url)) as made:
        made.append_line(made.writer.open_stream(1, "meter", LINE), 3)
        made.writer.flush()
        yield made


@pytest.mark.parametrize("asked", [{}, {"Range": "bytes=0-"}])
def test_readings_that_come_while_an_answer_is_made_change_the_next_tag(
    lab: Lab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: dict[str, str]
) -> None:
    client = Client(create_app(Settings(home=tmp_path, token=TOKEN), lab.database).wsgi, use_cookies=False)

    def get(headers: dict[str, str]) -> Any:
        return client.get(PATH, headers={"Authorization": f"Bearer {TOKEN}", **headers})

    def grown(*chosen: Any) -> registry.Export:
        made = registry_export(*chosen)
        lab.append_line(lab.writer.open_stream(1, "meter", LINE, 3), 2)
        lab.writer.flush()
        return made

    registry_export = registry.export
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(registry, "export", grown)
        first = get(asked)
    assert first.headers["X-PyBirch-Rows"] == "3"
    again = get({"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.headers["X-PyBirch-Rows"]) == (200, "5")
    kept = get({"If-None-Match": again.headers["ETag"]})
    assert (kept.status_code, kept.data) == (304, b"")
    assert get({"Range": "bytes=9-", "If-Range": first.headers["ETag"]}).data == again.data
