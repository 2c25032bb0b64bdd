"""What a person takes away from the scan page and from the list: real downloads, opened and looked into."""

from __future__ import annotations

import base64
import html
import json
import struct
import zipfile

import h5py
import pandas as pd
import pyarrow as pa
import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from support.browser import Browser
from support.charts import choose, drag_over, show, zoomed
from support.downloads import Download
from support.menus import ENTRY, MORE_ACTIONS
from support.plans import line
from support.running import Client

pytestmark = pytest.mark.browser

TWO = {
    "name": "Both",
    "steps": [
        {
            "kind": "sweep",
            "axis": "motor.x",
            "positions": [0, 1, 2],
            "steps": [{"kind": "measure", "instruments": ["detector", "camera"]}],
        }
    ],
}


def run(client: Client, plan: dict[str, object], state: str = "completed") -> str:
    queue = client.new_queue()
    scan = client.new_scan(queue, plan)
    client.command("queues", queue, "start")
    client.wait_scan(scan, state)
    return scan


def more(browser: Browser, label: str) -> None:
    browser.press(MORE_ACTIONS)
    browser.choose(label, ENTRY)


@pytest.fixture(scope="module")
def scan(module_client: Client) -> str:
    return run(module_client, line("Line <b>µ</b>/1", 11, sample="S-42"))


def test_readings_in_every_offered_format(browser: Browser, download: Download, scan: str) -> None:
    show(browser, scan)
    csv = download(lambda: choose(browser, "Export", "CSV"))
    assert csv.name == f"{scan} Line -b-µ-b-1.csv"
    assert len(pd.read_csv(csv, comment="#")) == 11
    parquet = download(lambda: choose(browser, "Export", "Parquet"))
    assert pd.read_parquet(parquet).attrs["sample"] == "S-42"
    found = json.loads(download(lambda: choose(browser, "Export", "JSON")).read_text())
    assert found["measurements"]["detector"]["total"] == 11
    with h5py.File(download(lambda: choose(browser, "Export", "HDF5"))) as file:
        assert len(file["detector/signal"]) == 11
    with h5py.File(download(lambda: choose(browser, "Export", "netCDF"))) as file:
        assert len(file["detector/signal"]) == 11
    arrow = download(lambda: choose(browser, "Export", "Arrow"))
    assert pa.ipc.open_file(arrow.read_bytes()).read_all().num_rows == 11


def test_the_view_is_what_is_zoomed_to(browser: Browser, download: Download, scan: str) -> None:
    show(browser, scan)
    drag_over(browser, 0.15, 0.45)
    low, high = browser.until(lambda: zoomed(browser), "a zoom")
    path = download(lambda: choose(browser, "Export", "Readings as CSV"))
    assert path.name.endswith("detector view.csv")
    frame = pd.read_csv(path, comment="#")
    assert list(frame.columns) == ["motor.x (mm)", "signal (V)"]
    inside = [float(x) for x in range(11) if low <= x <= high]
    assert 2 <= len(inside) <= 4
    assert frame["motor.x (mm)"].tolist() == inside
    svg = download(lambda: choose(browser, "Export", "Drawing, SVG")).read_text()
    assert svg.startswith("<svg") and 'width="1200"' in svg
    assert f"{scan} · Line <b>µ</b>/1" in html.unescape(svg)
    assert "sample S-42 · detector · 20" in svg
    assert "motor.x (mm)" in svg


def test_a_picture_is_light_whatever_the_theme(browser: Browser, download: Download, scan: str) -> None:
    show(browser, scan)
    browser.js("document.documentElement.dataset.bsTheme = 'dark'")
    data = download(lambda: choose(browser, "Export", "Picture, PNG")).read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", data[16:24]) == (2400, 1600)
    corner = browser.driver.execute_async_script(
        """const [data, done] = arguments; const image = new Image();
        image.onload = () => { const canvas = document.createElement("canvas"); canvas.width = canvas.height = 4;
          const context = canvas.getContext("2d"); context.drawImage(image, 0, 0);
          done([...context.getImageData(1, 1, 1, 1).data]); };
        image.src = "data:image/png;base64," + data;""",
        base64.b64encode(data).decode(),
    )
    assert corner == [255, 255, 255, 255]


def test_the_page_opens_without_a_network(browser: Browser, download: Download, scan: str) -> None:
    show(browser, scan)
    path = download(lambda: choose(browser, "Export", "Page, HTML"))
    driver = browser.driver
    driver.get("about:blank")  # a page of ours would complain
    driver.execute_cdp_cmd("Network.enable", {})
    offline = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    driver.execute_cdp_cmd("Network.emulateNetworkConditions", {**offline, "offline": True})
    try:
        driver.get(path.as_uri())
        browser.until(
            lambda: driver.find_elements(By.CSS_SELECTOR, "#figure .scatterlayer path"), "the figure"
        )
        assert scan in driver.title
        assert driver.execute_script("return document.getElementById('figure').data[0].x.length") == 11
        assert driver.execute_script("return performance.getEntriesByType('resource').length") == 0
        assert browser.complaints() == []
    finally:
        driver.execute_cdp_cmd("Network.emulateNetworkConditions", {**offline, "offline": False})


def test_a_scan_of_several_measurements_comes_as_a_zip(
    browser: Browser, download: Download, module_client: Client
) -> None:
    scan = run(module_client, TWO)
    show(browser, scan)
    with zipfile.ZipFile(download(lambda: more(browser, "CSV, zipped"))) as made:
        assert sorted(made.namelist()) == [
            f"{scan} Both/{n}"
            for n in ("camera.csv", "detector.csv", "log.txt", "manifest.json", "scan.json")
        ]
    with h5py.File(download(lambda: more(browser, "HDF5"))) as file:
        assert sorted(file) == ["camera", "detector", "entry"]
    plan = json.loads(download(lambda: more(browser, "Plan")).read_text())
    assert plan["steps"] == module_client.scan(scan)["plan"]["steps"]
    one = download(lambda: choose(browser, "Export", "CSV"))
    assert one.name == f"{scan} Both detector.csv"


def test_a_running_scan_gives_what_it_has(
    browser: Browser, download: Download, module_client: Client
) -> None:
    scan = run(module_client, line("Runs", 10000, settle=0.02), "running")
    show(browser, scan)
    before = module_client.scan(scan)["point"]
    frame = pd.read_parquet(download(lambda: choose(browser, "Export", "Parquet")))
    assert before <= len(frame) < 10000
    module_client.command("scans", scan, "stop")


def test_the_menu_is_used_by_keyboard(browser: Browser, scan: str) -> None:
    show(browser, scan)
    button = browser.one('button[aria-label="Export"]')
    browser.js("arguments[0].focus()", button)
    browser.keys(Keys.ENTER)
    focused = "return document.activeElement.innerText.split('\\n')[0]"
    browser.until(lambda: browser.js(focused) == "Readings as CSV", "the first entry")
    browser.keys(Keys.ARROW_UP)
    assert browser.js(focused) == "Arrow"
    browser.keys(Keys.ARROW_DOWN, Keys.ARROW_DOWN)
    assert browser.js(focused) == "Picture, PNG"
    assert browser.one('.pb-menu [role="group"]').get_attribute("aria-label") == "What the chart shows now"
    browser.keys(Keys.ESCAPE)
    assert not browser.all(".pb-menu")
    assert browser.js("return document.activeElement") == button
    browser.keys(Keys.ENTER)
    browser.keys(Keys.TAB)
    assert not browser.all(".pb-menu")


def test_several_scans_from_the_list_are_one_zip(
    browser: Browser, download: Download, module_client: Client, scan: str
) -> None:
    other = run(module_client, line("Other", 3))
    browser.open("scans")
    for each in (scan, other):
        browser.press(f'.ag-row[row-id="{each}"] .ag-checkbox-input-wrapper')
    browser.wait_text(".pb-selection-count", "2 selected")
    browser.press("#scans-export")
    path = download(lambda: browser.choose("Zip of Parquet"))
    assert path.name == f"{scan} and 1 more.zip"
    with zipfile.ZipFile(path) as made:
        assert made.testzip() is None
        names = [name for name in made.namelist() if name.endswith("detector.parquet")]
        assert [name.split()[0] for name in names] == [scan, other]
        assert [len(pd.read_parquet(made.open(name))) for name in names] == [11, 3]
        assert json.loads(made.read(f"{other} Other/scan.json"))["plan"]["name"] == "Other"
