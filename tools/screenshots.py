"""Takes the screenshots of every page for the documentation, light and dark, wide and narrow.

`make screenshots` writes them to docs/screenshots; `python tools/screenshots.py --only scan` takes those of one
page.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tools")]

from laboratory import work as laboratory_work  # noqa: E402
from support.running import RunningServer, start_server, wait_until  # noqa: E402

SIZES = {"wide": (1440, 900), "phone": (390, 844)}
THEMES = ("light", "dark")

DRAWN = {
    "home": "painted('.pb-finished-row') && painted('.pb-scan-card') && shown('.pb-instrument-row', 5)"
    " && document.querySelector('.pb-health').textContent.includes('ms')",
    "queues": "shown('.ag-row .pb-badge')",
    "queue": "shown('.pb-queue-scans .pb-badge') && shown('.pb-log-line')",
    "scans": "shown('.ag-row .pb-badge', 6)",
    "scan": "plotted() && shown('.pb-plan-step')",
    "compare": "plotted() && shown('.pb-compared-row', 2)",
    "instruments": "shown('.pb-instrument-card', 5)",
    "instrument": "shown('.pb-face-value') && shown('.pb-value-number')",
    "new": "shown('.ns-figures dd')",
}
"""What a page must show, by the name of its script, before its screenshot is taken."""

LOOK = """
const shown = (selector, count = 1) => document.querySelectorAll(selector).length >= count
  && document.querySelector(selector).textContent.trim() !== '';
const copy = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
const drawn = (canvas) => {
  if (!canvas.width || !canvas.height) return false;
  copy.clearRect(0, 0, 300, 150); // the size of a new canvas
  copy.drawImage(canvas, 0, 0, 300, 150);
  return copy.getImageData(0, 0, 300, 150).data.some(Boolean);
};
const painted = (selector) => [...document.querySelectorAll(selector + ' canvas')].some(drawn);
const plotted = () => {
  const graph = document.querySelector('.js-plotly-plot');
  const note = document.querySelector('.pb-chart-note');
  const loading = /load/i.test((document.querySelector('.pb-chart-status') || {}).textContent || '');
  const quiet = !note || note.hidden || !note.textContent;
  return graph && !loading && quiet && graph.querySelector('.trace, .hm, .gl-canvas');
};
const page = document.querySelector('[data-page]');
const latency = document.querySelector('.pb-link-latency');
const live = document.documentElement.dataset.link === 'connected' && latency.textContent;
const empty = document.querySelector('.pb-empty:not([hidden])');
if (!page) return Boolean(document.querySelector('form[method=post], .pb-empty-page'));
return Boolean(live && (EMPTY ? empty || page.dataset.page === 'home' : DRAWN[page.dataset.page]()));
"""

AFTERWARDS = 0.4
"""Seconds for bars and fades to end once everything is there."""

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--hide-scrollbars",
    "--force-device-scale-factor=1",
    "--disable-dev-shm-usage",
)


def pages(scans: dict[str, str]) -> dict[str, str]:
    """Paths of the pages by the name of their picture."""
    return {
        "home": "",
        "queues": "queues",
        "queue": f"queues/{scans['queue']}",
        "scans": "scans",
        "scan": f"scans/{scans['running']}",
        "scan-done": f"scans/{scans['done']}",
        "scan-spectra": f"scans/{scans['spectra']}",
        "scan-failed": f"scans/{scans['failed']}",
        "compare": f"compare?scans={scans['done']},{scans['again']}",
        "instruments": "instruments",
        "instrument": "instruments/1",
        "new": "new",
    }


EMPTY = {
    "empty-home": "",
    "empty-queues": "queues",
    "empty-scans": "scans",
    "empty-compare": "compare",
    "not-found": "nowhere",
    "sign-in": "login",
}
"""Pages without content; each is taken in two screenshots only."""

PRESS = """
const found = [...document.querySelectorAll('.pb-segment')].find((each) => each.textContent === arguments[0]);
if (found) found.click();
return Boolean(found);
"""
PRESSED = {"scan-spectra": "Waterfall"}
"""What is chosen on a page before its screenshot is taken."""

FEW = (("wide", "light"), ("phone", "dark"))


@contextmanager
def browser(size: tuple[int, int], theme: str) -> Iterator[webdriver.Chrome]:
    """A Chromium whose page, not its window, has this size, and whose system prefers this theme."""
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for flag in FLAGS:
        options.add_argument(flag)
    driver = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)
    width, height = size
    driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 576},
    )
    preference = {"name": "prefers-color-scheme", "value": theme}
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [preference]})
    try:
        yield driver
    finally:
        driver.quit()


def drawn(driver: webdriver.Chrome, empty: bool) -> None:
    """Wait until the page in the browser is there with all that belongs to it, and painted."""
    conditions = ",".join(f"{name!r}:()=>{condition}" for name, condition in DRAWN.items())
    script = LOOK.replace("EMPTY", "true" if empty else "false").replace("DRAWN[", f"({{{conditions}}})[")
    wait_until(lambda: driver.execute_script(script), f"a drawn {driver.current_url}", 40, 0.1)
    frames = "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(done))"
    driver.execute_async_script(frames)
    time.sleep(AFTERWARDS)


def take(
    server: RunningServer,
    folder: Path,
    paths: dict[str, str],
    looks: Iterable[tuple[str, str]],
    *,
    empty: bool = False,
) -> list[str]:
    """Takes the screenshots; returns what the browser's console complained about."""
    complaints: list[str] = []
    for size_name, theme in looks:
        with browser(SIZES[size_name], theme) as driver:
            driver.get(server.ready_url)
            for name, path in paths.items():
                if name == "sign-in":
                    driver.delete_all_cookies()
                driver.get(server.url + path)
                drawn(driver, empty)
                if name in PRESSED:
                    choice = PRESSED[name]
                    wait_until(partial(driver.execute_script, PRESS, choice), f"the choice {choice}")
                    drawn(driver, empty)
                picture = folder / f"{name}-{size_name}-{theme}.png"
                driver.save_screenshot(str(picture))
                complaints += [
                    f"{name} {size_name} {theme}: {entry['message']}"
                    for entry in driver.get_log("browser")
                    if entry["level"] in ("SEVERE", "WARNING") and name not in ("sign-in", "not-found")
                ]
                print(picture.name, flush=True)
    return complaints


@contextmanager
def laboratory() -> Iterator[RunningServer]:
    """The demo bench with an empty database."""
    with tempfile.TemporaryDirectory() as home:
        bench = str(ROOT / "benches" / "demo.toml")
        server = start_server(Path(home), ("--bench", bench), environment={"PYBIRCH_DEMO": "false"})
        try:
            yield server
        finally:
            server.stop()


def main() -> int:
    """Start a demo laboratory, take it while it is empty, then while it works."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--folder", type=Path, default=ROOT / "docs" / "screenshots")
    parser.add_argument("--only", help="the name of one picture")
    chosen = parser.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)

    def wanted(paths: dict[str, str]) -> dict[str, str]:
        return {name: path for name, path in paths.items() if chosen.only in (None, name)}

    every = [(size, theme) for size in SIZES for theme in THEMES]
    with laboratory() as server:
        complaints = take(server, chosen.folder, wanted(EMPTY), FEW, empty=True) if wanted(EMPTY) else []
        if chosen.only not in EMPTY:
            paths = wanted(pages(laboratory_work(server.client())))
            complaints += take(server, chosen.folder, paths, every)
    print("\n".join(complaints))
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
