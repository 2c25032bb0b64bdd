"""People and programs that use PyBirch: their roles, accounts, sessions and tokens."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field


class Role(StrEnum):
    """What somebody may do; each role may do everything that those before it may."""

    VIEWER = "viewer"
    OPERATOR = "operator"
    ADMINISTRATOR = "administrator"

    def includes(self, needed: Role) -> bool:
        """Whether somebody with this role may do what `needed` may."""
        return _ORDER.index(self) >= _ORDER.index(needed)


_ORDER = tuple(Role)


class PeopleRecord(BaseModel):
    """Base of the records; times are RFC 3339."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)


class AccountRecord(PeopleRecord):
    """An account of the sign-in by password."""

    name: str
    """The name that is typed to sign in, and recorded."""
    role: Role
    """What its owner may do."""
    groups: list[str]
    """Groups that its owner belongs to."""
    created_at: str
    """When it was made."""
    updated_at: str
    """When role, groups or password were changed last."""


class SessionRecord(PeopleRecord):
    """A browser that is signed in."""

    session_id: str
    """Its identifier, which is no secret."""
    user: str
    """Who signed in."""
    role: Role
    """What that user may do."""
    auth: str
    """The way in."""
    address: str
    """Network address of the browser when it signed in."""
    agent: str
    """What the browser calls itself."""
    created_at: str
    """When the user signed in."""
    seen_at: str
    """When the browser was active last, to about a minute."""
    expires_at: str
    """When it ends by itself at the latest."""


class TokenRecord(PeopleRecord):
    """A token of a program, without its text."""

    name: str
    """Its name, one of a kind."""
    user: str
    """Name that is recorded with everything that the program does."""
    owner: str | None
    """The user who made it for programs of their own; null for a token of the laboratory."""
    role: Role
    """What the program may do."""
    created_at: str
    """When it was made."""
    used_at: str | None
    """When it was used last, to about a minute; null: never."""
    expires_at: str | None
    """When it ends by itself; null: never."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """What the secret of a session or token stands for."""

    id: str
    user: str
    role: Role
    auth: str
    """The way in when a session was opened; `token` for a token."""
    proof: str
    """What a session depends on besides: it ends when the server expects another proof. Empty for tokens."""
    groups: frozenset[str]
    expires_at: datetime | None
    seen_at: datetime | None

    @classmethod
    def of(cls, user: str, role: Role, groups: Iterable[str] = ()) -> SignIn:
        """What a session is to stand for that is about to be opened."""
        return cls("", user, role, "", "", frozenset(groups), None, None)


class AuditResult(StrEnum):
    """What came of something that somebody wanted."""

    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """What somebody did or wanted to do: `address` is where from, `detail` with which values."""

    user: str
    address: str
    action: str
    target: str = ""
    detail: str = ""
    result: AuditResult = AuditResult.DONE
    reason: str = ""


class AuditRecord(PeopleRecord):
    """What somebody did or wanted to do."""

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)

    timestamp: str
    """When."""
    user: str
    """Who; the name that was typed where nobody signed in with it."""
    from_: str = Field(alias="from")
    """Network address that it came from, or `command line`."""
    action: str
    """What: `move instrument`, `annotate scan`, `sign in`."""
    target: str
    """To what: identifier of a scan or queue, name of an instrument, preset, account or token."""
    detail: str
    """With which values."""
    result: str
    """`done`, `refused` or `failed`."""
    reason: str
    """Why it was refused or failed; empty where it was done."""
