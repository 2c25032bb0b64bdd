"""What a page says of readings that cannot be read from the database."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from support.browser import Browser
from support.damage import cells, flipped
from support.plans import line
from support.running import Client, RunningServer

pytestmark = pytest.mark.browser


def stored_last(file: Path) -> int:
    """Row of the newest chunk."""
    with closing(sqlite3.connect(file)) as conn:
        return int(conn.execute("SELECT max(rowid) FROM chunks").fetchone()[0])


def test_a_chart_says_which_readings_are_damaged(
    browser: Browser, module_client: Client, module_server: RunningServer
) -> None:
    scan = module_client.begin(line("Damaged", 20))
    module_client.wait_scan(scan, "completed")
    file = module_server.home / "pybirch.sqlite"
    row = stored_last(file)
    payload = next(c for c in cells(file) if (c.table, c.row, c.column) == ("chunks", row, "payload"))
    with flipped(file, payload, payload.bits - 3):
        browser.announce("500 (INTERNAL SERVER ERROR)")
        browser.open(f"scans/{scan}")
        browser.wait_text("h1", "Damaged")
        browser.wait_text(".pb-chart-note", "Readings 0 to 19 of detector")
        assert "restore a backup" in browser.text(".pb-chart-note")
        assert "Readings 0 to 19 of detector" in browser.text(".pb-chart-status")
    browser.open(f"scans/{scan}")
    browser.until(
        lambda: browser.js("return document.querySelector('.js-plotly-plot')?.data[0]?.x.length") == 20,
        "the chart, when the readings are as they were",
    )


def test_a_scan_says_that_its_measurements_are_damaged(
    browser: Browser, module_client: Client, module_server: RunningServer
) -> None:
    scan = module_client.begin(line("Unknown", 5))
    module_client.wait_scan(scan, "completed")
    file = module_server.home / "pybirch.sqlite"
    total = [c for c in cells(file) if (c.table, c.column) == ("extents", "total")][-1]
    with flipped(file, total, 1):
        browser.open(f"scans/{scan}")
        browser.wait_text(".pb-message-line", f"the stored readings of {scan} are damaged")
        browser.wait_text(".pb-chart-note", f"The stored readings of {scan} are damaged")
        browser.wait_text(".pb-title .pb-badge", "completed")
        browser.open(f"compare?scans={scan}")
        browser.wait_text(".pb-chart-note", "are damaged")


def test_lists_say_what_of_a_row_cannot_be_read(
    browser: Browser, module_client: Client, module_server: RunningServer
) -> None:
    queue = module_client.new_queue("Hurt")
    scan = module_client.new_scan(queue, line("Half read", 5))
    with closing(sqlite3.connect(module_server.home / "pybirch.sqlite", timeout=30)) as raw, raw:
        raw.execute("UPDATE scans SET tags = '{' WHERE id = ?", (int(scan.split("_")[1]),))
    told = "tags cannot be read from the database"
    browser.open("scans")
    browser.wait_text(f'.ag-row[row-id="{scan}"] .pb-unreadable', told)
    browser.open(f"queues/{queue}")
    browser.wait_text(f'.pb-scan-row[data-scan="{scan}"] .pb-unreadable', told)


def test_a_scan_says_in_red_what_of_it_cannot_be_read(
    browser: Browser, module_client: Client, module_server: RunningServer
) -> None:
    scan = module_client.begin(line("Half known", 5))
    module_client.wait_scan(scan, "completed")
    with closing(sqlite3.connect(module_server.home / "pybirch.sqlite")) as conn, conn:
        conn.execute("UPDATE scans SET metadata = '{' WHERE id = (SELECT max(id) FROM scans)")
    browser.open(f"scans/{scan}")
    browser.wait_text(".pb-message-line", "metadata cannot be read from the database")
    assert browser.one(".pb-message-line").get_attribute("data-tone") == "red"
