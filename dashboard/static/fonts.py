"""The interface's own fonts, so that every machine shows the same page.

`tools/fonts.py` makes the files. Their addresses hold a digest of the content, so that browsers may cache them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from hashlib import blake2s
from pathlib import Path

from flask import Flask, Response

from dashboard.server.problems import Refusal

FOLDER = Path(__file__).resolve().parent.parent.parent / "assets" / "fonts"
ENDPOINT = "fonts"
"""Needs no sign-in, because the sign-in page uses them too."""
A_YEAR = 365 * 24 * 3600


@dataclass(frozen=True)
class Font:
    """One variable font: the family's name in style sheets, the file, and the file's content."""

    family: str
    name: str
    body: bytes

    @property
    def path(self) -> str:
        """Its address below the prefix."""
        return f"/assets/fonts/{self.name}.{blake2s(self.body, digest_size=8).hexdigest()}.woff2"


@cache
def fonts() -> tuple[Font, ...]:
    """The text and the monospace font."""
    names = {"PyBirch Text": "pybirch-text", "PyBirch Mono": "pybirch-mono"}
    return tuple(
        Font(family, name, (FOLDER / f"{name}.woff2").read_bytes()) for family, name in names.items()
    )


def font_links(root: str) -> str:
    """HTML for the head of a page; `root` is the prefix without its last slash.

    `font-display: block`: text waits for the fonts, which the browser loads first, so that nothing jumps when they
    come. A browser that cannot load them uses the next name of the style sheet's list.
    """
    links = "".join(
        f'<link rel="preload" href="{root}{font.path}" as="font" type="font/woff2" crossorigin>'
        for font in fonts()
    )
    faces = "".join(
        f'@font-face{{font-family:"{font.family}";src:url("{root}{font.path}") format("woff2");'
        "font-weight:400 700;font-style:normal;font-display:block}"
        for font in fonts()
    )
    return f"{links}<style>{faces}</style>"


def serve_fonts(server: Flask) -> None:
    """Serve the fonts; the address of an older content gives the present one, which must not be cached."""

    @server.get("/assets/fonts/<name>.<digest>.woff2", endpoint=ENDPOINT)
    def serve(name: str, digest: str) -> Response:
        font = next((font for font in fonts() if font.name == name), None)
        if font is None:
            raise Refusal(404, f"There is no font {name}.")
        current = font.path.endswith(f".{digest}.woff2")
        keep = f"public, max-age={A_YEAR}, immutable" if current else "no-store"
        return Response(font.body, mimetype="font/woff2", headers={"Cache-Control": keep})
