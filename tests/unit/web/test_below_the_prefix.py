"""Below the prefix: pages, the description of REST, and security headers."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from openapi_spec_validator import validate
from werkzeug.test import Client

from dashboard.app import WebApp


def test_the_description_is_valid_openapi(api: Any) -> None:
    described = api("GET", "/openapi.json").json
    validate(described)
    assert described["openapi"].startswith("3.1")
    assert described["servers"] == [{"url": "/lab/api/v1"}]
    page = api("GET", "/docs")
    assert page.mimetype == "text/html"
    for path in described["paths"]:
        assert path in page.text
    assert "http" not in page.text.replace("http://localhost", "")


@pytest.mark.parametrize("path", ["/lab/api/v1/health", "/api/v1/health"])
def test_a_proxy_may_strip_the_prefix(web: WebApp, path: str) -> None:
    assert Client(web.wsgi).get(path).status_code == 200


def test_the_bare_prefix_leads_to_its_page(browser: Client) -> None:
    answer = browser.get("/lab?x=1")
    assert (answer.status_code, answer.headers["Location"]) == (308, "/lab/?x=1")


def test_pages_are_made_below_the_prefix(signed_in: Client) -> None:
    page = signed_in.get("/lab/", headers={"Accept": "text/html"})
    assert page.status_code == 200
    config = re.search(r'<script id="_dash-config" type="application/json">(.*?)</script>', page.text)
    assert config is not None
    assert json.loads(config[1])["requests_pathname_prefix"] == "/lab/"
    assert 'src="/lab/_dash-component-suites/' in page.text
    assert "://" not in page.text.replace("http://localhost", "")


def test_headers_that_protect(signed_in: Client) -> None:
    headers = signed_in.get("/lab/").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "frame-ancestors 'self'" in headers["Content-Security-Policy"]
    assert "default-src 'self'" in headers["Content-Security-Policy"]
