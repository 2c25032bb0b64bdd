"""Starts PyBirch: a small supervisor over two processes, the web server and an engine."""

from __future__ import annotations

import contextlib
import os
import socket
import sys
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from dashboard.auth import keys
from dashboard.auth.registry import check_auth
from engine.errors import SettingsError
from engine.reasons import reason
from engine.settings import AuthKind, Settings, environment, load
from pybirch import server_code
from pybirch.supervisor.log_files import RotatedFile
from pybirch.supervisor.processes import WRONG_SETTINGS, Child, Supervisor, root_environment

_SWITCHES = {
    "--no-engine": {"action": "store_true", "help": "start the web server alone; an engine runs elsewhere"}
}


def main(argv: Sequence[str] | None = None, program: str = "app.py") -> int:
    """Supervise until SIGTERM or SIGINT; returns the exit code, 2 for wrong settings.

    `argv` are the flags, by default those of this process; `program` is the program's name in the help text.
    """
    try:
        settings, arguments = load(program, "PyBirch: the web server and an engine.", argv, extra=_SWITCHES)
        settings = settings.with_(
            home=settings.home.resolve(),
            bench=settings.bench.resolve(),
            plugins=settings.plugins_folder.resolve(),
        )
        check_auth(settings)
        logs = _folder(settings.home / "logs")
        with contextlib.suppress(OSError):  # a folder of somebody else's, who decides about it
            settings.home.chmod(0o700)
        token = keys.token(settings) if settings.auth is AuthKind.TOKEN else ""
        listener = listen(settings.host, settings.port)
    except SettingsError as error:
        print(f"error: {error}", file=sys.stderr)
        return WRONG_SETTINGS
    settings = settings.with_(port=listener.getsockname()[1])
    web = ["-m", "dashboard", "--listen-fd", str(listener.fileno())]
    if not arguments.no_engine:
        web.append("--await-engine")
    children = [
        Child(
            "web",
            web,
            RotatedFile(logs / "web.log"),
            descriptors=(listener.fileno(),),
            ready_flag="--ready-fd",
            on_ready=lambda: _announce(address(settings, token)),
        )
    ]
    if not arguments.no_engine:
        children.insert(0, Child("engine", ["-m", "engine"], RotatedFile(logs / "engine.log")))
    return Supervisor(children, {**root_environment(server_code.folder()), **environment(settings)}).run()


def listen(host: str, port: int) -> socket.socket:
    """Make a listening socket that outlives web processes. Raises SettingsError when the port is not available."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=1024)
    except OSError as error:
        # Python's own text for a failed bind repeats the address.
        named = error.errno is not None and not isinstance(error, socket.gaierror)
        why = os.strerror(error.errno) if named and error.errno else reason(error)
        hint = (
            "; is PyBirch running already? Choose another one with --port" if "in use" in why.lower() else ""
        )
        raise SettingsError(f"cannot listen on port {port} of {host}: {why}{hint}") from None


def address(settings: Settings, token: str) -> str:
    """The address to open in a browser on this machine."""
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "": "127.0.0.1"}.get(settings.host, settings.host)
    host = f"[{host}]" if ":" in host and not host.startswith("[") else host
    return f"http://{host}:{settings.port}{settings.prefix}" + (
        f"?token={quote(token, safe='')}" if token else ""
    )


def _announce(url: str) -> None:
    with contextlib.suppress(OSError):
        print(f"PyBirch is ready at {url}", flush=True)


def _folder(path: Path) -> Path:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(
            f"cannot create {path} ({error.strerror}); choose another folder with --home"
        ) from None
    return path
