"""The sign-in page: plain HTML without scripts, shown when a browser is not signed in."""

from __future__ import annotations

import math
from urllib.parse import quote, urlencode

from flask import Request, Response, render_template_string

from dashboard.static.fonts import font_links
from dashboard.static.icons import icon_links

_PATH_SAFE = "/:@~!$&'()*+,;=-._"

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sign in · PyBirch</title>
{{ icons | safe }}
{{ fonts | safe }}
<style>
:root { color-scheme: light dark; --ground: #f5f6f8; --surface: #fff; --line: #e2e5ea; --strong: #c6ccd5;
  --ink: #12161c; --quiet: #5c6675; --inverse: #fff; --focus: #2563eb; --wrong: #b42318; }
@media (prefers-color-scheme: dark) { :root { --ground: #0d1015; --surface: #15191f; --line: #262d37; --strong: #3c4654;
  --ink: #e8ebef; --quiet: #8f9aa9; --inverse: #0d1015; --focus: #60a5fa; --wrong: #f58a85; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--ground); color: var(--ink);
  font: 0.875rem/1.45 "PyBirch Text", system-ui, sans-serif; }
main { width: min(24rem, calc(100vw - 2rem)); padding: 28px; border: 1px solid var(--line); border-radius: 10px;
  background: var(--surface); }
h1 { display: flex; align-items: center; gap: 8px; margin: 0 0 12px; font-size: 1.125rem; font-weight: 650; }
h1 svg { width: 1.375rem; height: 1.375rem; }
p { margin: 0 0 20px; color: var(--quiet); }
p.wrong { color: var(--wrong); margin: 10px 0 0; }
code { font: 0.8125rem "PyBirch Mono", ui-monospace, monospace; color: var(--ink); }
label { display: block; margin: 12px 0 4px; font-weight: 500; }
input, button { width: 100%; min-height: 2.5rem; padding: 0 12px; border-radius: 6px; font: inherit; }
input { border: 1px solid var(--strong); background: transparent; color: inherit; }
input[aria-invalid] { border-color: var(--wrong); }
button { margin-top: 16px; border: 0; background: var(--ink); color: var(--inverse);
  font-weight: 600; cursor: pointer; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
</style>
</head>
<body>
<main>
<h1><svg viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.6" aria-hidden="true">
<rect x="1" y="1" width="14" height="14" rx="3.5"/>
<path stroke-linecap="round" d="M4 5.2h5M6.5 8h5.5M4 10.8h3.5"/></svg>PyBirch</h1>
FORM
<input type="hidden" name="next" value="{{ next }}">
{% if message %}<p class="wrong" id="wrong" role="alert">{{ message }}</p>{% endif %}
<button type="submit">Sign in</button>
</form>
</main>
</body>
</html>
"""


_TOLD = """{% if message %}aria-invalid="true" aria-describedby="wrong"{% endif %}"""

TOKEN = _PAGE.replace(
    "FORM",
    f"""<p>Open the address that the program printed when it started, or give the token in it. It is also in the file
<code>token</code> of the program's home folder.</p>
<form method="post" action="{{{{ action }}}}">
<label for="token">Token</label>
<input id="token" name="token" type="password" autocomplete="current-password" required autofocus {_TOLD}>""",
)
"""The page that asks for the token."""

PASSWORD = _PAGE.replace(
    "FORM",
    f"""<form method="post" action="{{{{ action }}}}">
<label for="name">Name</label>
<input id="name" name="name" autocomplete="username" maxlength="100" required autofocus value="{{{{ name }}}}" {_TOLD}>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required {_TOLD}>""",
)
"""The page that asks for name and password."""

FOREIGN = "The form came from another site; open PyBirch under its own address."


def too_many(request: Request, page: str, wait: float) -> Response:
    """The page after too many failures: 429, and how many seconds to wait."""
    seconds = math.ceil(wait)
    message = f"Too many attempts failed. Try again in {seconds} s."
    response = sign_in(request, page, message, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response


def sign_in(request: Request, page: str, message: str, status: int = 401) -> Response:
    """One of the pages with `message`; signing in leads back to the requested page."""
    root = request.script_root
    html = render_template_string(
        page,
        action=f"{root}/login",
        message=message,
        name=request.form.get("name", "")[:100],
        next=_wanted(request),
        fonts=font_links(root),
        icons=icon_links(root),
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
