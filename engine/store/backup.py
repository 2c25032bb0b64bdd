"""Backups: a consistent copy of a database in one file, made while others write, and restored.

The file: a line `PyBirch backup 1 SHA-256`, the checksum of everything after it; a line of JSON that says what it is;
the SQLite database, compressed by gzip (`tail -n +3 FILE | gunzip` gives it).
"""

from __future__ import annotations

import gzip
import json
import shutil
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any
from uuid import uuid4

from engine.errors import StoreError
from engine.model.clock import timestamp
from engine.store.database import Database

_COPY = "pybirch.sqlite"
_MAGIC = b"PyBirch backup 1 "
_LONGEST_LINE = 10_000
_PIECE = 1 << 20
_ON_A_SERVER = (
    "back up a database server with its own program, such as pg_dump, and restore it with pg_restore"
)


def make(database: Database, file: Path) -> dict[str, Any]:
    """Write a backup, which appears when it is complete; returns what is known of it. Raises StoreError.

    The copy is one snapshot: SQLite reads it in one transaction, and writers go on meanwhile.
    """
    if not database.sqlite:
        raise StoreError(_ON_A_SERVER)
    if file.exists():
        raise StoreError(f"{file} exists already; choose another name")
    with _disk(file), TemporaryDirectory(prefix="pybirch-backup-", dir=file.resolve().parent) as folder:
        copy, packed, part = (Path(folder) / name for name in (_COPY, "packed", "part"))
        with closing(sqlite3.connect(database.place)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target, pages=-1)
            target.execute("PRAGMA journal_mode=DELETE")
        told = {"timestamp": timestamp(), "database": database.identity, "bytes": copy.stat().st_size}
        line = json.dumps(told).encode() + b"\n"
        with copy.open("rb") as plain, gzip.open(packed, "wb", compresslevel=1) as target_file:
            shutil.copyfileobj(plain, target_file, _PIECE)
        with packed.open("rb") as content, part.open("wb") as made:
            digest = _sum(content, line)
            content.seek(0)
            made.write(_MAGIC + digest.encode() + b"\n" + line)
            shutil.copyfileobj(content, made, _PIECE)
        part.replace(file)
    return {**told, "sha256": digest}


def check(file: Path) -> dict[str, Any]:
    """What a backup says of itself, after every bit of it was compared with its checksum. Raises StoreError."""
    with _opened(file) as (about, _):
        return about


def restore(file: Path, home: Path) -> dict[str, Any]:
    """Make the database of a new HOME from a backup; returns what is known of the backup. Raises StoreError.

    The restored database gets an identity of its own, so that it may run beside the original.
    """
    place = home / _COPY
    if place.exists():
        raise StoreError(f"{place} exists already; choose a new folder for --home")
    with _opened(file) as (about, content), _disk(place):
        home.mkdir(parents=True, exist_ok=True)
        part = place.with_suffix(".part")
        try:
            with gzip.open(content) as copy, part.open("wb") as target:
                shutil.copyfileobj(copy, target, _PIECE)
            with closing(sqlite3.connect(part)) as own:
                own.execute("UPDATE properties SET value = ? WHERE name = 'identity'", (str(uuid4()),))
                own.execute("DELETE FROM engines")
                own.commit()
            part.replace(place)
        finally:
            part.unlink(missing_ok=True)
    return about


def _sum(stream: IO[bytes], begun: bytes = b"") -> str:
    digest = sha256(begun)
    while piece := stream.read(_PIECE):
        digest.update(piece)
    return digest.hexdigest()


@contextmanager
def _opened(file: Path) -> Iterator[tuple[dict[str, Any], IO[bytes]]]:
    """What a backup is, and its content, from the start of the compressed database."""
    try:
        with file.open("rb") as opened:
            magic = opened.readline(_LONGEST_LINE)
            if not magic.startswith(_MAGIC):
                raise StoreError(f"{file} is no backup that this version of PyBirch can read")
            begin = opened.tell()
            digest = _sum(opened)
            if _MAGIC + digest.encode() + b"\n" != magic:
                raise StoreError(f"{file} is damaged: its checksum is wrong; use another backup")
            opened.seek(begin)
            about = json.loads(opened.readline(_LONGEST_LINE))
            yield {**about, "sha256": digest}, opened
    except FileNotFoundError:
        raise StoreError(f"there is no file {file}") from None
    except (zlib.error, EOFError, ValueError) as error:
        raise StoreError(f"{file} is no whole backup of PyBirch ({error}); use another backup") from None


@contextmanager
def _disk(file: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(f"{file} cannot be written: {error.strerror or error}") from None
    except sqlite3.Error as error:
        raise StoreError(f"the database cannot be copied: {error}") from None
