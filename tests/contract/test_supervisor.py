"""`app.py` as a program: the line that it prints, its exit codes, and two independent processes."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import psutil
import pytest
import requests
from support.running import ROOT, RunningServer, clean_environment, wait_until

BENCH = ROOT / "tests" / "support" / "bench.toml"
SLOW_PLAN = {
    "name": "slow",
    "steps": [
        {
            "kind": "sweep",
            "axis": "motor.x",
            "positions": {"start": 0, "stop": 10, "num": 1000},
            "settle": 0.05,
            "steps": [{"kind": "measure", "instruments": ["detector"]}],
        }
    ],
}


def run_app(*arguments: str, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """app.py to its end."""
    return subprocess.run(
        [sys.executable, str(ROOT / "app.py"), *arguments],
        cwd=cwd,
        env=clean_environment(environment),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def error_line(ended: subprocess.CompletedProcess[str]) -> str:
    """The one line of a refusal."""
    lines = [line for line in ended.stderr.splitlines() if line.startswith("error: ")]
    assert ended.returncode == 2, ended.stderr
    assert "Traceback" not in ended.stderr
    assert len(lines) == 1, ended.stderr
    assert "is ready" not in ended.stdout
    return lines[0]


def test_one_line_says_where_it_is(start: Any) -> None:
    server: RunningServer = start("--prefix", "/services/pybirch", "--no-engine")
    pattern = r"http://127\.0\.0\.1:\d+/services/pybirch/\?token=[\w-]{32,}"
    assert re.fullmatch(pattern, server.ready_url)
    page = requests.get(server.ready_url, headers={"Accept": "text/html"}, timeout=60)
    assert page.status_code == 200 and page.url == server.url
    assert (server.home / "token").read_text().strip() == server.token
    assert (server.home / "token").stat().st_mode & 0o777 == 0o600


def test_without_an_engine(start: Any) -> None:
    server: RunningServer = start("--no-engine", "--auth", "none")
    assert "token" not in server.ready_url
    client = server.client()
    assert client.get("api/v1/health").json() == {"status": "ok"}
    ready = client.get("api/v1/ready")
    assert ready.status_code == 503
    assert ready.json()["engine"]["status"] == "offline"
    assert ready.json()["web"]["pid"] == server.pid("web")
    with pytest.raises(AssertionError):
        server.pid("engine")
    assert client.post("api/v1/stop").status_code == 503
    # Nothing is known of the bench yet, so nothing can be said about a plan.
    assert client.post("api/v1/plans/check", SLOW_PLAN).status_code == 503


def test_either_process_may_die(start: Any) -> None:
    server: RunningServer = start()
    client = server.client()
    web, engine = server.pid("web"), server.pid("engine")
    ready = client.get("api/v1/ready").json()
    assert (ready["web"]["pid"], ready["engine"]["pid"]) == (web, engine)

    server.kill("web")
    # The listening socket outlives the process: the request waits for the next one.
    assert client.get("api/v1/health").status_code == 200
    assert server.pid("web") != web
    assert server.pid("engine") == engine

    web = server.pid("web")
    os.kill(web, signal.SIGTERM)
    wait_until(lambda: not psutil.pid_exists(web), "the end of the web process")
    assert client.get("api/v1/health").status_code == 200

    web = server.pid("web")
    server.kill("engine")
    wait_until(lambda: client.get("api/v1/ready").status_code == 503, "the server noticing")
    server.wait_engine()
    assert server.pid("engine") != engine
    assert server.pid("web") == web
    said = "engine process was ended by signal 9; restarting it in 0.5 s"
    wait_until(lambda: said in server.error_text(), "word of it")
    assert "supervisor" in (server.home / "logs" / "engine.log").read_text()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_ending_in_good_order(start: Any, number: signal.Signals) -> None:
    server: RunningServer = start()
    client = server.client()
    queue = client.new_queue()
    scan = client.new_scan(queue, SLOW_PLAN)
    assert client.command("queues", queue, "start").status_code == 202
    client.wait_scan(scan, "running")
    children = [server.pid("web"), server.pid("engine")]
    server.process.send_signal(number)
    assert server.process.wait(10) == 0
    assert not any(psutil.pid_exists(pid) for pid in children)

    again: RunningServer = start("--no-engine", home=server.home)
    assert again.token == server.token
    assert again.client().scan(scan)["status"] == "interrupted"


def test_a_killed_supervisor_takes_both_along(start: Any) -> None:
    server: RunningServer = start()
    children = [server.pid("web"), server.pid("engine")]
    os.kill(server.process.pid, signal.SIGKILL)
    wait_until(lambda: not any(map(psutil.pid_exists, children)), "the end of both children", 30)
    start(home=server.home)


def test_a_second_server_on_the_same_port(home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        line = error_line(run_app("--port", str(port), "--home", str(home), "--bench", str(BENCH)))
    assert str(port) in line and "--port" in line


def test_a_second_engine_on_the_same_bench(start: Any) -> None:
    server: RunningServer = start()
    engine = server.pid("engine")
    line = error_line(run_app("--port", "0", "--home", str(server.home), "--bench", str(BENCH)))
    assert str(engine) in line
    assert server.client().get("api/v1/ready").json()["engine"]["pid"] == engine


def test_a_bench_with_a_typo(home: Path, tmp_path: Path) -> None:
    bench = tmp_path / "bench.toml"
    bench.write_text('[[instrument]]\nname = "motor"\ndriver = "simulatd"\n')
    line = error_line(run_app("--port", "0", "--home", str(home), "--bench", str(bench)))
    assert str(bench) in line and "simulatd" in line


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--port", "http"], "--port"),
        (["--auth", "magic"], "--auth"),
        (["--auth", "header"], "--proxies"),
        (["--auth", "none", "--host", "0.0.0.0"], "--unprotected"),
        (["--bench", "/nowhere/bench.toml"], "/nowhere/bench.toml"),
        (["--home", "/proc/nowhere"], "/proc/nowhere"),
        (["--database-url", "nonsense://x"], "nonsense"),
        (["--nonsense"], "--nonsense"),
        (["--host", "no.such.host.invalid"], "no.such.host.invalid"),
    ],
)
def test_wrong_settings(home: Path, arguments: list[str], named: str) -> None:
    given = ["--port", "0", "--home", str(home), "--bench", str(BENCH), *arguments]
    assert named in error_line(run_app(*given))


def test_settings_of_the_environment(tmp_path: Path, start: Any) -> None:
    assert "PYBIRCH_PORT" in error_line(run_app("--home", str(tmp_path), PYBIRCH_PORT="x"))
    server: RunningServer = start(
        "--no-engine", environment={"JUPYTERHUB_SERVICE_PREFIX": "/user/ann/", "PYBIRCH_TOKEN": "chosen"}
    )
    assert server.ready_url.endswith("/user/ann/?token=chosen")


def test_paths_are_relative_to_where_it_was_started(tmp_path: Path) -> None:
    server = RunningServer.start(Path("data"), "--no-engine", cwd=tmp_path).wait_ready()
    try:
        assert (tmp_path / "data" / "token").exists()
        assert (tmp_path / "data" / "pybirch.sqlite").exists()
        assert (tmp_path / "data" / "logs").is_dir()
    finally:
        assert server.stop() == 0
