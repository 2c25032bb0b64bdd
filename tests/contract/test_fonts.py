"""The interface's fonts are served without sign-in and cached by browsers."""

from __future__ import annotations

import re

import pytest
from support.running import Client, RunningServer

LINK = re.compile(r'rel="preload" href="([^"]+\.woff2)" as="font" type="font/woff2" crossorigin')
FACE = re.compile(r'url\("([^"]+\.woff2)"\)')


def page(client: Client, path: str) -> str:
    return client.get(path, headers={"Accept": "text/html"}).text


@pytest.mark.parametrize("path", ["", "login", "api/v1/docs"])
def test_a_page_asks_for_text_and_monospace_first(prefixed: RunningServer, path: str) -> None:
    html = page(prefixed.client(), path)
    links = LINK.findall(html)
    assert len(links) == 2
    assert set(links) < set(FACE.findall(html))
    assert all(link.startswith("/lab/assets/fonts/") for link in links)


def test_a_stranger_gets_the_fonts_of_the_sign_in_page(prefixed: RunningServer) -> None:
    stranger = Client(prefixed.url, "")
    for link in LINK.findall(page(stranger, "")):
        answer = stranger.get(link.removeprefix("/lab/"))
        assert answer.status_code == 200
        assert answer.content.startswith(b"wOF2")
        assert answer.headers["Content-Type"] == "font/woff2"
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_an_older_address_gets_the_present_font_and_keeps_nothing(prefixed: RunningServer) -> None:
    stranger = Client(prefixed.url, "")
    answer = stranger.get("assets/fonts/pybirch-text-common.0123456789abcdef.woff2")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert stranger.get("assets/fonts/other.0123456789abcdef.woff2").status_code == 404


def test_nothing_else_of_the_assets_is_open(prefixed: RunningServer) -> None:
    stranger = Client(prefixed.url, "")
    for path in (
        "assets/fonts/OFL-Inter.txt",
        "assets/fonts/../js/core/format.js",
        "assets/fonts/%2e%2e/x.1.woff2/y",
    ):
        assert stranger.get(path).status_code == 401, path
