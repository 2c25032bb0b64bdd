"""`pybirch bench`: examines instruments and bench files without a server."""

from __future__ import annotations

from pybirch.commands._folder import Folder

command = Folder(__name__, name="bench", help="Examine instruments and bench files; needs no server.")
