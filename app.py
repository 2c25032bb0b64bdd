"""Starts PyBirch from a checkout: `python app.py` does what `pybirch run` does."""

from __future__ import annotations

import sys

from pybirch.launch import main

if __name__ == "__main__":
    sys.exit(main())
