"""A real JupyterHub with configurable-http-proxy on free ports, configured as the documentation says."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import requests
from support.ports import lasting_port
from support.running import ROOT, clean_environment, wait_until
from support.snippets import snippets

PAGE = "docs/how-to/jupyterhub.md"
ADMIN, PASSWORD, TESTER = "ada", "password-of-the-hub", "token-of-the-tester"
_PROXY = ROOT / "frontend" / "node_modules" / "configurable-http-proxy" / "bin" / "configurable-http-proxy"
_OF_THE_TEST = f"""
c.JupyterHub.authenticator_class = "dummy"
c.DummyAuthenticator.password = {PASSWORD!r}
c.Authenticator.allow_all = True
c.Authenticator.admin_users = {{{ADMIN!r}}}
c.JupyterHub.services.append({{"name": "tester", "api_token": {TESTER!r}}})
c.JupyterHub.load_roles.append(
    {{"name": "tester", "scopes": ["admin:users", "groups", "tokens"], "services": ["tester"]}}
)
"""


def blocks(*names: str) -> str:
    """The pieces of the page that begin with these names, as written."""
    found = {s.text.partition("\n")[0].removeprefix("# "): s.text for s in snippets() if s.page == PAGE}
    return "\n".join(found[name] for name in names)


def service_environment() -> dict[str, str]:
    """What the page has a service that runs elsewhere export."""
    text = next(s.text for s in snippets() if s.page == PAGE and "export " in s.text)
    return dict(re.findall(r"^export (\w+)=(.*)$", text, re.MULTILINE))


class Hub:
    """The hub; `url` is that of its proxy, `service` PyBirch's address behind it."""

    def __init__(self, folder: Path, names: Sequence[str], environment: Mapping[str, str]) -> None:
        """`names` are the pieces of the page to configure it with; `environment` is that of the service."""
        self.port, self.api_port, self.service_port, proxy_api = (lasting_port() for _ in range(4))
        self.url = f"http://127.0.0.1:{self.port}/"
        self.service = f"{self.url}services/pybirch/"
        self.home = folder / "pybirch"
        self.log = folder / "hub.log"
        node = shutil.which("node") or str(Path(sys.executable).with_name("node"))
        text = "import sys\n" + self.local(blocks(*names)) + _OF_THE_TEST
        text += f"""
c.JupyterHub.bind_url = {self.url!r}
c.JupyterHub.hub_port = {self.api_port}
c.JupyterHub.db_url = "sqlite:///{folder / "hub.sqlite"}"
c.JupyterHub.cookie_secret_file = {str(folder / "cookie_secret")!r}
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{proxy_api}"
c.ConfigurableHTTPProxy.command = {[node, str(_PROXY)]!r}
c.ConfigurableHTTPProxy.pid_file = {str(folder / "proxy.pid")!r}
for service in c.JupyterHub.services:
    service.setdefault("environment", {{}}).update({dict(environment)!r})
"""
        self._config = folder / "jupyterhub_config.py"
        self._config.write_text(text, "utf-8")

    def start(self) -> Hub:
        """Start hub and proxy, and with them the services that the hub manages."""
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "jupyterhub", f"--config={self._config}"],
                cwd=self._config.parent,
                env=clean_environment({"PYTHONPATH": str(ROOT)}),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        wait_until(lambda: self._status("hub/api/") == 200, "an answer of the hub", 90, 0.2)
        return self

    def local(self, text: str) -> str:
        """What the page says, with the ports and folders of this test."""
        changes = {
            '"pybirch", "run"': 'sys.executable, "-m", "pybirch", "run"',
            "/var/lib/pybirch": str(self.home),
            "127.0.0.1:8050": f"127.0.0.1:{self.service_port}",
            "127.0.0.1:8081": f"127.0.0.1:{self.api_port}",
        }
        for old, new in changes.items():
            text = text.replace(old, new)
        return text

    def wait_service(self) -> None:
        """Wait until PyBirch answers through the proxy, its engine included."""
        wait_until(
            lambda: self._status("services/pybirch/api/v1/ready") == 200, "PyBirch behind the hub", 90, 0.1
        )

    def ask(self, method: str, path: str, body: Any = None) -> requests.Response:
        """A request to the hub's own interface, with the rights of the tester."""
        headers = {"Authorization": f"token {TESTER}"}
        answer = requests.request(method, f"{self.url}hub/api/{path}", json=body, headers=headers, timeout=30)
        assert answer.ok, answer.text
        return answer

    def token(self, user: str) -> dict[str, Any]:
        """A new token of a user, as from the hub's token page: `token` and `id`."""
        self.ask("POST", "users", {"usernames": [user]}) if user not in self._users() else None
        return dict(self.ask("POST", f"users/{user}/tokens", {"note": "test"}).json())

    def text(self) -> str:
        """What hub, proxy and service have logged."""
        return self.log.read_text("utf-8", "replace")

    def stop(self) -> None:
        """End hub, proxy and the services that it has started."""
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(40)
        finally:
            self._process.kill()

    def _users(self) -> set[str]:
        return {user["name"] for user in self.ask("GET", "users").json()}

    def _status(self, path: str) -> int:
        assert self._process.poll() is None, self.text()
        try:
            return requests.get(self.url + path, timeout=10).status_code
        except requests.RequestException:
            return 0
