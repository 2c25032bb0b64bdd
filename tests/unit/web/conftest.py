"""A web server without processes: the WSGI application over a new database, and an engine with chosen answers."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from support.refusals import PLAN
from werkzeug.test import Client

from dashboard.app import WebApp, create_app
from engine.model.bench import AxisSpec, BenchSpec, InstrumentSpec, ReadSpec, SettingSpec
from engine.model.records import CommandRecord
from engine.settings import Settings
from engine.store import commands, engines, instruments, queues, scans
from engine.store.database import Database

TOKEN = "the-token-of-these-tests"
BENCH = BenchSpec(
    instruments={
        "motor": InstrumentSpec(name="motor", axes={"x": AxisSpec(unit="mm", limits=(0, 10), safe=0)}),
        "detector": InstrumentSpec(
            name="detector", reads={"signal": ReadSpec(unit="V")}, settings={"gain": SettingSpec()}
        ),
    }
)
Answer = Callable[[CommandRecord], tuple[str, str, dict[str, Any] | None]]


def accept(_command: CommandRecord) -> tuple[str, str, dict[str, Any] | None]:
    """Everything is done, nothing comes of it."""
    return "done", "", None


class FakeEngine:
    """Holds the lease of the bench and answers every command through `answer`."""

    def __init__(self, database: Database, bench: Path) -> None:
        self.answer: Answer = accept
        self.seen: list[CommandRecord] = []
        self._database, self._bench = database, bench
        self._ended = threading.Event()
        with database.write() as conn:
            engines.acquire(conn, bench, "fake")
            engines.renew(conn, bench, "fake")
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        while not self._ended.wait(0.005):
            with self._database.read() as conn:
                waiting = commands.pending(conn)
            for command in waiting:
                self.seen.append(command)
                status, reason, result = self.answer(command)
                with self._database.write() as conn:
                    commands.finish(conn, command.command_id, status, reason, result)

    def close(self) -> None:
        """Stop answering and give the lease up."""
        self._ended.set()
        self._thread.join()
        with self._database.write() as conn:
            engines.release(conn, self._bench, "fake")


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of one file of tests."""
    home = tmp_path_factory.mktemp("home")
    return Settings(home=home, token=TOKEN, bench=home / "bench.toml", prefix="/lab/")


@pytest.fixture(scope="module")
def database(settings: Settings) -> Iterator[Database]:
    """A fresh database with the bench's instruments in it."""
    made = Database(settings.url)
    made.migrate()
    with made.write() as conn:
        instruments.sync_bench(conn, settings.bench, BENCH)
    yield made
    made.dispose()


@pytest.fixture(scope="module")
def web(settings: Settings, database: Database) -> WebApp:
    """The web application, under the prefix /lab/."""
    assert os.environ.get("PYBIRCH_PREFIX") is None
    return create_app(settings, database)


@pytest.fixture
def browser(web: WebApp) -> Client:
    """A browser with a cookie jar, not signed in."""
    return Client(web.wsgi)


@pytest.fixture
def signed_in(browser: Client) -> Client:
    """A browser with a session."""
    assert browser.get(f"/lab/?token={TOKEN}").status_code == 302
    return browser


class Api:
    """REST with the token."""

    def __init__(self, web: WebApp) -> None:
        self._client = Client(web.wsgi, use_cookies=False)

    def __call__(self, method: str, path: str, **options: Any) -> Any:
        headers = {"Authorization": f"Bearer {TOKEN}", **options.pop("headers", {})}
        return self._client.open(f"/lab/api/v1{path}", method=method, headers=headers, **options)


@pytest.fixture
def api(web: WebApp) -> Api:
    """REST with the token: `api("POST", "/queues", json={...})`."""
    return Api(web)


@pytest.fixture
def fake_engine(database: Database, settings: Settings) -> Iterator[FakeEngine]:
    """An engine that accepts everything unless told otherwise."""
    made = FakeEngine(database, settings.bench.resolve())
    yield made
    made.close()


@pytest.fixture
def queue(database: Database) -> str:
    """A queue."""
    with database.write() as conn:
        return queues.create(conn, "q").queue_id


@pytest.fixture
def scan(database: Database, queue: str) -> str:
    """A queued scan in it."""
    with database.write() as conn:
        return scans.create(conn, int(queue[6:]), "s", PLAN).scan_id
