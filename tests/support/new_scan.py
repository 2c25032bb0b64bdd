"""The page "New scan" as a person sees and uses it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait
from support.running import RunningServer

LINE = {
    "name": "Fine line",
    "sample": "S-42",
    "tags": ["raman"],
    "steps": [
        {
            "kind": "sweep",
            "axis": "motor.x",
            "positions": {"start": 0, "stop": 10, "num": 11},
            "steps": [{"kind": "measure", "instruments": ["detector"]}],
        }
    ],
}


class Page:
    """The page as a person sees it."""

    def __init__(self, driver: webdriver.Chrome, server: RunningServer) -> None:
        self.driver = driver
        self.server = server

    def open(self, query: str = "") -> Page:
        self.driver.get(f"{self.server.url}new{query}")
        self.until(lambda: self.all(".ns-step"), "the steps")
        return self

    def all(self, selector: str) -> list[WebElement]:
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def one(self, selector: str) -> WebElement:
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def until(self, check: Callable[[], Any], what: str, timeout: float = 30) -> Any:
        waiting = WebDriverWait(self.driver, timeout, 0.05, ignored_exceptions=(WebDriverException,))
        return waiting.until(lambda _: check(), f"{what} did not come")

    def press(self, selector: str) -> None:
        """Click an element once it takes clicks: the form makes fields anew while the page learns of the bench."""

        def click() -> bool:
            control = self.one(selector)
            self.driver.execute_script(
                "arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", control
            )
            control.click()
            return True

        self.until(click, f"a press of {selector}")

    def fill(self, path: str, text: str) -> None:
        control = self.one(f'[data-key="{path}"], [data-about="{path}"] > .form-control')
        control.send_keys(Keys.CONTROL, "a")
        control.send_keys(text)

    def template(self, name: str) -> None:
        self.press(f'.ns-template[data-template="{name}"]')

    @property
    def plan(self) -> dict[str, Any]:
        return dict(json.loads(self.one(".ns-json-text").get_attribute("value") or "{}"))

    def figure(self, name: str) -> str:
        found = self.all(f'[data-figure="{name}"] dd')
        fresh = not self.all(".ns-estimate.ns-old")
        return found[0].text if found and fresh else ""

    def wait_figure(self, name: str, text: str) -> None:
        self.until(lambda: self.figure(name) == text, f"{name} {text}")

    def error_at(self, path: str) -> str:
        found = self.all(f'[data-path="{path}"] > .ns-error')
        return found[0].text if found else ""

    def add(self, where: str, label: str) -> None:
        self.press(f'[data-key="add:{where}"]')
        menu = ".pb-menu .pb-menu-item"

        def choose() -> bool:
            found = [item for item in self.all(menu) if item.text == label]
            if found:
                found[0].click()
            return bool(found)

        self.until(choose, f"{label} in the menu")

    def paste_json(self, text: str) -> None:
        area = self.one(".ns-json-text")
        area.click()
        area.send_keys(Keys.CONTROL, "a")
        self.driver.execute_cdp_cmd("Input.insertText", {"text": text})

    def submit(self) -> str:
        """Press the button and wait for the scan's page; its identifier."""
        button = '[data-do="submit"]'
        self.until(lambda: not self.one(button).get_attribute("aria-disabled"), "a button to press")
        self.press(button)
        self.until(lambda: "/scans/SCAN_" in self.driver.current_url, "the scan's page")
        return self.driver.current_url.rpartition("/")[2]
