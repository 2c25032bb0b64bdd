"""The tables of people: accounts, sessions, tokens of programs, and who did what. Secrets are kept as digests only."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Column, DateTime, Index, Integer, String, Table, Text

from engine.store.metadata import metadata

NAME = String(200)

accounts = Table(
    "accounts",
    metadata,
    Column("name", NAME, primary_key=True),
    Column(
        "key", NAME, nullable=False, unique=True, doc="the name in lower case: names differ by more than case"
    ),
    Column("role", String(16), nullable=False),
    Column("groups", JSON, nullable=False),
    Column("password", Text, nullable=False, doc="as argon2 writes it"),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("digest", String(64), nullable=False, unique=True, doc="SHA-256 of the cookie"),
    Column("user", NAME, nullable=False),
    Column("role", String(16), nullable=False),
    Column("auth", String(16), nullable=False),
    Column("proof", String(64), nullable=False, doc="the session ends when the server expects another"),
    Column("groups", JSON, nullable=False),
    Column("address", String(64), nullable=False),
    Column("agent", String(200), nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("seen_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Index(None, "user"),
)
"""Browsers that are signed in; the row is removed at sign-out, which ends the session everywhere."""

api_tokens = Table(
    "api_tokens",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("name", NAME, nullable=False, unique=True),
    Column("digest", String(64), nullable=False, unique=True, doc="SHA-256 of the token"),
    Column("user", NAME, nullable=False),
    Column("owner", NAME, doc="account that it ends with; null for a token of the laboratory"),
    Column("role", String(16), nullable=False),
    Column("groups", JSON, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("used_at", DateTime(timezone=True)),
    Column("expires_at", DateTime(timezone=True)),
    Index(None, "owner"),
)
"""Tokens of programs; the row is removed when a token is revoked."""

audit = Table(
    "audit",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("user", NAME, nullable=False),
    Column("address", String(64), nullable=False, doc="where the request came from"),
    Column("action", String(80), nullable=False),
    Column("target", NAME, nullable=False),
    Column("detail", Text, nullable=False),
    Column("result", String(16), nullable=False),
    Column("reason", Text, nullable=False),
    Index(None, "user", "id"),
    Index(None, "target", "id"),
    sqlite_autoincrement=True,
)
"""Who did what: never changed, only added to."""
