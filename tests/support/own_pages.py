"""Files of a laboratory's own pages, bad ones, for tests."""

from __future__ import annotations

PAGE = """from dash import Input, Output, callback, html
from pybirch.pages import register_page

register_page(__name__, name="{name}")


"""

BAD_LAYOUT = PAGE.format(name="Bad layout") + "def layout():\n    return 1 / 0\n"
"""Fails in line 8, each time it is drawn."""

BAD_CALLBACK = (
    PAGE.format(name="Bad callback")
    + 'layout = html.Div([html.Button("Do it", id="do-it"), html.P(id="done")])\n\n\n'
    + '@callback(Output("done", "children"), Input("do-it", "n_clicks"), prevent_initial_call=True)\n'
    + "def done(clicks):\n    return {}['nothing']\n"
)
"""Fails in line 12, when the button is pressed."""

BAD = {
    "a syntax error": ("x = 1\ndef broken(:\n", 2, "invalid syntax"),
    "a missing import": ("x = 1\n\nimport nowhere_at_all\n", 3, "nowhere_at_all"),
    "an error at import": (PAGE.format(name="Half") + "x = 1 / 0\n", 7, "division by zero"),
    "no layout": (PAGE.format(name="Empty"), 0, "no `layout`"),
    "the path of another page": (
        PAGE.format(name="Scans").replace(")\n", ', path="/scans")\n', 1) + "layout = html.P()\n",
        0,
        "belongs to another page",
    ),
    "the output of another callback": (
        "from dash import Input, Output, callback\nfrom pybirch.pages import register_panel\n\n"
        'register_panel("home", "Mine", lambda: "")\n'
        'callback(Output("pb-message", "clear_data"), Input("x", "y"))(lambda y: y)\n',
        0,
        "pb-message.clear_data",
    ),
    "a panel for no page": (
        'from pybirch.pages import register_panel\nregister_panel("nowhere", "Mine", lambda: "")\n',
        2,
        "nowhere",
    ),
}
"""By what is wrong: the file, its line (0: none in particular), and something of what is said."""
