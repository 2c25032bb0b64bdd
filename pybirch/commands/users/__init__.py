"""`pybirch users`: accounts of the sign-in by password."""

from __future__ import annotations

from pybirch.commands._folder import Folder

command = Folder(
    __name__, name="users", help="Accounts of the sign-in by password; works while the server runs."
)
