"""The description of the REST interface: the OpenAPI document, and the same as a page."""

from __future__ import annotations

from functools import cache
from typing import Any

from flask import Response, render_template_string, request
from markupsafe import escape

from dashboard.api.context import Context
from dashboard.api.openapi import document
from dashboard.api.operations import Api
from dashboard.static.fonts import font_links

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>REST interface · PyBirch</title>
{{ fonts | safe }}
<style>
:root { color-scheme: light dark; --ground: #fff; --text: #0f172a; --line: #94a3b855;
  --quiet: #475569; --accent: #2563eb; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #0f172a; --text: #e2e8f0; --quiet: #94a3b8; --accent: #60a5fa; }
}
html { background: var(--ground); color: var(--text); }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem;
  font: 1rem/1.5 "PyBirch Text", system-ui, sans-serif; overflow-wrap: anywhere; }
code, pre { font: .875em/1.5 "PyBirch Mono", ui-monospace, monospace; }
h2 { margin-top: 2.5rem; }
a { color: var(--accent); }
details { overflow-x: auto; border-bottom: 1px solid var(--line); padding: .5rem 0; }
summary { cursor: pointer; }
summary b { display: inline-block; min-width: 4.5rem; font: 600 .8125rem "PyBirch Mono", monospace;
  color: var(--accent); }
summary span { color: var(--quiet); }
table { border-collapse: collapse; margin: .5rem 0; }
th, td { text-align: left; padding: .2rem 1rem .2rem 0; vertical-align: top; }
pre { overflow-x: auto; padding: .75rem; border: 1px solid var(--line); border-radius: 8px; }
</style>
</head>
<body>
<main>
<h1>PyBirch REST interface</h1>
<p>Everything is below <code>{{ base }}</code>. Send <code>Authorization: Bearer TOKEN</code>; a signed-in browser's
unsafe requests repeat the cookie <code>pybirch_csrf</code> in the header <code>X-CSRF-Token</code>. Errors are problem
documents (RFC 9457) with <code>errors: [{path, message}]</code>. Lists are <code>{items, next}</code>: ask again with
<code>cursor</code> for the next page. The same as <a href="openapi.json">OpenAPI 3.1</a>.</p>
{% for group, operations in groups.items() %}
<h2>{{ group }}</h2>
{% for o in operations %}
<details id="{{ o.id }}"><summary><b>{{ o.method }}</b> <code>{{ o.path }}</code> <span>{{ o.summary }}</span></summary>
{% if o.parameters %}<table><tr><th>parameter</th><th>in</th><th>type</th><th></th></tr>
{% for p in o.parameters %}<tr><td><code>{{ p.name }}</code></td><td>{{ p['in'] }}</td>
<td>{{ p.schema.get('type', 'text') }}</td><td>{{ p.get('description', '') }}</td></tr>{% endfor %}</table>{% endif %}
{% if o.body %}<p>Body</p><pre>{{ o.body | tojson(indent=2) }}</pre>{% endif %}
<table><tr><th>answer</th><th></th></tr>
{% for status, response in o.responses.items() %}<tr><td>{{ status }}</td><td>{{ response.description }}</td></tr>
{% endfor %}</table>
{% if o.answer %}<pre>{{ o.answer | tojson(indent=2) }}</pre>{% endif %}
</details>
{% endfor %}{% endfor %}
</main>
</body>
</html>
"""

_BASE = "BASE-OF-THIS-SERVER"
"""Replaced by the address under which the server was requested."""


def register(api: Api, context: Context) -> None:
    """Add the operations. Their answers are made once: that takes 50 ms, in which no other request is served."""

    @cache
    def described() -> dict[str, Any]:
        return document(api.operations, context.settings.prefix)

    @cache
    def page(root: str) -> str:
        return render_template_string(_PAGE, base=_BASE, groups=grouped(described()), fonts=font_links(root))

    @api.operation("GET", "/openapi.json", "This interface as an OpenAPI 3.1 document", group="Description")
    def openapi() -> dict[str, Any]:
        return described()

    @api.operation(
        "GET", "/docs", "This interface as a page", group="Description", media_types=("text/html",)
    )
    def docs() -> Response:
        base = request.host_url.rstrip("/") + described()["servers"][0]["url"]
        text = page(context.settings.prefix.rstrip("/")).replace(_BASE, str(escape(base)))
        return Response(text, mimetype="text/html")


def grouped(openapi: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """The operations of an OpenAPI document by group, with schemas of bodies and answers written out one level deep."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, methods in openapi["paths"].items():
        for method, operation in methods.items():
            answer = next(iter(operation["responses"].values()))
            entry = {
                "id": operation["operationId"],
                "method": method.upper(),
                "path": path,
                "summary": operation["summary"],
                "parameters": operation.get("parameters", []),
                "body": _fields(openapi, operation.get("requestBody", {}).get("content", {})),
                "answer": _fields(openapi, answer.get("content", {})),
                "responses": operation["responses"],
            }
            groups.setdefault(operation["tags"][0], []).append(entry)
    return groups


def _fields(openapi: dict[str, Any], content: dict[str, Any]) -> dict[str, str]:
    """Names of the fields of a JSON object, and what each holds in words."""
    schema = content.get("application/json", {}).get("schema", {})
    schema = _resolved(openapi, schema)
    return {name: _kind(openapi, field) for name, field in schema.get("properties", {}).items()}


def _resolved(openapi: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    name = schema.get("$ref", "").rpartition("/")[2]
    found: dict[str, Any] = openapi["components"]["schemas"][name] if name else schema
    return found


def _kind(openapi: dict[str, Any], field: dict[str, Any]) -> str:
    if "$ref" in field:
        found = _resolved(openapi, field)
        return _kind(openapi, found) if "enum" in found else field["$ref"].rpartition("/")[2]
    if "enum" in field:
        return " | ".join(str(value) for value in field["enum"])
    if "const" in field:
        return str(field["const"])
    for several in ("anyOf", "oneOf"):
        if several in field:
            return " | ".join(dict.fromkeys(_kind(openapi, kind) for kind in field[several]))
    if field.get("type") == "array":
        return f"[{_kind(openapi, field.get('items', {}))}]"
    if isinstance(field.get("additionalProperties"), dict):
        return f"{{name: {_kind(openapi, field['additionalProperties'])}}}"
    return str(field.get("type", "anything"))
