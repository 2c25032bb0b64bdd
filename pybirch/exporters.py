"""What a laboratory's own exporters are made of: `from pybirch.exporters import Blocks, Exporter, Wanted`.

These names stay. Works in a checkout and in an installed package.
"""

from __future__ import annotations

from pybirch.server_code import make_importable

make_importable()

from engine.exporters.base import Blocks, Exporter, Wanted  # noqa: E402 - importable from here on
from engine.model.records import ScanRecord  # noqa: E402

__all__ = ["Blocks", "Exporter", "ScanRecord", "Wanted"]
