"""Scans, queues and instruments in the cells of a notebook: the live view, and a picture for when it is read later."""

from __future__ import annotations

import os
import sys
from base64 import b64encode
from collections.abc import Mapping
from html import escape
from string import Template
from typing import Any
from urllib.parse import quote, urlencode, urlsplit
from uuid import uuid4

from pybirch.client import picture
from pybirch.client.address import started_by_jupyter
from pybirch.client.errors import Error
from pybirch.client.http import Query
from pybirch.client.instrument import Instrument
from pybirch.client.lab import Lab, connect
from pybirch.client.queue import Queue
from pybirch.client.scan import Scan
from pybirch.client.thing import Thing

_HTML = Template("""<div id="$id"><img src="data:image/svg+xml;base64,$picture" alt="$label" style="max-width: 100%">
<iframe src="$address" title="$label" allow="fullscreen"
 style="width: 100%; height: 0; border: 0; visibility: hidden"></iframe>
<script>(() => {
const place = document.getElementById("$id");
const [frame, picture] = ["iframe", "img"].map((each) => place.querySelector(each));
const here = location.hostname, nearby = ["localhost", "127.0.0.1", "[::1]"];
const address = new URL(frame.getAttribute("src"), location.href);
if (nearby.includes(here) && nearby.includes(address.hostname)) address.hostname = here;
if (address.href !== frame.src) frame.src = address.href;
addEventListener("message", ({source, data}) => {
  if (source !== frame.contentWindow || !data || data.type !== "pybirch:height") return;
  picture.style.display = "none";
  Object.assign(frame.style, {height: data.height + "px", visibility: "visible"});
});
})()</script></div>""")
"""The picture stays until the view in the frame has told its height. Browsers keep cookies by the name of a host, so a
server on this machine is asked by the name that the notebook has."""


def show(
    thing: Scan | Queue | Instrument | str, *, lab: Lab | None = None, theme: str | None = None
) -> View | None:
    """Show a scan, queue or instrument live in the cell of a notebook: `pybirch.show("SCAN_001")`.

    An identifier, or the name of an instrument, is looked up in `lab`, by default that of `connect()`. `theme` is
    light or dark; by default it is as the browser has it. A saved notebook holds a picture of what there was.
    Outside of a notebook the view is returned; its text is the address. Raises ValueError for another theme, NotFound
    and Error.
    """
    if theme not in (None, "light", "dark"):
        raise ValueError(f"theme is light or dark, not {theme!r}")
    view = View(_find(thing, lab) if isinstance(thing, str) else thing, theme)
    shell = sys.modules.get("IPython")
    if shell is None or shell.get_ipython() is None:
        return view
    from IPython.display import display

    display(view)  # type: ignore[no-untyped-call]
    return None


class View:
    """A live view of one thing; notebooks draw it."""

    def __init__(self, thing: Scan | Queue | Instrument, theme: str | None) -> None:
        self._thing = thing
        self._theme = theme

    @property
    def address(self) -> str:
        """The address of the view."""
        query = f"?{urlencode({'theme': self._theme})}" if self._theme else ""
        return f"{self._thing._server.address.base}embed/{_path(self._thing)}{query}"

    def _repr_mimebundle_(self, **_: Any) -> Mapping[str, str]:
        """What a notebook may draw: the view, a picture, and words."""
        drawn = _picture(self._thing)
        html = _HTML.substitute(
            id=f"pybirch-{uuid4().hex}",
            picture=b64encode(drawn.encode()).decode(),
            label=escape(_label(self._thing)),
            address=escape(_as_the_browser_sees_it(self.address)),
        )
        return {"text/html": html, "image/svg+xml": drawn, "text/plain": repr(self)}

    def __repr__(self) -> str:
        return f"<View of {_label(self._thing)} at {self.address}>"


def _find(name: str, lab: Lab | None) -> Scan | Queue | Instrument:
    laboratory = lab or connect()
    if name.startswith("SCAN_"):
        return laboratory.scan(name)
    if name.startswith("QUEUE_"):
        return laboratory.queue(name)
    return laboratory.instrument(name)


def _path(thing: Thing) -> str:
    return "/".join(quote(part, safe="") for part in thing._path.split("/"))


def _label(thing: Thing) -> str:
    return str(thing.info[thing._ID]) if not isinstance(thing, Instrument) else thing.name


def _picture(thing: Scan | Queue | Instrument) -> str:
    """The picture; its place is taken by words where the readings cannot be read."""
    try:
        if isinstance(thing, Scan):
            return picture.of_scan(thing._server, thing.refresh().info)
        if isinstance(thing, Queue):
            query: Query = {"queue_id": thing.queue_id, "sort": "created_at", "limit": picture.LINES + 1}
            first = thing._server.get("scans", query)["items"]
            return picture.of_queue(thing.refresh().info, first)
        return picture.of_instrument(thing.refresh().info)
    except Error as error:
        return picture.of_words(_label(thing), str(error))


def _as_the_browser_sees_it(address: str) -> str:
    """The view's path alone where the notebook's own host serves it: behind a hub, and below a user's server."""
    parts = urlsplit(address)
    hub, server = os.environ.get("JUPYTERHUB_BASE_URL"), os.environ.get("JUPYTERHUB_SERVICE_PREFIX")
    started = started_by_jupyter()
    below = [server, f"{hub}services/" if hub else None, started and urlsplit(started["url"]).path]
    if any(prefix and parts.path.startswith(prefix) for prefix in below):
        return parts._replace(scheme="", netloc="").geturl()
    return address
