"""What a phone shows: names as they are, and maps as wide as the screen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from selenium import webdriver
from support.browser import Browser, sign_in, start_chromium
from support.plans import area, line
from support.running import Client, RunningServer

pytestmark = pytest.mark.browser

NAME = "Photoluminescence_of_the_monolayer_after_annealing_at_450_K"

WHOLE = """
const name = document.querySelector(arguments[0]);
return name.scrollHeight <= name.clientHeight + 1 && name.scrollWidth <= name.clientWidth
  && document.scrollingElement.scrollWidth <= innerWidth;
"""

ROOM = """
const graph = document.querySelector('.js-plotly-plot');
const { _size: plot, width, height } = graph._fullLayout;
const [bar, map] = ['.colorbar', '.nsewdrag'].map((each) => graph.querySelector(each).getBoundingClientRect());
const apart = bar.bottom < map.top + 2 || bar.left > map.right;
return graph.clientWidth === Math.round(width) && plot.w / width > 0.7 && plot.h / height > 0.6 && apart;
"""


def screen(driver: webdriver.Chrome, width: int, height: int) -> None:
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)


@pytest.fixture(scope="module")
def chromium(module_server: RunningServer) -> Iterator[webdriver.Chrome]:
    made = start_chromium()
    screen(made, 390, 844)
    sign_in(made, module_server)
    yield made
    made.quit()


def test_a_long_name_is_whole_in_every_list(browser: Browser, module_client: Client) -> None:
    queue = module_client.new_queue(NAME)
    scan = module_client.new_scan(queue, line(NAME))
    for path, row, name in (
        ("queues", f'.ag-row[row-id="{queue}"]', ".pb-cell-name"),
        ("scans", f'.ag-row[row-id="{scan}"]', ".pb-cell-name"),
        (f"queues/{queue}", f'[data-scan="{scan}"]', ".pb-row-name"),
    ):
        browser.open(path)
        browser.wait_text(f"{row} {name}", NAME)
        browser.until(
            lambda row=row, name=name: browser.js(WHOLE, f"{row} {name}"), f"a whole name in {path}"
        )
        assert browser.text(f"{row} .pb-badge") in ("idle", "queued")


def test_a_map_has_the_width_before_and_after_the_phone_is_turned(
    browser: Browser, module_client: Client
) -> None:
    scan = module_client.begin(area(side=6))
    module_client.wait_scan(scan, "completed")
    browser.open(f"scans/{scan}")
    for width, height in ((390, 844), (1440, 900), (390, 844)):
        screen(browser.driver, width, height)
        browser.until(lambda: browser.js(ROOM), f"a map that fills a screen of {width}")
