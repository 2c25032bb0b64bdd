"""Every page with content, for tests that visit all of them."""

from __future__ import annotations

import pytest
from support.browser import Browser
from support.plans import area, line
from support.running import Client

LOOKS = {
    f"{theme}-{name}": (theme, size)
    for theme in ("light", "dark")
    for name, size in (("wide", (1440, 900)), ("phone", (390, 844)))
}
"""Theme and size in pixels by name."""

SPECTRA = {
    "name": "Spectra",
    "steps": [
        {
            "kind": "sweep",
            "axis": "motor.x",
            "positions": [0, 2, 4, 6],
            "steps": [{"kind": "measure", "instruments": ["camera", "detector"]}],
        }
    ],
}


class Tour:
    """Paths of all pages by name; `begin()` lets something run, so that live pages are alive."""

    def __init__(self, client: Client) -> None:
        self._client = client
        queue = client.new_queue("Overnight map")
        plans = (
            line("Left edge", sample="S-42", tags=["raman", "cold"]),
            line("Right edge", sample="S-42", notes="Look at the shoulder."),
            area("Map of S-42"),
            SPECTRA,
        )
        done = [client.new_scan(queue, plan) for plan in plans]
        client.command("queues", queue, "start")
        for scan in done:
            client.wait_scan(scan, "completed")
        every = client.get("api/v1/instruments").json()["items"]
        motor = next(each["instrument_id"] for each in every if each["instrument_name"] == "motor")
        self.pages = {
            "home": "",
            "queues": "queues",
            "queue": f"queues/{queue}",
            "scans": "scans",
            "scan-completed": f"scans/{done[0]}",
            "scan-map": f"scans/{done[2]}",
            "scan-spectra": f"scans/{done[3]}",
            "compare": f"compare?scans={done[0]},{done[1]}",
            "new": "new",
            "new-from": f"new?from={done[2]}",
            "instruments": "instruments",
            "instrument": f"instruments/{motor}",
            "missing-scan": "scans/SCAN_999",
            "nowhere": "nowhere",
        }

    def begin(self) -> Tour:
        """Start a scan of some minutes with another behind it, after one that was aborted; adds their pages."""
        queue = self._client.new_queue("Cool down")
        running, waiting, aborted = (
            self._client.new_scan(queue, line(name, 12000, settle=0.05))
            for name in ("Slow line", "Next", "Third")
        )
        self._client.command("scans", aborted, "abort")
        self._client.command("queues", queue, "start")
        self._client.wait_scan(running, "running")
        self.pages |= {
            "scan-running": f"scans/{running}",
            "scan-queued": f"scans/{waiting}",
            "queue-running": f"queues/{queue}",
        }
        return self


@pytest.fixture(scope="module")
def tour(module_client: Client) -> Tour:
    """The pages of the file's server."""
    return Tour(module_client)


WALK = """
const [path, done] = arguments;
const page = () => document.querySelector("[data-page]");
const text = () => document.querySelector("#_pages_content").textContent;
const [left, from, said] = [page(), location.href, text()];
dash_clientside.pybirch.go(`/${path}`);
(function look() {
  if (location.href === from || page() !== left || (!left && text() !== said)) done();
  else setTimeout(look, 10);
})();
"""


def walk(browser: Browser, name: str, path: str) -> None:
    """Go to a page as its links do, without loading the app again, and wait until it shows what it is about."""
    browser.driver.execute_async_script(WALK, path)
    browser.until(lambda: browser.js(DRAWN[name.partition("-")[0]]), f"the page {name}")


def visit(browser: Browser, name: str, path: str) -> None:
    """Load the app at a page and wait until it shows what it is about."""
    browser.driver.get(browser.server.url + path)
    browser.until(lambda: browser.js(DRAWN[name.partition("-")[0]]), f"the page {name}")


def _some(selector: str) -> str:
    return f"return document.querySelectorAll({selector!r}).length > 0"


DRAWN: dict[str, str] = {
    "home": _some(".pb-finished-row"),
    "queues": _some(".ag-center-cols-container .ag-row .pb-badge"),
    "queue": _some(".pb-queue-scans .pb-row"),
    "scans": _some(".ag-center-cols-container .ag-row .pb-badge"),
    "scan": _some('[data-page="scan"] .js-plotly-plot .main-svg'),
    "compare": _some(".js-plotly-plot .scatterlayer .trace"),
    "new": _some(".ns-step"),
    "instruments": _some(".pb-instrument-card"),
    "instrument": _some(".pb-face-row"),
    "missing": _some(".pb-empty-page h1"),
    "nowhere": _some(".pb-empty-page h1"),
}
"""By the first word of a page's name: a script that tells whether the page shows what it is about."""
