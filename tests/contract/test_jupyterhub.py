"""PyBirch as a service of a real JupyterHub, configured by the lines of docs/how-to/jupyterhub.md."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import closing
from types import SimpleNamespace
from typing import Any, cast

import pytest
import requests
import socketio
import websocket
from selenium import webdriver
from support.browser import Browser, start_chromium
from support.hub import PASSWORD, Hub, service_environment
from support.plans import line
from support.running import ROOT, RunningServer, wait_until

import pybirch

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

BENCH = str(ROOT / "tests" / "support" / "bench.toml")
LAST = "return document.querySelector('.js-plotly-plot').data[0].x.at(-1)"
DRAWN = "return document.querySelector('.js-plotly-plot .scatterlayer .trace') !== null"
PAUSE = """
const [scan, done] = arguments;
dash_clientside.pybirch.rest
  .post(`scans/${scan}/commands`, {command: "pause"})
  .then(() => done(202), (refusal) => done(refusal.status));
"""


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    """A hub that starts PyBirch."""
    environment = {"PYBIRCH_BENCH": BENCH, "PYBIRCH_HUB_CHECK": "1s"}
    started = Hub(tmp_path_factory.mktemp("hub"), ["managed", "people"], environment).start()
    try:
        started.wait_service()
        yield started
    finally:
        started.stop()


@pytest.fixture(scope="module")
def running(hub: Hub) -> Iterator[str]:
    """A scan that an operator has started with a token of the hub, and that runs for a while."""
    with pybirch.connect(hub.service, token=hub.token("grace")["token"]) as lab:
        assert (lab.me["user"], lab.me["role"], lab.me["auth"]) == ("grace", "operator", "jupyterhub")
        queue = lab.create_queue("behind the hub")
        scan = queue.submit(line("Through the hub", 20_000, settle=0.02))
        queue.start()
        yield scan.scan_id
        scan.abort()


@pytest.fixture(scope="module")
def chromium() -> Iterator[webdriver.Chrome]:
    made = start_chromium()
    yield made
    made.quit()


def sign_in(chromium: webdriver.Chrome, hub: Hub, user: str, path: str) -> Browser:
    """Open a page of PyBirch as a browser that knows neither hub nor PyBirch, and sign in at the hub's own form."""
    chromium.get(hub.service + "api/v1/health")
    chromium.execute_cdp_cmd("Network.clearBrowserCookies", {})
    browser = Browser(chromium, cast(RunningServer, SimpleNamespace(url=hub.service)))
    chromium.get(hub.service + path)
    browser.type("input[name='username']", user)
    browser.type("input[name='password']", PASSWORD)
    browser.press("#login_submit")
    browser.until(lambda: chromium.current_url == hub.service + path, "the page that was asked for")
    return browser


def room(hub: Hub, name: str, **sent: Any) -> websocket.WebSocket:
    return websocket.create_connection(f"ws{hub.service.removeprefix('http')}ws/{name}", timeout=60, **sent)


def closed_with(socket: websocket.WebSocket) -> int:
    """Read until the other side closes; the code that it gives."""
    while True:
        opcode, data = socket.recv_data()
        if opcode == websocket.ABNF.OPCODE_CLOSE:
            return int.from_bytes(data[:2], "big")


def test_nobody_gets_anything(hub: Hub) -> None:
    for path in ("api/v1/queues", "_dash-layout", "openapi.json", "assets/built/pybirch.css"):
        assert requests.get(hub.service + path, timeout=30).status_code == 401, path
    assert requests.post(hub.service + "api/v1/stop", timeout=30).status_code == 401
    foreign = requests.get(
        hub.service + "api/v1/queues", headers={"Authorization": "Bearer made-up"}, timeout=30
    )
    assert foreign.status_code == 401
    with closing(room(hub, "global")) as socket:
        assert closed_with(socket) == 4401
    begun = requests.get(hub.service, headers={"Accept": "text/html"}, allow_redirects=False, timeout=30)
    assert begun.headers["Location"].startswith("/hub/api/oauth2/authorize?")
    assert "code_challenge_method=S256" in begun.headers["Location"]
    not_begun = requests.get(hub.service + "oauth_callback?code=x&state=y", timeout=30)
    assert not_begun.status_code == 403


def test_a_viewer_watches_and_may_not_pause(hub: Hub, running: str, chromium: webdriver.Chrome) -> None:
    browser = sign_in(chromium, hub, "vera", f"scans/{running}")
    browser.until(lambda: browser.js(DRAWN), "the chart")
    before = browser.js(LAST)
    browser.until(lambda: browser.js(LAST) > before, "more points over the proxied room socket")
    assert chromium.execute_async_script(PAUSE, running) == 403
    browser.wait_text(".pb-title .pb-badge", "running")


def test_an_operator_pauses_and_a_sign_out_at_the_hub_ends_it(
    hub: Hub, running: str, chromium: webdriver.Chrome
) -> None:
    browser = sign_in(chromium, hub, "grace", f"scans/{running}")
    browser.press('[data-do="pause"]')
    browser.wait_text(".pb-title .pb-badge", "paused")
    browser.press('[data-do="resume"]')
    browser.wait_text(".pb-title .pb-badge", "running")

    cookies = "; ".join(f"{each['name']}={each['value']}" for each in chromium.get_cookies())
    secrets = [each["value"] for each in chromium.get_cookies() if each["path"] == "/services/pybirch/"]
    with closing(room(hub, f"scan_{running}", cookie=cookies)) as socket:
        assert json.loads(socket.recv())["kind"] == "snapshot"
        chromium.get(f"{hub.url}hub/logout")
        began = time.monotonic()
        assert closed_with(socket) == 4401
        assert time.monotonic() - began < 60
    again = requests.get(hub.service + "api/v1/me", headers={"Cookie": cookies}, timeout=30)
    assert again.status_code == 401, "the cookies of an ended session are worth nothing"
    logs = [hub.text(), *(file.read_text("utf-8") for file in (hub.home / "logs").iterdir())]
    assert len(logs) == 3
    assert len(secrets) == 3, "session, token of the hub, and what unsafe requests repeat"
    assert not [secret for secret in secrets if any(secret in log for log in logs)]


def test_an_administrator_of_the_hub_is_one_here(hub: Hub) -> None:
    token = hub.token("ada")["token"]
    with pybirch.connect(hub.service, token=token) as lab:
        assert lab.me["role"] == "administrator"
    assert token not in hub.text()


def test_points_by_socketio_until_the_token_is_revoked(hub: Hub, running: str) -> None:
    made = hub.token("vera")
    client = socketio.Client(reconnection=False)
    points: list[dict[str, Any]] = []
    client.on("data_point", points.append)
    client.connect(
        hub.service,
        headers={"Authorization": f"Bearer {made['token']}"},
        transports=["websocket"],
        socketio_path="services/pybirch/socket.io",
    )
    assert client.transport() == "websocket"
    assert client.call("subscribe_scan", {"scan_id": running})["room"] == f"scan_{running}"
    wait_until(lambda: len(points) > 3, "points over Socket.IO")
    hub.ask("DELETE", f"users/vera/tokens/{made['id']}")
    wait_until(lambda: not client.connected, "the end of the connection", 60)
    with pytest.raises(pybirch.Refused):
        pybirch.connect(hub.service, token=made["token"])


def test_somebody_without_access_and_somebody_removed(hub: Hub) -> None:
    with pytest.raises(pybirch.Refused):
        pybirch.connect(hub.service, token=hub.token("mallory")["token"])
    hub.ask("POST", "users", {"usernames": ["guest"]})
    hub.ask("POST", "groups/laboratory/users", {"users": ["guest"]})
    token = hub.token("guest")["token"]
    with closing(room(hub, "global", header={"Authorization": f"Bearer {token}"})) as socket:
        assert json.loads(socket.recv())["kind"] == "snapshot"
        hub.ask("DELETE", "users/guest")
        assert closed_with(socket) == 4401


def test_a_service_that_runs_elsewhere(
    tmp_path_factory: pytest.TempPathFactory, start_for_module: Any
) -> None:
    """The hub knows its address and a secret; it is started by hand with the environment that the page names."""
    outside = Hub(tmp_path_factory.mktemp("outside"), ["external", "people"], {})
    told = {name: outside.local(value) for name, value in service_environment().items()}
    server = start_for_module("--auth", "jupyterhub", environment=told, port=None)
    outside.start()
    try:
        assert server.ready_url == f"http://127.0.0.1:{outside.service_port}/services/pybirch/"
        with pybirch.connect(outside.service, token=outside.token("vera")["token"]) as lab:
            assert (lab.me["user"], lab.me["role"]) == ("vera", "viewer")
    finally:
        outside.stop()
