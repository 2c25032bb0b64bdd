"""`python -m pybirch.jupyter`: the server as jupyter-server-proxy starts it, with its data in the user's own folder."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from pathlib import Path

from pybirch.jupyter.entry import CONNECTION
from pybirch.server_code import ServerNotInstalled, make_importable


def main() -> int:
    """Run the server until Jupyter ends it; returns the exit code."""
    try:
        make_importable()
    except ServerNotInstalled as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    from engine.settings import load
    from pybirch.launch import main as launch

    given = sys.argv[1:]
    arguments = [*given, "--host=127.0.0.1", "--auth=token"]
    if "PYBIRCH_HOME" not in os.environ:
        data = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
        arguments.append(f"--home={data / 'pybirch'}")
    connection = os.environ.pop(CONNECTION)
    settings, _ = load("python -m pybirch.jupyter", argv=arguments)
    told = {"url": f"http://127.0.0.1:{settings.port}{settings.prefix}", "token": settings.token}
    descriptor = os.open(connection, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(told, file)
    # The line that says where the server is holds the token, and Jupyter's log keeps what its processes print.
    with open(os.devnull, "w", encoding="utf-8") as nowhere, contextlib.redirect_stdout(nowhere):  # noqa: PTH123
        return launch(arguments, "python -m pybirch.jupyter")


if __name__ == "__main__":
    sys.exit(main())
