"""What a page saves as a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support.browser import Browser
from support.running import wait_until

Download = Callable[[Callable[[], None]], Path]


@pytest.fixture
def download(browser: Browser, tmp_path: Path) -> Iterator[Download]:
    """Does something that saves a file; the file, once it is whole."""
    folder = tmp_path / "downloads"
    folder.mkdir()
    allow = {"behavior": "allow", "downloadPath": str(folder)}
    browser.driver.execute_cdp_cmd("Browser.setDownloadBehavior", allow)

    def saved(act: Callable[[], None]) -> Path:
        before = set(folder.iterdir())
        act()

        def whole() -> Path | None:
            new = [p for p in folder.iterdir() if p not in before and p.suffix not in (".crdownload", ".tmp")]
            return new[0] if new and not _partial(folder) else None

        found: Path = wait_until(whole, "a download", 60)
        return found

    yield saved


def _partial(folder: Path) -> bool:
    return any(p.suffix in (".crdownload", ".tmp") or p.name.startswith(".") for p in folder.iterdir())
