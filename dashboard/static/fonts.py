"""The interface's own fonts, so that every machine shows the same page.

`tools/fonts.py` makes the files. Their addresses hold a digest of the content, so that browsers may cache them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from flask import Flask, Response

from dashboard.server.problems import Refusal
from dashboard.static.files import A_YEAR, digest_of
from dashboard.static.font_ranges import Part, unicode_range

FOLDER = Path(__file__).resolve().parent.parent.parent / "assets" / "fonts"
ENDPOINT = "fonts"
"""Needs no sign-in, because the sign-in page uses them too."""


@dataclass(frozen=True)
class Font:
    """One part of a variable font: the family's name in style sheets, the file's name and its content."""

    family: str
    part: Part
    body: bytes

    @property
    def name(self) -> str:
        """The file's name without its ending."""
        return f"{self.family.lower().replace(' ', '-')}-{self.part}"

    @property
    def path(self) -> str:
        """Its address below the prefix."""
        return f"/assets/fonts/{self.name}.{digest_of(self.body)}.woff2"


@cache
def fonts() -> tuple[Font, ...]:
    """Text and monospace, in their parts."""
    unread = [Font(family, part, b"") for family in ("PyBirch Text", "PyBirch Mono") for part in Part]
    return tuple(replace(font, body=(FOLDER / f"{font.name}.woff2").read_bytes()) for font in unread)


def font_links(root: str) -> str:
    """HTML for the head of a page; `root` is the prefix without its last slash.

    `font-display: block`: text waits for the common part, which the browser loads first, so that nothing jumps when
    it comes; the rare part is loaded with its first character. A browser that cannot load fonts uses the next name of
    the style sheet's list.
    """
    links = "".join(
        f'<link rel="preload" href="{root}{font.path}" as="font" type="font/woff2" crossorigin>'
        for font in fonts()
        if font.part is Part.COMMON
    )
    faces = "".join(
        f'@font-face{{font-family:"{font.family}";src:url("{root}{font.path}") format("woff2");'
        f"font-weight:400 700;font-style:normal;font-display:block;unicode-range:{unicode_range(font.part)}}}"
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
