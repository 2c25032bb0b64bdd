"""A Chromium per test file, signed in to the file's server; its console stays free of errors."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from selenium import webdriver
from support.axe import look as look
from support.browser import Browser, sign_in, start_chromium
from support.running import Client, RunningServer
from support.tour import tour as tour


@pytest.fixture(scope="module")
def chromium(module_server: RunningServer) -> Iterator[webdriver.Chrome]:
    made = start_chromium()
    sign_in(made, module_server)
    yield made
    made.quit()


@pytest.fixture(autouse=True)
def browser(
    chromium: webdriver.Chrome, module_server: RunningServer, module_client: Client
) -> Iterator[Browser]:
    opened = Browser(chromium, module_server)
    chromium.execute_script("sessionStorage.clear(); localStorage.clear()")
    opened.complaints()
    yield opened
    for queue in module_client.get("api/v1/queues").json()[
        "items"
    ]:  # what runs on would hold its instruments
        if queue["status"] != "idle":
            module_client.command("queues", queue["queue_id"], "abort")
    assert opened.complaints() == []
