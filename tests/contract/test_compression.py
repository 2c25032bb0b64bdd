"""How scripts, styles and answers go over the wire: compressed for who accepts it, and kept by browsers for a year."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import brotli
import pytest
import requests
from support.plans import line
from support.running import Client, RunningServer

LOADED = re.compile(r'(?:src|href)="(/[^"]+\.(?:js|css))"')
A_YEAR = "private, max-age=31536000, immutable"
DECODERS = {"br": brotli.decompress, "gzip": gzip.decompress}


def raw(server: RunningServer, path: str, accept: str = "identity", **headers: str) -> requests.Response:
    """An answer whose body (`raw.data`) is as it came over the wire."""
    sign_in = {"Authorization": f"Bearer {server.token}"}
    given = {**sign_in, "Accept-Encoding": accept, **headers}
    answer = requests.get(server.url + path.lstrip("/"), headers=given, stream=True, timeout=30)
    answer.raw.decode_content = False
    return answer


def body(answer: requests.Response) -> bytes:
    return bytes(answer.raw.read())


@pytest.fixture(scope="module")
def loaded(module_server: RunningServer) -> list[str]:
    """Scripts and styles that a page's document names."""
    page = raw(module_server, "scans", Accept="text/html")
    return LOADED.findall(body(page).decode())


@pytest.mark.parametrize("encoding", DECODERS)
def test_scripts_and_styles_come_compressed(
    module_server: RunningServer, loaded: list[str], encoding: str
) -> None:
    assert len(loaded) > 5
    for path in loaded:
        plain, packed = raw(module_server, path), raw(module_server, path, encoding)
        assert "Content-Encoding" not in plain.headers
        assert packed.headers["Content-Encoding"] == encoding
        assert packed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"
        assert packed.headers["Cache-Control"] == A_YEAR
        content, data = body(plain), body(packed)
        assert DECODERS[encoding](data) == content
        assert len(data) < len(content)


def test_a_client_chooses_the_encoding(module_server: RunningServer, loaded: list[str]) -> None:
    def answered(accept: str) -> str | None:
        return raw(module_server, loaded[0], accept).headers.get("Content-Encoding")

    assert answered("gzip, deflate, br, zstd") == "br"
    assert answered("gzip, deflate") == "gzip"
    assert answered("br;q=0, gzip") == "gzip"
    assert answered("deflate") is None
    assert answered("") is None


def test_an_address_of_an_older_content_gets_the_present_one_and_keeps_nothing(
    module_server: RunningServer, loaded: list[str]
) -> None:
    for path in (each for each in loaded if "/parts/" not in each):
        older = re.sub(r"(?<=[@.])[0-9a-f]{16}(?=[./])", "0123456789abcdef", path)
        assert older != path
        answer = raw(module_server, older)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
        assert body(answer) == body(raw(module_server, path))


def test_a_part_that_a_newer_build_no_longer_has_says_so(module_server: RunningServer) -> None:
    for path in ("assets/parts/chunk-00000000.js", "assets/parts/..%2Fpybirch.js"):
        assert raw(module_server, path).status_code == 404, path


def test_a_package_serves_only_what_pages_may_load(module_server: RunningServer, loaded: list[str]) -> None:
    script = next(path for path in loaded if "/dash/" in path)
    folder = script[: script.index("/dash/")]
    for path in ("/dash/dash.py", "/dash/../../engine/settings.py", "/os/path.py", "/dash/deps/none.js"):
        assert raw(module_server, folder + path).status_code == 404, path


def test_json_and_documents_come_compressed(module_server: RunningServer, module_client: Client) -> None:
    queue = module_client.new_queue()
    for number in range(20):
        module_client.new_scan(queue, line(f"Scan {number}"))
    for path, accept in (("api/v1/scans", "application/json"), ("scans", "text/html")):
        plain = raw(module_server, path, Accept=accept)
        assert "Content-Encoding" not in plain.headers
        assert plain.headers["Vary"] == "Accept-Encoding"
        for encoding, decode in DECODERS.items():
            packed = raw(module_server, path, encoding, Accept=accept)
            assert packed.headers["Content-Encoding"] == encoding
            data = body(packed)
            assert len(data) == int(packed.headers["Content-Length"]) < len(decode(data))


def test_small_answers_and_sign_in_pages_are_sent_as_they_are(module_server: RunningServer) -> None:
    assert "Content-Encoding" not in raw(module_server, "api/v1/health", "br, gzip").headers
    page = requests.get(f"{module_server.url}login", headers={"Accept-Encoding": "br, gzip"}, timeout=30)
    assert len(page.content) > 1000
    assert "Content-Encoding" not in page.headers


@pytest.fixture(scope="module")
def measured(module_client: Client) -> Iterator[str]:
    yield module_client.measured(line("Exported", points=300))


@pytest.mark.parametrize("form", ["csv", "json", "hdf5"])
def test_exports_are_sent_as_they_are(module_server: RunningServer, measured: str, form: str) -> None:
    path = f"api/v1/scans/{measured}/data?format={form}"
    plain, asked = raw(module_server, path), raw(module_server, path, "br, gzip")
    assert plain.status_code == 200, plain.text
    assert "Content-Encoding" not in asked.headers
    assert {name: asked.headers.get(name) for name in ("ETag", "Accept-Ranges", "Vary")} == {
        name: plain.headers.get(name) for name in ("ETag", "Accept-Ranges", "Vary")
    }
    assert body(asked)


def test_plotly_comes_from_an_address_of_its_content(module_server: RunningServer) -> None:
    document = body(raw(module_server, "", Accept="text/html")).decode()
    found = re.search(r'_dashPlotlyJSURL", {get: \(\) => "([^"]+)"', document)
    assert found is not None
    answer = raw(module_server, urlsplit(found[1]).path, "br")
    assert answer.headers["Cache-Control"] == A_YEAR
    assert b"Plotly" in brotli.decompress(body(answer))
    # where programs look for it that do not know the address
    fixed = raw(module_server, "_dash-component-suites/plotly/package_data/plotly.min.js", "gzip")
    assert fixed.headers["Cache-Control"] == "no-store"
    assert b"Plotly" in gzip.decompress(body(fixed))
