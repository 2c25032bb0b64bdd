"""The example page without Dash: the managers of `PyBirchRealtime` draw live values into its elements."""

from __future__ import annotations

import pytest
from support.browser import Browser
from support.plans import line
from support.running import Client

pytestmark = pytest.mark.browser

INKED = """
const canvas = document.querySelector(arguments[0]);
const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width || 1, canvas.height || 1);
return data.some((value) => value > 0);
"""


def test_the_managers_draw_a_queue_its_scan_and_the_instruments(
    browser: Browser, module_client: Client
) -> None:
    browser.driver.get(f"{browser.server.url}assets/example.html")
    browser.wait_text("#state", "connected")
    browser.wait_text('[data-pybirch-instrument="1"] [data-pybirch="status"]', "idle")
    queue = module_client.new_queue("Alignment")
    scan = module_client.new_scan(queue, line("Followed", points=40))
    module_client.command("queues", queue, "start")

    in_scan = f'[data-pybirch-scan="{scan}"] [data-pybirch="%s"]'
    browser.wait_text(in_scan % "name", "Followed")
    browser.wait_text(in_scan % "status", "completed")
    browser.wait_text(in_scan % "points", "40 / 40")
    assert browser.js("return document.querySelector(arguments[0]).value", in_scan % "progress") == 1
    browser.until(lambda: browser.js(INKED, in_scan % "chart"), "a line on the canvas")
    in_queue = f'[data-pybirch-queue="{queue}"] [data-pybirch="%s"]'
    browser.wait_text(in_queue % "scans-ended", "1 / 1")
    browser.wait_text(in_queue % "scans", "Followed completed")
    browser.wait_text(in_queue % "log", scan)
    assert browser.js("return Object.keys(window).filter((name) => /Realtime|^io$/.test(name))") == [
        "PyBirchRealtime"
    ]


def test_a_module_and_the_socketio_client_are_served(browser: Browser) -> None:
    browser.driver.get(f"{browser.server.url}assets/example.html")
    state = browser.driver.execute_async_script(
        """
        const done = arguments[0];
        import(new URL("built/realtime.mjs", location.href).href).then(({ PyBirchRealtime }) => {
          const realtime = new PyBirchRealtime();
          realtime.onConnection((state) => state === "connected" && done(state));
          realtime.connect();
        });
        """
    )
    assert state == "connected"
    heard = browser.driver.execute_async_script(
        """
        const [prefix, done] = arguments;
        const script = document.createElement("script");
        script.src = "built/socket.io.min.js";
        script.onload = () => io({ path: `${prefix}socket.io` }).on("connect", () => done("connect"));
        document.body.append(script);
        """,
        browser.js("return location.pathname.replace(/assets\\/.*/, '')"),
    )
    assert heard == "connect"
