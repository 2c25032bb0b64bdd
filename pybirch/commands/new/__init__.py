"""`pybirch new`: writes the first version of a file for the laboratory's folder."""

from __future__ import annotations

from pybirch.commands._folder import Folder

command = Folder(__name__, name="new", help="Write a file of your own to begin with.")
