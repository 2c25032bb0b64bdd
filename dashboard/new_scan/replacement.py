"""A plan from elsewhere that takes the place of the one in the editor."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from pydantic import BaseModel, Field


class Replacement(BaseModel):
    """A plan, and a sentence that says where it came from."""

    plan: dict[str, Any]
    said: str
    id: str = Field(default_factory=lambda: uuid4().hex)
    """Tells one replacement from the next, also where the plan is the same."""
