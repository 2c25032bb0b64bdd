"""The documentation under `/docs` needs a sign-in, is cached, and serves no other files."""

from __future__ import annotations

import http.client
from urllib.parse import urlsplit

import pytest
import requests
from flask import Flask
from support.running import Client, RunningServer
from support.site import current_site

from dashboard.static.docs_site import serve_docs

OUTSIDE = (
    "docs/../app.py",
    "docs/..%2fapp.py",
    "docs/%2e%2e/app.py",
    "docs/%2e%2e%2f%2e%2e%2fetc/passwd",
    "docs//etc/passwd",
    "docs/%2fetc%2fpasswd",
    "docs/..%5capp.py",
    "docs/assets/../../pyproject.toml",
    "docs/reference/",
    "docs/index.html%00.png",
)


@pytest.fixture(scope="module", autouse=True)
def site() -> None:
    current_site()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("docs/", "text/html"),
        ("docs/tutorial/first-scan.html", "text/html"),
        ("docs/assets/site.css", "text/css"),
        ("docs/assets/icon.svg", "image/svg+xml"),
        ("docs/assets/pybirch-text-common.woff2", "font/woff2"),
        ("docs/search/search_index.json", "application/json"),
        ("docs/reference/events.schema.json", "application/json"),
        ("docs/screenshots/scan-wide-light.png", "image/png"),
    ],
)
def test_each_file_has_its_type_and_is_asked_for_again(client: Client, path: str, kind: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].partition(";")[0] == kind
    assert answer.headers["Cache-Control"] == "private, no-cache"
    if kind == "text/html":
        assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    again = client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_files_named_by_their_content_are_kept(client: Client) -> None:
    scripts = current_site().glob("assets/javascripts/bundle.*.min.js")
    answer = client.get(f"docs/assets/javascripts/{next(scripts).name}")
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"


def test_the_bare_address_leads_to_the_first_page(client: Client, prefixed: RunningServer) -> None:
    assert client.get("docs", allow_redirects=False).headers["Location"].endswith("/docs/")
    below = prefixed.client()
    moved = below.get("docs", allow_redirects=False)
    assert (moved.status_code, urlsplit(moved.headers["Location"]).path) == (308, "/lab/docs/")
    assert "<title>PyBirch" in below.get("docs/").text


def test_the_documentation_needs_a_sign_in(module_server: RunningServer) -> None:
    refused = requests.get(f"{module_server.url}docs/reference/rest.html", timeout=30)
    assert refused.status_code == 401
    asked = requests.get(f"{module_server.url}docs/", headers={"Accept": "text/html"}, timeout=30)
    assert asked.status_code == 401
    assert "<title>Sign in" in asked.text


@pytest.mark.parametrize("path", OUTSIDE)
def test_nothing_outside_the_site_is_given(module_server: RunningServer, path: str) -> None:
    parts = urlsplit(module_server.url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)
    connection.request("GET", f"/{path}", headers={"Authorization": f"Bearer {module_server.token}"})
    answer = connection.getresponse()
    body = answer.read()
    # An address that is none of the documentation's is one of the pages, which say so themselves.
    assert answer.status in (308, 404) or b"react-entry-point" in body
    assert b"root:" not in body and b"[project]" not in body and b"def main" not in body


def test_a_page_that_is_not_there_says_so(client: Client) -> None:
    answer = client.get("docs/tutorial/second-scan.html")
    assert answer.status_code == 404
    assert "There is no such page" in answer.text
    assert 'href="/docs/"' in answer.text


def test_a_source_tree_without_the_site_says_how_to_build_it(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    server = Flask(__name__)
    serve_docs(server, tmp_path_factory.mktemp("nothing"))
    answer = server.test_client().get("/docs/")
    assert answer.status_code == 404
    assert "make docs" in answer.text
