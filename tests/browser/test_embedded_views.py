"""Views without the frame, as a notebook on another port of this machine shows them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from support.browser import Browser
from support.plans import line
from support.running import Client

import pybirch

pytestmark = pytest.mark.browser

DRAWN = "return document.querySelector('.js-plotly-plot .scatterlayer .trace') !== null"
POINTS = "return document.querySelector('.js-plotly-plot').data[0].x.length"
FRAME_OF_A_PAGE = ".pb-header, .pb-bottom, .pb-nav, .pb-stop"


class Notebook:
    """Serves one page on a port of its own."""

    def __init__(self) -> None:
        notebook = self
        self.html = ""

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = f"<!doctype html><title>Notebook</title>{notebook.html}".encode()
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Nothing is printed."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def notebook() -> Iterator[Notebook]:
    made = Notebook()
    yield made
    made.close()


def cell(notebook: Notebook, browser: Browser, view: pybirch.View) -> None:
    """Open a page with the view in it and go into its frame, once that has told its height."""
    notebook.html = view._repr_mimebundle_()["text/html"]
    browser.driver.get(notebook.url)
    frame = browser.one("iframe")
    browser.until(lambda: frame.size["height"] > 100, "the height of the view")
    assert not browser.all("img"), "the picture gives way to the view"
    browser.driver.switch_to.frame(frame)


def test_a_running_scan_its_queue_and_an_instrument_in_cells(
    browser: Browser, module_client: Client, notebook: Notebook
) -> None:
    browser.announce("favicon.ico")
    lab = pybirch.connect(browser.server.url, token=browser.server.token)
    queue = module_client.new_queue("Shown elsewhere")
    scan = module_client.new_scan(queue, line("In a cell", 3000, settle=0.02))
    module_client.command("queues", queue, "start")

    cell(notebook, browser, pybirch.show(scan, lab=lab, theme="dark"))
    browser.until(lambda: browser.js(DRAWN), "the chart")
    before = browser.js(POINTS)
    browser.until(lambda: browser.js(POINTS) > before, "more points")
    assert browser.js("return document.documentElement.dataset.bsTheme") == "dark"
    assert not browser.all(FRAME_OF_A_PAGE)
    browser.press('[data-do="pause"]')
    browser.wait_text(".pb-title .pb-badge", "paused")

    cell(notebook, browser, pybirch.show(queue, lab=lab, theme="light"))
    browser.wait_text(".pb-queue-scans", "In a cell")
    assert browser.js("return document.documentElement.dataset.bsTheme") == "light"
    tabs = len(browser.driver.window_handles)
    browser.press(".pb-queue-scans .pb-row-name")
    browser.until(lambda: len(browser.driver.window_handles) > tabs, "the scan's page in a tab of its own")
    first, *others = browser.driver.window_handles
    for each in others:
        browser.driver.switch_to.window(each)
        browser.until(lambda: scan in browser.driver.current_url and "embed" not in browser.path, "the page")
        browser.driver.close()
    browser.driver.switch_to.window(first)

    cell(notebook, browser, pybirch.show("motor", lab=lab))
    browser.until(lambda: "mm" in browser.text(".pb-face"), "the position of the motor")
    assert not browser.all(FRAME_OF_A_PAGE)
    lab.close()
