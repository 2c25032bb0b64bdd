"""The chart of a scan's page as a person sees and uses it."""

from __future__ import annotations

from typing import Any

from selenium.webdriver.common.action_chains import ActionChains
from support.browser import Browser

PLOT = "document.querySelector('.js-plotly-plot')"
SAYS = ".pb-chart-says"
ZOOM = f"Plotly.relayout({PLOT}, Object.fromEntries(Object.entries(arguments[0]).map(([a, r]) => [a + '.range', r])))"


def show(browser: Browser, scan: str, **choices: Any) -> None:
    """Open a scan's page, `choices` being what was chosen of its chart before, and wait until something is drawn."""
    if choices:
        keep = "localStorage.setItem('pybirch-chart', JSON.stringify([[arguments[0], arguments[1]]]))"
        browser.js(keep, scan, choices)
    browser.open(f"scans/{scan}")
    script = f"const p = {PLOT}; return p && p.data.length && p.data[0].x.length"
    browser.until(lambda: browser.js(script), "a drawn chart")


def choose(browser: Browser, button: str, label: str) -> None:
    """Choose an entry of the menu that a button opens."""
    browser.press(f'button[aria-label="{button}"], [data-do="{button}"]')
    browser.choose(label)


def drag_over(browser: Browser, start: float, end: float) -> None:
    """Zoom to a part of the chart's width."""
    plot = browser.one(".nsewdrag")
    width = plot.size["width"]
    mouse = ActionChains(browser.driver).move_to_element(plot).move_by_offset(int((start - 0.5) * width), 0)
    mouse.click_and_hold().move_by_offset(30, 0).move_by_offset(
        int((end - start) * width) - 30, 0
    ).release().perform()


def zoom_to(browser: Browser, **ranges: list[float]) -> None:
    """Zoom to ranges of `xaxis` and `yaxis`, as a drag over exactly these would."""
    browser.js(ZOOM, ranges)


def zoomed(browser: Browser) -> list[float] | None:
    """The range of x that a person zoomed to."""
    script = f"const {{xaxis}} = {PLOT}.layout; return xaxis.autorange === false ? xaxis.range : null"
    found: list[float] | None = browser.js(script)
    return found


def traces(browser: Browser) -> list[dict[str, Any]]:
    """What is drawn: type, mode, uid and numbers of each trace (a gap is None)."""
    script = f"""return {PLOT}.data.map(({{type, mode, uid, x, y, z}}) =>
        ({{type, mode, uid, x: [...x], y: [...y], z: z && z.map((row) => [...row])}}))"""
    return list(browser.js(script))


def points(browser: Browser) -> int:
    """How many marks of points are on the screen."""
    return len(browser.all(".js-plotly-plot .scatterlayer .points path"))
