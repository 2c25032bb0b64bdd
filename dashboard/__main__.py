"""The web child: `python -m dashboard`. Patches the standard library for gevent before anything else is imported."""

from __future__ import annotations

from gevent import monkey

monkey.patch_all()

import sys

from dashboard.child import main

sys.exit(main())
