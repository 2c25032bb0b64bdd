"""What the first load of each page takes over the wire, with nothing in the browser's cache."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from selenium import webdriver
from support.browser import Browser, sign_in, start_chromium
from support.running import Client, RunningServer
from support.tour import Tour
from support.transfer import fresh, transferred

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

PLAIN, GRID, CHART = 500_000, 900_000, 1_100_000
"""Bytes: at most so many for a page; for one with a table; for one with a chart."""

ROWS = ".ag-row .pb-badge"
DRAWN = ".js-plotly-plot .trace"

PAGES = {
    "home": (PLAIN, "[data-page=home]"),
    "queues": (GRID, ROWS),
    "queue": (PLAIN, ".pb-queue-scans .pb-badge"),
    "scans": (GRID, ROWS),
    "scan-completed": (CHART, DRAWN),
    "compare": (CHART, DRAWN),
    "new": (PLAIN, ".ns-step"),
    "instruments": (PLAIN, ".pb-instrument-card"),
    "instrument": (PLAIN, "[data-page=instrument]"),
}
"""The limit of a page, and what is shown once the page is complete."""


@pytest.fixture(scope="module")
def chromium(module_server: RunningServer) -> Iterator[webdriver.Chrome]:
    """A Chromium that notes what goes over the network."""
    made = start_chromium(network=True)
    sign_in(made, module_server)
    yield made
    made.quit()


@pytest.fixture(scope="module")
def tour(module_client: Client) -> Tour:
    return Tour(module_client)


def first_load(browser: Browser, path: str, complete: str) -> dict[str, int]:
    """Bytes by address of one load with an empty cache."""
    fresh(browser).open(path)
    browser.one(complete)
    browser.until(lambda: browser.js("return document.readyState === 'complete'"), "the end of loading")
    return transferred(browser.driver)


@pytest.mark.parametrize("name", PAGES)
def test_the_first_load_of_a_page_stays_below_its_limit(browser: Browser, tour: Tour, name: str) -> None:
    limit, complete = PAGES[name]
    sizes: dict[str, int] = {}

    def small_enough() -> bool:
        # The server compresses scripts quickly when they are first asked for, and as well as it can soon after.
        sizes.clear()
        sizes.update(first_load(browser, tour.pages[name], complete))
        return sum(sizes.values()) <= limit

    try:
        browser.until(small_enough, f"{name} in {limit} bytes", 200)
    finally:
        print(name, f"{sum(sizes.values()):,} bytes")
        for url, size in sorted(sizes.items(), key=lambda each: -each[1]):
            print(f"  {size:9,} {url.removeprefix(browser.server.url)}")


def test_tables_and_plotly_are_loaded_by_pages_that_use_them(browser: Browser, tour: Tour) -> None:
    def kinds() -> set[str]:
        urls = list(transferred(browser.driver))
        return {name for name in ("dash_ag_grid", "plotly") if any(f"/{name}/" in url for url in urls)}

    fresh(browser).open()
    browser.one(PAGES["home"][1])
    assert kinds() == set()
    browser.go("Scans")
    browser.one(ROWS)
    assert kinds() == {"dash_ag_grid"}
    browser.press(".ag-row a.pb-cell-name")
    browser.one(DRAWN)
    assert kinds() == {"plotly"}


def test_a_second_load_asks_for_no_script_again(browser: Browser, tour: Tour) -> None:
    first_load(browser, tour.pages["scan-completed"], DRAWN)
    browser.open(tour.pages["scan-completed"])
    browser.one(DRAWN)
    again = [url for url in transferred(browser.driver) if url.endswith((".js", ".css", ".woff2"))]
    assert again == []
