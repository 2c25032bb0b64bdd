"""Pages in a real Chromium, as a person sees and uses them."""

from __future__ import annotations

from collections.abc import Callable
from importlib import resources
from typing import Any

import requests
from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.actions.action_builder import ActionBuilder
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait
from support.running import RunningServer

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # as in a lab without a network
)

PAGE_API = "const PyBirch = (window.dash_clientside || {}).pybirch;\n"
"""Ahead of each script: what a page offers to scripts."""

IS_SHOWN = (resources.files("selenium.webdriver.remote") / "isDisplayed.js").read_text(encoding="utf-8")
"""Selenium's own word on what is displayed, asked about all elements at once: nothing changes between two of them."""

SHOWN = f"const shown = {IS_SHOWN}; return [...document.querySelectorAll(arguments[0])].filter((each) => shown(each))"

HOLD = """
const [path] = arguments;
const get = PyBirch.rest.get;
PyBirch.rest.get = (asked, ...more) => {
  const answer = get(asked, ...more);
  if (window.late || asked !== path) return answer;
  const late = (window.late = {answered: false});
  answer.then(() => (late.answered = true), () => (late.answered = true));
  return new Promise((done) => (late.give = () => done(answer)));
};
"""

HOLD_CALLBACK = """
const [output] = arguments;
const ask = window.fetch;
window.fetch = (url, options) => {
  const callback = String(url).includes("_dash-update-component") && String(options.body).includes(output);
  if (window.late || !callback) return ask(url, options);
  const answer = ask(url, options);
  const late = (window.late = {answered: false});
  answer.then(() => (late.answered = true), () => (late.answered = true));
  return new Promise((done) => (late.give = () => done(answer)));
};
"""

THERE = """
const content = document.querySelector("#_pages_content");
if (document.documentElement.dataset.link !== "connected" || !content || !content.childElementCount) return false;
const {room, missing} = (content.querySelector("[data-page]") || {dataset: {}}).dataset;
return !room || Boolean(missing) || PyBirch.live.state(room) !== null;
"""
"""Whether the page is in the frame, its link live, and what its room began with told to it."""

DRAWN = "setTimeout(() => requestAnimationFrame(() => setTimeout(arguments[arguments.length - 1])))"
"""Calls back when what the page knows now is drawn."""

LOST = ("WebSocket", "ERR_CONNECTION_", "ERR_EMPTY_RESPONSE", "ERR_SOCKET_NOT_CONNECTED")
"""To be announced where a test ends the web server: what the console says of it, also of a question under way."""

TAKES = """
const [button] = arguments;
button.scrollIntoView({block: "nearest"});
const {left, top, width, height} = button.getBoundingClientRect();
return button.contains(document.elementFromPoint(left + width / 2, top + height / 2));
"""
"""Whether a click on the button gets there."""

OVERHEAR = """
const [node] = arguments;
window.said = [];
new MutationObserver(() => window.said.push(node.innerText)).observe(node, {childList: true, subtree: true});
"""

BARE = "login"
"""An address of the server's own without the app: storage can be cleared there and no page writes to it again."""


def start_chromium(
    width: int = 1440, height: int = 900, *flags: str, network: bool = False
) -> webdriver.Chrome:
    """A Chromium without a window that keeps its console, and what goes over the `network` too; the caller quits it."""
    options = webdriver.ChromeOptions()
    for flag in (*FLAGS, *flags, f"--window-size={width},{height}"):
        options.add_argument(flag)
    logs = {"browser": "ALL", "performance": "ALL"} if network else {"browser": "ALL"}
    options.set_capability("goog:loggingPrefs", logs)
    return webdriver.Chrome(options=options)


def sign_in(driver: webdriver.Chrome, server: RunningServer) -> None:
    """Get the session's cookie as the printed address gives it, without loading the app."""
    for cookie in requests.get(server.ready_url, allow_redirects=False, timeout=30).cookies:
        hidden = cookie.has_nonstandard_attr("HttpOnly")
        given = {"name": cookie.name, "value": cookie.value, "path": cookie.path, "httpOnly": hidden}
        driver.execute_cdp_cmd("Network.setCookie", {**given, "url": server.url})
    driver.get(server.url + BARE)


class Browser:
    """One tab that is signed in to a server."""

    def __init__(self, driver: webdriver.Chrome, server: RunningServer) -> None:
        self.driver = driver
        self.server = server
        self._announced: list[str] = []

    def open(self, path: str = "") -> Browser:
        """Load a page ("scans/SCAN_001") and wait until its link is live and what it was told first is drawn."""
        self.driver.get(self.server.url + path)
        self.until(lambda: self.js(THERE), "a page with a live link")
        self.driver.execute_async_script(DRAWN)
        return self

    def clear(self) -> Browser:
        """Leave the page and all that one keeps in the browser, the mouse at rest in a corner."""
        self.driver.get(self.server.url + BARE)
        self.js("sessionStorage.clear(); localStorage.clear()")
        rest = ActionBuilder(self.driver, duration=0)
        rest.pointer_action.move_to_location(0, 0)
        rest.perform()
        self.complaints()
        return self

    def until(self, check: Callable[[], Any], what: str, timeout: float = 30) -> Any:
        """The first true answer of `check`; what is stale or not there yet counts as false."""
        return WebDriverWait(self.driver, timeout, 0.05, ignored_exceptions=(Exception,)).until(
            lambda _: check(), f"{what} did not come"
        )

    def js(self, script: str, *arguments: Any) -> Any:
        """What a script returns."""
        return self.driver.execute_script(PAGE_API + script, *arguments)

    def all(self, selector: str) -> list[WebElement]:
        """Every element that fits and is shown."""
        return list(self.js(SHOWN, selector))

    def one(self, selector: str) -> WebElement:
        """The first element that fits, waited for until it is shown."""
        found: list[WebElement] = self.until(lambda: self.all(selector), selector)
        return found[0]

    def text(self, selector: str) -> str:
        """Text of the first element that fits; empty when none is shown."""
        found = self.all(selector)
        return found[0].text if found else ""

    def wait_text(self, selector: str, text: str, timeout: float = 30) -> None:
        """Wait until the first element that fits holds `text`."""
        self.until(lambda: text in self.text(selector), f"{text!r} in {selector}", timeout)

    def press(self, selector: str) -> None:
        """Click the first element that fits, once it takes clicks."""

        def click() -> bool:
            self.one(selector).click()
            return True

        self.until(click, f"a press of {selector}")

    def press_twice(self, selector: str) -> list[str]:
        """Press a button that asks first and again at once, however busy the machine is; what it said meanwhile."""
        button = self.until(lambda: next(b for b in self.all(selector) if self.js(TAKES, b)), selector)
        self.overhear(selector)
        ActionChains(self.driver).click(button).click().perform()
        return self.said

    def overhear(self, selector: str) -> None:
        """Note from now on what an element says, for what it does not say for long."""
        self.js(OVERHEAR, self.one(selector))

    @property
    def said(self) -> list[str]:
        """What was overheard."""
        return list(self.js("return window.said"))

    def choose(self, label: str, menu: str = ".pb-menu-item, .dropdown-item") -> None:
        """Click the entry of an open menu whose first line is `label`, once it is there and takes clicks."""

        def click() -> bool:
            for item in self.all(menu):
                if item.text.split("\n")[0] == label:
                    item.click()
                    return True
            return False

        self.until(click, f"{label} in the menu")

    def type(self, selector: str, text: str) -> None:
        """Replace what an input holds."""
        control = self.one(selector)
        control.send_keys(Keys.CONTROL, "a")
        control.send_keys(text)

    def keys(self, *keys: str) -> None:
        """Press keys wherever the focus is, as quickly as a person who knows them."""
        ActionChains(self.driver).send_keys(*keys).perform()

    def go(self, label: str) -> None:
        """Follow a link of the main navigation."""
        self.driver.find_element(By.CSS_SELECTOR, ".pb-nav").find_element(By.LINK_TEXT, label).click()

    def hold(self, path: str) -> None:
        """Keep the next answer of REST to this page's `get(path)` back until `give`."""
        self.js(HOLD, path)

    def hold_callback(self, output: str) -> None:
        """Keep the next answer to a callback that fills `output` back until `give`."""
        self.js(HOLD_CALLBACK, output)

    def held(self) -> bool:
        """Whether an answer is kept back."""
        return bool(self.js("return window.late && window.late.answered"))

    def give(self) -> None:
        """Let the page have the answer that was kept back, and see what it makes of it."""
        self.driver.execute_async_script(f"window.late.give(); {DRAWN}")

    @property
    def path(self) -> str:
        """Path and query below the server's prefix."""
        return self.driver.current_url.removeprefix(self.server.url)

    def announce(self, *parts: str) -> None:
        """Errors in the console that hold one of `parts` belong to what the test does: a refusal, a server ended."""
        self._announced += parts

    def complaints(self) -> list[str]:
        """Errors in the console since the last call, without those that were announced."""
        errors = [e["message"] for e in self.driver.get_log("browser") if e["level"] == "SEVERE"]
        return [error for error in errors if not any(part in error for part in self._announced)]
