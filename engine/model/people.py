"""People and programs that use PyBirch: their roles."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What somebody may do; each role may do everything that those before it may."""

    VIEWER = "viewer"
    OPERATOR = "operator"
    ADMINISTRATOR = "administrator"

    def includes(self, needed: Role) -> bool:
        """Whether somebody with this role may do what `needed` may."""
        return _ORDER.index(self) >= _ORDER.index(needed)


_ORDER = tuple(Role)
