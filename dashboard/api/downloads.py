"""Long answers, made piece by piece off the event loop and saved by a browser under a readable name."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import chain
from urllib.parse import quote

from flask import Response

from dashboard.server.off_loop import iterate_off_loop


def download(pieces: Iterator[bytes], media_type: str, name: str | None = None) -> Response:
    """An answer of these pieces, saved as `name` if there is one. Raises what fails before the first byte."""
    made = iterate_off_loop(pieces)
    # Errors come before the first byte, in time for a proper answer; an empty piece says that the first takes time.
    head = next(filter(None, made), b"")
    response = Response(_Body(head, made), mimetype=media_type.partition(";")[0])
    response.headers["Content-Type"] = media_type
    response.headers["Cache-Control"] = "no-store"
    if name is not None:
        response.headers["Content-Disposition"] = disposition(name)
    return response


def disposition(name: str) -> str:
    """The header that makes a browser save an answer as `name` (RFC 6266), with a plain name for older clients."""
    plain = (
        unicodedata.normalize("NFKD", name)
        .encode("ascii", "ignore")
        .decode()
        .replace('"', "'")
        .replace("\\", "-")
    )
    exact = "" if plain == name else f"; filename*=UTF-8''{quote(name, safe='')}"
    return f'attachment; filename="{plain}"{exact}'


class _Body:
    """The pieces of an answer; the server closes it, and with it the transaction, when the reader goes away."""

    def __init__(self, head: bytes, rest: Iterator[bytes]) -> None:
        self._rest = rest
        self._all = chain((head,), rest)

    def __iter__(self) -> Iterator[bytes]:
        return self._all

    def close(self) -> None:
        """Stop reading."""
        close = getattr(self._rest, "close", None)
        if close is not None:
            close()
