"""A PostgreSQL server for tests, on a free port and in a temporary folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pg8000.dbapi
import pytest
from support.ports import lasting_port

_ACCOUNT = "postgres"
"""Who the server runs as where the tests run as root, whom it refuses."""


class Cluster:
    """One server; every test gets a database of its own in it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._binaries = _binaries()
        self._numbers = count()
        self.port = lasting_port()
        self._run("initdb", "-D", f"{folder}/data", "-A", "trust", "-U", "postgres", "--no-sync")
        self.start()

    def start(self) -> None:
        """Start the server, or start it again."""
        options = f"-p {self.port} -k {self._folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=200"
        self._run(
            "pg_ctl", "-D", f"{self._folder}/data", "-l", f"{self._folder}/log", "-o", options, "-w", "start"
        )

    def stop(self) -> None:
        """End the server and every connection to it."""
        self._run("pg_ctl", "-D", f"{self._folder}/data", "-m", "immediate", "-w", "stop")

    def new_database(self) -> str:
        """An empty database; its URL."""
        name = f"lab{next(self._numbers)}"
        conn = pg8000.dbapi.connect(user="postgres", host="127.0.0.1", port=self.port, database="postgres")
        try:
            conn.autocommit = True
            conn.cursor().execute(f"CREATE DATABASE {name}")
        finally:
            conn.close()
        return f"postgresql://postgres@127.0.0.1:{self.port}/{name}"

    def _run(self, program: str, *arguments: str) -> None:
        account = {"user": _ACCOUNT, "group": _ACCOUNT} if os.getuid() == 0 else {}
        # Not into pipes: the server keeps what it is given open.
        with (self._folder / "out").open("ab") as out:
            done = subprocess.run(
                [self._binaries / program, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                cwd=self._folder,
                check=False,
                timeout=60,
                **account,  # type: ignore[call-overload]
            )
        assert done.returncode == 0, f"{program}: {(self._folder / 'out').read_text()}"


@contextmanager
def open_cluster() -> Iterator[Cluster]:
    """A running server, gone afterwards with all it held."""
    # Not below pytest's folder: the server's account may not go there.
    folder = Path(tempfile.mkdtemp(prefix="pybirch-postgres-"))
    try:
        if os.getuid() == 0:
            shutil.chown(folder, _ACCOUNT, _ACCOUNT)
        cluster = Cluster(folder)
        try:
            yield cluster
        finally:
            if (folder / "data" / "postmaster.pid").exists():
                cluster.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _binaries() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    on_path = shutil.which("initdb")
    if not found and on_path is None:
        pytest.fail("the tests need PostgreSQL; on Debian or Ubuntu: sudo apt-get install postgresql")
    return found[-1].parent if found else Path(str(on_path)).parent
