"""The page "New scan" in the file's Chromium."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from selenium import webdriver
from support.browser import Browser, sign_in, start_chromium
from support.new_scan import Page
from support.running import RunningServer


@pytest.fixture(scope="module")
def chromium(module_server: RunningServer) -> Iterator[webdriver.Chrome]:
    """A window as high as the form."""
    made = start_chromium(height=1600)
    sign_in(made, module_server)
    yield made
    made.quit()


@pytest.fixture
def page(browser: Browser) -> Page:
    """The page with its JSON view open."""
    opened = Page(browser.driver, browser.server).open()
    browser.js("document.querySelector('.ns-fold').open = true")
    return opened
