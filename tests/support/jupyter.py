"""A real Jupyter server with PyBirch's entry for jupyter-server-proxy, as an installation of the package gives it."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any
from uuid import uuid4

import requests
import websocket
from support.ports import lasting_port
from support.running import ROOT, clean_environment, wait_until

TOKEN = "token-of-jupyter"
BASE = "/user/ada/"
STRIPPED = """
from pybirch.jupyter import server_entry
entry = server_entry()
entry["absolute_url"] = False
entry["environment"]["PYBIRCH_HOME"] = "stripped"
entry["command"] = [part.replace("{base_url}pybirch/", "{base_url}stripped/") for part in entry["command"]]
c.ServerProxy.servers = {"stripped": entry}
"""
"""A second entry, for a proxy that strips the prefix."""


def installed(folder: Path) -> Path:
    """What `pip install` leaves of the package's entry points, in a folder to be put on the path."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    about = folder / "pybirch_entries-0.dist-info"
    about.mkdir(parents=True)
    about.joinpath("METADATA").write_text(
        "Metadata-Version: 2.1\nName: pybirch-entries\nVersion: 0\n", "utf-8"
    )
    group = "jupyter_serverproxy_servers"
    lines = [f"{name} = {value}" for name, value in project["entry-points"][group].items()]
    about.joinpath("entry_points.txt").write_text(f"[{group}]\n" + "\n".join(lines) + "\n", "utf-8")
    return folder


class Jupyter:
    """A Jupyter server of one user below `/user/ada/`; `program` is `jupyter_server` or `jupyterlab`."""

    def __init__(self, folder: Path, environment: dict[str, str], program: str = "jupyter_server") -> None:
        config = folder / "config"
        config.mkdir(parents=True)
        config.joinpath("jupyter_server_config.py").write_text(STRIPPED, "utf-8")
        self.port = lasting_port()
        self.url = f"http://127.0.0.1:{self.port}{BASE}"
        self.log = folder / "jupyter.log"
        self.home = folder / "home"
        path = [str(ROOT), str(installed(folder / "installed"))]
        places = {
            name: str(folder / name.lower())
            for name in ("HOME", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR", "TMPDIR")
        }
        for place in places.values():
            Path(place).mkdir(exist_ok=True)
        flags = {
            "port": self.port,
            "base_url": BASE,
            "token": TOKEN,
            "root_dir": self.home,
            "allow_root": True,
            "open_browser": False,
        }
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    program,
                    *(f"--ServerApp.{name}={value}" for name, value in flags.items()),
                ],
                cwd=self.home,
                env=clean_environment(
                    {
                        **places,
                        "JUPYTER_CONFIG_DIR": str(config),
                        "PYTHONPATH": ":".join(path),
                        "PYBIRCH_BENCH": str(ROOT / "tests" / "support" / "bench.toml"),
                        **environment,
                    }
                ),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self.session = requests.Session()
        wait_until(self._answers, "an answer of Jupyter", 60)
        self.session.get(self.url, params={"token": TOKEN}, timeout=30)

    def get(self, path: str, **options: Any) -> requests.Response:
        """GET by somebody whom Jupyter has signed in by its cookie."""
        return self.session.get(self.url + path, **{"timeout": 90, **options})

    def run(self, code: str) -> list[dict[str, str]]:
        """Run code in a new kernel; what it displayed by media type, and what it printed under `text`."""
        headers = {"X-XSRFToken": self.session.cookies.get("_xsrf", "")}
        kernel = self.session.post(f"{self.url}api/kernels", json={}, headers=headers, timeout=60).json()[
            "id"
        ]
        cookie = "; ".join(f"{each.name}={each.value}" for each in self.session.cookies)
        address = f"ws{self.url.removeprefix('http')}api/kernels/{kernel}/channels"
        socket = websocket.create_connection(address, cookie=cookie, timeout=120)
        header = {
            "msg_id": uuid4().hex,
            "msg_type": "execute_request",
            "version": "5.3",
            "session": uuid4().hex,
        }
        content = {"code": code, "silent": False, "stop_on_error": True}
        message = {"header": {**header, "username": "", "date": ""}, "parent_header": {}, "metadata": {}}
        socket.send(json.dumps({**message, "content": content, "channel": "shell", "buffers": []}))
        found: list[dict[str, str]] = []
        # What it prints may come after the reply, by another channel, but before it says there that it is idle.
        waits_for = {"execute_reply", "status"}
        while waits_for:
            told = json.loads(socket.recv())
            kind, said = told["header"]["msg_type"], told["content"]
            if told["parent_header"].get("msg_id") != header["msg_id"]:
                continue
            if kind == "stream":
                found.append({"text": said["text"]})
            elif kind in ("display_data", "execute_result"):
                found.append(said["data"])
            elif kind == "execute_reply":
                assert said["status"] == "ok", said
                waits_for.discard(kind)
            elif kind == "status" and said["execution_state"] == "idle":
                waits_for.discard(kind)
        socket.close()
        self.session.delete(f"{self.url}api/kernels/{kernel}", headers=headers, timeout=60)
        return found

    @property
    def pid(self) -> int:
        """Of its process."""
        return self._process.pid

    def text(self) -> str:
        """What it has logged."""
        return self.log.read_text("utf-8", "replace")

    def stop(self) -> None:
        """End it, and with it what it has started."""
        self._process.terminate()
        try:
            self._process.wait(30)
        finally:
            self._process.kill()

    def _answers(self) -> bool:
        assert self._process.poll() is None, self.text()
        try:
            return requests.get(f"{self.url}api", timeout=5).ok
        except requests.ConnectionError:
            return False
