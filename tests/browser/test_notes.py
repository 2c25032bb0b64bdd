"""What people add to a scan, edited in place: kept over updates, leaving, a link that is down, and other people."""

from __future__ import annotations

import pytest
from selenium.webdriver.common.keys import Keys
from support.browser import Browser
from support.plans import line
from support.running import Client, RunningServer, wait_until

pytestmark = pytest.mark.browser

NOTES = "#note-notes"


def show(browser: Browser, scan: str) -> None:
    browser.open(f"scans/{scan}")
    browser.press('[data-tab="notes"]')
    browser.until(lambda: browser.one(NOTES).is_enabled(), "notes to write in")


def value(browser: Browser, field: str) -> str:
    return str(browser.one(f"#note-{field}").get_attribute("value"))


def state(browser: Browser, field: str) -> str:
    return str(browser.js("return arguments[0].closest('.pb-note').querySelector('.pb-field-state').textContent",
                          browser.one(f"#note-{field}")))  # fmt: skip


def annotate(client: Client, scan: str, **changes: object) -> None:
    assert client.patch(f"api/v1/scans/{scan}", changes).status_code == 200


@pytest.fixture
def scan(module_client: Client) -> str:
    return module_client.new_scan(
        module_client.new_queue(), line(sample="S-1", tags=["a"], metadata={"operator": "Ada"})
    )


def test_notes_survive_the_updates_of_a_running_scan(browser: Browser, module_client: Client) -> None:
    scan = module_client.begin(line(points=4000, settle=0.05))
    show(browser, scan)
    browser.type(NOTES, "half a thou")
    before = module_client.scan(scan)["point"]
    wait_until(lambda: module_client.scan(scan)["point"] > before + 5, "updates")
    assert value(browser, "notes") == "half a thou"
    browser.one(NOTES).send_keys("ght <b>kept</b>")
    wait_until(lambda: module_client.scan(scan)["notes"] == "half a thought <b>kept</b>", "saved notes")
    browser.until(lambda: state(browser, "notes") == "saved", "the word about it")


def test_sample_tags_and_metadata_are_edited_in_place(
    browser: Browser, module_client: Client, scan: str
) -> None:
    show(browser, scan)
    assert [value(browser, name) for name in ("sample", "tags", "metadata")] == ["S-1", "a", "operator: Ada"]
    browser.type("#note-sample", "S-9" + Keys.ENTER)
    browser.type("#note-tags", "a, raman,")
    browser.type("#note-metadata", "operator: Bea\nlaser_nm: 532")
    browser.press('[data-tab="plan"]')
    browser.wait_text(".pb-context", "S-9")

    def kept() -> bool:
        found = module_client.scan(scan)
        return (found["sample"], found["tags"]) == ("S-9", ["a", "raman"]) and found["metadata"] == {
            "operator": "Bea",
            "laser_nm": 532,
        }

    wait_until(kept, "all of it saved")


def test_what_others_write_appears_at_once(browser: Browser, module_client: Client, scan: str) -> None:
    show(browser, scan)
    annotate(module_client, scan, notes="seen <i>elsewhere</i>", sample="S-7")
    browser.until(lambda: value(browser, "notes") == "seen <i>elsewhere</i>", "their notes")
    browser.wait_text(".pb-context", "S-7")


def hold_saves(browser: Browser) -> None:
    """Let what the page saves begin its way with `window.go()`; `window.saves` counts what has been asked to go."""
    browser.js(
        """const patch = PyBirch.rest.patch;
        const gone = new Promise((go) => (window.go = go));
        window.saves = 0;
        PyBirch.rest.patch = (...asked) => ((window.saves += 1), gone.then(() => patch(...asked)))"""
    )


def test_what_is_decided_while_a_save_is_on_its_way_is_saved(
    browser: Browser, module_client: Client, scan: str
) -> None:
    browser.announce("409")
    show(browser, scan)
    hold_saves(browser)
    browser.type(NOTES, "mine")
    browser.until(lambda: browser.js("return window.saves"), "a save")
    annotate(module_client, scan, notes="theirs")
    browser.wait_text(".pb-conflict", "Somebody else has changed this")
    browser.press('[data-do="keep-mine"]')
    browser.until(lambda: not browser.all(".pb-conflict"), "the end of the question")
    browser.js("window.go()")
    wait_until(lambda: module_client.scan(scan)["notes"] == "mine", "saved notes")
    browser.until(lambda: state(browser, "notes") == "saved", "the word about it")


@pytest.mark.parametrize(("choice", "kept"), [("take-theirs", "theirs"), ("keep-mine", "mine")])
def test_two_people_who_write_at_once_are_told(
    browser: Browser, module_client: Client, scan: str, choice: str, kept: str
) -> None:
    browser.announce("409")
    show(browser, scan)
    hold_saves(browser)  # on a slow machine it would be saved before somebody else is quick enough
    browser.type(NOTES, "mine")
    annotate(module_client, scan, notes="theirs")
    browser.wait_text(".pb-conflict", "Somebody else has changed this")
    browser.wait_text(".pb-theirs", "theirs")
    assert value(browser, "notes") == "mine"
    browser.js("window.go()")
    browser.press(f'[data-do="{choice}"]')
    browser.until(lambda: not browser.all(".pb-conflict"), "the end of the question")
    browser.until(lambda: state(browser, "notes") == "saved", "the word about it")
    assert (value(browser, "notes"), module_client.scan(scan)["notes"]) == (kept, kept)


def test_leaving_the_page_saves_what_was_typed(browser: Browser, module_client: Client, scan: str) -> None:
    show(browser, scan)
    browser.type(NOTES, "typed and gone")
    browser.go("Queues")
    wait_until(lambda: module_client.scan(scan)["notes"] == "typed and gone", "saved notes")
    show(browser, scan)
    browser.type(NOTES, "closed at once")
    browser.driver.get("about:blank")
    wait_until(lambda: module_client.scan(scan)["notes"] == "closed at once", "saved notes")
    browser.open()


def test_what_cannot_be_saved_is_kept_until_it_can(
    browser: Browser, module_client: Client, module_server: RunningServer, scan: str
) -> None:
    browser.announce("ERR_INTERNET_DISCONNECTED")
    show(browser, scan)
    offline = {"offline": True, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    browser.driver.execute_cdp_cmd("Network.enable", {})
    browser.driver.execute_cdp_cmd("Network.emulateNetworkConditions", offline)
    try:
        browser.type(NOTES, "in the cellar")
        browser.until(lambda: "cannot be reached" in state(browser, "notes"), "the word about it")
        assert module_client.scan(scan)["notes"] == ""
        browser.driver.get("about:blank")
    finally:
        browser.driver.execute_cdp_cmd("Network.emulateNetworkConditions", {**offline, "offline": False})
    show(browser, scan)
    wait_until(lambda: module_client.scan(scan)["notes"] == "in the cellar", "saved notes")
    assert value(browser, "notes") == "in the cellar"
