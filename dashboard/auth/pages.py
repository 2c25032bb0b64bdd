"""The sign-in page: plain HTML that needs nothing else, shown wherever a browser asks without being signed in."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from flask import Request, Response, render_template_string

_PATH_SAFE = "/:@~!$&'()*+,;=-._"

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sign in · PyBirch</title>
<style>
:root { color-scheme: light dark; --face: #fff; --ground: #f1f5f9; --text: #0f172a; --quiet: #475569; --line: #94a3b8;
  --accent: #1d4ed8; --wrong: #b91c1c; }
@media (prefers-color-scheme: dark) { :root { --face: #1e293b; --ground: #0f172a; --text: #e2e8f0; --quiet: #94a3b8;
  --line: #64748b; --accent: #60a5fa; --wrong: #fca5a5; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--ground); color: var(--text);
  font: 16px/1.5 system-ui, sans-serif; }
main { width: min(24rem, calc(100vw - 2rem)); padding: 2rem; background: var(--face); border-radius: 12px; }
h1 { margin: 0 0 .25rem; font-size: 1.25rem; }
p { margin: 0 0 1.25rem; color: var(--quiet); }
p.wrong { color: var(--wrong); margin: .75rem 0 0; }
label { display: block; margin-bottom: .25rem; font-weight: 600; }
input, button { width: 100%; padding: .6rem .75rem; border-radius: 8px; font: inherit; }
input { border: 1px solid var(--line); background: transparent; color: inherit; }
button { margin-top: 1rem; border: 0; background: var(--accent); color: var(--face); font-weight: 600; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
</style>
</head>
<body>
<main>
<h1>PyBirch</h1>
<p>The program printed a link with the token when it started; the token is also in the file <code>token</code> of its
home folder.</p>
<form method="post" action="{{ action }}">
<label for="token">Token</label>
<input id="token" name="token" type="password" autocomplete="current-password" required autofocus
  {% if message %}aria-invalid="true" aria-describedby="wrong"{% endif %}>
<input type="hidden" name="next" value="{{ next }}">
{% if message %}<p class="wrong" id="wrong" role="alert">{{ message }}</p>{% endif %}
<button type="submit">Sign in</button>
</form>
</main>
</body>
</html>
"""


def sign_in(request: Request, message: str, status: int = 401) -> Response:
    """The page, saying `message`; signing in leads back to what was asked for."""
    html = render_template_string(
        _PAGE, action=f"{request.script_root}/login", message=message, next=_wanted(request)
    )
    response = Response(html, status, mimetype="text/html")
    response.headers["Cache-Control"] = "no-store"
    return response


def here_without(request: Request, name: str) -> str:
    """This request's path and query as a URL of this host, without the query parameter `name`."""
    kept = [(key, value) for key, value in request.args.items(multi=True) if key != name]
    path = quote(f"{request.script_root}/{request.path.lstrip('/')}", safe=_PATH_SAFE)
    return path + (f"?{urlencode(kept)}" if kept else "")


def next_page(request: Request) -> str:
    """Where the sign-in form leads: a path below our prefix, never another site."""
    wanted = quote(request.form.get("next", ""), safe=_PATH_SAFE + "?%")
    inside = wanted.startswith(f"{request.script_root}/") and not wanted.startswith("//")
    return wanted if inside else f"{request.script_root}/"


def _wanted(request: Request) -> str:
    if request.path == "/login":
        return str(request.form.get("next") or request.args.get("next") or f"{request.script_root}/")
    return here_without(request, "token")
