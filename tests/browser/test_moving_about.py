"""Going from page to page two hundred times leaves the sockets of the present page alone, and nothing that grows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from selenium import webdriver
from support.browser import PAGE_API, Browser, sign_in, start_chromium
from support.running import Client, RunningServer, wait_until
from support.tour import DRAWN, Tour

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(900)]

ROUNDS = 20
SETTLED = 6
"""Rounds after which all code is loaded and compiled, every cache filled."""

LABELS = 3_000_000
"""Bytes by which the heap may differ: Plotly keeps the size of every tick label it has drawn, up to 10,000, and how
many a live chart draws depends on the machine. A page left behind at each move would be many times that."""

COUNT_SOCKETS = """(() => {
  const Plain = window.WebSocket;
  const open = (window.openSockets = new Map());
  let number = 0;
  window.WebSocket = class extends Plain {
    constructor(url, ...more) {
      super(url, ...more);
      const key = (number += 1);
      open.set(key, decodeURIComponent(new URL(url).pathname.split("/").pop()));
      this.addEventListener("close", () => open.delete(key));
    }
  };
})()"""
"""Keeps the rooms of the sockets that are open or opening, not the sockets."""

MOVE = (
    PAGE_API
    + """
const [path, page, rooms, hurry, done] = arguments;
const link = document.querySelector(`.pb-nav a[href="${PyBirch.href(path)}"]`);
if (link) link.click(); else PyBirch.go(path);
const began = performance.now();
(function look() {
  const there = document.querySelector("[data-page]");
  const right = there && there.id === page;
  const open = [...window.openSockets.values()].sort().join();
  if (right && (hurry || open === rooms)) done("");
  else if (performance.now() - began > 60000) done(`${page} has ${open}, not ${rooms}; here is ${there && there.id}`);
  else setTimeout(look, 10);
})();
"""
)


@pytest.fixture(scope="module")
def chromium(module_server: RunningServer) -> Iterator[webdriver.Chrome]:
    """A Chromium that counts open sockets and makes no machine code, which would grow the heap as pages get quicker."""
    made = start_chromium(1440, 900, "--js-flags=--no-sparkplug --no-maglev --no-opt")
    made.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": COUNT_SOCKETS})
    made.execute_cdp_cmd("Performance.enable", {})
    made.set_script_timeout(90)  # longer than a move waits for the sockets, so that it says which one is left
    sign_in(made, module_server)
    yield made
    made.quit()


def stops(tour: Tour) -> list[tuple[str, str, str]]:
    """(path, id of the page's root, its rooms in order) of a round that ends at home."""

    def stop(name: str) -> tuple[str, str, str]:
        path = tour.pages[name]
        kind, _, thing = path.partition("/")
        page, room = {
            "queues": (f"queue-{thing}", f"queue_{thing}"),
            "scans": (f"scan-{thing}", f"scan_{thing}"),
            "instruments": (f"instrument-{thing}", f"instrument_{thing}"),
        }[kind]
        return f"/{path}", f"page-{page}", f"global,{room}"

    return [
        ("/queues", "page-queues", "global"),
        stop("queue-running"),
        stop("scan-running"),
        stop("scan-map"),
        ("/scans", "page-scans", "global"),
        (f"/{tour.pages['compare']}", "page-compare", "global"),
        ("/new", "page-new", "global"),
        ("/instruments", "page-instruments", "global,instruments"),
        stop("instrument"),
        ("/", "page-home", "global,instruments"),
    ]


def footprint(browser: Browser) -> dict[str, int]:
    """What the page holds after its garbage is gone."""
    command = browser.driver.execute_cdp_cmd
    for _ in range(3):
        command("HeapProfiler.collectGarbage", {})
    every = {m["name"]: m["value"] for m in command("Performance.getMetrics", {})["metrics"]}
    size = browser.js("return PyBirch.live.size()")
    return {
        "heap": int(every["JSHeapUsedSize"]),
        "nodes": int(every["Nodes"]),
        "listeners": int(every["JSEventListeners"]),
        "rooms": size["rooms"],
        "handlers": size["listeners"],
    }


def test_two_hundred_moves_leave_nothing_behind(
    browser: Browser, module_client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    every = stops(Tour(module_client).begin())
    browser.open()
    found: dict[int, dict[str, int]] = {}
    for number in range(ROUNDS):
        for at, (path, page, rooms) in enumerate(every):
            hurry = number % 2 == 1 and at < len(every) - 1
            assert browser.driver.execute_async_script(MOVE, path, page, rooms, hurry) == ""
        if number + 1 in (SETTLED, ROUNDS // 2, ROUNDS):
            browser.until(lambda: browser.js(DRAWN["home"]), "all of the home page")
            found[number + 1] = footprint(browser)
    with capsys.disabled():
        print(*(f"\n  after {10 * number} moves: {held}" for number, held in found.items()), end=" ")
    wait_until(
        lambda: module_client.get("api/v1/ready").json()["web"]["connections"] == 2,
        "two sockets at the server",
    )
    early, late = found[SETTLED], found[ROUNDS]
    assert late["heap"] < early["heap"] + LABELS
    assert late["nodes"] < early["nodes"] + 100
    assert late["listeners"] < early["listeners"] + 20
    assert (late["rooms"], late["handlers"]) == (early["rooms"], early["handlers"])
