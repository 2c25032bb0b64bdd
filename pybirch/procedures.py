"""What a laboratory's own procedures are made of: `from pybirch.procedures import Arguments, Procedure, Steps, Tools`.

These names stay. Works in a checkout and in an installed package.
"""

from __future__ import annotations

from pybirch.server_code import make_importable

make_importable()

from engine.errors import Problem  # noqa: E402 - importable from here on
from engine.model.bench import BenchSpec  # noqa: E402
from engine.scans.procedures.base import Arguments, Procedure, Tools  # noqa: E402
from engine.scans.steps import Steps  # noqa: E402

__all__ = ["Arguments", "BenchSpec", "Problem", "Procedure", "Steps", "Tools"]
