"""The log of a queue: live, by level, searched, following its end unless scrolled up, saved as a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from selenium.webdriver.support.ui import Select
from support.browser import Browser
from support.plans import line
from support.running import Client, wait_until

pytestmark = pytest.mark.browser


def test_the_log_is_searched_and_shown_as_text(browser: Browser, module_client: Client) -> None:
    queue = module_client.new_queue("Log")
    name = "<img src=x onerror=alert(1)>"
    scan = module_client.new_scan(queue, line(name))
    module_client.command("queues", queue, "start")
    module_client.wait_scan(scan, "completed")
    browser.open(f"queues/{queue}")
    browser.wait_text(".pb-log-lines", name)
    assert not browser.all(".pb-log-lines img, .pb-scan-row img")
    browser.type(".pb-log-search input", "nothing like this")
    browser.wait_text(".pb-log-body", "Nothing in the log matches")
    browser.type(".pb-log-search input", "completed")
    browser.until(lambda: "completed" in browser.text(".pb-log-line"), "what was searched")
    Select(browser.one(".pb-log-tools select")).select_by_value("ERROR")
    wait_until(lambda: not browser.all(".pb-log-line"), "no error in the log")


def rename(client: Client, queue: str, count: int, stem: str) -> None:
    """Changes a queue's name again and again: a line of its log each time."""
    for i in range(count):
        client.patch(f"api/v1/queues/{queue}", {"name": f"{stem} {i}"})


def test_the_end_is_followed_unless_somebody_has_scrolled_up(browser: Browser, module_client: Client) -> None:
    queue = module_client.new_queue("Long log")
    rename(module_client, queue, 40, "early")
    browser.open(f"queues/{queue}")
    browser.wait_text(".pb-log-lines", "early 39")
    place = (
        "const lines = document.querySelector('.pb-log-lines');"
        "return [lines.scrollTop, lines.scrollHeight - lines.clientHeight - lines.scrollTop]"
    )
    browser.until(lambda: browser.js(place)[1] < 2 < browser.js(place)[0], "the end of the log")
    rename(module_client, queue, 3, "later")
    browser.wait_text(".pb-log-lines", "later 2")
    browser.until(lambda: browser.js(place)[1] < 2, "the end of the log again")
    browser.js("document.querySelector('.pb-log-lines').scrollTop = 60")
    browser.wait_text(".pb-log-body", "Follow the end")
    rename(module_client, queue, 3, "unseen")
    browser.wait_text(".pb-log-lines", "unseen 2")
    assert browser.js(place)[0] == 60
    browser.press(".pb-log-body > .pb-button")
    browser.until(lambda: browser.js(place)[1] < 2, "the end once more")


def test_lines_have_the_colour_of_their_level(browser: Browser, module_client: Client) -> None:
    queue = module_client.new_queue("Levels")
    scan = module_client.new_scan(queue, line(points=4000, settle=0.05))
    module_client.command("queues", queue, "start")
    module_client.wait_scan(scan, "running")
    module_client.command("queues", queue, "abort")
    browser.open(f"queues/{queue}")
    warning = browser.one('.pb-log-line[data-level="WARNING"]')
    info = browser.one('.pb-log-line[data-level="INFO"]')
    assert warning.value_of_css_property("color") != info.value_of_css_property("color")
    Select(browser.one(".pb-log-tools select")).select_by_value("WARNING")
    wait_until(lambda: not browser.all('.pb-log-line[data-level="INFO"]'), "warnings only")


def test_the_log_is_saved(browser: Browser, module_client: Client, tmp_path: Path) -> None:
    queue = module_client.new_queue("To be saved")
    rename(module_client, queue, 3, "night")
    browser.driver.execute_cdp_cmd(
        "Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)}
    )
    browser.open(f"queues/{queue}")
    browser.press('[aria-label="Download this log"]')
    saved = tmp_path / f"{queue}.log.txt"
    wait_until(lambda: saved.exists() and saved.stat().st_size, "the file")
    lines = saved.read_text().splitlines()
    assert [text.split("\t")[1] for text in lines] == ["INFO"] * 4
    assert lines[-1].split("\t")[3] == "its name is now night 2, asked by operator"
