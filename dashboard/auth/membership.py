"""Lists of people in settings and benches: names, and `group:NAME` for everybody in a group."""

from __future__ import annotations

from collections.abc import Collection

from engine.model.people import Role

_GROUP = "group:"


def names(text: str) -> tuple[str, ...]:
    """The entries of a list with commas between them."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


def includes(listed: Collection[str], user: str, groups: Collection[str]) -> bool:
    """Whether a list names the user or a group of theirs."""
    return user in listed or any(f"{_GROUP}{group}" in listed for group in groups)


def role_of(user: str, groups: Collection[str], *, operators: str, administrators: str) -> Role:
    """The role that two lists give; whoever is on neither is a viewer."""
    if includes(names(administrators), user, groups):
        return Role.ADMINISTRATOR
    return Role.OPERATOR if includes(names(operators), user, groups) else Role.VIEWER
