"""`pybirch bench`: look at instruments and bench files without starting a server."""

from __future__ import annotations

from pybirch.commands._folder import Folder

command = Folder(__name__, name="bench", help="Look at instruments and bench files; no server needed.")
