"""`pybirch tokens`: tokens of programs."""

from __future__ import annotations

from pybirch.commands._folder import Folder

command = Folder(
    __name__, name="tokens", help="Tokens with which programs sign in; works while the server runs."
)
