"""Sign-in: one module for each way, chosen by the `auth` setting."""

from __future__ import annotations

from dashboard.auth.base import Auth, Environ, Identity

__all__ = ["Auth", "Environ", "Identity"]
