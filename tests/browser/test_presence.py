"""Who else watches: shown on the pages of a scan and of a queue, under the names that people choose."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from selenium.webdriver.common.keys import Keys
from support.browser import Browser, sign_in, start_chromium
from support.live import RoomClient
from support.plans import line
from support.running import Client, RunningServer

pytestmark = pytest.mark.browser

MARKUP = "<img src=x onerror=document.title='taken'> Bea"

Join = Callable[..., RoomClient]


@pytest.fixture(autouse=True)
def nameless(browser: Browser) -> None:
    browser.driver.delete_cookie("pybirch_name")


@pytest.fixture
def join(module_server: RunningServer) -> Iterator[Join]:
    """Lets somebody else enter a room: join(room, name)."""
    joined: list[RoomClient] = []

    def enter(room: str, name: str) -> RoomClient:
        client = RoomClient.enter(module_server, room, name=name)
        client.frame()
        joined.append(client)
        return client

    yield enter
    for client in joined:
        client.close()


def people(browser: Browser, scope: str) -> list[str]:
    return [each.text for each in browser.all(f"{scope} .pb-person-name")]


def told(client: RoomClient, *users: str) -> None:
    """Wait until a client hears that these are there."""
    client.events(
        lambda found: any(e["event"] == "presence" and e["data"]["users"] == list(users) for e in found)
    )


def test_others_come_and_go_beside_the_title(browser: Browser, module_client: Client, join: Join) -> None:
    scan = module_client.new_scan(module_client.new_queue(), line())
    browser.open(f"scans/{scan}")
    browser.wait_text("h1", "Line")
    assert not browser.all(".pb-watching")
    other = join(f"scan_{scan}", MARKUP)
    shown = MARKUP[:40].rstrip()
    browser.until(lambda: len(browser.all(".pb-watching .pb-avatar")) == 2, "the initials of two people")
    browser.press(".pb-watching")
    browser.until(lambda: sorted(people(browser, ".popover")) == sorted([shown, "Guest 1"]), "both names")
    browser.press(".pb-watching")
    browser.until(lambda: not browser.all(".popover"), "the end of the list at a second press")
    browser.press(".pb-watching")
    browser.press(".popover .pb-people-count")
    browser.keys(Keys.ESCAPE)
    browser.until(lambda: not browser.all(".popover"), "the end of the list at Escape")
    assert "pb-watching" in str(browser.driver.switch_to.active_element.get_attribute("class"))
    browser.press(".pb-watching")
    browser.until(lambda: browser.all(".popover"), "the list again")
    browser.press('[data-tab="people"]')
    browser.until(lambda: not browser.all(".popover"), "the end of the list at a press elsewhere")
    assert shown in people(browser, ".pb-people")
    assert "taken" not in browser.driver.title
    assert not browser.all("main img")
    other.close()
    browser.until(lambda: not browser.all(".pb-watching"), "nobody else")
    browser.wait_text(".pb-people-count", "Nobody else")


def test_a_name_is_chosen_once(browser: Browser, module_client: Client, join: Join) -> None:
    queue = module_client.new_queue()
    browser.open(f"queues/{queue}")
    other = join(f"queue_{queue}", "Cleo")
    browser.press("#pb-account button")
    browser.choose("Your name…")
    browser.type(".modal input", "Anna  Berg")
    browser.press("#own-name-act")
    told(other, "Anna Berg", "Cleo")
    browser.press(".pb-watching")
    browser.until(lambda: people(browser, ".popover") == ["Anna Berg", "Cleo"], "the own name first")
    assert "you" in browser.text(".popover .pb-person")
    browser.open(f"queues/{queue}")
    browser.until(lambda: browser.text(".pb-watching .pb-avatar") == "AB", "the name kept")


def test_a_guest_may_say_who_they_are(browser: Browser, module_client: Client, join: Join) -> None:
    scan = module_client.new_scan(module_client.new_queue(), line())
    browser.open(f"scans/{scan}")
    other = join(f"scan_{scan}", "Cleo")
    browser.press('[data-tab="people"]')
    browser.wait_text(".pb-people", "You are shown as a guest")
    browser.press(".pb-people .btn")
    browser.type(".modal input", "Dora")
    browser.press("#own-name-act")
    told(other, "Cleo", "Dora")
    browser.until(lambda: people(browser, ".pb-people") == ["Dora", "Cleo"], "the new name")
    browser.wait_text(".pb-people .btn", "Change your name")


def test_two_browsers_see_each_other(
    browser: Browser, module_server: RunningServer, module_client: Client
) -> None:
    scan = module_client.new_scan(module_client.new_queue(), line())
    chromium = start_chromium()
    try:
        sign_in(chromium, module_server)
        other = Browser(chromium, module_server)
        chromium.add_cookie({"name": "pybirch_name", "value": "Emil"})
        other.open(f"scans/{scan}")
        browser.open(f"scans/{scan}")
        for each in (browser, other):
            each.until(lambda each=each: len(each.all(".pb-watching .pb-avatar")) == 2, "two people")
        browser.press('[data-tab="people"]')
        browser.until(lambda: "Emil" in people(browser, ".pb-people"), "the other's name")
        other.go("Queues")
        browser.until(lambda: not browser.all(".pb-watching"), "nobody else")
    finally:
        chromium.quit()
