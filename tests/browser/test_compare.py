"""Several scans in one chart, and choosing them in the list."""

from __future__ import annotations

from typing import Any

import pytest
from support.browser import Browser
from support.charts import points
from support.downloads import Download
from support.plans import line
from support.running import Client, RunningServer
from support.stored import stored_scan

pytestmark = pytest.mark.browser

EXPORT = "#compare-export > button, button#compare-export"


def measured(client: Client, *names: str, points: int = 11) -> list[str]:
    """Scans of these names that are complete."""
    queue = client.new_queue()
    made = [client.new_scan(queue, line(name, points, sample=f"S-{name[:1]}")) for name in names]
    client.command("queues", queue, "start")
    for scan in made:
        client.wait_scan(scan, "completed")
    return made


def traces(browser: Browser) -> list[dict[str, Any]]:
    return list(
        browser.js(
            """const plot = document.querySelector('.js-plotly-plot');
            return (plot?.data ?? []).filter((trace) => trace.type === 'scatter' && trace.uid)
              .map(({uid, x, visible, mode}) => ({uid, count: x.length, visible, mode}))"""
        )
    )


def box(browser: Browser, scan: str) -> None:
    browser.press(f'.ag-row[row-id="{scan}"] .ag-checkbox-input-wrapper')


def test_scans_chosen_in_the_list_are_drawn_together(browser: Browser, module_client: Client) -> None:
    first, second, third = measured(module_client, "Alpha", "Beta", "<i>Gamma</i>")
    browser.open("scans")
    box(browser, first)
    browser.wait_text(".pb-selection", "1 selected")
    assert not browser.one("#scans-compare").is_enabled()
    browser.type(".pb-filter-q", "gamma")
    browser.until(lambda: len(browser.all(".ag-row .pb-cell-name")) == 1, "the search")
    box(browser, third)
    browser.wait_text(".pb-selection", "2 selected")
    browser.press(".pb-given-chip")
    browser.until(lambda: len(browser.all(".ag-row .pb-cell-name")) >= 3, "all scans")
    browser.until(
        lambda: len(browser.driver.find_elements("css selector", ".ag-row-selected")) >= 2, "both chosen"
    )
    browser.press("#scans-compare")
    browser.until(lambda: browser.path.startswith(f"compare?scans={first},{third}"), "the page")
    browser.until(lambda: [t["count"] for t in traces(browser)] == [11, 11], "two traces")
    assert [t["uid"] for t in traces(browser)] == [first, third]
    assert browser.text(f'[data-scan="{third}"] .pb-row-name') == "<i>Gamma</i>"
    assert second not in browser.text('[data-part="scans"]')


def test_traces_are_hidden_and_scans_taken_away(browser: Browser, module_client: Client) -> None:
    first, second = measured(module_client, "One", "Two")
    browser.open(f"compare?scans={first},{second},{first}")
    browser.until(lambda: [t["count"] for t in traces(browser)] == [11, 11], "two traces")
    browser.press(f'[data-scan="{first}"] [data-do="toggle"]')
    browser.until(lambda: [t["visible"] for t in traces(browser)] == [False, True], "one hidden")
    browser.press(f'[data-scan="{first}"] [data-do="drop"]')
    browser.until(lambda: [t["uid"] for t in traces(browser)] == [second], "one taken away")
    assert browser.path.startswith(f"compare?scans={second}")
    assert browser.one(EXPORT).is_enabled()
    browser.press(f'[data-scan="{second}"] [data-do="drop"]')
    browser.wait_text(".pb-empty", "Nothing to compare")
    browser.until(lambda: not browser.one(EXPORT).is_enabled(), "an Export that cannot be pressed")


def test_what_is_drawn_is_in_the_address(browser: Browser, module_client: Client) -> None:
    scans = measured(module_client, "Here", "There")
    browser.open(f"compare?scans={','.join(scans)}")
    browser.until(lambda: len(traces(browser)) == 2, "traces")
    title = "return document.querySelector('.js-plotly-plot').layout.xaxis.title.text"
    assert browser.js(title) == "motor.x (mm)"
    browser.js(
        """const x = document.querySelector('select[aria-label="x"]');
        x.value = '@index'; x.dispatchEvent(new Event('change'))"""
    )
    browser.until(lambda: browser.js(title) == "number of the reading", "the other x")
    browser.choose("Scatter", ".pb-segment")
    browser.until(lambda: {t["mode"] for t in traces(browser)} == {"markers"}, "points")
    browser.open(browser.path)
    browser.until(lambda: {t["mode"] for t in traces(browser)} == {"markers"}, "points again")
    assert browser.js(title) == "number of the reading"


def test_a_scan_that_runs_goes_on_growing(browser: Browser, module_client: Client) -> None:
    (done,) = measured(module_client, "Done")
    queue = module_client.new_queue()
    scan = module_client.new_scan(queue, line("Live", 4000, settle=0.03))
    browser.announce("404")
    browser.open(f"compare?scans={done},{scan},SCAN_999")
    browser.wait_text('[data-scan="SCAN_999"]', "no scan")
    module_client.command("queues", queue, "start")
    browser.until(lambda: [t["uid"] for t in traces(browser)] == [done, scan], "both traces")
    before = traces(browser)[1]["count"]
    browser.until(lambda: traces(browser)[1]["count"] > before, "more of it")
    module_client.command("scans", scan, "stop")
    browser.wait_text(f'[data-scan="{scan}"] .pb-badge', "stopped")
    total = module_client.scan(scan)["point"]
    browser.until(lambda: traces(browser)[1]["count"] == total, "all of it")


def test_a_scan_that_ends_while_it_is_read_has_ended(browser: Browser, module_client: Client) -> None:
    queue = module_client.new_queue()
    scan = module_client.new_scan(queue, line("Ends", 4000, settle=0.03))
    module_client.command("queues", queue, "start")
    module_client.wait_scan(scan, "running")
    browser.open("queues")
    browser.hold(f"scans/{scan}")
    browser.js("PyBirch.go(arguments[0])", f"/compare?scans={scan}")
    browser.until(browser.held, "the scan as it runs")
    module_client.command("scans", scan, "stop")
    browser.until(lambda: browser.js("return PyBirch.live.state('global').scans.length") == 0, "its end")
    browser.give()
    browser.wait_text(f'[data-scan="{scan}"] .pb-badge', "stopped")


def test_the_list_is_filtered_by_days_and_counts_what_runs(browser: Browser, module_client: Client) -> None:
    queue = module_client.new_queue()
    scan = module_client.new_scan(queue, line("Long", 4000, settle=0.03))
    module_client.command("queues", queue, "start")
    browser.open("scans?when=today")
    browser.wait_text("h1", "1 running")
    browser.wait_text(f'.ag-row[row-id="{scan}"]', "Long")
    browser.open("scans?when=2020-01-01..2020-01-31&sample=S-1")
    browser.wait_text(".pb-empty", "No matching scans")
    chips = [each.text for each in browser.all(".pb-given-chip")]
    assert chips == ["sample S-1", "2020-01-01 to 2020-01-31"]
    browser.press(".pb-given-all")
    browser.wait_text(f'.ag-row[row-id="{scan}"]', "Long")
    assert browser.path == "scans"
    module_client.command("scans", scan, "stop")
    browser.until(lambda: "running" not in browser.text("h1"), "nothing that runs")


def test_nothing_to_compare(browser: Browser) -> None:
    browser.open("compare")
    browser.wait_text(".pb-empty", "Nothing to compare")
    browser.press(".pb-empty .pb-button")
    browser.until(lambda: browser.path == "scans", "the list")


def test_a_zoom_stays(browser: Browser, module_client: Client) -> None:
    browser.open(f"compare?scans={','.join(measured(module_client, 'Near', 'Far'))}")
    browser.until(lambda: [t["count"] for t in traces(browser)] == [11, 11], "two traces")
    plot = "document.querySelector('.js-plotly-plot')"
    browser.js(f"Plotly.relayout({plot}, {{'xaxis.range': [2, 4], 'xaxis.autorange': false}})")
    browser.choose("Scatter", ".pb-segment")
    browser.until(lambda: {t["mode"] for t in traces(browser)} == {"markers"}, "points")
    assert browser.js(f"return {plot}.layout.xaxis.range") == [2, 4]
    browser.press('[aria-label="Reset the zoom"]')
    browser.until(lambda: browser.js(f"return {plot}.layout.xaxis.autorange"), "everything again")
    assert [t["count"] for t in traces(browser)] == [11, 11]


def test_what_is_not_to_be_seen_of_all_scans_is_told(
    browser: Browser, module_server: RunningServer, module_client: Client
) -> None:
    (whole,) = measured(module_client, "Whole")
    nan, inf = float("nan"), float("inf")
    signal = [1, nan, 2, inf, 3, nan, 4, nan, 5, 6, 7]
    readings = {"motor.x": [float(x) for x in range(11)], "signal": signal}
    gaps = stored_scan(module_server.home, line("Gaps"), readings, {"motor.x": "mm", "signal": "V"})
    browser.open(f"compare?scans={whole},{gaps}")
    says = '[data-part="says"]'
    browser.wait_text(says, "3 readings have no value · 1 reading is infinite (overload)")
    browser.until(lambda: points(browser) == 4, "the readings that stand alone")
    browser.press(f'[data-scan="{gaps}"] [data-do="toggle"]')
    browser.until(lambda: browser.text(says) == "" and points(browser) == 0, "the other scan alone")


def test_what_differs_is_in_a_table_and_all_of_it_in_one_zip(
    browser: Browser, download: Download, module_client: Client
) -> None:
    first, second = measured(module_client, "Short", "Tall")
    (third,) = measured(module_client, "Uneven", points=5)
    browser.open(f"compare?scans={first},{second},{third}")
    browser.wait_text("#compare-differences table", "steps[0].positions")
    browser.press("#compare-export")
    path = download(lambda: browser.choose("Zip of CSV"))
    assert path.name == f"{first} and 2 more.zip"
    browser.press(f'[data-scan="{third}"] [data-do="drop"]')
    browser.until(lambda: "steps[0].positions" not in browser.text("#compare-differences"), "equal plans")
    browser.wait_text("#compare-differences table", "S-S")
