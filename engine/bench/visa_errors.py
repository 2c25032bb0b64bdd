"""Turns errors of PyVISA and its back ends into reasons for people."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pyvisa
from pyvisa.constants import StatusCode

from engine.reasons import reason


def visa_reason(error: BaseException) -> str:
    """Say why a VISA call failed, in one line."""
    if isinstance(error, pyvisa.errors.VisaIOError):
        if error.error_code == StatusCode.error_connection_lost:
            return "it closed the connection"
        return str(error.description)
    if isinstance(error, TimeoutError):
        return "no answer from this address"
    return reason(error)


def visa_library_at(library: str, folder: Path) -> str:
    """The library as PyVISA takes it; the file of `file.yaml@sim` is searched in the bench's folder first.

    `package:file.yaml@sim` is a file that a Python package carries.

    Raises FileNotFoundError that says where it was searched.
    """
    path, at, backend = library.rpartition("@")
    if not at or not path:
        return library
    file = next((place for place in (folder / path, Path(path), *_packaged(path)) if place.exists()), None)
    if file is None:
        raise FileNotFoundError(f"there is no file {path}, neither in {folder} nor in {Path.cwd()}")
    return f"{file.resolve()}@{backend}"


def _packaged(path: str) -> list[Path]:
    package, colon, name = path.partition(":")
    if not colon:
        return []
    try:
        return [Path(str(files(package) / name))]
    except (ModuleNotFoundError, TypeError, ValueError):
        return []
