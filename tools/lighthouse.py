"""Lighthouse's scores of the main pages: starts the demo laboratory, signs in, and prints a table.

`make lighthouse` needs npm and Chromium. Scores depend on the machine; what is below 90 (performance) or 100 is listed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import requests

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tools")]

from laboratory import work as laboratory_work  # noqa: E402
from screenshots import laboratory, pages  # noqa: E402
from support.running import RunningServer  # noqa: E402

from dashboard.auth.sessions import CSRF_COOKIE, CSRF_HEADER  # noqa: E402

LIGHTHOUSE = "lighthouse@13.5.0"
CATEGORIES = ("performance", "accessibility", "best-practices")
WANTED = {"performance": 90, "accessibility": 100, "best-practices": 100}
PAGES = ("home", "scans", "scan", "new")
CHROMIUM = "/usr/bin/chromium"
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage"


def signed_in(server: RunningServer) -> dict[str, str]:
    """Headers of somebody who opened the printed address; scripts of the page cannot read a cookie sent so."""
    answer = requests.get(server.ready_url, allow_redirects=False, timeout=30)
    cookies = {each.name: each.value or "" for each in answer.cookies}
    return {
        "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        CSRF_HEADER: cookies[CSRF_COOKIE],
    }


def report(url: str, headers: Path) -> dict[str, Any]:
    """What Lighthouse says of a page; CalledProcessError when it fails."""
    command = ["npx", "--yes", LIGHTHOUSE, url, "--preset=desktop", "--quiet", "--output=json"]
    options = [
        f"--only-categories={','.join(CATEGORIES)}",
        f"--extra-headers={headers}",
        f"--chrome-flags={FLAGS}",
    ]
    made = subprocess.run(
        [*command, *options],
        check=True,
        stdout=subprocess.PIPE,
        env={**os.environ, "CHROME_PATH": CHROMIUM},
    )
    return dict(json.loads(made.stdout))


def below(found: dict[str, Any]) -> list[str]:
    """Audits that cost points in a category whose score is too low."""
    audits = found["audits"]
    return [
        f"{category}: {audits[part['id']]['title']} ({audits[part['id']].get('displayValue', '')})"
        for category, wanted in WANTED.items()
        if found["categories"][category]["score"] * 100 < wanted
        for part in found["categories"][category]["auditRefs"]
        if part["weight"] and (audits[part["id"]]["score"] or 0) < 0.9
    ]


def main() -> int:
    """Measure every page; exit code 1 where a score is too low."""
    low: list[str] = []
    with laboratory() as server, tempfile.TemporaryDirectory() as folder:
        paths = pages(laboratory_work(server.client()))
        headers = Path(folder) / "headers.json"
        headers.write_text(json.dumps(signed_in(server)))
        print(f"{'page':10}" + "".join(f"{category:>16}" for category in CATEGORIES))
        for name in PAGES:
            found = report(server.url + paths[name], headers)
            scores = [round(found["categories"][category]["score"] * 100) for category in CATEGORIES]
            print(f"{name:10}" + "".join(f"{score:16}" for score in scores), flush=True)
            low += [f"{name}: {each}" for each in below(found)]
    print("\n".join(low))
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
