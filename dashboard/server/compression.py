"""Compresses what browsers ask for: which encoding a request accepts, and the work itself."""

from __future__ import annotations

import zlib
from enum import StrEnum

import brotli
from flask import Flask, Response, request

from dashboard.server.off_loop import off_loop

SMALLEST = 1000
"""Bytes: a smaller body does not gain what the header costs."""
LARGE = 32 * 1024
"""Bytes: a larger body takes more than a millisecond, so it is compressed in a native thread."""

QUICK, BEST = 5, 11
"""Qualities of brotli: 5 takes 30 ms for a megabyte; 11 takes 2 s and makes a tenth less of it."""

_TEXTS = frozenset({"application/json", "application/problem+json", "text/html"})
_GZIP_LEVEL = 6
_GZIP_HEAD = 31
"""zlib's window bits for a gzip header around the largest window."""


class Encoding(StrEnum):
    """Content encodings, the one we prefer first."""

    BROTLI = "br"
    GZIP = "gzip"


def accepted() -> Encoding | None:
    """The encoding for the present request; None where the client takes none of ours."""
    best = request.accept_encodings.best_match([*Encoding, "identity"])
    return Encoding(best) if best in tuple(Encoding) else None


def compress(body: bytes, encoding: Encoding, quality: int = QUICK) -> bytes:
    """`body` in an encoding; `quality` is brotli's. Other threads run meanwhile."""
    if encoding is Encoding.BROTLI:
        return bytes(brotli.compress(body, mode=brotli.MODE_TEXT, quality=quality))
    packer = zlib.compressobj(_GZIP_LEVEL, wbits=_GZIP_HEAD)
    return packer.compress(body) + packer.flush()


def decompress(body: bytes) -> bytes:
    """What was compressed with brotli; ValueError where it is damaged."""
    try:
        return bytes(brotli.decompress(body))
    except brotli.error as error:
        raise ValueError("This is not what brotli made.") from error


def compress_answers(server: Flask) -> None:
    """Send JSON and pages compressed to clients that accept it.

    Left as they are: streams and files (exports, whose bytes and lengths programs rely on), what is compressed already,
    and sign-in pages with the answers that set a cookie: the length of a compressed answer that holds a secret beside
    what somebody else put into the request tells of the secret (BREACH).
    """

    @server.after_request
    def encode(response: Response) -> Response:
        if response.mimetype not in _TEXTS or response.is_streamed or response.direct_passthrough:
            return response
        if response.status_code != 200 or response.content_encoding or "Set-Cookie" in response.headers:
            return response
        if response.mimetype == "text/html" and response.cache_control.no_store:
            return response
        body = response.get_data()
        if len(body) < SMALLEST:
            return response
        response.vary.add("Accept-Encoding")
        encoding = accepted()
        if encoding is None:
            return response
        small = len(body) <= LARGE
        response.set_data(compress(body, encoding) if small else off_loop(lambda: compress(body, encoding)))
        response.content_encoding = encoding
        return response
