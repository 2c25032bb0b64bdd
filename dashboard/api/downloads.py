"""Long answers, made piece by piece off the event loop and saved by a browser under a readable name."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from itertools import chain
from tempfile import SpooledTemporaryFile
from typing import IO, cast
from urllib.parse import quote

from flask import Response, request

from dashboard.server.off_loop import iterate_off_loop, off_loop
from dashboard.server.problems import Refusal

_IN_MEMORY, _PIECE = 1 << 24, 1 << 18


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


def tagged(response: Response, tag: str) -> Response:
    """The answer with its entity tag."""
    response.set_etag(tag)
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Cache-Control"] = "no-cache"
    return response


def asks_for_range() -> bool:
    """Whether the request asks for one part of the answer."""
    wanted = request.range
    return wanted is not None and wanted.units == "bytes" and len(wanted.ranges) == 1


def partial_download(pieces: Iterator[bytes], media_type: str, tag: Callable[[], str]) -> Response:
    """The wanted part of an answer of these pieces, or all of it where the request wants a part of another answer than
    that with this `tag`. All pieces are made first, as the length must be known.

    Raises Refusal 416 for a part beyond the end.
    """
    file = off_loop(lambda: _spooled(pieces))
    length = file.tell()
    if not _of_this(tag()):
        file.seek(0)
        return _answer(_part(file, length), 200, media_type, length)
    wanted = request.range.range_for_length(length) if request.range is not None else None
    if wanted is None:
        file.close()
        raise Refusal(416, f"The answer has {length} bytes; ask for a range within them.")
    start, stop = wanted
    file.seek(start)
    response = _answer(_part(file, stop - start), 206, media_type, stop - start)
    response.headers["Content-Range"] = f"bytes {start}-{stop - 1}/{length}"
    return response


def _of_this(tag: str) -> bool:
    only_if = request.if_range
    return only_if is None or (only_if.etag in (None, tag) and only_if.date is None)


def _answer(pieces: Iterator[bytes], status: int, media_type: str, length: int) -> Response:
    response = Response(pieces, status=status, mimetype=media_type.partition(";")[0])
    response.headers["Content-Type"] = media_type
    response.headers["Content-Length"] = str(length)
    return response


def _spooled(pieces: Iterator[bytes]) -> IO[bytes]:
    file = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - the answer closes it
    for piece in pieces:
        file.write(piece)
    return cast(IO[bytes], file)


def _part(file: IO[bytes], left: int) -> Iterator[bytes]:
    with file:
        while left and (piece := file.read(min(left, _PIECE))):
            left -= len(piece)
            yield piece


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
