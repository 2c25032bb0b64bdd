"""Passwords: kept as argon2id writes them, never as they are typed."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORT = 8
"""Characters below which a password is easily guessed."""
LONGEST = 1000
"""Characters of a password that are looked at; nobody types more, and hashing takes time."""
_hasher = PasswordHasher()
_NOBODY = _hasher.hash("no account has this password")


def keep(password: str) -> str:
    """What to store of a password."""
    return _hasher.hash(password)


def matches(kept: str | None, password: str) -> bool:
    """Whether it is the password; takes as long where there is no account (None), so that names cannot be found."""
    try:
        good = _hasher.verify(_NOBODY if kept is None else kept, password[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return good and kept is not None
