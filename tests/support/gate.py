"""A gate before a page: delays what the server sends, to show what the page does with late events."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from selenium import webdriver

GATE = """((answers) => {
  const {fetch, WebSocket} = window;
  let open;
  let gate;
  window.gate = {shut: () => (gate = new Promise((done) => (open = done))), open: () => open()};
  window.gate.shut();
  window.fetch = async (address, ...more) => {
    if (answers.some((end) => String(address).endsWith(end))) await gate;
    return fetch(address, ...more);
  };
  window.WebSocket = class extends WebSocket {
    set onmessage(hear) { super.onmessage = async (message) => { await gate; hear(message); }; }
  };
})"""


@contextmanager
def gated(driver: webdriver.Chrome, *answers: str) -> Iterator[None]:
    """A page that is loaded meanwhile hears nothing of its rooms, nor answers to addresses with such an end, until
    `open_gate`."""
    script = {"source": f"{GATE}({list(answers)})"}
    made = driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", script)
    yield
    driver.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", made)


def open_gate(driver: webdriver.Chrome) -> None:
    """Let what waits through, and what follows."""
    driver.execute_script("window.gate.open()")


def shut_gate(driver: webdriver.Chrome) -> None:
    """Let what comes from now on wait: one frame of each room; of what follows the server tells the last states."""
    driver.execute_script("window.gate.shut()")
