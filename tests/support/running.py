"""The real program in a subprocess: `app.py` on a free port, waited for, and ended by its process id."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any
from urllib.parse import parse_qs, urlsplit

import psutil
import requests

ROOT = Path(__file__).resolve().parent.parent.parent
APP = (sys.executable, str(ROOT / "app.py"))
READY = "PyBirch is ready at "


def wait_until(check: Callable[[], Any], what: str, timeout: float = 30.0, interval: float = 0.02) -> Any:
    """The first true answer of `check`; fails with `what` after `timeout` seconds."""
    deadline = time.monotonic() + timeout
    while True:
        found = check()
        if found:
            return found
        assert time.monotonic() < deadline, f"{what} did not happen within {timeout} s"
        time.sleep(interval)


def clean_environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment without settings of ours, so that tests start from the defaults."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYBIRCH_", "JUPYTERHUB_"))}
    return {**kept, "PYTHONUNBUFFERED": "1", **(extra or {})}


@dataclass
class Client:
    """HTTP with the server's address and token filled in: `client.get("api/v1/queues")`."""

    base: str
    token: str
    session: requests.Session = field(default_factory=requests.Session)

    def __post_init__(self) -> None:
        if self.token:
            self.session.headers["Authorization"] = f"Bearer {self.token}"

    def request(self, method: str, path: str, **options: Any) -> requests.Response:
        """Any method; `path` is below the server's prefix."""
        return self.session.request(method, self.base + path.lstrip("/"), **{"timeout": 30, **options})

    def get(self, path: str, **options: Any) -> requests.Response:
        """GET."""
        return self.request("GET", path, **options)

    def post(self, path: str, body: Any = None, **options: Any) -> requests.Response:
        """POST of a JSON body."""
        return self.request("POST", path, **({"json": body} if body is not None else {}), **options)

    def patch(self, path: str, body: Any, **options: Any) -> requests.Response:
        """PATCH with a JSON body."""
        return self.request("PATCH", path, json=body, **options)

    def delete(self, path: str, body: Any = None, **options: Any) -> requests.Response:
        """DELETE, with a JSON body when there is one."""
        return self.request("DELETE", path, **({"json": body} if body is not None else {}), **options)

    def new_queue(self, name: str = "Queue", **options: Any) -> str:
        """Make a queue; its identifier."""
        made = self.post("api/v1/queues", {"name": name, **options})
        assert made.status_code == 201, made.text
        return str(made.json()["queue_id"])

    def new_scan(self, queue: str, plan: Mapping[str, Any]) -> str:
        """Add a scan to a queue; its identifier."""
        made = self.post(f"api/v1/queues/{queue}/scans", dict(plan))
        assert made.status_code == 201, made.text
        return str(made.json()["scan_id"])

    def command(self, kind: str, thing: str | int, command: str, **arguments: Any) -> requests.Response:
        """Command a scan, queue or instrument: `client.command("queues", "QUEUE_001", "start")`."""
        return self.post(f"api/v1/{kind}/{thing}/commands", {"command": command, **arguments})

    def begin(self, plan: Mapping[str, Any], queue: str = "Queue") -> str:
        """Start a scan in a queue of its own; its identifier."""
        made = self.new_queue(queue)
        scan = self.new_scan(made, plan)
        self.command("queues", made, "start")
        return scan

    def measured(self, plan: Mapping[str, Any], queue: str = "Queue", timeout: float = 60.0) -> str:
        """Run a scan to its end in a queue of its own; its identifier."""
        scan = self.begin(plan, queue)
        self.wait_scan(scan, "completed", timeout=timeout)
        return scan

    def data(self, scan_id: str, **query: Any) -> requests.Response:
        """The readings of a scan."""
        return self.get(f"api/v1/scans/{scan_id}/data", params=query)

    def scan(self, scan_id: str) -> dict[str, Any]:
        """A scan as REST gives it."""
        return dict(self.get(f"api/v1/scans/{scan_id}").json())

    def wait_scan(self, scan_id: str, *states: str, timeout: float = 60.0) -> dict[str, Any]:
        """The scan, once it is in one of `states`."""

        def reached() -> dict[str, Any] | None:
            found = self.scan(scan_id)
            return found if found["status"] in states else None

        return dict(wait_until(reached, f"{scan_id} becoming {' or '.join(states)}", timeout, 0.05))


class RunningServer:
    """One `app.py`, from its ready line on."""

    def __init__(self, process: subprocess.Popen[str], lines: SimpleQueue[str | None], home: Path) -> None:
        self.process = process
        self.home = home
        self.errors: list[str] = []
        self._lines = lines
        self._reader = threading.Thread(target=self._collect, daemon=True)
        self._reader.start()
        self.ready_url = ""
        self.url = ""
        self.token = ""

    @classmethod
    def start(
        cls,
        home: Path,
        *arguments: str,
        environment: Mapping[str, str] | None = None,
        cwd: Path = ROOT,
        program: Sequence[str] = APP,
        port: int | None = 0,
    ) -> RunningServer:
        """Start `program` with HOME in `home`, by default on a free port; returns at once."""
        place = [] if port is None else ["--port", str(port)]
        command = [*program, *place, "--home", str(home), *arguments]
        process = subprocess.Popen(
            command,
            cwd=cwd,
            env=clean_environment(environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        lines: SimpleQueue[str | None] = SimpleQueue()

        def read() -> None:
            assert process.stdout is not None
            for line in process.stdout:
                lines.put(line.rstrip("\n"))
            lines.put(None)

        threading.Thread(target=read, daemon=True).start()
        return cls(process, lines, home)

    def wait_ready(self, timeout: float = 60.0) -> RunningServer:
        """Wait for the ready line and take address and token from it."""
        deadline = time.monotonic() + timeout
        while True:
            try:
                line = self._lines.get(timeout=max(0.01, deadline - time.monotonic()))
            except Empty:
                self.stop()
                raise AssertionError(f"no ready line within {timeout} s:\n{self.error_text()}") from None
            assert line is not None, f"the server ended ({self.process.wait()}):\n{self.error_text()}"
            if line.startswith(READY):
                break
        self.ready_url = line.removeprefix(READY)
        parts = urlsplit(self.ready_url)
        self.url = f"{parts.scheme}://{parts.netloc}{parts.path}"
        self.token = parse_qs(parts.query).get("token", [""])[0]
        return self

    def wait_engine(self, timeout: float = 60.0) -> RunningServer:
        """Wait until the server says that an engine drives the bench."""
        client = self.client()
        wait_until(lambda: client.get("api/v1/ready").status_code == 200, "an engine", timeout, 0.05)
        return self

    def client(self) -> Client:
        """A new HTTP client that is signed in by token."""
        return Client(self.url, self.token)

    @property
    def websocket_url(self) -> str:
        """The server's address for WebSockets."""
        return "ws" + self.url.removeprefix("http")

    def pid(self, role: str) -> int:
        """Process id of the child that plays `role`: `web` or `engine`."""
        module = {"web": "dashboard", "engine": "engine"}[role]
        for child in psutil.Process(self.process.pid).children():
            with suppress(psutil.NoSuchProcess):  # one that ends just now is not the one that plays it
                if ["-m", module] == child.cmdline()[1:3]:
                    return child.pid
        raise AssertionError(f"no {role} process is running")

    def kill(self, role: str) -> int:
        """kill -9 one of the children; its process id."""
        number = self.pid(role)
        os.kill(number, signal.SIGKILL)
        wait_until(lambda: not psutil.pid_exists(number), f"the end of the {role} process")
        return number

    def stop(self, timeout: float = 15.0) -> int:
        """SIGTERM, then the exit code; SIGKILL when it does not listen."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(timeout)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise AssertionError(f"app.py did not end within {timeout} s:\n{self.error_text()}") from None
        self._reader.join(5)
        return code

    def error_text(self) -> str:
        """What was written to standard error so far."""
        return "".join(self.errors)

    def _collect(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.errors.append(line)


def start_server(home: Path, arguments: Sequence[str] = (), **options: Any) -> RunningServer:
    """A server that answers and drives its bench; the caller stops it."""
    running = RunningServer.start(home, *arguments, **options)
    try:
        running.wait_ready()
        return running if "--no-engine" in arguments else running.wait_engine()
    except BaseException:
        running.stop()
        raise
