"""PyBirch started from Jupyter's launcher: jupyter-server-proxy keeps the prefix, or strips it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import psutil
import pytest
import requests
import websocket
from support.jupyter import BASE, Jupyter
from support.plans import line
from support.running import wait_until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def jupyter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Jupyter]:
    """A Jupyter server whose PyBirch keeps its data in the home folder of the user, and ends with it."""
    started = Jupyter(tmp_path_factory.mktemp("jupyter"), {})
    try:
        yield started
        children = psutil.Process(started.pid).children(recursive=True)
        assert any("dashboard" in child.cmdline() for child in children)
    finally:
        started.stop()
    wait_until(lambda: not any(child.is_running() for child in children), "the end of PyBirch")


@pytest.mark.parametrize("name", ["pybirch", "stripped"])
def test_whoever_jupyter_has_signed_in_is_signed_in(jupyter: Jupyter, name: str) -> None:
    page = jupyter.get(f"{name}/", headers={"Accept": "text/html"})
    assert page.status_code == 200, page.text
    addresses = re.findall(r'(?:src|href)="(/[^"]*)"', page.text)
    assert addresses and all(each.startswith(f"{BASE}{name}/") for each in addresses)
    assert jupyter.get(f"{name}/api/v1/queues").json()["items"] == []
    script = next(each for each in addresses if each.endswith(".js"))
    assert jupyter.get(script.removeprefix(BASE)).status_code == 200
    led = jupyter.get(f"{name}/docs", allow_redirects=False)
    assert led.headers.get("Location", BASE).startswith(BASE), "one prefix, not two"
    assert f"{BASE}{name}{BASE}" not in led.headers.get("Location", "")
    cookie = "; ".join(f"{each.name}={each.value}" for each in jupyter.session.cookies)
    socket = websocket.create_connection(
        f"ws{jupyter.url.removeprefix('http')}{name}/ws/global", cookie=cookie, timeout=30
    )
    assert json.loads(socket.recv())["kind"] == "snapshot"
    socket.close()
    stranger = requests.get(f"{jupyter.url}{name}/api/v1/queues", allow_redirects=False, timeout=30)
    assert stranger.status_code in (302, 403)


def test_notebooks_reach_it_and_no_log_holds_the_token(jupyter: Jupyter) -> None:
    """A kernel inherits what leads `pybirch.connect()` to the server, and `show` names the host of the notebook."""
    assert jupyter.get("pybirch/api/v1/queues").ok
    kernel = jupyter.run(
        "import pybirch\n"
        "lab = pybirch.connect()\n"
        f"scan = lab.create_queue('from a notebook').submit({line()!r})\n"
        "pybirch.show(scan)\n"
        "print(open(__import__('os').environ['PYBIRCH_JUPYTER']).read())"
    )
    shown = next(each for each in kernel if "text/html" in each)
    assert f'src="{BASE}pybirch/embed/scans/SCAN_001"' in shown["text/html"]
    assert "<svg" in shown["image/svg+xml"]
    told = json.loads("".join(each.get("text", "") for each in kernel))
    assert told["url"].endswith(f"{BASE}pybirch/")
    assert requests.get(f"{told['url']}api/v1/queues", timeout=30).status_code == 401, (
        "the port alone is no way in"
    )
    home = jupyter.home / ".local" / "share" / "pybirch"
    logs = [jupyter.text(), *(file.read_text("utf-8") for file in (home / "logs").iterdir())]
    assert len(logs) == 3
    assert not any(told["token"] in log for log in logs)
