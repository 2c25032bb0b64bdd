"""A PostgreSQL server that restarts under a writer and under the whole program."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pandas
import pytest
from support.plans import series
from support.ports import lasting_port
from support.postgres import Cluster
from support.rooms import RoomClient
from support.running import ROOT, RunningServer, clean_environment, wait_until
from support.store import LINE, open_lab

from engine.model.events import EventName


def test_what_was_appended_while_the_server_was_away_is_written_once(postgres: Cluster) -> None:
    told: list[str | None] = []
    with open_lab(postgres.new_database(), on_trouble=told.append) as lab:
        stream = lab.writer.open_stream(1, "meter", LINE)
        lab.append_line(stream, 100)
        lab.writer.flush()
        postgres.stop()
        lab.append_line(stream, 100)
        wait_until(lambda: told and told[-1], "word of the trouble")
        lab.append_line(stream, 100)
        postgres.start()
        lab.writer.flush(30)
        assert told[-1] is None
        blocks = [lab.reader.decode(e) for e in lab.reader.after(0) if e.kind is EventName.DATA_POINTS]
        found = [block.first_index + i for block in blocks for i in range(len(block.timestamps))]
        assert found == list(range(300))


@pytest.mark.slow
def test_the_whole_program_outlives_a_restart_of_its_database(
    start: Callable[..., RunningServer], postgres: Cluster
) -> None:
    server = start("--database-url", postgres.new_database())
    client = server.client()
    queue = client.new_queue("on a server")
    scan = client.new_scan(queue, series(points=100_000, every=0.01))
    watcher = RoomClient(server, f"scan_{scan}")
    client.command("queues", queue, "start")
    watcher.wait_points(100)
    postgres.stop()
    postgres.start()
    watcher.wait_points(250)
    server.kill("engine")
    client.wait_scan(scan, "interrupted")
    interrupted_at = client.scan(scan)["point"]
    assert client.command("scans", scan, "resume").status_code == 202
    watcher.wait_points(interrupted_at + 100)
    assert client.command("scans", scan, "stop").status_code == 202
    total = client.wait_scan(scan, "stopped")["point"]
    assert total >= interrupted_at + 100
    watcher.wait_points(total)
    watcher.assert_whole(total)
    watcher.close()
    rows = pandas.read_csv(StringIO(client.get(f"api/v1/scans/{scan}/data?format=csv").text), comment="#")
    assert len(rows) == total


@pytest.mark.parametrize("role", ["app.py", "engine"])
def test_a_server_that_is_not_there_is_named_in_one_line(role: str, home: Path) -> None:
    port = lasting_port()
    program = ["app.py", "--port", "0"] if role == "app.py" else ["-m", "engine"]
    url = f"postgresql://lab:secret@127.0.0.1:{port}/lab"
    ended = subprocess.run(
        [sys.executable, *program, "--home", str(home), "--database-url", url],
        cwd=ROOT,
        env=clean_environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 2
    (line,) = ended.stderr.strip().splitlines()
    assert f"127.0.0.1:{port}/lab" in line
    assert "check that the server runs" in line
    assert "secret" not in line
