"""Takes the pictures of every page that the documentation shows, light and dark, wide and narrow.

`make screenshots` writes them to docs/screenshots; `python tools/screenshots.py --only scan` takes those of one page.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from support.running import RunningServer, start_server, wait_until  # noqa: E402

SIZES = {"wide": (1440, 900), "phone": (390, 844)}
THEMES = ("light", "dark")
SETTLE = 2.5
"""Seconds a page gets to draw itself: pictures are of living pages, there is no moment at which they are done."""

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--hide-scrollbars",
    "--force-device-scale-factor=1",
    "--disable-dev-shm-usage",
)


def pages(server: RunningServer) -> dict[str, str]:
    """Paths of the pages by the name of their picture, once the demo has something to show on each."""
    client = server.client()
    items = client.get("api/v1/scans?limit=50").json()["items"]
    running = next((s for s in items if s["status"] == "running"), items[0])
    done = next((s for s in items if s["status"] == "completed"), items[-1])
    return {
        "home": "",
        "queues": "queues",
        "queue": f"queues/{running['queue_id']}",
        "scans": "scans",
        "scan": f"scans/{running['scan_id']}",
        "scan-done": f"scans/{done['scan_id']}",
        "instruments": "instruments",
        "instrument": "instruments/1",
        "new": "new",
    }


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


def take(server: RunningServer, folder: Path, only: str | None) -> list[str]:
    """Takes the pictures; returns what the browser's console complained about."""
    complaints: list[str] = []
    for size_name, size in SIZES.items():
        for theme in THEMES:
            with browser(size, theme) as driver:
                driver.get(server.ready_url)
                for name, path in pages(server).items():
                    if only and name != only:
                        continue
                    driver.get(server.url + path)
                    time.sleep(SETTLE)
                    picture = folder / f"{name}-{size_name}-{theme}.png"
                    driver.save_screenshot(str(picture))
                    complaints += [
                        f"{name} {size_name} {theme}: {entry['message']}"
                        for entry in driver.get_log("browser")
                        if entry["level"] in ("SEVERE", "WARNING")
                    ]
                    print(picture.name, flush=True)
    return complaints


def main() -> int:
    """Start a demo, let it come to its maps, take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--folder", type=Path, default=ROOT / "docs" / "screenshots")
    parser.add_argument("--only", help="the name of one page")
    chosen = parser.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        server = start_server(Path(home), ("--bench", str(ROOT / "benches" / "demo.toml")))
        try:
            client = server.client()
            wait_until(
                lambda: any(
                    s["status"] == "running" and "map" in s["tags"] and s["point"] > 150
                    for s in client.get("api/v1/scans?status=running").json()["items"]
                ),
                "a map filling",
                90,
                0.5,
            )
            complaints = take(server, chosen.folder, chosen.only)
        finally:
            server.stop()
    print("\n".join(complaints))
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
