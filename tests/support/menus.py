"""Menus that pages make in Python."""

from __future__ import annotations

MORE_ACTIONS = ".pb-more-actions > button"
"""What opens the menu of a scan's page."""
ENTRY = ".dropdown-item"
"""An entry of an open menu."""
