"""Files that browsers keep for a year: their addresses hold a digest of the content, and they are sent compressed."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import threading
from dataclasses import dataclass
from hashlib import blake2s
from mimetypes import guess_type
from pathlib import Path

from flask import Response
from gevent.threadpool import ThreadPool

from dashboard.server.compression import BEST, Encoding, accepted, compress, decompress
from dashboard.server.off_loop import off_loop

A_YEAR = 365 * 24 * 3600
"""Seconds for which browsers keep a file whose address tells its content."""
KEPT = f"private, max-age={A_YEAR}, immutable"
NOT_KEPT = "no-store"

_NICENESS = 10
_LOG = logging.getLogger("dashboard")


@dataclass(frozen=True)
class Content:
    """A file as it was when it was read."""

    digest: str
    """16 hexadecimal digits."""
    body: bytes


class ServedFile:
    """One file of ours; read again when its time or size on disk differs, as while somebody works on it."""

    def __init__(self, path: Path) -> None:
        self.mimetype = guess_type(path.name)[0] or "application/octet-stream"
        self.path = path
        self._seen: tuple[int, int] | None = None
        self._content = Content("", b"")

    @property
    def name(self) -> str:
        """The file's name with the digest of its content: `pybirch.0123456789abcdef.js`."""
        return f"{self.path.stem}.{self.content().digest}{self.path.suffix}"

    def content(self) -> Content:
        """The file's content and its digest. Raises FileNotFoundError where the file is missing."""
        stat = self.path.stat()
        seen = (stat.st_mtime_ns, stat.st_size)
        if seen != self._seen:
            body = self.path.read_bytes()
            self._content, self._seen = Content(digest_of(body), body), seen
        return self._content


def digest_of(*parts: bytes) -> str:
    """16 hexadecimal digits that tell this content from any other."""
    made = blake2s(digest_size=8)
    for part in parts:
        made.update(part)
    return made.hexdigest()


class CompressedFiles:
    """Files as browsers get them: compressed quickly when first asked for, and as small as possible soon after.

    What took long to compress is kept in the folder `cache` under a name that tells its content, for the next start.
    """

    def __init__(self, cache: Path) -> None:
        self._cache = cache
        self._bodies: dict[tuple[str, Encoding], bytes] = {}
        self._background: ThreadPool | None = None

    def response(self, content: Content, mimetype: str, cache_control: str) -> Response:
        """The answer to the present request for a file, in the best encoding that its client takes."""
        encoding = accepted()
        body = content.body if encoding is None else self._compressed(content, encoding)
        made = Response(body, mimetype=mimetype, headers={"Cache-Control": cache_control})
        made.vary.add("Accept-Encoding")
        if encoding is not None:
            made.content_encoding = encoding
        return made

    def _compressed(self, content: Content, encoding: Encoding) -> bytes:
        key = (content.digest, encoding)
        if key not in self._bodies:
            kept = self._read(content) if encoding is Encoding.BROTLI else None
            quick = kept or off_loop(lambda: compress(content.body, encoding))
            # Another request for the same file may have come first.
            if self._bodies.setdefault(key, quick) is quick and kept is None and encoding is Encoding.BROTLI:
                self._improve(content)
        return self._bodies[key]

    def _improve(self, content: Content) -> None:
        """Compress as well as brotli can, in a native thread that gives way to all other work."""
        if self._background is None:
            self._background = ThreadPool(1)
        self._background.spawn(self._best, content)

    def _best(self, content: Content) -> None:
        if sys.platform == "linux":
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)
        body = compress(content.body, Encoding.BROTLI, BEST)
        self._bodies[content.digest, Encoding.BROTLI] = body
        path = self._path(content)
        unfinished = path.with_name(f"{path.name}.{os.getpid()}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            unfinished.write_bytes(body)
            unfinished.replace(path)
        except OSError as error:
            _LOG.debug("compressed scripts cannot be kept in %s: %s", path.parent, error)

    def _read(self, content: Content) -> bytes | None:
        """What an earlier process kept, if it is whole."""
        with contextlib.suppress(OSError, ValueError):
            body = self._path(content).read_bytes()
            if decompress(body) == content.body:
                return body
        return None

    def _path(self, content: Content) -> Path:
        return self._cache / f"{content.digest}.br"
