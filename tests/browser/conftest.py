"""A Chromium per test file, signed in to the file's server; its console stays free of errors."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from selenium import webdriver
from support.axe import look as look
from support.browser import Browser, sign_in, start_chromium
from support.downloads import download as download
from support.running import Client, RunningServer, wait_until
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
    opened = Browser(chromium, module_server).clear()
    yield opened
    end_queues(module_client)
    dismiss_stops(module_client)
    assert opened.complaints() == []


def dismiss_stops(client: Client) -> None:
    """Take away the banner of an emergency stop: it would stay on the pages of the next test."""
    for stop in client.get("api/v1/stops").json()["items"]:
        if stop["dismissed_at"] is None:
            client.post(f"api/v1/stops/{stop['stop_id']}/commands", {"command": "dismiss"})


def end_queues(client: Client) -> None:
    """Abort what runs on, and wait for its end: it would hold its instruments, and be told of in the next test."""

    def busy() -> list[str]:
        every = client.get("api/v1/queues").json()["items"]
        return [queue["queue_id"] for queue in every if queue["status"] != "idle"]

    for queue in busy():
        client.command("queues", queue, "abort")
    wait_until(lambda: not busy(), "the end of every queue")
