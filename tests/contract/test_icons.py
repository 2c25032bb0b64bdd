"""The icon and robots.txt need no sign-in, below a prefix and at the root of the host."""

from __future__ import annotations

import struct
import xml.etree.ElementTree as ElementTree

import pytest
import requests
from support.running import RunningServer


@pytest.fixture(params=["/lab/", "/"])
def base(request: pytest.FixtureRequest, prefixed: RunningServer) -> str:
    """The server's prefix, or the root of its host, where a browser looks by itself."""
    return prefixed.url.removesuffix("/lab/") + str(request.param)


def get(url: str) -> requests.Response:
    """As a browser without a session."""
    return requests.get(url, headers={"Accept": "image/*,*/*"}, timeout=60)


def test_an_icon_in_three_sizes(base: str) -> None:
    found = get(f"{base}favicon.ico")
    assert found.status_code == 200
    assert found.headers["Content-Type"] == "image/vnd.microsoft.icon"
    assert "max-age" in found.headers["Cache-Control"]
    _, kind, count = struct.unpack("<HHH", found.content[:6])
    entries = [struct.unpack("<BBBBHHII", found.content[6 + 16 * i : 22 + 16 * i]) for i in range(count)]
    assert (kind, [entry[0] for entry in entries]) == (1, [16, 32, 48])
    for width, height, *_, size, at in entries:
        picture = found.content[at : at + size]
        assert picture.startswith(b"\x89PNG")
        assert struct.unpack(">II", picture[16:24]) == (width, height)


def test_an_icon_of_any_size(base: str) -> None:
    found = get(f"{base}icon.svg")
    assert (found.status_code, found.headers["Content-Type"]) == (200, "image/svg+xml; charset=utf-8")
    assert ElementTree.fromstring(found.text).attrib["viewBox"]


def test_robots_stay_away(base: str) -> None:
    assert "Disallow: /" in get(f"{base}robots.txt").text


def test_pages_name_the_icon_below_the_prefix(prefixed: RunningServer) -> None:
    sign_in = requests.get(prefixed.url, headers={"Accept": "text/html"}, timeout=60)
    assert sign_in.status_code == 401
    for page in (sign_in.text, prefixed.client().get("").text):
        assert 'href="/lab/favicon.ico"' in page
        assert 'href="/lab/icon.svg"' in page


def test_nothing_else_is_open(prefixed: RunningServer) -> None:
    assert get(f"{prefixed.url}assets/icons/icon.svg").status_code == 401
