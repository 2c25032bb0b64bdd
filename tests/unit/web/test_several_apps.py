"""Several web applications in one process: each has all callbacks of ours, and its own laboratory's pages only."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from support.own_pages import BAD, PAGE
from unit.web.conftest import TOKEN
from werkzeug.test import Client

from dashboard.app import create_app
from engine.settings import Settings
from engine.store.database import Database

OWN = (
    PAGE.replace('")', '", path="/mine")')
    + "layout = html.P(id='{name}')\ncallback(Output('{name}', 'title'), Input('{name}', 'n_clicks'))(str)\n"
)
SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


class Browser:
    """A browser that is signed in at an application with these own pages."""

    def __init__(self, home: Path, database: Database, **files: str) -> None:
        folder = home / "plugins" / "pages"
        folder.mkdir(parents=True)
        for name, text in files.items():
            (folder / f"{name}.py").write_text(text)
        settings = Settings(home=home, token=TOKEN, plugins=home / "plugins")
        self._client = Client(create_app(settings, database).wsgi)
        assert self._client.get(f"/?token={TOKEN}").status_code == 302

    def get(self, path: str) -> Any:
        answer = self._client.get(path)
        assert answer.status_code == 200
        return answer

    def callbacks(self) -> list[str]:
        """The outputs of all callbacks."""
        return sorted(each["output"] for each in self.get("/_dash-dependencies").get_json())

    def scripts(self) -> list[str]:
        """What stands in the page's own script elements."""
        return SCRIPT.findall(self.get("/").text)

    def left_out(self) -> list[str]:
        """What is said of files that cannot be used."""
        answer = self._client.get("/api/v1/ready")  # 503: there is no engine
        return [str(each) for each in answer.get_json(force=True)["left_out"]]


@pytest.mark.parametrize("asked", ["before the second is made", "when both are made"])
def test_each_app_has_all_callbacks(tmp_path: Path, database: Database, asked: str) -> None:
    first = Browser(tmp_path / "first", database)
    early = first.callbacks() if asked == "before the second is made" else []
    second = Browser(tmp_path / "second", database)
    outputs = first.callbacks()
    assert early in ([], outputs)
    assert "pb-message.clear_data" in outputs
    assert len(outputs) == len(set(outputs))
    assert second.callbacks() == outputs
    assert second.scripts() == first.scripts() == first.scripts()


def test_each_app_has_the_callbacks_of_its_own_pages_only(tmp_path: Path, database: Database) -> None:
    plain = Browser(tmp_path / "plain", database).callbacks()
    first = Browser(tmp_path / "first", database, oven=OWN.format(name="Oven"))
    assert set(first.callbacks()) - set(plain) == {"Oven.title"}
    second = Browser(tmp_path / "second", database, furnace=OWN.format(name="Furnace"))
    assert set(second.callbacks()) - set(plain) == {"Furnace.title"}
    assert second.left_out() == []


def test_an_own_file_never_takes_an_output_of_ours(tmp_path: Path, database: Database) -> None:
    text, _, said = BAD["the output of another callback"]
    Browser(tmp_path / "first", database).callbacks()
    second = Browser(tmp_path / "second", database, bad=text)
    (fault,) = second.left_out()
    assert said in fault
    assert len(second.callbacks()) == len(set(second.callbacks()))
