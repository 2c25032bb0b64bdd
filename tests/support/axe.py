"""axe-core in the page: what it finds wrong, and the looks of a page that it is asked about."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources

import pytest
from support.browser import Browser
from support.tour import LOOKS

AXE = (resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
RUN = """
const done = arguments[arguments.length - 1];
axe.run(document.querySelector(arguments[0]), {resultTypes: ["violations"]}).then(
  ({violations}) => done(violations.map(({id, impact, help, nodes}) => [impact, id, help, nodes.map(
    ({target, any, all, none}) => [target.join(" "), ...any.concat(all, none).map((c) => c.message)].join("; "))])),
  (error) => done([["critical", "axe", String(error), []]]));
"""


@contextmanager
def looking(browser: Browser, look: str) -> Iterator[None]:
    """Pages that are opened meanwhile have this size and theme, and nothing in them moves."""
    theme, (width, height) = LOOKS[look]
    command = browser.driver.execute_cdp_cmd
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 576}
    features = {"prefers-color-scheme": theme, "prefers-reduced-motion": "reduce"}
    media = [{"name": name, "value": value} for name, value in features.items()]
    command("Emulation.setDeviceMetricsOverride", size)
    command("Emulation.setEmulatedMedia", {"features": media})
    yield
    command("Emulation.clearDeviceMetricsOverride", {})
    command("Emulation.setEmulatedMedia", {"features": []})


@pytest.fixture(params=list(LOOKS))
def look(request: pytest.FixtureRequest, browser: Browser) -> Iterator[str]:
    """Each of the looks, by name."""
    with looking(browser, request.param):
        yield str(request.param)


def violations(browser: Browser, where: str, selector: str = "html") -> list[str]:
    """What axe finds inside `selector`, a line each."""
    if not browser.js("return typeof axe === 'object'"):
        browser.js(AXE)
    found: list[tuple[str, str, str, list[str]]] = browser.driver.execute_async_script(RUN, selector)
    return [
        f"{where}: {impact} {rule}: {said}\n    " + "\n    ".join(nodes)
        for impact, rule, said, nodes in found
    ]
