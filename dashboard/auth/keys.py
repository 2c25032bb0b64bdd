"""Secrets in HOME: made at the first start, readable by their owner only."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from engine.errors import SettingsError
from engine.settings import Settings


def token(settings: Settings) -> str:
    """The sign-in token: from the setting, or the one stored in HOME."""
    return settings.token or kept_secret(settings.home / "token")


def kept_secret(path: Path) -> str:
    """The secret in `path`, made when there is none (mode 0600). Raises SettingsError when HOME cannot be used."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        found = _read(path)
        return found or _make(path)
    except OSError as error:
        raise SettingsError(
            f"{path} cannot be used ({error.strerror}); choose another folder with --home"
        ) from None


def _read(path: Path) -> str:
    try:
        text = path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return ""
    if path.stat().st_mode & 0o077:
        path.chmod(0o600)
    return text


def _make(path: Path) -> str:
    """Write a new secret to a temporary file and link it in place: of two processes at once, one wins for both."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(32) + "\n")
            file.flush()
            os.fsync(file.fileno())
        if path.exists() and not _read(path):
            path.unlink()
        with contextlib.suppress(FileExistsError):
            os.link(beside, path)
    finally:
        beside.unlink()
    return _read(path)
