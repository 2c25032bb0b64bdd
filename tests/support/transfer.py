"""What a page takes over the wire: the bytes of every answer as Chromium counts them."""

from __future__ import annotations

import json
from typing import Any

from selenium import webdriver
from support.browser import Browser


def fresh(browser: Browser) -> Browser:
    """Empty the browser's cache and forget what went over the network until now."""
    driver = browser.driver
    driver.get("about:blank")
    driver.execute_cdp_cmd("Network.enable", {})
    driver.execute_cdp_cmd("Network.clearBrowserCache", {})
    driver.get_log("performance")
    return browser


def messages(driver: webdriver.Chrome) -> list[dict[str, Any]]:
    """What the network log holds since the last call, oldest first."""
    return [json.loads(entry["message"])["message"] for entry in driver.get_log("performance")]


def transferred(driver: webdriver.Chrome) -> dict[str, int]:
    """Bytes by address since the last call, heads included; without live sockets and what the browser had kept."""
    asked: dict[str, str] = {}
    found: dict[str, int] = {}
    for message in messages(driver):
        parameters = message["params"]
        match message["method"]:
            case "Network.responseReceived":
                asked[parameters["requestId"]] = parameters["response"]["url"]
            case "Network.loadingFinished":
                url, size = asked.get(parameters["requestId"], ""), int(parameters["encodedDataLength"])
                if url.startswith("http") and size:
                    found[url] = found.get(url, 0) + size
    return found
