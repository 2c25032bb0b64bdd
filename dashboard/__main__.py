"""The web process, `python -m dashboard`: patches the standard library for gevent before any other import."""

from __future__ import annotations

from gevent import monkey

monkey.patch_all()

import sys

from dashboard.process import main

sys.exit(main())
